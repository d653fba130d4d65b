"""Every row × every role × every state: what the table allows succeeds, all else is refused and changes nothing."""

from contextlib import nullcontext

import pytest

from caseflow.cases import parameters
from caseflow.cases.transitions import NotPermitted, open_dossier
from caseflow.enforcement.models import EnforcementCase, Tip
from caseflow.enforcement.procedure import CASE, TIP, CaseState, Role, TipState
from caseflow.procedure import NOBODY, PUBLIC
from tests import matrix, walk
from tests.enforcement.facts import FACTS, case_in, lawful, tip_in
from tests.kernel import fingerprint

pytestmark = pytest.mark.django_db

ROLES = (*Role.values, *NOBODY)
AFTER_DEFAULT = {("approve_plan", CaseState.OVERDUE), ("approve_plan", CaseState.DEMANDED)}


def person_of(people, role):
    """One person for each role; nobody for the clock, and whoever is outside."""
    if role == PUBLIC:
        return PUBLIC
    return next((getattr(people, key) for key, (held, _name) in walk.ROLES.items() if held == role), None)


def walk_through(record, people, procedure, cells):
    def around(row, state):
        late = (row.name, state) in AFTER_DEFAULT
        return parameters.overridden({"enforcement.plan_after_default": True}) if late else nullcontext()

    def facts_of(name, record):
        return lawful(procedure.name, name, people, record)

    matrix.walk_through(record, procedure, facts_of, lambda role: person_of(people, role), cells, around)


@pytest.mark.parametrize("state", CaseState.values)
def test_a_case(state, people, record_property):
    cells = {"allowed": 0, "refused": 0}
    case = case_in(people, state)
    assert case.state == state
    walk_through(case, people, CASE, cells)
    assert sum(cells.values()) == len(CASE.transitions) * len(ROLES)
    record_property("cells", cells)


@pytest.mark.parametrize("state", TipState.values)
def test_a_tip(state, people, record_property):
    cells = {"allowed": 0, "refused": 0}
    tip = tip_in(people, state)
    assert tip.state == state
    walk_through(tip, people, TIP, cells)
    assert sum(cells.values()) == len(TIP.transitions) * len(ROLES)
    record_property("cells", cells)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("record_class", "name"), [(Tip, "register"), (EnforcementCase, "accept")])
def test_a_new_file(record_class, name, role, people, open_tip, record_property):
    procedure = record_class.procedure
    facts, person = FACTS[procedure.name, name](people, None, None), person_of(people, role)
    before, opening = fingerprint(), {"by": person, "agency": people.agency}
    if role in procedure.rows[name].by:
        assert open_dossier(record_class, name, **opening, **facts).state == procedure.rows[name].target
    else:
        with pytest.raises(NotPermitted):
            open_dossier(record_class, name, **opening, **facts)
        assert fingerprint() == before
    allowed = role in procedure.rows[name].by
    record_property("cells", {"allowed": int(allowed), "refused": int(not allowed)})


def test_every_row_has_lawful_facts():
    assert {*FACTS} >= {(procedure.name, row.name) for procedure in (TIP, CASE) for row in procedure}
