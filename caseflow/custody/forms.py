"""What one types to see a sealed identity, to answer such a request, and to put something on a list for destruction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import CleanCharField, StrictIntegerField
from caseflow.cases.forms import CleanForm

from .models import MINUTES, REASON, Ground

LONG = 1000  # characters


def area(label: Any, help_text: Any = "", most: int = LONG, **options: Any) -> CleanCharField:
    return CleanCharField(
        label=label, help_text=help_text, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class AskForm(CleanForm):
    """The request; with ``emergency`` the ground is the one that needs nobody else first."""

    ground = forms.ChoiceField(
        label=_("法律依据"),
        choices=[choice for choice in Ground.choices if choice[0] != Ground.DANGER],
    )
    reason = area(_("理由"), _("至少 20 个字，写明为什么必须知道其身份。"))
    minutes = StrictIntegerField(
        label=_("查看时间（分钟）"),
        min_value=1,
        max_value=MINUTES,
        initial=10,
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if len("".join(reason.split())) < REASON:
            raise forms.ValidationError(_("请写明理由，至少 20 个字。"))
        return reason


class EmergencyForm(AskForm):
    """Danger to life: opened at once, confirmed by a second person within a day."""

    ground = forms.ChoiceField(
        label=_("法律依据"),
        choices=[(Ground.DANGER.value, Ground.DANGER.label)],
    )
    sure = forms.BooleanField(
        label=_(
            "确有危及人身安全的紧急情况。我知道：立即通知保护专员、审计管理员和负责人；24 小时内没有另一人确认的，我的账号停用。"
        )
    )


class AnswerForm(CleanForm):
    """A decision, or a finding, with its sentence."""

    answer = area(_("意见"), most=400, required=False)


class ReasonForm(CleanForm):
    """Why something is held, or destroyed."""

    reason = area(_("理由"), most=400)


class HoldForm(CleanForm):
    """Of which file nothing is destroyed for the time being, and why."""

    reference = CleanCharField(label=_("案卷编号"), max_length=40)
    reason = CleanCharField(label=_("原因（诉讼、复议、调查等）"), max_length=400)
