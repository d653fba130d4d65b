"""Assurance 1: whoever was told that a move was made finds it in the file, however the process ended."""

import random
import time

import pytest
import time_machine
from django.db import connection, transaction

from tests.faults import moving
from tests.faults.processes import Child

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 2


def killed(works, kills, seed=20260226):
    """Fork writers, kill each at a random moment of its moves, fork the next; everything they told before."""
    chance, told = random.Random(seed), []
    for _round in range(kills // WRITERS):
        children = [Child(work) for work in works(chance.randrange(10**12))]
        for child in children:
            child.until_heard()
            time.sleep(chance.uniform(0.010, 0.120))
            child.kill()
        told += [line for child in children for line in child.wait()]
    assert not [line for line in told if line[0] == "failed"], told
    return told


def integrity():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            found = [line for (line,) in cursor.fetchall()]
            cursor.execute("PRAGMA foreign_key_check")
            return found, cursor.fetchall()
    return ["ok"], []  # pg_amcheck: test_server_killed.py


def test_no_acknowledged_move_is_lost_to_a_kill(people, on_disk, scale, figures):
    with time_machine.travel(moving.afternoon(), tick=True):
        pks = moving.cases_in_the_circle(people, 6)

        def works(seed):
            return [lambda tell, n=n: moving.keep_moving(people, pks, f"{seed}-{n}", tell) for n in range(WRITERS)]

        kills, began = scale(24, 1000), time.monotonic()
        told = killed(works, kills)
        took = time.monotonic() - began
        assert len(told) >= kills
        assert moving.lost(told) == []
        assert moving.half_done() == []
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
