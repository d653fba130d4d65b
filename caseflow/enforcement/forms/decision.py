"""Approval, collective discussion and decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import IsoDateTimeField, StrictIntegerField
from caseflow.cases.moves import FactsForm, Sections
from caseflow.cases.pickers import PeopleField, PersonField
from caseflow.people.models import User

from ..codes import Addressee, NoPenalty
from ..procedure import CASE, Role
from .questions import choose, line, reason, text

LEADERS = tuple(CASE.permission(role) for role in (Role.COUNCIL, Role.HEAD, Role.PRINCIPAL))
OVERDUE = _("办案期限届满以后才决定的，必须填写。")


class DiscussionForm(FactsForm):
    """集体讨论通知."""

    on_label = _("提交日期")
    reason = reason(_("提交集体讨论的理由"))
    meeting_at = IsoDateTimeField(label=_("会议时间"))
    place = line(_("会议地点"))


class ResolutionForm(FactsForm):
    """集体讨论记录 (D33)."""

    on_label = _("讨论日期")
    held_at = IsoDateTimeField(label=_("会议时间"), past=True)
    place = line(_("会议地点"))
    chair = PersonField(*LEADERS, label=_("主持人"))
    expected = StrictIntegerField(label=_("应到人数"), min_value=1, max_value=100, unit=_("人"))
    present = PeopleField(*LEADERS, label=_("实到成员"), help_text=_("过半数的成员到会方可讨论。"))
    absent = line(_("缺席成员和原因"), required=False)
    attendees = line(_("列席人员"), required=False, help_text=_("承办人、法制审核人等，不参加表决。"))
    speeches = text(_("发言记录"), rows=8, help_text=_("逐人记录发言要点。"))
    against = StrictIntegerField(label=_("反对"), max_value=100, required=False, initial=0, unit=_("人"))
    abstained = StrictIntegerField(label=_("保留或者弃权"), max_value=100, required=False, initial=0, unit=_("人"))
    dissent = text(_("不同意见"), rows=3, most=2000, required=False)
    conclusion = text(_("讨论结论"), rows=3)

    sections: ClassVar[Sections] = (
        (_("会议"), ("on", "held_at", "place", "chair", "expected", "present", "absent", "attendees")),
        (_("讨论和表决"), ("speeches", "against", "abstained", "dissent", "conclusion")),
    )

    def defaults(self) -> dict[str, Any]:
        if self.agency is None:
            return {}
        council = User.objects.filter(
            is_active=True, agency=self.agency, groups__permissions__codename=Role.COUNCIL
        ).distinct()
        return {"expected": council.count(), "chair": getattr(self.user, "pk", None)}

    def clean_against(self) -> int:
        return self.cleaned_data["against"] or 0

    def clean_abstained(self) -> int:
        return self.cleaned_data["abstained"] or 0


class ResolvePenaltyForm(ResolutionForm):
    """集体讨论决定处罚."""

    sections = (*ResolutionForm.sections, (_("决定的理由"), ("reasons", "overdue_reason")))
    reasons = text(_("补充的理由"), required=False, help_text=_("写进决定书的裁量理由；不填的，用处罚建议的理由。"))
    overdue_reason = reason(_("逾期的理由"), required=False, help_text=OVERDUE)


class Unpunished(FactsForm):
    """What a decision of no penalty must say (APL art. 33)."""

    ground = choose(_("不予处罚情形"), NoPenalty)
    reasons = text(_("不予处罚的理由"))
    education = text(_("教育情况"), rows=3, help_text=_("对当事人进行教育的方式和内容（行政处罚法第三十三条）。"))


class ResolveNoPenaltyForm(Unpunished, ResolutionForm):
    """集体讨论决定不予处罚."""

    sections = (*ResolutionForm.sections, (_("不予处罚"), ("ground", "reasons", "education")))


class DecidePenaltyForm(FactsForm):
    """决定行政处罚 (D34)."""

    on_label = _("决定日期")
    reasons = text(_("补充的理由"), required=False, help_text=_("写进决定书的裁量理由；不填的，用处罚建议的理由。"))
    overdue_reason = reason(_("逾期的理由"), required=False, help_text=OVERDUE)


class DecideNoPenaltyForm(Unpunished):
    """决定不予行政处罚 (D36)."""

    on_label = _("决定日期")


class ReturnFromApprovalForm(FactsForm):
    on_label = _("退回日期")
    reason = reason(_("退回的理由"))


class WithdrawForm(FactsForm):
    """撤销立案 (D37)."""

    on_label = _("决定日期")
    reason = reason(_("撤销立案的理由"))


class TransferForm(FactsForm):
    """案件移送书 (D20)."""

    on_label = _("移送日期")
    addressee = choose(_("接收机关的类别"), Addressee)
    body = line(_("接收机关名称"), most=120)
    reason = reason(_("移送理由和依据"))
    materials = text(_("移送材料清单"), most=2000, required=False, help_text=_("每份材料一行。"))
