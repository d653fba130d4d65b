"""Lists of other departments: read whole, every bad row told, and kept as digests of numbers with the day, no name."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases.identifiers import id_problem

from ..lookup import digest
from .answers import BadRows, table_of

HEAD = ("证件号码", "日期")
AT_ONCE = 5_000


@dataclass(frozen=True)
class Listed:
    """A list that was read: what it is of, the hash of the file, and its rows as digest and day."""

    kind: str
    sha256: str
    rows: tuple[tuple[str, date], ...]


def read(content: bytes, kind: str) -> Listed:
    """Every row of a list. Raises BadRows with the number and the reason of every one that cannot be taken."""
    wrong: list[tuple[int, str]] = []
    seen: dict[tuple[str, date], int] = {}
    today = timezone.localdate()
    for at, (number, day) in table_of(content, HEAD):
        number = number.upper()
        problem, on = _problem(number, day, today)
        if problem or on is None:
            wrong.append((at, problem))
            continue
        seen.setdefault((digest("id", number), on), at)
    if not wrong and not seen:
        wrong.append((0, _("名单是空的。")))
    if wrong:
        raise BadRows(wrong)
    return Listed(kind, hashlib.sha256(content).hexdigest(), tuple(seen))


def _problem(number: str, day: str, today: date) -> tuple[str, date | None]:
    if problem := id_problem(number, today=today):
        return problem, None
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return _("日期“%(day)s”没有看懂，请写成 2026-03-10。") % {"day": day[:20]}, None
    if on > today:
        return _("日期%(day)s还没有到。") % {"day": day}, None
    return "", on


def keep(agency: Any, listed: Listed) -> int:
    """The rows that were not known yet, in the transaction of the caller; how many."""
    from ..models import RegisterEntry

    before = RegisterEntry.objects.count()
    for rows in _portions(listed.rows):
        RegisterEntry.objects.bulk_create(
            (
                RegisterEntry(agency=agency, kind=listed.kind, id_hmac=number, day=day, source=listed.sha256)
                for number, day in rows
            ),
            ignore_conflicts=True,
        )
    return RegisterEntry.objects.count() - before


def _portions(rows: tuple[tuple[str, date], ...]) -> Iterator[tuple[tuple[str, date], ...]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
