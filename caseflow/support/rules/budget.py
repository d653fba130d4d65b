"""The budget of a year and benefit by level (reference 2.3): appropriated, committed, paid, returned. Arithmetic only.

Lack of money never changes who is eligible: what cannot be committed stays due, with a badge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from .money import Yuan
from .splitting import LEVELS, Split

NOTHING = Split()
AWAITING_FUNDS = "APPROVED_AWAITING_FUNDS"


class Short(Exception):
    """Some levels have not enough; the message is the sentence to show, ``levels`` the fen that each lacks."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.levels = levels
        lacking = _("、").join(f"{LEVELS[name]}{Yuan(fen).shown}" for name, fen in levels.items())
        super().__init__(_("资金还差：%(lacking)s。待遇照常认定，资金到位后发放。") % {"lacking": lacking})


class Unbalanced(ValueError):
    """A booking that the ledger cannot hold: more paid than committed, more returned than paid."""


@dataclass(frozen=True)
class Ledger:
    """The four sums of each level in fen. ``paid`` is everything that was paid; ``returned`` what came back of it.

    Nothing is below zero, and at no level is more returned than was paid.
    """

    appropriated: Split = NOTHING
    committed: Split = NOTHING
    paid: Split = NOTHING
    returned: Split = NOTHING
    overrides: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("appropriated", "committed", "paid", "returned"):
            if any(fen < 0 for fen in getattr(self, name)):
                raise Unbalanced(_("账目不平：有一级的数额小于零。"))
        if any(back > out for back, out in zip(self.returned, self.paid, strict=True)):
            raise Unbalanced(_("账目不平：退回的多于发放的。"))

    @property
    def free(self) -> Split:
        """What each level can still promise; below zero after an override."""
        return self.appropriated.minus(self.committed).minus(self.paid)

    @property
    def spent(self) -> Split:
        return self.paid.minus(self.returned)

    def lacking(self, new: Split) -> dict[str, int]:
        """By level, what is missing for ``committed + paid + new <= appropriated``; only levels that pay of it."""
        left = self.free.minus(new)
        return {name: -fen for name, fen, share in zip(Split._fields, left, new, strict=True) if fen < 0 and share > 0}

    def appropriate(self, more: Split) -> Ledger:
        return replace(self, appropriated=self.appropriated.plus(more))

    def commit(self, new: Split, *, override: str = "") -> Ledger:
        """Promise an approved line. Raises Short where a level has not enough, unless finance gives a reason."""
        if (lacking := self.lacking(new)) and not override.strip():
            raise Short(lacking)
        kept = (*self.overrides, override.strip()) if lacking else self.overrides
        return replace(self, committed=self.committed.plus(new), overrides=kept)

    def release(self, line: Split) -> Ledger:
        """A promised line is cancelled before it was paid."""
        return replace(self, committed=self.committed.minus(line))

    def pay(self, line: Split) -> Ledger:
        return replace(self, committed=self.committed.minus(line), paid=self.paid.plus(line))

    def bounce(self, line: Split) -> Ledger:
        """The bank returned a line: it is promised again until it is issued anew or cancelled."""
        spent = self.spent.minus(line)
        if any(fen < 0 for fen in spent):
            raise Unbalanced(_("账目不平：退票的多于发放的。"))
        return replace(self, committed=self.committed.plus(line), paid=self.paid.minus(line))

    def give_back(self, recovery: Split) -> Ledger:
        """A recovery line (negative shares) has come in."""
        return replace(self, returned=self.returned.minus(recovery))
