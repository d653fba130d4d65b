"""What a store of files promises, whatever it is made of."""

import hashlib
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import IO

CHUNK = 1 << 20  # bytes
NEW = ".new"  # where a directory keeps files until they are whole

logger = logging.getLogger(__name__)


class Damaged(Exception):
    """The bytes in the store are not those that were put there."""


class Unavailable(Exception):
    """The store does not answer, or not as it should: later it may."""


class Store(ABC):
    """Six calls; a digest is 64 hexadecimal digits of SHA-256."""

    def __init__(self, suffix: str = ""):
        self.suffix = suffix

    def put(self, content: IO[bytes]) -> tuple[str, int]:
        """Keep the content and return its digest and its size in bytes; it was then read back and found the same.

        Content that is there already is not written again, unless it lies there altered: here is what it should be.
        Raises Unavailable, OSError where there is no room.
        """
        digest, size = hashed(content)
        if not self._is_kept(digest):
            content.seek(0)
            self._write(digest, content)
            try:
                self.verify(digest)
            except Damaged as error:
                raise Unavailable("It does not keep what it is given.") from error
        content.seek(0)
        return digest, size

    def _is_kept(self, digest: str) -> bool:
        if not self.exists(digest):
            return False
        try:
            self.verify(digest)
        except Damaged:
            logger.warning("%s lay in the store altered; it is written again", digest)
            return False
        return True

    def open(self, digest: str) -> IO[bytes]:
        """The content, at its beginning. Raises Damaged where it is missing or no longer the same, Unavailable."""
        file = self._read(digest)
        try:
            found = hashed(file)[0]
        except BaseException:
            file.close()
            raise
        if found != digest:
            file.close()
            raise Damaged(f"{digest} has been altered.")
        file.seek(0)
        return file

    def verify(self, digest: str) -> None:
        """Raises as ``open`` does."""
        self.open(digest).close()

    @abstractmethod
    def exists(self, digest: str) -> bool:
        """Whether something lies there, whatever it is. Raises Unavailable."""

    @abstractmethod
    def digests(self) -> Iterator[str]:
        """The digest of each file, as its name says it."""

    def tidy(self) -> int:
        """Remove what a killed writer left half written; returns how many files that were."""
        return 0

    @abstractmethod
    def _write(self, digest: str, content: IO[bytes]) -> None: ...

    @abstractmethod
    def _read(self, digest: str) -> IO[bytes]: ...

    def name_of(self, digest: str) -> str:
        """Raises ValueError for what is no digest."""
        if len(digest) != 64 or not digest.isalnum():
            raise ValueError("Not a SHA-256 digest.")
        return f"{digest[:2]}/{digest}{self.suffix}"


def hashed(content: IO[bytes]) -> tuple[str, int]:
    """The digest and the size in bytes of the whole content."""
    found, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK):
        found.update(chunk)
        size += len(chunk)
    return found.hexdigest(), size
