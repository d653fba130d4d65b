"""How the end of a limit came about, for whoever must answer for it: the sum in words, and the days as a ruler."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from caseflow.procedure import Duty, Unit
from caseflow.procedure.limits import exclusions as known_exclusions

from .days import DayKind
from .words import days_words, length_words, long_day, moment_words, short_day, weekday

if TYPE_CHECKING:
    from .counting import Due


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


def steps_of(due: Due) -> Iterable[Step]:
    rule, unit = due.rule, due.rule.unit
    trigger = rule.trigger or _("起算日")
    if unit.by_the_clock:
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
    if due.rule.unit.by_the_clock:
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


def ruler_of(due: Due) -> Iterable[Cell]:
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
