"""The enforcement procedure: every move a tip or a case can make, who makes it and on what legal basis."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import HumanTask, Phase, Procedure

from .. import law
from .decision import DECISION_ROWS
from .filing import FILING_ROWS, TIP_ROWS
from .investigation import INVESTIGATION_ROWS
from .performance import PERFORMANCE_ROWS
from .rights import RIGHTS_ROWS
from .words import CASE_CODES, INCOMPATIBLE, ROLE_CODES, SIDES, TIP_CODES, CaseState, Role, TipState


def _reviewed(case: Any) -> bool:
    review = case.review_of(case.proposal, second=False)
    return review is not None and review.conclusion == "agree"


def _scheduled(case: Any) -> bool:
    return case.hearing is not None and case.hearing.scheduled_at is not None


def _came_by_itself(tip: Any) -> bool:
    return tip.from_public and tip.taken_in_on is None


TIP = Procedure(
    name="tip",
    app_label="enforcement",
    title=_("线索"),
    states=TipState,
    roles=Role,
    tasks=(
        HumanTask("take_in_clue", TipState.REGISTERED, Role.INTAKE, _("核对网上举报"), _came_by_itself),
        HumanTask("assign_clue", TipState.REGISTERED, Role.UNIT_HEAD, _("交办线索核查")),
        HumanTask("decide_on_clue", TipState.CHECKING, Role.HEAD, _("决定线索的处理")),
    ),
    transitions=TIP_ROWS,
    phases=(Phase(_("线索"), tuple(TipState)),),
    final=(TipState.TRANSFERRED, TipState.NOT_FILED, TipState.ACCEPTED),
    incompatible=INCOMPATIBLE,
    sides=SIDES,
    delegable=frozenset({Role.UNIT_HEAD, Role.HEAD}),  # RO-07 does not hand on what only he signs
    per_case=frozenset({Role.OFFICER}),
    codes=TIP_CODES,
)

CASE = Procedure(
    name="case",
    app_label="enforcement",
    title=_("案件"),
    states=CaseState,
    roles=Role,
    tasks=(
        HumanTask("decide_filing", CaseState.ACCEPTED, Role.HEAD, _("决定是否立案")),
        HumanTask("begin_investigation", CaseState.FILED, Role.OFFICER, _("开始调查")),
        HumanTask("investigate", CaseState.INVESTIGATING, Role.OFFICER, _("调查取证")),
        HumanTask("await_resumption", CaseState.SUSPENDED, Role.HEAD, _("中止事由消失后恢复调查")),
        HumanTask("report_termination", CaseState.TERMINATED, Role.OFFICER, _("报请结案（终止调查）")),
        HumanTask("hold_panel", CaseState.CONCLUDED, Role.UNIT_HEAD, _("组织合议")),
        HumanTask("propose_penalty", CaseState.IN_PANEL, Role.REVIEWER, _("提出处罚建议")),
        HumanTask("sign_notice", CaseState.IN_LEGAL_REVIEW, Role.HEAD, _("审批事先告知"), _reviewed),
        HumanTask("review_first", CaseState.IN_LEGAL_REVIEW, Role.LEGAL, _("法制审核")),
        HumanTask("deliver_notice", CaseState.NOTICE_ISSUED, Role.OFFICER, _("送达事先告知书")),
        HumanTask("hear_party", CaseState.NOTICE_SERVED, Role.OFFICER, _("听取陈述申辩")),
        HumanTask("conduct_hearing", CaseState.IN_HEARING, Role.HOST, _("举行听证"), _scheduled),
        HumanTask("arrange_hearing", CaseState.IN_HEARING, Role.OFFICER, _("确定听证时间并通知")),
        HumanTask("review_second", CaseState.RE_EXAMINED, Role.LEGAL, _("第二次法制审核")),
        HumanTask("decide", CaseState.IN_APPROVAL, Role.HEAD, _("审批处罚决定")),
        HumanTask("discuss", CaseState.IN_DISCUSSION, Role.COUNCIL, _("集体讨论")),
        HumanTask("deliver_decision", CaseState.DECIDED, Role.OFFICER, _("送达决定书")),
        HumanTask("collect", CaseState.PERFORMING, Role.OFFICER, _("督促履行，核对缴款")),
        HumanTask("collect_plan", CaseState.DEFERRED, Role.OFFICER, _("督促按期缴纳")),
        HumanTask("demand_performance", CaseState.OVERDUE, Role.OFFICER, _("催告")),
        HumanTask("sign_application", CaseState.DEMANDED, Role.PRINCIPAL, _("申请法院强制执行")),
        HumanTask("await_court", CaseState.COURT_ASKED, Role.OFFICER, _("登记法院受理和裁定")),
        HumanTask("follow_court", CaseState.IN_COURT, Role.OFFICER, _("跟进法院执行")),
        HumanTask("sign_closing", CaseState.CLOSING, Role.HEAD, _("审批结案")),
        HumanTask("file_away", CaseState.CLOSED, Role.ARCHIVIST, _("归档")),
        HumanTask("decide_redo", CaseState.REOPENED, Role.HEAD, _("决定如何重新办理")),
    ),
    transitions=(*FILING_ROWS, *INVESTIGATION_ROWS, *RIGHTS_ROWS, *DECISION_ROWS, *PERFORMANCE_ROWS),
    phases=(
        Phase(_("受理"), (CaseState.ACCEPTED, CaseState.NOT_FILED)),
        Phase(_("立案"), (CaseState.FILED,)),
        Phase(
            _("调查取证"),
            (CaseState.INVESTIGATING, CaseState.SUSPENDED, CaseState.TERMINATED, CaseState.CONCLUDED),
        ),
        Phase(_("合议·法制审核"), (CaseState.IN_PANEL, CaseState.IN_LEGAL_REVIEW)),
        Phase(_("事先告知"), (CaseState.NOTICE_ISSUED,)),
        Phase(_("陈述申辩·听证"), (CaseState.NOTICE_SERVED, CaseState.IN_HEARING)),
        Phase(_("复核·审批"), (CaseState.RE_EXAMINED, CaseState.IN_APPROVAL, CaseState.IN_DISCUSSION)),
        Phase(_("决定·送达"), (CaseState.DECIDED, CaseState.SERVED)),
        Phase(
            _("履行"),
            (
                CaseState.PERFORMING,
                CaseState.DEFERRED,
                CaseState.OVERDUE,
                CaseState.DEMANDED,
                CaseState.COURT_ASKED,
                CaseState.IN_COURT,
            ),
        ),
        Phase(_("结案归档"), (CaseState.CLOSING, CaseState.CLOSED, CaseState.ARCHIVED, CaseState.REOPENED)),
    ),
    final=(CaseState.NOT_FILED, CaseState.ARCHIVED),
    incompatible=INCOMPATIBLE,
    sides=SIDES,
    delegable=frozenset({Role.UNIT_HEAD, Role.HEAD}),  # RO-07 does not hand on what only he signs
    per_case=frozenset({Role.OFFICER, Role.HOST}),
    exclusions=law.EXCLUSIONS,
    codes=CASE_CODES,
)

__all__ = ["CASE", "CASE_CODES", "ROLE_CODES", "TIP", "TIP_CODES", "CaseState", "Role", "TipState"]
