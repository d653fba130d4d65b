"""Every row × every role × every state of support: what the table allows succeeds, all else is refused and changes nothing."""

import pytest

from caseflow.cases.transitions import NotPermitted, open_dossier
from caseflow.procedure import NOBODY, PUBLIC
from caseflow.support.models import Household, Ticket
from caseflow.support.procedure import (
    APPLICATION,
    FAMILY,
    REVIEW,
    TICKET,
    FamilyState,
    ReviewState,
    Role,
    State,
    TicketState,
)
from tests import matrix
from tests.kernel import fingerprint
from tests.support import (
    facts,
    facts_money,  # noqa: F401  # the facts of the rows of money
    needs,
    walk,
)
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
    Role.HELPER: "fpa",
    Role.DOCTOR: "doc",
    Role.VOLUNTEER: "vol",
    Role.ASSOCIATION: "assoc",
    Role.RECEIVER: "recv",
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


def unowned(given):
    """Whoever holds the office may act: a request that is somebody's is its owner's alone, which is told elsewhere."""

    def lawful_for_all(name, record):
        found = given(name, record)
        Ticket.objects.filter(pk=record.pk).update(owner=None)
        return found

    return lawful_for_all


@pytest.mark.parametrize("state", TicketState.values)
def test_a_request(state, folk, record_property):
    cells = {"allowed": 0, "refused": 0}
    ticket = needs.bring_to(folk, state)
    assert ticket.state == state
    matrix.walk_through(ticket, TICKET, unowned(lawful(needs.TICKET, folk)), person_of(folk), cells)
    assert sum(cells.values()) == len(TICKET.transitions) * (len(Role) + len(NOBODY))
    record_property("cells", cells)


@pytest.mark.parametrize("state", ReviewState.values)
def test_a_review(state, folk, record_property):
    cells = {"allowed": 0, "refused": 0}
    review = needs.bring_review_to(folk, state)
    assert review.state == state
    matrix.walk_through(review, REVIEW, lawful(needs.REVIEW, folk), person_of(folk), cells)
    assert sum(cells.values()) == len(REVIEW.transitions) * (len(Role) + len(NOBODY))
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
    assert {*needs.TICKET} | opened >= {row.name for row in TICKET}
    assert {*needs.REVIEW} | {"open"} >= {row.name for row in REVIEW}
