"""What an office may set, from a day on, with the document it rests on."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from caseflow import audit
from caseflow.procedure import Parameter
from caseflow.procedure.limits import parameter as known
from caseflow.procedure.limits import parameters as all_known

from .. import parameters
from ..columns import StrictDecimalField
from ..fields import CleanCharField, IsoDateField, StrictIntegerField, speak
from ..forms import CleanForm
from ..models import ParameterValue
from . import administrators_only


class ValueForm(CleanForm):
    """A value with its day and its basis."""

    value = CleanCharField(label=_("取值"), max_length=200)
    valid_from = IsoDateField(label=_("自何日起"), initial=timezone.localdate)
    basis = CleanCharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号，例如《××省……规定》。"))

    def __init__(self, *args: Any, parameter: Parameter, **options: Any):
        super().__init__(*args, **options)
        self.fields["value"] = _field_of(parameter)
        speak(self.fields["value"])

    def clean_value(self) -> str:
        return str(self.cleaned_data["value"])


def _field_of(parameter: Parameter) -> forms.Field:
    """The field for a value of the type of the default."""
    options: dict[str, Any] = {"label": _("取值"), "help_text": parameter.hint}
    match parameter.default:
        case bool():
            return forms.ChoiceField(choices=(("是", _("是")), ("否", _("否"))), **options)
        case int():
            return StrictIntegerField(max_value=99_999, **options)
        case Decimal():
            return StrictDecimalField(**options)
    return CleanCharField(max_length=200, **options)


@require_safe
@administrators_only
def listing(request: HttpRequest) -> HttpResponse:
    """Every parameter with what holds today."""
    rows: list[dict[str, Any]] = [
        {"parameter": each, "value": said(parameters.value(key)), "set": _held(key)}
        for key, each in all_known().items()
    ]
    open_ = sum(1 for each in rows if not each["parameter"].verified and each["set"] is None)
    return render(
        request, "cases/office/parameters.html", {"section": "office", "tab": "parameters", "rows": rows, "open": open_}
    )


def said(value: Any) -> str:
    if isinstance(value, bool):
        return _t("是") if value else _t("否")
    return str(value)


def _held(key: str) -> ParameterValue | None:
    held = ParameterValue.objects.filter(key=key, valid_from__lte=timezone.localdate())
    return held.order_by("-valid_from").first()


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """A further value. What held before stays: it is what earlier days were counted by."""
    try:
        parameter = known(key)
    except LookupError:
        raise Http404 from None
    form = ValueForm(request.POST or None, parameter=parameter)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            ParameterValue.objects.update_or_create(
                key=key, valid_from=data["valid_from"], defaults={"value": data["value"], "basis": data["basis"]}
            )
            held = {"value": data["value"], "valid_from": data["valid_from"].isoformat(), "basis": data["basis"]}
            audit.record("parameter.set", actor=request.user.pk, object=key, **held)
        messages.success(request, _t("已保存“%(name)s”。此前开始计算的期限不变。") % {"name": parameter.name})
        return redirect("parameters")
    context = {
        "section": "office",
        "tab": "parameters",
        "form": form,
        "parameter": parameter,
        "default": said(parameter.default),
        "history": ParameterValue.objects.filter(key=key).order_by("-valid_from")[:50],
    }
    return render(request, "cases/office/parameter.html", context, status=422 if form.errors else 200)
