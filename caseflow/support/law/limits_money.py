"""The limits of the payment course (reference 4.6 Deadline column, L-15) and what an office sets about money.

Their lengths are settings like all others; they are registered beside ``law.LIMITS``.
"""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Citation, Duty, Parameter, TimeLimit, Unit

from . import citations as law

PAYING = Citation(law.OFFICE, "资金发放")
RECOVERING = Citation(law.OFFICE, "核对退回")
_LENGTHS: list[Parameter] = []


def _limit(code: str, name: Any, days: int, trigger: Any) -> TimeLimit:
    key = f"support.{code.lower().replace('-', '')}_length"
    title = format_lazy("{} {}（{}）", code, name, Unit.WORKING_DAYS.label)
    _LENGTHS.append(Parameter(key, title, days, PAYING, verified=False))
    late = _("逾期未办的，提醒承办人和其负责人。")
    more: dict[str, Any] = {"parameter": key, "verified": False, "effect": late, "trigger": trigger}
    return TimeLimit(code, name, days, Unit.WORKING_DAYS, Duty.AGENCY_DUTY, PAYING, **more)


MEND_RETURNS = _limit("L-15", _("退票的处理"), 10, _("收到退票之日"))
CHECK_BATCH = _limit("C-2", _("批次复核"), 3, _("编制批次之日"))
APPROVE_BATCH = _limit("C-3", _("批次批准"), 3, _("复核之日"))
INSTRUCT = _limit("C-4", _("财政下达支付指令"), 5, _("批准之日"))
SEND_FILE = _limit("C-5", _("向银行送交发放文件"), 2, _("下达指令之日"))
BANK_ANSWER = _limit("C-6", _("导入银行回单"), 5, _("送交发放文件之日"))
RECONCILE = _limit("C-8", _("对账"), 10, _("全部到账之日"))

MONEY_LIMITS = {
    each.code: each
    for each in (
        MEND_RETURNS,
        CHECK_BATCH,
        APPROVE_BATCH,
        INSTRUCT,
        SEND_FILE,
        BANK_ANSWER,
        RECONCILE,
    )
}
FIRST_RATE, SECOND_RATE = "support.monthly_rate_first", "support.monthly_rate_second"
MONTHLY_FUNDING = "support.monthly_funding"
_RATE_HINT = _("每人每月多少元，例如 590.00；写明依据的文件。空着的为未核定，不能编制批次。")
MONEY_PARAMETERS: tuple[Parameter, ...] = (
    *_LENGTHS,
    Parameter(FIRST_RATE, _("一类情形的按月标准（元）"), "", law.FUNDS, verified=False, hint=_RATE_HINT),
    Parameter(SECOND_RATE, _("二类情形的按月标准（元）"), "", law.FUNDS, verified=False, hint=_RATE_HINT),
    Parameter(
        MONTHLY_FUNDING,
        _("按月补助由哪几级承担"),
        "",
        law.FUNDS,
        verified=False,
        hint=_(
            "依次写各级和比例，例如“中央 8:2 省级 8:2 市级 2:8”：先分出中央的八成，余下的再分，最后剩的归区级；"
            "全部由区级承担的写“区级”。空着的为未核定，不能编制批次。"
        ),
    ),
)
