"""The states a family and an application can be in, and the offices that act in them (reference 4.1, 4.5, 4.6)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    VILLAGE_WORKER = "village_worker", _("村（社区）专干")
    PANEL = "panel_member", _("评议组成员")
    VILLAGE_HEAD = "village_head", _("村（居）委会主要负责人")
    TOWNSHIP_OFFICER = "township_officer", _("乡镇（街道）经办人")
    TOWNSHIP_DEPUTY = "township_deputy", _("乡镇（街道）分管领导")
    COUNTY_OFFICER = "county_officer", _("县级经办人")
    SECTION_HEAD = "county_section_head", _("家庭发展科负责人")
    LEADER = "bureau_leader", _("局分管领导")
    HELPER = "helper", _("帮扶联系人")
    DOCTOR = "doctor", _("签约医生")
    VOLUNTEER = "helper_volunteer", _("志愿者")
    ASSOCIATION = "county_assoc", _("县（区）计生协会工作人员")
    RECEIVER = "receiving_officer", _("接收地乡镇（街道）经办人")
    FINANCE = "finance_officer", _("财政（财务）经办人")


OF_VILLAGE = (Role.VILLAGE_WORKER, Role.PANEL, Role.VILLAGE_HEAD)
OF_TOWNSHIP = (Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY)
OF_AREA = (*OF_VILLAGE, *OF_TOWNSHIP)  # act in the files of their area alone
OF_COUNTY = (Role.COUNTY_OFFICER, Role.SECTION_HEAD, Role.LEADER)
OF_TEAM = (Role.HELPER, Role.DOCTOR, Role.VOLUNTEER)  # act in the files of the families they were appointed to
OF_OFFICE = (*OF_AREA, *OF_COUNTY)  # decide on applications and money


class FamilyState(TextChoices):
    INTAKE = "intake", _("已接案")
    ELIGIBILITY_REVIEW = "eligibility_review", _("资格审核中")
    TEAM_ASSIGNMENT = "team_assignment", _("已确认，组建小组")
    NEEDS_ASSESSMENT = "needs_assessment", _("需求评估")
    PLAN_DRAFT = "plan_draft", _("拟订帮扶计划")
    PLAN_APPROVAL = "plan_approval", _("审批帮扶计划")
    DELIVERY = "delivery", _("帮扶中")
    REVIEW = "review", _("阶段评估")
    SUSPENDED = "suspended", _("暂停")
    SUPPORT_ONLY = "support_only", _("一般帮扶")
    REJECTED = "rejected", _("不予纳入")
    CLOSING = "closing", _("结案审核")
    CLOSED = "closed", _("已结案")
    TRANSFERRED_OUT = "transferred_out", _("已移交")


FAMILY_CODES = {
    FamilyState.INTAKE: "INTAKE",
    FamilyState.ELIGIBILITY_REVIEW: "ELIGIBILITY_REVIEW",
    FamilyState.TEAM_ASSIGNMENT: "TEAM_ASSIGNMENT",
    FamilyState.NEEDS_ASSESSMENT: "NEEDS_ASSESSMENT",
    FamilyState.PLAN_DRAFT: "PLAN_DRAFT",
    FamilyState.PLAN_APPROVAL: "PLAN_APPROVAL",
    FamilyState.DELIVERY: "DELIVERY",
    FamilyState.REVIEW: "REVIEW",
    FamilyState.SUSPENDED: "SUSPENDED",
    FamilyState.SUPPORT_ONLY: "NOT_ELIGIBLE_SUPPORT_ONLY",
    FamilyState.REJECTED: "REJECTED",
    FamilyState.CLOSING: "CLOSING",
    FamilyState.CLOSED: "CLOSED",
    FamilyState.TRANSFERRED_OUT: "TRANSFERRED_OUT",
}
ACCOMPANIED = (  # confirmed, with a team or on the way to one
    FamilyState.TEAM_ASSIGNMENT,
    FamilyState.NEEDS_ASSESSMENT,
    FamilyState.PLAN_DRAFT,
    FamilyState.PLAN_APPROVAL,
    FamilyState.DELIVERY,
    FamilyState.REVIEW,
)
GOING_ON = (
    FamilyState.INTAKE,
    FamilyState.ELIGIBILITY_REVIEW,
    *ACCOMPANIED,
    FamilyState.SUPPORT_ONLY,
    FamilyState.CLOSING,
)
OPEN_FAMILY = (*GOING_ON, FamilyState.SUSPENDED)  # any state that is not final


class State(TextChoices):
    DRAFT = "draft", _("待提交")
    SUBMITTED = "submitted", _("已提交")
    CORRECTION = "correction", _("待补正")
    ACCEPTED = "accepted", _("已受理")
    CHECKED = "checked", _("已入户调查")
    DELIBERATED = "deliberated", _("已评议")
    PUBLICITY_1 = "publicity_1", _("村级公示")
    OBJECTION_HOLD = "objection_hold", _("异议复核")
    VILLAGE_DONE = "village_done", _("村级意见已签")
    TOWNSHIP_REVIEW = "township_review", _("乡镇审核")
    PUBLICITY_2 = "publicity_2", _("乡镇公示")
    COUNTY_REVIEW = "county_review", _("县级审批")
    APPROVED = "approved", _("已批准")
    REJECTED = "not_approved", _("不予批准")
    FILED = "roster_filed", _("已备案")
    WITHDRAWN = "withdrawn", _("已撤回")
    EXPIRED = "expired", _("逾期终止")
    REVOKED = "revoked", _("已撤销")


CODES = {state: state.name for state in State}
UNDECIDED = (
    State.DRAFT,
    State.SUBMITTED,
    State.CORRECTION,
    State.ACCEPTED,
    State.CHECKED,
    State.DELIBERATED,
    State.PUBLICITY_1,
    State.OBJECTION_HOLD,
    State.VILLAGE_DONE,
    State.TOWNSHIP_REVIEW,
    State.PUBLICITY_2,
    State.COUNTY_REVIEW,
)
