"""The frame of an answer: the row of the day, the guards, the rule of funding, lines, sum and version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from .facts import Standing
from .guards import guards
from .money import Yuan
from .policy import Benefit, Book
from .results import PayLine, Result, shares, unset, version
from .said import Line, Reason, reason
from .settings import Settings
from .splitting import FundingRule


class Answer:
    """Gathers what all benefits have: the row, the guards, the rule of funding, the lines and the sum."""

    def __init__(self, benefit: Benefit, standing: Standing, on: date, book: Book, settings: Settings, **inputs: Any):
        self.benefit, self.standing, self.on, self.book, self.settings = benefit, standing, on, book, settings
        self.row = book.benefit(benefit, on)
        self.reasons: list[Reason] = []
        self.blocks: list[Reason] = []
        self.sum: list[Line] = []
        self.lines: list[PayLine] = []
        self.inputs = {"standing": standing, **inputs}

    def guard(self, closing: date | None = None) -> None:
        self.reasons += guards(self.benefit, self.standing, self.on, self.book, self.settings, closing=closing)

    @property
    def rule(self) -> FundingRule:
        named = self.row.funding if self.row else "UNSET"
        chosen = {"funding.medical": self.settings.funding_medical, "funding.funeral": self.settings.funding_funeral}
        return self.book.funding(chosen.get(named, named), self.on)

    def pay(self, person: str, period: int, fen: int, key: Any, note: Any = "") -> None:
        line = PayLine(self.benefit, person, period, 1, fen, fen, shares(self.rule, fen), (key,), note)
        self.lines.append(line)
        self.blocks = [*self.blocks, *(each for each in unset(self.rule) if each not in self.blocks)]

    def done(self) -> Result:
        refused = any(each.met is False for each in self.reasons)
        lines = () if refused else tuple(each for each in self.lines if each.amount_fen)
        total = Yuan(sum(each.amount_fen for each in lines))
        return Result(
            self.benefit,
            self.on,
            lines,
            tuple(self.reasons),
            tuple(self.blocks),
            (*self.sum, Line(_("合计"), total, True)),
            version(self.book, self.on),
            self.inputs,
            self.settings,
        )


def not_died(standing: Standing, on: date) -> list[Reason]:
    """A premium that is not yet paid is not paid for somebody who has died (2.5)."""
    if standing.died_on is not None and standing.died_on <= on:
        return [reason("DIED", False, _("本人已离世，未缴的不再代缴。"), "2.5")]
    return []
