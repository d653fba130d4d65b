"""What a badge says of a running limit: how much is left, and how urgent it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseflow.procedure import Duty, Unit

from .days import Calendar, as_day, working_days_between

SOON = 7  # days before the end at which a badge asks for attention


class Remaining(NamedTuple):
    """What a badge says; ``level`` is late, today, soon, later or pause."""

    words: str
    level: str


def remaining(due: Any, today: date | datetime, calendar: Calendar | None = None) -> Remaining:
    """The words and the level of a badge for a running limit.

    ``due`` is a Due, or whatever else has its ``rule``, ``legal_due``, ``safe_due`` and ``suspended``. The count leads to
    the legal end, in the unit of the rule; the duties of an agency ask for attention by their safe date (A-02).
    """
    rule, end, now = due.rule, due.legal_due, today
    if due.suspended:
        return Remaining(_("已中止"), "pause")
    if isinstance(end, datetime) and isinstance(now, datetime):
        return _remaining_hours(end, now, rule.unit)
    end, now = as_day(end), as_day(now)
    if now == end:
        return Remaining(_("今天到期"), "today")
    unit, n = Unit.CALENDAR_DAYS, abs((end - now).days)
    if rule.unit == Unit.WORKING_DAYS:
        working = abs(working_days_between(now, end, calendar or due.calendar))
        if working:
            unit, n = Unit.WORKING_DAYS, working
    if now > end and rule.duty == Duty.PARTY_RIGHT:  # nobody is late: a right was there to be used, and has ended
        return Remaining(_("已届满"), "later")
    if now > end:
        return Remaining(_late(n, unit), "late")
    remind_by = as_day(due.safe_due) if rule.duty == Duty.AGENCY_DUTY else end
    return Remaining(_left(n, unit), "soon" if (remind_by - now).days <= SOON else "later")


def _remaining_hours(end: datetime, now: datetime, unit: str = Unit.HOURS) -> Remaining:
    late = now > end
    hours, rest = divmod(abs(end - now), timedelta(hours=1))
    if unit == Unit.MINUTES and not hours:
        minutes, rest = divmod(rest, timedelta(minutes=1))
        return (
            Remaining(_late(minutes + bool(rest), Unit.MINUTES), "late")
            if late
            else Remaining(_left(minutes, Unit.MINUTES), "today")
        )
    if late:
        return Remaining(_late(hours + bool(rest), Unit.HOURS), "late")
    if hours == 0:
        return Remaining(_("剩不到 1 小时"), "today")
    return Remaining(_left(hours, Unit.HOURS), "today" if as_day(end) == as_day(now) else "soon")


def _late(n: int, unit: str) -> str:
    match unit:
        case Unit.WORKING_DAYS:
            words = ngettext("逾期 %(n)d 个工作日", "逾期 %(n)d 个工作日", n)
        case Unit.HOURS:
            words = ngettext("逾期 %(n)d 小时", "逾期 %(n)d 小时", n)
        case Unit.MINUTES:
            words = ngettext("逾期 %(n)d 分钟", "逾期 %(n)d 分钟", n)
        case _:
            words = ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", n)
    return words % {"n": n}


def _left(n: int, unit: str) -> str:
    match unit:
        case Unit.WORKING_DAYS:
            words = ngettext("剩 %(n)d 个工作日", "剩 %(n)d 个工作日", n)
        case Unit.HOURS:
            words = ngettext("剩 %(n)d 小时", "剩 %(n)d 小时", n)
        case Unit.MINUTES:
            words = ngettext("剩 %(n)d 分钟", "剩 %(n)d 分钟", n)
        case _:
            words = ngettext("剩 %(n)d 天", "剩 %(n)d 天", n)
    return words % {"n": n}
