"""What a month is worth and who pays for it: the book of the locality with the rates the county has set and confirmed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from caseflow.cases import parameters, settled

from ..codes import Benefit
from ..law.limits_money import FIRST_RATE, MONTHLY_FUNDING, SECOND_RATE
from ..rules.dates import Month
from ..rules.ganzhou import GANZHOU
from ..rules.money import BadSum, fen
from ..rules.policy import Book, FamilyType, Rate, RateRow
from ..rules.splitting import UNSET, Cut, FundingRule

KEYS = {FIRST_RATE: FamilyType.DEATH, SECOND_RATE: FamilyType.DISABILITY}
LEVELS = {"中央": "central", "省级": "province", "市级": "city", "区级": "district", "县级": "district"}
CUT = re.compile(r"(中央|省级|市级)\s*([0-9]{1,3})\s*[:：]\s*([0-9]{1,3})")


def book(base: Book = GANZHOU) -> Book:
    """The rows of the locality with the monthly rates that the county has entered, each from its day."""
    rows = []
    for key, kind in KEYS.items():
        for since, value in _values(key):
            try:
                amount = fen(value) if value else None
            except BadSum:
                amount = None
            day = since or max(row.effective_from for row in base.rates)
            if amount:
                rows.append(RateRow(day, confirmed_on=day, type=kind, area="ALL", amount_fen=amount, source=str(key)))
    return replace(base, rates=(*rows, *base.rates)) if rows else base  # first of one day: the county's own


def _values(key: str) -> Iterator[tuple[date | None, str]]:
    """Every value of a setting with its first day; that of a story holds from the beginning."""
    held = [
        (since, str(value))
        for name, since, value in settled.rows("cases.ParameterValue", "key", "valid_from", "value")
        if name == key
    ]
    if held:
        yield from held
    elif value := str(parameters.value(key)):
        yield None, value


def monthly_rule(on: date) -> FundingRule:
    """Who pays for the monthly allowance; UNSET where the county has not said it, or not so that it can be read."""
    return read_rule(str(parameters.value(MONTHLY_FUNDING, on)))


def read_rule(text: str) -> FundingRule:
    """``中央 8:2 省级 8:2 市级 2:8``, the rest being the district's; ``区级`` alone pays all. UNSET for anything else."""
    told = text.strip()
    if told in ("区级", "县级"):
        return FundingRule("MONTHLY", ())
    cuts = [Cut(LEVELS[level], (int(ours), int(rest))) for level, ours, rest in CUT.findall(told)]
    if not cuts or CUT.sub("", told).strip(" ，,、；;"):
        return UNSET
    try:
        return FundingRule("MONTHLY", tuple(cuts))
    except ValueError:
        return UNSET


def rate_of(kind: str, area: str, month: Month, rows: Book) -> Rate:
    return rows.rate(kind, area, month)


def refusal(agency: Any, benefit: str, period: str) -> str:
    """Why no batch of a benefit can be made for a month, as a sentence; empty where one can."""
    from . import building

    if benefit != Benefit.MONTHLY:
        return "" if building.waiting(agency, benefit, period).exists() else _("现在没有待发放的记录。")
    last = Month.parse(period)
    if not monthly_rule(last.last).is_set:
        return _("按月补助由哪几级承担还没有核定，请先在参数里填写“%(key)s”。") % {"key": MONTHLY_FUNDING}
    rows, found = book(), False
    for first, kind, area in building.stretches(agency, period):
        found = True
        if not kind:
            return _("有家庭的情形还没有填写，不能确定补助标准，填写以后才能编制批次。")
        for month in Month.parse(first).until(last):
            if not rate_of(kind, area, month, rows).confirmed:
                return _("%(month)s的%(kind)s标准未核定，核定以后才能编制批次。") % {
                    "month": month.iso,
                    "kind": FamilyType(kind).label,
                }
    if not found and not building.waiting(agency, benefit, period).exists():
        return _("现在没有待发放的记录。")
    return ""


def classes(kinds: Iterable[tuple[str, str]], month: Month, rows: Book) -> Iterator[tuple[str, str, int]]:
    """The confirmed rate in fen of each kind and area for a month; nothing is due where it is nothing."""
    for kind, area in kinds:
        rate = rate_of(kind, area, month, rows)
        if rate.confirmed and rate.amount_fen:
            yield kind, area, rate.amount_fen
