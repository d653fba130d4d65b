"""Assurance 1: whoever was told that a move was made finds it in the file, however the process ended."""

import random
import time

import pytest
import time_machine
from django.db import connection, transaction

from tests.faults import moving
from tests.faults.conftest import FULL
from tests.faults.processes import Child

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 3
SECONDS = 120  # for a thousand kills


class Doomed:
    """A writer, and when it dies: a random moment after it was heard of for the first time."""

    def __init__(self, work, chance):
        self.child, self.after, self.at = Child(work), chance.uniform(0.010, 0.120), None

    def is_due(self):
        if self.at is None and self.child.heard():
            self.at = time.monotonic() + self.after
        return self.at is not None and time.monotonic() >= self.at


def killed(work, kills, seed=20260226):
    """Kill writers at random moments of their moves, each replaced at once by the next; everything they told before."""
    chance, told, left = random.Random(seed), [], kills

    def begun():
        return Doomed(work(chance.randrange(10**12)), chance)

    writers = [begun() for _each in range(WRITERS)]
    while left:
        for at, writer in enumerate(writers):
            if left and writer.is_due():
                writer.child.kill()
                told += writer.child.wait()
                writers[at], left = begun(), left - 1
        time.sleep(0.002)
    for writer in writers:
        writer.child.kill()
        told += writer.child.wait()
    assert not [line for line in told if line[0] == "failed"], told[-1]
    return told


def integrity():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            found = [line for (line,) in cursor.fetchall()]
            cursor.execute("PRAGMA foreign_key_check")
            return found, cursor.fetchall()
    return ["ok"], []  # pg_amcheck: test_server_killed.py


@pytest.mark.alone
def test_no_acknowledged_move_is_lost_to_a_kill(people, on_disk, scale, figures):
    with time_machine.travel(moving.afternoon(), tick=True):
        pks = moving.cases_in_the_circle(people, 6)

        def work(seed):
            return lambda tell: moving.keep_moving(people, pks, seed, tell)

        kills, began = scale(24, 1000), time.monotonic()
        told = killed(work, kills)
        took = time.monotonic() - began
        assert len(told) >= kills
        assert moving.lost(told) == []
        assert moving.half_done() == []
    if FULL:
        assert took <= SECONDS
    assert integrity() == (["ok"], [])
    figures(
        f"{kills} kills in {took:.0f} s on {connection.vendor}, {len(told)} moves acknowledged, 0 lost, 0 half done"
    )


def test_the_harness_notices_a_move_acknowledged_too_early(people, on_disk):
    """The protection taken out: told inside the transaction, which a kill then undoes."""
    pks = moving.cases_in_the_circle(people, 1)

    def too_early(tell):
        with transaction.atomic():
            event = moving.once_round(people, pks[0], "early")
            tell(event.token, event.dossier_id, event.seq)
            time.sleep(60)

    with time_machine.travel(moving.afternoon(), tick=True):
        child = Child(too_early)
        child.until_heard()
        child.kill()
        told = child.wait()
        assert moving.lost(told) == told
        assert moving.half_done() == []
