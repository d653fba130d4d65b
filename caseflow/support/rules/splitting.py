"""Who pays how much of a line: the shares of province, city and district, to the fen (reference 2.3).

A line is split by itself and the parts are summed; the sum of lines is never split again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .money import Yuan

LEVELS = {
    "central": gettext_lazy("中央"),
    "province": gettext_lazy("省级"),
    "city": gettext_lazy("市级"),
    "district": gettext_lazy("区级"),
}


class Split(NamedTuple):
    """The fen of each level. Sums of splits are sums by level."""

    province: int = 0
    city: int = 0
    district: int = 0
    central: int = 0

    @property
    def total(self) -> int:
        return sum(self)

    def plus(self, other: Split) -> Split:
        return Split(*(a + b for a, b in zip(self, other, strict=True)))

    def minus(self, other: Split) -> Split:
        return Split(*(a - b for a, b in zip(self, other, strict=True)))

    @property
    def negative(self) -> Split:
        return Split(*(-each for each in self))

    def as_json(self) -> dict[str, str]:
        """Yuan by level; the central level only where it pays."""
        shares = {name: Yuan(getattr(self, name)).figures for name in ("province", "city", "district")}
        return {"central": Yuan(self.central).figures, **shares} if self.central else shares


def total_of(splits: Iterable[Split]) -> Split:
    found = Split()
    for each in splits:
        found = found.plus(each)
    return found


class Cut(NamedTuple):
    """One step of a rule: what is left goes ``ratio[0]`` to ``ratio[1]`` to ``level`` and to the rest."""

    level: str
    ratio: tuple[int, int]


@dataclass(frozen=True)
class FundingRule:
    """How a benefit is paid for from a day on: cuts in the order of the document, the rest to ``residual``.

    A rule with one level has no cuts. ``steps=None`` is a rule that the county has not set: nothing can be paid by it.
    """

    code: str
    steps: tuple[Cut, ...] | None
    residual: str = "district"
    effective_from: date = date(2017, 6, 16)
    effective_to: date | None = None
    basis: Any = ""

    def __post_init__(self) -> None:
        levels = [*(cut.level for cut in self.steps or ()), self.residual]
        if len(set(levels)) != len(levels) or not set(levels) <= LEVELS.keys():
            raise ValueError(f"{self.code} pays from {levels}.")
        if any(a < 0 or b < 0 or a + b == 0 for _level, (a, b) in self.steps or ()):
            raise ValueError(f"{self.code} divides by nothing.")

    @property
    def is_set(self) -> bool:
        return self.steps is not None

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def split(self, fen: int) -> Split:
        """The shares of one line, rounded half up at each cut; they add up to ``fen``, whatever its sign.

        Raises Unset where the county has not set the rule.
        """
        if self.steps is None:
            raise Unset(_("这一项由哪一级承担还没有核定，请县级先填写分担比例。"))
        sign, left = (-1 if fen < 0 else 1), abs(fen)
        shares: dict[str, int] = {}
        for level, (ours, rest) in self.steps:
            whole = ours + rest
            shares[level] = (2 * ours * left + whole) // (2 * whole)
            left -= shares[level]
        shares[self.residual] = left
        return Split(**{level: sign * share for level, share in shares.items()})


class Unset(LookupError):
    """A rule the county has still to fill in; the message is the sentence to show."""


SPLIT_1 = FundingRule("SPLIT-1", (Cut("province", (8, 2)), Cut("city", (2, 8))), basis="甘州区区委发〔2017〕40号二、4")
DISTRICT = FundingRule("DISTRICT", (), basis="甘州区区委发〔2017〕40号二、4")
UNSET = FundingRule("UNSET", None, effective_from=date(1900, 1, 1))


def split_80_4_16(fen: int) -> Split:
    """SPLIT-1: 80 % province, 4 % city, 16 % district."""
    return SPLIT_1.split(fen)


def split_recovery(fen: int, original: Split, earlier: Iterable[Split], rule: FundingRule) -> Split:
    """The (negative) shares of a recovery of ``fen`` (positive) of a line that was split as ``original``.

    ``earlier`` are the shares of the recoveries before it. The recovery that completes the original takes what is left
    of each level, so that everything adds up to zero at every level; any other is split by ``rule``, but no level gets
    back more than it has still to get. Raises ValueError for a recovery of nothing or of more than is left.
    """
    left = original.plus(total_of(earlier))
    if not 0 < fen <= left.total:
        raise ValueError(
            _("最多还能退回%(left)s，不能退回%(sum)s。") % {"left": Yuan(left.total).shown, "sum": Yuan(fen).shown}
        )
    return _bounded(rule.split(fen), left).negative if fen < left.total else left.negative


def _bounded(fresh: Split, left: Split) -> Split:
    """``fresh`` with what exceeds a level's rest moved to the levels that have some left."""
    kept = Split(*(min(share, rest) for share, rest in zip(fresh, left, strict=True)))
    over = fresh.total - kept.total
    shares = []
    for share, rest in zip(kept, left, strict=True):
        more = min(over, rest - share)
        shares.append(share + more)
        over -= more
    return Split(*shares)
