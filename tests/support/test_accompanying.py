"""From the first team to the review, the rest and the return: what is asked for, what is refused, what the clock does."""

from datetime import date

import pytest

from caseflow.cases.access import dossiers_visible_to
from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import Refused
from caseflow.people.models import User
from caseflow.support import matters
from tests.kernel import afresh, at
from tests.support import walk
from tests.walk import moment

pytestmark = pytest.mark.django_db


def sees(user, record):
    return dossiers_visible_to(User.objects.get(pk=user.pk)).filter(pk=record.dossier_id).exists()


def limits(family):
    return {each.code: each.legal_due for each in family.dossier.deadlines.running()}


def papers(family):
    return set(family.dossier.papers.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"visited": False}, "上门看望"),
        ({"scores": {"living": "0"}}, "逐项评估"),
        ({"needs": []}, "生活、医疗"),
        ({"health": ""}, "签约医生"),
        ({"scores": {**walk.SCORES, "mind": "1"}}, "单独|另外取得本人同意"),
    ],
)
def test_an_assessment_is_whole_and_by_consent(folk, change, sentence):
    family = walk.accompany_to(folk, "needs_assessment")
    with pytest.raises(Refused, match=sentence):
        walk.do(family, "assess_needs", folk.zhou, (4, 20), **walk.assessed(**change))
    family = walk.do(family, "assess_needs", folk.zhou, (4, 20), **walk.assessed())
    assert (family.state, limits(family)["A-6"]) == ("plan_draft", date(2026, 4, 27))
    assert "support_assessment" in papers(family)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"goals": []}, "生活、医疗"),
        ({"goals": [{**walk.goals()[0], "who": ""}, walk.goals()[1]]}, "谁来办"),
        ({"seen": False}, "给家里看过"),
        ({"review_on": date(2026, 4, 1)}, "不早于"),
    ],
)
def test_a_plan_answers_every_need(folk, change, sentence):
    family = walk.accompany_to(folk, "plan_draft")
    with pytest.raises(Refused, match=sentence):
        walk.do(family, "submit_plan", folk.fpa, (4, 22), **walk.planned(**change))


def test_nothing_is_planned_where_that_is_the_wish(folk):
    family = walk.accompany_to(folk, "plan_draft")
    by_wish = [{"domain": each["domain"], "goal": each["goal"], "by_wish": True} for each in walk.goals()]
    family = walk.do(family, "submit_plan", folk.fpa, (4, 22), **walk.planned(goals=by_wish))
    assert family.state == "plan_approval"


def test_whoever_drafted_a_plan_does_not_approve_it(folk):
    family = walk.accompany_to(folk, "plan_approval")
    family.plans.update(drafted_by=folk.bai)
    with pytest.raises(Refused, match="不审批同一份计划"):
        walk.do(family, "approve_plan", folk.bai, (4, 23), opinion="同意。")


def test_where_the_risk_is_high_the_county_approves(folk):
    family = walk.accompany_to(folk, "plan_draft")
    type(family).objects.filter(pk=family.pk).update(risk_level="3")
    family = walk.do(family, "submit_plan", folk.fpa, (4, 22), **walk.planned())
    with pytest.raises(Refused, match="由县级审批"):
        walk.do(family, "approve_plan", folk.bai, (4, 23), opinion="同意。")
    assert walk.do(family, "approve_plan_in_county", folk.zou, (4, 23), opinion="同意。").state == "delivery"


def test_a_plan_that_comes_back_is_a_new_version(folk):
    family = walk.accompany_to(folk, "plan_approval")
    family = walk.do(family, "return_plan", folk.bai, (4, 23), comments="写明谁陪同")
    assert (family.state, family.plan.comments) == ("plan_draft", "写明谁陪同")
    family = walk.do(family, "submit_plan", folk.fpa, (4, 24), **walk.planned())
    assert family.plan.version == 2


def test_after_half_a_year_the_clock_calls_for_a_review(folk):
    family = walk.accompany_to(folk, "delivery")
    assert limits(family)["A-9"] == date(2026, 10, 23)
    with at(moment(date(2026, 10, 24), 9)):
        assert sweep(date(2026, 10, 24)) == 1
    family = afresh(family)
    assert (family.state, family.stage.cause) == ("review", "half_year")


def test_a_review_is_scored_by_the_team_and_confirmed_by_the_township(folk):
    family = walk.accompany_to(folk, "review")
    with pytest.raises(Refused, match="先由小组评估"):
        walk.do(family, "conclude_review", folk.tian, (5, 21), opinion="同意。")
    with pytest.raises(Refused, match="逐项评分"):
        walk.do(family, "score_goals", folk.fpa, (5, 21), **walk.scored(family, scores={}))
    changed = {"goals": walk.goals(), "review_on": date(2026, 11, 20)}
    family = walk.do(family, "score_goals", folk.fpa, (5, 21), **walk.scored(family, risk="1", **changed))
    family = walk.do(family, "conclude_review", folk.tian, (5, 22), opinion="同意。")
    assert (family.state, family.risk_level, family.plan.version) == ("delivery", "1", 2)
    assert family.plan.approved_by == folk.tian
    assert "有人来就踏实" in str(family.dossier.papers.get(kind="support_review").document.context)


def test_no_longer_in_need_is_a_reason_only_after_a_review(folk):
    family = walk.accompany_to(folk, "review")
    with pytest.raises(Refused, match="须在评估以后"):
        walk.do(family, "propose_closing", folk.tian, (5, 21), reason="no_need", summary="都好")
    family = walk.do(family, "score_goals", folk.fpa, (5, 21), **walk.scored(family))
    family = walk.do(family, "propose_closing_after_review", folk.fpa, (5, 22), reason="no_need", summary="都好")
    assert family.state == "closing"


def test_nobody_is_written_off_before_a_year_of_looking(folk):
    family = walk.accompany_to(folk, "delivery")
    lost = {"reason": "lost", "summary": "公安、亲属都找过"}
    with pytest.raises(Refused, match="满 12 个月"):
        walk.do(family, "propose_closing", folk.fpa, (5, 21), **lost, lost_since=date(2026, 1, 1))
    family = walk.do(family, "propose_closing", folk.fpa, (5, 21), **lost, lost_since=date(2025, 5, 1))
    assert family.state == "closing"


def test_where_everybody_has_departed_the_county_closes(folk):
    family = walk.accompany_to(folk, "delivery")
    family = walk.do(family, "propose_closing", folk.fpa, (5, 21), reason="all_departed", summary="两位先后离世")
    with pytest.raises(Refused, match="由县级审核"):
        walk.do(family, "finish", folk.bai, (5, 22), told="已告诉侄女")
    assert walk.do(family, "finish", folk.zou, (5, 22), told="已告诉侄女").aftercare is False


def test_what_another_course_has_open_holds_up_the_closing(folk, monkeypatch):
    family = walk.accompany_to(folk, "delivery")
    family = walk.do(family, "propose_closing", folk.fpa, (5, 21), reason="wish", summary="本人要求")
    open_now = ["还有一件需求没有办完。"]
    monkeypatch.setattr(matters, "_open", [lambda household: "".join(open_now)])
    with pytest.raises(Refused, match="还有一件需求没有办完"):
        walk.do(family, "finish", folk.bai, (5, 22), told="电话")
    open_now.clear()
    assert walk.do(family, "finish", folk.bai, (5, 22), told="电话").state == "closed"


def test_closing_ends_the_team_and_its_access_and_the_family_is_called_three_times(folk):
    family = walk.accompany_to(folk, "delivery")
    family = walk.do(family, "propose_closing", folk.fpa, (5, 21), reason="wish", summary="本人要求")
    family = walk.do(family, "finish", folk.bai, (5, 22), told="电话")
    assert family.team_on(date(2026, 5, 22)) == []
    assert family.card is None
    assert not any(sees(who, family) for who in (folk.fpa, folk.doc, folk.vol))
    running = family.dossier.deadlines.running().filter(code="A-G")
    assert [each.nominal_due for each in running] == [date(2026, 6, 22), date(2026, 8, 22), date(2026, 11, 22)]
    family = walk.do(family, "greet", folk.zhou, (6, 22), said="都好")
    assert family.dossier.deadlines.running().filter(code="A-G").count() == 2
    family = walk.do(family, "stop_greetings", folk.zhou, (6, 23), wish="不用打了")
    assert not family.dossier.deadlines.running().exists()
    with pytest.raises(Refused, match="不再问候"):
        walk.do(family, "greet", folk.zhou, (6, 24), said="都好")


def test_a_closed_case_goes_on_under_its_number_with_a_suffix(folk):
    family = walk.accompany_to(folk, "delivery")
    family = walk.do(family, "propose_closing", folk.fpa, (5, 21), reason="wish", summary="本人要求")
    family = walk.do(family, "finish", folk.bai, (5, 22), told="电话")
    family = walk.do(family, "reopen", folk.tian, (7, 1), need="摔了一跤")
    assert (family.state, family.number) == ("delivery", f"{family.dossier.reference}-1")
    assert family.dossier.closed_on is None
    assert {"A-9", "T-8", "T-8V"} <= set(limits(family))
    assert {each.stands_for for each in family.team_on(date(2026, 7, 1))} >= {"FPA_SEC", "TOWN_CADRE", "VILLAGE_FP"}


def test_after_two_years_it_is_a_new_case(folk):
    family = walk.bring_family_to(folk, "closed")
    type(family.dossier).objects.filter(pk=family.dossier_id).update(closed_on=date(2024, 3, 1))
    with pytest.raises(Refused, match="重新接案登记"):
        walk.do(family, "reopen_intake", folk.tian, (3, 6), need="回来住了")


@pytest.mark.parametrize("state", ["intake", "needs_assessment", "plan_approval", "delivery", "review"])
def test_a_case_goes_on_where_it_was_suspended(folk, state):
    family = walk.bring_family_to(folk, state)
    family = walk.do(family, "suspend", folk.tian, (5, 21), **walk.ABROAD)
    assert (family.state, family.pause.was) == ("suspended", state)
    assert limits(family)["A-14"] == date(2026, 11, 23)  # the 21st is a Saturday
    other = "resume_closing" if state != "closing" else "resume_intake"
    with pytest.raises(Refused, match="不是从这里暂停"):
        walk.do(family, other, folk.tian, (6, 1), found="回来了")
    family = walk.do(family, f"resume_{state}", folk.tian, (6, 1), found="回来了")
    assert (family.state, family.pause) == (state, None)


def test_a_limit_rests_while_the_case_does(folk):
    family = walk.accompany_to(folk, "needs_assessment")
    before = limits(family)["A-5"]
    family = walk.do(family, "suspend", folk.tian, (4, 20), **walk.ABROAD)
    family = walk.do(family, "resume_needs_assessment", folk.tian, (5, 20), found="回来了")
    assert limits(family)["A-5"] > before


def test_the_receiver_reads_the_file_only_while_asked(folk):
    family = walk.accompany_to(folk, "delivery")
    assert not sees(folk.recv, family)
    family = walk.do(family, "send_transfer", folk.tian, (5, 20), **walk.moved(folk))
    assert sees(folk.recv, family)
    assert limits(family)["A-15"] == date(2026, 6, 3)
    with pytest.raises(Refused, match="等答复"):
        walk.do(family, "send_transfer", folk.tian, (5, 21), **walk.moved(folk))
    family = walk.do(family, "decline_transfer", folk.recv, (5, 21), answer="住址没有落实")
    assert (family.state, sees(folk.recv, family), "A-15" in limits(family)) == ("delivery", False, False)


def test_elsewhere_the_sender_records_the_answer(folk):
    family = walk.accompany_to(folk, "delivery")
    outside = walk.moved(folk, to_area=None, to_office="外县某街道办事处")
    family = walk.do(family, "send_transfer", folk.tian, (5, 20), **outside)
    family = walk.do(family, "record_acceptance", folk.tian, (5, 28), answer="来函接收")
    assert (family.state, family.status, family.closing) == ("transferred_out", "TRANSFERRED", "moved")
    assert family.helpers.filter(until=None).count() == 0
    letter = str(family.dossier.papers.get(kind="support_transfer").document.context)
    assert "答复以前，仍由我处负责" in letter


def test_a_file_is_not_sent_without_consent(folk):
    family = walk.accompany_to(folk, "delivery")
    with pytest.raises(Refused, match="没有同意"):
        walk.do(family, "send_transfer", folk.tian, (5, 20), **walk.moved(folk, agreed=False))
