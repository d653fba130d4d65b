"""Every row × every role × every state of support: what the table allows succeeds, all else is refused and changes nothing."""

import pytest

from caseflow.cases.transitions import NotPermitted, open_dossier
from caseflow.procedure import NOBODY, PUBLIC
from caseflow.support.models import Household
from caseflow.support.procedure import APPLICATION, FAMILY, FamilyState, Role, State
from tests import matrix
from tests.kernel import fingerprint
from tests.support import facts, facts_money, walk  # noqa: F401  # the facts of the rows of money
from tests.support.facts import lawful

pytestmark = pytest.mark.django_db
# whoever acts in each office without having filled in or checked the application
NEUTRAL = {
    Role.VILLAGE_WORKER: "yue",
    Role.PANEL: "p1",
    Role.VILLAGE_HEAD: "he",
    Role.TOWNSHIP_OFFICER: "tian",
    Role.TOWNSHIP_DEPUTY: "bai",
    Role.COUNTY_OFFICER: "zou",
    Role.SECTION_HEAD: "jin",
    Role.LEADER: "lu",
    Role.FINANCE: "qian",
}


def person_of(folk):
    return lambda role: PUBLIC if role == PUBLIC else getattr(folk, NEUTRAL[role]) if role in NEUTRAL else None


@pytest.mark.parametrize("state", FamilyState.values)
def test_a_family(state, folk, record_property):
    cells = {"allowed": 0, "refused": 0}
    family = walk.bring_family_to(folk, state)
    assert family.state == state
    matrix.walk_through(family, FAMILY, lawful(facts.FAMILY, folk), person_of(folk), cells)
    assert sum(cells.values()) == len(FAMILY.transitions) * (len(Role) + len(NOBODY))
    record_property("cells", cells)


@pytest.mark.parametrize("state", State.values)
def test_an_application(state, folk, record_property):
    cells = {"allowed": 0, "refused": 0}
    application = walk.bring_to(folk, state)
    assert application.state == state
    matrix.walk_through(application, APPLICATION, lawful(facts.APPLICATION, folk), person_of(folk), cells)
    assert sum(cells.values()) == len(APPLICATION.transitions) * (len(Role) + len(NOBODY))
    record_property("cells", cells)


@pytest.mark.parametrize("role", Role.values)
def test_a_new_family(role, folk):
    before, person = fingerprint(), getattr(folk, NEUTRAL[role])
    opening = {"by": person, "agency": folk.agency, **walk.met(folk)}
    if role in FAMILY.rows["register"].by:
        assert open_dossier(Household, "register", **opening).state == "intake"
    else:
        with pytest.raises(NotPermitted):
            open_dossier(Household, "register", **opening)
        assert fingerprint() == before


def test_every_row_has_lawful_facts():
    opened = {"register", "prepare", "propose_fast"}
    assert {*facts.FAMILY} | opened >= {row.name for row in FAMILY}
    assert {*facts.APPLICATION} | opened >= {row.name for row in APPLICATION}
