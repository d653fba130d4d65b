"""What a rule answers: lines to be paid, every reason, what keeps it out of a batch, and the sum; ready to be stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .dates import Month
from .money import Yuan
from .policy import Benefit, Book
from .said import Line, Reason, plain, reason
from .settings import Settings
from .splitting import FundingRule, Split, Unset, total_of


class Answer(TextChoices):
    """Whether there is something to be had."""

    YES = "YES", _("可以领")
    LOOK = "LOOK", _("需要人工核实")
    NO = "NO", _("目前领不到")


@dataclass(frozen=True)
class PayLine:
    """One line of a payment roster (an ``EntitlementItem``): person, period, quantity, fen, shares.

    ``period`` is a year, or a month where the benefit is paid each month; ``keys`` are what may be paid only once (2.2).
    ``split`` is None where the county has not set who pays: the line cannot enter a batch.
    """

    benefit: Benefit
    person: str
    period: Month | int
    quantity: int
    unit_fen: int
    amount_fen: int
    split: Split | None
    keys: tuple[Any, ...]
    note: Any = ""

    def __post_init__(self) -> None:
        if self.split is not None and self.split.total != self.amount_fen:
            raise ValueError(f"{self.split} does not add up to {self.amount_fen}.")

    @property
    def days(self) -> int:
        """Days in hospital; nothing else is paid by the day."""
        return self.quantity if self.benefit == Benefit.HOSP_CARE else 0

    @property
    def year(self) -> int:
        return self.period.year if isinstance(self.period, Month) else self.period

    def as_json(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "period": plain(self.period),
            "person": self.person,
            "days": self.days,
            "unit": Yuan(self.unit_fen).figures,
            "amount": Yuan(self.amount_fen).figures,
            "split": None if self.split is None else self.split.as_json(),
            "keys": plain(self.keys),
        }


@dataclass(frozen=True)
class Result:
    """The answer for one benefit, with the version of the rows it was found by and what was asked."""

    benefit: Benefit
    on: date
    lines: tuple[PayLine, ...]
    reasons: tuple[Reason, ...]
    blocks: tuple[Reason, ...] = ()  # keep it out of a batch, not out of casework
    sum: tuple[Line, ...] = ()
    policy: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, Any] = field(default_factory=dict)
    settings: Settings | None = None

    @property
    def answer(self) -> Answer:
        if any(each.met is False for each in self.reasons):
            return Answer.NO
        return Answer.LOOK if any(each.met is None for each in self.reasons) else Answer.YES

    @property
    def amount_fen(self) -> int:
        return sum(each.amount_fen for each in self.lines)

    @property
    def amount(self) -> Yuan:
        return Yuan(self.amount_fen)

    @property
    def split(self) -> Split:
        """The sums of the lines by level; never a split of the sum."""
        return total_of(each.split for each in self.lines if each.split is not None)

    @property
    def steps(self) -> tuple[Any, ...]:
        return tuple(each.step for each in self.sum)

    @property
    def for_batch(self) -> bool:
        return self.answer == Answer.YES and bool(self.lines) and not self.blocks

    def as_json(self) -> dict[str, Any]:
        """Everything a decision keeps. Sums are strings of yuan with two decimals."""
        return {
            "benefit": str(self.benefit),
            "name": str(self.benefit.label),
            "on": self.on.isoformat(),
            "answer": str(self.answer),
            "payable_days": sum(each.days for each in self.lines),
            "amount": self.amount.figures,
            "amount_words": self.amount.capitals,
            **self.split.as_json(),
            "lines": [each.as_json() for each in self.lines],
            "reasons": [each.as_json() for each in self.reasons],
            "blocks": [each.as_json() for each in self.blocks],
            "steps": [{"label": step.label, "value": step.value} for step in self.steps],
            "policy": dict(self.policy),
            "inputs": plain(self.inputs),
            "settings": None if self.settings is None else plain(self.settings),
        }


def version(book: Book, on: date) -> dict[str, str]:
    """What identifies the rows: the document in force and the digest of every row."""
    policy = book.policy(on)
    named = {"code": policy.code, "title": policy.title, "document": policy.document} if policy else {}
    return {**named, "digest": book.digest}


def shares(rule: FundingRule, fen: int) -> Split | None:
    """The split of a line, None where nobody has set the rule."""
    try:
        return rule.split(fen)
    except Unset:
        return None


def unset(rule: FundingRule) -> tuple[Reason, ...]:
    """What keeps a line out of a batch where the rule is not set."""
    if rule.is_set:
        return ()
    return (reason("FUNDING_UNSET", False, _("由哪一级承担还没有核定，核定以后才能进入发放批次。"), "1.5"),)
