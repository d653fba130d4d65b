"""Sums of money as the law counts them: yuan with two decimals, rounded half up, never a float."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


class BadAmount(ValueError):
    """What was given is no sum of yuan; the message is the sentence to show."""


def half_up(amount: Decimal) -> Decimal:
    """Round to 0.01 yuan, half up."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def yuan(value: Any) -> Decimal:
    """``value`` as yuan of two decimals. Raises BadAmount for anything negative, inexact or finer than a fen."""
    if isinstance(value, float | bool):
        raise BadAmount(_("金额“%(value)s”不是精确的数额。") % {"value": value})
    try:
        amount = Decimal(str(value).strip())
    except InvalidOperation:
        raise BadAmount(_("金额“%(value)s”不是数字。") % {"value": value}) from None
    if not amount.is_finite():
        raise BadAmount(_("金额“%(value)s”不是数字。") % {"value": value})
    if amount < 0:
        raise BadAmount(_("金额“%(value)s”不得为负数。") % {"value": value})
    if amount >= Decimal(10) ** 15:
        raise BadAmount(_("金额“%(value)s”过大。") % {"value": value})
    if amount != half_up(amount):
        raise BadAmount(_("金额“%(value)s”最多保留两位小数。") % {"value": value})
    return abs(half_up(amount))  # abs: there is no minus zero


def shown(amount: Decimal) -> str:
    """A sum as sentences show it: ``18000.00元``."""
    return _("%(amount)s元") % {"amount": format(half_up(amount), "f")}
