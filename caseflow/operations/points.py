"""How far the chains of events had gone at a moment: by the name of each chain, the number of its last link."""

from typing import Any

FILES = "SELECT reference, seq FROM cases_dossier WHERE seq > 0"
LOGS = "SELECT name, seq FROM audit_head WHERE seq > 0"
Point = dict[str, int]


def of_cursor(cursor: Any) -> Point:
    """The point of the database as a cursor sees it, whichever engine it is of."""
    found: Point = {}
    for statement in (FILES, LOGS):
        cursor.execute(statement)
        found.update(cursor.fetchall())
    return dict(sorted(found.items()))


def missing(copy: Point, known: Point) -> int:
    """How many links are known to have been that the copy does not have."""
    return sum(max(0, seq - copy.get(name, 0)) for name, seq in known.items())


def count(point: Point) -> int:
    return sum(point.values())
