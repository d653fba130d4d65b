"""From content to paper: frozen, checked, numbered, recorded; set as soon as that is committed."""

import hashlib
import json
import time
from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import numbering, storage
from documents.checkcodes import code_of
from documents.glyphs import Unprintable, fallbacks_in, problems_in, settable
from documents.kinds import kind
from documents.models import Document
from documents.rendering import Rendered, render_paper
from outbox.jobs import Later, enqueue, every, handler, owed
from outbox.models import Job

__all__ = ["Frozen", "Unprintable", "failing", "freeze", "issue", "preview", "render", "void", "wait"]
RENDER = "documents.render"


@dataclass(frozen=True)
class Frozen:
    """The content of a paper as canonical JSON: the same facts are the same text, and the same digest."""

    kind: str
    context_json: str
    sha256: str

    @property
    def context(self) -> dict[str, Any]:
        return json.loads(self.context_json)


def freeze(kind_name: str, context: dict[str, Any]) -> Frozen:
    """The content as it will be printed. Raises ``Unprintable`` for characters that no font has.

    Raises ``TypeError`` for anything but texts, whole numbers, truth values, ``None``, lists and dicts: dates and
    sums are put into words (``documents.wording``) before, so that a paper never depends on later formatting.
    """
    kind(kind_name)
    plain = _plain(context)
    if problems := problems_in(plain):
        raise Unprintable(problems)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return Frozen(kind_name, text, hashlib.sha256(f"{kind_name}\n{text}".encode()).hexdigest())


def _plain(value: Any, path: str = "paper") -> Any:
    if isinstance(value, str):
        return settable(str(value).replace("\r\n", "\n").replace("\r", "\n"))
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, list | tuple):
        return [_plain(item, f"{path}[{index}]") for index, item in enumerate(value, 1)]
    if isinstance(value, dict):
        if wrong := [key for key in value if not isinstance(key, str)]:
            raise TypeError(f"{path} has the key {wrong[0]!r}, which is not a text.")
        return {key: _plain(item, f"{path}.{key}") for key, item in value.items()}
    raise TypeError(f"{path} is a {type(value).__name__}, which a paper cannot hold.")


def issue(
    papers: Sequence[Frozen],
    *,
    agency_key: str,
    agency_abbr: str,
    category: str,
    on: date,
    token: str,
    actor: int | None = None,
) -> list[Document]:
    """Gives the papers their numbers and records them, as the last thing in the caller's transaction.

    The year of a number is that of ``on``, the legal day in Asia/Shanghai. The same ``token`` again gives the papers
    of the first time. The PDF is set right after the commit (``wait``), by a job that commits with the papers
    and says that it is done for ``actor``, the id of a person or None.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Papers are issued in the transaction of the move.")
    if token and (before := list(Document.objects.filter(token=token, kind__in={p.kind for p in papers}))):
        return sorted(before, key=lambda document: document.pk)
    now = timezone.now()
    documents, positions = [], Tally[str]()
    for frozen in papers:
        definition = kind(frozen.kind)
        series = definition.series
        documents.append(
            Document(
                kind=frozen.kind,
                series_key=series.key(definition, agency_key, category, on) if series else "",
                context=frozen.context_json,
                context_sha256=frozen.sha256,
                token=token,
                position=positions[frozen.kind],
                issued_on=on,
                issued_at=now,
                fallbacks=fallbacks_in(frozen.context)[:500],
            )
        )
        positions[frozen.kind] += 1
    for document in sorted(documents, key=lambda document: document.series_key):
        if series := document.definition.series:
            document.serial = numbering.take(document.series_key)
            document.number = series.number(document.serial, agency_abbr, category, on)
    for document in documents:
        document.save(force_insert=True)
        enqueue(RENDER, f"{RENDER}:{document.pk}", {"document": document.pk}, actor=actor)
    return documents


def preview(kind_name: str, context: dict[str, Any], *, watermark: bool = True) -> bytes:
    """The PDF of a draft: marked as one, without number and seal. Raises ``Unprintable`` like ``freeze``.

    ``watermark=False`` is for proofs that are never printed, as when the content is checked before a move.
    """
    frozen = freeze(kind_name, context)
    return render_paper(kind(kind_name), frozen.context, draft=True, watermark=watermark).pdf


def set_anew(document: Document) -> Rendered:
    """The paper as its row says it: the same bytes whenever it is set."""
    number, on = document.printed_number, document.issued_on
    return render_paper(document.definition, document.content, number=number, on=on, check=code_of(document))


def render(document: Document) -> None:
    """Sets the paper and records where its PDF lies. Doing it twice changes nothing: the first result stays."""
    rendered = set_anew(document)
    digest = storage.write(rendered.pdf)
    Document.objects.filter(pk=document.pk, pdf_sha256="").update(
        pdf_sha256=digest, pages=rendered.pages, size=len(rendered.pdf), engine=rendered.engine[:300]
    )
    document.refresh_from_db(fields=["pdf_sha256", "pages", "size", "engine"])


def failing(documents: Iterable[Document]) -> list[Document]:
    """Those that could not be set when it was last tried, in the order given."""
    jobs = {f"{RENDER}:{document.pk}": document for document in documents}
    failed = set(Job.objects.filter(key__in=jobs, done_at=None).exclude(error="").values_list("key", flat=True))
    return [document for key, document in jobs.items() if key in failed]


@handler(RENDER, permits=owed)
def render_job(payload: dict[str, Any]) -> None:
    document = Document.objects.get(pk=payload["document"])
    if not document.is_rendered:
        try:
            render(document)
        except storage.Unavailable as away:
            raise Later from away


@every(timedelta(minutes=5), "documents.tidy")
def tidy_job(payload: dict[str, Any]) -> None:
    storage.tidy()


def wait(document_ids: Iterable[int], seconds: float = 2) -> bool:
    """Waits after the commit until the papers are set, and says whether they are. Inside a transaction it only asks."""
    ids, until = list(document_ids), time.monotonic() + seconds
    while Document.objects.filter(pk__in=ids, pdf_sha256="").exists():
        if connection.in_atomic_block or time.monotonic() >= until:
            return False
        time.sleep(0.02)
    return True


def void(document: Document, reason: str, by_name: str) -> None:
    """Declares a paper void. Its number stays in the register with the reason and is not given again."""
    if not reason.strip():
        raise ValueError(_("作废文书应当注明原因。"))
    changed = Document.objects.filter(pk=document.pk, status=Document.Status.ISSUED).update(
        status=Document.Status.VOID, void_reason=reason.strip(), voided_by=by_name, voided_at=timezone.now()
    )
    if not changed:
        raise ValueError(_("该文书此前已作废。"))
    document.refresh_from_db(fields=["status", "void_reason", "voided_by", "voided_at"])
