"""A file as it leaves the house: lines, papers, the list of what was handed in, and proof that this is how it was.

``deploy/verify_case.py`` checks such a file without this program. What is sealed stays here: of a sealed paper only its
digest goes along.
"""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction

from caseflow import audit
from caseflow.audit import chain, checkpoints, merkle, notes
from caseflow.audit.canonical import canonical

from . import chained
from .models import Dossier, Paper

MOMENT = (1980, 1, 1, 0, 0, 0)  # the same content gives the same archive


def export_case(dossier: Dossier, *, by: int | None) -> bytes:
    """The archive; that it was made is written in the log before anything leaves. ``by`` is the key of a person."""
    with transaction.atomic():
        audit.record("export.made", actor=by, object=dossier.reference, what="case")
    for paper in dossier.papers.filter(document__pdf_sha256="").select_related("document"):
        paper.document.pdf()  # set now what is not set yet
    checkpoints.take()
    with checkpoints.snapshot():
        said, seen, damages = checkpoints.compared_with()
        if said is None or damages or dossier.reference not in seen:
            raise ValueError("The checkpoints do not hold: see manage.py verify_audit.")
        files = dict(_files(dossier, said, seen))
    manifest = canonical(
        {
            "v": chain.VERSION,
            "case": dossier.reference,
            "seq": seen[dossier.reference].seq,
            "head": seen[dossier.reference].hash,
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        }
    )
    digest = hashlib.sha256(manifest.encode()).hexdigest()
    files["manifest.json"] = manifest.encode()
    files["manifest.note"] = notes.sign(f"{settings.AUDIT_ORIGIN}\nexport {dossier.reference}\n{digest}\n").encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in sorted(files.items()):
            target.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _files(dossier: Dossier, said: notes.Checkpoint, seen: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    last = seen[dossier.reference].seq
    links = (link for link in chained.Files().links({dossier.pk: 0}) if link.seq <= last)
    yield "events.jsonl", "".join(f"{canonical(_line(link))}\n" for link in links).encode()
    papers = []
    for paper in dossier.papers.filter(event__seq__lte=last).select_related("document", "event"):
        papers.append(_paper(paper))
        if not paper.document.definition.sealed:
            yield f"papers/{paper.pk}.json", paper.document.context.encode()
            yield f"papers/{paper.pk}.pdf", paper.document.pdf()
    yield "papers.json", canonical(papers).encode()
    yield "uploads.json", canonical([_upload(each) for each in dossier.uploads.all()]).encode()
    names = list(seen)
    leaves = [merkle.leaf(*end) for end in seen.values()]
    index = names.index(dossier.reference)
    way = [base64.b64encode(each).decode() for each in merkle.path(leaves, index)]
    yield "proof.json", canonical({"index": index, "path": way}).encode()
    yield "checkpoint.note", checkpoints.note_of(said.number).encode()
    yield "key.txt", f"{notes.verifier_key()}\n".encode()


def _line(link: Any) -> dict[str, Any]:
    return {name: value for name, value in link._asdict().items() if name != "key"}


def _paper(paper: Paper) -> dict[str, Any]:
    document = paper.document
    return {
        "id": paper.pk,
        "seq": paper.event.seq,
        "kind": paper.kind,
        "title": document.title,
        "number": document.number,
        "status": document.status,
        "content": document.context_sha256,
        "sealed": document.definition.sealed,
    }


def _upload(upload: Any) -> dict[str, Any]:
    return {
        "name": upload.name,
        "sha256": upload.sha256,
        "size": upload.size,
        "mime": upload.mime,
        "by": upload.by_id,
        "at": chain.moment(upload.at),
    }
