"""What is owed to families: made once however often, late or early, and fitted to what they wish."""

from datetime import date, time, timedelta

import pytest
import time_machine

from caseflow.cases.transitions import NotPermitted, Refused
from caseflow.support import calendar, calendar_jobs, contacts
from caseflow.support.models import CalendarRun, ContactDuty, ContactPlan, ContactTally, Household, Visit
from tests.kernel import afresh
from tests.support import walk
from tests.walk import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(folk):
    """Confirmed on 7 April 2026."""
    return walk.bring_family_to(folk, "team_assignment")


def on(day, hour=9):
    return time_machine.travel(moment(date(2026, *day), hour), tick=False)


def run_on(*day):
    with on(day):
        return calendar.run()


def owed(family, **more):
    return ContactDuty.objects.filter(household=family, **more)


def visit(family, by, day, /, clock=time(9, 30), **facts):
    given = {
        "day": date(2026, *day),
        "clock": clock,
        "channel": "HOME",
        "occasion": "ROUTINE",
        "visitors": [by],
        "members": list(family.members.all()),
        "items": ["health"],
        "next_step": "下月再来",
        **facts,
    }
    return walk.do(family, "record_visit", by, given.pop("saved", day), **given)


def test_a_family_is_owed_contact_from_the_day_on_which_it_is_accompanied(family):
    assert family.accompanied_since == date(2026, 4, 7)
    assert {(each.occasion, each.period, each.first) for each in owed(family)} == {
        ("ROUTINE", "2026-04", date(2026, 4, 7)),
        ("QUARTER", "2026-Q2", date(2026, 4, 7)),
    }


def test_the_calendar_makes_each_duty_once(family):
    run_on(4, 8)
    before = ContactDuty.objects.count()
    run_on(4, 8)
    assert ContactDuty.objects.count() == before
    assert run_on(6, 5) > 0
    dragon = owed(family, occasion="DRAGON").get()
    assert (dragon.first, dragon.last) == (date(2026, 6, 4), date(2026, 6, 19))
    CalendarRun.objects.all().delete()  # as if nobody remembered
    run_on(6, 5)
    assert owed(family, occasion="DRAGON").count() == 1


def rows(family):
    names = ("occasion", "period", "first", "last", "status", "alert_township", "alert_county")
    return set(owed(family).values_list(*names))


@pytest.mark.parametrize("days", [[(6, 5), (6, 30)], [(6, 30)], [(5, 3), (5, 3), (6, 1), (6, 30), (6, 30)]])
def test_a_calendar_run_late_gives_what_one_run_every_day_gives(folk, family, days):
    walk.do(
        family, "describe", folk.zhou, (4, 8), contact_preference="HOME_OK", dates_to_avoid="6月20日、5月29日至31日"
    )
    run_on(4, 8)
    for day in days:
        run_on(*day)
    late = rows(family)
    owed(family, first__gt=date(2026, 4, 8)).delete()
    CalendarRun.objects.exclude(job="start").delete()
    day = date(2026, 4, 8)
    while day <= date(2026, 6, 30):
        run_on(day.month, day.day)
        day += timedelta(1)
    assert rows(family) == late
    assert {row[0] for row in late} == {"ROUTINE", "QUARTER", "DRAGON"}


def test_what_was_over_when_the_calendar_began_is_nobodys_debt(family):
    owed(family).delete()
    run_on(7, 15)
    periods = {each.period for each in owed(family)}
    assert periods == {"2026-07", "2026-Q3"}


def test_a_family_with_days_to_avoid_has_a_window_of_its_own(folk, family):
    run_on(4, 8)
    other = {"contact_preference": "HOME_OK", "dates_to_avoid": "6月18日"}
    walk.do(family, "describe", folk.zhou, (4, 9), **other)
    run_on(6, 5)
    dragon = owed(family, occasion="DRAGON").get()
    assert dragon.last == date(2026, 6, 14)
    assert dragon.is_overdue(date(2026, 6, 15))
    assert dragon.alert_township == date(2026, 6, 22)


def test_days_named_later_move_the_window_that_runs(folk, family):
    run_on(6, 5)
    walk.do(family, "describe", folk.zhou, (6, 6), contact_preference="HOME_OK", dates_to_avoid="6月18日")
    assert owed(family, occasion="DRAGON").get().last == date(2026, 6, 14)


def test_a_family_that_wishes_no_contact_is_left_alone_and_asked_once_a_year(folk, family):
    walk.do(family, "describe", folk.zhou, (4, 9), contact_preference="NO_CONTACT_EXCEPT_URGENT")
    run_on(6, 5)
    assert set(owed(family).exclude(occasion="WISH_CHECK").values_list("status", "by_wish")) == {("BY_WISH", True)}
    asked = owed(family, occasion="WISH_CHECK").get()
    assert (asked.status, asked.last) == ("PLANNED", date(2026, 12, 31))
    walk.do(family, "describe", folk.zhou, (6, 8), contact_preference="HOME_OK")
    assert owed(family, occasion="DRAGON").get().status == "PLANNED"
    assert owed(family, occasion="WISH_CHECK").get().status == "SUPPRESSED"


def test_whoever_withdraws_the_consent_to_visits_is_left_alone(folk, family):
    run_on(4, 8)
    walk.do(
        family,
        "withdraw_consent",
        folk.zhou,
        (6, 4),
        member=family.members.first(),
        purposes=["C"],
        how="电话告诉村专干",
    )
    run_on(6, 5)
    assert owed(family, occasion="DRAGON").get().status == "BY_WISH"


def test_each_member_is_contacted_and_the_household_visited(folk, family):
    walk.do(family, "add_member", folk.zhou, (4, 8), name="郑国安", sex="1", birth_date=date(1963, 5, 1))
    run_on(5, 2)
    assert owed(family, period="2026-05").count() == 2
    family = visit(afresh(family), folk.zhou, (5, 6), members=[family.members.first()], channel="PHONE", minutes=5)
    assert owed(family, period="2026-05", status="DONE").count() == 1


def test_a_township_may_have_another_rhythm_and_one_family_again_another(folk, family):
    run_on(4, 8)
    ContactPlan.choose("QINGPU", date(2026, 5, 1), "县里通知", area=folk.town)
    run_on(5, 2)
    assert set(owed(family, first__gte=date(2026, 5, 1)).values_list("occasion", "period")) == {("QUARTER", "2026-D3")}
    walk.do(family, "choose_frequency", folk.tian, (5, 4), profile="HIGH", since=date(2026, 5, 4), why="近来身体不好")
    run_on(5, 17)
    found = set(owed(family, first__gte=date(2026, 5, 4)).values_list("occasion", "period"))
    assert found == {("ROUTINE", "2026-W19"), ("ROUTINE", "2026-W20"), ("QUARTER", "2026-05-B")}


def test_a_visit_keeps_what_it_covers_and_says_so(folk, family):
    run_on(6, 5)
    family = visit(family, folk.zhou, (6, 8), occasion="DRAGON")
    kept = Visit.objects.get()
    assert kept.counted_on == date(2026, 6, 8)
    assert set(kept.duties.values_list("occasion", "status")) >= {("DRAGON", "DONE"), ("ROUTINE", "DONE")}
    assert {each.occasion: each.status for each in kept.duties.all() if each.period == "2026-04"} == {"ROUTINE": "LATE"}
    assert family.dossier.events.order_by("seq").last().transition == "record_visit"
    assert family.dossier.papers.filter(kind="support_visit").count() == 1


def test_a_call_stands_for_a_festival_visit_where_the_family_wishes_it(folk, family):
    walk.do(family, "describe", folk.zhou, (6, 3), contact_preference="PHONE_ONLY")
    run_on(6, 5)
    visit(afresh(family), folk.zhou, (6, 8), channel="PHONE", minutes=4)
    dragon = owed(family, occasion="DRAGON").get()
    assert (dragon.status, dragon.by_wish) == ("DONE", True)


def test_a_visit_written_down_late_counts_once_the_township_has_made_sure(folk, family):
    run_on(6, 5)
    visit(family, folk.zhou, (6, 5), saved=(6, 8))
    assert owed(family, occasion="DRAGON").get().status == "PLANNED"
    late = Visit.objects.get()
    assert late.counted_on is None
    with pytest.raises(NotPermitted):
        walk.do(family, "confirm_visit", folk.zhou, (6, 9), visit=late, how="问过本人")
    walk.do(family, "confirm_visit", folk.tian, (6, 9), visit=late, how="问过本人")
    dragon = owed(family, occasion="DRAGON").get()
    assert (dragon.status, dragon.done_on) == ("DONE", date(2026, 6, 5))


def test_nobody_reached_twice_is_an_attempt_and_a_third_time_the_township_looks_the_same_day(folk, family):
    run_on(4, 8)
    nobody = {"members": [], "items": [], "next_step": ""}
    family = visit(family, folk.zhou, (4, 9), **nobody)
    assert owed(family, status="ATTEMPTED").count() == 0
    family = visit(family, folk.zhou, (4, 10), **nobody)
    assert owed(family, occasion="ROUTINE").get().status == "ATTEMPTED"
    family = visit(family, folk.zhou, (4, 13), **nobody)
    check = owed(family, occasion="WELFARE_CHECK").get()
    assert (check.first, check.last) == (date(2026, 4, 13), date(2026, 4, 13))
    family = visit(family, folk.tian, (4, 13), clock=time(15))
    assert owed(family, occasion="WELFARE_CHECK").get().status == "DONE"
    assert owed(family, occasion="ROUTINE").get().status == "DONE"


def test_a_helper_whose_service_had_ended_is_not_written_down_as_having_come(folk, family):
    family.dossier.assignments.filter(user=folk.lei).update(ended_on=date(2026, 4, 9))
    with pytest.raises(Refused, match="石磊"):
        visit(afresh(family), folk.zhou, (4, 10), visitors=[folk.zhou, folk.lei])
    visit(afresh(family), folk.zhou, (4, 10), saved=(4, 10), visitors=[folk.zhou])


def test_what_is_reached_says_what_was_talked_about_and_what_comes_next(folk, family):
    with pytest.raises(Refused, match="下一步"):
        visit(family, folk.zhou, (4, 9), items=[], next_step="")
    with pytest.raises(Refused, match="还没有到"):
        visit(family, folk.zhou, (4, 9), clock=time(22))
    with pytest.raises(Refused, match="换一种说法"):
        visit(family, folk.zhou, (4, 9), observation="劝他想开点")


def test_a_stay_in_hospital_calls_for_a_contact_and_a_visit_and_is_reminded_of_at_the_end_of_the_year(folk, family):
    run_on(4, 8)
    walk.do(family, "learn_of_event", folk.zhou, (4, 9), kind="HOSPITAL", learned=date(2026, 4, 9))
    found = {each.occasion: each.last for each in owed(family, period="2026-04-09")}
    assert found == {"HOSPITAL": date(2026, 4, 10), "HOSPITAL_VISIT": date(2026, 4, 12)}
    walk.do(family, "learn_of_event", folk.lei, (4, 9), kind="HOSPITAL", learned=date(2026, 4, 9))
    assert owed(family, period="2026-04-09").count() == 2
    visit(afresh(family), folk.zhou, (4, 10), channel="PLACE", occasion="HOSPITAL")
    assert owed(family, period="2026-04-09", status="DONE").count() == 2
    run_on(12, 31)
    assert owed(family, occasion="STAY_CLAIM").get().first == date(2026, 12, 31)


def test_a_birthday_is_greeted_only_where_the_person_wishes_it(folk, family):
    run_on(8, 17)
    assert not owed(family, occasion="BIRTHDAY").exists()
    member = family.members.first()  # born on 20 August
    walk.do(family, "set_greeting", folk.zhou, (8, 16), member=member, wanted=True)
    CalendarRun.objects.filter(job="birthday").delete()
    run_on(8, 17)
    greeted = owed(family, occasion="BIRTHDAY").get()
    assert (greeted.first, greeted.last) == (date(2026, 8, 17), date(2026, 8, 20))
    walk.do(family, "set_greeting", folk.zhou, (8, 18), member=member, wanted=False)
    assert owed(family, occasion="BIRTHDAY").get().status == "SUPPRESSED"


def test_nothing_more_is_owed_to_a_family_whose_file_is_closed(folk, family):
    walk.do(family, "propose_closing", folk.tian, (4, 20), reason="wish", summary="本人要求")
    walk.do(family, "finish", folk.bai, (4, 21), told="电话告诉本人")
    assert not owed(family, status__in=("PLANNED", "ATTEMPTED")).exists()
    run_on(6, 5)
    assert not owed(family, occasion="DRAGON").exists()


def test_how_a_festival_went_is_counted_at_night(folk, family):
    run_on(6, 5)
    visit(family, folk.zhou, (6, 8))
    run_on(6, 20)
    tally = ContactTally.objects.get(occasion="DRAGON")
    assert (tally.due, tally.in_window, tally.by_wish, tally.late) == (1, 1, 0, 0)


def test_the_first_of_december_is_not_done_until_the_next_year_is_loaded(settings):
    with on((12, 1)):
        if calendar_jobs.missing(2027):
            calendar.run()
            assert not CalendarRun.objects.filter(job="next-year").exists()
        else:
            calendar.run()
            assert CalendarRun.objects.filter(job="next-year", period="2026").exists()


def test_who_reaches_an_age_this_month_and_the_next_is_found(folk, family):
    member = family.members.first()  # 20 August 1965: 60 in August 2025, 61 in 2026
    assert member in calendar_jobs.turning(date(2025, 7, 1), 60)
    assert member in calendar_jobs.turning(date(2025, 8, 1), 60)
    assert member not in calendar_jobs.turning(date(2025, 9, 1), 60)


def test_a_job_of_another_course_plugs_in_and_one_that_fails_holds_up_no_other(family):
    done = []

    def work(each):
        done.append(each.period)
        return 1

    def fail(each):
        raise RuntimeError("no")

    extra = [
        calendar.Job("x-works", "试", "", calendar.monthly(5), work),
        calendar.Job("x-fails", "试", "", calendar.monthly(4), fail),
    ]
    try:
        for job in extra:
            calendar.register(job)
        with pytest.raises(RuntimeError):
            run_on(6, 5)
        with pytest.raises(RuntimeError):
            run_on(6, 6)
    finally:
        for job in extra:
            del calendar.JOBS[job.code]
    assert done == ["2026-06"]
    assert owed(family, occasion="DRAGON").exists()


def test_a_thousand_families_are_made_by_as_many_statements_as_one(family, django_assert_max_num_queries):
    batch = contacts.festival_batch(contacts.Occasion.DRAGON, 2026)
    with django_assert_max_num_queries(4):
        assert batch.make(Household.objects.all()) == 1
