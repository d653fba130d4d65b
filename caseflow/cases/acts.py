"""The page of a move: what is typed for one row of the table, what it will bring about, and the answer to it."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow.files.verdicts import QUARANTINE
from caseflow.headers import framed
from caseflow.people import stepup
from caseflow.procedure import Transition
from documents import issuing
from documents.kinds import kind

from . import drafts, history, moves, pages, received, registry
from .access import procedures_of, record_for
from .access.engine import note
from .access.sight import LOGGED
from .effects import effects
from .forms import mistakes
from .models import Dossier, Event, Record
from .reads import looked_at, showing
from .transitions import Refused, Stale, digest_of, rehearse, role_for, try_on

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _row(record: Record, name: str) -> Transition:
    """A row of the table that a person performs. Raises Http404 for any other name."""
    row = record.procedure.rows.get(name)
    if row is None or not row.source or row.is_nobodys:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, reference: str, row: str) -> HttpResponse:
    """The form of a row, or its submission."""
    record = record_for(request.user, reference)
    found = _row(record, row)
    if request.method == "POST":
        return _submitted(request, record, found)
    if record.state not in found.source:
        words = {"state": record.get_state_display(), "move": found.title}  # type: ignore[attr-defined]
        messages.warning(request, _("现在是“%(state)s”，不能办理“%(move)s”。") % words)
        return redirect(pages.address_of(record.dossier))
    role_for(record, found.by, request.user, found)
    saved = drafts.find(request.user, request.path)
    initial = {"version": str(record.dossier.seq)}
    resumed = bool(saved and request.GET.get("draft"))
    if saved and resumed:
        initial |= _typed(moves.form_of(record, found.name, request.user), saved.data)
    form = moves.form_of(record, found.name, request.user, initial=initial)
    return _page(request, record, found, form, saved=saved, resumed=resumed)


def _typed(form: Any, data: dict[str, list[str]]) -> dict[str, Any]:
    """A draft as the initial values of a form: shown as typed, not yet judged."""
    posted = drafts.as_post(data)
    return {
        name: field.widget.value_from_datadict(posted, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.is_hidden and not field.widget.value_omitted_from_data(posted, {}, form.add_prefix(name))
    }


def _submitted(request: HttpRequest, record: Record, row: Transition) -> HttpResponse:
    user, data = request.user, request.POST
    if done := _done_before(record, data.get("token", "")):
        return _done(request, record, row, done)
    if record.state not in row.source:
        return _overtaken(request, record, row)
    role_for(record, row.by, user, row)
    if row.step_up and not stepup.fresh(request):
        drafts.save(user, request.path, data, row.sealed)
        return stepup.ask(request, f"{request.path}?draft=1")
    try:
        digest = _digest_to_keep(request, record, row)
        event = moves.submit(record, row.name, by=user, data=data, files=request.FILES, digest=digest)
    except moves.InvalidFacts as invalid:
        form, status, changes = invalid.form, 422, None
    except Refused as refused:
        now = record_for(user, record.dossier.reference)
        if now.state not in row.source:  # another one was quicker by less than this request takes
            return _overtaken(request, now, row)
        form, status, changes = _answered(request, record, row, refused)
    else:
        return _done(request, record, row, event)
    drafts.save(user, request.path, data, row.sealed)
    return _page(request, record, row, form, status=status, changes=changes)


def _answered(request: HttpRequest, record: Record, row: Transition, refused: Refused) -> tuple[Any, int, Any]:
    """The form to go on with, the status, and what others did meanwhile."""
    if isinstance(refused, Stale):
        form = _once_more(request, record, row)
        return form, 409, _changes(record, row, form, refused.events)
    return _refused(request, record, row, refused), 503 if isinstance(refused, received.Away) else 422, None


def _done_before(record: Record, token: str) -> Event | None:
    """What the first of two equal submissions has brought about."""
    if not TOKEN.fullmatch(token):
        return None
    return Event.objects.filter(token=token, dossier=record.dossier).first()


def _overtaken(request: HttpRequest, record: Record, row: Transition) -> HttpResponse:
    """The file has gone on to where this move does not exist: who did what, and what was typed in vain."""
    form = moves.form_of(record, row.name, request.user, request.POST)
    version = form.fields["version"].widget.value_from_datadict(request.POST, {}, "version") or ""
    since = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else record.dossier.seq - 1
    events = record.dossier.events.filter(seq__gt=since).select_related("actor").order_by("seq")[:20]
    labels = {name: field.label for name, field in form.fields.items() if name not in row.sealed}
    typed = [
        (labels[name], _("、").join(values)) for name, values in drafts.typed(request.POST).items() if labels.get(name)
    ]
    context = {
        "section": pages.page_class(record.label()).list_name,
        "record": record,
        "row": row,
        "changes": _changes(record, row, form, list(events)),
        "typed": typed,
        "back": pages.address_of(record.dossier),
    }
    return render(request, "409.html", context, status=409)


def _refused(request: HttpRequest, record: Record, row: Transition, refused: Refused) -> Any:
    """The form as it was submitted, with what the procedure says against it."""
    form = moves.form_of(record, row.name, request.user, request.POST, request.FILES)
    page = pages.page_of(record, request.user)
    mends = {each.code: f"{page.url}#{each.mend}" for each in row.requires if each.mend}
    form.is_valid()
    form.refuse(refused.reasons, mends)
    return form


def _once_more(request: HttpRequest, record: Record, row: Transition) -> Any:
    """Everything typed, with the present version, to be submitted once more."""
    record.dossier.refresh_from_db(fields=["seq"])
    data = request.POST.copy()
    data["version"] = str(record.dossier.seq)
    form = moves.form_of(record, row.name, request.user, data)
    form.is_valid()
    return form


def _changes(record: Record, row: Transition, form: Any, events: list[Event]) -> list[dict[str, Any]]:
    """Who did what meanwhile; where it was the same that one is about to do, with what was typed there."""
    rows = record.procedure.rows
    return [
        {
            "who": event.who,
            "what": str(rows[event.transition].title) if event.transition in rows else event.transition,
            "at": event.at,
            "said": history.said(event.data, form.fields) if event.transition == row.name else [],
        }
        for event in events
    ]


def _say_what_is_set_apart(request: HttpRequest) -> None:
    for _name, files in request.FILES.lists():
        for file in files:
            if why := getattr(getattr(file, "verdict", None), "why", ""):
                said = {"name": file.name, "why": QUARANTINE[why]}
                messages.warning(request, _("“%(name)s”已经收存并隔离：%(why)s。原件只能作为附件下载。") % said)


def _done(request: HttpRequest, record: Record, row: Transition, event: Event) -> HttpResponse:
    drafts.discard(request.user, request.path)
    _say_what_is_set_apart(request)
    papers = list(event.issued.values_list("document_id", flat=True))
    if settings.OUTBOX_RUNS == "after_commit":  # where another process sets them, a thread here would wait in vain
        issuing.wait(papers, seconds=2)
    if event.transition == row.name:
        messages.success(request, _said(record, row, event, len(papers)))
    return see_other(pages.address_of(record.dossier))


def _said(record: Record, row: Transition, event: Event, papers: int) -> str:
    words = {"move": row.title, "state": record.procedure.states(event.target).label, "n": papers}
    if event.moved and papers:
        return _("已办理“%(move)s”，现在是“%(state)s”；制作文书 %(n)d 份。") % words
    if event.moved:
        return _("已办理“%(move)s”，现在是“%(state)s”。") % words
    if papers:
        return _("已办理“%(move)s”；制作文书 %(n)d 份。") % words
    return _("已办理“%(move)s”。") % words


# The page


def _page(
    request: HttpRequest,
    record: Record,
    row: Transition,
    form: Any,
    *,
    status: int = 200,
    saved: Any = None,
    resumed: bool = False,
    changes: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    page = pages.page_of(record, request.user)
    unmet = row.unmet(record, try_on(record, row, request.user), standing=True) if record.state in row.source else {}
    context = {
        "section": page.list_name,
        "page": page,
        "record": record,
        "row": row,
        "form": form,
        "who": drafts.signature(request.user, row.sealed),
        "missing": page.mended(row, unmet),
        "effects": effects(page, row, _day_of(form)),
        "kinds": _kinds(row),
        "draft": saved,
        "resumed": resumed,
        "changes": changes,
        "draft_url": reverse("move-draft", args=[record.dossier.reference, row.name]),
        "effects_url": reverse("move-effects", args=[record.dossier.reference, row.name]),
        "preview_url": reverse("move-preview", args=[record.dossier.reference, row.name]),
    }
    _say_what_is_filled_in(page, row, form)
    template = "cases/move.html"
    if row.approval:
        template = "cases/approval.html"
        context |= _approval(request, record, row, page, form)
    return render(request, template, context, status=status)


def _say_what_is_filled_in(page: pages.Page, row: Transition, form: Any) -> None:
    """Whoever corrects a number reads it: what a form brings along of personal data goes into the log."""
    for name in form.fields if not form.is_bound else ():
        if page.sight.policy.facts.get((row.name, name)) in LOGGED and form[name].value() not in (None, ""):
            showing(page.dossier.reference, f"{row.name}.{name}")


def _kinds(row: Transition) -> list[dict[str, Any]]:
    return [{"name": name, "title": kind(name).title} for name in row.issues]


def _day_of(form: Any) -> date:
    """The legal day that stands in the form; today where it is none."""
    try:
        return form.fields["on"].clean(form["on"].value()) or timezone.localdate()
    except ValidationError:
        return timezone.localdate()


@require_safe
def effects_of(request: HttpRequest, reference: str, row: str) -> HttpResponse:
    """The lines of what the move would bring about on the day ``?on=``."""
    record = record_for(request.user, reference)
    found = _row(record, row)
    role_for(record, found.by, request.user)
    page = pages.page_of(record, request.user)
    day = _day_of(moves.form_of(record, found.name, request.user, request.GET))
    return render(request, "cases/_effect_lines.html", {"effects": effects(page, found, day), "kinds": _kinds(found)})


def _approval(request: HttpRequest, record: Record, row: Transition, page: pages.Page, form: Any) -> dict[str, Any]:
    """What stands beside the decision: what was checked, the papers, and the other ways out."""
    checks = [{"tone": "ok", "text": page.checks[guard.code]} for guard in row.requires if page.holds(guard, row)]
    others = [
        step for step in (*page.next.onwards, page.next.lead, *page.next.blocked) if step and step.row.name != row.name
    ]
    papers = _drafts(record, row, request.user)
    first = max(papers, key=lambda paper: kind(paper.kind).seal, default=None)
    return {
        "checks": checks,
        "others": others,
        "digest": digest_of(papers) if papers else "",
        "shown_first": first.kind if first else row.issues[0] if row.issues else "",
    }


def _rehearsed(form: Any, user: Any) -> list[issuing.Frozen]:
    """The papers that a valid form would issue. Raises as ``perform`` does."""
    facts = {name: value for name, value in form.facts().items() if not _is_file(value)}
    return rehearse(form.record, form.row.name, by=user, on=form.on_day, **facts)


def _is_file(value: Any) -> bool:
    return isinstance(value[0] if isinstance(value, list) and value else value, UploadedFile)


def _untouched(record: Record, row: Transition, user: Any) -> Any:
    """The form as if it were submitted without typing anything; None where something must be typed."""
    form = moves.form_of(record, row.name, user, {})
    return form if form.is_valid() else None


def _drafts(record: Record, row: Transition, user: Any) -> list[issuing.Frozen]:
    """The papers as they are shown beside the decision before anything is typed; none where something must be."""
    form = _untouched(record, row, user)
    try:
        return _rehearsed(form, user) if form else []
    except (Refused, PermissionDenied):
        return []


def _digest_to_keep(request: HttpRequest, record: Record, row: Transition) -> str:
    """The digest that the move must still give: whoever approves has seen exactly these papers.

    The papers were shown as they are before anything is typed. If those are no longer the same, the content has changed;
    if they are, what the move issues differs from them by one's own words only, and is held fast from here on.
    """
    shown = request.POST.get("digest", "")
    if not row.approval or not shown or record.state not in row.source:
        return ""
    if digest_of(_drafts(record, row, request.user)) != shown:
        raise Refused({"content_changed": _("您看过以后，文书内容有了变化。请重新核对文书，再作决定。")})
    form = moves.form_of(record, row.name, request.user, request.POST, request.FILES)
    return digest_of(_rehearsed(form, request.user)) if form.is_valid() else ""


# The papers of a move before it is made, and what is typed before it is submitted


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, reference: str, row: str) -> HttpResponse:
    """The draft of a paper that the move would issue: with what was typed (POST), or before anything is (GET).

    ``?paper=`` is its kind; without it the first one.
    """
    record = record_for(request.user, reference)
    found = _row(record, row)
    wanted = request.GET.get("paper", "")
    if wanted and wanted not in found.issues:
        raise Http404
    form = (
        moves.form_of(record, found.name, request.user, request.POST, request.FILES)
        if request.method == "POST"
        else moves.form_of(record, found.name, request.user, {})
    )
    if not form.is_valid():
        return _no_draft(request, record, [each.sentence for each in mistakes(form)])
    try:
        papers = _rehearsed(form, request.user)
    except Refused as refused:
        return _no_draft(request, record, list(refused.reasons.values()))
    paper = next((each for each in papers if not wanted or each.kind == wanted), None)
    if paper is None:
        return _no_draft(request, record, [_("按现在填写的内容，这一步不制作这份文书。")])
    looked_at(request.user, "paper.previewed", reference, kind=paper.kind)
    response = HttpResponse(issuing.preview(paper.kind, paper.context), content_type="application/pdf")
    response["Content-Disposition"] = inline(_("草稿-%(title)s.pdf") % {"title": kind(paper.kind).title})
    return framed(response)


def _no_draft(request: HttpRequest, record: Record, sentences: list[str]) -> HttpResponse:
    if "framed" in request.GET:  # beside the decision, where no page of ours may be shown
        return framed(HttpResponse("\n".join(sentences), content_type="text/plain; charset=utf-8", status=422))
    context = {"sentences": sentences, "back": pages.address_of(record.dossier)}
    return render(request, "cases/no_draft.html", context, status=422)


def inline(name: str) -> str:
    """The header that shows a file in the browser and gives it a Chinese name when it is saved."""
    return content_disposition_header(False, name) or "inline"


@require_POST
def draft(request: HttpRequest, reference: str, row: str) -> HttpResponse:
    """Keep what is being typed; answers with the line that says so."""
    record = record_for(request.user, reference)
    found = _row(record, row)
    if record.state not in found.source:  # typed on while the move was made: there is nothing to come back to
        return HttpResponse(status=204)
    role_for(record, found.by, request.user, found)
    address = reverse("move", args=[reference, row])
    if "discard" in request.POST:
        drafts.discard(request.user, address)
        return redirect(address)
    saved = drafts.save(request.user, address, request.POST, found.sealed)
    return render(request, "cases/_draft.html", {"saved_at": saved})


# Opening a file


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, procedure: str, name: str) -> HttpResponse:
    """The form that opens a file, or its submission."""
    user: Any = request.user
    label = next((each for each in procedures_of(user) if each.endswith(f".{procedure}")), "")
    note("file.open", bool(label))
    if not label or user.agency is None or name not in pages.page_class(label).openings:
        raise Http404
    record_class = registry.record_class(label)
    row = record_class.procedure.rows[name]
    blank = record_class(dossier=Dossier(procedure=label, agency=user.agency, opened_on=timezone.localdate()))
    role_for(blank, row.by, user)
    form_class = moves.form_class(label, name)
    saved = drafts.find(user, request.path)
    initial = saved and request.GET.get("draft")
    if request.method != "POST":
        form = form_class(user=user, row=row, agency=user.agency)
        if saved and initial:
            form = form_class(user=user, row=row, agency=user.agency, initial=_typed(form, saved.data))
        return _opening_page(request, label, row, form, saved=saved, resumed=bool(initial))
    try:
        record = moves.open_record(
            label,
            name,
            by=user,
            agency=user.agency,
            data=request.POST,
            files=request.FILES,
        )
    except moves.InvalidFacts as invalid:
        form = invalid.form
    except Refused as refused:
        form = form_class(request.POST, request.FILES, user=user, row=row, agency=user.agency)
        form.is_valid()
        form.refuse(refused.reasons)
    else:
        drafts.discard(user, request.path)
        messages.success(request, _("已登记，编号 %(reference)s。") % {"reference": record.dossier.reference})
        return see_other(pages.address_of(record.dossier))
    drafts.save(user, request.path, request.POST, row.sealed)
    return _opening_page(request, label, row, form, status=422)


@require_POST
def opening_draft(request: HttpRequest, procedure: str, name: str) -> HttpResponse:
    """Keep what is being typed for a file that is not opened yet, but for what is sealed."""
    label = next((each for each in procedures_of(request.user) if each.endswith(f".{procedure}")), "")
    note("file.open", bool(label))
    if not label or name not in pages.page_class(label).openings:
        raise Http404
    row = registry.record_class(label).procedure.rows[name]
    address = reverse("opening", args=[procedure, name])
    if "discard" in request.POST:
        drafts.discard(request.user, address)
        return redirect(address)
    return render(
        request, "cases/_draft.html", {"saved_at": drafts.save(request.user, address, request.POST, row.sealed)}
    )


def _opening_page(
    request: HttpRequest,
    label: str,
    row: Transition,
    form: Any,
    *,
    saved: Any = None,
    resumed: bool = False,
    status: int = 200,
) -> HttpResponse:
    page_class = pages.page_class(label)
    context = {
        "section": page_class.list_name,
        "page_class": page_class,
        "list_url": reverse(page_class.list_name),
        "row": row,
        "form": form,
        "who": drafts.signature(request.user, row.sealed),
        "draft": saved,
        "resumed": resumed,
        "draft_url": reverse("opening-draft", args=[registry.record_class(label).procedure.name, row.name]),
    }
    return render(request, "cases/opening.html", context, status=status)


def see_other(address: str) -> HttpResponse:
    """After a submission: the answer is at another address, and reloading it submits nothing."""
    response = redirect(address)
    response.status_code = 303
    return response
