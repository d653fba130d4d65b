"""The limits and dates of a member's departure and of the annual review (reference 1.4, 3.8), and what an office may set."""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Duty, Parameter, TimeLimit, Unit

from .citations import DEPARTURE, REVIEWS

CONDOLENCE = TimeLimit(
    "E-COND",
    _("慰问家人"),
    24,
    Unit.HOURS,
    Duty.AGENCY_DUTY,
    DEPARTURE,
    parameter="support.e_cond_length",
    effect=_("一两个人上门，按家里的意思办。"),
    verified=False,
    trigger=_("得知之时"),
)


def _gate(code: str, name: Any) -> TimeLimit:
    """A date of the review year; its length is counted from the opening to that date."""
    late = _("过期没有办的，提醒承办人和其负责人；待遇照常，不因年审迟办而停。")
    return TimeLimit(
        code,
        name,
        1,
        Unit.CALENDAR_DAYS,
        Duty.AGENCY_DUTY,
        REVIEWS,
        effect=late,
        verified=False,
        trigger=_("年审开始之日"),
        rolls=False,
    )


VILLAGE_GATE = _gate("L-20-V", _("村（社区）见面核对"))
TOWNSHIP_GATE = _gate("L-20-T", _("乡镇（街道）审核年审"))
COUNTY_GATE = _gate("L-20-C", _("县级确认年审"))
STOP_GATE = _gate("L-20-E", _("办完转出审批"))
GATE_KEYS = {
    VILLAGE_GATE: "support.review_village",
    TOWNSHIP_GATE: "support.review_township",
    COUNTY_GATE: "support.review_county",
    STOP_GATE: "support.review_exit",
}
CARE_LIMITS = {each.code: each for each in (CONDOLENCE, *GATE_KEYS)}


def _date(key: str, name: Any, month_and_day: str) -> Parameter:
    title = format_lazy("{} {}", _("年审"), name)
    return Parameter(
        f"support.review_{key}", title, month_and_day, REVIEWS, verified=False, hint=_("月-日，例如 02-15。")
    )


CARE_SETTINGS: tuple[Parameter, ...] = (
    Parameter("support.e_cond_length", _("E-COND 慰问家人（小时）"), 24, DEPARTURE, verified=False),
    _date("opens", _("开始（上一年）"), "12-01"),
    _date("village", _("村（社区）核对至"), "02-15"),
    _date("township", _("乡镇（街道）审核至"), "03-15"),
    _date("county", _("县级确认至"), "03-31"),
    _date("exit", _("转出审批至"), "04-30"),
)


def day_of(text: str, year: int) -> date:
    """``02-15`` in a year; the 29th of February is the 28th in a common year. Raises ValueError for anything else."""
    month, day = (int(part) for part in str(text).split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, 28 if (month, day) == (2, 29) and not leap else day)
