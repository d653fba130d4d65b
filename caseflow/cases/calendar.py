"""Legal days: when a time limit ends, and the sum that shows why. Pure functions: no database, no settings of an office.

The counting rules are those of the reference for enforcement, 2.1, 2.2 and 9:

* Day 0, the day of the event, is not counted (Civil Code art. 201; Civil Procedure Law art. 85).
* A limit in working days ends on the n-th working day after day 0; the make-up days of the yearly holiday notice are
  working days, whatever day of the week they are (Administrative Penalty Law art. 85).
* A limit in months or years ends on the day of the same number, or on the last day of the month if there is none
  (Civil Code art. 202).
* A limit whose last day is no working day ends on the next one (Civil Code art. 203). ``nominal_due`` is the last day
  as counted, ``legal_due`` the day it moves to, ``safe_due`` the last working day on or before ``nominal_due``, from
  which an agency is reminded of its duties.
* Hours run by the clock, through nights and holidays; their results are moments.
* An exclusion adds ``end - start`` days, in limits of working days as many days as working days lie in it; days that lie
  in several exclusions are left out once; one that begins after the limit has ended changes nothing.
* An extension adds its own length, and must be granted before the limit has ended.
* A sum that touches a year without a holiday notice takes Monday to Friday as working days and is ``provisional``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from chinese_calendar import constants as library
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caseflow.procedure import Duty, TimeLimit, Unit
from caseflow.procedure.limits import exclusions as known_exclusions

ONE_DAY = timedelta(days=1)
SOON = 7  # days before the end at which a badge asks for attention


class DayKind(TextChoices):
    """What the yearly notice of the State Council's General Office makes of a day."""

    WORK = "work", gettext_lazy("工作日")
    REST = "rest", gettext_lazy("周末休息日")
    HOLIDAY = "holiday", gettext_lazy("节假日")
    MAKEUP = "makeup", gettext_lazy("调休上班日")

    @property
    def is_working(self) -> bool:
        return self in (DayKind.WORK, DayKind.MAKEUP)


FESTIVALS: Mapping[str, Any] = {
    library.Holiday.new_years_day.value: gettext_lazy("元旦"),
    library.Holiday.spring_festival.value: gettext_lazy("春节"),
    library.Holiday.tomb_sweeping_day.value: gettext_lazy("清明节"),
    library.Holiday.labour_day.value: gettext_lazy("劳动节"),
    library.Holiday.dragon_boat_festival.value: gettext_lazy("端午节"),
    library.Holiday.mid_autumn_festival.value: gettext_lazy("中秋节"),
    library.Holiday.national_day.value: gettext_lazy("国庆节"),
    library.Holiday.anti_fascist_70th_day.value: gettext_lazy("抗战胜利纪念日"),
}


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


# Counting


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


def hearing_ok(rule: TimeLimit, notice: date, hearing: date, calendar: Calendar) -> bool:
    """Whether a notice served on a day is early enough for a hearing (A-09); ``rule`` is the limit of that notice."""
    return add_working_days(notice, rule.length, calendar) <= hearing


def hearing_default(rule: TimeLimit, notice: date, calendar: Calendar) -> date:
    """The first day of a hearing that leaves ``rule.length`` clear working days after the notice (A-09)."""
    return add_working_days(notice, rule.length + 1, calendar)


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


# What happens to a limit while it runs


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


class Step(NamedTuple):
    """One line of the sum; ``total`` marks the result."""

    label: str
    value: str
    total: bool = False


class Cell(NamedTuple):
    """One day of the ruler: what it is, its number if it is counted, and the word on it."""

    date: date
    kind: DayKind
    number: int | None
    label: str
    role: str  # start, counted, off, excluded, rolled, end


class Remaining(NamedTuple):
    """What a badge says; ``level`` is late, today, soon, later or pause."""

    words: str
    level: str


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
        return tuple(_steps(self))

    @cached_property
    def ruler(self) -> tuple[Cell, ...]:
        """Day 0 to the last day, for drawing; empty for hours."""
        return () if self.rule.unit == Unit.HOURS else tuple(_ruler(self))

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
        return _backwards(rule, _as_day(start), length, calendar)
    if rule.unit == Unit.HOURS:
        return _hours(rule, start, length, calendar, extensions)
    return _forwards(rule, _as_day(start), length, calendar, exclusions, extensions, today)


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
    end = statutory = moment + timedelta(hours=length)
    for each in extensions:
        if each.unit != Unit.HOURS:
            raise ValueError(_("以小时计的期限，只能以小时延长。"))
        if each.on > _as_day(end):
            raise TooLate(_as_day(end), each.on)
        end += timedelta(hours=each.length)
    return Due(rule, moment, length, calendar, statutory, end, end, end, tuple(extensions))


def _as_day(start: date | datetime) -> date:
    if not isinstance(start, datetime):
        return start
    return timezone.localdate(start) if timezone.is_aware(start) else start.date()


def _missing(first: date, last: date, calendar: Calendar) -> tuple[int, ...]:
    return tuple(year for year in range(first.year, last.year + 1) if not calendar.loaded(year))


# Words


def long_day(day: date) -> str:
    """2026年10月10日"""
    return date_format(day, "DATE_FORMAT")


def weekday(day: date) -> str:
    """星期六"""
    return date_format(day, "l")


def short_day(day: date) -> str:
    """10月10日"""
    return date_format(day, _("n月j日"))


def moment_words(moment: datetime) -> str:
    """2026年10月10日 14:30"""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def length_words(n: int, unit: str) -> str:
    """5 个工作日"""
    match unit:
        case Unit.WORKING_DAYS:
            words = ngettext("%(n)d 个工作日", "%(n)d 个工作日", n)
        case Unit.CALENDAR_DAYS:
            words = ngettext("%(n)d 日", "%(n)d 日", n)
        case Unit.MONTHS:
            words = ngettext("%(n)d 个月", "%(n)d 个月", n)
        case Unit.YEARS:
            words = ngettext("%(n)d 年", "%(n)d 年", n)
        case _:
            words = ngettext("%(n)d 小时", "%(n)d 小时", n)
    return words % {"n": n}


def days_words(n: int, unit: str = Unit.CALENDAR_DAYS) -> str:
    """12 天, or 12 个工作日 where working days are counted"""
    if unit == Unit.WORKING_DAYS:
        return length_words(n, unit)
    return ngettext("%(n)d 天", "%(n)d 天", n) % {"n": n}


def day_words(day: date, calendar: Calendar) -> str:
    """What is said beside a date: “2026年10月10日 星期六 · 调休上班，是工作日”."""
    kind = calendar.kind(day)
    values = {"day": long_day(day), "weekday": weekday(day), "festival": calendar.names.get(day, "")}
    if not calendar.loaded(day.year):
        values["year"] = day.year
        if kind.is_working:
            return _("%(day)s %(weekday)s · 暂按工作日计（%(year)s年节假日安排尚未录入）") % values
        return _("%(day)s %(weekday)s · 暂按周末计（%(year)s年节假日安排尚未录入）") % values
    match kind:
        case DayKind.WORK:
            return _("%(day)s %(weekday)s · 工作日") % values
        case DayKind.MAKEUP:
            return _("%(day)s %(weekday)s · 调休上班，是工作日") % values
        case DayKind.HOLIDAY if values["festival"]:
            return _("%(day)s %(weekday)s · %(festival)s假期，不是工作日") % values
        case DayKind.HOLIDAY:
            return _("%(day)s %(weekday)s · 节假日，不是工作日") % values
    return _("%(day)s %(weekday)s · 周末，不是工作日") % values


def remaining(due: Any, today: date | datetime, calendar: Calendar | None = None) -> Remaining:
    """The words and the level of a badge for a running limit.

    ``due`` is a Due, or whatever else has its ``rule``, ``legal_due``, ``safe_due`` and ``suspended``. The count leads to
    the legal end, in the unit of the rule; the duties of an agency ask for attention by their safe date (A-02).
    """
    rule, end, now = due.rule, due.legal_due, today
    if due.suspended:
        return Remaining(_("已中止"), "pause")
    if isinstance(end, datetime) and isinstance(now, datetime):
        return _remaining_hours(end, now)
    end, now = _as_day(end), _as_day(now)
    if now == end:
        return Remaining(_("今天到期"), "today")
    unit, n = Unit.CALENDAR_DAYS, abs((end - now).days)
    if rule.unit == Unit.WORKING_DAYS:
        working = abs(working_days_between(now, end, calendar or due.calendar))
        if working:
            unit, n = Unit.WORKING_DAYS, working
    if now > end:
        return Remaining(_late(n, unit), "late")
    remind_by = _as_day(due.safe_due) if rule.duty == Duty.AGENCY_DUTY else end
    return Remaining(_left(n, unit), "soon" if (remind_by - now).days <= SOON else "later")


def _remaining_hours(end: datetime, now: datetime) -> Remaining:
    late = now > end
    hours, rest = divmod(abs(end - now), timedelta(hours=1))
    if late:
        return Remaining(_late(hours + bool(rest), Unit.HOURS), "late")
    if hours == 0:
        return Remaining(_("剩不到 1 小时"), "today")
    return Remaining(_left(hours, Unit.HOURS), "today" if _as_day(end) == _as_day(now) else "soon")


def _late(n: int, unit: str) -> str:
    match unit:
        case Unit.WORKING_DAYS:
            words = ngettext("逾期 %(n)d 个工作日", "逾期 %(n)d 个工作日", n)
        case Unit.HOURS:
            words = ngettext("逾期 %(n)d 小时", "逾期 %(n)d 小时", n)
        case _:
            words = ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", n)
    return words % {"n": n}


def _left(n: int, unit: str) -> str:
    match unit:
        case Unit.WORKING_DAYS:
            words = ngettext("剩 %(n)d 个工作日", "剩 %(n)d 个工作日", n)
        case Unit.HOURS:
            words = ngettext("剩 %(n)d 小时", "剩 %(n)d 小时", n)
        case _:
            words = ngettext("剩 %(n)d 天", "剩 %(n)d 天", n)
    return words % {"n": n}


# The sum


def _steps(due: Due) -> Iterable[Step]:
    rule, unit = due.rule, due.rule.unit
    trigger = rule.trigger or _("起算日")
    if unit == Unit.HOURS:
        yield Step(_("%(trigger)s（起算时刻）") % {"trigger": trigger}, moment_words(due.start))
        yield Step(_("期限"), length_words(due.length, unit))
        for each in due.extensions:
            yield Step(_("延长"), length_words(each.length, each.unit))
        yield Step(_("届满（昼夜、节假日连续计算）"), moment_words(due.legal_due), True)
    elif rule.backwards:
        yield Step(_("%(trigger)s（由此向前倒数）") % {"trigger": trigger}, _day(due, due.start))
        yield Step(_("期限"), length_words(due.length, unit))
        if unit == Unit.WORKING_DAYS:
            yield from _skipped(due, due.nominal_due, due.start)
        yield Step(_("最迟"), _named_day(due, due.legal_due), True)
        if due.safe_due != due.legal_due:
            yield Step(_("此前最后一个工作日"), _named_day(due, due.safe_due))
    else:
        if due.length:
            yield Step(_("%(trigger)s（当日不计）") % {"trigger": trigger}, _day(due, due.start))
            yield Step(_("期限"), length_words(due.length, unit))
        else:
            yield Step(_("指定的日期"), _day(due, due.start))
        if unit == Unit.WORKING_DAYS:
            yield from _skipped(due, due.start, due.nominal_due)
        if due.excluded or due.extensions:
            yield Step(_("不扣除、不延长时的届满日"), _day(due, due.statutory_due))
        yield from _changes(due)
        yield from _end(due)
    yield Step(_("依据"), str(rule.basis))
    yield from _notices(due)


def _skipped(due: Due, after: date, until: date) -> Iterable[Step]:
    """The days off within the sum, and the make-up days."""
    names: dict[Any, None] = {}  # in the order of the days
    weekend, skipped, made_up = set(), 0, []
    for n in range(1, (until - after).days + 1):
        day = after + timedelta(days=n)
        kind = due.calendar.kind(day)
        if kind == DayKind.MAKEUP:
            made_up.append(_day(due, day))
        if kind.is_working:
            continue
        skipped += 1
        if kind == DayKind.HOLIDAY:
            name = due.calendar.names.get(day, "")
            names[_("%(festival)s假期") % {"festival": name} if name else _("节假日")] = None
        else:
            weekend.add(day.weekday())
    if weekend:
        names[_("周末") if len(weekend) > 1 else _("星期六") if 5 in weekend else _("星期日")] = None
    if skipped:
        yield Step(_("跳过%(days)s") % {"days": _("、").join(map(str, names))}, days_words(skipped))
    if made_up:
        yield Step(_("计入调休上班日"), _("、").join(made_up))


def _changes(due: Due) -> Iterable[Step]:
    """Extensions and exclusions, by their days."""
    lines: list[tuple[date, Step]] = []
    for extension in due.extensions:
        label = _("延长（%(day)s批准）") % {"day": _day(due, extension.on)}
        lines.append((extension.on, Step(label, length_words(extension.length, extension.unit))))
    for source, start, end, days in due.excluded:
        ground = known_exclusions().get(source.code)
        label = _("扣除%(ground)s") % {"ground": ground.name if ground else source.code}
        values = {"days": days_words(days, due.rule.unit), "start": _day(due, source.start), "end": _day(due, end)}
        if source.end is None:
            value = _("%(days)s（%(start)s起，仍在继续）") % values
        elif start > max(source.start, due.start):
            value = _("%(days)s（%(start)s至%(end)s，与其他扣除重叠的日子只扣一次）") % values
        else:
            value = _("%(days)s（%(start)s至%(end)s）") % values
        lines.append((source.start, Step(label, value)))
    return [line for _day0, line in sorted(lines, key=lambda each: each[0])]


def _end(due: Due) -> Iterable[Step]:
    if due.legal_due != due.nominal_due:
        yield Step(_("计满之日不是工作日"), _named_day(due, due.nominal_due))
        yield Step(_("顺延至下一个工作日"), days_words((due.legal_due - due.nominal_due).days))
    yield Step(_("届满"), _named_day(due, due.legal_due), True)
    if due.rule.duty == Duty.AGENCY_DUTY and due.safe_due != due.legal_due:
        yield Step(_("内部按此提醒（计满之日以前最后一个工作日）"), _named_day(due, due.safe_due))


def _notices(due: Due) -> Iterable[Step]:
    """Which holiday notices the sum relies on, and which are missing."""
    if due.rule.unit == Unit.HOURS:
        return
    first, last = sorted((due.start, due.legal_due))
    loaded = [str(year) for year in range(first.year, last.year + 1) if due.calendar.loaded(year)]
    if loaded:
        yield Step(_("节假日安排"), _("%(years)s年（已录入）") % {"years": _("、").join(loaded)})
    if due.missing_years:
        years = _("、").join(map(str, due.missing_years))
        yield Step(
            _("暂定"), _("%(years)s年节假日安排尚未录入，暂以星期一至星期五为工作日；录入后重算。") % {"years": years}
        )


def _day(due: Due, day: date) -> str:
    """A day of the sum; its year is named where the sum leaves the year of day 0."""
    if due.start.year == due.legal_due.year == day.year:
        return short_day(day)
    return long_day(day)


def _named_day(due: Due, day: date) -> str:
    return _("%(day)s %(weekday)s") % {"day": _day(due, day), "weekday": weekday(day)}


def _ruler(due: Due) -> Iterable[Cell]:
    calendar, backwards = due.calendar, due.rule.backwards
    first, last = sorted((due.start, due.legal_due))
    in_working_days = due.rule.unit == Unit.WORKING_DAYS
    number = 0
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        kind = calendar.kind(day)
        off = in_working_days and not kind.is_working
        excluded = any(each.start < day <= each.end for each in due.excluded)
        counted = day > first and not off and not excluded and day <= max(due.nominal_due, due.start)
        number += counted
        if day == due.start:
            label, role = _("起"), "start"
        elif day == due.legal_due:
            label, role = (_("最迟") if backwards else _("届满")), "end"
        elif not backwards and day > due.nominal_due:
            label, role = _("顺延"), "rolled"
        elif excluded:
            label, role = _("扣除"), "excluded"
        elif off:
            label, role = _("休"), "off"
        else:
            label, role = _("第%(n)d日") % {"n": number}, "counted"
        yield Cell(day, kind, number if counted else None, label, role)
