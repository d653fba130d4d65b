"""Where the PDF of issued papers lies: written once, whole or not at all, and checked when it is read."""

import io
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from contentstore import NEW, Damaged, Directory, Store, Unavailable, store

__all__ = ["NEW", "Damaged", "Unavailable", "digests", "path_of", "read", "tidy", "write"]
SUFFIX = ".pdf"


def _papers(suffix: str = SUFFIX) -> Store:
    return store(settings.DOCUMENTS_DIR, suffix)


def path_of(digest: str, suffix: str = SUFFIX) -> Path:
    """Where a file lies on this machine, if it lies on this machine."""
    return Directory(Path(settings.DOCUMENTS_DIR), suffix).path_of(digest)


def write(content: bytes, suffix: str = SUFFIX) -> str:
    """Stores the content and returns its SHA-256; on return it is on the disk, not only in its cache."""
    return _papers(suffix).put(io.BytesIO(content))[0]


def read(digest: str, suffix: str = SUFFIX) -> bytes:
    """The content. Raises ``Damaged`` where the file is missing or no longer what was stored, ``Unavailable``."""
    with _papers(suffix).open(digest) as file:
        return file.read()


def tidy() -> int:
    """Removes what a killed writer left half written, and returns how many files that were."""
    return _papers().tidy()


def digests() -> Iterator[str]:
    """The hash of each file in the store, as its name says it."""
    return _papers().digests()
