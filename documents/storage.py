"""Keeps each file under the hash of its content: written once, whole or not at all, and checked when it is read."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class Damaged(Exception):
    """The bytes in the store are not those that were put there."""


def path_of(digest: str, suffix: str = ".pdf") -> Path:
    if len(digest) != 64 or not digest.isalnum():
        raise ValueError("Not a SHA-256 digest.")
    return Path(settings.DOCUMENTS_DIR) / digest[:2] / f"{digest}{suffix}"


def write(content: bytes, suffix: str = ".pdf") -> str:
    """Stores the content and returns its SHA-256; on return it is on the disk, not only in its cache."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest, suffix)
    if path.exists():
        read(digest, suffix)
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o440)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for directory in (path.parent, path.parent.parent):
        _sync(directory)
    return digest


def read(digest: str, suffix: str = ".pdf") -> bytes:
    """The content. Raises ``Damaged`` where the file is missing or no longer what was stored."""
    try:
        content = path_of(digest, suffix).read_bytes()
    except FileNotFoundError:
        raise Damaged(f"{digest} is missing.") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise Damaged(f"{digest} has been altered.")
    return content


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
