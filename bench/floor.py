"""What the engine and the machine give at most: bare transactions and bare reads, planned and timed as visits are.

A process of its own: ``python -m bench.floor`` reads what to do as JSON and prints what each took.
"""

import heapq
import json
import random
import sys
import time
from collections.abc import Callable

import django
from django.db import connection, transaction

from .visitors import ACTS, READS

TABLE = "bench_floor"


def make() -> None:
    """A row to change for each process, and a table that grows."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, seq bigint NOT NULL)")
        cursor.execute(
            f"CREATE TABLE {TABLE}_line (file bigint, seq bigint, said varchar(400), PRIMARY KEY (file, seq))"
        )
        cursor.executemany(f"INSERT INTO {TABLE} VALUES (%s, 0)", [(number,) for number in range(100)])


def main() -> None:
    plan = json.load(sys.stdin)
    django.setup()
    chance, number = random.Random(plan["seed"]), int(plan["seed"])
    file = number % 100
    connection.ensure_connection()
    begin, planned = time.monotonic(), list[tuple[float, str]]()
    for kind in (ACTS, READS):
        at = begin
        while plan[f"{kind}s"] and (at := at + chance.expovariate(plan[f"{kind}s"])) < begin + plan["seconds"]:
            heapq.heappush(planned, (at, kind))
    acts: dict[str, Callable[[], None]] = {
        ACTS: lambda: _write(file),
        READS: lambda: _read(chance.randint(1, plan["lines"])),
    }
    taken = []
    while planned:
        at, kind = heapq.heappop(planned)
        time.sleep(max(0.0, at - time.monotonic()))
        acts[kind]()
        taken.append((kind, (time.monotonic() - at) * 1000, ""))
    json.dump(taken, sys.stdout)


def _write(file: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET seq = seq + 1 WHERE id = %s", [file])
        cursor.execute(f"INSERT INTO {TABLE}_line SELECT id, seq, %s FROM {TABLE} WHERE id = %s", ["x" * 300, file])


def _read(key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_event WHERE id = %s", [key])
        cursor.fetchall()


if __name__ == "__main__":
    main()
