"""The annual review (reference 1.4): its dates, and what follows from what was found at the visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .periods import Ending
from .policy import FamilyType
from .said import Reason, reason


class Result(TextChoices):
    CONTINUE = "CONTINUE", _("继续")
    CONTINUE_WITH_CHANGE = "CONTINUE_WITH_CHANGE", _("继续，信息有更新")
    SUSPEND = "SUSPEND", _("暂停，待核实")
    EXIT = "EXIT", _("不再符合，转出")
    CONVERT_TYPE = "CONVERT_TYPE", _("转换类别")
    REFER = "REFER", _("继续，并转介")


class Gate(NamedTuple):
    """A date of the review year."""

    code: str
    month: int
    day: int


GATES = (
    Gate("FILING", 1, 15),
    Gate("VILLAGE", 2, 15),
    Gate("TOWNSHIP", 3, 15),
    Gate("COUNTY", 3, 31),
    Gate("UPPER", 4, 30),
    Gate("REPORT", 5, 10),
)
SUSPEND_ON = (4, 1)  # a missed review suspends from here, and only after an attempted home visit
REMIND_BEFORE = (30, 15, 5)  # days before the village's gate


def gate(code: str, year: int) -> date:
    found = next(each for each in GATES if each.code == code)
    return date(year, found.month, found.day)


def reminders(year: int) -> tuple[date, ...]:
    return tuple(gate("VILLAGE", year) - timedelta(days=n) for n in REMIND_BEFORE)


def suspends(year: int, on: date, *, done: bool, visit_tried: bool) -> bool:
    """Whether a missed review stops the monthly money on a day: from 1 April, after an attempted visit is recorded."""
    return not done and visit_tried and on >= date(year, *SUSPEND_ON)


@dataclass(frozen=True)
class Findings:
    """What was found, without asking anybody to prove it anew."""

    alive: bool = True
    child_alive: bool = True  # disability type: the cared-for child
    later_birth: bool = False
    later_adoption: bool = False
    hukou_here: bool = True
    marriage_changed: bool = False
    account_valid: bool = True
    grade: int | None = None  # disability type: as on the certificate now
    certificate_valid: bool = True
    contact_changed: bool = False
    needs_help: bool = False
    wishes_to_end: bool = False


@dataclass(frozen=True)
class Reviewed:
    """The result, every reason, and the events that end or convert."""

    result: Result
    reasons: tuple[Reason, ...]
    events: tuple[Ending, ...]
    review_required: bool = False  # the flag of a household after a change of marriage


def review(type: FamilyType, found: Findings) -> Reviewed:
    """What follows. Exit before conversion, conversion before suspension, suspension before change."""
    disabled = type == FamilyType.DISABILITY
    ends = [
        (not found.alive, Ending.BENEFICIARY_DEATH, _("本人已离世，家里其他人的照常。")),
        (found.later_birth, Ending.NEW_BIRTH, _("依据登记信息变化，不再符合。")),
        (found.later_adoption, Ending.ADOPTION, _("依据登记信息变化，不再符合。")),
        (not found.hukou_here, Ending.HUKOU_OUT, _("户籍已迁出，我们把档案移交给迁入地。")),
        (disabled and (found.grade or 0) >= 4, Ending.CHILD_RECOVERED, _("残疾等级有变化，不再符合。")),
        (found.wishes_to_end, Ending.WITHDRAWN, _("按本人意愿不再领取。")),
    ]
    reasons = [reason(str(code), False, text, "1.3") for holds, code, text in ends if holds]
    events = tuple(code for holds, code, _text in ends if holds)
    result = Result.EXIT if events else None
    if disabled and not found.child_alive:
        reasons.append(reason("E_CHILD_DIED", None, _("家里有了变故，转换类别，从当月起按新的标准。"), "1.3"))
        events, result = (*events, Ending.CHILD_DIED), result or Result.CONVERT_TYPE
    if not found.account_valid:
        reasons.append(reason("SUSP_ACCOUNT", None, _("账户暂时不能用，核对以后补发。"), "SUSP-1"))
        result = result or Result.SUSPEND
    if disabled and found.child_alive and not found.certificate_valid:
        reasons.append(reason("SUSP_MATCH", None, _("《残疾人证》需要换领，换好以后补发。"), "SUSP-1"))
        result = result or Result.SUSPEND
    if found.needs_help:
        reasons.append(reason("REFER", True, _("有需要帮忙的事，转给有关单位。"), "1.4"))
    if found.marriage_changed or found.contact_changed:
        reasons.append(reason("CHANGED", True, _("信息有更新，照常发放。"), "1.4"))
    if result is None:
        changed = found.marriage_changed or found.contact_changed
        result = Result.REFER if found.needs_help else Result.CONTINUE_WITH_CHANGE if changed else Result.CONTINUE
    return Reviewed(result, tuple(reasons), events, found.marriage_changed)
