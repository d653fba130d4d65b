"""The components of the pages as template tags, and the way in which days, money and masked numbers are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseflow.cases import calendar, holidays, identifiers
from caseflow.cases.forms import Mistake, mistakes
from caseflow.procedure.limits import limit

register = template.Library()

SIGNS = {"late": "late", "today": "today", "soon": "soon", "later": "clock", "pause": "pause", "done": "check"}
MARKS = {"ok": "ok", "missing": "warn", "wait": "pause", "no": "stop"}
LONGEST_RULER = 6  # weeks; a longer sum is shown in words alone


def _of(source: Any, name: str, default: Any = None) -> Any:
    """An attribute of an object or an entry of a mapping."""
    if isinstance(source, Mapping):
        return source.get(name, default)
    return getattr(source, name, default)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A symbol of icons.svg; what it means is said by the words beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        " icon--lg" if size == "lg" else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def mark(tone: str) -> SafeString:
    """The symbol of a line of a checklist: ok, missing, wait, no."""
    return icon(MARKS.get(tone, tone))


@register.simple_tag
def field(bound: Any) -> SafeString:
    """A field of a form: label, hint, error, control, remark."""
    return bound.as_field_group()


@register.inclusion_tag("components/_errors.html")
def errors(form: Any) -> dict[str, Any]:
    """What is to be mended in a form, each line leading to its place; nothing while there is nothing."""
    return {"mistakes": mistakes(form) if form.is_bound else []}


@register.inclusion_tag("components/_errors.html")
def reasons(sentences: Mapping[str, Any]) -> dict[str, Any]:
    """Why a case does not allow something, outside a form."""
    return {"mistakes": [Mistake(str(each), "", code) for code, each in sentences.items()], "refused": True}


@register.inclusion_tag("components/_due.html")
def due(deadline: Any, today: date | None = None) -> dict[str, Any]:
    """The badge of a time limit.

    ``deadline`` is a models.Deadline, a calendar.Due, or whatever has their ``rule`` or ``code``, ``legal_due``,
    ``safe_due`` and ``suspended``; with ``stopped_on`` it is over. An object or mapping that says ``words`` and ``level`` itself is shown as it says.
    """
    end = _of(deadline, "moment_due") or _of(deadline, "legal_due") or _of(deadline, "on")
    stopped = _of(deadline, "stopped_on")
    if _of(deadline, "words"):
        words, level = _of(deadline, "words"), _of(deadline, "level", "later")
    elif stopped:
        late = (stopped - _day(end)).days
        words = (
            ngettext("已完成，晚 %(n)d 天", "已完成，晚 %(n)d 天", late) % {"n": late} if late > 0 else _("按期完成")
        )
        level, end = "later" if late > 0 else "done", stopped
    else:
        now = timezone.localtime() if isinstance(end, datetime) else timezone.localdate()
        running = SimpleNamespace(
            rule=_of(deadline, "rule") or limit(_of(deadline, "code")),
            legal_due=end,
            safe_due=_of(deadline, "safe_due", end),
            suspended=_of(deadline, "suspended", False),
        )
        words, level = calendar.remaining(running, today or now, _of(deadline, "calendar") or holidays.calendar())
    return {
        "words": words,
        "level": level,
        "sign": SIGNS.get(level, "clock"),
        "on": end,
        "provisional": bool(_of(deadline, "provisional", False)) and not stopped,
    }


@register.inclusion_tag("components/_state.html")
def state(record: Any, tone: str = "") -> dict[str, Any]:
    """The pill that says where a record is; ``tone`` is wait, ok, off, stop or nothing.

    ``record`` is the words themselves, or has ``get_state_display``, or says ``label`` and ``tone``.
    """
    if isinstance(record, str) or not (display := _of(record, "get_state_display")):
        words = record if isinstance(record, str) else _of(record, "label", record)
    else:
        words = display()
    return {"words": words, "tone": tone or _of(record, "tone", "")}


@register.inclusion_tag("components/_ruler.html")
def ruler(sum_: calendar.Due, basis: Any = "", today: date | None = None) -> dict[str, Any]:
    """How a limit was counted: day by day where it is short, and the sum in words."""
    weeks = sum_.weeks if len(sum_.weeks) <= LONGEST_RULER else ()
    return {
        "weeks": weeks,
        "steps": sum_.steps,
        "basis": basis,
        "today": today or timezone.localdate(),
        "swapped": any(cell and cell.kind == calendar.DayKind.MAKEUP for week in weeks for cell in week),
    }


@register.inclusion_tag("components/_daynote.html")
def daynote() -> dict[str, Any]:
    """What today is, and tomorrow where it is not what its weekday says."""
    today, days = timezone.localdate(), holidays.calendar()
    tomorrow = today + timedelta(days=1)
    words = {"weekday": calendar.weekday(tomorrow), "festival": days.names.get(tomorrow, _("节假日"))}
    ahead = ""
    if days.is_working(tomorrow) and tomorrow.weekday() > 4:
        ahead = _("明天%(weekday)s，调休上班") % words
    elif not days.is_working(tomorrow) and tomorrow.weekday() < 5:
        ahead = _("明天%(weekday)s，%(festival)s放假") % words
    return {"today": today, "kind": days.kind(today).label, "ahead": ahead}


@register.filter
def cell_class(cell: calendar.Cell) -> str:
    """The look of a day on the ruler."""
    looks = {"start": "start", "counted": "n", "end": "last"}
    return looks.get(cell.role, "off")


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def long_day(value: Any) -> str:
    """2026年10月8日"""
    return calendar.long_day(_day(value)) if value else ""


@register.filter
def short_day(value: Any) -> str:
    """10月8日; with its year where that is not this one"""
    if not value:
        return ""
    day = _day(value)
    return calendar.short_day(day) if day.year == timezone.localdate().year else calendar.long_day(day)


@register.filter
def weekday(value: Any) -> str:
    """星期六"""
    return calendar.weekday(_day(value)) if value else ""


@register.filter
def moment(value: Any) -> str:
    """2026年10月8日 14:30"""
    return calendar.moment_words(value) if value else ""


@register.filter
def clock(value: Any) -> str:
    """14:30"""
    return date_format(timezone.localtime(value), "H:i") if value else ""


@register.filter
def money(value: Any) -> str:
    """¥1,234.50"""
    return "" if value in (None, "") else f"¥{Decimal(value):,.2f}"


@register.filter
def figures(value: Any) -> str:
    """1,234.50, for columns whose head says the unit"""
    return "" if value in (None, "") else f"{Decimal(value):,.2f}"


@register.filter
def mask_name(value: Any) -> str:
    """王某"""
    return identifiers.mask_name(str(value or ""))


@register.filter
def mask_number(value: Any) -> str:
    """1101**********002X"""
    return identifiers.mask_number(str(value or ""))


@register.filter
def mask_phone(value: Any) -> str:
    """138 **** 6127"""
    return identifiers.mask_phone(str(value or ""))
