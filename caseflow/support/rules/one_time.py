"""ONE_TIME, the one-time support after a child has died (reference 2.2, O2–O5, END-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .answering import Answer
from .dates import has_reached
from .facts import Sex, Standing, Used
from .ganzhou import GANZHOU
from .guards import DEATH_ONLY, of_type, once
from .money import Yuan
from .periods import Ending
from .policy import Benefit, Book
from .results import Result
from .said import BadFacts, Line, reason
from .settings import DEFAULTS, Settings


@dataclass(frozen=True)
class Parent:
    """A parent of the child: the payee of a one-time benefit."""

    key: str
    sex: Sex
    born: date
    alive: bool = True
    hukou_here: bool = True


@dataclass(frozen=True)
class Loss:
    """A child who has died: the day, and the key that is the same in the households of parents who have separated."""

    key: str
    died_on: date
    divorced: bool = False


def one_time(
    loss: Loss,
    parents: Sequence[Parent],
    standing: Standing,
    on: date,
    *,
    used: Used | None = None,
    book: Book = GANZHOU,
    settings: Settings = DEFAULTS,
    locking: bool = False,
) -> Result:
    """ONE_TIME: once for each child, to the living parents; at ``locking`` (END-3) a move since does not matter.

    Parents who have separated share by O3, and a fen that cannot be divided is the mother's; if one of them has died
    since, the other has all. Nobody left: people decide.
    """
    found = Answer(Benefit.ONE_TIME, standing, on, book, settings, loss=loss, parents=tuple(parents), locking=locking)
    found.reasons.append(of_type(standing, DEATH_ONLY, "Q-A"))
    moved = locking and standing.end_code == Ending.HUKOU_OUT
    found.guard(closing=standing.closed_to if moved else None)
    key = (loss.key,) if settings.one_time_unit == "CHILD" else None
    used = used or Used()
    since = book.benefit_from(Benefit.ONE_TIME)
    if loss.died_on > on:
        raise BadFacts(_t("日期还没有到，请核对。"))
    if loss.died_on < since:
        text = _("在文件印发以前的，没有领过也可以领。")
        refusal = _("在文件印发（%(day)s）以前的，按本地规定不发。")
        met = settings.one_time_retroactive
        found.reasons.append(reason("RETROACTIVE", met, text if met else refusal, "O5", day=since))
    if not locking and not any(each.hukou_here for each in parents if each.alive):
        found.reasons.append(reason("HUKOU_ELSEWHERE", False, _("户籍不在本区，请在户籍所在地申请。"), "Q6"))
    payees = [each for each in parents if each.alive]
    if young := [each for each in payees if not has_reached(each.born, settings.one_time_age, on)]:
        text = _("须满%(age)d周岁，目前还不到。")
        met = len(young) < len(payees)
        found.reasons.append(reason("AGE", met, text, "O4", age=settings.one_time_age))
        payees = [each for each in payees if each not in young]
    if not payees and not young:
        found.reasons.append(reason("NO_PAYEE", None, _("父母都已离世的，由县级核实后决定。"), "2.5"))
    unit = found.row.unit_fen if found.row else 0
    if key is not None:
        found.reasons.append(once(used.keys, key, _("这一项以前已经领过。")))
        amounts = _shared(unit, payees, loss.divorced, settings)
    else:
        amounts = {each.key: unit for each in payees if (loss.key, each.key) not in used.keys}
        if payees and not amounts:
            found.reasons.append(reason("PAID_BEFORE", False, _("这一项以前已经领过。"), "2.2"))
    for person, fen in amounts.items():
        found.pay(person, on.year, fen, key or (loss.key, person))
        found.sum.append(Line(_("一次性扶助"), Yuan(fen)))
    return found.done()


def _shared(unit: int, payees: Sequence[Parent], divorced: bool, settings: Settings) -> Mapping[str, int]:
    """Who gets how much of one unit: a couple as one family through the first of them, separated parents by O3."""
    if not payees:
        return {}
    if len(payees) == 1 or not divorced:
        return {payees[0].key: unit}
    father_part, mother_part = settings.divorced_split
    father = next((each for each in payees if each.sex == Sex.MALE), payees[0])
    mother = next(each for each in payees if each is not father)
    fen = unit * father_part // (father_part + mother_part)
    return {father.key: fen, mother.key: unit - fen}
