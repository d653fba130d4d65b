"""Sums of support in whole fen: how they are read, shown and written in capitals. Never a float."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from documents.wording import money_words

LARGEST = 99_999_999_999_999  # fen: what the capitals of papers and the columns of tables hold


class BadSum(ValueError):
    """What was given is no sum of yuan; the message is the sentence to show."""


class Yuan(NamedTuple):
    """Some fen, to be shown as yuan."""

    fen: int

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.fen).scaleb(-2)

    @property
    def figures(self) -> str:
        """``-1234.50``"""
        return f"{self.decimal:.2f}"

    @property
    def grouped(self) -> str:
        """``-1,234.50``"""
        return f"{self.decimal:,.2f}"

    @property
    def shown(self) -> str:
        return _("%(amount)s元") % {"amount": self.grouped}

    @property
    def capitals(self) -> str:
        """The sum as vouchers write it; a recovery is preceded by 负. Chinese whatever the language of the page."""
        return ("负" if self.fen < 0 else "") + money_words(abs(self.decimal))


def fen(text: str, *, negative: bool = False) -> int:
    """A sum of yuan as people type it, in fen. Raises BadSum with the sentence.

    Below zero only where ``negative``: lines of recovery.
    """
    typed = text.strip().removeprefix("¥").removesuffix("元").strip()
    found = re.fullmatch(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]*))?", typed, re.ASCII)
    if not found:
        raise BadSum(_("金额“%(text)s”不是数字，请以元为单位填写，例如 100.00。") % {"text": text})
    sign, whole, decimals = found[1], found[2].replace(",", ""), found[3] or ""
    if len(decimals) > 2:
        raise BadSum(_("金额“%(text)s”最多保留两位小数。") % {"text": text})
    if sign and not negative:
        raise BadSum(_("金额“%(text)s”不得为负数。") % {"text": text})
    if len(whole) > 18 or (total := int(whole) * 100 + int(decimals.ljust(2, "0"))) > LARGEST:
        raise BadSum(_("金额“%(text)s”过大。") % {"text": text})
    return -total if sign else total
