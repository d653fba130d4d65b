"""The pages of retention: what is due, what is held, the lists for destruction with their two reviews and certificates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow.cases import registry
from caseflow.cases.access import record_for
from caseflow.cases.access.engine import note
from caseflow.cases.models import Dossier
from caseflow.people.stepup import step_up, step_up_to_submit

from . import kinds, persons, retention
from .forms import HoldForm, ReasonForm
from .models import Disposal, Hold
from .unsealing import NotNow
from .views import decides_itself

DISPOSE = "retention.see"


def _allowed(request: HttpRequest) -> Any:
    """Archivists, protection officers and leaders. Raises Http404 for anybody else."""
    user: Any = request.user
    allowed = persons.keeps(user) or persons.decides(user)
    note(DISPOSE, allowed)
    if not allowed:
        raise Http404
    return user


@require_http_methods(["GET", "HEAD", "POST"])
@decides_itself
@step_up_to_submit
def listing(request: HttpRequest) -> HttpResponse:
    """What is due, what is held, and the lists; a list is proposed from here."""
    user = _allowed(request)
    due = list(retention.due_files(user))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = [each.dossier for each in due if str(each.dossier.pk) in request.POST.getlist("file")]
        try:
            made = retention.propose_expired(user, chosen, form.cleaned_data["reason"])
        except NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("销毁清册已提出，等待初审。"))
            return redirect("disposal", pk=made.pk)
    return _page(request, user, form, due=due)


def _page(request: HttpRequest, user: Any, form: ReasonForm, hold: HoldForm | None = None, *, due: Any) -> HttpResponse:
    hold = hold or HoldForm()
    context = {
        "section": "custody",
        "tab": "retention",
        "destroys": True,
        "due": due,
        "form": form,
        "hold": hold,
        "holds": Hold.objects.filter(lifted_at=None, dossier__agency=user.agency_id).select_related(
            "dossier", "placed_by"
        ),
        "lists": Disposal.objects.filter(proposed_by__agency=user.agency_id).select_related("proposed_by")[:50],
        "decides": persons.decides(user),
    }
    status = 422 if form.is_bound or hold.is_bound else 200
    return render(request, "custody/retention.html", context, status=status)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list with its reviews, and the certificate once it was carried out."""
    user = _allowed(request)
    people = ("proposed_by", "first_by", "second_by", "refused_by")
    found = get_object_or_404(Disposal.objects.select_related(*people), pk=pk, proposed_by__agency=user.agency_id)
    free = user.pk not in (found.proposed_by_id, found.first_by_id)  # type: ignore[attr-defined]
    context = {
        "section": "custody",
        "each": found,
        "items": found.items.select_related("dossier", "key"),  # type: ignore[attr-defined]
        "reviews": found.open and persons.decides(user) and free,
    }
    return render(request, "custody/disposal.html", context)


@require_POST
@decides_itself
@step_up
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the two reviews, or a refusal."""
    user = _allowed(request)
    try:
        found = (retention.approve if "approve" in request.POST else retention.refuse)(user, pk)
    except Disposal.DoesNotExist:
        raise Http404 from None
    except PermissionDenied as refusal:
        messages.warning(request, str(refusal))
        return redirect("disposal", pk=pk)
    if found.refused_at:
        told = _("清册已退回，没有销毁任何内容。")
    else:
        told = _("已销毁，并已出具证明。") if found.second_at else _("初审已登记，等待另一人复审。")
    messages.success(request, told)
    return redirect("disposal", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@decides_itself
@step_up_to_submit
def erase(request: HttpRequest, reference: str, what: str, row: int) -> HttpResponse:
    """Propose to erase the sealed data of one person, on a legal ground."""
    user = _allowed(request)
    record = record_for(user, reference)
    identity = kinds.identity_of(record, what, row)
    if identity is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = retention.propose_erasure(user, [(record.dossier, identity)], form.cleaned_data["reason"])
        except NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("销毁清册已提出，等待初审。"))
            return redirect("disposal", pk=made.pk)
    context = {"section": "custody", "form": form, "record": record, "identity": identity}
    return render(request, "custody/erase.html", context, status=422 if form.is_bound else 200)


@require_POST
@decides_itself
@step_up
def hold(request: HttpRequest) -> HttpResponse:
    """Nothing of a file is destroyed until further notice."""
    user = _allowed(request)
    form = HoldForm(request.POST)
    if form.is_valid():
        reference, reason = form.cleaned_data["reference"], form.cleaned_data["reason"]
        dossier = Dossier.objects.filter(reference=reference, agency=user.agency_id).first()
        if dossier is None or dossier.procedure not in {each.label for each in kinds.kinds()}:
            form.add_error("reference", _("没有这个编号的案卷。"))
        else:
            try:
                retention.hold(user, registry.root_of(dossier).dossier, reason)
            except NotNow as refusal:
                form.add_error(None, str(refusal))
    if form.is_valid():
        messages.success(request, _("已登记暂缓销毁。"))
        return redirect("retention")
    return _page(request, user, ReasonForm(), form, due=list(retention.due_files(user)))


@require_POST
@decides_itself
@step_up
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """The reason has fallen away."""
    user = _allowed(request)
    try:
        retention.lift(user, pk)
    except Hold.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("已解除暂缓销毁。"))
    return redirect("retention")
