"""A copy of everything that is not code and not a key: the database as of one moment, the papers, what was handed in.

The database is copied first, the files afterwards: a file is written before the row that names it, and never changed. The
copy is sealed, read again after it was written, and says how far the chains of events went.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from caseflow.acting import for_the_system

from . import archive, points

SUFFIX, LATEST = ".backup", "latest.json"
MANIFEST, DATABASE = "manifest.json", "database"
BLOCK = 1 << 20  # bytes


class CannotBackUp(Exception):
    """There is no new copy; the sentence says why."""


@dataclass(frozen=True)
class Member:
    """A file of the copy: its name in it, its length in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a copy holds. ``point`` is how far the events went: caseflow.operations.points."""

    made_at: str
    engine: str
    point: points.Point
    members: list[Member]

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        said = json.loads(text)
        return cls(**{**said, "members": [Member(**each) for each in said["members"]]})


def directories() -> dict[str, Path]:
    """The stores of files, by the name under which they lie in a copy."""
    return {"documents": Path(settings.DOCUMENTS_DIR), "uploads": Path(settings.UPLOADS_DIR)}


@for_the_system
def back_up(directory: Path, keep: int = 0) -> tuple[Path, Manifest]:
    """Write a copy into ``directory``, read it again, and return its path and what it holds.

    ``keep`` copies stay there, the newest; 0 keeps all. Raises CannotBackUp, OSError; there is then no new file.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_id, key = list(keys().items())[-1]
    made_at = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    final = directory / f"caseflow-{made_at}{SUFFIX}"
    partial = final.with_suffix(".partial")
    try:
        with partial.open("xb") as file, tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=".backup-") as place:
            os.chmod(partial, 0o600)
            sealed = archive.Writer(file, key, key_id)
            manifest = _write(sealed, Path(place), made_at)
            sealed.close()
        if (found := read_through(partial)) != manifest:
            raise CannotBackUp(_("备份写完后复核不一致：%(name)s。") % {"name": found.made_at})
        archive.put_in_place(partial, final)
    finally:
        partial.unlink(missing_ok=True)
    _remember(directory, manifest)
    _thin_out(directory, keep)
    return final, manifest


def keys() -> dict[str, bytes]:
    """The keys of copies by their ids; the last one seals, every one opens."""
    from caseflow.audit.keys import _read

    found = _read(settings.KEYS_DIR / "backup")
    if not found:
        raise CannotBackUp(_("缺少备份密钥：%(path)s。") % {"path": settings.KEYS_DIR / "backup"})
    return found


def _write(sealed: archive.Writer, place: Path, made_at: str) -> Manifest:
    members = []
    with tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
        with _snapshot(place) as (database, point):
            members.append(_add(tar, database, DATABASE))
        for name, root in directories().items():
            whole = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".new-"))
            members += [_add(tar, path, f"{name}/{path.relative_to(root)}") for path in sorted(whole)]
        manifest = Manifest(made_at, connection.vendor, point, members)
        said = manifest.as_json()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(said)
        tar.addfile(info, io.BytesIO(said))
    return manifest


def _add(tar: tarfile.TarFile, path: Path, name: str) -> Member:
    info = tarfile.TarInfo(name)
    info.size = path.stat().st_size
    with path.open("rb") as file:
        hashed = Hashing(file)
        tar.addfile(info, hashed)  # type: ignore[arg-type]
    return Member(name, info.size, hashed.hexdigest())


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes] | archive.Reader):
        self._file, self._hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        return data

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def _snapshot(place: Path) -> Iterator[tuple[Path, points.Point]]:
    """The database as of one moment in a file, and how far the events went at that moment."""
    path = place / DATABASE
    if connection.vendor == "sqlite":
        import sqlite3

        connection.ensure_connection()
        copy = sqlite3.connect(path)
        try:
            connection.connection.backup(copy, pages=-1)  # in one go: in small steps it never ends while people work
            point = points.of_cursor(copy.cursor())
        finally:
            copy.close()
        yield path, point
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            point = points.of_cursor(cursor)
            _dump(path, snapshot)
        finally:
            cursor.execute("ROLLBACK")
    yield path, point


def _dump(path: Path, snapshot: str) -> None:
    if not shutil.which("pg_dump"):
        raise CannotBackUp(_("没有找到 pg_dump。请安装 postgresql-client。"))
    command = ["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={path}"]
    done = subprocess.run(command, env=postgres_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBackUp(done.stderr.strip()[:1000])


def postgres_environment() -> dict[str, str]:
    """How the tools of PostgreSQL reach the database: a password is no argument that others could see."""
    of = connection.get_connection_params()
    named = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    return {**os.environ, **{name: str(of[key]) for name, key in named.items() if of.get(key)}}


def members_of(path: Path) -> Iterator[tuple[tarfile.TarInfo, Any]]:
    """Every file of a copy with a stream of its content, the manifest last. Raises archive.Damaged."""
    with path.open("rb") as file:
        opened = archive.Reader(file, keys())
        try:
            with tarfile.open(fileobj=opened, mode="r|") as tar:  # type: ignore[call-overload]
                for info in tar:
                    yield info, tar.extractfile(info)
            while opened.read(BLOCK):  # to the end: only there it shows that nothing was cut off
                pass
        except tarfile.TarError as error:
            raise archive.Damaged(str(error)) from error


def read_through(path: Path) -> Manifest:
    """What a copy holds, once each of its bytes was read and agrees with it. Raises archive.Damaged."""
    found, manifest = [], None
    for info, stream in members_of(path):
        if info.name == MANIFEST:
            manifest = Manifest.read(stream.read())
            continue
        hashed = Hashing(stream)
        while hashed.read(BLOCK):
            pass
        found.append(Member(info.name, info.size, hashed.hexdigest()))
    if manifest is None or manifest.members != found:
        raise archive.Damaged("its files are not those of its list")
    return manifest


def _remember(directory: Path, manifest: Manifest) -> None:
    """The newest point beside the copies, in the clear: a restored older copy is held against it."""
    partial = directory / f"{LATEST}.partial"
    partial.write_text(json.dumps(manifest.point, sort_keys=True))
    archive.put_in_place(partial, directory / LATEST)


def _thin_out(directory: Path, keep: int) -> None:
    copies = sorted(directory.glob(f"caseflow-*{SUFFIX}"))
    for old in copies[: max(0, len(copies) - keep)] if keep else []:
        old.unlink()
