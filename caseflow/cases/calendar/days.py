"""Which days are working days, by the holiday notices, and how one counts them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from chinese_calendar import constants as library
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ONE_DAY = timedelta(days=1)


class DayKind(TextChoices):
    """What the yearly notice of the State Council's General Office makes of a day."""

    WORK = "work", _("工作日")
    REST = "rest", _("周末休息日")
    HOLIDAY = "holiday", _("节假日")
    MAKEUP = "makeup", _("调休上班日")

    @property
    def is_working(self) -> bool:
        return self in (DayKind.WORK, DayKind.MAKEUP)


FESTIVALS: Mapping[str, Any] = {
    library.Holiday.new_years_day.value: _("元旦"),
    library.Holiday.spring_festival.value: _("春节"),
    library.Holiday.tomb_sweeping_day.value: _("清明节"),
    library.Holiday.labour_day.value: _("劳动节"),
    library.Holiday.dragon_boat_festival.value: _("端午节"),
    library.Holiday.mid_autumn_festival.value: _("中秋节"),
    library.Holiday.national_day.value: _("国庆节"),
    library.Holiday.anti_fascist_70th_day.value: _("抗战胜利纪念日"),
}


@dataclass(frozen=True, eq=False)
class Calendar:
    """The holiday notices of some ``years``: the ``days`` that differ from the ordinary week, and what they are for."""

    days: Mapping[date, DayKind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    names: Mapping[date, Any] = field(default_factory=dict)

    @classmethod
    def of_library(cls, years: Collection[int] | None = None) -> Calendar:
        """The notices that came with the software, all of them or those of ``years``."""
        return _of_library(None if years is None else frozenset(years))

    def loaded(self, year: int) -> bool:
        return year in self.years

    def kind(self, day: date) -> DayKind:
        """What ``day`` is; in a year not loaded, what its place in the week says."""
        if day.year in self.years and day in self.days:
            return self.days[day]
        return DayKind.WORK if day.weekday() < 5 else DayKind.REST

    def is_working(self, day: date) -> bool:
        return self.kind(day).is_working

    @cached_property
    def _closed(self) -> list[int]:
        return self._exceptions(working=False)

    @cached_property
    def _opened(self) -> list[int]:
        return self._exceptions(working=True)

    def _exceptions(self, working: bool) -> list[int]:
        """The days that the notices turn into working days, or into days off, as ordinals."""
        return sorted(
            day.toordinal()
            for day, kind in self.days.items()
            if day.year in self.years and kind.is_working is working and (day.weekday() < 5) is not working
        )

    def rank(self, ordinal: int) -> int:
        """How many working days there are up to and including a day, from the first Monday of the era."""
        week, rest = divmod(ordinal, 7)
        return 5 * week + min(rest, 5) - bisect_right(self._closed, ordinal) + bisect_right(self._opened, ordinal)

    def day_of_rank(self, rank: int) -> date:
        """The first day up to which there are ``rank`` working days. Raises OverflowError beyond the era."""
        ordinal = bisect_left(range(date.max.toordinal() + 1), rank, key=self.rank)
        if not 0 < ordinal <= date.max.toordinal():
            raise OverflowError(rank)
        return date.fromordinal(ordinal)


@lru_cache(maxsize=16)
def _of_library(years: frozenset[int] | None) -> Calendar:
    known = {day.year for day in library.holidays}
    wanted = frozenset(known if years is None else known & years)
    days = {day: DayKind.HOLIDAY for day in library.holidays if day.year in wanted}
    days |= {day: DayKind.MAKEUP for day in library.workdays if day.year in wanted}
    names = {day: FESTIVALS.get(name, name) for day, name in library.holidays.items() if day.year in wanted}
    return Calendar(MappingProxyType(days), wanted, MappingProxyType(names))


def add_working_days(day: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after ``day``; ``day`` itself for n = 0."""
    return calendar.day_of_rank(calendar.rank(day.toordinal()) + n) if n else day


def working_days_between(a: date, b: date, calendar: Calendar) -> int:
    """How many working days there are after ``a`` up to and including ``b``; negative where ``b`` is earlier."""
    return calendar.rank(b.toordinal()) - calendar.rank(a.toordinal())


def add_months(day: date, months: int) -> date:
    """The day of the same number ``months`` later, or the last of that month (Civil Code art. 202). Raises OverflowError beyond the era."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def roll(day: date, calendar: Calendar) -> date:
    """``day``, or the next working day if it is none."""
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def safe(day: date, calendar: Calendar) -> date:
    """``day``, or the last working day before it if it is none."""
    while not calendar.is_working(day):
        day -= ONE_DAY
    return day


def as_day(moment: date | datetime) -> date:
    """The day of a moment, by the clock of the office; a day stays what it is."""
    if not isinstance(moment, datetime):
        return moment
    return timezone.localdate(moment) if timezone.is_aware(moment) else moment.date()
