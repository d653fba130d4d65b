"""The states a tip and a case can be in, and the offices that act in them (reference 3.2, 5.1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caseflow.procedure.duties import Side, offices_apart


class Role(TextChoices):
    INTAKE = "intake_clerk", _("受理人")
    OFFICER = "case_officer", _("承办人")
    UNIT_HEAD = "unit_head", _("科室负责人")
    REVIEWER = "reviewer", _("审核人")
    LEGAL = "legal_reviewer", _("法制审核人")
    HEAD = "head", _("负责人")
    PRINCIPAL = "principal_head", _("正职负责人")
    COUNCIL = "council_member", _("集体讨论成员")
    HOST = "hearing_host", _("听证主持人")
    FINANCE = "finance", _("财务人员")
    ARCHIVIST = "archivist", _("档案管理员")
    SUPERVISOR = "supervisor", _("督办人员")


ROLE_CODES = {
    Role.INTAKE: "RO-01",
    Role.OFFICER: "RO-02",
    Role.UNIT_HEAD: "RO-03",
    Role.REVIEWER: "RO-04",
    Role.LEGAL: "RO-05",
    Role.HEAD: "RO-06",
    Role.PRINCIPAL: "RO-07",
    Role.COUNCIL: "RO-08",
    Role.HOST: "RO-09",
    Role.FINANCE: "RO-11",
    Role.ARCHIVIST: "RO-13",
    Role.SUPERVISOR: "RO-16",
}


class TipState(TextChoices):
    REGISTERED = "registered", _("线索登记")
    CHECKING = "checking", _("线索核查")
    TRANSFERRED = "transferred", _("线索移送")
    NOT_FILED = "not_filed", _("线索办结（不予立案）")
    ACCEPTED = "accepted", _("已转为案件")


class CaseState(TextChoices):
    ACCEPTED = "accepted", _("已受理")
    NOT_FILED = "not_filed", pgettext_lazy("state", "不予立案")
    FILED = "filed", _("已立案")
    INVESTIGATING = "investigating", pgettext_lazy("state", "调查取证")
    SUSPENDED = "suspended", pgettext_lazy("state", "中止调查")
    TERMINATED = "terminated", pgettext_lazy("state", "终止调查")
    CONCLUDED = "concluded", pgettext_lazy("state", "调查终结")
    IN_PANEL = "in_panel", _("合议")
    IN_LEGAL_REVIEW = "in_legal_review", _("法制审核")
    NOTICE_ISSUED = "notice_issued", _("事先告知")
    NOTICE_SERVED = "notice_served", _("陈述申辩·待听证")
    IN_HEARING = "in_hearing", _("听证中")
    RE_EXAMINED = "re_examined", _("复核")
    IN_APPROVAL = "in_approval", _("负责人审批")
    IN_DISCUSSION = "in_discussion", _("集体讨论")
    DECIDED = "decided", _("已决定")
    SERVED = "served", _("已送达")
    PERFORMING = "performing", _("履行中")
    DEFERRED = "deferred", _("延期、分期履行")
    OVERDUE = "overdue", _("逾期未履行")
    DEMANDED = "demanded", _("已催告")
    COURT_ASKED = "court_asked", _("申请强制执行")
    IN_COURT = "in_court", _("法院执行")
    CLOSING = "closing", _("结案审批")
    CLOSED = "closed", _("已结案")
    ARCHIVED = "archived", _("已归档")
    REOPENED = "reopened", pgettext_lazy("state", "重新办理")


TIP_CODES = {
    TipState.REGISTERED: "M00",
    TipState.CHECKING: "M01",
    TipState.TRANSFERRED: "M02",
    TipState.NOT_FILED: "M03",
}

CASE_CODES = {
    CaseState.ACCEPTED: "M10",
    CaseState.NOT_FILED: "M03",
    CaseState.FILED: "M11",
    CaseState.INVESTIGATING: "M20",
    CaseState.SUSPENDED: "M21",
    CaseState.TERMINATED: "M22",
    CaseState.CONCLUDED: "M23",
    CaseState.IN_PANEL: "M30",
    CaseState.IN_LEGAL_REVIEW: "M31",
    CaseState.NOTICE_ISSUED: "M40",
    CaseState.NOTICE_SERVED: "M41",
    CaseState.IN_HEARING: "M42",
    CaseState.RE_EXAMINED: "M43",
    CaseState.IN_APPROVAL: "M50",
    CaseState.IN_DISCUSSION: "M51",
    CaseState.DECIDED: "M60",
    CaseState.SERVED: "M61",
    CaseState.PERFORMING: "M70",
    CaseState.DEFERRED: "M71",
    CaseState.OVERDUE: "M72",
    CaseState.DEMANDED: "M73",
    CaseState.COURT_ASKED: "M74",
    CaseState.IN_COURT: "M75",
    CaseState.CLOSING: "M80",
    CaseState.CLOSED: "M81",
    CaseState.ARCHIVED: "M90",
    CaseState.REOPENED: "M91",
}


def between(first: CaseState, last: CaseState) -> tuple[CaseState, ...]:
    """``Mxx..Myy`` of the reference: every state from xx to yy, without M22 and M03."""
    low, high = CASE_CODES[first], CASE_CODES[last]
    left_out = {CaseState.TERMINATED, CaseState.NOT_FILED}
    return tuple(state for state, code in CASE_CODES.items() if low <= code <= high and state not in left_out)


EVERY_STATE = tuple(state for state in CASE_CODES if state != CaseState.NOT_FILED)


# The side of a matter that whoever acts in an office stands on; which sides exclude each other holds for all procedures.
SIDES = {
    Role.OFFICER: Side.INVESTIGATE,
    Role.REVIEWER: Side.REVIEW,
    Role.LEGAL: Side.LEGAL_REVIEW,
    Role.HEAD: Side.APPROVE,
    Role.PRINCIPAL: Side.APPROVE,
    Role.COUNCIL: Side.VOTE,
    Role.HOST: Side.CHAIR_HEARING,
    Role.FINANCE: Side.PAY,
}
INCOMPATIBLE = offices_apart(SIDES)  # reference 5.2
