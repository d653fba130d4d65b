"""The days on which a family is left alone: read from what was written down, and looked up. Never why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

REACH = 3  # days before and after a day to avoid that are quiet as well; a setting
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WRITTEN = re.compile(
    r"(?P<m1>[0-9]{1,2})月(?P<d1>[0-9]{1,2})日?(?:\s*(?:至|到|—|–|-|~|～)\s*(?:(?P<m2>[0-9]{1,2})月)?(?P<d2>[0-9]{1,2})日?)?"
)


class Span(NamedTuple):
    """Days of every year that the family wants to be left alone on, as month and day; it may cross the new year."""

    first: tuple[int, int]
    last: tuple[int, int]

    @classmethod
    def of(cls, first: int, last: int) -> Span:
        """From days as they are stored: 1015 is 15 October."""
        return cls(divmod(first, 100), divmod(last, 100))

    def in_year(self, year: int) -> tuple[date, date]:
        """Its first and last day where it begins in ``year``."""
        crosses = self.last < self.first
        return _day(year, *self.first), _day(year + crosses, *self.last)


def _day(year: int, month: int, day: int) -> date:
    """29 February is the 28th in a common year, as with birthdays (R-AGE)."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 2, 28)


def is_quiet(spans: Iterable[Span], on: date, reach: int = REACH) -> bool:
    """Whether ``on`` lies in one of the spans, or at most ``reach`` days beside it."""
    room = timedelta(reach)
    return any(
        first - room <= on <= last + room
        for span in spans
        for first, last in (span.in_year(year) for year in (on.year - 1, on.year, on.year + 1))
    )


def read(text: str) -> tuple[Span, ...]:
    """The days that a line such as 4月2日至6日、10月15日 names; what is no day of a year is left aside."""
    found = []
    for each in WRITTEN.finditer(text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))):
        first = int(each["m1"]), int(each["d1"])
        last = (int(each["m2"] or first[0]), int(each["d2"])) if each["d2"] else first
        if _exists(*first) and _exists(*last):
            found.append(Span(first, last))
    return tuple(dict.fromkeys(found))


def _exists(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= LENGTHS[month - 1]
