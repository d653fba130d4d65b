"""R-AGE to R-INT of the reference, and the days of the festivals."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.cases.calendar import Calendar, Exclusion, due
from caseflow.procedure import Duty, Unit
from caseflow.support.rules import dates
from caseflow.support.rules.dates import Month, age_on, birthday, has_reached, limit
from caseflow.support.rules.festivals import DAYS, Festival, festival_day
from caseflow.support.rules.said import BadFacts

REFERENCE = (Path(__file__).parents[3] / "docs/reference/support.md").read_text()
CALENDAR = Calendar.of_library()
days = st.dates(date(1930, 1, 1), date(2060, 12, 31))
months = st.builds(Month, st.integers(1950, 2100), st.integers(1, 12))


def by_hand(born, on):
    """Completed years, counted one birthday after the other."""
    age = -1
    year = born.year
    while True:
        feb29 = (born.month, born.day) == (2, 29)
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        day = date(year, 2, 28) if feb29 and not leap else born.replace(year=year)
        if day > on:
            return age
        age, year = age + 1, year + 1


@given(days, st.integers(0, 110))
def test_age_is_what_counting_birthdays_gives(born, years):
    on = born + timedelta(days=years * 365)
    assert age_on(born, on) == by_hand(born, on)


@given(days, st.integers(0, 90))
def test_the_birthday_itself_is_the_first_day_of_the_age(born, age):
    day = birthday(born, age)
    assert has_reached(born, age, day)
    assert not has_reached(born, age, day - timedelta(days=1))


def test_born_on_the_29th_of_february_one_is_sixty_on_the_29th_or_the_28th():
    assert birthday(date(1964, 2, 29), 60) == date(2024, 2, 29)
    assert birthday(date(1964, 2, 29), 49) == date(2013, 2, 28)
    assert age_on(date(1964, 2, 29), date(2013, 2, 27)) == 48


@given(months, st.integers(-400, 400))
def test_months_add_up_and_keep_their_order(month, n):
    if 1950 <= month.year + n / 12 <= 2130:
        assert month.plus(n).plus(-n) == month
        assert (month.plus(n) > month) == (n > 0)
        assert len(list(month.until(month.plus(abs(n))))) == abs(n) + 1


def test_a_month_is_read_as_it_is_written():
    assert Month.parse("2026-02").last == date(2026, 2, 28)
    for wrong in ("2026-2", "2026-13", "202602", "", "2026-02-01"):
        with pytest.raises(ValueError):  # noqa: PT011
            Month.parse(wrong)


def test_days_and_months_run_on_the_calendar_of_the_house():
    citizen = limit("X", "期限", 7, Unit.CALENDAR_DAYS, Duty.PARTY_RIGHT)
    assert due(citizen, date(2026, 9, 25), CALENDAR).legal_due == date(2026, 10, 8)  # R-DAY, R-ROLL over the holiday
    month = limit("X", "期限", 6, Unit.MONTHS, Duty.PARTY_RIGHT)
    assert due(month, date(2025, 8, 31), CALENDAR).nominal_due == date(2026, 2, 28)  # R-MON
    office = limit("X", "期限", 5, Unit.WORKING_DAYS, Duty.AGENCY_DUTY)
    assert due(office, date(2026, 2, 13), CALENDAR).legal_due == date(2026, 2, 27)  # R-WD with a make-up day


def test_an_office_waits_without_losing_days():
    office = limit("X", "期限", 10, Unit.WORKING_DAYS, Duty.AGENCY_DUTY, interrupted=True)
    waiting = [Exclusion(dates.WAITING_APPLICANT, date(2026, 3, 4), date(2026, 3, 18))]
    assert due(office, date(2026, 3, 2), CALENDAR).legal_due == date(2026, 3, 16)
    assert due(office, date(2026, 3, 2), CALENDAR, waiting).legal_due == date(2026, 3, 30)


def test_a_limit_ends_with_its_day_in_shanghai():
    last = dates.expires_at(date(2026, 3, 31))
    assert last.astimezone(ZoneInfo("UTC")) == datetime(2026, 3, 31, 15, 59, 59, tzinfo=ZoneInfo("UTC"))
    assert dates.received_on(datetime(2026, 3, 31, 15, 59, 59, tzinfo=ZoneInfo("UTC"))) == date(2026, 3, 31)
    assert dates.received_on(datetime(2026, 3, 31, 16, 0, tzinfo=ZoneInfo("UTC"))) == date(2026, 4, 1)


def test_the_festivals_are_those_of_the_reference():
    table = REFERENCE.split("## 7.9")[1].split("Statutory rest days")[0]
    cells = re.findall(r"(20\d\d) \| (\d\d-\d\d) \| (\d\d-\d\d) \| (\d\d-\d\d) \| (\d\d-\d\d)", table)
    assert {int(year): tuple(found) for year, *found in cells} == DAYS


def test_a_festival_of_a_known_year_is_a_holiday():
    for year in (2025, 2026):
        for each in (Festival.SPRING, Festival.DRAGON, Festival.MIDAUT):
            assert not CALENDAR.is_working(festival_day(each, year))


def test_a_year_without_its_festivals_is_refused_in_a_sentence():
    with pytest.raises(BadFacts, match="2037年的节日日期还没有录入"):
        festival_day(Festival.SPRING, 2037)
