"""The annual review: opened once for each family whenever the sweep runs, and ended by nobody alone."""

import re
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseflow.cases import parameters
from caseflow.cases.models import Deadline, ParameterValue
from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import Refused, perform
from caseflow.support.law.care import day_of
from caseflow.support.models import Household, Member, Review
from caseflow.support.procedure.review import REVIEW_CODES
from caseflow.support.rules.review import GATES
from caseflow.support.yearly import opening_day, year_under_review
from tests.kernel import at, papers
from tests.support import needs, walk
from tests.support.test_reference import text
from tests.walk import moment


def test_a_review_has_the_states_of_the_reference():
    line = next(line for line in text().splitlines() if line.startswith("Annual-review machine"))
    assert {*REVIEW_CODES.values()} | {"EXIT"} == set(re.findall(r"`([A-Z_]+)`", line))


def test_the_gates_are_those_of_the_rules():
    told = {gate.code: f"{gate.month:02d}-{gate.day:02d}" for gate in GATES}
    for key in ("village", "township", "county"):
        assert parameters.known(f"support.review_{key}").default == told[key.upper()]


@given(st.dates(date(2020, 1, 1), date(2080, 12, 31)))
def test_the_29th_of_february_is_the_28th_in_a_common_year(day):
    assert day_of("02-29", day.year).month == 2
    assert day_of(f"{day:%m-%d}", day.year) == day or (day.month, day.day) == (2, 29)


@pytest.fixture
def family(folk):
    return walk.bring_family_to(folk, "team_assignment")


def opened(family):
    return list(Review.objects.filter(household=family).values_list("year", "dossier__opened_on"))


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.dates(date(2026, 11, 20), date(2027, 3, 20)), min_size=1, max_size=4))
def test_early_late_and_repeated_sweeps_open_the_same(family, days):
    with transaction.atomic():
        for day in sorted(days):
            with at(moment(day, 9)):
                sweep(dossiers=type(family.dossier).objects.filter(pk=family.dossier_id))
        late = any(day >= date(2026, 12, 1) for day in days)
        assert opened(family) == ([(2027, date(2026, 12, 1))] if late else [])
        if late:
            due = Deadline.objects.filter(dossier__procedure="support.review").order_by("legal_due")
            assert [each.legal_due for each in due] == [date(2027, 2, 15), date(2027, 3, 15), date(2027, 3, 31)]
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"status": "IN_REVIEW"}, {"confirmed_on": date(2026, 12, 2)}, {"status": "ENDED"}],
    ids=["not confirmed", "confirmed later", "ended"],
)
def test_only_a_family_that_was_confirmed_on_the_day_is_reviewed(family, change):
    Household.objects.filter(pk=family.pk).update(**change)
    with at(moment(date(2026, 12, 3), 9)):
        sweep()
    assert opened(family) == []


@pytest.mark.django_db
def test_the_office_sets_the_day_and_the_gates_from_a_day_on(family):
    ParameterValue.objects.create(key="support.review_opens", value="11-15", valid_from=date(2026, 6, 1), basis="县")
    ParameterValue.objects.create(key="support.review_village", value="02-29", valid_from=date(2026, 6, 1), basis="县")
    assert opening_day(2027) == date(2026, 11, 15)
    assert year_under_review(date(2026, 11, 14)) == 2026
    with at(moment(date(2026, 11, 15), 9)):
        sweep()
    assert opened(family) == [(2027, date(2026, 11, 15))]
    assert Deadline.objects.get(code="L-20-V").legal_due == date(2027, 2, 28)


@pytest.mark.django_db
def test_a_review_that_goes_on_changes_nothing_and_prints_its_sheet(folk):
    review = needs.bring_review_to(folk, "review_continue")
    assert papers(review) == ["support_annual_review"]
    assert not Member.objects.exclude(end_code="").exists()
    assert [each.result for each in review.findings.all()] == ["CONTINUE"]


@pytest.mark.django_db
def test_whoever_leaves_is_told_first_and_keeps_the_month_of_the_event(folk):
    review = needs.bring_review_to(folk, "review_exit_approval")
    with at(moment(date(2026, 12, 5), 9)), pytest.raises(Refused, match="先向本人说明"):
        perform(review, "approve_exit", by=folk.lu, opinion="同意。")
    review = walk.do(review, "tell_exit", folk.zhou, (12, 7), how="电话", statement="知道了")
    review = walk.do(review, "approve_exit", folk.lu, (12, 8), opinion="同意。")
    member = review.household.members.get()
    assert (member.closed_to, member.end_code) == (date(2026, 12, 31), "E_HUKOU_OUT")
    assert Household.objects.get(pk=review.household_id).status == "ENDED"
    assert papers(review) == ["support_annual_review", "support_annual_exit"]


@pytest.mark.django_db
def test_nobody_confirms_what_they_have_seen_themselves(folk):
    review = needs.open_review(folk)
    review = walk.do(review, "record_findings", folk.tian, (12, 1), **needs.found(review))
    review = walk.do(review, "finish_visit", folk.zhou, (12, 2))
    with at(moment(date(2026, 12, 3), 9)), pytest.raises(Refused, match="由另一个人审核"):
        perform(review, "confirm_in_township", by=folk.tian, opinion="同意。")


@pytest.mark.django_db
def test_what_a_register_says_of_a_later_child_is_not_written_in_the_file_nor_on_a_paper(folk):
    review = needs.bring_review_to(folk, "review_visited")
    facts = {"member": review.household.members.first(), "matched": ["lawful"], "event_on": date(2026, 11, 3)}
    review = walk.do(review, "compare", folk.tian, (12, 3), **facts)
    review = walk.do(review, "confirm_in_township", folk.bai, (12, 3), opinion="同意。")
    review = walk.do(review, "confirm_in_county", folk.zou, (12, 4), opinion="同意。")
    assert review.state == "review_exit_approval"
    event = review.dossier.events.get(transition="compare")
    assert "matched" not in event.data
    said = review.dossier.papers.get(kind="support_annual_review").document.context
    assert "依据登记信息变化" in said
    assert not [word for word in ("收养", "再生育", "依法登记", "E_ADOPTION") if word in said]


@pytest.mark.django_db
def test_a_leader_may_have_it_looked_at_again(folk):
    review = walk.do(
        needs.bring_review_to(folk, "review_exit_approval"), "return_exit", folk.lu, (12, 8), reason="户籍没有迁"
    )
    assert review.state == "review_visited"
    again = needs.found(review, found=[])
    review = walk.do(review, "record_findings", folk.zhou, (12, 9), **again)
    review = walk.do(review, "confirm_in_township", folk.bai, (12, 9), opinion="同意。")
    assert walk.do(review, "confirm_in_county", folk.zou, (12, 10), opinion="同意。").state == "review_continue"
