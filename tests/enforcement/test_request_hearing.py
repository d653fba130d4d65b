"""The request for a hearing (T22): within five working days of the notice, and only where it was offered."""

from datetime import date
from decimal import Decimal

import pytest

from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import Refused
from tests import walk
from tests.enforcement.facts import FACTS, act, scheduled
from tests.kernel import afresh, at, do, last_moment, limit, papers, running, unchanged
from tests.walk import moment

pytestmark = pytest.mark.django_db
LAST = date(2026, 4, 7)  # five working days after 30 March, Qingming left out


@pytest.fixture
def case(bring_to):
    return bring_to("notice_served")


@pytest.mark.parametrize("who", ["intake", "li"])
def test_a_request_in_time_opens_the_hearing(who, case, people):
    do(case, "request_hearing", getattr(people, who), LAST, requested_by="石培德")
    asked = afresh(case)
    assert (asked.state, asked.hearing.requested_on) == ("in_hearing", LAST)
    assert papers(case)[-1] == "hearing_request_register"
    assert running(case) == ["DL-12", "DL-14", "DL-17"]
    assert limit(case, "DL-17").suspended


def test_a_request_that_came_in_time_may_be_written_down_later(case, people):
    do(case, "request_hearing", people.intake, date(2026, 4, 9), on=LAST, requested_by="石培德")
    assert afresh(case).hearing.requested_on == LAST


def test_a_late_request_is_refused_with_the_day(case, people):
    with unchanged(), pytest.raises(Refused, match="已于2026年4月7日届满，视为放弃"):
        do(case, "request_hearing", people.intake, date(2026, 4, 8), requested_by="石培德")


def test_after_the_clock_has_come_it_is_too_late_in_any_case(case, people):
    with at(moment(date(2026, 4, 8))):
        sweep()
    with unchanged(), pytest.raises(Refused, match="现在是“复核”"):
        do(case, "request_hearing", people.intake, date(2026, 4, 8), requested_by="石培德")


def test_where_no_hearing_was_offered_none_is_asked_for(bring_to, people):
    change = {
        "file": {"violation": "P-08"},
        "propose": {**walk.PENALTY, "fine": Decimal("0.00"), "confiscation": Decimal("0.00")},
    }
    case = bring_to("notice_served", change=change)
    with unchanged(), pytest.raises(Refused, match="没有告知听证权利"):
        do(case, "request_hearing", people.intake, date(2026, 3, 31), requested_by="石培德")


# --- what follows


def test_the_hearing_is_not_held_before_its_notice_was_served_in_time(bring_to, people):
    case = bring_to("in_hearing")
    now = last_moment(case)
    case = scheduled(people, case, now)
    day = case.hearing.scheduled_at.astimezone(walk.SHANGHAI).date()
    held = {"participants": "……", "record": "……", "opinion": "……"}
    with unchanged(), pytest.raises(Refused, match="没有在举行听证的七个工作日前送达"):
        do(case, "hold_hearing", people.host, day, **held)
    notice = case.dossier.papers.get(kind="hearing_notice")
    do(case, "serve_paper", people.li, date(2026, 4, 3), papers=[notice], **walk.service(people))
    with unchanged(), pytest.raises(Refused, match="七个工作日前送达"):
        do(case, "hold_hearing", people.host, day, **held)


def test_a_hearing_is_fixed_seven_working_days_ahead(bring_to, people):
    case = bring_to("in_hearing")
    facts = FACTS["case", "schedule_hearing"](people, case, last_moment(case))
    facts["scheduled_at"] = moment(date(2026, 4, 9))
    with unchanged(), pytest.raises(Refused, match="不足七个工作日"):
        do(case, "schedule_hearing", people.intake, date(2026, 4, 1), **facts)


def test_a_closed_hearing_has_a_reason(bring_to, people):
    case = bring_to("in_hearing")
    facts = {**FACTS["case", "schedule_hearing"](people, case, last_moment(case)), "closed_reason": ""}
    with unchanged(), pytest.raises(Refused, match="不公开举行听证"):
        do(case, "schedule_hearing", people.intake, date(2026, 4, 1), **facts)


def test_a_postponed_hearing_is_notified_anew(bring_to, people):
    case = bring_to("in_hearing")
    now = last_moment(case)
    case = scheduled(people, case, now)
    notice = case.dossier.papers.get(kind="hearing_notice")
    case = act(case, "serve_paper", people.li, now, papers=[notice], **walk.service(people))
    facts = FACTS["case", "postpone_hearing"](people, case, now)
    do(case, "postpone_hearing", people.host, now.date(), hour=18, **facts)
    hearing = afresh(case).hearing
    assert (hearing.notice_served_on, hearing.postponed) == (None, 1)
