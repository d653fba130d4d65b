"""The limits of requests, referrals and emergencies (reference 3.8, 3.9, 4.8 D1–D11), and what an office may set of them."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Citation, Duty, Parameter, TimeLimit, Unit

from .citations import (
    EMERGENCIES,
    PETITION_ACCEPT,
    PETITION_FINISH,
    REFERRALS,
    REQUESTS,
    URGENT_AID,
)

NEED_PARAMETERS: list[Parameter] = []
NEED_EXCLUSIONS: dict[str, tuple[object, Citation]] = {"S-1": (_("等待本人的期间"), REQUESTS)}
WAITED = ("S-1", "S-3")


def _limit(
    code: str, name: Any, length: int, unit: Unit, basis: Citation, duty: Duty = Duty.AGENCY_DUTY, **more: Any
) -> TimeLimit:
    key = f"support.{code.lower().replace('-', '_')}_length"
    verified = more.pop("verified", False)
    title = format_lazy("{} {}（{}）", code, name, unit.label)
    NEED_PARAMETERS.append(Parameter(key, title, length, basis, verified=verified))
    rolls = unit == Unit.WORKING_DAYS
    late = _("逾期未办的，报乡镇（街道）领导督办；超过一倍的，报县级领导督办。")
    given = {"effect": late, "trigger": _("提出之时"), "verified": verified, "rolls": rolls, **more}
    return TimeLimit(code, name, length, unit, duty, basis, parameter=key, **given)


def _timed(code: str, name: Any, length: int, unit: Unit, basis: Citation = REQUESTS, **more: Any) -> TimeLimit:
    """A duty whose lateness is brought before the leaders (D10)."""
    return _limit(code, name, length, unit, basis, on_expiry="escalate", **more)


# D2: somebody is named
ASSIGN_P0 = _timed("D-2-P0", _("交办（危急）"), 5, Unit.MINUTES, EMERGENCIES)
ASSIGN_P1 = _timed("D-2-P1", _("交办（急需）"), 1, Unit.HOURS)
ASSIGN = _timed("D-2", _("交办"), 1, Unit.WORKING_DAYS)
ASSIGNING = (ASSIGN_P0, ASSIGN_P1, ASSIGN)

# D3: the family has a first answer
ANSWER_P0 = _timed("D-3-P0", _("第一次联系（危急）"), 10, Unit.MINUTES, EMERGENCIES)
ANSWER_P1 = _timed("D-3-P1", _("第一次答复（急需）"), 4, Unit.HOURS)
ANSWER_P2 = _timed("D-3-P2", _("第一次答复"), 2, Unit.WORKING_DAYS)
ANSWER_P3 = _timed("D-3-P3", _("第一次答复（心愿、建议）"), 5, Unit.WORKING_DAYS)
ACCEPT_PETITION = _timed("D-3-X", _("书面受理（信访）"), 15, Unit.CALENDAR_DAYS, PETITION_ACCEPT, verified=True)
ANSWERING = (ANSWER_P0, ANSWER_P1, ANSWER_P2, ANSWER_P3, ACCEPT_PETITION)

# D7: it is solved, or there is a plan in writing
PLAN_P0 = _timed("D-7-P0", _("照护安排（危急）"), 24, Unit.HOURS, EMERGENCIES)
SOLVE_P1 = _timed("D-7-P1", _("解决或者书面安排（急需）"), 3, Unit.CALENDAR_DAYS, URGENT_AID)
SOLVE_P2 = _timed("D-7-P2", _("解决或者书面安排"), 10, Unit.WORKING_DAYS, exclusions=WAITED)
SOLVE_P3 = _timed("D-7-P3", _("解决或者书面安排（心愿、建议）"), 30, Unit.CALENDAR_DAYS)
FINISH_PETITION = _timed("D-7-X", _("办结（信访）"), 60, Unit.CALENDAR_DAYS, PETITION_FINISH, verified=True)
SOLVING = (PLAN_P0, SOLVE_P1, SOLVE_P2, SOLVE_P3, FINISH_PETITION)

# 3.8
ON_THE_WAY = _timed("E-WAY", _("确认有人在路上"), 30, Unit.MINUTES, EMERGENCIES)
ON_SITE = _timed("E-SITE", _("到达现场"), 2, Unit.HOURS, EMERGENCIES)
VISIT_HOME = _timed("E-VISIT", _("出院后上门"), 7, Unit.CALENDAR_DAYS, EMERGENCIES, trigger=_("出院之日"))
EMERGENCY = (ON_THE_WAY, ON_SITE)

# D5
REMIND = _limit(
    "D-5-R",
    _("转介答复（催问）"),
    5,
    Unit.WORKING_DAYS,
    REFERRALS,
    Duty.EXTERNAL,
    on_expiry="remind_receiver",
    effect=_("没有答复的，催问接收单位。"),
    trigger=_("发函之日"),
)
RECEIPT = _limit(
    "D-5",
    _("转介答复"),
    10,
    Unit.WORKING_DAYS,
    REFERRALS,
    Duty.EXTERNAL,
    on_expiry="escalate_referral",
    effect=_("没有答复的，报乡镇（街道）领导督办。"),
    trigger=_("发函之日"),
)
# D6, D8, D9
LOOK_AGAIN = _limit(
    "D-6", _("等待期间每周复核"), 7, Unit.CALENDAR_DAYS, REQUESTS, effect=_("问一问进展。"), trigger=_("开始等待之日")
)
CONFIRM = _limit(
    "D-8",
    _("请家里确认"),
    7,
    Unit.CALENDAR_DAYS,
    REQUESTS,
    effect=_("联系家里，问满意不满意。"),
    trigger=_("提出办结之日"),
)
NO_REPLY = _limit(
    "D-8-N",
    _("两次联系以后等待答复"),
    7,
    Unit.CALENDAR_DAYS,
    REQUESTS,
    Duty.PARTY_RIGHT,
    on_expiry="close_without_reply",
    effect=_("期满没有答复的，先行办结，列入下次走访。"),
    trigger=_("第二次联系之日"),
)
REOPEN = _limit(
    "D-9",
    _("要求重新办理"),
    30,
    Unit.CALENDAR_DAYS,
    REQUESTS,
    Duty.PARTY_RIGHT,
    effect=_("期满以后作为新的诉求登记。"),
    trigger=_("办结之日"),
)


def _further(code: str, unit: Unit) -> TimeLimit:
    """The same time once more, after which the county is told; its length is that of the limit that ran out."""
    return TimeLimit(
        code,
        _("督办（再过一倍时间报县级）"),
        1,
        unit,
        Duty.AGENCY_DUTY,
        REQUESTS,
        on_expiry="escalate_further",
        effect=_("仍未办的，报县级领导督办。"),
        verified=False,
        repeated=True,
        trigger=_("逾期之时"),
        rolls=unit == Unit.WORKING_DAYS,
    )


FURTHER = {
    Unit.MINUTES: _further("D-10-M", Unit.MINUTES),
    Unit.HOURS: _further("D-10-H", Unit.HOURS),
    Unit.CALENDAR_DAYS: _further("D-10-D", Unit.CALENDAR_DAYS),
    Unit.WORKING_DAYS: _further("D-10", Unit.WORKING_DAYS),
}
ALL_FURTHER = tuple(FURTHER.values())
TIMED = (*ASSIGNING, *ANSWERING, *SOLVING, *EMERGENCY, VISIT_HOME)
NEED_LIMITS = {
    each.code: each for each in (*TIMED, REMIND, RECEIPT, LOOK_AGAIN, CONFIRM, NO_REPLY, REOPEN, *ALL_FURTHER)
}
NEED_SETTINGS: tuple[Parameter, ...] = (
    *NEED_PARAMETERS,
    Parameter("support.on_site_rural_hours", _("到达现场（农村，小时）"), 4, EMERGENCIES, verified=False),
    Parameter(
        "support.allowance_not_income",
        _("转介函写明扶助补助不计入家庭收入"),
        True,
        REFERRALS,
        verified=False,
    ),
)
