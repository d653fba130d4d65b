"""The clocks of a file: what starts, stops, pauses and extends them, as it is written in the file."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from caseflow.cases import holidays, limits
from caseflow.cases.calendar import TooLate
from caseflow.cases.models import Deadline, Exclusion, ParameterValue, Start
from caseflow.cases.transitions import Refused
from caseflow.enforcement import law
from caseflow.enforcement.models import Tip
from tests.enforcement.facts import answerable
from tests.kernel import afresh, do, limit, running, unchanged
from tests.walk import filed_on, moment

pytestmark = pytest.mark.django_db
REPORTER = {"real_name": True, "reporter_name": "张三", "reporter_phone": "13800000000"}


# --- start and stop


def test_a_tip_starts_the_time_to_check_it_from_the_day_it_came(open_tip):
    tip = open_tip(received_at=moment(date(2026, 2, 27)))
    checking = limit(tip, "DL-04")
    assert running(tip) == ["DL-04"]  # nobody left a name: nobody to answer
    assert (checking.day0, checking.length, checking.legal_due) == (date(2026, 2, 27), 15, date(2026, 3, 19))
    assert checking.started_by.transition == "register"


def test_a_named_reporter_is_to_be_answered(open_tip):
    tip = open_tip(**REPORTER)
    assert running(tip) == ["DL-01", "DL-04"]
    assert limit(tip, "DL-01").legal_due == date(2026, 3, 17)


def test_filing_stops_the_limits_before_it_and_starts_that_of_the_case(bring_to):
    case = bring_to("filed")
    assert running(case) == ["DL-17"]
    stopped = limit(case, "DL-05")
    assert (stopped.stopped_by.transition, stopped.stopped_on) == ("file", date(2026, 3, 5))
    ninety = limit(case, "DL-17")
    assert (ninety.day0, ninety.nominal_due, ninety.legal_due) == (date(2026, 3, 5), date(2026, 6, 3), date(2026, 6, 3))


def test_a_limit_runs_from_the_legal_day_and_not_from_the_day_of_typing(bring_to, people):
    case = bring_to("accepted")
    do(case, "file", people.head, date(2026, 3, 12), on=date(2026, 3, 5), officers=[people.li, people.zhao])
    assert limit(case, "DL-17").day0 == date(2026, 3, 5)


def test_a_limit_counted_back_from_the_hearing_is_the_last_day_of_the_notice(bring_to, people):
    case = bring_to("in_hearing")
    facts = {"scheduled_at": moment(date(2026, 4, 20)), "place": "听证室", "host": people.host, "is_open": True}
    do(case, "schedule_hearing", people.intake, date(2026, 3, 31), hour=17, **facts)
    notice = limit(case, "DL-15")
    assert (notice.day0, notice.legal_due) == (date(2026, 4, 20), date(2026, 4, 9))


def test_a_limit_of_hours_ends_at_a_moment(bring_to, people):
    case = bring_to("investigating")
    goods = {
        "items": [{"name": "超声诊断仪"}],
        "emergency": True,
        "reason": "可能灭失",
        "place": "门诊部",
        "keeper": "甲",
    }
    do(case, "preserve_evidence", people.li, date(2026, 3, 9), **goods)
    regular = limit(case, "DL-08")
    assert regular.moment_due == moment(date(2026, 3, 10), 16)
    assert regular.legal_due == date(2026, 3, 10)


def test_each_preserved_item_has_a_limit_of_its_own(bring_to, people):
    case = bring_to("investigating")
    goods = {"items": [{"name": "超声诊断仪"}, {"name": "账本"}], "emergency": True}
    do(case, "preserve_evidence", people.li, date(2026, 3, 9), reason="……", place="……", keeper="甲", **goods)
    assert running(case).count("DL-07") == 2
    first = case.undecided_goods().first()
    do(case, "dispose_preserved", people.li, date(2026, 3, 10), item=first, outcome="O1", reason="已复制")
    assert running(case).count("DL-07") == 1
    assert limit(case, "DL-07", item=f"preserved:{first.pk}").stopped_on == date(2026, 3, 10)


def test_one_limit_of_a_kind_runs_in_a_file(bring_to, people):
    case = bring_to("filed")
    known = limit(case, "DL-17")
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.create(
            dossier=case.dossier,
            code="DL-17",
            day0=known.day0,
            length=90,
            nominal_due=known.nominal_due,
            legal_due=known.legal_due,
            safe_due=known.safe_due,
            started_by=known.started_by,
        )


def test_a_limit_that_starts_again_replaces_the_one_that_runs(bring_to, people):
    case = bring_to("in_hearing")
    facts = {"place": "听证室", "host": people.host, "is_open": True}
    for day in (date(2026, 4, 20), date(2026, 4, 27)):
        do(case, "schedule_hearing", people.intake, date(2026, 3, 31), hour=17, scheduled_at=moment(day), **facts)
    assert running(case).count("DL-15") == 1
    assert limit(case, "DL-15").day0 == date(2026, 4, 27)


def test_the_office_sets_the_length_from_a_day_on(bring_to, open_tip):
    key = "enforcement.verify_clue_days"
    ParameterValue.objects.create(key=key, value="10", valid_from=date(2026, 3, 2), basis="青卫发〔2026〕1号")
    assert limit(open_tip(day=date(2026, 2, 27)), "DL-04").length == 15
    assert limit(open_tip(day=date(2026, 3, 2)), "DL-04").length == 10


def test_the_file_knows_the_nearest_day_to_remind_of(bring_to, people):
    case = bring_to("filed")
    assert case.dossier.next_due == limit(case, "DL-17").safe_due
    archived = bring_to("archived")
    assert archived.dossier.next_due == min(
        Deadline.objects.running().filter(dossier=archived.dossier).values_list("safe_due", flat=True), default=None
    )


# --- pause and resume


def test_a_suspension_moves_the_end_by_as_many_days(bring_to, people):
    case = bring_to("investigating")
    do(case, "suspend", people.head, date(2026, 3, 11), ground="SU4", reason="下落不明")
    assert limit(case, "DL-17").suspended
    do(case, "resume", people.head, date(2026, 4, 10), reason="已经找到")
    ninety = limit(case, "DL-17")
    assert not ninety.suspended
    assert ninety.nominal_due == date(2026, 6, 3) + timedelta(days=30)
    kept = Exclusion.objects.get(dossier=case.dossier)
    assert (kept.code, kept.start, kept.end) == ("EX2", date(2026, 3, 11), date(2026, 4, 10))
    assert (kept.started_by.transition, kept.ended_by.transition) == ("suspend", "resume")
    assert kept.basis


def test_days_left_out_twice_move_the_end_once(bring_to, people):
    case = bring_to("investigating")
    body = {"body": "省疾控中心", "qualification": "CMA", "matters": "检材", "materials": "血样"}
    do(case, "entrust_appraisal", people.li, date(2026, 3, 11), **body)
    do(case, "suspend", people.head, date(2026, 3, 16), ground="SU4", reason="下落不明")
    received = {"appraisal": case.appraisals.get(), "result": "……"}
    do(case, "receive_appraisal", people.li, date(2026, 3, 21), **received)
    do(case, "resume", people.head, date(2026, 3, 26), reason="已经找到")
    assert limit(case, "DL-17").nominal_due == date(2026, 6, 3) + timedelta(days=15)


def test_two_appraisals_side_by_side_end_each_by_itself(bring_to, people):
    case = bring_to("investigating")
    body = {"qualification": "CMA", "matters": "检材", "materials": "血样"}
    do(case, "entrust_appraisal", people.li, date(2026, 3, 11), body="甲", **body)
    do(case, "entrust_appraisal", people.li, date(2026, 3, 12), body="乙", **body)
    first = case.appraisals.first()
    do(case, "receive_appraisal", people.li, date(2026, 3, 21), appraisal=first, result="……")
    assert [(each.item, each.end) for each in case.dossier.exclusions.all()] == [
        (f"appraisal:{first.pk}", date(2026, 3, 21)),
        (f"appraisal:{first.pk + 1}", None),
    ]
    assert limit(case, "DL-17").suspended


@pytest.mark.parametrize("row", ["withdraw", "terminate", "transfer"])
def test_when_the_case_leaves_its_course_nothing_is_left_out_any_more(row, bring_to, people):
    case = bring_to("investigating")
    body = {"body": "甲", "qualification": "CMA", "matters": "检材", "materials": "血样"}
    do(case, "entrust_appraisal", people.li, date(2026, 3, 11), **body)
    facts = {"ground": "TE2"} if row == "terminate" else {"addressee": "TR-D", "body": "市场监督管理局"}
    facts = {} if row == "withdraw" else facts
    do(case, row, people.head, date(2026, 3, 20), reason="……", **facts)
    assert [each.end for each in case.dossier.exclusions.all()] == [date(2026, 3, 20)]


def test_the_time_of_a_hearing_is_left_out_from_the_request_to_its_end(bring_to, people):
    case = bring_to("in_hearing")
    facts = {"scheduled_at": moment(date(2026, 4, 20)), "place": "听证室", "host": people.host, "is_open": True}
    do(case, "schedule_hearing", people.intake, date(2026, 4, 1), **facts)
    do(case, "end_hearing", people.host, date(2026, 4, 10), how="撤回申请")
    assert limit(case, "DL-17").nominal_due == date(2026, 6, 3) + timedelta(days=10)


def test_what_does_not_run_for_the_agency_is_not_moved_by_a_suspension(bring_to, people):
    case = bring_to("investigating")
    due = {"reply_by": date(2026, 4, 1), "body": "市卫健委", "matter": "……", "requirement": "……"}
    do(case, "supervise", people.supervisor, date(2026, 3, 10), **due)
    do(case, "suspend", people.head, date(2026, 3, 11), ground="SU4", reason="下落不明")
    assert not limit(case, "SP1").suspended
    assert limit(case, "SP1").legal_due == date(2026, 4, 1)


# --- extend


def test_an_extension_is_added_to_the_length_and_kept_with_its_day(bring_to, people):
    case = bring_to("investigating")
    event = do(case, "extend_case_limit", people.head, date(2026, 5, 20), reason="案情复杂")
    ninety = limit(case, "DL-17")
    assert ninety.nominal_due == date(2026, 7, 3)
    (extension,) = ninety.extensions.all()
    assert (extension.length, extension.on, extension.event) == (30, date(2026, 5, 20), event)


def test_an_extension_and_a_suspension_add_up_in_any_order(bring_to, people):
    dates = []
    for first in ("extend", "suspend"):
        case = bring_to("investigating")
        if first == "extend":
            do(case, "extend_case_limit", people.head, date(2026, 3, 9), reason="案情复杂")
        do(case, "suspend", people.head, date(2026, 3, 11), ground="SU4", reason="下落不明")
        do(case, "resume", people.head, date(2026, 4, 10), reason="已经找到")
        if first == "suspend":
            do(case, "extend_case_limit", people.head, date(2026, 4, 13), reason="案情复杂")
        dates.append(limit(case, "DL-17").nominal_due)
    assert dates == [date(2026, 8, 2)] * 2


def test_the_second_extension_is_a_matter_for_the_leaders(bring_to, people):
    case = bring_to("investigating")
    with pytest.raises(Refused):
        do(case, "extend_case_limit_again", people.council1, date(2026, 5, 19), reason="……")
    do(case, "extend_case_limit", people.head, date(2026, 5, 20), reason="案情复杂")
    with pytest.raises(Refused, match="再次延期须经集体讨论决定"):
        do(case, "extend_case_limit", people.head, date(2026, 6, 20), reason="案情复杂")
    do(case, "extend_case_limit_again", people.council1, date(2026, 6, 20), reason="案情复杂", days=10)
    assert limit(case, "DL-17").nominal_due == date(2026, 7, 13)


def test_an_extension_on_the_last_day_holds(bring_to, people):
    case = bring_to("investigating")
    do(case, "extend_case_limit", people.head, date(2026, 6, 3), reason="案情复杂")
    assert limit(case, "DL-17").nominal_due == date(2026, 7, 3)


def test_an_extension_after_the_end_is_refused_with_a_sentence(bring_to, people):
    case = bring_to("investigating")
    with unchanged(), pytest.raises(Refused, match="届满后的延期无效"):
        do(case, "extend_case_limit", people.head, date(2026, 6, 4), reason="案情复杂")


def test_an_extension_that_a_worked_saturday_makes_late_is_a_refusal_and_not_a_fault(people):
    with holidays.only_years({2025}):  # the end, Saturday 9 May, seems to be a day of rest
        case = filed_on(date(2026, 2, 8), people)
    assert limit(case, "DL-17").legal_due == date(2026, 5, 11)
    with unchanged(), pytest.raises(Refused, match="延长须在届满前批准") as refusal:
        do(case, "extend_case_limit", people.head, date(2026, 5, 11), reason="案情复杂")
    assert list(refusal.value.reasons) == ["too_late"]


def test_a_limit_that_has_run_out_is_not_extended_whoever_asks(bring_to, people):
    case = bring_to("investigating")
    event = do(case, "annotate", people.li, date(2026, 6, 4), note="延期未获批准。")
    with unchanged(), pytest.raises(TooLate, match="届满后不能再延长"):
        limits.extend(case.dossier, law.CASE, 30, event)


def test_a_suspended_limit_has_not_run_out_however_long_it_rests(bring_to, people):
    case = bring_to("investigating")
    do(case, "suspend", people.head, date(2026, 3, 11), ground="SU4", reason="下落不明")
    do(case, "extend_case_limit", people.head, date(2026, 8, 3), reason="案情复杂")
    do(case, "resume", people.head, date(2026, 8, 10), reason="已经找到")
    assert limit(case, "DL-17").nominal_due == date(2026, 6, 3) + timedelta(days=30 + 152)


# --- from the tip to the case


def test_the_limits_of_a_tip_go_on_in_the_case(open_tip, people):
    tip = open_tip(**REPORTER)
    before = {code: limit(tip, code).pk for code in ("DL-01", "DL-04")}
    do(tip, "accept", people.head, date(2026, 3, 4))
    case = afresh(tip).case
    assert running(tip) == []
    assert running(case) == ["DL-01", "DL-04", "DL-05"]
    assert {code: limit(case, code).pk for code in before} == before
    assert Tip.objects.get(pk=tip.pk).dossier.next_due is None
    assert case.dossier.next_due == date(2026, 3, 13)


def test_a_tip_that_joins_a_case_has_nothing_left_to_check(open_tip, bring_to, people):
    case = bring_to("filed")
    tip = open_tip(day=date(2026, 3, 9))
    do(tip, "accept", people.head, date(2026, 3, 10), into=case)
    assert running(tip) == []
    assert running(case) == ["DL-17"]


def test_an_answer_to_the_reporter_stops_the_time_to_answer(bring_to, people):
    case = bring_to("accepted")
    answerable(case.tips.get())
    do(case, "file", people.head, date(2026, 3, 5), officers=[people.li, people.zhao])
    assert "DL-06" in running(case)
    do(case, "reply_reporter", people.intake, date(2026, 3, 6), result="已经立案。")
    assert "DL-06" not in running(case)


# --- through the course


COURSE = {
    "accepted": ["DL-04", "DL-05"],
    "not_filed": [],
    "filed": ["DL-17"],
    "investigating": ["DL-17"],
    "terminated": [],
    "in_legal_review": ["DL-16", "DL-17"],
    "notice_issued": ["DL-17"],
    "notice_served": ["DL-12", "DL-13", "DL-17"],
    "in_hearing": ["DL-12", "DL-14", "DL-17"],
    "re_examined": ["DL-16", "DL-17"],
    "in_approval": ["DL-17"],
    "decided": ["DL-18"],
    "performing": ["DL-21", "DL-26", "DL-27", "DL-36"],
    "deferred": ["DL-21", "DL-21", "DL-26", "DL-27", "DL-36"],
    "demanded": ["DL-21", "DL-26", "DL-27", "DL-35", "DL-36"],
    "court_asked": ["DL-21", "DL-26", "DL-27", "DL-37", "DL-38"],
    "in_court": ["DL-21", "DL-26", "DL-27"],
    "closing": ["DL-26", "DL-27", "DL-49"],
    "closed": ["DL-26", "DL-27"],
    "reopened": ["DL-17", "DL-26", "DL-27"],
}


@pytest.mark.parametrize("state", COURSE)
def test_what_runs_in_a_state(state, bring_to):
    assert running(bring_to(state)) == COURSE[state]


def test_payment_in_full_stops_the_time_to_pay(bring_to, people):
    case = bring_to("performing")
    pay = {"slip_no": "A1", "amount": Decimal("74400.00"), "paid_on": date(2026, 4, 15)}
    do(case, "record_payment", people.finance, date(2026, 4, 15), **pay)
    assert "DL-21" not in running(case)


def test_payment_in_part_stops_nothing(bring_to, people):
    case = bring_to("performing")
    pay = {"slip_no": "A1", "amount": Decimal("400.00"), "paid_on": date(2026, 4, 15)}
    do(case, "record_payment", people.finance, date(2026, 4, 15), **pay)
    assert "DL-21" in running(case)


def test_reopening_ends_what_the_court_was_asked(bring_to, people):
    case = bring_to("court_asked")
    do(case, "record_court_refusal", people.li, date(2026, 11, 6), ruling_no="行审5号", note="材料不全")
    assert "DL-39" in running(case)
    again = {"ground": "annulled_by_court", "document": "行终3号", "reason": "程序违法"}
    do(case, "reopen", people.head, date(2026, 11, 9), **again)
    assert running(case) == ["DL-17", "DL-26", "DL-27"]


def test_a_case_taken_up_again_has_ninety_days_of_its_own(bring_to):
    case = bring_to("reopened")
    assert (limit(case, "DL-17").day0, limit(case, "DL-17").nominal_due) == (date(2026, 6, 1), date(2026, 8, 30))
    assert Deadline.objects.filter(dossier=case.dossier, code="DL-17").count() == 2


def test_a_refused_move_leaves_the_clocks_alone(bring_to, people):
    case = bring_to("investigating")
    with unchanged(), pytest.raises(Refused):
        do(case, "suspend", people.head, date(2026, 3, 11), ground="SU4", reason="")


def test_a_limit_begun_by_hand_is_counted_as_any_other(bring_to):
    case = bring_to("filed")
    found = limits.begin(case.dossier, law.STATEMENT, Start(date(2026, 9, 29)), case.dossier.events.last())
    assert (found.length, found.legal_due) == (5, date(2026, 10, 12))
