"""Test 21 through the pages: what the independent table allows opens a form, all else is a 404 or a 403."""

import random

import pytest
from django.test import Client

from caseflow.enforcement.models import Tip
from caseflow.enforcement.procedure import CASE, CaseState
from caseflow.procedure import SYSTEM
from tests import walk
from tests.enforcement.facts import case_in
from tests.faults.conftest import FULL
from tests.kernel import at, last_moment

from .expand import expand

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
_told, ALLOWED, _seen = expand()
STATES = CaseState.values if FULL else ["filed", "in_legal_review", "in_hearing", "performing"]
ACTS = [row.name for row in CASE if row.source and row.by != (SYSTEM,)]
FILE = {"file.read": "", "file.export": ".json", "file.who": "who/"}


def relations(case, person, role):
    """How somebody stands to the case, read off what was written when it was walked; not asked of the engine."""
    tip = Tip.objects.get(case=case)
    files = [case.dossier, tip.dossier]
    held = [each for each in case.dossier.assignments.all() if each.user_id == person.pk and each.role == role]
    if held and all(each.ended_on for each in held):
        return {"left"}
    found = {"colleague"}
    if held:
        found.add("appointed")
    if any(file.events.filter(actor=person).exists() or file.assignments.filter(user=person).exists() for file in files):
        found.add("took_part")
    if tip.dossier.events.filter(actor=person, transition="register").exists():
        found.add("entered")
    return found


def allowed(action, role, state, stands):
    return any(("case", action, role, state, relation) in ALLOWED for relation in stands)


def expected(row, role, state, stands):
    if not allowed("file.read", role, state, stands):
        return 404
    if state not in CASE.rows[row].source:
        return 302
    return 200 if allowed(f"move.{row}", role, state, stands) else 403


@pytest.mark.parametrize("state", STATES)
def test_every_cell_answers_as_the_table_says(state, people, scale, figures):
    case = case_in(people, state)
    chance, asked = random.Random(state), {200: 0, 302: 0, 403: 0, 404: 0}
    with at(last_moment(case)):
        for name, (role, _name) in walk.ROLES.items():
            person = getattr(people, name)
            client, stands = Client(), relations(case, person, role)
            client.force_login(person)
            for action, rest in FILE.items():
                address = f"/cases/{case}{rest}" if rest.startswith(".") else f"/cases/{case}/{rest}"
                may = allowed(action, role, state, stands)
                reads = allowed("file.read", role, state, stands)
                answer = client.get(address).status_code
                assert answer == (200 if may else 403 if reads and action == "file.export" else 404), (name, action)
                asked[answer] += 1
            must = [row for row in ACTS if expected(row, role, state, stands) == 200]
            rest = [row for row in ACTS if row not in must]
            for row in must[: scale(2, 99)] + chance.sample(rest, scale(2, 12)):
                answer = client.get(f"/cases/{case}/{row}/").status_code
                assert answer == expected(row, role, state, stands), (name, row, stands)
                asked[answer] += 1
    figures(f"{sum(asked.values())} requests: " + ", ".join(f"{n} × {status}" for status, n in asked.items()))
