"""What was measured, as tables a person reads in a terminal and in the README alike."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Table:
    title: str
    head: list[str]
    rows: list[list[str]] = field(default_factory=list)
    note: str = ""

    def __str__(self) -> str:
        cells = [self.head, *self.rows]
        widths = [max(len(row[column]) for row in cells) for column in range(len(self.head))]
        lines = [self._line(row, widths) for row in cells]
        lines.insert(
            1, "|" + "|".join("-" * (width + 1) + (":" if at else "-") for at, width in enumerate(widths)) + "|"
        )
        return "\n".join([f"### {self.title}", "", *lines, *(["", self.note] if self.note else [])])

    @staticmethod
    def _line(row: list[str], widths: list[int]) -> str:
        first, *others = (
            f"{cell:>{width}}" if at else f"{cell:<{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join([first, *others])} |"


def timed(action: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def undisturbed(values: Sequence[float]) -> float:
    """The lower quartile: what it takes while nothing else on the machine is in the way."""
    return statistics.quantiles(values, n=4)[0]


def ms(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def engine() -> str:
    """The database with its version."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        version = connection.pg_version
        return f"PostgreSQL {version // 10000}.{version % 10000}"
    from django.db.backends.sqlite3.base import Database

    return f"SQLite {Database.sqlite_version}"


def machine() -> str:
    """Where and when: figures of another machine or hour are not to be compared with these."""
    load = os.getloadavg()[0]
    return (
        f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {load:.1f}, "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )
