"""Keeps each file under the hash of its content: written once, whole or not at all, and checked when it is read."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

NEW = ".new"  # where files lie until they are whole: on the same disk, so that they move into place at once
ABANDONED = 300  # seconds after which a file that is not whole has lost its writer


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
    unfinished = Path(settings.DOCUMENTS_DIR) / NEW
    unfinished.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=unfinished)
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


def tidy() -> int:
    """Removes what a killed writer left half written, and returns how many files that were."""
    before, removed = time.time() - ABANDONED, 0
    for path in (Path(settings.DOCUMENTS_DIR) / NEW).glob("*"):
        try:
            if path.stat().st_mtime < before:
                path.unlink()
                removed += 1
        except FileNotFoundError:  # its writer was only slow, or another process tidies too
            continue
    return removed


def digests() -> Iterator[str]:
    """The hash of each file in the store, as its name says it."""
    for path in Path(settings.DOCUMENTS_DIR).glob("[0-9a-f][0-9a-f]/*"):
        yield path.stem


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
