"""The calculator of time limits: any colleague counts any limit and sees the sum; the address can be passed on."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from caseflow.procedure import Unit
from caseflow.procedure.limits import exclusions, limit, limits

from . import holidays
from .calendar import Due, Exclusion, Extension, due
from .columns import ClockField
from .fields import IsoDateField, StrictIntegerField
from .forms import CleanForm
from .limits import length_of


class DueForm(CleanForm):
    """Which limit, from when, and what happens on the way."""

    limit = forms.ChoiceField(label=_("期限"))
    start = IsoDateField(label=_("起算之日"), help_text=_("送达、收到或者发生的那一天，例如 2026-09-29；当日不计。"))
    clock = ClockField(label=_("时刻"), required=False, help_text=_("只用于按小时计算的期限，例如 14:30。"))
    exclusion = forms.ChoiceField(label=_("不计入的期间"), required=False)
    excluded_from = IsoDateField(label=_("期间开始"), required=False)
    excluded_to = IsoDateField(label=_("期间结束"), required=False, help_text=_("仍在继续的，空着。"))
    extension = StrictIntegerField(label=_("延长"), required=False, max_value=9999, help_text=_("单位与期限相同。"))
    extended_on = IsoDateField(label=_("批准延长之日"), required=False, help_text=_("空着的，按起算之日。"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        rules = [(code, f"{code} {rule.name}") for code, rule in limits().items()]
        self.fields["limit"].choices = [("", _t("请选择")), *rules]  # type: ignore[attr-defined]
        grounds = [(code, f"{code} {ground.name}") for code, ground in exclusions().items()]
        self.fields["exclusion"].choices = [("", _t("没有")), *grounds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("exclusion") and not data.get("excluded_from"):
            self.add_error("excluded_from", _t("请填写不计入的期间从哪一天开始。"))
        code = data.get("exclusion")
        if code and data.get("limit") and code not in limit(data["limit"]).exclusions:
            self.add_error("exclusion", _t("这个期限不扣除这种期间。"))
        return data

    def count(self) -> Due | None:
        """The answer; None where the question makes no sense, which the form then says."""
        data = self.cleaned_data
        rule, start = limit(data["limit"]), self._start(data)
        try:
            return due(
                rule,
                start,
                holidays.calendar(),
                list(self._events(data)),
                length=length_of(rule, data["start"]),
                today=timezone.localdate(),
            )
        except ValueError as refusal:
            self.add_error(None, str(refusal))
            return None

    def _start(self, data: dict[str, Any]) -> date | datetime:
        if not limit(data["limit"]).unit.by_the_clock or data["clock"] is None:
            return data["start"]
        return timezone.make_aware(datetime.combine(data["start"], data["clock"]))

    def _events(self, data: dict[str, Any]) -> Any:
        if code := data["exclusion"]:
            yield Exclusion(code, data["excluded_from"], data["excluded_to"], str(exclusions()[code].basis))
        if length := data["extension"]:
            unit = Unit(limit(data["limit"]).unit)
            yield Extension(length, unit, data["extended_on"] or data["start"])


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """A limit counted from what the address says."""
    asked = bool(request.GET.get("limit") or request.GET.get("start"))
    form = DueForm(request.GET if asked else None, initial={"start": timezone.localdate()})
    found = form.count() if asked and form.is_valid() else None
    context = {"section": "calc-due", "form": form, "found": found, "rule": found and found.rule, "asked": asked}
    return render(request, "cases/calc_due.html", context, status=422 if asked and found is None else 200)
