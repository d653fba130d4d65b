"""Papers and uploads on the way to the browser, and the register of the numbers that papers were given."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from documents import issuing, storage
from documents.kinds import KINDS, PAPERS
from documents.models import Counter, Document

from . import pages, vault
from .access import dossiers_visible_to, procedures_of, record_for
from .fields import CleanTextField
from .models import Paper, Upload

REGISTER_PAGE = 100
REASON = CleanTextField(label=gettext_lazy("作废原因"), max_length=400)


def _paper(user: Any, pk: int) -> Paper:
    papers = Paper.objects.select_related("document", "dossier", "event").filter(dossier__in=dossiers_visible_to(user))
    found = papers.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper as PDF, set now where that has not happened yet. ``?download`` gives it as a file."""
    found = _paper(request.user, pk)
    document = found.document
    if document.definition.sealed and found.event.actor_id != request.user.pk:
        raise PermissionDenied(_("这是密封件，只有登记的人可以打开；因办案需要查看的，请报负责人批准后由登记人提供。"))
    try:
        content = document.pdf()
    except storage.Damaged:
        context = {"title": document.title, "back": pages.address_of(found.dossier)}
        return render(request, "cases/damaged.html", context, status=500)
    etag = f'"{document.pdf_sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = HttpResponse(content, content_type="application/pdf", headers={"ETag": etag})
    response["Content-Disposition"] = content_disposition_header("download" in request.GET, document.file_name) or ""
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def papers_of(request: HttpRequest, reference: str) -> HttpResponse:
    """Every paper of a file, in the order in which they were made."""
    record = record_for(request.user, reference)
    page = pages.page_of(record, request.user)
    papers = record.dossier.papers.select_related("document", "event__actor").order_by("pk")
    context = {"section": page.list_name, "page": page, "papers": papers, "may_void": is_keeper(request.user)}
    return render(request, "cases/papers.html", context)


@require_safe
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What somebody handed in: always a file to save, never a page, and only if it still is what was handed in."""
    found = (
        Upload.objects.select_related("dossier").filter(pk=pk, dossier__in=dossiers_visible_to(request.user)).first()
    )
    if found is None:
        raise Http404
    try:
        content = vault.open_upload(found)
    except vault.Damaged:
        context = {"title": found.name, "back": pages.address_of(found.dossier)}
        return render(request, "cases/damaged.html", context, status=500)
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type="application/octet-stream")
    response["ETag"] = f'"{found.sha256}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def is_keeper(user: Any) -> bool:
    """Whether one of the offices of ``user`` keeps the register of papers."""
    return any(role in user.roles for label in procedures_of(user) for role in pages.page_class(label).keepers)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The numbers of one series in their order, void ones with the reason."""
    user: Any = request.user
    if not is_keeper(user):
        raise PermissionDenied(_("文书编号登记簿由负责人和档案管理员查看。"))
    series = _series(user)
    chosen = request.GET.get("series", "") or (series[0]["key"] if series else "")
    if chosen and chosen not in {each["key"] for each in series}:
        raise Http404
    start = request.GET.get("from", "")
    first = int(start) if start.isascii() and start.isdecimal() and len(start) < 10 else 1
    found = Document.objects.register_of(chosen).filter(serial__gte=first).select_related("paper__dossier")
    rows = list(found[: REGISTER_PAGE + 1]) if chosen else []
    context = {
        "section": "register",
        "series": series,
        "chosen": chosen,
        "rows": rows[:REGISTER_PAGE],
        "next": rows[REGISTER_PAGE].serial if len(rows) > REGISTER_PAGE else None,
        "first": first,
    }
    return render(request, "cases/register.html", context)


def _series(user: Any) -> list[dict[str, Any]]:
    """The series of the authority, with the words for them and the last number given."""
    prefix = f"{PAPERS}{user.agency.key}/"
    found = []
    titles = {each.code: str(each.title) for each in KINDS.values()}
    for counter in Counter.objects.filter(key__startswith=prefix).order_by("key"):
        parts = counter.key.removeprefix(prefix).split("/")
        abbr = user.agency.abbr
        if len(parts) == 2:
            words = _("%(form)s编号 %(year)s 年") % {"form": titles.get(parts[0], parts[0]), "year": parts[1]}
        else:
            words = f"{abbr}卫{parts[0]}{parts[1]}〔{parts[2]}〕"
        found.append({"key": counter.key, "words": words, "last": counter.value})
    return sorted(found, key=lambda each: (each["key"].count("/") == 3, each["key"]))


@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a paper void, with the reason; its number stays in the register."""
    user: Any = request.user
    found = _paper(user, pk)
    if not is_keeper(user):
        raise PermissionDenied(_("文书作废由负责人和档案管理员登记。"))
    refusal = ""
    if request.method == "POST":
        try:
            issuing.void(found.document, REASON.clean(request.POST.get("reason", "")), str(user))
        except ValidationError as unclean:
            refusal = " ".join(unclean.messages)
        except ValueError as reason:
            refusal = str(reason)
        else:
            messages.success(request, _("已登记作废：%(paper)s。") % {"paper": found.document})
            return redirect(reverse("papers", args=[found.dossier.reference]))
    context = {
        "section": "register",
        "paper": found,
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
        "back": reverse("papers", args=[found.dossier.reference]),
    }
    return render(request, "cases/void.html", context, status=422 if refusal else 200)
