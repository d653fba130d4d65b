"""The pages of sealed identities: asking, deciding, looking, looking back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow.cases import received
from caseflow.cases.access import record_for
from caseflow.cases.access.engine import note
from caseflow.cases.models import Upload
from caseflow.people.stepup import step_up, step_up_to_submit
from caseflow.vault.store import Gone

from . import kinds, persons, unsealing
from .forms import AnswerForm, AskForm, EmergencyForm
from .models import Unsealing
from .unsealing import NotNow

ROWS = 50
UNSEAL = "identity.unseal"


def _user(request: HttpRequest) -> Any:
    return request.user


def decides_itself(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view asks who one is before anything of it is shown; whoever must prove it first is shown nothing either."""

    @wraps(view)
    def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note(UNSEAL, True)
        return view(request, *args, **kwargs)

    return noted


def overview_for(user: Any) -> dict[str, Any]:
    """What concerns one person: own requests, those to decide, those to look back at; for auditors, that it happened."""
    everything = Unsealing.objects.filter(dossier__agency=user.agency_id).select_related(
        "dossier", "asked_by", "decided_by"
    )
    waiting = everything.filter(decided_by=None, asked_at__gt=timezone.now() - unsealing.OPEN_FOR)
    mine = everything.filter(asked_by=user)[:ROWS]
    decides = persons.decides(user)
    return {
        "mine": list(mine),
        "waiting": [
            each for each in waiting[:ROWS] if decides and persons.may_decide(user, each.dossier, each.asked_by)
        ],
        "to_review": list(unsealing.to_review(user).select_related("dossier", "asked_by", "decided_by")[:ROWS]),
        "happened": list(everything.exclude(granted_at=None)[:ROWS]) if persons.is_auditor(user) or decides else [],
        "destroys": decides or persons.keeps(user),
    }


@require_safe
@decides_itself
def overview(request: HttpRequest) -> HttpResponse:
    """Everything about sealed identities that concerns this person."""
    context = {"section": "custody", "tab": "unsealing", **overview_for(_user(request))}
    return render(request, "custody/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@decides_itself
@step_up_to_submit
def ask(request: HttpRequest, reference: str, what: str, row: int) -> HttpResponse:
    """The form of a request about one identity of a file; ``?emergency`` opens it at once."""
    record = record_for(request.user, reference)
    identity = kinds.identity_of(record, what, row)
    if identity is None or not persons.may_ask(_user(request), record):
        raise Http404
    emergency = "emergency" in request.GET
    form = (EmergencyForm if emergency else AskForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("ground", "reason", "minutes")}
        try:
            made = unsealing.ask(_user(request), record, identity, emergency=emergency, **chosen)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            told = (
                _("已开放查看，并已通知保护专员、审计管理员和负责人。")
                if emergency
                else _("申请已提交，等待另一人决定。")
            )
            messages.success(request, told)
            return redirect("unsealing", pk=made.pk)
    context = {"section": "custody", "form": form, "record": record, "identity": identity, "emergency": emergency}
    return render(request, "custody/ask.html", context, status=422 if form.is_bound else 200)


def _seen_by(user: Any, pk: int) -> Unsealing:
    """A request that one made, may decide, may look back at, or audits. Raises Http404 for any other."""
    found = (
        Unsealing.objects.select_related("dossier", "asked_by", "decided_by", "reviewed_by")
        .filter(Q(asked_by=user) | Q(dossier__agency=user.agency_id), pk=pk)
        .first()
    )
    allowed = found is not None and (
        found.asked_by_id == user.pk or persons.decides(user) or persons.is_auditor(user)  # type: ignore[attr-defined]
    )
    note(UNSEAL, allowed)
    if found is None or not allowed:
        raise Http404
    return found


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One request and what became of it; never the identity."""
    return _one(request, pk, AnswerForm())


def _one(request: HttpRequest, pk: int, form: AnswerForm) -> HttpResponse:
    user = _user(request)
    found = _seen_by(user, pk)
    context = {
        "section": "custody",
        "each": found,
        "mine": found.asked_by_id == user.pk,  # type: ignore[attr-defined]
        "decides": found.waits and persons.may_decide(user, found.dossier, found.asked_by),
        "reviews": unsealing.to_review(user).filter(pk=pk).exists(),
        "form": form,
    }
    return render(request, "custody/one.html", context, status=422 if form.is_bound else 200)


@require_POST
@decides_itself
@step_up
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person grants or refuses."""
    _seen_by(_user(request), pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _one(request, pk, form)
    try:
        unsealing.decide(_user(request), pk, grant="grant" in request.POST, answer=form.cleaned_data["answer"])
    except NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("决定已登记，并已通知申请人。"))
    return redirect("unsealing", pk=pk)


@require_POST
@decides_itself
@step_up
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """One look. The page bears the name of whoever looks, and leaves by itself when the grant ends."""
    user = _user(request)
    try:
        found, opened = unsealing.look(user, pk)
    except Unsealing.DoesNotExist:
        raise Http404 from None
    except Gone:
        messages.warning(request, _("这一身份信息已经依法删除。"))
        return redirect("unsealing", pk=pk)
    except (NotNow, PermissionDenied) as refusal:
        messages.warning(request, str(refusal))
        return redirect("unsealing", pk=pk)
    now = timezone.now()
    assert found.until is not None
    context = {
        "section": "custody",
        "each": found,
        "opened": opened,
        "originals": unsealing.originals(found),
        "now": now,
        "seconds": max(1, int((found.until - now).total_seconds())),
        "marks": range(24),
    }
    return render(request, "custody/look.html", context)


@require_POST
@decides_itself
@step_up
def original(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """One sealed original, as a file to save: it counts as a look."""
    try:
        found, content = unsealing.open_original(_user(request), pk, upload)
    except (Unsealing.DoesNotExist, Upload.DoesNotExist):
        raise Http404 from None
    except (Gone, NotNow, PermissionDenied, received.Damaged, received.Unavailable) as refusal:
        words = str(refusal) if isinstance(refusal, (NotNow, PermissionDenied)) else _("这份原件现在打不开。")
        messages.warning(request, words)
        return redirect("unsealing", pk=pk)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response


@require_POST
@decides_itself
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Enough has been seen."""
    try:
        unsealing.close(_user(request), pk)
    except Unsealing.DoesNotExist:
        raise Http404 from None
    return redirect("unsealing", pk=pk)


@require_POST
@decides_itself
@step_up
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A third person looks back."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _one(request, pk, form)
    try:
        unsealing.review(_user(request), pk, proper="proper" in request.POST, finding=form.cleaned_data["answer"])
    except Unsealing.DoesNotExist:
        raise Http404 from None
    except NotNow as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("复核意见已登记。"))
    return redirect("unsealing", pk=pk)
