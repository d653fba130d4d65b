"""The calendar against sums worked by hand from the law (reference 2.2, 9.2–9.4, decision 1)."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from caseflow.cases import holidays, settled
from caseflow.cases.calendar import (
    Calendar,
    DayKind,
    Exclusion,
    Extension,
    TooLate,
    add_months,
    add_working_days,
    day_words,
    due,
    hearing_default,
    hearing_ok,
    long_day,
    moment_words,
    remaining,
    roll,
    safe,
    working_days_between,
)
from caseflow.enforcement import law
from caseflow.procedure import Citation, Duty, TimeLimit, Unit

KNOWN = Calendar.of_library([2025, 2026])


def rule(length, unit, duty=Duty.PARTY_RIGHT, **more):
    return TimeLimit("X", "某期限", length, unit, duty, Citation("《某法》", "第一条"), **more)


def day(text):
    return date.fromisoformat(text)


def test_the_notices_for_2025_and_2026_are_known():
    off = {
        "2025-01-01", "2025-05-31", "2025-06-02", "2025-10-08", "2026-01-01", "2026-01-03", "2026-02-15", "2026-02-23",
        "2026-04-06", "2026-05-05", "2026-06-21", "2026-09-25", "2026-10-07",
    }  # fmt: skip
    made_up = {
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    }  # fmt: skip
    assert all(KNOWN.kind(day(each)) == DayKind.HOLIDAY for each in off)
    days = [day("2025-01-01") + timedelta(days=n) for n in range(730)]
    assert {d.isoformat() for d in days if KNOWN.kind(d) == DayKind.MAKEUP} == made_up
    assert sum(KNOWN.is_working(d) for d in days if d.year == 2025) == 248
    by_month = [sum(KNOWN.is_working(d) for d in days if (d.year, d.month) == (2026, m)) for m in range(1, 13)]
    assert by_month == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


@pytest.mark.parametrize(
    ("n", "start", "end"),
    [
        (5, "2026-04-28", "2026-05-08"),
        (7, "2026-02-11", "2026-02-27"),
        (7, "2025-09-26", "2025-10-13"),
        (2, "2025-12-31", "2026-01-05"),
        (10, "2026-01-28", "2026-02-11"),
        (5, "2026-09-29", "2026-10-12"),
        (1, "2026-05-08", "2026-05-09"),  # a limit may end on a Saturday that is made up
    ],
)
def test_working_days(n, start, end):
    found = due(rule(n, Unit.WORKING_DAYS), day(start), KNOWN)
    assert found.nominal_due == found.legal_due == found.safe_due == day(end)
    assert not found.provisional


@pytest.mark.parametrize(
    ("n", "unit", "start", "nominal", "legal", "before"),
    [
        (15, Unit.CALENDAR_DAYS, "2026-09-16", "2026-10-01", "2026-10-08", "2026-09-30"),
        (15, Unit.CALENDAR_DAYS, "2026-01-20", "2026-02-04", "2026-02-04", "2026-02-04"),
        (60, Unit.CALENDAR_DAYS, "2025-11-05", "2026-01-04", "2026-01-04", "2026-01-04"),
        (60, Unit.CALENDAR_DAYS, "2025-12-16", "2026-02-14", "2026-02-14", "2026-02-14"),
        (6, Unit.MONTHS, "2025-08-31", "2026-02-28", "2026-02-28", "2026-02-28"),
        (3, Unit.MONTHS, "2025-11-30", "2026-02-28", "2026-02-28", "2026-02-28"),
        (90, Unit.CALENDAR_DAYS, "2026-01-05", "2026-04-05", "2026-04-07", "2026-04-03"),
        (30, Unit.CALENDAR_DAYS, "2026-03-05", "2026-04-04", "2026-04-07", "2026-04-03"),
        (1, Unit.YEARS, "2025-09-26", "2026-09-26", "2026-09-28", "2026-09-24"),
        (3, Unit.CALENDAR_DAYS, "2026-10-01", "2026-10-04", "2026-10-08", "2026-09-30"),
    ],
)
def test_calendar_days_months_and_years(n, unit, start, nominal, legal, before):
    found = due(rule(n, unit, Duty.AGENCY_DUTY), day(start), KNOWN)
    assert (found.nominal_due, found.legal_due, found.safe_due) == (day(nominal), day(legal), day(before))
    assert not found.provisional


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-02-28", 12, "2024-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-05-31", 1, "2026-06-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_a_month_without_the_day_ends_on_its_last(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_twenty_nine_february_is_counted_and_the_limitation_ends_on_no_other_day_than_the_law_says():
    leap = Calendar.of_library([2024])
    assert due(rule(2, Unit.CALENDAR_DAYS), day("2024-02-27"), leap).nominal_due == day("2024-02-29")
    assert due(rule(3, Unit.WORKING_DAYS), day("2024-02-27"), leap).legal_due == day("2024-03-01")
    found = due(law.LIMITATION_OF_PUNISHMENT, day("2024-02-29"), Calendar.of_library())
    assert found.legal_due == day("2026-02-28")


def test_the_notice_of_a_hearing_is_counted_backwards():
    found = due(law.HEARING_NOTICE, day("2026-05-12"), KNOWN)
    assert found.nominal_due == found.legal_due == day("2026-04-29")
    assert hearing_ok(law.HEARING_NOTICE, day("2026-04-29"), day("2026-05-12"), KNOWN)
    assert not hearing_ok(law.HEARING_NOTICE, day("2026-04-30"), day("2026-05-12"), KNOWN)
    assert hearing_default(law.HEARING_NOTICE, day("2026-04-28"), KNOWN) == day("2026-05-12")


def test_backwards_over_a_weekend_the_last_day_may_be_a_day_off_but_the_safe_one_is_not():
    found = due(law.HEARING_NOTICE, day("2026-03-17"), KNOWN)
    assert (found.legal_due, found.safe_due) == (day("2026-03-08"), day("2026-03-06"))
    months = due(rule(1, Unit.MONTHS, backwards=True), day("2026-02-28"), KNOWN)
    assert months.legal_due == day("2026-01-31")


def test_hours_run_by_the_clock_through_holidays():
    start = timezone.make_aware(datetime(2026, 9, 30, 17, 20))
    found = due(law.TRANSFER_DELIVERY, start, KNOWN)
    assert found.legal_due == found.nominal_due == timezone.make_aware(datetime(2026, 10, 1, 17, 20))
    assert not found.provisional
    assert found.ruler == found.weeks == ()
    assert due(law.TRANSFER_DELIVERY, day("2026-09-30"), KNOWN).legal_due == timezone.make_aware(datetime(2026, 10, 1))
    assert due(law.TRANSFER_DELIVERY, datetime(2026, 9, 30, 8), KNOWN).legal_due.hour == 8


def test_hours_are_extended_by_hours_only_and_in_time():
    longer = Extension(12, Unit.HOURS, day("2026-09-30"))
    start = timezone.make_aware(datetime(2026, 9, 30, 8))
    assert due(law.TRANSFER_DELIVERY, start, KNOWN, [longer]).legal_due - start == timedelta(hours=36)
    longer = Extension(12, Unit.HOURS, day("2026-10-01"))
    assert due(law.TRANSFER_DELIVERY, start, KNOWN, [longer]).legal_due - start == timedelta(hours=36)
    with pytest.raises(ValueError, match="小时"):
        due(law.TRANSFER_DELIVERY, start, KNOWN, [Extension(1, Unit.CALENDAR_DAYS, day("2026-09-30"))])
    with pytest.raises(TooLate):
        due(law.TRANSFER_DELIVERY, start, KNOWN, [Extension(12, Unit.HOURS, day("2026-10-02"))])


def test_a_moment_is_counted_from_its_day_in_the_office():
    late = datetime.fromisoformat("2026-09-28T23:30:00+00:00")  # already the 29th in Shanghai
    assert due(law.HEARING_REQUEST, late, KNOWN).legal_due == day("2026-10-12")
    assert due(law.HEARING_REQUEST, datetime(2026, 9, 29, 23, 30), KNOWN).legal_due == day("2026-10-12")


def test_an_unloaded_year_counts_monday_to_friday_and_is_provisional():
    old = Calendar.of_library([2025])
    found = due(rule(2, Unit.WORKING_DAYS), day("2025-12-31"), old)
    assert (found.legal_due, found.provisional) == (day("2026-01-02"), True)
    assert any("2026年节假日安排尚未录入" in step.value for step in found.steps)
    assert not due(rule(1, Unit.WORKING_DAYS), day("2025-12-30"), old).provisional
    assert due(rule(20, Unit.CALENDAR_DAYS), day("2025-12-20"), old).provisional


def test_rolling_into_an_unloaded_year_is_provisional():
    old = Calendar({date(2025, 12, 31): DayKind.HOLIDAY}, frozenset({2025}))
    found = due(rule(1, Unit.CALENDAR_DAYS), day("2025-12-30"), old)
    assert (found.nominal_due, found.legal_due, found.provisional) == (day("2025-12-31"), day("2026-01-01"), True)


def test_day_0_is_not_counted_and_may_lie_in_an_unloaded_year():
    assert not due(rule(5, Unit.CALENDAR_DAYS), day("2024-12-31"), KNOWN).provisional


def test_counting_backwards_into_an_unloaded_year_is_provisional():
    assert due(law.HEARING_NOTICE, day("2026-01-09"), Calendar.of_library([2026])).provisional
    assert not due(law.HEARING_NOTICE, day("2026-01-09"), KNOWN).provisional


def test_the_safe_day_of_a_notice_in_an_unloaded_year_makes_it_provisional():
    new_year = Calendar({date(2026, 1, 1): DayKind.HOLIDAY}, frozenset({2026}))
    found = due(rule(1, Unit.WORKING_DAYS, backwards=True), day("2026-01-02"), new_year)
    assert (found.legal_due, found.safe_due, found.provisional) == (day("2026-01-01"), day("2025-12-31"), True)


def test_what_does_not_roll_does_not_roll():
    found = due(law.SURCHARGE_CAP, day("2026-06-02"), KNOWN)
    assert found.legal_due == day("2026-07-05")  # a Sunday: day 34 from the due date of 9.4
    with pytest.raises(TooLate):
        due(law.SURCHARGE_CAP, day("2026-06-02"), KNOWN, [Extension(1, Unit.CALENDAR_DAYS, day("2026-07-06"))])


CASE = law.CASE
APPRAISAL = Exclusion("EX1", day("2026-08-05"), day("2026-08-17"))


def test_an_exclusion_adds_end_minus_start():
    found = due(CASE, day("2026-07-22"), KNOWN, [APPRAISAL])
    assert found.statutory_due == day("2026-10-20")
    assert (found.nominal_due, found.legal_due) == (day("2026-11-01"), day("2026-11-02"))
    assert found.safe_due == day("2026-10-30")


def test_overlapping_exclusions_count_once():
    other = Exclusion("EX2", day("2026-08-10"), day("2026-08-20"))
    inner = Exclusion("EX4", day("2026-08-11"), day("2026-08-12"))
    found = due(CASE, day("2026-07-22"), KNOWN, [inner, other, APPRAISAL])
    assert found.nominal_due == day("2026-10-20") + timedelta(days=15)
    assert [each.days for each in found.excluded] == [12, 3, 0]


def test_only_the_exclusions_of_the_rule_count():
    assert due(CASE, day("2026-07-22"), KNOWN, [Exclusion("EX9", day("2026-08-05"), None)]).suspended is False
    running = Exclusion("EX2", day("2026-09-30"), None)
    assert due(law.HEARING_REQUEST, day("2026-09-29"), KNOWN, [running]).legal_due == day("2026-10-12")


def test_a_running_exclusion_counts_to_today_and_suspends():
    running = Exclusion("EX2", day("2026-08-05"), None)
    found = due(CASE, day("2026-07-22"), KNOWN, [running], today=day("2026-08-09"))
    assert (found.nominal_due, found.suspended, found.suspended_since) == (day("2026-10-24"), True, day("2026-08-05"))
    ahead = due(CASE, day("2026-07-22"), KNOWN, [running], today=day("2026-08-01"))
    assert (ahead.nominal_due, ahead.suspended) == (day("2026-10-20"), False)
    first = due(CASE, day("2026-07-22"), KNOWN, [running], today=day("2026-08-05"))
    assert (first.nominal_due, first.suspended) == (day("2026-10-20"), True)
    unknown = due(CASE, day("2026-07-22"), KNOWN, [running])
    assert (unknown.nominal_due, unknown.suspended) == (day("2026-10-20"), True)


def test_what_ended_before_day_0_or_begins_after_the_end_is_not_left_out():
    before = Exclusion("EX1", day("2026-06-01"), day("2026-07-01"))
    across = Exclusion("EX1", day("2026-07-20"), day("2026-07-25"))
    after = Exclusion("EX2", day("2026-12-01"), day("2026-12-24"))
    assert due(CASE, day("2026-07-22"), KNOWN, [before, after]).nominal_due == day("2026-10-20")
    assert due(CASE, day("2026-07-22"), KNOWN, [across]).nominal_due == day("2026-10-23")


def test_the_last_day_may_still_be_suspended_and_so_may_the_days_off_that_follow_it():
    sunday = due(CASE, day("2026-01-05"), KNOWN)  # nominal Sunday 5 April, legal Tuesday 7 April
    for start in ("2026-04-05", "2026-04-07"):
        stopped = Exclusion("EX2", day(start), day(start) + timedelta(days=10))
        found = due(CASE, day("2026-01-05"), KNOWN, [stopped])
        assert found.nominal_due == sunday.nominal_due + timedelta(days=10)
    assert due(CASE, day("2026-01-05"), KNOWN, [Exclusion("EX2", day("2026-04-08"), None)]).suspended is False


def test_in_working_days_the_working_days_of_the_interval_are_left_out():
    ten = rule(10, Unit.WORKING_DAYS, exclusions=("EX1",))
    found = due(ten, day("2026-09-23"), KNOWN, [Exclusion("EX1", day("2026-09-28"), day("2026-10-10"))])
    assert [each.days for each in found.excluded] == [5]  # 29 and 30 September, 8, 9 and 10 October
    assert found.legal_due == add_working_days(day("2026-09-23"), 15, KNOWN)


def test_an_extension_must_be_granted_before_the_end():
    assert due(CASE, day("2026-01-05"), KNOWN, [Extension(30, Unit.CALENDAR_DAYS, day("2026-04-07"))]).nominal_due == (
        day("2026-05-05")
    )
    with pytest.raises(TooLate, match="2026年4月7日届满"):
        due(CASE, day("2026-01-05"), KNOWN, [Extension(30, Unit.CALENDAR_DAYS, day("2026-04-08"))])
    with pytest.raises(TooLate, match="不能再延长"):
        raise TooLate(day("2026-04-07"))


def test_a_second_extension_and_one_after_a_suspension_are_in_time_by_the_longer_limit():
    events = [
        Extension(30, Unit.CALENDAR_DAYS, day("2026-05-01")),
        Extension(30, Unit.CALENDAR_DAYS, day("2026-04-01")),
        Exclusion("EX2", day("2026-03-01"), day("2026-07-01")),
        Extension(30, Unit.CALENDAR_DAYS, day("2026-09-01")),
    ]
    found = due(CASE, day("2026-01-05"), KNOWN, events)
    assert found.nominal_due == day("2026-01-05") + timedelta(days=90 + 90 + 122)


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(ValueError, match="倒数"):
        due(law.HEARING_NOTICE, day("2026-05-12"), KNOWN, [Extension(1, Unit.WORKING_DAYS, day("2026-05-01"))])
    with pytest.raises(ValueError, match="负数"):
        due(CASE, day("2026-05-12"), KNOWN, length=-1)
    with pytest.raises(ValueError, match="开始之前"):
        Exclusion("EX1", day("2026-05-12"), day("2026-05-11"))
    with pytest.raises(ValueError, match="小时"):
        due(CASE, day("2026-05-12"), KNOWN, [Extension(1, Unit.HOURS, day("2026-05-13"))])


def test_the_sum_of_the_hearing_request_in_words():
    steps = [(step.label, step.value) for step in due(law.HEARING_REQUEST, day("2026-09-29"), KNOWN).steps]
    assert steps == [
        ("送达之日（当日不计）", "9月29日"),
        ("期限", "5 个工作日"),
        ("跳过国庆节假期、星期日", "8 天"),
        ("计入调休上班日", "10月10日"),
        ("届满", "10月12日 星期一"),
        ("依据", "《中华人民共和国行政处罚法》第六十四条第一项、第八十五条"),
        ("节假日安排", "2026年（已录入）"),
    ]


def test_the_sum_names_exclusions_extensions_and_the_days_moved():
    events = [
        APPRAISAL,
        Exclusion("EX2", day("2026-08-10"), day("2026-08-20")),
        Exclusion("EX4", day("2026-09-01"), None),
    ]
    events.append(Extension(30, Unit.CALENDAR_DAYS, day("2026-10-09")))
    found = due(CASE, day("2026-07-22"), KNOWN, events, today=day("2026-09-02"))
    steps = [(step.label, step.value) for step in found.steps]
    assert steps[2:7] == [
        ("不扣除、不延长时的届满日", "10月20日"),
        ("扣除检测、鉴定期间", "12 天（8月5日至8月17日）"),
        ("扣除中止调查期间", "3 天（8月10日至8月20日，与其他扣除重叠的日子只扣一次）"),
        ("扣除移送公安机关期间", "1 天（9月1日起，仍在继续）"),
        ("延长（10月9日批准）", "30 日"),
    ]
    assert [step.value for step in found.steps if step.total] == ["12月7日 星期一"]
    assert ("计满之日不是工作日", "12月5日 星期六") in steps
    assert ("顺延至下一个工作日", "2 天") in steps
    assert ("内部按此提醒（计满之日以前最后一个工作日）", "12月4日 星期五") in steps


def test_the_sum_of_a_notice_of_hearing_in_words():
    steps = [(step.label, step.value) for step in due(law.HEARING_NOTICE, day("2026-03-17"), KNOWN).steps]
    assert steps[:5] == [
        ("听证之日（由此向前倒数）", "3月17日"),
        ("期限", "7 个工作日"),
        ("跳过周末", "2 天"),
        ("最迟", "3月8日 星期日"),
        ("此前最后一个工作日", "3月6日 星期五"),
    ]
    months = [step.label for step in due(rule(1, Unit.MONTHS, backwards=True), day("2026-04-13"), KNOWN).steps]
    assert months == ["起算日（由此向前倒数）", "期限", "最迟", "依据", "节假日安排"]


def test_the_sum_says_no_more_than_there_is_to_say():
    labels = [step.label for step in due(law.PAYMENT, day("2026-09-17"), KNOWN).steps]
    assert labels == [
        "收到决定书之日（当日不计）",
        "期限",
        "计满之日不是工作日",
        "顺延至下一个工作日",
        "届满",
        "依据",
        "节假日安排",
    ]
    labels = [
        step.label
        for step in due(CASE, day("2026-01-06"), KNOWN, [Exclusion("EX1", day("2026-02-01"), day("2026-02-03"))]).steps
    ]
    assert labels == [
        "立案之日（当日不计）",
        "期限",
        "不扣除、不延长时的届满日",
        "扣除检测、鉴定期间",
        "届满",
        "依据",
        "节假日安排",
    ]
    saturday = due(
        rule(1, Unit.WORKING_DAYS), day("2026-10-16"), Calendar({date(2026, 10, 18): DayKind.MAKEUP}, frozenset({2026}))
    )
    assert saturday.steps[2:4] == (("跳过星期六", "1 天", False), ("计入调休上班日", "10月18日", False))
    unknown = due(rule(9, Unit.CALENDAR_DAYS, exclusions=("EX9",)), day("2026-03-02"), KNOWN, [
        Exclusion("EX9", day("2026-03-03"), day("2026-03-04"))
    ])  # fmt: skip
    assert unknown.steps[3].label == "扣除EX9"


def test_the_year_is_named_where_the_sum_leaves_it():
    assert due(rule(2, Unit.WORKING_DAYS), day("2025-12-31"), KNOWN).steps[0].value == "2025年12月31日"


def test_a_day_that_somebody_has_set_is_no_sum():
    found = due(law.PAYMENT, day("2026-10-03"), KNOWN, length=0)
    assert found.legal_due == day("2026-10-08")
    assert found.steps[0] == ("指定的日期", "10月3日", False)
    assert due(law.SUPERVISION_REPLY, day("2026-10-03"), KNOWN).legal_due == day("2026-10-03")


def test_the_ruler_draws_every_day_once():
    found = due(law.HEARING_REQUEST, day("2026-09-29"), KNOWN)
    labels = ["起", "第1日", *["休"] * 7, "第2日", "第3日", "第4日", "休", "届满"]
    assert [cell.label for cell in found.ruler] == labels
    assert [cell.number for cell in found.ruler if cell.number] == [1, 2, 3, 4, 5]
    assert found.ruler[11].kind == DayKind.MAKEUP
    assert [len(week) for week in found.weeks] == [7, 7, 7]
    assert found.weeks[0][0] is None
    assert found.weeks[0][1].date == day("2026-09-29")


def test_the_ruler_shows_excluded_and_rolled_days_and_runs_backwards():
    found = due(rule(5, Unit.CALENDAR_DAYS, exclusions=("EX1",)), day("2026-04-27"), KNOWN, [
        Exclusion("EX1", day("2026-04-28"), day("2026-04-29"))
    ])  # fmt: skip
    assert [(cell.label, cell.number) for cell in found.ruler] == [
        ("起", None), ("第1日", 1), ("扣除", None), ("第2日", 2), ("第3日", 3), ("第4日", 4), ("第5日", 5),
        ("顺延", None), ("顺延", None), ("届满", None),
    ]  # fmt: skip
    back = due(law.HEARING_NOTICE, day("2026-05-12"), KNOWN).ruler
    assert (back[0].label, back[-1].label, back[-1].number) == ("最迟", "起", 7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-10-10", "2026年10月10日 星期六 · 调休上班，是工作日"),
        ("2026-10-09", "2026年10月9日 星期五 · 工作日"),
        ("2026-10-11", "2026年10月11日 星期日 · 周末，不是工作日"),
        ("2026-10-01", "2026年10月1日 星期四 · 国庆节假期，不是工作日"),
        ("2027-01-04", "2027年1月4日 星期一 · 暂按工作日计（2027年节假日安排尚未录入）"),
        ("2027-01-02", "2027年1月2日 星期六 · 暂按周末计（2027年节假日安排尚未录入）"),
    ],
)
def test_what_is_said_beside_a_date(text, words):
    assert day_words(day(text), KNOWN) == words


def test_a_holiday_without_a_name_is_still_called_one():
    local = Calendar({date(2026, 3, 4): DayKind.HOLIDAY}, frozenset({2026}))
    assert day_words(date(2026, 3, 4), local).endswith("节假日，不是工作日")
    assert due(rule(1, Unit.WORKING_DAYS), date(2026, 3, 3), local).steps[2].label == "跳过节假日"


@pytest.mark.parametrize(
    ("today", "words", "level"),
    [
        ("2026-09-29", "剩 5 个工作日", "later"),
        ("2026-10-09", "剩 2 个工作日", "soon"),
        ("2026-10-12", "今天到期", "today"),
        ("2026-10-13", "逾期 1 个工作日", "late"),
        ("2026-10-18", "逾期 4 个工作日", "late"),
    ],
)
def test_the_badge_of_working_days(today, words, level):
    duty = rule(5, Unit.WORKING_DAYS, Duty.AGENCY_DUTY)
    assert remaining(due(duty, day("2026-09-29"), KNOWN), day(today)) == (words, level)


def test_a_right_that_has_ended_was_not_late():
    found = due(law.HEARING_REQUEST, day("2026-09-29"), KNOWN)
    assert remaining(found, day("2026-10-12")) == ("今天到期", "today")
    assert remaining(found, day("2026-10-13")) == ("已届满", "later")
    assert remaining(found, day("2027-03-01")) == ("已届满", "later")


@pytest.mark.parametrize(
    ("today", "words", "level"),
    [
        ("2026-03-26", "剩 12 天", "later"),
        ("2026-03-27", "剩 11 天", "soon"),  # a week before the safe date, Friday 3 April
        ("2026-04-05", "剩 2 天", "soon"),
        ("2026-04-07", "今天到期", "today"),
        ("2026-04-10", "逾期 3 天", "late"),
    ],
)
def test_the_badge_of_a_duty_warns_by_its_safe_date_and_is_late_by_its_legal_one(today, words, level):
    assert remaining(due(CASE, day("2026-01-05"), KNOWN), day(today)) == (words, level)


def test_the_badge_of_a_right_warns_by_its_legal_end():
    found = due(law.PAYMENT, day("2026-09-16"), KNOWN)  # nominal 1 October, legal 8 October
    assert remaining(found, day("2026-09-30")).level == "later"
    assert remaining(found, day("2026-10-01")).level == "soon"


def test_the_badge_after_a_friday_is_late_on_saturday():
    found = due(rule(1, Unit.WORKING_DAYS, Duty.AGENCY_DUTY), day("2026-03-05"), KNOWN)
    assert remaining(found, day("2026-03-07")) == ("逾期 1 天", "late")


def test_the_badge_of_hours_and_of_a_suspended_limit():
    found = due(law.TRANSFER_DELIVERY, timezone.make_aware(datetime(2026, 9, 30, 17)), KNOWN)

    def badge(*moment):
        return remaining(found, timezone.make_aware(datetime(*moment)))

    assert badge(2026, 9, 30, 18) == ("剩 23 小时", "soon")
    assert badge(2026, 10, 1, 12, 30) == ("剩 4 小时", "today")
    assert badge(2026, 10, 1, 16, 30) == ("剩不到 1 小时", "today")
    assert badge(2026, 10, 1, 17) == ("剩不到 1 小时", "today")
    assert badge(2026, 10, 1, 18, 30) == ("逾期 2 小时", "late")
    assert remaining(found, day("2026-10-01")) == ("今天到期", "today")
    paused = due(CASE, day("2026-07-22"), KNOWN, [Exclusion("EX2", day("2026-08-05"), None)], today=day("2026-08-09"))
    assert remaining(paused, day("2026-08-09")) == ("已中止", "pause")


def test_the_badge_of_a_stored_limit_takes_its_dates_and_its_rule():
    stored = SimpleNamespace(
        rule=law.HEARING_REQUEST, legal_due=day("2026-10-12"), safe_due=day("2026-10-12"), suspended=False
    )
    assert remaining(stored, day("2026-10-09"), KNOWN) == ("剩 2 个工作日", "soon")


def test_the_level_does_not_depend_on_the_language():
    found = due(law.HEARING_REQUEST, day("2026-09-29"), KNOWN)
    with translation.override("en"):
        assert remaining(found, day("2026-10-09")).level == "soon"


def test_rolling_and_the_safe_day_leave_working_days_alone():
    assert roll(day("2026-10-10"), KNOWN) == safe(day("2026-10-10"), KNOWN) == day("2026-10-10")
    assert roll(day("2026-10-03"), KNOWN) == day("2026-10-08")
    assert safe(day("2026-10-03"), KNOWN) == day("2026-09-30")
    assert working_days_between(day("2026-09-29"), day("2026-10-12"), KNOWN) == 5
    assert working_days_between(day("2026-10-12"), day("2026-09-29"), KNOWN) == -5
    assert add_working_days(day("2026-10-03"), 0, KNOWN) == day("2026-10-03")


@pytest.mark.django_db
class TestTheCalendarOfTheOffice:
    def enter(self, text, kind, name=""):
        from caseflow.cases.models import CalendarDay

        return CalendarDay.objects.create(date=day(text), kind=kind, name=name)

    def test_what_is_entered_prevails_and_loads_its_year(self):
        assert not holidays.calendar().loaded(2027)
        self.enter("2027-01-01", DayKind.HOLIDAY, "元旦")
        self.enter("2026-11-25", DayKind.HOLIDAY)
        now = holidays.calendar()
        assert now.loaded(2027)
        assert now.names[day("2027-01-01")] == "元旦"
        assert not now.is_working(day("2026-11-25"))
        assert now.kind(day("2026-10-10")) == DayKind.MAKEUP

    def test_a_story_sees_its_own_years_only(self):
        self.enter("2027-01-01", DayKind.HOLIDAY)
        with holidays.only_years({2025}):
            assert holidays.calendar().years == {2025}
        with holidays.only_years([2026, 2027]):
            assert holidays.calendar().years == {2026, 2027}
        assert {2025, 2026, 2027} <= holidays.calendar().years

    def test_one_query_in_a_move_until_a_day_is_saved(self, django_assert_num_queries):
        with settled.once():
            with django_assert_num_queries(1):
                assert holidays.calendar() is holidays.calendar()
            self.enter("2026-11-25", DayKind.HOLIDAY)
            assert not holidays.calendar().is_working(day("2026-11-25"))


def test_days_in_english_are_written_out():
    with translation.override("en"):
        assert long_day(day("2026-10-08")) == "8 October 2026"
        assert moment_words(timezone.make_aware(datetime(2026, 10, 8, 14, 30))) == "8 October 2026, 14:30"
    assert long_day(day("2026-10-08")) == "2026年10月8日"
