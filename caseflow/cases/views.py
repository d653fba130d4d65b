"""The pages around a file: the file itself, the inbox, the lists, the search, the days."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from caseflow import audit
from caseflow.people.stepup import step_up

from . import calendar, history, holidays, inbox, lists, moves, pages, registry, work
from .access import can, offices_of, procedures_of, record_for, scope
from .access.engine import note
from .access.routes import aside
from .access.vocabulary import EXPORT, WHO
from .fields import CleanCharField, IsoDateField
from .models import CaseProcess
from .picture import export
from .reads import fingerprint, looked_at


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The inbox."""
    user: Any = request.user
    found = inbox.inbox(user, request.GET.get("after", ""))
    context = {"section": "inbox", "inbox": found, "openings": openings(user)}
    return render(request, "cases/inbox.html", context)


def openings(user: Any) -> list[dict[str, str]]:
    """The forms by which ``user`` may open a file."""
    found = []
    for label in procedures_of(user):
        procedure = registry.record_class(label).procedure
        for row in pages.page_class(label).openings:
            by = {procedure.permission(role) for role in procedure.rows[row].by}
            if by & offices_of(user).keys():
                url = reverse("opening", args=[procedure.name, row])
                found.append({"title": str(procedure.rows[row].title), "url": url, "label": label})
    return found


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task, or give it back."""
    task = inbox.task_for(request.user, pk)
    if task is None:
        if not scope(request.user, CaseProcess).filter(task=pk).exists():
            raise Http404
        messages.warning(request, _("这项工作已经办结，请看现在的待办。"))
    else:
        act, action, words = (
            (work.release, "task.released", _("已退回，同岗位的人都可以领取。"))
            if request.POST.get("release")
            else (work.claim, "task.claimed", _("已领取，归您办理。"))
        )
        try:
            with transaction.atomic():
                act(task, request.user)
                _handed(request.user, action, task)
        except PermissionDenied as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, words)
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a task over to a colleague."""
    user: Any = request.user
    task = inbox.task_for(user, pk)
    if task is None:
        raise Http404
    record = work.record_of(task)
    colleagues = list(inbox.colleagues_for(task, user)[:200])
    refusal = ""
    if request.method == "POST":
        to = next((each for each in colleagues if str(each.pk) == request.POST.get("to")), None)
        refusal = _("请选择交给谁。")
        if to is not None:
            try:
                with transaction.atomic():
                    work.reassign(task, to, user)
                    _handed(user, "task.handed_over", task, to=to.pk)
            except PermissionDenied as reason:
                refusal = str(reason)
            else:
                messages.success(request, _("已交给%(person)s。") % {"person": to})
                return redirect("inbox")
    context = {
        "section": "inbox",
        "task": task,
        "title": record.procedure.task(task.flow_task.name).title,
        "page": pages.page_of(record, user),
        "colleagues": colleagues,
        "refusal": refusal,
    }
    return render(request, "cases/hand_over.html", context, status=422 if refusal else 200)


def _handed(user: Any, action: str, task: Any, **said: Any) -> None:
    """Whose turn it is, is no line of the file, but of the log."""
    reference = work.record_of(task).dossier.reference
    audit.record(action, actor=user.pk, object=reference, task=task.flow_task.name, **said)


def _back(request: HttpRequest) -> HttpResponse:
    """To where the button stood, or to the inbox."""
    address = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        address = reverse("inbox")
    response = redirect(address)
    response.status_code = 303
    return response


@require_safe
def listing(request: HttpRequest, label: str) -> HttpResponse:
    """The list of the files of a procedure."""
    user: Any = request.user
    note("file.list", label in procedures_of(user))
    if label not in procedures_of(user):
        raise PermissionDenied(_("您的岗位不办理这一类案卷。"))
    page_class = pages.page_class(label)
    found = lists.listing(user, label, request.GET)
    if words := found.filters.chosen.get("q", ""):
        said = {"words": fingerprint(words), "hits": len(found.lines)}
        looked_at(user, "search.made", label, **said)  # what was looked for may be a name: never in the clear
    context = {
        "section": page_class.list_name,
        "title": page_class.noun,
        "page_class": page_class,
        "label": label,
        "listing": found,
        "chips": found.chips(),
        "tabs": lists.tabs(label, request.GET),
        "openings": [each for each in openings(user) if each["label"] == label],
        "q": found.filters.chosen.get("q", ""),
        "figures": page_class.figures(user),
    }
    template = "cases/_list.html" if request.htmx and not request.htmx.boosted else "cases/list.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """From the box above every page: to the file itself, or to the list that shows what was found."""
    user: Any = request.user
    try:
        text = CleanCharField(max_length=60, required=False).clean(request.GET.get("q", ""))
    except ValidationError:
        text = ""
    if dossier := lists.found_exactly(user, text):
        return redirect(pages.address_of(dossier))
    labels = procedures_of(user)
    note("file.list", bool(labels))
    if not labels:
        return redirect("inbox")
    counted = [(label, lists.hits(user, label, text)) for label in labels]
    label = max(counted, key=lambda each: each[1])[0] if any(n for _label, n in counted) else labels[-1]
    query = request.GET.copy()
    query.clear()
    query["q"] = text
    return redirect(f"{reverse(pages.page_class(label).list_name)}?{query.urlencode()}")


def _offers(user: Any, action: str, record: Any) -> bool:
    """Whether the page of the file leads to ``action``; that decides nothing about the page itself."""
    with aside():
        return can(user, action, record).ok


@require_safe
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a file."""
    record = record_for(request.user, reference)
    page = pages.page_of(record, request.user)
    log = history.read(
        record.dossier,
        record.procedure,
        lambda row: moves.form_class(record.label(), row).base_fields,
        page.sight,
        chosen=request.GET.get("log", ""),
        before=request.GET.get("before", ""),
    )
    sections = list(page.all_sections())
    context = {
        "section": page.list_name,
        "page": page,
        "record": record,
        "sections": sections,
        "bare": sorted(set(page.places) - {section.anchor for section in sections} - {"team"}),
        "log": log,
        "tells_who": _offers(request.user, WHO, record),
        "takes_away": _offers(request.user, EXPORT, record),
    }
    template = "cases/_log.html" if request.htmx and request.htmx.target == "log-list" else "cases/dossier.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_safe
def next_step(request: HttpRequest, reference: str) -> HttpResponse:
    """The card of the next step alone, to be put in place of the one on an open page."""
    record = record_for(request.user, reference)
    page = pages.page_of(record, request.user)
    return render(request, "cases/_next.html", {"page": page, "record": record})


@require_safe
@step_up
def as_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The file as other programs read it, without what this person may not see."""
    record = record_for(request.user, reference)
    if not (decision := can(request.user, EXPORT, record)):
        raise PermissionDenied(decision.why)
    shown = export(record, request.user)
    looked_at(request.user, "export.made", record.dossier.reference, form="json", columns=sorted(shown))
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False})


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """What a day is: for the remark below a date field."""
    try:
        on = IsoDateField().clean(request.GET.get("on", ""))
    except ValidationError as refusal:
        return JsonResponse({"words": "", "errors": refusal.messages}, status=422)
    known = holidays.calendar()
    return JsonResponse(
        {"day": on.isoformat(), "words": calendar.day_words(on, known), "working": known.is_working(on)},
        json_dumps_params={"ensure_ascii": False},
    )


def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page had been open for too long, or another site sent the form."""
    return render(request, "403_csrf.html", status=403)
