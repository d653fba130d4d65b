"""A family's team: who may join it, what happens when somebody leaves, and that nothing waits for it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from caseflow.cases import parameters
from caseflow.cases.access import dossiers_visible_to
from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import NotPermitted, Refused, perform
from caseflow.people.models import User
from caseflow.support import teaming
from caseflow.support.models import Helper, HelperProfile, Member
from tests.kernel import afresh, at
from tests.support import walk
from tests.walk import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(folk):
    """Confirmed, with a full team that has begun."""
    return walk.accompany_to(folk, "needs_assessment")


def sees(user, record):
    return dossiers_visible_to(User.objects.get(pk=user.pk)).filter(pk=record.dossier_id).exists()


def standing(family):
    return {each.stands_for: str(each.user) for each in family.team_on(date(2026, 4, 30)) if each.stands_for}


def refused(family, folk, sentence, who, code, **facts):
    with pytest.raises(Refused, match=sentence):
        walk.appoint(folk, family, who, code, day=(4, 20), **facts)


def without(folk, family, code, day=(4, 15)):
    return walk.do(family, "end_helper", folk.tian, day, helper=family.helpers.get(code=code, until=None))


def test_five_people_are_a_full_team_and_a_member_without_anybody_is_said(folk, family):
    assert (family.team_filled, family.team_state, family.dual_covered) == (5, "uncovered", True)
    helper = family.helpers.get(code="VILLAGE_FP")
    family = walk.do(family, "name_primary", folk.zhou, (4, 14), member=family.members.first(), helper=helper)
    assert family.team_state == "complete"


def test_a_relative_does_not_serve_and_one_found_out_later_leaves_at_once(folk, family):
    family = walk.do(family, "declare_closeness", folk.zhou, (4, 14), person=folk.vol, kinship="near")
    assert not family.helpers.filter(user=folk.vol, until=None).exists()
    assert family.helpers.get(user=folk.vol).ended == "conflict"
    assert not sees(folk.vol, family)
    refused(family, folk, "近亲属", "vol", "VOLUNTEER")


def test_the_only_doctor_of_a_village_may_be_a_relative_by_leave_of_the_county(folk, family):
    family = walk.do(family, "declare_closeness", folk.zhou, (4, 14), person=folk.doc, kinship="near")
    refused(family, folk, "近亲属", "doc", "VILLAGE_DOCTOR")
    family = walk.do(family, "waive_for_doctor", folk.zou, (4, 15), person=folk.doc, reason="村里只有一名医生")
    family = walk.appoint(folk, family, "doc", "VILLAGE_DOCTOR", day=(4, 15))
    assert family.team_filled == 5


def test_whoever_is_otherwise_close_declares_it(folk, family):
    family = without(folk, family, "VOLUNTEER")
    family = walk.do(family, "declare_closeness", folk.zhou, (4, 15), person=folk.vol2, kinship="other")
    refused(family, folk, "书面声明", "vol2", "VOLUNTEER")
    assert walk.appoint(folk, family, "vol2", "VOLUNTEER", day=(4, 20), declared="表亲").team_filled == 5


def test_a_beneficiary_of_the_scheme_helps_as_a_volunteer_alone(folk, family):
    HelperProfile.objects.filter(user__in=(folk.vol, folk.fp)).update(in_scheme=True)
    with at(moment(date(2026, 4, 16), 9)):
        assert teaming.settle_all() == 1
    assert {each.code for each in family.helpers.exclude(until=None)} == {"VILLAGE_FP"}
    refused(family, folk, "只能按家庭意愿担任志愿者", "fp", "VILLAGE_FP")


def test_a_pledge_that_has_run_out_suspends_until_it_is_renewed(folk, family):
    HelperProfile.objects.filter(user=folk.vol).update(trained_on=date(2025, 4, 15))
    with at(moment(date(2026, 4, 16), 9)):
        assert teaming.settle_all() == 1
        assert teaming.settle_all() == 0
    family = afresh(family)
    assert (family.team_filled, standing(family)) == (4, {"VOLUNTEER": "石小梅"})
    assert not sees(folk.vol, family)
    pledge = {"person": folk.vol, "trained_on": date(2026, 4, 17), "explained": True}
    family = walk.do(family, "take_pledge", folk.assoc, (4, 17), **pledge)
    assert (family.team_filled, standing(family)) == (5, {})
    assert sees(folk.vol, family)


def test_nobody_serves_more_families_than_the_cap_without_a_reason(folk, family):
    other = {"person": folk.vol2, "code": "VOLUNTEER", "asked": "愿意"}
    family = without(folk, family, "VOLUNTEER")
    with parameters.overridden({"support.cap_volunteer": 0}):
        refused(family, folk, "达到上限 0 户", "vol2", "VOLUNTEER")
        assert walk.do(family, "appoint_helper", folk.assoc, (4, 20), **other, over_cap="本村只有一名").team_filled == 5


def test_two_people_in_one_role_and_two_roles_for_one_person_are_refused(folk, family):
    refused(family, folk, "已经有人", "vol2", "VOLUNTEER")
    family = without(folk, family, "FPA_SEC")
    refused(family, folk, "不能担任两个角色", "cadre", "FPA_SEC")
    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.objects.create(household=family, user=folk.vol2, code="VOLUNTEER", since=date(2026, 4, 20))


def test_whoever_leaves_loses_the_file_at_that_moment_and_somebody_stands_in(folk, family):
    assert sees(folk.vol, family)
    family = walk.do(family, "leave_team", folk.vol, (4, 15))
    assert not sees(folk.vol, family)
    assert (family.team_filled, standing(family)) == (4, {"VOLUNTEER": "石小梅"})
    limit = family.dossier.deadlines.running().get(code="T-8V")
    assert (limit.item, limit.nominal_due) == ("VOLUNTEER", date(2026, 5, 15))
    with pytest.raises(NotPermitted):
        walk.do(family, "hand_over", folk.vol, (4, 15))


def test_for_every_role_the_system_names_who_stands_in(folk, family):
    HelperProfile.objects.create(user=folk.recv, stands_in_at=folk.town)
    for code in ("VOLUNTEER", "VILLAGE_DOCTOR", "FPA_SEC", "TOWN_CADRE", "VILLAGE_FP"):
        family = without(folk, family, code)
    assert standing(family) == {
        "VOLUNTEER": "石小梅",
        "VILLAGE_DOCTOR": "贺志远",
        "FPA_SEC": "郭淑珍",
        "TOWN_CADRE": "白晓光",
        "VILLAGE_FP": "石桥生",
    }
    assert family.team_filled == 0


def test_the_family_may_want_somebody_else_and_the_clock_sees_to_it(folk, family):
    helper = family.helpers.get(code="TOWN_CADRE")
    family = walk.do(family, "refuse_helper", folk.zhou, (4, 15), helper=helper, how="电话")
    assert not sees(folk.cadre, family)
    assert family.dossier.deadlines.running().get(code="T-9").legal_due == date(2026, 4, 20)
    with at(moment(date(2026, 4, 21), 9)):
        assert sweep(date(2026, 4, 21)) == 1
    family = afresh(family)
    assert family.helpers.get(pk=helper.pk).ended == "wish"
    refused(family, folk, "以前要求换掉", "cadre", "TOWN_CADRE", dual=True)


def test_the_second_time_somebody_talks_with_the_family_first(folk, family):
    family = walk.do(
        family, "refuse_helper", folk.zhou, (4, 15), helper=family.helpers.get(code="TOWN_CADRE"), how="电话"
    )
    second = {"helper": family.helpers.get(code="VOLUNTEER"), "how": "电话"}
    with pytest.raises(Refused, match="谈一谈"):
        walk.do(family, "refuse_helper", folk.zhou, (4, 16), **second)
    family = walk.do(family, "refuse_helper", folk.zhou, (4, 16), **second, talk="本人希望来个年轻人")
    assert family.helpers.filter(until=None).exclude(refused_on=None).count() == 2


def test_a_successor_takes_over_and_the_family_gets_a_new_card(folk, family):
    family = without(folk, family, "VOLUNTEER", day=(4, 15))
    family = walk.appoint(folk, family, "vol2", "VOLUNTEER", day=(4, 20))
    codes = {each.code: each.legal_due for each in family.dossier.deadlines.running()}
    assert (codes["T-H"], codes["T-C"]) == (date(2026, 4, 27), date(2026, 4, 20))
    told = {"needs": "无", "promises": "五月来晒被子", "witness": "何秀英"}
    family = walk.do(family, "hand_over", folk.vol2, (4, 21), helper=family.helpers.get(user=folk.vol2), **told)
    family = walk.do(family, "deliver_card", folk.zhou, (4, 21))
    assert family.card.version == 2
    assert family.cards.get(version=1).void_on == date(2026, 4, 21)
    assert not {"T-H", "T-C"} & {each.code for each in family.dossier.deadlines.running()}
    paper = family.dossier.papers.select_related("document").get(kind="support_handover").document.context
    assert "2026年4月15日终止" in str(paper)


def test_a_consent_taken_back_ends_the_service_that_rests_on_it(folk, family):
    withdrawn = {"member": family.members.first(), "purposes": ["D"], "how": "电话"}
    family = walk.do(family, "withdraw_consent", folk.zhou, (4, 15), **withdrawn)
    assert family.helpers.get(user=folk.vol).ended == "consent"
    assert not sees(folk.vol, family)
    assert sees(folk.fpa, family)


def test_whoever_was_named_for_a_member_and_leaves_is_named_no_more(folk, family):
    member, helper = family.members.first(), family.helpers.get(code="VOLUNTEER")
    family = walk.do(family, "name_primary", folk.zhou, (4, 14), member=member, helper=helper)
    without(folk, family, "VOLUNTEER")
    assert Member.objects.get(pk=member.pk).primary_helper is None


def test_nothing_waits_for_a_team(folk):
    """T-7: with nobody in the team the family applies, and its money goes on."""
    family = walk.bring_family_to(folk, "team_assignment")
    assert family.team_state == "none"
    family = walk.do(
        family,
        "start_application",
        folk.zhou,
        (4, 10),
        applicant=family.members.first(),
        track="claim",
        benefit="HOSP_CARE",
    )
    assert family.application.state == "draft"


def test_a_team_with_gaps_begins_all_the_same_if_one_of_the_two_posts_is_held(folk):
    family = walk.with_team(folk, walk.bring_family_to(folk, "team_assignment"), (("fpa", "FPA_SEC", False),))
    with pytest.raises(Refused, match="双岗联系人"):
        walk.do(family, "begin_assessment", folk.tian, (4, 13))
    family = walk.appoint(folk, family, "cadre", "TOWN_CADRE", day=(4, 13), dual=True)
    family = walk.do(family, "begin_assessment", folk.tian, (4, 13))
    assert (family.state, family.team_state, family.team_filled) == ("needs_assessment", "incomplete", 2)


def test_what_lists_show_is_what_the_rows_say(folk, family):
    for code in ("VOLUNTEER", "FPA_SEC"):
        family = without(folk, family, code)
    found = teaming.measured(family, date(2026, 4, 15) + timedelta(days=1))
    assert (family.team_state, family.team_filled, family.dual_covered) == (found.state, found.filled, found.dual)


def test_a_second_member_is_covered_by_nobody_until_somebody_is_named(folk, family):
    first = {"member": family.members.first(), "helper": family.helpers.get(code="VILLAGE_FP")}
    family = walk.do(family, "name_primary", folk.zhou, (4, 14), **first)
    assert family.team_state == "complete"
    parent = {"name": "郑国安", "sex": "1", "birth_date": date(1963, 5, 12)}
    assert walk.do(family, "add_member", folk.zhou, (4, 15), **parent).team_state != "complete"


def test_the_night_sees_what_another_course_has_ended(folk, family):
    Member.objects.filter(household=family).update(end_code="E_DEATH")
    with at(moment(date(2026, 4, 16), 9)):
        assert teaming.settle_all() == 1
    assert afresh(family).team_state == "complete"


def test_a_helper_does_not_move_what_the_office_moves(folk, family):
    with at(moment(date(2026, 4, 15), 9)), pytest.raises(NotPermitted):
        perform(family, "record_consent", by=folk.fpa, **walk.consent(family))
