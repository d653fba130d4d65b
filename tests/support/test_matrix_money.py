"""Every row × every role × every state of batches and funds, and their tables against those of the reference."""

import re

import pytest

from caseflow.cases.transitions import NotPermitted, Refused, open_dossier
from caseflow.procedure import NOBODY, PUBLIC
from caseflow.support.law.limits_money import MONEY_LIMITS
from caseflow.support.models import Budget, PaymentBatch
from caseflow.support.papers.money import MONEY_KINDS
from caseflow.support.procedure import Role
from caseflow.support.procedure.batch import BATCH, BUDGET
from caseflow.support.procedure.batch_words import BATCH_CODES, BatchState, BudgetState
from tests import matrix
from tests.kernel import fingerprint
from tests.support import facts_money, money, walk
from tests.support.facts import lawful
from tests.support.test_matrix import NEUTRAL
from tests.support.test_reference import rows

pytestmark = pytest.mark.django_db
HOLDERS = {**NEUTRAL, Role.COUNTY_OFFICER: "second"}  # who has not built the batch


def person_of(folk):
    return lambda role: PUBLIC if role == PUBLIC else getattr(folk, HOLDERS[role]) if role in HOLDERS else None


@pytest.mark.parametrize("state", BatchState.values)
def test_a_batch(state, folk, record_property):
    cells = {"allowed": 0, "refused": 0}
    batch = money.bring_to(folk, state)
    assert batch.state == state
    matrix.walk_through(batch, BATCH, lawful(facts_money.BATCH, folk), person_of(folk), cells)
    assert sum(cells.values()) == len(BATCH.transitions) * (len(Role) + len(NOBODY))
    record_property("cells", cells)


@pytest.mark.parametrize("state", BudgetState.values)
def test_the_funds_of_a_year(state, folk, record_property):
    cells = {"allowed": 0, "refused": 0}
    budget = money.open_funds(folk)
    if state == "budget_closed":
        budget = money.do(budget, "close_year", folk.qian, (4, 9))
    matrix.walk_through(budget, BUDGET, lawful(facts_money.BUDGET, folk), person_of(folk), cells)
    record_property("cells", cells)


@pytest.mark.parametrize("role", Role.values)
def test_who_opens_a_batch_and_a_year(role, folk):
    money.set_rates()
    money.paid_family(folk)
    person = getattr(folk, HOLDERS[role])
    for cls, name, given in (
        (PaymentBatch, "open_batch", {"benefit": "MONTHLY", "period": "2026-04"}),
        (Budget, "open_year", {"year": 2027}),
    ):
        before = fingerprint()
        with money.at_((4, 10)):
            if role in cls.procedure.rows[name].by:
                assert open_dossier(cls, name, by=person, agency=folk.agency, **given).pk
            else:
                with pytest.raises((NotPermitted, Refused)):
                    open_dossier(cls, name, by=person, agency=folk.agency, **given)
                assert fingerprint() == before


def test_every_row_has_lawful_facts():
    assert {*facts_money.BATCH} | {"open_batch"} == {row.name for row in BATCH}
    assert {*facts_money.BUDGET} | {"open_year"} == {row.name for row in BUDGET}


# The reference


def course():
    """The rows of the batch in 4.6; the codes of the publicity of other tables begin with C too."""
    return {
        name: cells
        for name, cells in rows(r"C\d").items()
        if "BATCH" in cells[0] or "BANK" in cells[0] or "SETTLED" in cells[0]
    }


def test_every_step_of_the_batch_is_a_row_and_no_other():
    assert {row.ref for row in BATCH if row.ref} == {f"C{n}" for n in range(1, 10)} == set(course())


@pytest.mark.parametrize("ref", [f"C{n}" for n in range(1, 10)])
def test_a_step_leads_from_where_to_where_the_reference_says(ref):
    told = set(re.findall(r"\b[A-Z]+_?[A-Z]+\b", course()[ref][0])) & {*BATCH_CODES.values()}
    found = {
        BATCH_CODES[BatchState(state)]
        for row in BATCH
        if row.ref == ref
        for state in (*row.source, *filter(None, [row.target]))
    }
    assert told <= found if ref == "C9" else told == found
    papers = {kind.name: kind.code for kind in MONEY_KINDS}
    assert {papers[name] for row in BATCH if row.ref == ref for name in row.issues} == set(
        re.findall(r"F-\d\d", course()[ref][3])
    )


@pytest.mark.parametrize("code", sorted(MONEY_LIMITS))
def test_a_limit_is_as_long_as_the_reference_says(code):
    told = (
        rows(r"L-15")[code][1]
        if code == "L-15"
        else course()[{"C-4": "C4", "C-5": "C5", "C-6": "C6", "C-8": "C8"}.get(code, code.replace("-", ""))][4]
    )
    assert re.search(rf"\b{MONEY_LIMITS[code].length} (wd|working)", told)


def test_walks_use_the_people_of_the_office():
    assert {role for role, _name in walk.PEOPLE.values()} == set(Role)
