"""Whether a county's year and a million lines are carried: real pages, served as deployed, by people who do not wait."""

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.conf import settings
from django.db import connection

from . import floor, serving
from .office import Office
from .report import Table, engine, median, ms
from .visitors import ACTS, READS

RATES = ((5, 20), (10, 40), (20, 80), (100, 400))  # moves and reads a second
QUICK = ((1, 4), (2, 8))
PACE = (2, 8)  # what two cores keep up with, for the soak
AIMS = {
    "sqlite": "20 + 80 with p95 ≤ 300 ms and p99 ≤ 1 s",
    "postgresql": "20 + 80 with p95 ≤ 150 ms, 100 + 400 with p95 ≤ 500 ms",
}
YEAR, CITY = 400_000, 1_000_000
USERS, PAUSE = 40, 5  # at once, each with a request every five seconds
PROCESSES = 4
WATCHED = 2  # seconds between two looks at what is used


def measure(quick: bool = False) -> list[Table]:
    year, city = (8_000, 16_000) if quick else (YEAR, CITY)
    began = time.perf_counter()
    office = Office()
    floor.make()
    office.grow(year)
    loading = time.perf_counter() - began
    seconds = 8 if quick else 300
    county = _county(office, seconds, f"{_lines(office)} written in {loading:.0f} s")
    began = time.perf_counter()
    office.grow(city)
    rates = _rates(
        office,
        QUICK if quick else RATES,
        5 if quick else 60,
        f"{_lines(office)}, the last ones written in {_since(began)} s",
    )
    return [county, rates, _soak(office, PACE, 15 if quick else 600)]


def _lines(office: Office) -> str:
    return f"{office.all_lines:,} lines, all of them in chains that verify"


def _since(began: float) -> str:
    return f"{time.perf_counter() - began:.0f}"


# --- visits and what they took


def _visits(office: Office, port: int, moves: float, reads: float, seconds: float) -> list[Any]:
    """What each request took, from several processes that share the rates and the files among them."""
    cases = office.cases()
    readers = office.readers()
    plans = [
        {
            "port": port,
            "seconds": seconds,
            "moves": moves / PROCESSES,
            "reads": reads / PROCESSES,
            "seed": number,
            "thinking": min(3.0, seconds / 4),
            "cases": cases[number::PROCESSES],
            "readers": readers,
        }
        for number in range(PROCESSES)
    ]
    return _told("bench.visitors", plans)


def _bare(office: Office, moves: float, reads: float, seconds: float) -> list[Any]:
    last = office.last_line
    shared = {"moves": moves / PROCESSES, "reads": reads / PROCESSES, "seconds": seconds, "lines": last}
    return _told("bench.floor", [shared | {"seed": number} for number in range(PROCESSES)])


def _told(module: str, plans: list[dict[str, Any]]) -> list[Any]:
    connection.close()
    call = [sys.executable, "-m", module]
    pipes: dict[str, Any] = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "text": True,
        "cwd": settings.BASE_DIR,
    }
    running = [subprocess.Popen(call, **pipes) for _plan in plans]
    for process, plan in zip(running, plans, strict=True):
        process.stdin.write(json.dumps(plan, ensure_ascii=False))  # type: ignore[union-attr]
        process.stdin.close()  # type: ignore[union-attr]
    found = [each for process in running for each in json.loads(process.stdout.read())]  # type: ignore[union-attr]
    if any(process.wait() for process in running):
        raise RuntimeError(f"A process of {module} failed.")
    return found


def _spread(taken: list[Any], kind: str) -> str:
    """p50/p95/p99 in milliseconds of what went well."""
    times = [spent for found, spent, went in taken if found == kind and not went]
    if len(times) < 2:
        return "–"
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return " / ".join(ms(cuts[at - 1]) for at in (50, 95, 99))


def _failed(taken: list[Any]) -> list[str]:
    return [went for _kind, _spent, went in taken if went]


def _row(name: str, taken: list[Any], seconds: float) -> list[str]:
    done = [each for each in taken if not each[2]]
    failed = _failed(taken)
    rate = f"{len(done) / seconds:.0f}"
    return [name, rate, _spread(taken, ACTS), _spread(taken, READS), str(len(failed))]


HEAD = ["Offered a second", "answered", "moves, ms", "reads, ms", "errors"]
HOW = "p50 / p95 / p99 from the planned start of each request; moves are forms submitted, two of nine print a paper."


def _first(taken: list[Any]) -> str:
    failed = _failed(taken)
    return f" First error: {failed[0]}." if failed else ""


# --- the three measurements


def _county(office: Office, seconds: float, loaded: str) -> Table:
    rate = USERS / PAUSE
    with serving.served() as by:
        _visits(office, by.port, rate / 5, rate * 4 / 5, min(10.0, seconds))  # warms up
        taken = _visits(office, by.port, rate / 5, rate * 4 / 5, seconds)
    bare = _bare(office, rate / 5, rate * 4 / 5, min(20.0, seconds))
    rows = [
        _row(f"{USERS} people, a request every {PAUSE} s", taken, seconds),
        _row("the same as bare statements", bare, min(20.0, seconds)),
    ]
    note = f"Aims: p95 ≤ 300 ms, p99 ≤ 1 s, no error. {HOW} {loaded}; {seconds:.0f} s.{_first(taken)}"
    return Table(f"A county's year on {engine()}", HEAD, rows, note)


def _rates(office: Office, rates: Sequence[tuple[int, int]], seconds: float, loaded: str) -> Table:
    rows, failed = [], ""
    for moves, reads in rates:
        with serving.served() as by:
            _visits(office, by.port, moves / 2, reads / 2, min(5.0, seconds))
            taken = _visits(office, by.port, moves, reads, seconds)
        failed = failed or _first(taken)
        rows.append(_row(f"{moves} + {reads}", taken, seconds))
        rows.append(_row("  bare statements", _bare(office, moves, reads, min(10.0, seconds)), min(10.0, seconds)))
    note = f"Aim: {AIMS[connection.vendor]}. {HOW} {loaded}; {seconds:.0f} s each.{failed}"
    return Table(f"A million lines on {engine()}, moves + reads", HEAD, rows, note)


def _soak(office: Office, pace: tuple[int, int], seconds: float) -> Table:
    """Ten minutes at a pace that two cores keep up with; processes are not renewed, or a leak would not show."""
    moves, reads = pace
    with serving.served("--max-requests", "0") as by:
        _visits(office, by.port, moves, reads, min(30.0, seconds))
        with _watching(by) as looks:
            taken = _visits(office, by.port, moves, reads, seconds)
    third = max(1, len(looks) // 3)
    rows = []
    for field, name in zip(
        fields(serving.Use), ("memory, MB", "open handles", "connections", "log of writes, MB"), strict=True
    ):
        seen = [getattr(each, field.name) for each in looks]
        first, last = median(seen[:third]), median(seen[-third:])
        growth = f"{(last / first - 1) * 100:+.0f} %" if first else "–"
        rows.append([name, f"{first:.0f}", f"{last:.0f}", growth, f"{max(seen):.0f}"])
    note = (
        f"Aims: memory +10 % at most, log of writes ≤ 200 MB, no more handles or connections. {moves} + {reads} a second "
        f"for {seconds / 60:.0f} min: moves {_spread(taken, ACTS)} ms, reads {_spread(taken, READS)} ms, "
        f"{len(_failed(taken))} errors. Medians of the first and the last third of {len(looks)} looks, over all processes of "
        f"gunicorn and the worker.{_first(taken)}"
    )
    return Table(f"Soak on {engine()}", ["Used", "first third", "last third", "growth", "most"], rows, note)


class _watching:
    """Looks every few seconds at what the served processes use."""

    def __init__(self, by: serving.Served):
        self.by, self.looks, self.over = by, list[serving.Use](), threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> list[serving.Use]:
        self.thread.start()
        return self.looks

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.over.wait(WATCHED):
            self.looks.append(serving.used(self.by))
        connection.close()
