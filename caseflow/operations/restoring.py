"""Back from a copy: into an empty place only, and only what proves to be whole."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.utils.translation import gettext as _

from caseflow.acting import for_the_system
from caseflow.audit import checkpoints
from caseflow.audit.places import Directory
from caseflow.audit.verification import MISSING, verify

from . import archive, points
from .backup import (
    BLOCK,
    DATABASE,
    LATEST,
    MANIFEST,
    Hashing,
    Manifest,
    Member,
    directories,
    members_of,
    postgres_environment,
)


class CannotRestore(Exception):
    """The place is as it was; the sentence says why."""


@dataclass(frozen=True)
class Restored:
    """What is there again. ``missing`` links are known to have been, and are not in the copy."""

    manifest: Manifest
    events: int
    files: int
    missing: int
    damages: list[str]


@for_the_system
def restore(path: Path, outside: Path | None = None) -> Restored:
    """Put the copy at ``path`` in place and verify it.

    It is held against the last checkpoint in the directory ``outside``, and without one against the newest point beside
    the copies. Raises CannotRestore where the place is not empty, archive.Damaged where the copy is not whole.
    """
    _refuse_if_filled()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restore-") as directory:
        place = Path(directory)
        manifest = _unpack(path, place)
        if manifest.engine != connection.vendor:
            raise CannotRestore(_("备份来自 %(engine)s，请先按同一种数据库恢复。") % {"engine": manifest.engine})
        _verify_database(place / DATABASE)
        for name, root in directories().items():
            if (place / name).is_dir():
                root.mkdir(parents=True, exist_ok=True)
                for each in (place / name).iterdir():
                    each.replace(root / each.name)
        _put_database(place / DATABASE)
    with connection.cursor() as cursor:
        point = points.of_cursor(cursor)
    if point != manifest.point:
        raise CannotRestore(_("恢复后的事件与备份清单不一致。"))
    missing, damages = _chains(outside)
    latest = path.parent / LATEST
    if outside is None and latest.is_file():
        missing = points.missing(point, json.loads(latest.read_text()))
    return Restored(manifest, points.count(point), len(manifest.members) - 1, missing, damages)


def _chains(outside: Path | None) -> tuple[int, list[str]]:
    """How many links are missing, and what else is wrong with the chains of events."""
    if outside is None:
        _said, seen, wrong = checkpoints.compared_with()
    else:
        (_said, seen), wrong = checkpoints.outside(Directory(outside)), []
    report = verify(seen)
    others = [each for each in [*wrong, *report.damages] if each.kind != MISSING]
    return report.missing, [f"{each.chain} {each.seq}: {each.kind}" for each in others]


def _refuse_if_filled() -> None:
    filled = [str(root) for root in directories().values() if root.is_dir() and any(root.iterdir())]
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        if name.exists() and name.stat().st_size:
            filled.append(str(name))
    else:
        with connection.cursor() as cursor:
            if connection.introspection.table_names(cursor):
                filled.append(str(connection.settings_dict["NAME"]))
    if filled:
        raise CannotRestore(_("这里不是空的，不能恢复：%(places)s。") % {"places": _("、").join(filled)})


def _unpack(path: Path, place: Path) -> Manifest:
    found, manifest = [], None
    for info, stream in members_of(path):
        if info.name == MANIFEST:
            manifest = Manifest.read(stream.read())
            continue
        target = (place / info.name).resolve()
        if not info.isfile() or not target.is_relative_to(place.resolve()):
            raise archive.Damaged(f"{info.name} is no file of a copy")
        target.parent.mkdir(parents=True, exist_ok=True)
        hashed = Hashing(stream)
        with target.open("xb") as file:
            while data := hashed.read(BLOCK):
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        target.chmod(0o600 if info.name == DATABASE else 0o440)
        found.append(Member(info.name, info.size, hashed.hexdigest()))
    if manifest is None or manifest.members != found:
        raise archive.Damaged("its files are not those of its list")
    return manifest


def _verify_database(path: Path) -> None:
    if connection.vendor != "sqlite":
        return  # pg_restore stops at whatever it cannot read
    database = sqlite3.connect(path)
    try:
        found = [line for (line,) in database.execute("PRAGMA integrity_check")]
        dangling = database.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        database.close()
    if found != ["ok"] or dangling:
        raise CannotRestore(_("备份里的数据库没有通过完整性检查。"))


def _put_database(path: Path) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        for leftover in (name, *(name.with_name(name.name + suffix) for suffix in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
        shutil.move(path, name)
        name.chmod(0o600)
        return
    into = f"--dbname={connection.settings_dict['NAME']}"
    command = ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", into, str(path)]
    done = subprocess.run(command, env=postgres_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRestore(done.stderr.strip()[:1000])
    with connection.cursor() as cursor:  # what a dump brings is right; asked once more, it costs nothing
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
