"""What the clock owes: the same in the end whether it comes in time, late, twice or several times at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from caseflow.cases import holidays, parameters
from caseflow.cases.models import CalendarDay, Deadline, Event
from caseflow.cases.sweep import next_expiry, settle_provisional, sweep
from caseflow.cases.transitions import Refused
from tests import walk
from tests.enforcement.facts import preserve_evidence
from tests.kernel import afresh, at, do, limit, running, unchanged, waiting_for
from tests.walk import filed_on, moment

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 27)  # fifteen days after service on 10 April end on a Saturday


def swept(day, hour=3):
    with at(moment(day, hour)):
        return sweep()


def moves(case):
    return list(case.dossier.events.order_by("seq").values_list("transition", "source", "target", "on"))


# --- in time


def test_nothing_happens_on_the_last_day_itself(bring_to):
    case = bring_to("performing")
    with unchanged():
        assert swept(DUE, 23) == 0
    assert case.state == "performing"


def test_the_first_hour_after_the_last_day_moves_the_case(bring_to):
    case = bring_to("performing")
    assert swept(DUE + timedelta(days=1), 0) == 1
    assert afresh(case).state == "overdue"
    assert moves(case)[-1] == ("default", "performing", "overdue", DUE + timedelta(days=1))


def test_where_the_rights_of_the_party_are_over_the_case_goes_on(bring_to):
    case = bring_to("notice_served")
    assert swept(date(2026, 4, 8)) == 1
    assert afresh(case).state == "re_examined"
    assert waiting_for(case) == [("review_second", None)]
    assert "DL-16" in running(case)


def test_a_statement_keeps_the_case_where_it_is(bring_to, people):
    case = bring_to("notice_served")
    do(case, "record_statement", people.li, date(2026, 4, 1), speaker="石培德", content="……")
    assert swept(date(2026, 4, 20)) == 0
    assert afresh(case).state == "notice_served"


def test_while_one_of_two_rights_still_runs_nothing_lapses(bring_to):
    with parameters.overridden({"enforcement.statement_days": 3}):
        case = bring_to("notice_served")
    assert limit(case, "DL-12").legal_due < limit(case, "DL-13").legal_due
    assert swept(limit(case, "DL-13").legal_due) == 0
    assert swept(limit(case, "DL-13").legal_due + timedelta(days=1)) == 1


def test_preserved_goods_are_free_after_seven_working_days(bring_to, people):
    case = bring_to("investigating")
    do(case, "preserve_evidence", people.li, date(2026, 3, 9), **preserve_evidence(people, case, None))
    assert swept(date(2026, 3, 18)) == 0
    assert swept(date(2026, 3, 19)) == 1
    item = case.preservations.get().items.get()
    assert (item.outcome, item.outcome_on) == ("O7", date(2026, 3, 19))
    assert "DL-07" not in running(case)


def test_each_of_several_goods_lapses_on_its_own_day(bring_to, people):
    case = bring_to("investigating")
    for day in (date(2026, 3, 9), date(2026, 3, 11)):
        do(case, "preserve_evidence", people.li, day, **preserve_evidence(people, case, None))
    swept(date(2026, 4, 20))
    outcomes = [item.outcome_on for kept in case.preservations.all() for item in kept.items.all()]
    assert outcomes == [date(2026, 3, 19), date(2026, 3, 21)]
    assert case.dossier.events.filter(transition="lapse_preservation").count() == 2


def test_a_limit_of_hours_lets_the_clock_move_nothing(bring_to, people):
    """What follows from a missed limit of hours is that the investigation cannot be concluded."""
    case = bring_to("investigating")
    do(case, "preserve_evidence", people.li, date(2026, 3, 9), **preserve_evidence(people, case, None))
    assert swept(date(2026, 3, 11)) == 0
    assert "DL-08" in running(case)


def test_a_suspended_limit_does_not_run_out(bring_to, people):
    case = bring_to("investigating")
    do(case, "suspend", people.head, date(2026, 3, 11), ground="SU4", reason="下落不明")
    with unchanged():
        assert swept(date(2027, 3, 11)) == 0
    assert limit(case, "DL-17").suspended


def test_an_instalment_that_is_missed_ends_the_plan(bring_to):
    case = bring_to("deferred")
    assert swept(date(2026, 5, 20)) == 0
    assert swept(date(2026, 5, 21)) == 1
    assert afresh(case).state == "overdue"


def test_an_instalment_that_was_paid_does_not(bring_to, people):
    case = bring_to("deferred")
    pay = {"slip_no": "A1", "amount": Decimal("30000.00"), "paid_on": date(2026, 5, 19)}
    do(case, "record_payment", people.finance, date(2026, 5, 19), **pay)
    assert swept(date(2026, 5, 21)) == 0
    assert afresh(case).state == "deferred"


# --- late, twice, at the same time


@pytest.mark.parametrize("late", [0, 1, 9, 400])
def test_however_late_the_clock_comes_the_day_is_the_same(late, bring_to):
    case = bring_to("performing")
    swept(DUE + timedelta(days=1 + late))
    event = case.dossier.events.last()
    assert (event.transition, event.on) == ("default", DUE + timedelta(days=1))


def test_a_second_time_changes_nothing(bring_to):
    for state in ("performing", "notice_served"):
        bring_to(state)
    assert swept(date(2026, 5, 20)) == 2
    with unchanged():
        assert swept(date(2026, 5, 20)) == 0


def test_every_few_days_or_only_at_the_end_is_the_same(bring_to):
    daily, late = [], []
    for sweeps, into in ((range(0, 60, 4), daily), ((59,), late)):
        cases = [bring_to("performing"), bring_to("notice_served"), bring_to("deferred")]
        for day in sweeps:
            swept(date(2026, 4, 14) + timedelta(days=day))
        into += [(moves(case), afresh(case).state, running(case)) for case in cases]
    assert daily == late


def test_of_many_files_each_is_moved_once(bring_to, monkeypatch):
    monkeypatch.setattr("caseflow.cases.sweep.BATCH", 2)
    cases = [bring_to("performing") for _ in range(5)]
    assert swept(date(2026, 5, 20)) == 5
    assert Event.objects.filter(transition="default").count() == len(cases)


def test_a_file_that_cannot_be_moved_holds_up_no_other(bring_to, people):
    stated, other = bring_to("notice_served"), bring_to("notice_served")
    do(stated, "record_statement", people.li, date(2026, 4, 1), speaker="石培德", content="……")
    assert swept(date(2026, 4, 20)) == 1
    assert (afresh(stated).state, afresh(other).state) == ("notice_served", "re_examined")


def test_a_person_who_comes_before_a_late_clock_gains_nothing_by_it(bring_to, people):
    case = bring_to("performing")
    plan = [{"due_on": date(2026, 6, 1), "amount": Decimal("74400.00")}]
    with pytest.raises(Refused) as refusal:
        do(case, "approve_plan", people.head, date(2026, 4, 29), instalments=plan, reason="困难", proof="报表")
    assert "before_default" in refusal.value.reasons


def test_the_command_sweeps(bring_to, capsys):
    case = bring_to("performing")
    with at(moment(DUE + timedelta(days=1))):
        call_command("sweep_deadlines")
    assert afresh(case).state == "overdue"


def test_the_clock_says_when_it_will_have_something_to_do(bring_to):
    bring_to("performing")
    assert next_expiry(date(2026, 4, 11)) == DUE + timedelta(days=1)


# --- a year of which the holidays were not known


@pytest.fixture
def filed_before_the_notice(bring_to):
    """Filed in 2026 while nobody knows the holidays of 2026."""
    with holidays.only_years({2025}):
        case = bring_to("notice_served")
    assert limit(case, "DL-12").provisional
    return case


def test_a_limit_that_touches_an_unknown_year_is_provisional(filed_before_the_notice):
    assert limit(filed_before_the_notice, "DL-12").legal_due == date(2026, 4, 6)


def test_when_the_notice_comes_the_limit_is_counted_anew(filed_before_the_notice):
    case = filed_before_the_notice
    assert settle_provisional() == 3
    found = limit(case, "DL-12")
    assert (found.legal_due, found.provisional) == (date(2026, 4, 7), False)
    assert afresh(case).dossier.next_due == min(
        Deadline.objects.running().filter(dossier=case.dossier).values_list("safe_due", flat=True)
    )


def test_a_day_that_the_office_enters_counts(filed_before_the_notice):
    with holidays.only_years({2025, 2026}):
        CalendarDay.objects.create(date=date(2026, 4, 7), kind="holiday", name="地方假日", source="青政发〔2026〕2号")
        settle_provisional()
    assert limit(filed_before_the_notice, "DL-12").legal_due == date(2026, 4, 8)


def test_while_the_year_is_unknown_nothing_is_rewritten(filed_before_the_notice):
    with holidays.only_years({2025}), unchanged():
        assert settle_provisional() == 0


def test_a_second_settling_changes_nothing(filed_before_the_notice):
    settle_provisional()
    with unchanged():
        assert settle_provisional() == 0


def test_one_limit_that_cannot_be_settled_holds_up_no_other(people):
    """An extension of the last day can turn out to be late when the day before turns out to have been worked."""
    with holidays.only_years({2025}):
        case = filed_on(date(2026, 2, 8), people)
        do(case, "extend_case_limit", people.head, date(2026, 5, 11), reason="案情复杂")  # 9 May is worked
        tip = walk.open_tip(people, day=date(2026, 4, 30))
    extended = limit(case, "DL-17").legal_due
    waiting = Deadline.objects.running().filter(dossier=tip.dossier, provisional=True)
    assert waiting.exists()
    settle_provisional()
    assert (limit(case, "DL-17").legal_due, limit(case, "DL-17").provisional) == (extended, True)
    assert not waiting.exists()


def test_where_nothing_is_due_nothing_changes(bring_to):
    bring_to("archived")
    with unchanged():
        assert swept(date(2030, 1, 1)) == 0
