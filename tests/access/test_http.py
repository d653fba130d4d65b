"""Test 21 through the pages: what the independent table allows opens a form, all else is a 404 or a 403."""

import random

import pytest
from django.test import Client

from caseflow.enforcement.models import Tip
from caseflow.enforcement.procedure import CASE, TIP, CaseState, TipState
from caseflow.procedure import SYSTEM
from tests import walk
from tests.enforcement.facts import case_in, tip_in
from tests.faults.conftest import FULL
from tests.kernel import at, last_moment

from .expand import expand

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
TOLD, ALLOWED, _seen = expand()
CASES = CaseState.values if FULL else ["in_legal_review", "performing"]
TIPS = TipState.values if FULL else ["checking"]
FILE = {"file.read": "/", "file.export": ".json", "file.who": "/who/"}


def acts(procedure):
    return [row.name for row in procedure if row.source and row.by != (SYSTEM,)]


class Standing:
    """How somebody stands to a file, read off what was written when it was walked; not asked of the engine."""

    def __init__(self, record, person, role):
        tips = (
            Tip.objects.filter(case=record)
            if record.label() == "enforcement.case"
            else Tip.objects.filter(pk=record.pk)
        )
        tip = tips.select_related("dossier", "case__dossier").get()
        files = [tip.dossier, *([tip.case.dossier] if tip.case else [])]
        held = record.dossier.assignments.filter(user=person, role=role)
        self.relations = {"colleague"}
        if held.exists() and role in TOLD["only_the_appointed"] and not held.filter(ended_on=None).exists():
            self.relations = {"left"}
            return
        if held.filter(ended_on=None).exists():
            self.relations.add("appointed")
        if any(
            file.events.filter(actor=person).exists() or file.assignments.filter(user=person).exists() for file in files
        ):
            self.relations.add("took_part")
        if any(file.assignments.filter(user=person, role=role, ended_on=None).exists() for file in files):
            self.relations.add("joined")
        if tip.dossier.events.filter(actor=person, transition="register").exists():
            self.relations.add("entered")

    def may(self, procedure, action, role, state):
        return any((procedure, action, role, state, relation) in ALLOWED for relation in self.relations)


def expected(procedure, action, standing, role, state):
    """The status of the answer: the file, its export, who sees it, or the form of a row."""
    may, reads = (standing.may(procedure.name, each, role, state) for each in (action, "file.read"))
    if action == "file.who":
        return 200 if may else 404
    if not reads:
        return 404
    row = procedure.rows.get(action.removeprefix("move."))
    if row is not None and state not in row.source:
        return 302
    return 200 if may else 403


def asked(procedure, state, people, scale):
    """Everybody with the actions that are tried as them: all that are allowed, and some of the others; all in the long form."""
    chance, moves = random.Random(f"{procedure.name}{state}"), [f"move.{name}" for name in acts(procedure)]
    for name, (role, _called) in walk.ROLES.items():
        yield getattr(people, name), str(role), [*FILE, *chance.sample(moves, min(len(moves), scale(3, 99)))]


def address(record, action):
    return f"/cases/{record}{FILE.get(action) or '/' + action.removeprefix('move.') + '/'}"


@pytest.mark.parametrize(
    ("procedure", "state"),
    [*((CASE, each) for each in CASES), *((TIP, each) for each in TIPS)],
    ids=lambda each: getattr(each, "name", each),
)
def test_every_cell_answers_as_the_table_says(procedure, state, people, scale, figures):
    record = (case_in if procedure is CASE else tip_in)(people, state)
    counted, wrong = {200: 0, 302: 0, 403: 0, 404: 0}, []
    with at(last_moment(record)):
        for person, role, actions in asked(procedure, str(state), people, scale):
            client, standing = Client(), Standing(record, person, role)
            client.force_login(person)
            for action in actions:
                answer = client.get(address(record, action)).status_code
                must = expected(procedure, action, standing, role, str(state))
                wrong += [(str(person), action, answer, must, standing.relations)] if answer != must else []
                counted[answer] = counted.get(answer, 0) + 1
    figures(f"{sum(counted.values())} requests: " + ", ".join(f"{n} × {status}" for status, n in counted.items()))
    assert wrong == []
