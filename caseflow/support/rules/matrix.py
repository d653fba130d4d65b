"""What an event does to each benefit (reference 2.5): the table, which the calculations are held to by tests."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .policy import Benefit


class Happening(TextChoices):
    """The rows of 2.5."""

    LATER_CHILD = "LATER_CHILD", _("登记信息变化（依法登记）")
    DEATH = "DEATH", _("本人离世")
    HUKOU_OUT = "HUKOU_OUT", _("户籍迁出")
    REGRADED = "REGRADED", _("残疾等级变化")
    CONVERTED = "CONVERTED", _("由二类转为一类")
    AMOUNT = "AMOUNT", _("标准调整")
    SIXTY = "SIXTY", _("满六十周岁")


class Effect(TextChoices):
    """What becomes of a benefit."""

    LAST_MONTH = "LAST_MONTH", _("发到当月")
    TO_MONTH_END = "TO_MONTH_END", _("计到当月月末")
    TO_DAY_BEFORE = "TO_DAY_BEFORE", _("计到前一天")
    TO_REVIEW = "TO_REVIEW", _("先停下，由县级重新核实")
    TO_SURVIVOR = "TO_SURVIVOR", _("发给在世的一方；都不在了，由县级核实")
    STILL_PAID = "STILL_PAID", _("照发")
    NOT_NEXT_YEAR = "NOT_NEXT_YEAR", _("已缴的不退，下一年不再代缴")
    UNPAID_CANCELLED = "UNPAID_CANCELLED", _("已缴的不退，未缴的不再代缴")
    PAID_STAYS = "PAID_STAYS", _("已缴的不退")
    NOT_AFTER = "NOT_AFTER", _("当月月末以后不再适用")
    OPENS = "OPENS", _("开始适用")
    STOPS = "STOPS", _("不再适用")
    NEW_RATE = "NEW_RATE", _("按新的标准；已发的补差额")
    BY_DAY = "BY_DAY", _("按当天的标准")
    BY_DECISION = "BY_DECISION", _("按决定当天的标准")
    OF_YEAR = "OF_YEAR", _("按当年的标准")
    NOTHING = "NOTHING", _("没有影响")


class Cell(NamedTuple):
    happening: Happening
    benefit: Benefit
    effect: Effect


COLUMNS = (
    Benefit.MONTHLY,
    Benefit.HOSP_CARE,
    Benefit.ONE_TIME,
    Benefit.PENSION_PREM,
    Benefit.MED_PREM,
    Benefit.FUNERAL,
)
E = Effect
ROWS = {
    Happening.LATER_CHILD: (
        E.LAST_MONTH, E.TO_MONTH_END, E.TO_REVIEW, E.NOT_NEXT_YEAR, E.NOT_NEXT_YEAR, E.NOT_AFTER,
    ),
    Happening.DEATH: (
        E.LAST_MONTH, E.TO_DAY_BEFORE, E.TO_SURVIVOR, E.UNPAID_CANCELLED, E.UNPAID_CANCELLED, E.OPENS,
    ),
    Happening.HUKOU_OUT: (
        E.LAST_MONTH, E.TO_MONTH_END, E.STILL_PAID, E.PAID_STAYS, E.PAID_STAYS, E.NOT_AFTER,
    ),
    Happening.REGRADED: (E.LAST_MONTH, E.NOTHING, E.NOTHING, E.NOTHING, E.NOTHING, E.NOTHING),
    Happening.CONVERTED: (E.NEW_RATE, E.OPENS, E.OPENS, E.OPENS, E.OPENS, E.OPENS),
    Happening.AMOUNT: (E.NEW_RATE, E.BY_DAY, E.BY_DECISION, E.OF_YEAR, E.OF_YEAR, E.BY_DAY),
    Happening.SIXTY: (E.NOTHING, E.OPENS, E.NOTHING, E.STOPS, E.NOTHING, E.NOTHING),
}  # fmt: skip


def effect(happening: Happening, benefit: Benefit) -> Any:
    """What ``happening`` does to ``benefit``; a festival gift asks only for the festival day."""
    return ROWS[happening][COLUMNS.index(benefit)] if benefit in COLUMNS else Effect.NOTHING


def cells() -> tuple[Cell, ...]:
    """The whole table."""
    return tuple(
        Cell(happening, benefit, found)
        for happening, row in ROWS.items()
        for benefit, found in zip(COLUMNS, row, strict=True)
    )
