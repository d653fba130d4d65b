"""Whether a paper was issued by this authority as it is: its kind, number, date and standing, and nobody's name."""

import hashlib
import hmac
import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseflow.cases.models import Paper
from caseflow.enforcement.models import Decision
from caseflow.receipts import limits
from documents.checkcodes import code_of, plain
from documents.models import Document

from .forms import VerifyForm
from .house import house
from .views import for_everybody, page

BRACKETS = str.maketrans("［[【（({〔］]】）)}〕", "〔" * 7 + "〕" * 7)
DECISIONS = frozenset({"penalty_decision", "no_penalty_decision"})
SAME_NUMBER = 50  # papers of different kinds that may bear one number


@require_http_methods(["GET", "HEAD", "POST"])
def _verify(request: HttpRequest) -> HttpResponse:
    """The form, or the answer: unknown and wrong are one answer, in every byte."""
    if request.method != "POST":
        return page(request, "verify", {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "verify", {"form": form}, 422)
    data = form.cleaned_data
    number = number_of(data["number"])
    if not _may_try(number if data["code"] else ""):
        form.add_sentence(_("试的次数太多，或者查询的人太多。请过一会儿再试，最长一小时。"))
        return page(request, "verify", {"form": form}, 429)
    if data["file"]:
        found = by_digest(_hashed(data["file"]))
    elif data["sha256"]:
        found = by_digest(data["sha256"])
    else:
        found = by_code(number, data["code"])
    return page(request, "verified", {"paper": _told(found)})


verify = for_everybody(_verify)


def _may_try(number: str) -> bool:
    if not limits.take("papers", "", most=10, seconds=1):
        return False
    return not number or limits.take("paper", number, most=10, seconds=limits.HOUR)


def number_of(typed: str) -> str:
    """A number as papers bear it, from what somebody types: any brackets, any width, any spaces."""
    text = typed.translate({code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}).translate(BRACKETS)
    return re.sub(r"\s+", "", text).removeprefix("编号").lstrip(":：")


def by_code(number: str, code: str) -> Document | None:
    """The paper with this number that bears this code."""
    given, found = plain(code), None
    for each in Document.objects.filter(number=number).order_by("pk")[:SAME_NUMBER]:
        held = plain(code_of(each))
        if held and hmac.compare_digest(held, given) and _is_ours(each):
            found = each
    return found


def by_digest(digest: str) -> Document | None:
    """The paper whose PDF has this SHA-256; only one that goes outside."""
    wanted = re.sub(r"[^0-9a-f]", "", digest.lower())
    found = Document.objects.filter(pdf_sha256=wanted).first() if len(wanted) == 64 else None
    return found if found is not None and code_of(found) and _is_ours(found) else None


def _hashed(file: Any) -> str:
    digest = hashlib.sha256()
    if file.size > settings.PUBLIC_FILE_MB * 1024**2:
        return ""
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _is_ours(document: Document) -> bool:
    return Paper.objects.filter(document=document, dossier__agency=house()).exists()


def _told(document: Document | None) -> dict[str, Any] | None:
    if document is None:
        return None
    state = _standing(document)
    return {
        "title": document.title,
        "number": document.number,
        "issued_on": document.issued_on,
        "state": state or _("有效制发"),
        "holds": not state,
    }


def _standing(document: Document) -> str:
    """Why the paper does not hold any more; empty where it does."""
    if document.is_void:
        return _("已经作废，并已另行制发") if _replaced(document) else _("已经作废")
    annulled = Decision.objects.filter(
        case__dossier__papers__document=document, on=document.issued_on, annulled_on__isnull=False
    )
    if document.kind in DECISIONS and annulled.exists():
        return _("已经依法撤销")
    return ""


def _replaced(document: Document) -> bool:
    """Whether another paper of the kind was issued later in the same file."""
    later = Paper.objects.filter(dossier__papers__document=document, kind=document.kind, document__status="issued")
    return later.filter(document__pk__gt=document.pk).exists()
