"""Assurance 2: with the settings of this program a power failure takes nothing that was acknowledged."""

import sqlite3

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from tests.faults import moving, power

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def moves(people, on_disk, scale, tmp_path):
    """A database before some moves, and the statements by which they were made."""
    if connection.vendor != "sqlite":
        pytest.skip("the files of SQLite are looked at; a PostgreSQL server is killed in test_server_killed.py")
    with time_machine.travel(moving.afternoon(), tick=True):
        pks = moving.cases_in_the_circle(people, 3)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "before.sqlite3")])
        before = sqlite3.connect(tmp_path / "before.sqlite3")
        before.execute("PRAGMA journal_mode=WAL")
        before.close()
        recorder = power.Recorder()
        for number in range(scale(24, 60)):
            recorder.move(lambda n=number: moving.once_round(people, pks[n % len(pks)], f"move-{n}"))
    return tmp_path / "before.sqlite3", recorder.transactions


def after_power_failures(moves, pragmas, number, tmp_path):
    """How many images are damaged, how many lack a move that was acknowledged, and the most that one lacks."""
    before, transactions = moves
    start = before.read_bytes()
    at_work = tmp_path / "work.sqlite3"
    at_work.write_bytes(start)
    notes = power.replay(at_work, transactions, pragmas)
    damaged = without = worst = 0
    for image, acknowledged in power.images(start, notes, number, seed=308):
        path = tmp_path / "image.sqlite3"
        for suffix, content in (("", image[power.DATABASE]), ("-wal", image[power.WAL])):
            path.with_name(path.name + suffix).write_bytes(content)
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
        tokens = kept(path)
        damaged += tokens is None
        missing = len(set(acknowledged) - (tokens or set()))
        without, worst = without + (missing > 0), max(worst, missing)
    return damaged, without, worst


def kept(path):
    """The tokens of the moves in an image; None where it is damaged."""
    database = sqlite3.connect(path)
    try:
        if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return None
        return {token for (token,) in database.execute("SELECT token FROM cases_event")}
    except sqlite3.DatabaseError:
        return None
    finally:
        database.close()


def test_a_power_failure_takes_nothing_that_was_acknowledged(moves, scale, tmp_path, figures):
    """And the protection taken out -- synchronous=NORMAL, which many recipes recommend -- is noticed."""
    number = scale(40, 400)
    assert after_power_failures(moves, settings.SQLITE_PRAGMAS, number, tmp_path) == (0, 0, 0)
    pragmas = settings.SQLITE_PRAGMAS.replace("synchronous=FULL", "synchronous=NORMAL")
    assert pragmas != settings.SQLITE_PRAGMAS
    _damaged, without, worst = after_power_failures(moves, pragmas, number, tmp_path)
    assert without >= number / 4
    figures(
        f"{number} images at the settings of production: 0 damaged, 0 lost an acknowledged move; "
        f"at synchronous=NORMAL {without} lost some, one of them {worst}"
    )
