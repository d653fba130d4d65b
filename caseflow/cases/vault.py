"""Where handed-in files lie: each under the hash of its content, written once, whole or not at all, checked when read."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import tempfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from caseflow.cases import uploads
from caseflow.cases.models import Dossier, Upload

CHUNK = 1 << 20  # bytes


class Damaged(Exception):
    """The bytes in the store are not those that were handed in."""


def keep(uploaded: Any, dossier: Dossier, by: Any) -> Upload:
    """Put the file in the store and its line in the file of the case.

    The bytes are on the disk before the line is written: a line without its file cannot be. A transaction that is
    rolled back leaves bytes that nothing points to, which is harmless. Raises Damaged where the same content lies
    there altered.
    """
    sha256, size = _store(uploaded)
    kind = uploads.file_kind(uploaded)
    mime = mimetypes.guess_type(f"x.{kind if kind != 'doc' else uploads.extension(uploaded.name)}")[0]
    return Upload.objects.create(
        dossier=dossier,
        sha256=sha256,
        name=uploads.clean_name(str(uploaded.name)),
        size=size,
        mime=mime or "application/octet-stream",
        by=by,
    )


def open_upload(upload: Upload) -> IO[bytes]:
    """The content, at its beginning. Raises Damaged where it is missing or no longer what was handed in."""
    path = path_of(upload.sha256)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Damaged(f"{upload.sha256} is missing.") from None
    if _digest(file) != upload.sha256:
        file.close()
        raise Damaged(f"{upload.sha256} has been altered.")
    file.seek(0)
    return file


def path_of(sha256: str) -> Path:
    if len(sha256) != 64 or not sha256.isalnum():
        raise ValueError("Not a SHA-256 digest.")
    return Path(settings.UPLOADS_DIR) / sha256[:2] / sha256


def _store(uploaded: Any) -> tuple[str, int]:
    root = Path(settings.UPLOADS_DIR)
    root.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=root, prefix=".new-")
    hashed, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            uploaded.seek(0)
            while chunk := uploaded.read(CHUNK):
                hashed.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        sha256 = hashed.hexdigest()
        _put(Path(name), sha256)
    finally:
        Path(name).unlink(missing_ok=True)
        uploaded.seek(0)
    return sha256, size


def _put(new: Path, sha256: str) -> None:
    path = path_of(sha256)
    if path.exists():
        with path.open("rb") as file:
            if _digest(file) != sha256:
                raise Damaged(f"{sha256} has been altered.")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new.chmod(0o440)
    new.replace(path)
    for directory in (path.parent, path.parent.parent):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(file: IO[bytes]) -> str:
    hashed = hashlib.sha256()
    while chunk := file.read(CHUNK):
        hashed.update(chunk)
    return hashed.hexdigest()
