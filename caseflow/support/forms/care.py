"""What is typed for a representative, a departure, and the annual review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import IsoDateField, PhoneField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import RecordField

from ..need_codes import Authority, Channel
from ..review_codes import Found, Matched
from . import questions as ask


class RepresentativeForm(FactsForm):
    """监护人、受托人 (7.2)."""

    on_label = _("登记日期")
    member = ask.member(_("本人"))
    kind = ask.choose(_("依据"), Authority)
    name = ask.line(_("监护人、受托人姓名"), most=50)
    phone = PhoneField(label=_("电话"), required=False)
    document = ask.line(_("文件名称和编号"), most=120, required=False)
    scope = ask.line(_("可以办的事"), most=200, help_text=_("例如：手术、住院时签字。"))
    since = IsoDateField(label=_("自何日起"))
    until = IsoDateField(label=_("至何日止"), required=False)

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("截止的日期不能早于开始的日期。"))


class DepartureForm(FactsForm):
    """成员离世. Nothing else is asked for."""

    on_label = _("得知日期")
    member = ask.member(_("哪一位"))
    departed_on = IsoDateField(label=_("日期"), past=True)
    arranger = ask.line(_("谁在操办"), most=120, required=False)
    wish = ask.text(_("家里的意愿"), rows=3, most=1000, required=False, help_text=_("例如安放的地方。没有说的，空着。"))


class CondolenceForm(FactsForm):
    on_label = _("慰问日期")
    text = ask.text(_("谁去的、还需要帮什么"), rows=3, most=1000)


class FindingForm(FactsForm):
    """年审核对 (F-28), in the conversation of a visit."""

    on_label = _("核对日期")
    member = RecordField(lambda review: review.household.members.filter(end_code=""), label=_("本人"))
    way = forms.ChoiceField(label=_("方式"), choices=Channel.choices, initial=Channel.VISIT)
    found = forms.MultipleChoiceField(
        label=_("有变化的"),
        choices=Found.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("没有变化的，一项也不勾。不请本人另外证明什么。"),
    )
    event_on = IsoDateField(label=_("变化的日期"), past=True, required=False)
    text = ask.text(_("本人的话、需要"), rows=3, most=1000, required=False)

    def defaults(self) -> dict[str, Any]:
        if self.record is None:
            return {}
        left = self.record.members_to_see()
        return {"member": left[0].pk if left else None}


class CompareForm(FactsForm):
    """登记信息比对: from the registers alone."""

    on_label = _("比对日期")
    member = RecordField(lambda review: review.household.members.filter(end_code=""), label=_("本人"))
    matched = forms.MultipleChoiceField(
        label=_("比对的结果"),
        choices=Matched.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("没有变化的，一项也不勾。封存保存，页面不再显示。"),
    )
    event_on = IsoDateField(label=_("变化的日期"), past=True, required=False)


class AttemptForm(FactsForm):
    on_label = _("日期")
    text = ask.text(_("怎样联系、没有见到的情况"), rows=2, most=400)


class OpinionForm(FactsForm):
    on_label = _("审核日期")
    opinion = ask.text(_("意见"), rows=3, most=1000, initial=_("情况属实，同意。"))


class TellExitForm(FactsForm):
    """转出以前的说明 (F-23)."""

    on_label = _("说明日期")
    how = ask.line(_("怎样说明"), most=120)
    statement = ask.text(_("本人意见"), rows=3, most=2000)


class ReturnForm(FactsForm):
    on_label = _("退回日期")
    reason = ask.reason(_("理由"))


CARE_FORMS: dict[str, type[FactsForm]] = {
    "record_representative": RepresentativeForm,
    "record_departure": DepartureForm,
    "record_condolence": CondolenceForm,
}
REVIEW_FORMS: dict[str, type[FactsForm]] = {
    "record_findings": FindingForm,
    "record_attempt": AttemptForm,
    "compare": CompareForm,
    "confirm_in_township": OpinionForm,
    "confirm_in_county": OpinionForm,
    "tell_exit": TellExitForm,
    "approve_exit": OpinionForm,
    "return_exit": ReturnForm,
}
