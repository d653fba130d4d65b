"""From which month to which a person is paid each month (reference 1.3): start, ending events, suspensions, conversion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .dates import Month, birthday
from .policy import FamilyType
from .said import Reason, reason
from .settings import DEFAULTS, Settings


class Ending(TextChoices):
    """What ends (1.3); the neutral words are those of letters and screens."""

    NEW_BIRTH = "E_NEW_BIRTH", _("登记信息变化")
    ADOPTION = "E_ADOPTION", _("状态变化（依法登记）")
    BENEFICIARY_DEATH = "E_BENEFICIARY_DEATH", _("本人离世")
    CHILD_RECOVERED = "E_CHILD_RECOVERED", _("残疾等级变化")
    CHILD_DIED = "E_CHILD_DIED", _("转为一类")
    HUKOU_OUT = "E_HUKOU_OUT", _("户籍迁出")
    CHILD_FOUND = "E_CHILD_FOUND", _("判决撤销")
    WITHDRAWN = "E_WITHDRAWN", _("本人放弃")
    VOID = "E_VOID", _("确认无效")


PERSONAL = frozenset({Ending.BENEFICIARY_DEATH, Ending.HUKOU_OUT, Ending.WITHDRAWN})  # of that person only
CONVERTS = frozenset({Ending.CHILD_DIED})  # another rate, no end


@dataclass(frozen=True)
class Event:
    """What happened, on which day, to whom (None: to the household)."""

    code: Ending
    on: date
    person: str | None = None

    def concerns(self, person: str) -> bool:
        return self.person in (None, person)


class Suspended(TextChoices):
    """Why payment waits without ending (SUSP-1)."""

    REVIEW_MISSED = "SUSP_REVIEW", _("年度核对还没有做")
    ACCOUNT_INVALID = "SUSP_ACCOUNT", _("账户暂时不能用")
    MATCH = "SUSP_MATCH", _("比对信息正在核实")


@dataclass(frozen=True)
class Suspension:
    """Months that wait, from ``first`` to ``last`` (None: still waiting); they are paid later if the person qualified."""

    code: Suspended
    first: Month
    last: Month | None = None

    def holds(self, month: Month) -> bool:
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True)
class Start:
    """The first month, with the three months it is the latest of."""

    month: Month
    age: Month
    confirmation: Month
    event: Month
    reasons: tuple[Reason, ...]


def start_month(
    born: date, event_on: date, confirmed_on: date, settings: Settings = DEFAULTS, *, decided_on: date | None = None
) -> Start:
    """START-1. ``born`` is that of the wife for a couple, else that of the single parent.

    a: the month of the birthday; y: January of the year of confirmation; q: the month of the event. The latest of the
    three is paid. The alternatives of the setting begin after the approval (``decided_on``, else ``confirmed_on``).
    """
    age, event = Month.of(birthday(born, settings.monthly_age)), Month.of(event_on)
    decided = decided_on or confirmed_on
    confirmation = {
        "MAX": Month(confirmed_on.year, 1),
        "NEXT_MONTH_AFTER_APPROVAL": Month.of(decided).plus(1),
        "NEXT_YEAR": Month(decided.year + 1, 1),
    }[settings.start_rule]
    month = max(age, confirmation, event)
    because = {
        age: _("满%(age)d周岁的月份是%(month)s，从这个月起发。"),
        event: _("符合条件的月份是%(month)s，从这个月起发。"),
        confirmation: _("按确认的时间，从%(month)s起发。"),
    }[month]
    said = reason("START-1", True, because, "START-1", month=month, age=settings.monthly_age)
    return Start(month, age, confirmation, event, (said,))


def last_month(event: Event, settings: Settings = DEFAULTS) -> Month | None:
    """END-1: the last month that is paid. None where nothing ends, or, for E_VOID, where nothing was due at all."""
    if event.code in CONVERTS or event.code == Ending.VOID:
        return None
    month = Month.of(event.on)
    return month if settings.end_rule == "NEXT_MONTH" else month.plus(-1)


def closed_to(person: str, events: Iterable[Event], settings: Settings = DEFAULTS) -> date | None:
    """END-2: the last day on which this person can have anything; the earliest of all events. None: nothing ended.

    A confirmation that is void closes everything from its beginning: the day before the first day there is.
    """
    ends = []
    for event in events:
        if not event.concerns(person):
            continue
        if event.code == Ending.VOID:
            return date.min
        if (month := last_month(event, settings)) is not None:
            ends.append(month.last)
    return min(ends, default=None)


def type_in(month: Month, confirmed_as: FamilyType, events: Iterable[Event]) -> FamilyType:
    """The type a month is paid as: from the month in which the disabled child died, the other one (2.5)."""
    converted = [Month.of(each.on) for each in events if each.code in CONVERTS]
    return FamilyType.DEATH if converted and min(converted) <= month else confirmed_as
