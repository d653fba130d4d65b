"""The procedures of support: every move of a family's file and of an application, who makes it and on what basis."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import HumanTask, Phase, Procedure

from .. import law
from ..codes import Level
from .accompanying import ACCOMPANYING_ROWS
from .application import APPLYING_ROWS
from .care import CARE_ROWS
from .contact import CONTACT_ROWS
from .county import COUNTY_ROWS
from .family import FAMILY_ROWS
from .family_money import MONEY_ROWS
from .leaving import LEAVING_ROWS
from .review import REVIEW, ReviewState
from .team import TEAM_ROWS
from .ticket import TICKET
from .ticket_words import TicketState
from .village import VILLAGE_ROWS
from .words import CODES, FAMILY_CODES, OF_TEAM, FamilyState, Role, State


def _refused(household: Any) -> bool:
    return household.refused_last()


def _led(household: Any) -> bool:
    return household.leader is not None


def _at_high_risk(household: Any) -> bool:
    return household.at_high_risk


def _scored(household: Any) -> bool:
    return household.stage is not None and household.stage.scored_on is not None


def _short(application: Any) -> bool:
    return application.is_short


def _no_notice(application: Any) -> bool:
    return application.skips_publicity


def _township_round(application: Any) -> bool:
    return application.round is not None and application.round.level == Level.TOWNSHIP


def _reviewed(application: Any) -> bool:
    from ..guards.application import was_reviewed

    return bool(was_reviewed.test(application, None))  # type: ignore[arg-type]


def _proposed(application: Any) -> bool:
    from ..guards.application import is_proposed

    return bool(is_proposed.test(application, None))  # type: ignore[arg-type]


def _endorsed(application: Any) -> bool:
    return _proposed(application) and application.decision.endorsed_on is not None


FAMILY = Procedure(
    name="family",
    app_label="support",
    title=_("关怀家庭"),
    states=FamilyState,
    roles=Role,
    tasks=(
        HumanTask("register_family", FamilyState.INTAKE, Role.VILLAGE_WORKER, _("登记家庭情况，告知与同意")),
        HumanTask(
            "settle_refusal", FamilyState.ELIGIBILITY_REVIEW, Role.COUNTY_OFFICER, _("决定是否转为一般帮扶"), _refused
        ),
        HumanTask("apply", FamilyState.ELIGIBILITY_REVIEW, Role.VILLAGE_WORKER, _("代为填写资格申请，跟进到决定")),
        HumanTask("form_team", FamilyState.TEAM_ASSIGNMENT, Role.TOWNSHIP_OFFICER, _("联系家庭，组建帮扶联系小组")),
        HumanTask("assess", FamilyState.NEEDS_ASSESSMENT, Role.VILLAGE_WORKER, _("上门看望，评估需求")),
        HumanTask("draft_plan_with_team", FamilyState.PLAN_DRAFT, Role.HELPER, _("拟订帮扶计划（组长）"), _led),
        HumanTask("draft_plan", FamilyState.PLAN_DRAFT, Role.TOWNSHIP_OFFICER, _("拟订帮扶计划")),
        HumanTask(
            "check_plan_in_county",
            FamilyState.PLAN_APPROVAL,
            Role.COUNTY_OFFICER,
            _("审批帮扶计划（县级）"),
            _at_high_risk,
        ),
        HumanTask("check_plan", FamilyState.PLAN_APPROVAL, Role.TOWNSHIP_DEPUTY, _("审批帮扶计划")),
        HumanTask("go_on", FamilyState.DELIVERY, Role.VILLAGE_WORKER, _("按计划帮扶、走访")),
        HumanTask("confirm_stage", FamilyState.REVIEW, Role.TOWNSHIP_OFFICER, _("确认阶段评估"), _scored),
        HumanTask("assess_stage_with_team", FamilyState.REVIEW, Role.HELPER, _("评估各项目标（组长）"), _led),
        HumanTask("assess_stage", FamilyState.REVIEW, Role.VILLAGE_WORKER, _("评估各项目标")),
        HumanTask("look_again", FamilyState.SUSPENDED, Role.TOWNSHIP_OFFICER, _("核对暂停的情况")),
        HumanTask("accompany", FamilyState.SUPPORT_ONLY, Role.TOWNSHIP_OFFICER, _("办理一般帮扶")),
        HumanTask("sign_closing_of_family", FamilyState.CLOSING, Role.TOWNSHIP_DEPUTY, _("审核结案（家庭）")),
    ),
    transitions=(*FAMILY_ROWS, *CONTACT_ROWS, *TEAM_ROWS, *ACCOMPANYING_ROWS, *LEAVING_ROWS, *CARE_ROWS, *MONEY_ROWS),
    phases=(
        Phase(_("接案"), (FamilyState.INTAKE,)),
        Phase(_("资格审核"), (FamilyState.ELIGIBILITY_REVIEW, FamilyState.REJECTED)),
        Phase(
            _("组建和计划"),
            (
                FamilyState.TEAM_ASSIGNMENT,
                FamilyState.NEEDS_ASSESSMENT,
                FamilyState.PLAN_DRAFT,
                FamilyState.PLAN_APPROVAL,
            ),
        ),
        Phase(
            _("帮扶"),
            (FamilyState.DELIVERY, FamilyState.REVIEW, FamilyState.SUPPORT_ONLY, FamilyState.SUSPENDED),
        ),
        Phase(_("结案"), (FamilyState.CLOSING, FamilyState.CLOSED, FamilyState.TRANSFERRED_OUT)),
    ),
    final=(FamilyState.REJECTED, FamilyState.CLOSED, FamilyState.TRANSFERRED_OUT),
    exclusions=law.EXCLUSIONS,
    codes=FAMILY_CODES,
    per_case=frozenset((*OF_TEAM, Role.RECEIVER)),
)

APPLICATION = Procedure(
    name="application",
    app_label="support",
    title=_("关怀帮扶申请"),
    states=State,
    roles=Role,
    tasks=(
        HumanTask("hand_in", State.DRAFT, Role.VILLAGE_WORKER, _("请申请人签字，提交申请")),
        HumanTask("check_papers", State.SUBMITTED, Role.TOWNSHIP_OFFICER, _("审查材料，受理或者告知补正")),
        HumanTask("await_papers", State.CORRECTION, Role.VILLAGE_WORKER, _("帮助补齐材料")),
        HumanTask("check", State.ACCEPTED, Role.TOWNSHIP_OFFICER, _("入户调查核查")),
        HumanTask("take_claim", State.CHECKED, Role.TOWNSHIP_OFFICER, _("复核单项待遇"), _short),
        HumanTask("hold_meeting", State.CHECKED, Role.PANEL, _("召开评议")),
        HumanTask("sign_without_notice", State.DELIBERATED, Role.VILLAGE_HEAD, _("签署村级意见"), _no_notice),
        HumanTask("post_notice", State.DELIBERATED, Role.VILLAGE_WORKER, _("公示")),
        HumanTask("sign_after_notice", State.PUBLICITY_1, Role.VILLAGE_HEAD, _("公示期满签署村级意见")),
        HumanTask(
            "answer_in_township", State.OBJECTION_HOLD, Role.TOWNSHIP_OFFICER, _("复核异议（乡镇）"), _township_round
        ),
        HumanTask("answer_objection", State.OBJECTION_HOLD, Role.VILLAGE_WORKER, _("复核异议")),
        HumanTask("take_over", State.VILLAGE_DONE, Role.TOWNSHIP_OFFICER, _("接收村级材料")),
        HumanTask("sign_review", State.TOWNSHIP_REVIEW, Role.TOWNSHIP_DEPUTY, _("签署乡镇意见"), _reviewed),
        HumanTask("review", State.TOWNSHIP_REVIEW, Role.TOWNSHIP_OFFICER, _("当面审核")),
        HumanTask("end_notice", State.PUBLICITY_2, Role.TOWNSHIP_OFFICER, _("公示期满报县")),
        HumanTask("sign_decision", State.COUNTY_REVIEW, Role.LEADER, _("签批"), _endorsed),
        HumanTask("check_decision", State.COUNTY_REVIEW, Role.SECTION_HEAD, _("复核审批意见"), _proposed),
        HumanTask("draft_decision", State.COUNTY_REVIEW, Role.COUNTY_OFFICER, _("提出审批意见")),
        HumanTask("send_roster", State.APPROVED, Role.COUNTY_OFFICER, _("送达决定，备案")),
    ),
    transitions=(*APPLYING_ROWS, *VILLAGE_ROWS, *COUNTY_ROWS),
    phases=(
        Phase(_("申请受理"), (State.DRAFT, State.SUBMITTED, State.CORRECTION, State.WITHDRAWN, State.EXPIRED)),
        Phase(_("调查评议"), (State.ACCEPTED, State.CHECKED, State.DELIBERATED)),
        Phase(_("村级公示"), (State.PUBLICITY_1, State.OBJECTION_HOLD, State.VILLAGE_DONE)),
        Phase(_("乡镇审核"), (State.TOWNSHIP_REVIEW, State.PUBLICITY_2)),
        Phase(_("县级审批"), (State.COUNTY_REVIEW, State.REJECTED)),
        Phase(_("备案"), (State.APPROVED, State.FILED, State.REVOKED)),
    ),
    final=(State.REJECTED, State.FILED, State.WITHDRAWN, State.EXPIRED, State.REVOKED),
    exclusions=law.EXCLUSIONS,
    codes=CODES,
)

__all__ = [
    "APPLICATION",
    "CODES",
    "FAMILY",
    "FAMILY_CODES",
    "REVIEW",
    "TICKET",
    "FamilyState",
    "ReviewState",
    "Role",
    "State",
    "TicketState",
]
