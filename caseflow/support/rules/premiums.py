"""The premiums the district pays for people, to the collector: PENSION_PREM and MED_PREM (reference 2.2, 2.6)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .answering import Answer, not_died
from .dates import has_reached
from .facts import Standing, Used
from .ganzhou import GANZHOU
from .guards import DEATH_ONLY, of_type, once
from .money import Yuan
from .policy import Benefit, Book
from .results import Result
from .said import BadFacts, Line, reason
from .settings import DEFAULTS, Settings


def pension_premium(
    person: str,
    born: date,
    standing: Standing,
    year: int,
    on: date,
    *,
    enrolled: bool,
    due: bool,
    used: Used | None = None,
    book: Book = GANZHOU,
    settings: Settings = DEFAULTS,
) -> Result:
    """PENSION_PREM: enrolled in the residents' pension, a contribution due, not yet 60 on 1 January (2.6)."""
    inputs = {"person": person, "born": born, "year": year, "enrolled": enrolled, "due": due}
    found = Answer(Benefit.PENSION_PREM, standing, on, book, settings, **inputs)
    found.reasons.append(of_type(standing, DEATH_ONLY, "Q-B"))
    found.guard()
    found.reasons += not_died(standing, on)
    met, text = enrolled, _("参加了城乡居民养老保险。") if enrolled else _("没有参加城乡居民养老保险，这一项用不上。")
    found.reasons.append(reason("ENROLLED", met, text, "Q-B"))
    text = _("%(year)d年有应缴的一份。") if due else _("%(year)d年没有应缴的，不用代缴。")
    found.reasons.append(reason("DUE", due, text, "2.6", year=year))
    young = not has_reached(born, settings.pension_age, date(year, 1, 1))
    text = _("当年1月1日未满%(age)d周岁。") if young else _("已满%(age)d周岁，开始领养老金，不用再缴。")
    found.reasons.append(reason("UNDER_60", young, text, "2.6", age=settings.pension_age))
    key = (person, year)
    found.reasons.append(once((used or Used()).keys, key, _("这一年已经代缴过。")))
    fen = found.row.unit_fen if found.row else 0
    found.pay(person, year, fen, key)
    found.sum.append(Line(_("每人每年代缴"), Yuan(fen)))
    return found.done()


def medical_premium(
    person: str,
    standing: Standing,
    year: int,
    on: date,
    *,
    enrolled: bool,
    employee: bool = False,
    other_fen: int = 0,
    used: Used | None = None,
    book: Book = GANZHOU,
    settings: Settings = DEFAULTS,
) -> Result:
    """MED_PREM for an insurance year: the premium announced the year before, less what another subsidy pays (O12)."""
    if other_fen < 0:
        raise BadFacts(_t("其他资助的金额不能是负数。"))
    inputs = {"person": person, "year": year, "enrolled": enrolled, "employee": employee, "other": Yuan(other_fen)}
    found = Answer(Benefit.MED_PREM, standing, on, book, settings, **inputs)
    found.reasons.append(of_type(standing, DEATH_ONLY, "Q-C"))
    found.guard()
    found.reasons += not_died(standing, on)
    met = enrolled and not employee
    text = _("参加了%(year)d年度城乡居民医保。")
    if employee:
        text = _("参加的是职工医保，不用代缴居民医保。")
    elif not enrolled:
        text = _("还没有参加%(year)d年度城乡居民医保，参保以后就能代缴。")
    found.reasons.append(reason("ENROLLED", met, text, "Q-C", year=year))
    key = (person, year)
    found.reasons.append(once((used or Used()).keys, key, _("这一年已经代缴过。")))
    premium = book.premium(year, settings.medical_offset)
    if premium is None:
        found.reasons.append(reason("NO_PREMIUM", None, _("%(year)d年度的缴费标准还没有录入。"), "2.6", year=year))
        return found.done()
    if not premium.confirmed:
        text = _("%(year)d年度的缴费标准未核定，核定以后才能进入发放批次。")
        found.blocks.append(reason("RATE_UNCONFIRMED", False, text, "2.6", year=year))
    found.sum.append(Line(_("个人缴费标准"), Yuan(premium.amount_fen)))
    fen = max(0, premium.amount_fen - other_fen) if settings.net_of_other else premium.amount_fen
    if other_fen and settings.net_of_other:
        found.sum.append(Line(_("其他资助已缴"), Yuan(-min(other_fen, premium.amount_fen))))
    if not fen:
        found.reasons.append(reason("NOTHING_DUE", False, _("其他资助已经全额代缴，不用再缴。"), "O12"))
    found.pay(person, year, fen, key)
    return found.done()
