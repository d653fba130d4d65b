"""How long an act may be punished (追溯时效), and which unlawful income counts for confiscation and fine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from caseflow.cases.calendar import Step, add_months, length_words, long_day

from .amounts import NOTHING, shown, yuan
from .law.limits import LIMITATION_OF_PUNISHMENT, LIMITATION_OF_PUNISHMENT_LIFE


class Limitation(NamedTuple):
    """Whether an act may still be punished, the last day on which its discovery was in time, and the sum."""

    punishable: bool
    last_day: date
    steps: tuple[Step, ...]


def limitation(act_end: date, discovered_on: date, life_health_and_harm: bool = False) -> Limitation:
    """Test one act (APL art. 36); ``act_end`` is the end of a continuous or continuing act, else the day of the act.

    ``life_health_and_harm``: life, health or finances were endangered *and* harm was done. The last day is the day of
    the same number, or the last of that month, and is not moved: it is no time limit for doing something.
    """
    rule = LIMITATION_OF_PUNISHMENT_LIFE if life_health_and_harm else LIMITATION_OF_PUNISHMENT
    last = add_months(act_end, 12 * rule.length)
    punishable = discovered_on <= last
    steps = (
        Step(_("违法行为终了之日"), long_day(act_end)),
        Step(_("追责时效"), length_words(rule.length, rule.unit)),
        Step(_("时效届满之日"), long_day(last)),
        Step(_("发现之日"), long_day(discovered_on)),
        Step(_("结论"), _("在时效之内，可以处罚") if punishable else _("超过时效，不再给予行政处罚"), True),
    )
    return Limitation(punishable, last, steps)


@dataclass(frozen=True)
class Act:
    """One act: money it brought (gross) and what was lawfully given back, in yuan.

    Acts with the same ``chain`` are one continuing intent (连续) and are tested together from the last of them.
    """

    code: str
    ended_on: date
    gross: Any = NOTHING
    refunded: Any = NOTHING
    life_health_and_harm: bool = False
    chain: str = ""

    @property
    def income(self) -> Decimal:
        """What may be confiscated (APL art. 28¶2), never below zero. Raises BadAmount."""
        return max(NOTHING, yuan(self.gross) - yuan(self.refunded))


class Income(NamedTuple):
    """The unlawful income of one violation, the acts that count, those barred by time, and the sum."""

    amount: Decimal
    acts: tuple[Act, ...]
    barred: tuple[Act, ...]
    steps: tuple[Step, ...]


def unlawful_income(acts: Iterable[Act], discovered_on: date) -> dict[str, Income]:
    """Income by code of violation: the acts of one code are added up (A-22), those barred by time left out first.

    A code whose acts are all barred stays, with nothing to count. Raises BadAmount.
    """
    acts = tuple(acts)
    ends: dict[tuple[str, str], date] = {}
    harm: set[tuple[str, str]] = set()
    for each in acts:
        chain = (each.code, each.chain)
        ends[chain] = max(ends.get(chain, each.ended_on), each.ended_on)
        if each.life_health_and_harm:
            harm.add(chain)
    counted: dict[str, list[Act]] = {}
    barred: dict[str, list[Act]] = {}
    steps: dict[str, list[Step]] = {}
    for each in acts:
        chain = (each.code, each.chain)
        end = ends[chain] if each.chain else each.ended_on
        grave = chain in harm if each.chain else each.life_health_and_harm
        punishable = limitation(end, discovered_on, grave).punishable
        counted.setdefault(each.code, []).extend([each] if punishable else [])
        barred.setdefault(each.code, []).extend([] if punishable else [each])
        sums = {"gross": shown(yuan(each.gross)), "refunded": shown(yuan(each.refunded)), "income": shown(each.income)}
        steps.setdefault(each.code, []).append(
            Step(
                long_day(each.ended_on),
                _("收取%(gross)s，依法退赔%(refunded)s，违法所得%(income)s") % sums
                if punishable
                else _("超过追责时效，不计入违法所得"),
            )
        )
    found = {}
    for code, chosen in counted.items():
        amount = sum((each.income for each in chosen), NOTHING)
        total = Step(_("违法所得合计"), shown(amount), True)
        found[code] = Income(amount, tuple(chosen), tuple(barred[code]), (*steps[code], total))
    return found
