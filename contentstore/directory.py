"""Files on a disk of this machine."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from .base import CHUNK, NEW, Damaged, Store

ABANDONED = 300  # seconds after which a file that is not whole has lost its writer


class Directory(Store):
    """``NEW`` lies on the same disk, so that a whole file moves into its place at once."""

    def __init__(self, place: Path, suffix: str = ""):
        super().__init__(suffix)
        self.place = place

    def path_of(self, digest: str) -> Path:
        return self.place / self.name_of(digest)

    def exists(self, digest: str) -> bool:
        return self.path_of(digest).exists()

    def digests(self) -> Iterator[str]:
        for path in self.place.glob(f"[0-9a-f][0-9a-f]/*{self.suffix}"):
            yield path.name.removesuffix(self.suffix)

    def tidy(self) -> int:
        before, removed = time.time() - ABANDONED, 0
        for path in (self.place / NEW).glob("*"):
            try:
                if path.stat().st_mtime < before:
                    path.unlink()
                    removed += 1
            except FileNotFoundError:  # its writer was only slow, or another process tidies too
                continue
        return removed

    def _read(self, digest: str) -> IO[bytes]:
        try:
            return self.path_of(digest).open("rb")
        except FileNotFoundError:
            raise Damaged(f"{digest} is missing.") from None

    def _write(self, digest: str, content: IO[bytes]) -> None:
        """On return it is on the disk, not only in its cache."""
        path = self.path_of(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.place / NEW
        unfinished.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=unfinished)
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(content, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o440)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        for directory in (path.parent, path.parent.parent):
            _sync(directory)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
