"""The calendar against a count day by day written independently of it, and the laws that every sum obeys."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from caseflow.cases.calendar import (
    Calendar,
    DayKind,
    Exclusion,
    Extension,
    TooLate,
    add_working_days,
    due,
    remaining,
    roll,
    working_days_between,
)
from caseflow.procedure import Citation, Duty, TimeLimit, Unit

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
ONE = timedelta(days=1)
BASIS = Citation("《某法》", "第一条")
DAY_UNITS = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)

days = st.dates(date(2024, 6, 1), date(2026, 6, 30))
lengths = st.integers(0, 120)


@st.composite
def calendars(draw):
    """Notices of two to four years, with holidays of several days and make-up days anywhere."""
    years = draw(st.sets(st.integers(2024, 2027), min_size=2))
    found = {}
    for start, length in draw(st.lists(st.tuples(st.dates(FIRST, LAST), st.integers(1, 9)), max_size=25)):
        found |= {start + n * ONE: DayKind.HOLIDAY for n in range(length)}
    found |= dict.fromkeys(draw(st.lists(st.dates(FIRST, LAST), max_size=25)), DayKind.MAKEUP)
    return Calendar(found, frozenset(years))


@st.composite
def exclusions(draw, code=None):
    start = draw(st.dates(date(2024, 5, 1), date(2026, 12, 31)))
    length = draw(st.integers(0, 60))
    return Exclusion(code or draw(st.sampled_from(["EX1", "EX2", "EX9"])), start, start + length * ONE)


def rule(length, unit, duty=Duty.AGENCY_DUTY, **more):
    return TimeLimit("X", "某期限", length, unit, duty, BASIS, exclusions=("EX1", "EX2"), **more)


# The oracle: one day after the other, with nothing but the definition of a working day


def works(day, calendar):
    kind = calendar.days.get(day) if day.year in calendar.years else None
    if kind is None:
        return day.isoweekday() <= 5
    return kind in ("work", "makeup")


def counts(day, unit, calendar):
    return unit == Unit.CALENDAR_DAYS or works(day, calendar)


def next_working(day, calendar):
    while not works(day, calendar):
        day = day + ONE
    return day


def walk(day, n, unit, calendar):
    while n:
        day = day + ONE
        if counts(day, unit, calendar):
            n -= 1
    return day


def by_hand(start, length, unit, calendar, events):
    """The last day, or None where an extension comes too late; every event that tells gives days back to the limit."""

    def since(event):
        return event.on if isinstance(event, Extension) else max(event.start, start)

    left = length
    given_back = set()
    for day in sorted({since(event) for event in events}):
        over = day > next_working(walk(start, left, unit, calendar), calendar)
        for event in (event for event in events if since(event) == day):
            if isinstance(event, Extension):
                if over:
                    return None
                left += event.length
            elif not over and event.code in ("EX1", "EX2"):
                left_out = day
                while left_out < event.end:
                    left_out = left_out + ONE
                    if left_out not in given_back:
                        given_back.add(left_out)
                        left += counts(left_out, unit, calendar)
    return walk(start, left, unit, calendar)


@settings(max_examples=400, deadline=None)
@given(
    calendars(),
    days,
    lengths,
    st.sampled_from(DAY_UNITS),
    st.lists(exclusions(), max_size=5),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 200)), max_size=3),
)
def test_the_sum_is_what_counting_day_by_day_gives(calendar, start, length, unit, excluded, extended):
    events = [*excluded, *(Extension(n, unit, start + after * ONE) for n, after in extended)]
    expected = by_hand(start, length, unit, calendar, events)
    if expected is None:
        with pytest.raises(TooLate):
            due(rule(length, unit), start, calendar, events)
        return
    found = due(rule(length, unit), start, calendar, events)
    assert found.nominal_due == expected
    assert found.legal_due == next_working(expected, calendar)
    before = expected
    while not works(before, calendar):
        before = before - ONE
    assert found.safe_due == before
    touched = {min(start + ONE, before) + n * ONE for n in range((found.legal_due - min(start + ONE, before)).days + 1)}
    assert found.provisional == bool({day.year for day in touched} - calendar.years)


@settings(max_examples=200, deadline=None)
@given(calendars(), days, st.integers(0, 40), st.sampled_from([Unit.MONTHS, Unit.YEARS]))
@example(Calendar({}, frozenset({2024})), date(2024, 2, 29), 1, Unit.YEARS)
def test_months_end_on_the_day_of_the_same_number_or_the_last(calendar, start, length, unit):
    months = length * 12 if unit == Unit.YEARS else length
    day = start.replace(day=1)
    for _month in range(months):
        day = day + timedelta(days=monthrange(day.year, day.month)[1])
    expected = day
    while expected.day < start.day and (expected + ONE).month == day.month:
        expected = expected + ONE
    found = due(rule(length, unit), start, calendar)
    assert found.nominal_due == expected
    assert found.legal_due == next_working(expected, calendar)


@settings(max_examples=200, deadline=None)
@given(calendars(), days, st.integers(0, 40), st.sampled_from([*DAY_UNITS, Unit.MONTHS]))
def test_backwards_is_the_last_day_from_which_forwards_is_in_time(calendar, event, length, unit):
    forwards = rule(length, unit, rolls=False)
    latest = due(rule(length, unit, backwards=True), event, calendar).legal_due
    assert due(forwards, latest, calendar).nominal_due <= event
    assert due(forwards, latest + ONE, calendar).nominal_due > event


# Laws


@given(calendars(), days, days, days)
def test_working_days_add_up(calendar, a, b, c):
    parts = working_days_between(a, b, calendar) + working_days_between(b, c, calendar)
    assert parts == working_days_between(a, c, calendar)


@given(calendars(), days, st.integers(1, 60))
def test_the_nth_working_day_is_n_working_days_away_and_works(calendar, day, n):
    end = add_working_days(day, n, calendar)
    assert working_days_between(day, end, calendar) == n
    assert calendar.is_working(end)
    assert roll(end, calendar) == end


@given(days, st.integers(0, 60), st.sampled_from(DAY_UNITS))
def test_where_every_day_works_working_days_are_plain_days(start, n, unit):
    everyday = Calendar(
        {FIRST + k * ONE: DayKind.WORK for k in range((LAST - FIRST).days + 1)}, frozenset(range(2024, 2028))
    )
    events = [Exclusion("EX1", start + 2 * ONE, start + 9 * ONE)] if n >= 2 else []
    expected = start + (n + 7 * bool(events)) * ONE
    assert due(rule(n, unit), start, everyday, events).legal_due == expected


@settings(deadline=None)
@given(calendars(), days, st.integers(1, 120), st.data(), st.integers(0, 60), st.lists(exclusions(), max_size=3))
def test_a_suspension_of_n_days_moves_the_last_day_by_n_and_never_back(calendar, start, length, data, n, others):
    plain = rule(length, Unit.CALENDAR_DAYS)
    before = due(plain, start, calendar, others)
    first = start + data.draw(st.integers(0, length)) * ONE
    added = Exclusion("EX1", first, first + n * ONE)
    after = due(plain, start, calendar, [*others, added])
    assert after.nominal_due >= before.nominal_due
    assert after.legal_due >= before.legal_due
    if not others:
        assert after.nominal_due == before.nominal_due + n * ONE


@settings(deadline=None)
@given(calendars(), days, lengths, st.sampled_from(DAY_UNITS), exclusions("EX1"), st.integers(0, 60))
def test_a_suspension_split_in_two_is_one(calendar, start, length, unit, whole, cut):
    middle = min(whole.start + cut * ONE, whole.end)
    assume(middle >= start or whole.start >= start)
    parts = [Exclusion("EX1", whole.start, middle), Exclusion("EX2", middle, whole.end)]
    one = due(rule(length, unit), start, calendar, [whole])
    two = due(rule(length, unit), start, calendar, parts)
    assert (one.nominal_due, one.legal_due, one.safe_due) == (two.nominal_due, two.legal_due, two.safe_due)


@settings(deadline=None)
@given(calendars(), days, lengths, st.sampled_from(Unit), st.lists(exclusions(), max_size=4), st.data())
def test_the_order_in_which_events_are_told_does_not_matter(calendar, start, length, unit, events, data):
    assume(not unit.by_the_clock)
    units = st.sampled_from([each for each in Unit if not each.by_the_clock])
    same_day = start + data.draw(st.integers(0, 3)) * ONE
    events = [*events, *(Extension(n, data.draw(units), same_day) for n in (2, 1, 3))]
    shuffled = data.draw(st.permutations(events))

    def dates(told):
        try:
            found = due(rule(length, unit), start, calendar, told)
        except TooLate as late:
            return late.end
        return found.nominal_due, found.legal_due, found.safe_due, found.provisional

    assert dates(events) == dates(shuffled)


@given(calendars(), days, lengths, st.sampled_from(DAY_UNITS), exclusions("EX9"))
def test_an_exclusion_that_is_not_of_the_rule_changes_nothing(calendar, start, length, unit, other):
    found = due(rule(length, unit), start, calendar, [other])
    assert found.nominal_due == found.statutory_due
    assert not found.excluded


@given(calendars(), days, lengths, st.sampled_from(DAY_UNITS), st.dates(date(2024, 6, 1), date(2026, 6, 30)))
def test_suspended_time_is_never_counted(calendar, start, length, unit, today):
    """While an exclusion runs, what is left of the limit stays the same from day to day."""
    assume(today >= start)
    running = [Exclusion("EX2", start, None)]

    def left(day):
        found = due(rule(length, unit), start, calendar, running, today=day)
        end = found.nominal_due
        return working_days_between(day, end, calendar) if unit == Unit.WORKING_DAYS else (end - day).days

    assert left(today) == left(today + ONE) == length


@settings(deadline=None)
@given(
    calendars(), days, lengths, st.sampled_from(DAY_UNITS), st.lists(exclusions(), max_size=3), st.integers(-40, 200)
)
def test_sum_ruler_and_badge_tell_the_same_as_the_dates(calendar, start, length, unit, events, ahead):
    found = due(rule(length, unit), start, calendar, events)
    ruler = found.ruler
    assert [cell.date for cell in ruler] == [start + n * ONE for n in range((found.legal_due - start).days + 1)]
    assert all(cell.kind.is_working for cell in ruler if cell.number and unit == Unit.WORKING_DAYS)
    numbers = [cell.number for cell in ruler if cell.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) <= length or found.excluded
    if not found.excluded:
        assert len(numbers) == length
    assert [cell.date for week in found.weeks for cell in week if cell] == [cell.date for cell in ruler]
    assert sum(step.total for step in found.steps) == 1
    assert any("尚未录入" in step.value for step in found.steps) == found.provisional

    today = start + ahead * ONE
    words, level = remaining(found, today)
    assert (level == "late") == (today > found.legal_due) == words.startswith("逾期")
    assert (level == "today") == (today == found.legal_due) == (words == "今天到期")
    assert (level in ("soon", "later")) == (today < found.legal_due) == words.startswith("剩")
