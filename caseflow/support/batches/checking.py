"""C2: what the lines of a batch are compared with, each comparison one question to the database (reference 4.6, 7.10)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from ..codes import Benefit
from ..codes_money import EntitlementState, ItemState, Outcome, Problem, Register
from ..models.money import CareDay, EntitlementItem, RegisterEntry
from ..models.money_batch import BatchException
from ..models.people import Account
from ..rules.dates import Month
from ..rules.ganzhou import GANZHOU
from . import rates
from .sql import insert_from

Found = tuple[Problem, QuerySet[EntitlementItem]]


def run(batch: Any, on: Any, by: Any) -> int:
    """Compare every line; what is found and was not is an exception from now on. How many are open.

    An exception whose ground is gone is solved by that; one that was explained stays so.
    """
    for code, found in problems(batch):
        known = BatchException.objects.filter(batch=batch, code=code)
        gone = known.filter(outcome="").exclude(item__in=found.values("pk"))
        gone.update(outcome=Outcome.MENDED, solved_on=on, solved_by=by)
        known.filter(outcome=Outcome.MENDED, item__in=found.values("pk")).update(
            outcome="", solved_on=None, solved_by=None
        )
        insert_from(
            BatchException,
            found.exclude(pk__in=known.values("item")),
            batch=batch.pk,
            item=F("pk"),
            code=str(code),
            found_on=on,
        )
    return int(batch.open_exceptions.count())


def anything_new(batch: Any) -> bool:
    """Whether a comparison finds now what nobody has looked at."""
    for code, found in problems(batch):
        known = BatchException.objects.filter(batch=batch, code=code, outcome__in=["", Outcome.EXPLAINED])
        if found.exclude(pk__in=known.values("item")).exists():
            return True
    return False


def problems(batch: Any) -> Iterator[Found]:
    """Each problem with the lines that have it now."""
    lines = EntitlementItem.objects.filter(batch=batch, state=ItemState.IN_BATCH)
    monthly = batch.benefit == Benefit.MONTHLY
    yield Problem.DEPARTED, _listed(lines, batch, Register.DEPARTED, monthly)
    if monthly:
        yield Problem.MOVED, _listed(lines, batch, Register.MOVED, monthly)
        over = Q(pk__in=[])
        for month in _months(lines):
            gone = Q(member__closed_to__lt=month.first) | Q(entitlement__household__closed_to__lt=month.first)
            over |= Q(period=month.iso) & gone
        yield Problem.CLOSED, lines.filter(over)
        ended = Q(entitlement__state=EntitlementState.ENDED, period__gt=F("entitlement__to_month"))
        yield Problem.ENDED, lines.filter(ended)
        yield Problem.RATE, lines.filter(_other_rate(lines))
    elif batch.benefit == Benefit.ONE_TIME:  # the second test of END-3, in which a move does not matter (2.5)
        closed = Q(member__closed_to__isnull=False) & ~Q(member__end_code="E_HUKOU_OUT")
        yield Problem.CLOSED, lines.filter(closed)
    elif batch.benefit == Benefit.HOSP_CARE:
        yield Problem.CAP, _over_the_cap(lines, batch)
    yield Problem.HELD, lines.filter(entitlement__state=EntitlementState.SUSPENDED)
    heard = {"entitlement__application__heard_on__isnull": False}
    open_now = ["approved", "roster_filed"]
    yield Problem.UNDER_HEARING, lines.filter(entitlement__application__state__in=open_now, **heard)
    mine = confirmed_accounts().filter(member=OuterRef("member"))
    yield Problem.NO_ACCOUNT, lines.filter(~Exists(mine))
    yield Problem.HOLDER, lines.filter(Exists(mine.exclude(holder="").exclude(holder=F("member__name"))))
    yield Problem.CARD_NUMBER, lines.filter(Exists(mine.filter(number_checked=False)))
    others = Account.objects.filter(card_hmac=OuterRef("card_hmac"), ended_on=None)
    twice = mine.exclude(card_hmac="").filter(Exists(others.exclude(household=OuterRef("household"))))
    yield Problem.SAME_CARD, lines.filter(Exists(twice))


def confirmed_accounts() -> QuerySet[Account]:
    return Account.objects.filter(confirmed_on__isnull=False, ended_on=None)


def _listed(lines: Any, batch: Any, kind: Register, monthly: bool) -> Any:
    """The lines of people who are in a list; of months, those that begin after it happened (END-1)."""
    entries = RegisterEntry.objects.filter(
        agency=batch.dossier.agency_id, kind=kind, id_hmac=OuterRef("member__id_hmac")
    )
    found = Q(pk__in=[])
    for month in _months(lines) if monthly else ():
        found |= Q(Exists(entries.filter(day__lt=month.first)), period=month.iso)
    if not monthly:
        found = Q(Exists(entries))
    return lines.exclude(member__id_hmac="").filter(found)


def _months(lines: Any) -> list[Month]:
    """The few months that the lines of a batch are of."""
    return [Month.parse(each) for each in lines.order_by().values_list("period", flat=True).distinct()]


def _other_rate(lines: Any) -> Q:
    """Lines whose rate is not what it is now."""
    rows, found = rates.book(), Q(pk__in=[])
    kinds = lines.order_by().values_list("period", "entitlement__family_type", "entitlement__area").distinct()
    for period, kind, area in kinds:
        fen = rates.rate_of(kind, area, Month.parse(period), rows).amount_fen or 0
        found |= Q(period=period, entitlement__family_type=kind, entitlement__area=area) & ~Q(unit_fen=fen)
    return found


def _over_the_cap(lines: Any, batch: Any) -> Any:
    row = GANZHOU.benefit(Benefit.HOSP_CARE, Month.parse(batch.period).last)
    cap = row.cap if row and row.cap is not None else 366
    years = CareDay.objects.order_by().values("member", "year").annotate(n=Count("pk")).filter(n__gt=cap)
    over = CareDay.objects.filter(item=OuterRef("pk"), member__in=years.values("member"))
    of_year = years.filter(member=OuterRef("member"), year=OuterRef("year")).values("member")
    return lines.filter(Exists(over.filter(Exists(of_year))))
