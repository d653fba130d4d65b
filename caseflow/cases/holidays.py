"""The calendar of the office: the notices that came with the software, and those an administrator has entered since."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from . import settled
from .calendar import Calendar, DayKind

Entry = tuple[date, str, str]  # day, kind, name

_years: ContextVar[frozenset[int] | None] = ContextVar("holiday_years", default=None)


@contextmanager
def only_years(years: Collection[int]) -> Iterator[None]:
    """Take only some years as loaded, for the time of a story."""
    token = _years.set(frozenset(years))
    try:
        yield
    finally:
        _years.reset(token)


def calendar() -> Calendar:
    """The days as they are known now. One query, and not more than one in a request or a move."""
    return _merged(settled.rows("cases.CalendarDay", "date", "kind", "name"), _years.get())


def library() -> Calendar:
    """The days as they came with the software, where there is no database to ask."""
    return _merged((), _years.get())


@lru_cache(maxsize=16)
def _merged(entries: tuple[Entry, ...], years: frozenset[int] | None) -> Calendar:
    """A year is loaded when the software knows it or a day of it has been entered; entered days prevail."""
    known = Calendar.of_library(years)
    entered = {day: DayKind(kind) for day, kind, _name in entries if years is None or day.year in years}
    if not entered:
        return known
    names = {day: name for day, _kind, name in entries if day in entered}
    return Calendar(
        MappingProxyType({**known.days, **entered}),
        known.years | {day.year for day in entered},
        MappingProxyType({**known.names, **names}),
    )
