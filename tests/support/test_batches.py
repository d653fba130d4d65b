"""The payment batch: what is built, found, approved, sent, answered and reconciled (C1–C9)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from caseflow.cases.transitions import NotPermitted, Refused, perform
from caseflow.support.batches import booking, building, reconciling, sums
from caseflow.support.models import EntitlementItem, PaymentReturn, RegisterEntry
from caseflow.support.rules.splitting import split_80_4_16
from tests.kernel import afresh, unchanged
from tests.support import money, walk

pytestmark = pytest.mark.django_db


def refused(batch, name, by, day, code, **facts):
    with unchanged(), pytest.raises(Refused) as refusal:
        money.do(batch, name, by, day, **facts)
    assert code in refusal.value.reasons
    return refusal.value.reasons[code]


def periods(batch):
    return [(each.period, each.amount_fen, each.state) for each in money.lines(batch)]


def test_an_approval_creates_the_entitlement_with_what_it_rests_on(folk):
    family = money.paid_family(folk)
    entitlement = family.entitlements.get()
    assert (entitlement.from_month, entitlement.state, entitlement.unit_fen) == ("2026-01", "PENDING_START", 46_000)
    assert entitlement.policy
    assert entitlement.inputs["answers"]["Q1"] == "yes"


def test_a_batch_takes_every_month_that_is_owed(folk):
    batch = money.ready(folk)
    assert periods(batch) == [(f"2026-0{month}", 46_001, "IN_BATCH") for month in range(1, 5)]
    assert (batch.lines, batch.amount_fen) == (4, 4 * 46_001)
    assert all(each.split == split_80_4_16(46_001) for each in money.lines(batch))
    assert batch.is_built


def test_an_unconfirmed_rate_stops_the_batch_with_a_sentence(folk):
    money.paid_family(folk)
    money.set_rates(**{"support.monthly_rate_second": ""})
    with pytest.raises(Refused) as refusal:
        money.open_batch(folk)
    assert "未核定" in str(refusal.value)


def test_nobody_says_who_pays(folk):
    money.paid_family(folk)
    money.set_rates(**{"support.monthly_funding": ""})
    with pytest.raises(Refused, match="由哪几级承担"):
        money.open_batch(folk)


def test_a_month_is_built_once(folk):
    batch = money.bring_to(folk, "batch_approved")
    with pytest.raises(Refused, match="没有待发放的记录"):
        money.open_batch(folk, day=(4, 14))
    line = money.lines(batch)[0]
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_the_whole_way(folk):
    batch = money.bring_to(folk, "batch_closed")
    assert {state for _period, _fen, state in periods(batch)} == {"PAID"}
    found = reconciling.of(batch)
    assert (found.instructed, found.paid, found.difference) == (184_004, 184_004, 0)
    ledger = booking.ledgers(booking.budget_for(folk.agency, "2026-04"))["MONTHLY"]
    assert (ledger.paid, ledger.committed.total) == (batch.split, 0)
    kinds = list(batch.dossier.papers.values_list("kind", flat=True))
    assert kinds == ["support_payment_roster", "support_reconciliation"]


def test_three_people_make_a_batch(folk):
    batch = money.ready(folk)
    with pytest.raises((Refused, NotPermitted)):
        money.do(batch, "check_batch", folk.zou, (4, 10))
    batch = money.bring_to(folk, "batch_checked", batch)
    batch.built_by = batch.checked_by = batch.approved_by = folk.lu
    with pytest.raises(IntegrityError), transaction.atomic():
        batch.save()


def test_the_checks_find_what_is_wrong_and_each_is_solved_or_removed(folk):
    batch = money.ready(folk)
    member = money.lines(batch)[0].member
    member.accounts.update(ended_on=date(2026, 4, 9))
    batch = money.bring_to(folk, "batch_checked", batch)
    assert {each.code for each in batch.open_exceptions} == {"NO_ACCOUNT"}
    refused(batch, "approve_batch", folk.lu, (4, 13), "no_open_exceptions", opinion="同意。")
    money.give_account(folk, member, 7)
    batch = money.do(batch, "check_again", folk.second, (4, 13))
    assert not batch.open_exceptions.exists()
    assert batch.exceptions.filter(outcome="MENDED").count() == 4
    assert money.do(batch, "approve_batch", folk.lu, (4, 13), opinion="同意。").state == "batch_approved"


def test_a_departed_person_is_found_in_the_list(folk):
    batch = money.ready(folk)
    member = money.lines(batch)[0].member
    member.id_hmac = "a" * 64
    member.save()
    RegisterEntry.objects.create(
        agency=folk.agency, kind="DEPARTED", id_hmac="a" * 64, day=date(2026, 2, 10), source="x"
    )
    batch = money.bring_to(folk, "batch_checked", batch)
    found = {(each.item.period, each.code) for each in batch.open_exceptions.select_related("item")}
    assert found == {("2026-03", "DEPARTED"), ("2026-04", "DEPARTED")}  # the month of it is paid (END-1)
    one, other = batch.open_exceptions.order_by("pk")
    batch = money.do(batch, "remove_line", folk.second, (4, 13), exception=one, note="核实属实")
    assert (batch.lines, EntitlementItem.objects.get(period="2026-03").state) == (3, "DUE")
    batch = money.do(batch, "explain_exception", folk.second, (4, 13), exception=other, note="同名同号有误，电话本人接")
    assert money.do(batch, "approve_batch", folk.lu, (4, 13), opinion="同意。").approved_lines == 3


def test_an_event_that_comes_before_the_signature_is_seen(folk):
    batch = money.bring_to(folk, "batch_checked")
    member = money.lines(batch)[0].member
    member.accounts.update(ended_on=date(2026, 4, 12))
    refused(batch, "approve_batch", folk.lu, (4, 13), "nothing_new", opinion="同意。")


def test_lack_of_money_stops_the_batch_and_changes_nobodys_right(folk):
    money.set_rates()
    money.paid_family(folk)
    money.open_funds(folk, yuan=1_000)
    batch = money.bring_to(folk, "batch_checked", money.open_batch(folk))
    sentence = refused(batch, "approve_batch", folk.lu, (4, 13), "budget_suffices", opinion="同意。")
    assert "资金还差" in sentence
    assert "待遇照常认定" in sentence
    batch = money.do(batch, "cover_shortage", folk.qian, (4, 13), reason="省级资金月底拨入")
    batch = money.do(batch, "approve_batch", folk.lu, (4, 13), opinion="同意。")
    assert batch.entries.filter(reason="省级资金月底拨入").exists()


def test_a_year_without_funds_says_so(folk):
    money.set_rates()
    money.paid_family(folk)
    batch = money.bring_to(folk, "batch_checked", money.open_batch(folk))
    assert "资金账还没有建立" in refused(batch, "approve_batch", folk.lu, (4, 13), "budget_suffices", opinion="同意。")


def test_a_stopped_batch_goes_on_with_the_same_lines(folk):
    batch = money.bring_to(folk, "at_finance")
    before = [(each.pk, each.amount_fen) for each in money.lines(batch)]
    batch = money.do(batch, "stop_batch", folk.lu, (4, 14), reason="标准文件待确认")
    assert (batch.state, batch.checked_by, batch.approved_fen) == ("batch_draft", None, None)
    ledger = booking.ledgers(booking.budget_for(folk.agency, "2026-04"))["MONTHLY"]
    assert ledger.committed.total == 0
    for _state, name, who, _day, facts in money.PATH:
        batch = money.do(batch, name, getattr(folk, who), (4, 22), **facts(batch))
    assert [(each.pk, each.amount_fen) for each in money.lines(batch)] == before
    assert batch.state == "batch_closed"


def test_a_returned_line_is_mended_and_issued_anew(folk):
    batch = money.bring_to(folk, "partly_returned")
    refused(batch, "finish_returns", folk.zou, (4, 20), "returns_settled")
    refused(batch, "reissue", folk.qian, (4, 20), "something_to_reissue")
    member = money.lines(batch)[0].member
    member.accounts.update(ended_on=date(2026, 4, 18))
    money.give_account(folk, member, 9, date(2026, 4, 18))
    batch = money.do(batch, "reissue", folk.qian, (4, 20))
    assert [each.state for each in money.lines(batch)] == ["REISSUED", "PAID", "PAID", "PAID"]
    batch = money.do(batch, "answer_reissue", folk.zou, (4, 22), **money.answered(batch))
    batch = money.do(batch, "finish_returns", folk.zou, (4, 22))
    batch = money.do(batch, "sign_reconciliation", folk.zou, (4, 23))
    batch = money.do(batch, "close_batch", folk.qian, (4, 23))
    assert reconciling.of(batch).paid == 184_004
    assert PaymentReturn.objects.get().fixed_on == date(2026, 4, 20)


def test_a_return_without_an_account_waits_for_the_next_batch(folk):
    batch = money.bring_to(folk, "partly_returned")
    waiting = batch.returns.get()
    batch = money.do(batch, "park_return", folk.zou, (4, 20), returned=waiting, note="本人在外地，回来再办")
    batch = money.do(batch, "finish_returns", folk.zou, (4, 20))
    found = reconciling.of(batch)
    assert (found.instructed, found.paid, found.parked, found.difference) == (184_004, 138_003, 46_001, 0)
    batch = money.do(batch, "sign_reconciliation", folk.zou, (4, 21))
    batch = money.do(batch, "close_batch", folk.qian, (4, 21))
    following = money.open_batch(folk, "2026-05", day=(5, 6))
    assert [each[0] for each in periods(following)] == ["2026-01", "2026-05"]


def test_the_same_answer_twice_changes_nothing(folk):
    batch = money.bring_to(folk, "at_bank")
    answer = money.answered(batch)
    batch = money.do(batch, "settle", folk.zou, (4, 17), **answer)
    with unchanged(), pytest.raises(Refused):
        money.do(batch, "settle", folk.zou, (4, 17), **answer)


def test_a_revocation_after_the_approval_takes_the_lines_out(folk):
    batch = money.bring_to(folk, "at_finance")
    application = money.lines(batch)[0].entitlement.application
    walk.do(application, "hear_first", folk.zou, (4, 14), facts="户籍早已迁出")
    walk.do(application, "record_statement", folk.zhou, (4, 15), statement="知道了")
    walk.do(application, "revoke", folk.lu, (4, 16), reason="户籍早已迁出。")
    batch = afresh(batch)
    assert (batch.lines, batch.amount_fen, batch.approved_lines) == (0, 0, 4)
    assert set(EntitlementItem.objects.values_list("state", flat=True)) == {"CANCELLED"}
    ledger = booking.ledgers(booking.budget_for(folk.agency, "2026-04"))["MONTHLY"]
    assert ledger.committed.total == 0
    refused(batch, "send_to_bank", folk.qian, (4, 17), "has_lines")


def test_a_change_ends_what_is_paid_from_the_month_after_it(folk):
    batch = money.bring_to(folk, "at_finance")
    family = money.lines(batch)[0].entitlement.household
    member = family.members.first()
    facts = {"code": "E_HUKOU_OUT", "happened_on": date(2026, 3, 5), "member": member, "source": "比对一致"}
    walk.do(family, "record_change", folk.tian, (4, 15), **facts)
    batch = afresh(batch)
    assert [(each[0], each[2]) for each in periods(batch)] == [
        ("2026-01", "IN_BATCH"),
        ("2026-02", "IN_BATCH"),
        ("2026-03", "IN_BATCH"),
    ]
    assert batch.exceptions.get().outcome == "REMOVED"
    assert family.entitlements.get().to_month == "2026-03"
    assert sums.of_lines(batch) == (batch.lines, batch.split)
    batch = money.do(batch, "send_to_bank", folk.qian, (4, 15))
    batch = money.do(batch, "settle", folk.zou, (4, 17), **money.answered(batch))
    assert reconciling.of(batch).taken_out == 46_001
    assert reconciling.refusal(batch) == ""


def test_held_months_are_paid_later(folk):
    money.set_rates()
    family = money.paid_family(folk)
    money.open_funds(folk)
    member = family.members.first()
    walk.do(family, "hold_payment", folk.zou, (4, 8), member=member, code="SUSP_MATCH", reason="比对中")
    with pytest.raises(Refused, match="没有待发放"):
        money.open_batch(folk)
    walk.do(family, "resume_payment", folk.zou, (4, 9), member=member, reason="核实无误")
    assert len(money.lines(money.open_batch(folk))) == 4


def test_stretch_by_stretch_gives_the_same_batch(folk, monkeypatch):
    money.set_rates()
    family = money.paid_family(folk)
    money.crowd(folk, family, 6)
    monkeypatch.setattr(building, "STRETCH", 2)
    monkeypatch.setattr(building.build_stretch, "__defaults__", (2,))
    batch = money.open_batch(folk)
    assert (batch.is_built, batch.lines) == (False, 0)
    refused(batch, "check_batch", folk.second, (4, 10), "is_built")
    while not batch.is_built:
        with money.at_((4, 10)):
            perform(batch, "build", by=None)
        batch = afresh(batch)
    assert batch.lines == 7 * 4
    assert batch.amount_fen == 7 * 4 * 46_001
