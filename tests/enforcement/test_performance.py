"""Instalments, default, the court and the closing: what is refused and why, and what each brings about."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import Refused, perform
from caseflow.enforcement.models import EnforcementCase
from tests import walk

COURT = {"court": "青岚县人民法院"}


def on(day, hour=10):
    return time_machine.travel(walk.moment(day, hour), tick=False)


def state_of(case):
    return EnforcementCase.objects.get(pk=case.pk).state


def plan(*rows):
    rows = [{"due_on": due, "amount": Decimal(amount)} for due, amount in rows]
    return {"instalments": rows, "reason": "经营困难", "proof": "财务报表"}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([(date(2026, 5, 20), "1.00")], "74400.00元"),
        ([(date(2026, 6, 22), "30000"), (date(2026, 5, 20), "44400")], "日期"),
        ([], "每期日期和金额"),
    ],
    ids=["too little", "out of order", "nothing"],
)
def test_a_plan_adds_up_to_what_is_owed(bring_to, people, rows, says):
    case = bring_to("performing")
    with on(date(2026, 4, 13)), pytest.raises(Refused) as refused:
        perform(case, "approve_plan", by=people.head, **plan(*rows))
    assert says in refused.value.reasons["plan_adds_up"]


def test_every_instalment_has_a_limit_of_its_own_until_it_is_paid(bring_to, people):
    case = bring_to("deferred")
    running = case.dossier.deadlines.running().filter(code="DL-21").order_by("legal_due")
    assert [each.legal_due for each in running] == [date(2026, 5, 20), date(2026, 6, 22)]
    with on(date(2026, 5, 19)):
        perform(case, "record_payment", by=people.finance, slip_no="A1", amount=Decimal("30000.00"))
    assert [each.legal_due for each in running.all()] == [date(2026, 6, 22)]


def test_a_missed_instalment_is_a_default_on_its_own_day(bring_to):
    case = bring_to("deferred")
    with on(date(2026, 5, 20), 23):
        sweep()
        assert state_of(case) == "deferred"
    with on(date(2026, 5, 21)):
        sweep()
    assert state_of(case) == "overdue"


def test_the_due_date_is_the_last_working_day_and_nobody_is_late_before(bring_to):
    case = bring_to("performing")  # served on Friday 10 April: fifteen days end on Saturday the 25th
    with on(date(2026, 4, 27), 23):
        sweep()
        assert state_of(case) == "performing"
    with on(date(2026, 5, 10)):
        sweep()
    event = case.dossier.events.get(transition="default")
    assert event.on == date(2026, 4, 28)  # dated on the day after the limit, however late the clock was


def test_the_court_is_asked_after_ten_working_days_and_not_after_ten_days(bring_to, people):
    case = bring_to("demanded")  # the demand was served on 12 October
    for day in (date(2026, 10, 22), date(2026, 10, 26)):
        with on(day), pytest.raises(Refused) as refused:
            perform(case, "apply_to_court", by=people.principal, **COURT)
        assert "2026年10月27日" in refused.value.reasons["court_may_be_asked"]
    with on(date(2026, 10, 27)):
        perform(case, "apply_to_court", by=people.principal, **COURT)
    assert state_of(case) == "court_asked"


def test_the_court_is_not_asked_after_three_months(bring_to, people):
    case = bring_to("demanded")
    with on(date(2027, 1, 12)), pytest.raises(Refused) as refused:
        perform(case, "apply_to_court", by=people.principal, **COURT)
    assert "届满" in refused.value.reasons["court_may_be_asked"]


def test_only_the_principal_head_signs_the_application(bring_to, people):
    case = bring_to("demanded")
    with on(date(2026, 11, 2)), pytest.raises(Exception, match="没有办理这一步的角色"):
        perform(case, "apply_to_court", by=people.head, **COURT)


def test_a_case_is_not_closed_while_a_named_reporter_waits(people, bring_to, open_tip):
    tip = open_tip(real_name=True, reporter_name="钱某", reporter_phone="13800000000")
    case = bring_to("closing", tip=tip)
    with on(date(2026, 11, 11)):
        with pytest.raises(Refused) as refused:
            perform(case, "approve_closing", by=people.head)
        assert str(tip) in refused.value.reasons["reporter_answered"]
        perform(case, "reply_reporter", by=people.li, result="已依法处理。")
        perform(case, "approve_closing", by=people.head)
    assert state_of(case) == "closed"


def test_a_closed_case_is_closed_on_that_day(bring_to):
    assert bring_to("closed").dossier.closed_on == date(2026, 11, 11)


def test_reopening_annuls_the_decision_and_asks_for_what_was_paid_to_be_given_back(bring_to, people):
    case = bring_to("performing")
    with on(date(2026, 4, 20)):
        perform(case, "record_payment", by=people.finance, slip_no="B1", amount=Decimal("30000.00"))
    with on(date(2026, 6, 1)):
        facts = {"ground": "annulled_by_review", "document": "青政复决〔2026〕3号", "reason": "程序违法"}
        perform(case, "reopen", by=people.head, **facts)
        reopened = EnforcementCase.objects.get(pk=case.pk)
        assert reopened.decision is None
        assert reopened.account().refund == Decimal("30000.00")
        with pytest.raises(Refused) as refused:
            perform(case, "close_annulled", by=people.head, summary="不再重新作出")
    assert "refunded" in refused.value.reasons
