"""The pages around a file: the file itself, the inbox, the lists, the search, the days."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from caseflow.people.models import Agency

from . import calendar, history, holidays, inbox, lists, moves, pages, registry, work
from .access import procedures_of, record_for
from .fields import CleanCharField, IsoDateField
from .picture import picture


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
            if by & user.roles:
                url = reverse("opening", args=[procedure.name, row])
                found.append({"title": str(procedure.rows[row].title), "url": url, "label": label})
    return found


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task, or give it back."""
    task = inbox.task_for(request.user, pk)
    if task is None:
        messages.warning(request, _("这项工作已经办结或者不存在，请看现在的待办。"))
    else:
        act, words = (
            (work.release, _("已退回，同岗位的人都可以领取。"))
            if request.POST.get("release")
            else (work.claim, _("已领取，归您办理。"))
        )
        try:
            act(task, request.user)
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
                work.reassign(task, to, user)
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
    if label not in procedures_of(user):
        raise PermissionDenied(_("您的岗位不办理这一类案卷。"))
    page_class = pages.page_class(label)
    found = lists.listing(user, label, request.GET)
    context = {
        "section": page_class.list_name,
        "title": page_class.noun,
        "page_class": page_class,
        "listing": found,
        "chips": found.chips(),
        "tabs": lists.tabs(label, request.GET),
        "openings": [each for each in openings(user) if each["label"] == label],
        "q": found.filters.chosen.get("q", ""),
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
    if not labels:
        return redirect("inbox")
    counted = [(label, lists.hits(user, label, text)) for label in labels]
    label = max(counted, key=lambda each: each[1])[0] if any(n for _label, n in counted) else labels[-1]
    query = request.GET.copy()
    query.clear()
    query["q"] = text
    return redirect(f"{reverse(pages.page_class(label).list_name)}?{query.urlencode()}")


@require_safe
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a file."""
    record = record_for(request.user, reference)
    page = pages.page_of(record, request.user)
    log = history.read(
        record.dossier,
        record.procedure,
        lambda row: moves.form_class(record.label(), row).base_fields,
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
def as_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The file as other programs read it."""
    return JsonResponse(picture(record_for(request.user, reference)), json_dumps_params={"ensure_ascii": False})


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


class Login(auth_views.LoginView):
    """Signing in; whoever is signed in already goes on."""

    redirect_authenticated_user = True

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, agency_name=Agency.objects.values_list("name", flat=True).first())


def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page had been open for too long, or another site sent the form."""
    return render(request, "403_csrf.html", status=403)
