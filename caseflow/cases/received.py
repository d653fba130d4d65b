"""Files that somebody handed in: put in the store and read back, and only then named in the file of the case."""

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from caseflow.cases.models import Dossier, Upload
from caseflow.cases.transitions import Refused
from caseflow.files import intake, names
from caseflow.vault.keeping import box_of, seal_key, unseal_content
from caseflow.vault.models import SealedRow
from contentstore import Damaged, Store, Unavailable, store
from outbox.jobs import every

__all__ = [
    "Away",
    "Damaged",
    "Unavailable",
    "keep",
    "open_copy",
    "open_sealed",
    "open_upload",
    "put",
    "put_sealed",
    "verdict_of",
]


class Away(Refused):
    """The place where files lie does not answer; the case is as it was."""

    def __init__(self) -> None:
        super().__init__({"store": _("存放文件的地方现在没有回应，文件没有收下，原来的内容没有变动，请稍后再试。")})


@dataclass
class Kept:
    """Where the content of an uploaded file lies."""

    sha256: str
    size: int
    copy_sha256: str = ""


def files_store() -> Store:
    return store(settings.UPLOADS_DIR)


def verdict_of(uploaded: Any) -> intake.Verdict:
    """What becomes of an uploaded file, found out once. Raises intake.Refused."""
    if not hasattr(uploaded, "verdict"):
        uploaded.verdict = intake.take_in(str(uploaded.name), uploaded)
    verdict: intake.Verdict = uploaded.verdict
    return verdict


def put(values: Iterable[Any]) -> None:
    """Put the uploaded files among ``values`` in the store: before the transaction, for the store may be slow.

    Raises Away. What is stored and then not named in any file of a case harms nobody.
    """
    for value in values:
        if isinstance(value, UploadedFile):
            try:
                _kept(value)
            except (Unavailable, Damaged) as away:
                raise Away from away
        elif isinstance(value, list):
            put(value)


def put_sealed(files: Iterable[UploadedFile]) -> None:
    """As ``put``, but what is put there can be read with a key alone that ``keep`` seals. Raises Away, OSError."""
    for each in files:
        try:
            verdict, place = verdict_of(each), files_store()
            each.seek(0)
            each.content_key, box = box_of(each.read())  # type: ignore[attr-defined]  # until the file is kept
            copy = place.put(verdict.copy)[0] if verdict.copy else ""
            each.kept = Kept(place.put(BytesIO(box))[0], each.size or 0, copy)  # type: ignore[attr-defined]
        except (Unavailable, Damaged) as away:
            raise Away from away


def keep(uploaded: Any, dossier: Dossier, by: Any, *, of: SealedRow | None = None) -> Upload:
    """The line of an uploaded file in the file of the case; its bytes were read back from the store before.

    ``of`` is whose key seals a file that was put there sealed. Raises intake.Refused, Damaged, Unavailable.
    """
    kept, verdict = _kept(uploaded), verdict_of(uploaded)
    name = names.clean_name(str(uploaded.name)) or _("未命名文件")
    return Upload.objects.create(
        dossier=dossier,
        sha256=kept.sha256,
        name=name,
        size=kept.size,
        mime=mimetypes.guess_type(f"x.{names.extension(name)}")[0] or "application/octet-stream",
        state=verdict.state,
        why=verdict.why,
        scanned=verdict.scanned,
        copy_sha256=kept.copy_sha256,
        copy_mime=verdict.copy_mime,
        by=by,
        content_key=seal_key(of, uploaded.content_key, kept.sha256) if of is not None else "",  # type: ignore[misc]  # a SealedField
    )


def open_sealed(upload: Upload, **on_record: Any) -> bytes:
    """What was handed in under seal; ``on_record`` as for ``unseal_content``. Raises as that does, and as ``open_upload``."""
    held: Any = upload.content_key  # a SealedField gives Sealed
    with files_store().open(upload.sha256) as box:
        return unseal_content(held, box.read(), upload.sha256, **on_record)


def open_upload(upload: Upload) -> IO[bytes]:
    """What was handed in, at its beginning; of a sealed one the box. Raises Damaged, Unavailable."""
    return files_store().open(upload.sha256)


def open_copy(upload: Upload) -> IO[bytes]:
    """What may be looked at instead. Raises Damaged, Unavailable."""
    return files_store().open(upload.copy_sha256)


def _kept(uploaded: Any) -> Kept:
    if not hasattr(uploaded, "kept"):
        verdict, place = verdict_of(uploaded), files_store()
        copy = place.put(verdict.copy)[0] if verdict.copy else ""
        uploaded.kept = Kept(*place.put(uploaded), copy)
    kept: Kept = uploaded.kept
    return kept


@every(timedelta(minutes=5), "uploads.tidy")
def tidy_job(payload: dict[str, Any]) -> None:
    files_store().tidy()
