"""Monthly money: start, ending events, suspensions, conversion, rates; a month is never paid twice."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.support.rules.dates import Month
from caseflow.support.rules.facts import Standing, Status
from caseflow.support.rules.ganzhou import GANZHOU
from caseflow.support.rules.monthly import Beneficiary, State, entry, month_lines, monthly, plan, top_up
from caseflow.support.rules.periods import (
    Ending,
    Event,
    Suspended,
    Suspension,
    closed_to,
    household_closed_to,
    last_month,
    start_month,
    type_in,
)
from caseflow.support.rules.policy import Book, FamilyType, RateRow
from caseflow.support.rules.results import Answer
from caseflow.support.rules.said import BadFacts
from caseflow.support.rules.settings import Settings
from caseflow.support.rules.splitting import FundingRule

TYPES = (FamilyType.DEATH, FamilyType.DISABILITY)
SINCE = date(2020, 1, 1)


def rate(type, fen, since=SINCE, level="central", sure=True, area="ALL"):
    return RateRow(
        since, confirmed_on=since if sure else None, type=type, area=area, amount_fen=fen, source="t", level=level
    )


def book(*rates):
    """A county that has entered and confirmed everything."""
    rows = rates or (rate(TYPES[0], 59_000), rate(TYPES[1], 46_000))
    paid_by = FundingRule("UNSET", (), "district", effective_from=date(1900, 1, 2))
    return Book(GANZHOU.policies, GANZHOU.benefits, rows, (), (*GANZHOU.fundings, paid_by))


BOOK = book()
LI = Beneficiary("li", FamilyType.DEATH, Month(2025, 3))
codes = st.sampled_from([each for each in Ending if each != Ending.VOID])
event_days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@st.composite
def people(draw):
    key = draw(st.sampled_from("abcdefgh"))
    start = Month(2025, 1).plus(draw(st.integers(0, 20)))
    events = draw(st.lists(st.builds(Event, codes, event_days, st.just(key)), max_size=2))
    first = start.plus(draw(st.integers(0, 6)))
    lasts = st.none() | st.just(first.plus(2))
    waits = draw(st.lists(st.builds(Suspension, st.sampled_from(Suspended), st.just(first), lasts), max_size=1))
    return Beneficiary(key, draw(st.sampled_from(TYPES)), start, "ALL", tuple(events), tuple(waits))


@pytest.mark.parametrize(
    ("born", "event", "confirmed", "expected"),
    [
        ("1977-06-10", "2020-01-01", "2026-02-01", (2026, 6)),  # a: the month of the birthday
        ("1970-06-10", "2020-01-01", "2026-02-01", (2026, 1)),  # y: January of the year of confirmation
        ("1970-06-10", "2026-04-30", "2026-05-20", (2026, 4)),  # q: the month of the event
        ("1976-02-29", "2020-01-01", "2025-01-10", (2025, 2)),  # on 28 February
    ],
)
def test_the_start_is_the_latest_of_three_months(born, event, confirmed, expected):
    found = start_month(*map(date.fromisoformat, (born, event, confirmed)))
    assert found.month == expected
    assert found.month == max(found.age, found.confirmation, found.event)


@pytest.mark.parametrize(("rule", "expected"), [("NEXT_MONTH_AFTER_APPROVAL", (2026, 6)), ("NEXT_YEAR", (2027, 1))])
def test_other_places_start_later(rule, expected):
    found = start_month(date(1970, 1, 1), date(2020, 1, 1), date(2026, 5, 20), Settings.of({"monthly.start": rule}))
    assert found.month == expected


def test_the_month_of_an_event_is_paid_and_the_next_is_not():
    event = Event(Ending.HUKOU_OUT, date(2026, 4, 1), "li")
    who = replace(LI, events=(event,))
    assert last_month(event) == (2026, 4)
    assert closed_to("li", [event]) == date(2026, 4, 30)
    assert entry(who, Month(2026, 4), Month(2026, 5), BOOK).state == State.DUE
    assert entry(who, Month(2026, 5), Month(2026, 5), BOOK).state == State.ENDED
    same = Settings.of({"monthly.end": "SAME_MONTH"})
    assert entry(who, Month(2026, 4), Month(2026, 5), BOOK, same).state == State.ENDED


def test_a_death_ends_that_persons_money_and_the_survivors_goes_on():
    events = (Event(Ending.BENEFICIARY_DEATH, date(2026, 4, 10), "wang"),)
    assert closed_to("wang", events) == date(2026, 4, 30)
    assert closed_to("li", events) is None
    assert entry(replace(LI, events=events), Month(2026, 9), Month(2026, 9), BOOK).state == State.DUE


def test_of_several_events_the_first_ends():
    later = Event(Ending.HUKOU_OUT, date(2026, 6, 2), "li")
    assert closed_to("li", [later, Event(Ending.NEW_BIRTH, date(2026, 4, 1))]) == date(2026, 4, 30)


def test_the_last_month_of_a_suspension_still_waits_in_that_month():
    who = replace(LI, suspensions=(Suspension(Suspended.MATCH, Month(2026, 4), Month(2026, 5)),))
    assert entry(who, Month(2026, 5), Month(2026, 5), BOOK).state == State.HELD
    assert entry(who, Month(2026, 5), Month(2026, 6), BOOK).state == State.DUE


def test_an_event_of_one_person_names_that_person_and_a_household_ends_with_its_last():
    with pytest.raises(BadFacts, match="哪一位家人"):
        Event(Ending.BENEFICIARY_DEATH, date(2026, 4, 10))
    first = Event(Ending.BENEFICIARY_DEATH, date(2026, 4, 10), "wang")
    second = Event(Ending.HUKOU_OUT, date(2026, 6, 2), "li")
    assert household_closed_to(("li", "wang"), [first]) is None
    assert household_closed_to(("li", "wang"), [first, second]) == date(2026, 6, 30)


def test_a_void_confirmation_paid_nothing_rightly():
    who = replace(LI, events=(Event(Ending.VOID, date(2026, 4, 10)),))
    assert {each.state for each in plan(who, Month(2026, 6), book=BOOK)} == {State.ENDED}


def test_a_disability_that_becomes_a_death_is_paid_at_the_new_rate_from_its_month():
    events = (Event(Ending.CHILD_DIED, date(2026, 4, 28)),)
    who = replace(LI, type=FamilyType.DISABILITY, events=events)
    paid = {each.month: each.rate.amount_fen for each in plan(who, Month(2026, 5), book=BOOK)}
    assert (paid[Month(2026, 3)], paid[Month(2026, 4)], paid[Month(2026, 5)]) == (46_000, 59_000, 59_000)
    assert type_in(Month(2026, 3), FamilyType.DISABILITY, events) == FamilyType.DISABILITY


def test_suspended_months_wait_and_are_paid_when_it_is_over():
    open_ = replace(LI, suspensions=(Suspension(Suspended.REVIEW_MISSED, Month(2026, 4)),))
    found = month_lines([open_], Month(2026, 6), paid={("li", m) for m in LI.start.until(Month(2026, 3))}, book=BOOK)
    assert not found.lines
    assert [each.reason.code for each in found.exceptions] == ["HELD"] * 3
    lifted = replace(LI, suspensions=(Suspension(Suspended.REVIEW_MISSED, Month(2026, 4), Month(2026, 5)),))
    found = month_lines([lifted], Month(2026, 6), paid={("li", m) for m in LI.start.until(Month(2026, 3))}, book=BOOK)
    assert [line.period for line in found.lines] == [(2026, 4), (2026, 5), (2026, 6)]


@settings(deadline=None, max_examples=50)
@given(st.lists(people(), max_size=5, unique_by=lambda each: each.key), st.lists(st.integers(0, 26), max_size=6))
def test_a_month_is_never_paid_twice_nor_lost_whatever_batches_are_built(everybody, runs):
    paid, lines = set(), []
    for n in [*runs, *sorted(runs), 26]:
        found = month_lines(everybody, Month(2025, 1).plus(n), paid=paid, book=BOOK)
        lines += found.lines
        paid |= {key for line in found.lines for key in line.keys}
    keys = [key for line in lines for key in line.keys]
    assert len(keys) == len(set(keys))
    last = Month(2025, 1).plus(26)
    due = {(who.key, each.month) for who in everybody for each in plan(who, last, book=BOOK) if each.state == State.DUE}
    assert due <= set(keys)
    assert all(line.split.total == line.amount_fen for line in lines)


@settings(deadline=None)
@given(people(), st.integers(0, 30))
def test_no_month_is_due_before_the_start_or_after_the_end(who, n):
    last = Month(2025, 1).plus(n)
    ends = closed_to(who.key, who.events)
    for each in month_lines([who], last, book=BOOK).lines:
        assert who.start <= each.period <= last
        assert ends is None or each.period.first <= ends


def test_somebody_given_twice_is_paid_once_and_two_stories_are_refused():
    assert len(month_lines([LI, LI], Month(2025, 3), book=BOOK).lines) == 1
    with pytest.raises(BadFacts, match="两份资料不一样"):
        month_lines([LI, replace(LI, type=FamilyType.DISABILITY)], Month(2025, 3), book=BOOK)


@pytest.mark.parametrize(
    ("year", "area", "type", "fen", "confirmed"),
    [
        (2009, "ALL", 0, 10_000, True),
        (2013, "RURAL", 1, 11_000, True),
        (2014, "URBAN", 0, 34_000, True),
        (2014, "RURAL", 0, 17_000, True),
        (2015, "RURAL", 1, 15_000, True),
        (2017, "RURAL", 0, 34_000, False),
        (2020, "ALL", 1, 35_000, False),
        (2023, "URBAN", 0, 59_000, False),
        (2026, "ALL", 0, None, False),
    ],
)
def test_the_rates_over_time(year, area, type, fen, confirmed):
    found = GANZHOU.rate(TYPES[type], area, Month(year, 6))
    assert (found.amount_fen, found.confirmed) == (fen, confirmed)


def test_a_rate_that_begins_within_a_month_holds_for_all_of_it():
    found = book(rate(TYPES[0], 59_000), rate(TYPES[0], 70_000, since=date(2026, 3, 15)))
    assert [found.rate(TYPES[0], "ALL", Month(2026, month)).amount_fen for month in (2, 3)] == [59_000, 70_000]


def test_local_rows_are_added_and_one_without_confirmation_marks_all():
    found = book(
        rate(TYPES[0], 59_000), rate(TYPES[0], 1_000, level="city"), rate(TYPES[0], 500, level="district", sure=False)
    )
    assert found.rate(TYPES[0], "ALL", Month(2026, 1)).amount_fen == 60_500
    assert not found.rate(TYPES[0], "ALL", Month(2026, 1)).confirmed


def test_what_is_not_confirmed_stays_out_of_the_batch_and_is_shown():
    found = month_lines([replace(LI, start=Month(2023, 1))], Month(2023, 1))
    assert not found.lines
    assert [each.reason.code for each in found.exceptions] == ["RATE_UNCONFIRMED", "FUNDING_UNSET"]
    missing = month_lines([LI], Month(2025, 3))
    assert missing.exceptions[0].reason.sentence == "2025年3月的标准还没有录入，由县级填写。"


def test_a_raised_rate_gives_paid_months_a_line_more_and_only_once():
    line = month_lines([LI], Month(2025, 3), book=BOOK).lines[0]
    raised = book(rate(TYPES[0], 59_000), rate(TYPES[0], 70_000, since=date(2025, 3, 1)))
    more = top_up(line, LI, raised)
    assert (more.amount_fen, more.split.district) == (11_000, 11_000)
    assert more.keys == (("li", Month(2025, 3), 70_000),)
    assert top_up(line, LI, BOOK) is None


def test_the_answer_for_a_month():
    confirmed = Standing(FamilyType.DEATH, date(2025, 3, 1))
    found = monthly(LI, Month(2025, 4), date(2025, 4, 5), standing=confirmed, book=BOOK)
    assert (found.answer, found.amount.figures, found.for_batch) == (Answer.YES, "590.00", True)
    assert monthly(LI, Month(2025, 4), date(2025, 4, 5), paid={("li", Month(2025, 4))}, book=BOOK).answer == Answer.NO
    assert monthly(LI, Month(2025, 2), date(2025, 2, 5), book=BOOK).answer == Answer.NO
    waiting = replace(confirmed, status=Status.CONFIRMED_FUTURE)
    assert monthly(LI, Month(2025, 4), date(2025, 4, 5), standing=waiting, book=BOOK).answer == Answer.NO
