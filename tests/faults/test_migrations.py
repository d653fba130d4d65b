"""Assurance 15: migrations go forward, back and forward, and rows, triggers and policies are there after each step."""

import json
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from bench import copies
from caseflow.cases.models import Dossier
from tests import walk
from tests.operations.office import copy_of_the_database, environment, process

pytestmark = pytest.mark.django_db(transaction=True)
STATES = ("in_panel", "performing", "suspended", "archived")


@contextmanager
def a_copy(place):
    """The environment of a process with the database of this test for itself."""
    if connection.vendor == "sqlite":
        copy_of_the_database(place / "var" / "caseflow.sqlite3")
        yield environment(place, CASEFLOW_DEMONSTRATION="1")
        return
    of = connection.get_connection_params()
    name = of["dbname"]
    connection.close()
    server = f"postgresql://{of['user']}@{of['host']}:{of.get('port', 5432)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as opened:
        opened.execute(f'CREATE DATABASE "{name}_back" TEMPLATE "{name}"')
        try:
            yield environment(place, CASEFLOW_DEMONSTRATION="1", CASEFLOW_DATABASE=f"{server}/{name}_back")
        finally:
            opened.execute(f'DROP DATABASE "{name}_back" WITH (FORCE)')


def test_every_migration_can_be_taken_back(people, on_disk, tmp_path, scale, figures):
    template = copies.Template(people)
    for state in STATES:
        walk.bring_to(people, state)
    template.close()
    template.copy(1, scale(3, 10_000 // len(STATES) + 1))
    number = Dossier.objects.count()
    with a_copy(tmp_path) as environ:
        done = process(environ, "-m", "tests.faults.migrating", str(scale(2, 1000)), seconds=1800)
    assert done.returncode == 0, done.stderr[-3000:]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each for each in told if each[1]] == []
    assert len(told) > 2
    figures(f"{len(told) - 1} migrations back and forward on {number} files: every value, trigger and policy kept")
