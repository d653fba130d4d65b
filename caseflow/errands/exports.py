"""Files to take away, prepared by a job that asks again whether the person may have them, as the download does."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caseflow import audit
from caseflow.acting import acting
from caseflow.cases import lists, pages, registry
from caseflow.cases.access import can, dossiers_visible_to, procedures_of
from caseflow.cases.access.engine import note
from caseflow.cases.access.sight import Sight
from caseflow.cases.access.vocabulary import EXPORT as TAKE_AWAY
from caseflow.cases.models import Dossier
from caseflow.cases.picture import export as picture_for
from caseflow.files.names import clean_name
from caseflow.people.models import User
from outbox.jobs import enqueue, every, handler

from .models import KEPT, Export
from .sheets import sheet

EXPORT = "errands.export"
MOST = 10_000  # files of a list in one table


def ask(user: Any, *, dossier: Dossier | None = None, label: str = "", query: str = "") -> Export:
    """Asks for a file, in a transaction of its own; who asked for what stands in the log of the system."""
    query = QueryDict(query).urlencode()  # percent-encoded: nothing that a database could not keep
    with transaction.atomic():
        export = Export.objects.create(requester=user, dossier=dossier, label=label, query=query[:2000])
        enqueue(EXPORT, f"{EXPORT}:{export.pk}", {"export": export.pk}, actor=user.pk)
        what = dossier.reference if dossier else label
        audit.record("export.asked", actor=user.pk, object=f"export:{export.pk}", of=what)
    return export


def may_have(user: Any, export: Export) -> bool:
    """Whether ``user`` asked for it and may, at this moment, see what it is made of."""
    allowed = user.is_active and export.requester_id == user.pk
    if allowed and export.dossier_id:
        dossier = dossiers_visible_to(user).select_related("agency").filter(pk=export.dossier_id).first()
        allowed = dossier is not None and can(user, TAKE_AWAY, dossier).ok
    elif allowed:
        allowed = export.label in procedures_of(user)
    note("export.take", allowed)
    return allowed


def permits(actor: int | None, payload: dict[str, Any]) -> bool:
    person = User.objects.filter(pk=actor or 0).first()
    export = Export.objects.filter(pk=payload["export"]).first()
    if person is None or export is None:
        return False
    with acting(person):
        return may_have(person, export)


@handler(EXPORT, permits=permits, lease=timedelta(minutes=10))
def prepare(payload: dict[str, Any]) -> None:
    """Makes the file and puts it where only its requester finds it. Doing it twice changes nothing."""
    export = Export.objects.select_related("requester", "dossier__agency").get(pk=payload["export"])
    if export.ready_at:
        return
    with acting(export.requester), translation.override("zh-hans"):
        name, content, rows = _of_case(export) if export.dossier_id else _of_list(export)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        made = Export.objects.filter(pk=export.pk, ready_at=None).update(
            ready_at=timezone.now(), name=clean_name(name), content=content, sha256=digest, rows=rows
        )
        if made:
            facts = {"sha256": digest, "rows": rows}
            audit.record("export.made", actor=export.requester_id, object=f"export:{export.pk}", **facts)


def _of_list(export: Export) -> tuple[str, bytes, int]:
    lines = lists.everything(export.requester, export.label, QueryDict(export.query), MOST)
    page = pages.page_class(export.label)
    head = [_("编号"), page.whom, page.cause, _("所处环节"), _("建立"), _("办结"), _("最近期限"), _("办理人")]
    rows = [
        (
            line.dossier.reference,
            line.dossier.title,
            line.dossier.subject,
            line.record.get_state_display(),
            line.dossier.opened_on,
            line.dossier.closed_on,
            line.deadline and line.deadline.legal_due,
            line.officers,
        )
        for line in lines
    ]
    return f"{page.noun}-{timezone.localdate()}.csv", sheet(head, rows), len(rows)


def _of_case(export: Export) -> tuple[str, bytes, int]:
    """The file as other programs read it, and every paper the person may see that is not a sealed one, with the digests of all."""
    dossier: Any = export.dossier
    record = registry.root_of(dossier)
    record.dossier = dossier
    said, sight = picture_for(record, export.requester), Sight(export.requester, record)
    files = {"case.json": json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()}
    papers = dossier.papers.select_related("document").order_by("pk")
    papers = [each for each in papers if sight.sees_paper(each.kind) and not each.document.definition.sealed]
    for number, paper in enumerate(papers, 1):
        title = "-".join(filter(None, [f"{number:03d}", paper.document.number, paper.document.title]))
        files[f"papers/{clean_name(title)}.pdf"] = paper.document.pdf()
    digests = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), ("SHA256SUMS", digests.encode())]:
            archive.writestr(name, content)
    return f"{dossier.reference}.zip", out.getvalue(), len(papers)


@every(timedelta(hours=1), "errands.tidy", whole=True)
def tidy(payload: object = None) -> int:
    """Forgets what was ready for a day, and what was never made ready."""
    return Export.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()[0]
