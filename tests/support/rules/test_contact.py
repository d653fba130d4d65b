"""The windows of contact against an oracle that goes day by day, and what keeps a duty."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.support.rules import contact, quiet
from caseflow.support.rules.channels import Channel, Occasion, Preference, Status, left_alone, wanted
from caseflow.support.rules.contact import Met, Rhythm
from caseflow.support.rules.quiet import Span

DAYS = st.dates(date(2025, 1, 1), date(2036, 6, 30))
MONTH_DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
SHORT = st.tuples(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 12)).map(
    lambda pair: Span(
        (pair[0].month, pair[0].day), ((pair[0] + timedelta(pair[1])).month, (pair[0] + timedelta(pair[1])).day)
    )
)
SPANS = st.lists(SHORT, max_size=4)


def oracle_is_quiet(spans, on, reach=3):
    """Walk through every span of the years around, day by day."""
    for span in spans:
        for year in range(on.year - 2, on.year + 2):
            day, end = span.in_year(year)
            while day <= end:
                if abs((on - day).days) <= reach:
                    return True
                day += timedelta(1)
    return False


@settings(max_examples=150, deadline=None)
@given(SPANS, DAYS, st.integers(0, 40))
def test_a_window_ends_on_the_last_day_that_is_not_quiet(spans, first, length):
    last = first + timedelta(length)
    free = [day for n in range(length + 1) if not oracle_is_quiet(spans, day := first + timedelta(n))]
    found = contact.window(first, last, spans)
    assert found.suppressed == (not free)
    if free:
        assert found.last == max(free)
        assert found.first == first


@settings(max_examples=100, deadline=None)
@given(SPANS, DAYS, st.integers(0, 20))
def test_alerts_come_on_the_first_third_and_seventh_day_that_is_not_quiet(spans, first, length):
    found = contact.window(first, first + timedelta(length), spans)
    day, free = found.last, []
    while len(free) < 7:
        day += timedelta(1)
        if not oracle_is_quiet(spans, day):
            free.append(day)
    assert found.alerts == (free[0], free[2], free[6])


@settings(max_examples=100, deadline=None)
@given(SPANS, DAYS)
def test_quiet_days_are_those_of_the_oracle(spans, on):
    assert quiet.is_quiet(spans, on) == oracle_is_quiet(spans, on)


def test_without_days_to_avoid_a_festival_runs_from_fifteen_days_before_to_the_day_itself():
    found = contact.festival(Occasion.SPRING, 2026)
    assert (found.first, found.last) == (date(2026, 2, 2), date(2026, 2, 17))
    assert found.alerts == (date(2026, 2, 18), date(2026, 2, 20), date(2026, 2, 24))


def test_quiet_days_on_the_festival_end_its_window_before_them_and_alerts_wait():
    found = contact.festival(Occasion.SPRING, 2026, [Span((2, 16), (2, 16))])
    assert found.last == date(2026, 2, 12)  # the 13th to the 19th are quiet
    assert found.alerts == (date(2026, 2, 20), date(2026, 2, 22), date(2026, 2, 26))
    assert any("不打扰" in each.sentence for each in found.reasons)


def test_quiet_days_inside_a_window_are_cut_out_of_it_and_leave_its_end_alone():
    found = contact.festival(Occasion.SPRING, 2026, [Span((2, 6), (2, 6))])
    assert (found.first, found.last) == (date(2026, 2, 2), date(2026, 2, 17))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(Rhythm)), DAYS)
def test_a_stretch_holds_its_day_and_the_next_begins_where_it_ends(rhythm, on):
    found = contact.stretch(rhythm, on)
    assert found.first <= on <= found.last
    assert contact.stretch(rhythm, found.last + timedelta(1)).first == found.last + timedelta(1)
    assert contact.stretch(rhythm, found.first) == contact.stretch(rhythm, found.last) == found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(Rhythm)), DAYS, st.integers(0, 400))
def test_stretches_are_those_that_begin_in_the_interval_each_once(rhythm, first, length):
    last = first + timedelta(length)
    found = list(contact.stretches(rhythm, first, last))
    begun = {contact.stretch(rhythm, first + timedelta(n)) for n in range(length + 1)}
    assert found == sorted((each for each in begun if first <= each.first <= last), key=lambda each: each.first)
    assert len({each.period for each in found}) == len(found)


def test_the_profile_that_ships_asks_for_a_contact_of_each_member_and_a_visit_a_quarter():
    assert contact.cadences("DEFAULT", date(2026, 3, 1)) == (
        contact.Cadence(Occasion.ROUTINE, Rhythm.MONTH, True),
        contact.Cadence(Occasion.QUARTER, Rhythm.QUARTER),
    )
    assert contact.cadences("DEFAULT", date(2010, 1, 1)) == ()


def test_a_birthday_beside_a_day_to_avoid_is_not_greeted():
    assert not contact.greeting(date(1965, 8, 20), 2026).suppressed
    assert contact.greeting(date(1965, 8, 20), 2026, [Span((8, 23), (8, 23))]).suppressed
    assert contact.greeting(date(1964, 2, 29), 2026).last == date(2026, 2, 28)


def judged(occasion, preference="HOME_OK", **met):
    facts = {"on": date(2026, 2, 10), "channel": Channel.HOME, "reached": True, **met}
    return contact.judge(occasion, date(2026, 2, 2), date(2026, 2, 17), preference, Met(**facts))


def test_a_festival_is_kept_at_home_or_in_the_way_the_family_chose():
    assert judged("SPRING").status == Status.DONE
    assert not judged("SPRING", channel=Channel.PHONE, minutes=10).keeps
    by_phone = judged("SPRING", "PHONE_ONLY", channel=Channel.PHONE, minutes=1)
    assert by_phone.keeps
    assert by_phone.by_wish
    assert not judged("SPRING", "PHONE_ONLY", channel=Channel.PHONE, minutes=0).keeps
    assert judged("SPRING", channel=Channel.PHONE, minutes=3, by_wish=True).by_wish


def test_later_than_the_window_it_is_done_all_the_same_and_counts_as_late():
    assert judged("SPRING", on=date(2026, 2, 18)).status == Status.LATE


def test_nobody_reached_or_a_quiet_day_keeps_nothing_unless_the_family_wished_it():
    assert not judged("ROUTINE", reached=False).keeps
    assert not judged("ROUTINE", quiet=True).keeps
    assert judged("ROUTINE", quiet=True, by_wish=True).keeps
    assert judged("HOSPITAL", quiet=True).keeps


def test_a_misfortune_calls_for_two_people_on_the_spot_whatever_the_family_usually_prefers():
    assert not judged("MAJOR_EVENT", "PHONE_ONLY", channel=Channel.PHONE, minutes=5, present=2).keeps
    assert not judged("MAJOR_EVENT").keeps
    assert judged("MAJOR_EVENT", present=2).keeps


def test_a_family_is_left_alone_as_it_wishes_but_for_urgent_matters():
    assert left_alone(Preference.HOME_OK) == ()
    assert set(left_alone(Preference.NO_FESTIVAL)) == {
        Occasion(each) for each in ("SPRING", "DRAGON", "MIDAUT", "CHONGYANG", "NEWYEAR", "ASSOCIATION")
    }
    alone = left_alone(Preference.NO_CONTACT)
    assert Occasion.ROUTINE in alone
    assert Occasion.WISH_CHECK not in alone
    assert Occasion.HOSPITAL not in alone
    assert wanted(Occasion.WELFARE_CHECK, Preference.NO_CONTACT).channels


@pytest.mark.parametrize(
    ("days", "attempted", "check"),
    [
        ((3,), False, False),
        ((3, 3), False, False),
        ((3, 4), True, False),
        ((3, 4, 4), True, True),
        ((3, 3, 4), True, False),
    ],
)
def test_two_tries_on_different_days_are_an_attempt_and_one_more_calls_for_a_look(days, attempted, check):
    assert contact.tried(date(2026, 3, day) for day in days) == (attempted, check)


def test_a_visit_counts_by_itself_within_48_hours():
    began = datetime(2026, 3, 2, 9, 30)
    assert contact.counts(began, began + timedelta(hours=48))
    assert not contact.counts(began, began + timedelta(hours=48, seconds=1))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("4月2日至6日", [((4, 2), (4, 6))]),
        ("10月15日、12月28日到1月3日", [((10, 15), (10, 15)), ((12, 28), (1, 3))]),
        ("13月1日；2月30日", []),
        ("清明前后", []),
        ("", []),
    ],
)
def test_days_to_avoid_are_read_as_they_are_written(text, spans):
    assert [tuple(each) for each in quiet.read(text)] == spans


def test_a_span_over_the_new_year_and_the_29th_of_february_are_days_of_every_year():
    assert quiet.is_quiet([Span((12, 28), (1, 3))], date(2027, 1, 6))
    assert quiet.is_quiet([Span((2, 29), (2, 29))], date(2027, 2, 25))


def test_what_is_owed_after_an_event_runs_from_the_day_it_was_learned_of():
    learned = date(2026, 3, 2)
    stay = contact.after_event("HOSPITAL", learned)
    assert [(each.occasion.value, (each.last - learned).days) for each in stay] == [
        ("HOSPITAL", 1),
        ("HOSPITAL_VISIT", 3),
    ]
    loss = contact.after_event("BEREAVEMENT_NEW", learned)
    assert [(each.last - learned).days for each in loss] == [3, 10]
