"""A leader names who exercises the own office while away; the office is not handed on, and both answer for what is done."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from caseflow import audit
from caseflow.people.models import User

from .. import registry
from ..access.engine import note
from ..duties import StandIn
from ..fields import CleanCharField, IsoDateField
from ..forms import CleanForm
from ..pickers import Chosen

LONGEST = 90  # days


def delegable(user: Any) -> dict[str, str]:
    """The own offices of ``user`` that somebody may stand in for, with their names."""
    found = {}
    for record_class in registry.record_classes().values():
        procedure = record_class.procedure
        for role in procedure.delegable:
            if procedure.permission(role) in user.roles:
                found[procedure.permission(role)] = str(procedure.roles(role).label)
    return found


class StandInForm(CleanForm):
    """Who stands in, in which office, from when to when, on what ground."""

    deputy = Chosen(label=_("代理人"))
    role = forms.ChoiceField(label=_("代理岗位"))
    since = IsoDateField(label=_("自"), initial=timezone.localdate)
    until = IsoDateField(label=_("至"))
    basis = CleanCharField(label=_("依据"), max_length=200, help_text=_("如领导分工文件、外出报备。"))

    def __init__(self, *args: Any, user: Any, **options: Any):
        super().__init__(*args, **options)
        people = User.objects.filter(agency=user.agency_id, is_active=True).exclude(pk=user.pk)
        administrators = User.objects.filter(groups__permissions__content_type__app_label="people")
        self.fields["deputy"].queryset = people.exclude(pk__in=administrators.values("pk")).order_by("unit", "name")  # type: ignore[attr-defined]
        self.fields["role"].choices = list(delegable(user).items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("since"), data.get("until")
        if first and last and not 0 <= (last - first).days <= LONGEST:
            self.add_error("until", ValidationError(_t("代理期间须在 90 日以内，结束不得早于开始。")))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Those who stand in for oneself, and the form to name one. Only for leaders whose office may be stood in for."""
    user: Any = request.user
    note("office.stand_in", bool(delegable(user)))
    if not delegable(user):
        raise PermissionDenied(_t("只有科室负责人和负责人可以指定代理人。"))
    form = StandInForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = StandIn.objects.create(leader=user, named_by=user, **form.cleaned_data)
            words = {"role": made.role, "since": made.since.isoformat(), "until": made.until.isoformat()}
            audit.record("stand_in.named", actor=user.pk, object=f"user:{made.deputy_id}", leader=user.pk, **words)
        messages.success(request, _t("已指定%(person)s代理。") % {"person": made.deputy})
        return redirect("stand-ins")
    rows = StandIn.objects.filter(leader=user).select_related("deputy")[:50]
    names = delegable(user)
    context = {
        "section": "stand-ins",
        "form": form,
        "rows": [{"stand_in": each, "office": names.get(each.role, each.role), "runs": runs(each)} for each in rows],
    }
    return render(request, "cases/office/stand_ins.html", context, status=422 if form.errors else 200)


def runs(stand_in: StandIn, today: date | None = None) -> bool:
    return stand_in.ended_on is None and stand_in.until >= (today or timezone.localdate())


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it before its time; the next request of the deputy is refused."""
    user: Any = request.user
    found = StandIn.objects.filter(pk=pk, leader=user, ended_on=None).first()
    note("office.stand_in", found is not None)
    if found is None:
        raise Http404
    with transaction.atomic():
        found.ended_on = timezone.localdate()
        found.save(update_fields=["ended_on"])
        audit.record("stand_in.ended", actor=user.pk, object=f"user:{found.deputy_id}", leader=user.pk)
    messages.success(request, _t("已结束%(person)s的代理。") % {"person": found.deputy})
    return redirect("stand-ins")
