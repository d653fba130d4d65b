"""Assurance 15: migrations go forward, back and forward, and rows, triggers and policies are there after each step."""

import json

import pytest

import writeonce
from bench import copies
from caseflow.cases.models import Dossier
from tests import walk
from tests.faults import migrating
from tests.operations.office import a_copy, process
from writeonce import triggers

pytestmark = pytest.mark.django_db(transaction=True)
STATES = ("in_panel", "performing", "suspended", "archived")


def test_every_migration_can_be_taken_back(people, on_disk, tmp_path, scale, figures):
    template = copies.Template(people)
    for state in STATES:
        walk.bring_to(people, state)
    template.close()
    template.copy(1, scale(3, 10_000 // len(STATES) + 1))
    number = Dossier.objects.count()
    with a_copy(tmp_path) as environ:
        done = process(environ, "-m", "tests.faults.migrating", str(scale(1, 1000)), seconds=2400)
    assert done.returncode == 0, done.stderr[-3000:]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each for each in told if each[1]] == []
    assert len(told) > scale(1, 15)
    figures(f"{len(told) - 1} migrations back and forward on {number} files: every value, trigger and policy kept")


def test_the_harness_notices_a_changed_value_and_a_lost_trigger(agency):
    before = migrating.values({"people_agency"})
    assert migrating.wrong(before, migrating.values({"people_agency"})) == []
    type(agency).objects.update(name="别处")
    lost = next(iter(triggers.RULES))
    writeonce.remove("default")
    try:
        told = migrating.wrong(before, migrating.values({"people_agency"}))
    finally:
        writeonce.install("default")
    assert "people_agency.name" in told
    assert "people_agency.abbr" not in told
    assert any(lost in each for each in told)
