"""Papers and uploads on the way to the browser, and the register of the numbers that papers were given."""

import mimetypes
from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from caseflow import audit
from documents import issuing, storage
from documents.kinds import KINDS, PAPERS
from documents.models import Counter, Document

from . import pages, received, registry
from .access import can, dossiers_visible_to, offices_of, procedures_of, record_for, scope
from .access.engine import note
from .access.sight import view_of
from .access.vocabulary import VOID, FieldClass
from .fields import CleanTextField
from .models import Paper, Upload
from .reads import looked_at

REGISTER_PAGE = 100
ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"  # a file that came from outside
REASON = CleanTextField(label=gettext_lazy("作废原因"), max_length=400)


def _paper(user: Any, pk: int) -> Paper:
    """A paper of a file that ``user`` sees, of a kind that they see. Raises Http404."""
    found = scope(user, Paper).select_related("document", "dossier", "event").filter(pk=pk).first()
    if found is None:
        raise Http404
    sight = view_of(user, registry.root_of(found.dossier))
    if not found.document.definition.sealed and not sight.sees_paper(found.kind):
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
    except (storage.Damaged, storage.Unavailable) as error:
        return _not_given(request, document.title, found.dossier, error)
    said = {"paper": pk, "kind": found.kind, "number": document.number, "saved": "download" in request.GET}
    looked_at(request.user, "paper.opened", found.dossier.reference, **said)
    etag = f'"{document.pdf_sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = HttpResponse(content, content_type="application/pdf", headers={"ETag": etag})
    response["Content-Disposition"] = content_disposition_header("download" in request.GET, document.file_name) or ""
    return response


@require_safe
def papers_of(request: HttpRequest, reference: str) -> HttpResponse:
    """Every paper of a file, in the order in which they were made."""
    record = record_for(request.user, reference)
    page = pages.page_of(record, request.user)
    found = record.dossier.papers.select_related("document", "event__actor").order_by("pk")
    papers = [each for each in found if page.sight.sees_paper(each.kind) or each.document.definition.sealed]
    may_void = can(request.user, VOID, record).ok
    context = {"section": page.list_name, "page": page, "papers": papers, "may_void": may_void}
    return render(request, "cases/papers.html", context)


def _upload(user: Any, pk: int) -> Upload:
    """A handed-in file that ``user`` may see. Raises Http404."""
    found = scope(user, Upload).select_related("dossier").filter(pk=pk).first()
    if found is None or not view_of(user, registry.root_of(found.dossier)).sees(FieldClass.FILE):
        raise Http404
    return found


def _not_given(request: HttpRequest, title: str, dossier: Any, error: Exception) -> HttpResponse:
    """Why a stored file is not shown: it is not what was stored, or nobody can say now."""
    context = {"title": title, "back": pages.address_of(dossier)}
    if isinstance(error, received.Damaged):
        return render(request, "cases/damaged.html", context, status=500)
    answer = render(request, "cases/store_away.html", context, status=503)
    answer["Retry-After"] = "10"  # seconds
    return answer


@require_safe
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What somebody handed in: always a file to save, never a page, and only if it still is what was handed in."""
    found = _upload(request.user, pk)
    if found.sealed:
        return render(request, "cases/sealed_upload.html", {"upload": found, "back": pages.address_of(found.dossier)})
    try:
        content = received.open_upload(found)
    except (received.Damaged, received.Unavailable) as error:
        return _not_given(request, found.name, found.dossier, error)
    looked_at(request.user, "upload.opened", found.dossier.reference, upload=pk, sha256=found.sha256)
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type="application/octet-stream")
    response["ETag"] = f'"{found.sha256}"'
    response["Content-Security-Policy"] = ALONE
    return response


@require_safe
def upload_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The copy of a handed-in file that may be looked at in the browser: drawn anew, without anything that acts."""
    found = _upload(request.user, pk)
    if not found.copy_sha256:
        raise Http404
    try:
        content = received.open_copy(found)
    except (received.Damaged, received.Unavailable) as error:
        return _not_given(request, found.name, found.dossier, error)
    looked_at(request.user, "upload.viewed", found.dossier.reference, upload=pk, sha256=found.copy_sha256)
    text = found.copy_mime == "text/plain"
    response = FileResponse(content, content_type=f"{found.copy_mime}; charset=utf-8" if text else found.copy_mime)
    name = _("查看副本-%(name)s") % {"name": PurePosixPath(found.name).stem}
    suffix = mimetypes.guess_extension(found.copy_mime) or ""
    response["Content-Disposition"] = content_disposition_header(False, f"{name}{suffix}") or ""
    if found.copy_mime != "application/pdf":  # the viewer of PDF that comes with the browser runs in no sandbox
        response["Content-Security-Policy"] = ALONE
    return response


def is_keeper(user: Any) -> bool:
    """Whether one of the offices of ``user`` keeps the register of papers."""
    return any(role in offices_of(user) for label in procedures_of(user) for role in pages.page_class(label).keepers)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The numbers of one series in their order, void ones with the reason."""
    user: Any = request.user
    note("paper.list", is_keeper(user))
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
    files = [each.paper.dossier_id for each in rows if hasattr(each, "paper")]
    read = set(dossiers_visible_to(user).filter(pk__in=files).values_list("pk", flat=True))
    foreign = _foreign(user)
    for document in rows:
        document.elsewhere = document.kind in foreign  # type: ignore[attr-defined]  # its number stands, and no more
    context = {
        "section": "register",
        "series": series,
        "chosen": chosen,
        "rows": rows[:REGISTER_PAGE],
        "read": read,
        "next": rows[REGISTER_PAGE].serial if len(rows) > REGISTER_PAGE else None,
        "first": first,
    }
    return render(request, "cases/register.html", context)


def _foreign(user: Any) -> set[str]:
    """The kinds of paper that only procedures issue of which ``user`` reads no file."""
    mine, others = set[str](), set[str]()
    labels = procedures_of(user)
    for label, record_class in registry.record_classes().items():
        issued = {kind for row in record_class.procedure for kind in row.issues}
        (mine if label in labels else others).update(issued)
    return others - mine


def _series(user: Any) -> list[dict[str, Any]]:
    """The series of the authority, with the words for them and the last number given."""
    prefix = f"{PAPERS}{user.agency.key}/"
    found = []
    foreign = _foreign(user)
    ours = [each for each in KINDS.values() if each.name not in foreign]
    titles = {each.code: str(each.title) for each in ours}
    for counter in Counter.objects.filter(key__startswith=prefix).order_by("key"):
        parts = counter.key.removeprefix(prefix).split("/")
        abbr = user.agency.abbr
        if len(parts) == 2 and parts[0] not in titles:
            continue
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
    if not can(user, VOID, found.dossier):
        raise PermissionDenied(_("文书作废由负责人和档案管理员登记。"))
    refusal = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                issuing.void(found.document, REASON.clean(request.POST.get("reason", "")), str(user))
                said = {"paper": pk, "number": found.document.number}
                audit.record("paper.voided", actor=user.pk, object=found.dossier.reference, **said)
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
