"""What holds of money whatever happens: a month is paid once, the ledger balances, a stopped batch goes on the same."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from caseflow.cases.transitions import NotPermitted, Refused
from caseflow.support.batches import booking, sums
from caseflow.support.codes_money import UNPAID
from caseflow.support.models import BudgetLedger, EntitlementItem, PaymentBatch
from tests.kernel import afresh, undone
from tests.support import money, walk

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=12, suppress_health_check=[*HealthCheck], deadline=None)


@pytest.fixture
def ready(folk):
    """Three people owed four months, and a draft of all of it."""
    money.set_rates()
    family = money.paid_family(folk)
    money.crowd(folk, family, 2)
    money.open_funds(folk)
    return money.open_batch(folk)


def facts_of(name, batch):
    match name:
        case "approve_batch":
            return {"opinion": "同意发放。"}
        case "instruct":
            return {"number": "ZF-1"}
        case "stop_batch":
            return {"reason": "再核对"}
        case "settle":
            return money.answered(batch)
        case "settle_partly":
            return money.answered(batch, failed=(1, 3))
        case "park_return":
            return {"returned": batch.returns.filter(fixed_on=None).first(), "note": "以后再发"}
    return {}


ACTS = {
    "check_batch": "second",
    "approve_batch": "lu",
    "instruct": "qian",
    "send_to_bank": "qian",
    "settle": "zou",
    "settle_partly": "zou",
    "park_return": "zou",
    "finish_returns": "zou",
    "sign_reconciliation": "zou",
    "close_batch": "qian",
    "stop_batch": "lu",
}
USUAL = ("check_batch", "approve_batch", "instruct", "send_to_bank", "settle_partly", "park_return")


def tried(folk, batch, name):
    """One act on the batch, allowed or refused; refused ones change nothing."""
    batch = afresh(batch)
    if batch.state not in batch.procedure.rows[name].source:
        return batch
    try:
        return money.do(batch, name, getattr(folk, ACTS[name]), (4, 20), **facts_of(name, batch))
    except (Refused, NotPermitted):
        return afresh(batch)


def balanced(batch):
    """The batch says what its lines say; the ledger holds what is promised and paid of them, at every level."""
    batch = afresh(batch)
    assert sums.of_lines(batch) == (batch.lines, batch.split)
    ledger = booking.ledgers(booking.budget_for(batch.dossier.agency, batch.period))["MONTHLY"]
    _n, paid = sums.of(EntitlementItem.objects.filter(state="PAID"))
    assert ledger.paid == paid
    promised = batch.state in ("batch_approved", "at_finance", "at_bank", "partly_returned")
    open_here = EntitlementItem.objects.filter(batch=batch, state__in=[*UNPAID, "RETURNED", "REISSUED"])
    assert ledger.committed == (sums.of(open_here)[1] if promised else type(paid)())


def once(batch):
    keys = list(EntitlementItem.objects.values_list("member", "period").exclude(state="CANCELLED"))
    assert len(keys) == len(set(keys))


@FEW
@given(acts=some.lists(some.sampled_from([*USUAL, *ACTS]), max_size=14))
def test_whatever_is_done_with_a_batch_the_books_balance(ready, folk, acts):
    with undone():
        for name in acts:
            batch = tried(folk, ready, name)
            balanced(batch)
            once(batch)


@FEW
@given(stops=some.lists(some.integers(1, 4), max_size=3))
def test_a_batch_stopped_anywhere_becomes_the_unbroken_one(ready, folk, stops):
    before = [(each.pk, each.period, each.split) for each in money.lines(ready)]
    with undone():
        batch = ready
        for stop in stops:
            for name in USUAL[: min(stop, 3)]:
                batch = tried(folk, batch, name)
            batch = tried(folk, batch, "stop_batch")
        for name in ("check_batch", "approve_batch", "instruct", "send_to_bank", "settle"):
            batch = tried(folk, batch, name)
        assert batch.state == "settled"
        assert [(each.pk, each.period, each.split) for each in money.lines(batch)] == before


@FEW
@given(month=some.integers(1, 4), act=some.sampled_from(["batch_draft", "batch_checked", "batch_approved", "at_bank"]))
def test_an_end_at_any_moment_pays_no_month_after_it(ready, folk, month, act):
    with undone():
        batch = money.bring_to(folk, act, ready)
        family = money.lines(batch)[0].entitlement.household
        member = family.members.first()
        told = {"code": "E_HUKOU_OUT", "happened_on": date(2026, month, 3), "member": member, "source": "比对"}
        walk.do(family, "record_change", folk.tian, (4, 15), **told)
        left = EntitlementItem.objects.filter(member=member, period__gt=f"2026-{month:02d}").exclude(state="CANCELLED")
        assert left.exists() == (act == "at_bank" and month < 4)  # what is with the bank is paid, and comes back later
        balanced(batch)


def test_the_ledger_is_never_changed(ready, folk):
    money.bring_to(folk, "batch_approved", ready)
    for statement in ("UPDATE support_budgetledger SET fen = 1", "DELETE FROM support_budgetledger"):
        with undone(), pytest.raises(Exception, match="support_budgetledger"), connection.cursor() as cursor:
            cursor.execute(statement)
    assert BudgetLedger.objects.count() == 6
    assert PaymentBatch.objects.count() == 1
