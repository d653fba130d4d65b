"""Proposal, legal review, statement and hearing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import IsoDateTimeField, MoneyField, StrictIntegerField
from caseflow.cases.grids import VerdictsField
from caseflow.cases.moves import FactsForm, Sections
from caseflow.cases.pickers import PersonField, YesNoField

from ..codes import Adopted, Postponement, ReviewConclusion, ReviewItem, Tier
from ..models import Hearing, Proposal, Statement
from ..penalties.ranges import Mitigation
from ..penalties.table import Licence
from ..procedure import CASE, Role
from .questions import VERDICTS, choose, line, reason, text, tick, words

NONE = Decimal("0.00")


class ProposeForm(FactsForm):
    """处罚建议 (6.7); the range is shown as it was computed."""

    on_label = _("提出日期")
    sections: ClassVar[Sections] = (
        (_("裁量"), ("on", "tier", "mitigation", "reasons")),
        (_("拟处罚内容"), ("warning", "confiscation", "fine", "goods", "licence", "months", "correction")),
    )

    tier = choose(_("裁量阶次"), Tier)
    mitigation = choose(_("减轻的法定情形"), Mitigation, required=False)
    reasons = words(Proposal, "reasons", lines=True, help_text=_("对照裁量基准，写明适用该阶次的事实。"))
    warning = tick(_("警告"))
    confiscation = MoneyField(label=_("没收违法所得"), min_value=0, required=False, initial=NONE)
    fine = MoneyField(label=_("罚款"), min_value=0, required=False, initial=NONE)
    goods = words(Proposal, "goods", lines=True, required=False)
    licence = choose(_("许可证件处理"), Licence, required=False)
    months = StrictIntegerField(label=_("暂停月数"), max_value=12, required=False, initial=0, unit=_("个月"))
    correction = words(Proposal, "correction", required=False, help_text=_("例如“立即停止违法行为”。"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        case: Any = self.record
        if case is None:
            return
        chosen = self["mitigation"].value() or ""
        found = case.range(chosen if chosen in Mitigation.values else "")
        self.fields["fine"].help_text = _t("法定幅度：%(range)s") % {"range": found.in_words}
        self.fields["confiscation"].help_text = _t("违法所得 %(income)s 元，按实际数额没收。") % {
            "income": f"{found.income:,.2f}"
        }

    def defaults(self) -> dict[str, Any]:
        """What was proposed before; of a first proposal, only what the law leaves no choice about."""
        case: Any = self.record
        if case is None:
            return {}
        if (last := case.proposal) is not None:
            own = (name for name in ProposeForm.base_fields if name not in FactsForm.base_fields)
            return {name: getattr(last, name) for name in own}
        return {"confiscation": case.range().confiscation}

    def clean_confiscation(self) -> Decimal:
        return self.cleaned_data["confiscation"] or NONE

    def clean_fine(self) -> Decimal:
        return self.cleaned_data["fine"] or NONE

    def clean_months(self) -> int:
        return self.cleaned_data["months"] or 0


class RenotifyForm(ProposeForm):
    """重新事先告知: what has changed, and what is proposed now."""

    on_label = _("决定日期")
    sections = (
        (_("为什么重新告知"), ("on", "reason")),
        *((title, tuple(name for name in names if name != "on")) for title, names in ProposeForm.sections),
    )
    reason = reason(_("重新告知的理由"), help_text=_("新的事实、证据或者依据。不得因当事人陈述、申辩而加重处罚。"))


class ReviewForm(FactsForm):
    """法制审核意见书 (D25)."""

    on_label = _("审核日期")
    items = VerdictsField(
        ReviewItem.choices, VERDICTS, label=_("审核事项"), help_text=_("逐项审核；同意的，八项须全部通过。")
    )
    opinion = text(_("审核意见"))


class ReturnReviewForm(ReviewForm):
    """The legal review does not agree."""

    conclusion = choose(_("审核结论"), [each for each in ReviewConclusion.choices if each[0] != "agree"])
    field_order = ("token", "version", "on", "items", "conclusion", "opinion")


class ApproveForm(FactsForm):
    """The head's opinion on what is put before him."""

    on_label = _("批准日期")
    opinion = text(_("审批意见"), rows=3, most=2000, required=False, initial="同意。")  # for a paper


class StatementForm(FactsForm):
    """陈述和申辩笔录 (D27)."""

    on_label = _("陈述申辩日期")
    speaker = words(Statement, "speaker")
    place = line(_("地点"), required=False)
    content = words(Statement, "content", lines=True)
    evidence = words(Statement, "evidence", lines=True, required=False)

    def defaults(self) -> dict[str, Any]:
        return _by_party(self, "speaker")


def _by_party(form: FactsForm, name: str) -> dict[str, Any]:
    """The party itself, or who acts for it."""
    if form.record is None:
        return {}
    party = form.record.party
    return {name: party.name if party.is_citizen else party.legal_rep}


class ExamineStatementForm(FactsForm):
    """陈述申辩复核意见."""

    on_label = _("复核日期")
    adopted = choose(_("采纳情况"), Adopted)
    opinion = text(_("复核意见"), help_text=_("对提出的事实、理由和证据逐项说明是否成立。"))


class WaiverForm(FactsForm):
    """放弃陈述申辩和听证权利的声明 (D27a)."""

    on_label = _("声明日期")
    signed_by = words(Statement, "speaker", label=_("签署人"), help_text=_("当事人或者其代理人。"))
    content = words(Statement, "content", lines=True, label=_("声明内容"), required=False)

    def defaults(self) -> dict[str, Any]:
        return _by_party(self, "signed_by")


class RequestHearingForm(FactsForm):
    """听证申请登记 (D29a)."""

    on_label = _("申请日期")
    requested_by = words(Hearing, "requested_by")
    way = words(Hearing, "way", required=False, help_text=_("书面、口头、邮寄等。"))
    grounds = words(Hearing, "grounds", lines=True, required=False)

    def defaults(self) -> dict[str, Any]:
        return _by_party(self, "requested_by")


class ScheduleHearingForm(FactsForm):
    """听证通知书 (D30)."""

    on_label = _("通知日期")
    scheduled_at = IsoDateTimeField(
        label=_("听证时间"), help_text=_("例如 2026-04-20 09:00。须在七个工作日前通知到当事人和有关人员。")
    )
    place = words(Hearing, "place")
    is_open = YesNoField(label=_("举行方式"), yes=_("公开举行"), no=_("不公开举行"), initial=False)
    closed_reason = words(
        Hearing,
        "closed_reason",
        required=False,
        initial="涉及个人隐私",  # for a paper
        help_text=_("涉及国家秘密、商业秘密或者个人隐私依法予以保密的，不公开举行。"),
    )
    host = PersonField(CASE.permission(Role.HOST), label=_("主持人"), help_text=_("不得是本案调查人员。"))
    members = words(Hearing, "members", required=False)
    clerk = words(Hearing, "clerk", required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("is_open"):
            self.cleaned_data["closed_reason"] = ""


class PostponeHearingForm(FactsForm):
    """听证延期通知书 (D30a)."""

    on_label = _("决定日期")
    ground = choose(_("延期情形"), Postponement)
    reason = reason(_("延期的理由"))
    scheduled_at = IsoDateTimeField(label=_("改期后的听证时间"), help_text=_("例如 2026-04-20 09:00。"))


class HoldHearingForm(FactsForm):
    """听证笔录和听证意见书 (D31, D32)."""

    on_label = _("听证日期")
    participants = words(Hearing, "participants", lines=True, help_text=_("姓名、身份，每人一行。"))
    record = words(Hearing, "record", lines=True, help_text=_("调查人员陈述、当事人申辩、质证、辩论和最后陈述。"))
    opinion = words(Hearing, "opinion", lines=True, help_text=_("对事实、证据、依据、裁量和程序的意见，以及处理建议。"))


class EndHearingForm(FactsForm):
    """终止听证 (T26)."""

    on_label = _("终止日期")
    how = words(
        Hearing,
        "ended_how",
        help_text=_("当事人撤回申请，无正当理由不到场，或者未经许可中途退场。"),
    )
