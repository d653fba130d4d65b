"""How days, moments and lengths of time are written for people."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseflow.procedure import Unit

from .days import Calendar, DayKind


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
        case Unit.MINUTES:
            words = ngettext("%(n)d 分钟", "%(n)d 分钟", n)
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
