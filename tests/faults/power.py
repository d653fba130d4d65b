"""A power failure on paper: SQLite writes through a file system that notes down what was written and what was synced.

Up to the last sync a file is as it was written. What came after it may have reached the disk or not, each write for
itself, or in part, by sectors of 512 bytes: a disk promises no more.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

import apsw
from django.db import connection
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

from tests.kernel import READING

SECTOR = 512
DATABASE, WAL = "database", "wal"


class Noting(apsw.VFS):
    """The file system of the machine, and a notebook."""

    def __init__(self, name, notes):
        self.name, self.notes = name, notes
        super().__init__(name, "")

    def xOpen(self, name, flags):
        return NotedFile(name, flags, self.notes)


class NotedFile(apsw.VFSFile):
    def __init__(self, name, flags, notes):
        path = name.filename() if hasattr(name, "filename") else str(name)
        assert not path.endswith("-journal"), "the database is in WAL mode from the beginning"
        self.file, self.notes = (WAL if path.endswith("-wal") else DATABASE), notes
        super().__init__("", name, flags)

    def xWrite(self, data, offset):
        super().xWrite(data, offset)
        self.notes.append(("write", self.file, offset, bytes(data)))

    def xTruncate(self, size):
        super().xTruncate(size)
        self.notes.append(("truncate", self.file, size))

    def xSync(self, flags):
        super().xSync(flags)
        self.notes.append(("sync", self.file))


@dataclass
class Recorder:
    """The statements by which moves write, transaction by transaction, each with the token of its move."""

    transactions: list = field(default_factory=list)
    _now: list = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith((*READING, "BEGIN")):
            for each in params if many else [params]:
                self._now.append((FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%"), tuple(each or ())))
        return execute(sql, params, many, context)

    def move(self, act):
        with connection.execute_wrapper(self):
            event = act()
        self.transactions.append((event.token, self._now))
        self._now = []


def replay(start: Path, transactions, pragmas: str) -> list:
    """What is written and synced, and when each move is acknowledged, with the settings ``pragmas``."""
    notes: list = []
    vfs = Noting(f"noting-{id(notes)}", notes)
    database = apsw.Connection(str(start), vfs=vfs.name)
    for pragma in pragmas.split(";"):
        list(database.execute(pragma))
    for token, statements in transactions:
        database.execute("BEGIN IMMEDIATE")
        for sql, params in statements:
            list(database.execute(sql, params))
        database.execute("COMMIT")
        notes.append(("acknowledged", token))
    del notes[_end(notes) :]
    database.close()  # what closing writes comes after the last moment looked at
    return notes


def _end(notes: list) -> int:
    return max(at for at, note in enumerate(notes) if note[0] == "acknowledged") + 1


def images(start: bytes, notes: list, number: int, seed: int):
    """``number`` states of the disk after power failures at random moments, with the moves acknowledged until then."""
    chance = random.Random(seed)
    disk, pending, acknowledged = {DATABASE: bytearray(start), WAL: bytearray()}, {DATABASE: [], WAL: []}, []
    moments = sorted(chance.randrange(len(notes)) for _each in range(number))
    for at, note in enumerate(notes):
        match note:
            case ("acknowledged", token):
                acknowledged.append(token)
            case ("sync", file):
                for each in pending[file]:
                    _apply(disk[file], each)
                pending[file].clear()
            case (_kind, file, *_rest):
                pending[file].append(note)
        while moments and moments[0] == at:
            moments.pop(0)
            yield {file: _left(disk[file], pending[file], chance) for file in disk}, list(acknowledged)


def _left(synced: bytearray, pending: list, chance: random.Random) -> bytes:
    image = bytearray(synced)
    for note in pending:
        fate = chance.choice(("kept", "dropped", "torn"))
        if fate == "kept":
            _apply(image, note)
        elif fate == "torn" and note[0] == "write":
            _kind, file, offset, data = note
            for sector in range(0, len(data), SECTOR):
                if chance.random() < 0.5:
                    _apply(image, ("write", file, offset + sector, data[sector : sector + SECTOR]))
    return bytes(image)


def _apply(image: bytearray, note: tuple) -> None:
    if note[0] == "truncate":
        del image[note[2] :]
        return
    _kind, _file, offset, data = note
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(data)] = data
