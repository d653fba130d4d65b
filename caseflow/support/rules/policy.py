"""The dated rows everything is paid by: policy versions, rates, benefits, premiums; and the book that holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .dates import Month
from .said import BadFacts, plain
from .splitting import DISTRICT, SPLIT_1, UNSET, FundingRule


class FamilyType(TextChoices):
    """The two kinds of special family; screens show the neutral words."""

    DEATH = "DEATH", _("一类关怀家庭")
    DISABILITY = "DISABILITY", _("二类关怀家庭")


class Benefit(TextChoices):
    """What can be paid, under the names that screens show."""

    ONE_TIME = "ONE_TIME", _("一次性扶助")
    HOSP_CARE = "HOSP_CARE", _("住院护理补贴")
    PENSION_PREM = "PENSION_PREM", _("代缴城乡居民养老保险")
    MED_PREM = "MED_PREM", _("代缴城乡居民医保")
    FUNERAL = "FUNERAL", _("丧葬服务补贴")
    MONTHLY = "MONTHLY", _("特别扶助金（按月）")
    FESTIVAL_GIFT = "FESTIVAL_GIFT", _("节日慰问")


@dataclass(frozen=True)
class Dated:
    """A row that holds from a day to a day (None: until further notice)."""

    effective_from: date
    effective_to: date | None = None
    confirmed_on: date | None = None  # None: shown as 未核定, stops batches but no case work

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    @property
    def confirmed(self) -> bool:
        return self.confirmed_on is not None


@dataclass(frozen=True, kw_only=True)
class PolicyVersion(Dated):
    """The document that rows rest on."""

    code: str
    title: str
    document: str
    area: str
    issued: date


@dataclass(frozen=True, kw_only=True)
class BenefitRow(Dated):
    """One benefit from a day on: fen a unit, how many units at most, from which age, and who pays.

    ``funding`` is the code of a rule, or the key of the setting that names it.
    """

    benefit: Benefit
    unit_fen: int
    cap: int | None
    funding: str
    quote: str
    age: int | None = None


@dataclass(frozen=True, kw_only=True)
class RateRow(Dated):
    """A monthly rate of a type and area. The rows of different ``level`` that hold in a month are added up.

    ``amount_fen`` is None where a rate is known to exist and nobody has entered it.
    """

    type: FamilyType
    area: str  # URBAN, RURAL, ALL
    amount_fen: int | None
    source: str
    level: str = "central"


@dataclass(frozen=True, kw_only=True)
class PremiumRow(Dated):
    """The individual premium of the residents' medical insurance, by the year in which it was announced."""

    year: int
    amount_fen: int


@dataclass(frozen=True)
class Rate:
    """The rate of a month: fen (None: not entered), the rows it is made of, and whether all of them are confirmed."""

    amount_fen: int | None
    rows: tuple[RateRow, ...]

    @property
    def confirmed(self) -> bool:
        return self.amount_fen is not None and all(row.confirmed for row in self.rows)


@dataclass(frozen=True)
class Book:
    """All rows of a locality. A further document is a further row, never a change of one that was decided by."""

    policies: tuple[PolicyVersion, ...]
    benefits: tuple[BenefitRow, ...]
    rates: tuple[RateRow, ...]
    premiums: tuple[PremiumRow, ...]
    fundings: tuple[FundingRule, ...] = (SPLIT_1, DISTRICT, UNSET)

    def policy(self, on: date) -> PolicyVersion | None:
        """The version in force on a day: the one that came last."""
        return max(_holding(self.policies, on), key=lambda each: each.effective_from, default=None)

    def benefit(self, code: str, on: date) -> BenefitRow | None:
        rows = [row for row in _holding(self.benefits, on) if row.benefit == code]
        return max(rows, key=lambda each: each.effective_from, default=None)

    def benefit_from(self, code: str) -> date:
        """The first day of a benefit."""
        return min(row.effective_from for row in self.benefits if row.benefit == code)

    def rate(self, type: str, area: str, month: Month) -> Rate:
        """What a month is worth: of each level the row that came last, added up. None of them: not entered."""
        rows = [
            row for row in self.rates if row.type == type and row.area in (area, "ALL") and row.in_force(month.first)
        ]
        last = {
            level: max((row for row in rows if row.level == level), key=lambda each: each.effective_from)
            for level in dict.fromkeys(row.level for row in rows)
        }
        amounts = [row.amount_fen for row in last.values()]
        known = [each for each in amounts if each is not None]
        return Rate(sum(known) if known and len(known) == len(amounts) else None, tuple(last.values()))

    def premium(self, insurance_year: int, offset: int) -> PremiumRow | None:
        """The row for an insurance year, which was announced ``offset`` years before."""
        return next((row for row in self.premiums if row.year == insurance_year - offset), None)

    def funding(self, code: str, on: date) -> FundingRule:
        """The rule of a code. Raises BadFacts, with the sentence, where there is none on that day."""
        rules = [each for each in self.fundings if each.code == code and each.in_force(on)]
        if not rules:
            raise BadFacts(_t("没有编号为“%(code)s”的分担办法。") % {"code": code})
        return max(rules, key=lambda each: each.effective_from)

    def with_rows(self, **rows: Iterable[Any]) -> Book:
        """The book with further rows: ``with_rows(rates=[…])``."""
        return replace(self, **{name: (*getattr(self, name), *added) for name, added in rows.items()})

    @cached_property
    def digest(self) -> str:
        """What identifies the rows a decision was made by, to the last figure."""
        text = json.dumps(plain(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _holding(rows: Iterable[Any], on: date) -> list[Any]:
    return [row for row in rows if row.in_force(on)]
