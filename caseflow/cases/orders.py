"""The orders a list may be read in, each by an index, and one page of a list by the key of a line in that order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Dossier


@dataclass(frozen=True)
class Order:
    """By which columns; a file whose first column is empty (``last``) comes after all others, the newest first."""

    columns: tuple[str, ...]
    words: Any
    descending: bool = False
    last: bool = False

    def parts(self, files: QuerySet[Dossier]) -> list[tuple[QuerySet[Dossier], tuple[str, ...], bool]]:
        """The stretches of the list one after the other: files, columns, descending."""
        if not self.last:
            return [(files, self.columns, self.descending)]
        empty = {f"{self.columns[0]}__isnull": True}
        return [(files.exclude(**empty), self.columns, self.descending), (files.filter(**empty), ("id",), True)]

    def part_of(self, line: Dossier) -> int:
        """In which stretch a file stands."""
        return int(self.last and getattr(line, self.columns[0]) is None)


NEWEST = Order(("id",), _("新建立的在前"), descending=True)
ORDERS = {
    "": NEWEST,
    "reference": Order(("reference",), _("编号由小到大")),
    "-reference": Order(("reference",), _("编号由大到小"), descending=True),
    "opened": Order(("opened_on", "id"), _("建立日期早的在前")),
    "-opened": Order(("opened_on", "id"), _("建立日期晚的在前"), descending=True),
    "due": Order(("next_due", "id"), _("期限早的在前，没有期限的在最后"), last=True),
    "-due": Order(("next_due", "id"), _("期限晚的在前，没有期限的在最后"), descending=True, last=True),
    "state": Order(("stage", "id"), _("环节靠前的在前")),
    "-state": Order(("stage", "id"), _("环节靠后的在前"), descending=True),
}
COLUMNS = ("reference", "state", "due", "opened")  # of the table that one may sort by


def read(
    files: QuerySet[Dossier], order: Order, count: int, *, after: Dossier | None = None, before: Dossier | None = None
) -> list[Dossier]:
    """Up to ``count`` files in ``order``: the first, those after a line, or the last before a line."""
    line = after or before
    back = after is None and before is not None
    found: list[Dossier] = []
    for part in _stretches(order, files, line, back):
        if len(found) < count:
            found += part[: count - len(found)]
    return found[::-1] if back else found


def _stretches(order: Order, files: QuerySet[Dossier], line: Dossier | None, back: bool) -> Iterator[QuerySet[Dossier]]:
    """What follows a line stretch by stretch, read backwards where ``back``."""
    parts = list(enumerate(order.parts(files)))
    here = order.part_of(line) if line else 0
    for number, (part, columns, descending) in reversed(parts) if back else parts:
        if line and (number > here if back else number < here):
            continue
        down = descending != back
        if line and number == here:
            part = part.filter(_beyond(columns, line, down))
        yield part.order_by(*(f"-{name}" if down else name for name in columns))


def _beyond(columns: Sequence[str], line: Dossier, down: bool) -> Q:
    """What comes after a line; the first column is bounded by itself, so that an index begins there."""
    side = "lt" if down else "gt"
    first, *rest = columns
    value = getattr(line, first)
    if not rest:
        return Q(**{f"{first}__{side}": value})
    further = Q(**{f"{first}__{side}": value}) | Q(**{f"{rest[0]}__{side}": getattr(line, rest[0])})
    return Q(**{f"{first}__{side}e": value}) & further
