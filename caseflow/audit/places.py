"""Where checkpoints are taken so that whoever rules over the database does not rule over them.

``CASEFLOW_CHECKPOINTS`` is a directory -- a mounted disk, a share that may be added to only. Another kind of place, such
as a bucket with object lock, is a class with these four methods, named in ``settings.CHECKPOINT_PLACE``.
"""

import os
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Occupied(Exception):
    """Under this name something else lies there already."""


class Place(Protocol):
    def put(self, name: str, content: str) -> None:
        """Keep ``content``; the same again does nothing. Raises Occupied where other content has the name."""
        ...

    def get(self, name: str) -> str:
        """Raises OSError where it is not there."""
        ...

    def names(self) -> list[str]: ...


class Directory:
    """Files that are only ever added to."""

    def __init__(self, path: str | Path):
        self.path = Path(path)

    def put(self, name: str, content: str) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        target, raw = self.path / name, content.encode()
        there = target.read_bytes() if target.exists() else b""
        if not raw.startswith(there):
            raise Occupied(str(target))
        if len(there) < len(raw):  # new, or cut off by a crash: what is missing is added
            with target.open("ab") as file:
                file.write(raw[len(there) :])
                file.flush()
                os.fsync(file.fileno())
            handle = os.open(self.path, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)

    def get(self, name: str) -> str:
        return (self.path / name).read_bytes().decode()

    def names(self) -> list[str]:
        return sorted(path.name for path in self.path.glob("[0-9]*")) if self.path.is_dir() else []


def place() -> Place | None:
    """Where this installation takes its checkpoints; None where nobody has said."""
    return import_string(settings.CHECKPOINT_PLACE)(settings.CHECKPOINTS) if settings.CHECKPOINTS else None
