"""The pages on which somebody asks for a file, takes it away, and says whether letters are wanted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow import audit
from caseflow.cases.access import can, procedures_of, record_for
from caseflow.cases.access.engine import note
from caseflow.cases.access.vocabulary import EXPORT
from caseflow.cases.forms import CleanForm
from caseflow.people.stepup import step_up

from . import exports
from .models import KEPT, Export, Reminders

SHOWN = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One's own files of the last day."""
    user: Any = request.user
    mine = Export.objects.filter(requester=user, asked_at__gte=timezone.now() - KEPT).select_related("dossier")
    rows = [
        {"export": each, "may": exports.may_have(user, each)} for each in mine.defer("content").order_by("-pk")[:SHOWN]
    ]
    return render(request, "errands/exports.html", {"section": "exports", "rows": rows})


@require_POST
@step_up
def export_list(request: HttpRequest, label: str) -> HttpResponse:
    """Ask for the list as it is narrowed now."""
    note("file.list", label in procedures_of(request.user))
    if label not in procedures_of(request.user):
        raise PermissionDenied(_t("您的岗位不办理这一类案卷。"))
    exports.ask(request.user, label=label, query=request.POST.get("query", ""))
    return _asked(request)


@require_POST
@step_up
def export_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a file with its papers."""
    record = record_for(request.user, reference)
    if not (decision := can(request.user, EXPORT, record)):
        raise PermissionDenied(decision.why)
    exports.ask(request.user, dossier=record.dossier)
    return _asked(request)


def _asked(request: HttpRequest) -> HttpResponse:
    messages.success(request, _t("正在准备，备好后可以在这里下载，保留 24 小时。"))
    response = redirect("exports")
    response.status_code = 303
    return response


@require_safe
@step_up
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own file, where one still may have it."""
    user: Any = request.user
    found = Export.objects.filter(pk=pk, requester=user, asked_at__gte=timezone.now() - KEPT).first()
    if found is None or found.ready_at is None or not exports.may_have(user, found):
        raise Http404
    with transaction.atomic():
        audit.record("export.downloaded", actor=user.pk, object=f"export:{found.pk}", sha256=found.sha256)
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name) or ""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class RemindersForm(CleanForm):
    """Where letters go, and whether any are wanted."""

    email = forms.EmailField(label=_("电子邮箱"), max_length=120, required=False)
    wanted = forms.BooleanField(
        label=_("每天早上给我发一封到期提醒"),
        required=False,
        help_text=_("信里只有件数，没有姓名和案情；没有到期的事，就不发。"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("wanted") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _t("要收提醒，请填写电子邮箱。"))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """One's own choice."""
    user: Any = request.user
    chosen = Reminders.objects.filter(person=user).first()
    initial = {"email": user.email, "wanted": bool(chosen and chosen.wanted)}
    form = RemindersForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user.email = form.cleaned_data["email"]
            user.save(update_fields=["email"])
            Reminders.objects.update_or_create(person=user, defaults={"wanted": form.cleaned_data["wanted"]})
            audit.record("reminders.set", actor=user.pk, wanted=form.cleaned_data["wanted"], fields=form.changed_data)
        messages.success(request, _t("已保存提醒设置。"))
        return redirect("reminders")
    context = {"section": "reminders", "form": form}
    return render(request, "errands/reminders.html", context, status=422 if form.errors else 200)
