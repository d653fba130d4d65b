"""When a time limit ends: counted from day 0, with what happens to it while it runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.procedure import TimeLimit, Unit

from .days import ONE_DAY, Calendar, add_months, add_working_days, as_day, roll, safe, working_days_between
from .sums import Cell, Step, ruler_of, steps_of
from .words import long_day


class TooLate(ValueError):
    """An extension granted after the end of what it extends."""

    def __init__(self, end: date, on: date | None = None) -> None:
        self.end, self.on = end, on
        if on is None:
            super().__init__(_("期限已于%(end)s届满，届满后不能再延长。") % {"end": long_day(end)})
        else:
            super().__init__(
                _("期限已于%(end)s届满，%(on)s批准的延长无效：延长须在届满前批准。")
                % {"end": long_day(end), "on": long_day(on)}
            )


@dataclass(frozen=True)
class Exclusion:
    """An interval that is not counted, from ``start`` to ``end`` (None: it goes on)."""

    code: str
    start: date
    end: date | None
    basis: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(
                _("扣除期间不能在开始之前结束：%(start)s至%(end)s。")
                % {"start": long_day(self.start), "end": long_day(self.end)}
            )


@dataclass(frozen=True)
class Extension:
    """A longer limit, granted ``on`` a day."""

    length: int
    unit: Unit
    on: date
    basis: str = ""


class Excluded(NamedTuple):
    """An exclusion as it told on one limit: the part that no other had left out already, in days or working days."""

    source: Exclusion
    start: date
    end: date
    days: int


@dataclass(frozen=True, eq=False)
class Due:
    """When a limit ends, and everything that the sum is made of.

    ``statutory_due`` is the last day without exclusions and extensions (A-18). In limits of hours the dates are moments.
    """

    rule: TimeLimit
    start: Any
    length: int
    calendar: Calendar
    statutory_due: Any
    nominal_due: Any
    legal_due: Any
    safe_due: Any
    extensions: tuple[Extension, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    missing_years: tuple[int, ...] = ()
    suspended_since: date | None = None

    @property
    def provisional(self) -> bool:
        return bool(self.missing_years)

    @property
    def suspended(self) -> bool:
        return self.suspended_since is not None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The sum in words, in the language of the moment at which it is first read."""
        return tuple(steps_of(self))

    @cached_property
    def ruler(self) -> tuple[Cell, ...]:
        """Day 0 to the last day, for drawing; empty for hours."""
        return () if self.rule.unit.by_the_clock else tuple(ruler_of(self))

    @cached_property
    def weeks(self) -> tuple[tuple[Cell | None, ...], ...]:
        """The ruler in rows from Monday to Sunday, with None where it does not reach."""
        if not self.ruler:
            return ()
        padded = [None] * self.ruler[0].date.weekday() + list(self.ruler)
        padded += [None] * (-len(padded) % 7)
        return tuple(tuple(padded[i : i + 7]) for i in range(0, len(padded), 7))


def due(
    rule: TimeLimit,
    start: date | datetime,
    calendar: Calendar,
    events: Iterable[Exclusion | Extension] = (),
    *,
    length: int | None = None,
    today: date | None = None,
) -> Due:
    """The end of ``rule`` counted from ``start``, the day (or moment) 0.

    ``length`` replaces that of the rule, in its unit. An exclusion that goes on counts up to ``today``; without
    ``today`` it adds nothing yet. Hours from a day without a time run from its first minute.

    Raises TooLate for an extension granted after the end, ValueError for what cannot be counted.
    """
    length = rule.length if length is None else length
    if length < 0:
        raise ValueError(_("期限的长度不能是负数。"))
    try:
        return _due(rule, start, length, calendar, list(events), today)
    except OverflowError:
        raise ValueError(_("日期超出了能够计算的范围。")) from None


def hearing_ok(rule: TimeLimit, notice: date, hearing: date, calendar: Calendar) -> bool:
    """Whether a notice served on a day is early enough for a hearing (A-09); ``rule`` is the limit of that notice."""
    return add_working_days(notice, rule.length, calendar) <= hearing


def hearing_default(rule: TimeLimit, notice: date, calendar: Calendar) -> date:
    """The first day of a hearing that leaves ``rule.length`` clear working days after the notice (A-09)."""
    return add_working_days(notice, rule.length + 1, calendar)


def _due(
    rule: TimeLimit,
    start: date | datetime,
    length: int,
    calendar: Calendar,
    events: list[Exclusion | Extension],
    today: date | None,
) -> Due:
    extensions = sorted(
        (each for each in events if isinstance(each, Extension)), key=lambda each: (each.on, each.unit, each.length)
    )
    exclusions = [each for each in events if isinstance(each, Exclusion) and each.code in rule.exclusions]
    if rule.backwards:
        if extensions:
            raise ValueError(_("向前倒数的期限不能延长。"))
        return _backwards(rule, as_day(start), length, calendar)
    if rule.unit.by_the_clock:
        return _hours(rule, start, length, calendar, extensions)
    return _forwards(rule, as_day(start), length, calendar, exclusions, extensions, today)


def _forwards(
    rule: TimeLimit,
    start: date,
    length: int,
    calendar: Calendar,
    exclusions: list[Exclusion],
    extensions: list[Extension],
    today: date | None,
) -> Due:
    nominal = extended = statutory = _advance(start, length, rule.unit, calendar)
    in_working_days = rule.unit == Unit.WORKING_DAYS
    granted: list[Extension] = []
    excluded: list[Excluded] = []
    lost = 0
    covered = start  # up to here days have been left out
    suspended_since = None

    def since(event: Exclusion | Extension) -> date:
        return event.on if isinstance(event, Extension) else max(event.start, start)

    # Day by day, because what happens on a day matters only while the limit runs; within a day the order does not.
    events: list[Exclusion | Extension] = [*exclusions, *extensions]
    for day, of_day in groupby(sorted(events, key=since), key=since):
        last = roll(nominal, calendar) if rule.rolls else nominal
        for event in of_day:
            if isinstance(event, Extension):
                if day > last:
                    raise TooLate(last, day)
                granted.append(event)
                continue
            if day > last:
                continue
            end = max(day, today or day) if event.end is None else event.end
            if event.end is None and (today is None or today >= day):
                suspended_since = suspended_since or day
            begin = max(day, covered)
            days = 0
            if end > begin:
                days = working_days_between(begin, end, calendar) if in_working_days else (end - begin).days
                covered = end
            excluded.append(Excluded(event, begin, max(begin, end), days))
            lost += days
        extended = statutory
        for each in granted:
            extended = _advance(extended, each.length, each.unit, calendar)
        nominal = _advance(extended, lost, Unit.WORKING_DAYS if in_working_days else Unit.CALENDAR_DAYS, calendar)

    legal = roll(nominal, calendar) if rule.rolls else nominal
    before = safe(nominal, calendar)
    return Due(
        rule,
        start,
        length,
        calendar,
        statutory,
        nominal,
        legal,
        before,
        tuple(granted),
        tuple(excluded),
        _missing(min(start + ONE_DAY, before), legal, calendar),
        suspended_since,
    )


def _backwards(rule: TimeLimit, event: date, length: int, calendar: Calendar) -> Due:
    latest = _latest(event, length, rule.unit, calendar)
    before = safe(latest, calendar)
    missing = _missing(before, event, calendar)
    return Due(rule, event, length, calendar, latest, latest, latest, before, missing_years=missing)


def _hours(
    rule: TimeLimit, start: date | datetime, length: int, calendar: Calendar, extensions: list[Extension]
) -> Due:
    moment = start if isinstance(start, datetime) else datetime.combine(start, time.min)
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    one = timedelta(hours=1) if rule.unit == Unit.HOURS else timedelta(minutes=1)
    end = statutory = moment + length * one
    for each in extensions:
        if each.unit != rule.unit:
            raise ValueError(_("以小时计的期限，只能以小时延长。"))
        if each.on > as_day(end):
            raise TooLate(as_day(end), each.on)
        end += each.length * one
    return Due(rule, moment, length, calendar, statutory, end, end, end, tuple(extensions))


def _advance(day: date, length: int, unit: str, calendar: Calendar) -> date:
    match unit:
        case Unit.WORKING_DAYS:
            return add_working_days(day, length, calendar)
        case Unit.CALENDAR_DAYS:
            return day + timedelta(days=length)
        case Unit.MONTHS:
            return add_months(day, length)
        case Unit.YEARS:
            return add_months(day, 12 * length)
    raise ValueError(_("以小时计的期限，只能以小时延长。"))


def _latest(event: date, length: int, unit: str, calendar: Calendar) -> date:
    """The latest day from which ``length`` ends on or before ``event``."""
    if length and unit == Unit.WORKING_DAYS:
        return calendar.day_of_rank(calendar.rank(event.toordinal()) - length + 1) - ONE_DAY
    day = _advance(event, -length, unit, calendar)
    while _advance(day + ONE_DAY, length, unit, calendar) <= event:
        day += ONE_DAY
    return day


def _missing(first: date, last: date, calendar: Calendar) -> tuple[int, ...]:
    return tuple(year for year in range(first.year, last.year + 1) if not calendar.loaded(year))
