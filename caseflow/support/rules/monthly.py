"""MONTHLY, the special allowance: which months a person is due, at what rate, and the lines of a month for many people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .dates import Month
from .facts import Standing
from .ganzhou import GANZHOU
from .guards import guards
from .money import Yuan
from .periods import Event, Suspension, closed_to, type_in
from .policy import Benefit, Book, FamilyType, Rate
from .results import PayLine, Result, shares, unset, version
from .said import BadFacts, Line, Reason, reason
from .settings import DEFAULTS, Settings
from .splitting import FundingRule


class State(TextChoices):
    """What a month is for a person."""

    BEFORE = "BEFORE", _("还没有起发")
    DUE = "DUE", _("应发")
    HELD = "HELD", _("暂缓，核实以后补发")
    ENDED = "ENDED", _("已停发")


@dataclass(frozen=True)
class Beneficiary:
    """Somebody who was confirmed: as what, where, from which month, and what has happened since."""

    key: str
    type: FamilyType
    start: Month
    area: str = "ALL"  # URBAN or RURAL tells only in months whose rates differ
    events: tuple[Event, ...] = ()
    suspensions: tuple[Suspension, ...] = ()


@dataclass(frozen=True)
class MonthEntry:
    """One month of a person."""

    month: Month
    state: State
    type: FamilyType
    rate: Rate


def entry(
    who: Beneficiary, month: Month, as_of: Month, book: Book = GANZHOU, settings: Settings = DEFAULTS
) -> MonthEntry:
    """What ``month`` is for a person, as known in the month ``as_of``."""
    type = type_in(month, who.type, who.events)
    return MonthEntry(month, _state(who, month, as_of, settings), type, book.rate(type, who.area, month))


def _state(who: Beneficiary, month: Month, as_of: Month, settings: Settings) -> State:
    if month < who.start:
        return State.BEFORE
    ends = closed_to(who.key, who.events, settings)
    if ends is not None and month.first > ends:
        return State.ENDED
    waiting = (each for each in who.suspensions if each.holds(month))
    if any(each.last is None or as_of <= each.last for each in waiting):
        return State.HELD
    return State.DUE


def plan(
    who: Beneficiary, last: Month, *, as_of: Month | None = None, book: Book = GANZHOU, settings: Settings = DEFAULTS
) -> tuple[MonthEntry, ...]:
    """Every month from the start to ``last``."""
    return tuple(entry(who, month, as_of or last, book, settings) for month in who.start.until(last))


@dataclass(frozen=True)
class LeftOut:
    """Somebody who is not in the batch for a month, and why."""

    person: str
    month: Month
    reason: Reason


@dataclass(frozen=True)
class MonthLines:
    """The lines of a batch and what stayed out of it."""

    month: Month
    lines: tuple[PayLine, ...]
    exceptions: tuple[LeftOut, ...]

    @property
    def amount_fen(self) -> int:
        return sum(each.amount_fen for each in self.lines)


def month_lines(
    people: Iterable[Beneficiary],
    month: Month,
    *,
    paid: Collection[tuple[str, Month]] = (),
    arrears: bool = True,
    book: Book = GANZHOU,
    settings: Settings = DEFAULTS,
) -> MonthLines:
    """The lines of ``month`` for many people, with the unpaid months before it where ``arrears``.

    ``paid`` are the months that have a line already, whatever became of it. Nobody has a month twice, not even one who
    is given twice; two people with one key that differ are refused with BadFacts.
    """
    lines: list[PayLine] = []
    exceptions: list[LeftOut] = []
    seen: dict[str, Beneficiary] = {}
    had = frozenset(paid)
    for who in people:
        if who.key in seen:
            if seen[who.key] != who:
                raise BadFacts(str(_("同一个人的两份资料不一样，请先核对。")))
            continue
        seen[who.key] = who
        for each in (who.start if arrears else month).until(month):
            if (who.key, each) in had:
                continue
            found = entry(who, each, month, book, settings)
            if found.state == State.HELD:
                exceptions.append(LeftOut(who.key, each, reason("HELD", None, State.HELD.label, "SUSP-1")))
            elif found.state == State.DUE:
                lines += _line(who, found, book, exceptions)
    return MonthLines(month, tuple(lines), tuple(exceptions))


def _line(who: Beneficiary, found: MonthEntry, book: Book, exceptions: list[LeftOut]) -> Iterator[PayLine]:
    against = blocks(found, book)
    exceptions += [LeftOut(who.key, found.month, each) for each in against]
    fen = found.rate.amount_fen
    if against or not fen:
        return
    key = (who.key, found.month)
    yield PayLine(Benefit.MONTHLY, who.key, found.month, 1, fen, fen, _rule(found.month, book).split(fen), (key,))


def _rule(month: Month, book: Book) -> FundingRule:
    row = book.benefit(Benefit.MONTHLY, month.first)
    return book.funding(row.funding if row else "UNSET", month.first)


def blocks(found: MonthEntry, book: Book) -> tuple[Reason, ...]:
    """What keeps a month out of a batch: no rate, an unconfirmed rate, nobody who pays."""
    against: list[Reason] = []
    if found.rate.amount_fen is None:
        text = _("%(month)s的标准还没有录入，由县级填写。")
        against.append(reason("RATE_MISSING", False, text, "1.5", month=found.month))
    elif not found.rate.confirmed:
        text = _("%(month)s的标准未核定，核定以后才能进入发放批次。")
        against.append(reason("RATE_UNCONFIRMED", False, text, "1.5", month=found.month))
    return (*against, *unset(_rule(found.month, book)))


def top_up(line: PayLine, who: Beneficiary, book: Book, settings: Settings = DEFAULTS) -> PayLine | None:
    """What a paid month still lacks after its rate was raised (2.5); None where nothing is lacking.

    It can be paid once for each rate: the key names the amount the month has come to.
    """
    month = line.period
    if not isinstance(month, Month):
        raise BadFacts(str(_("只有按月发放的才补差额。")))
    found = entry(who, month, month, book, settings)
    lacking = (found.rate.amount_fen or 0) - line.amount_fen
    if found.state != State.DUE or lacking <= 0 or blocks(found, book):
        return None
    key = (who.key, month, found.rate.amount_fen)
    return PayLine(
        Benefit.MONTHLY, who.key, month, 1, lacking, lacking, _rule(month, book).split(lacking), (key,), _("补发差额")
    )


def monthly(
    who: Beneficiary,
    month: Month,
    on: date,
    *,
    standing: Standing | None = None,
    paid: Collection[tuple[str, Month]] = (),
    book: Book = GANZHOU,
    settings: Settings = DEFAULTS,
) -> Result:
    """The answer for one month. A rate that is not confirmed is shown, and blocks the batch."""
    found = entry(who, month, Month.of(on), book, settings)
    reasons = [_said(who, found)]
    if standing is not None:
        reasons += guards(Benefit.MONTHLY, standing, on, book, settings, closing=standing.closed_to)
    if (who.key, month) in paid:
        reasons.append(reason("PAID_BEFORE", False, _("这个月已经发过。"), "2.2"))
    fen = found.rate.amount_fen or 0
    lines: tuple[PayLine, ...] = ()
    if fen and all(each.met for each in reasons):
        split = shares(_rule(month, book), fen)
        lines = (PayLine(Benefit.MONTHLY, who.key, month, 1, fen, fen, split, ((who.key, month),)),)
    return Result(
        Benefit.MONTHLY,
        on,
        lines,
        tuple(reasons),
        blocks(found, book),
        (Line(_("月份"), month), Line(_("每月"), Yuan(fen) if fen else _("待县级填写"), True)),
        version(book, month.first),
        {"person": who, "month": month},
        settings,
    )


def _said(who: Beneficiary, found: MonthEntry) -> Reason:
    if found.state == State.BEFORE:
        return reason("BEFORE_START", False, _("从%(month)s起发。"), "START-1", month=who.start)
    if found.state == State.ENDED:
        return reason("CLOSED", False, _("登记情况有变化，这个月不再发放。"), "END-1")
    if found.state == State.HELD:
        return reason("HELD", None, _("目前暂缓，核实以后补发。"), "SUSP-1")
    return reason("DUE", True, _("自%(month)s起按月发放。"), "START-1", month=who.start)
