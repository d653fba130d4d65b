"""The calculator of penalties: the range the law gives for a violation, with its sum; the address can be passed on."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from caseflow.cases import parameters
from caseflow.cases.fields import IsoDateField, MoneyField
from caseflow.cases.forms import CleanForm

from .amounts import BadAmount
from .pages import CAUSES
from .penalties import Flag, Mitigation, NotInTable, Range, fine_range, hearing_required_from, tiers, violation
from .penalties.ranges import TIER_HEAVY, TIER_LIGHT
from .penalties.thresholds import HEARING_CITIZEN, HEARING_ORGANISATION

PEOPLE = (("", _("按违法主体的一般情形")), ("citizen", _("公民")), ("organisation", _("法人或者其他组织")))


class PenaltyForm(CleanForm):
    """What was done, when, for how much, under which circumstances, by whom."""

    violation = forms.ChoiceField(label=_("案由"))
    income = MoneyField(
        label=_("违法所得"), required=False, help_text=_("没有违法所得的，填 0 或者空着。"), min_value=Decimal(0)
    )
    flags = forms.MultipleChoiceField(
        label=_("认定的情形"), choices=Flag.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    mitigation = forms.ChoiceField(label=_("减轻处罚的法定情形"), required=False)
    person = forms.ChoiceField(label=_("当事人"), choices=PEOPLE, required=False)
    on = IsoDateField(label=_("违法行为日期"), required=False, help_text=_("决定适用哪一时期的法律；空着的，按今天。"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["violation"].choices = [("", _t("请选择")), *((c, f"{c} {n}") for c, n in CAUSES)]  # type: ignore[attr-defined]
        self.fields["mitigation"].choices = [("", _t("没有")), *Mitigation.choices]  # type: ignore[attr-defined]

    def answer(self) -> dict[str, Any] | None:
        """The range with its tiers and thresholds; None where the table has none, which the form then says."""
        data = self.cleaned_data
        on = data["on"] or timezone.localdate()
        try:
            row = violation(data["violation"], on)
            found = fine_range(
                row, data["income"] or Decimal("0.00"), flags=data["flags"], mitigation=data["mitigation"]
            )
        except (NotInTable, BadAmount) as wrong:
            self.add_error(None, str(wrong))
            return None
        person = data["person"] or ("citizen" if row.personal else "organisation")
        values = {each.key: parameters.value(each.key, on) for each in (HEARING_CITIZEN, HEARING_ORGANISATION)}
        return {
            "range": found,
            "row": row,
            "on": on,
            "tiers": _tiers(found, on),
            "tiers_verified": TIER_LIGHT.verified,
            "person": dict(PEOPLE)[person],
            "hearing_from": hearing_required_from(person == "organisation", values),
            "hearing_verified": HEARING_ORGANISATION.verified,
        }


def _tiers(found: Range, on: Any) -> Any:
    light, heavy = parameters.value(TIER_LIGHT.key, on), parameters.value(TIER_HEAVY.key, on)
    return tiers(found, light=light, heavy=heavy)


@require_safe
def penalties(request: HttpRequest) -> HttpResponse:
    """A range found from what the address says."""
    asked = "violation" in request.GET
    form = PenaltyForm(request.GET if asked else None)
    answer = form.answer() if asked and form.is_valid() else None
    context = {"section": "calc-penalty", "form": form, "answer": answer}
    return render(request, "enforcement/calc_penalty.html", context, status=422 if asked and answer is None else 200)
