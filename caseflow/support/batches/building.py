"""C1: the lines of a batch, made of the entitlements by the database, one stretch of them after another.

A stretch is a transaction: whoever stops in between goes on where it ended, and the batch becomes the same.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Value

from ..codes import Benefit
from ..codes_money import EntitlementState, ItemState
from ..models.money import Entitlement, EntitlementItem
from ..rules.dates import Month
from . import rates, sums
from .sql import columns_of, insert_from, key

STRETCH = 50_000  # entitlements: what either database does in a few seconds


def eligible(agency: Any) -> QuerySet[Entitlement]:
    """Monthly entitlements of which a month may still be due."""
    running = Q(state__in=[EntitlementState.PENDING_START, EntitlementState.ACTIVE])
    owing = Q(state=EntitlementState.ENDED, to_month__gte=F("next_month"))
    return Entitlement.objects.filter(running | owing, agency=agency, benefit=Benefit.MONTHLY)


def stretches(agency: Any, period: str) -> Iterable[tuple[str, str, str]]:
    """Which first unpaid months there are up to ``period``, of which kinds and areas."""
    open_now = eligible(agency).filter(next_month__lte=period)
    return (
        open_now.order_by("next_month", "family_type", "area")
        .values_list("next_month", "family_type", "area")
        .distinct()
    )


def waiting(agency: Any, benefit: str, period: str) -> QuerySet[EntitlementItem]:
    """Lines that are due and in no batch."""
    last = Month.parse(period).last
    due = EntitlementItem.objects.filter(benefit=benefit, state=ItemState.DUE, batch=None, due_on__lte=last)
    return due.filter(entitlement__agency=agency, original=None)


def last_entitlement(agency: Any, benefit: str) -> int:
    found = Entitlement.objects.filter(agency=agency, benefit=benefit).aggregate(last=Max("pk"))
    return int(found["last"] or 0)


def build_stretch(batch: Any, on: Any, size: int = STRETCH) -> None:
    """The lines of the next entitlements. In the transaction of the caller, which has locked the batch."""
    low, high = batch.built_to, min(batch.built_to + size, batch.upto)
    agency = batch.dossier.agency
    if batch.benefit == Benefit.MONTHLY:
        _months(batch, agency, low, high)
    due = waiting(agency, batch.benefit, batch.period)
    due.filter(entitlement__gt=low, entitlement__lte=high).update(state=ItemState.IN_BATCH, batch=batch)
    batch.built_to = high
    if high >= batch.upto:
        batch.built_on = on
        sums.keep(batch)


def _months(batch: Any, agency: Any, low: int, high: int) -> None:
    """Month by month from the first that somebody of the stretch has still to get."""
    rows, last = rates.book(), Month.parse(batch.period)
    mine = eligible(agency).filter(pk__gt=low, pk__lte=high)
    owing = mine.filter(next_month__lte=batch.period)
    first = owing.order_by("next_month").values_list("next_month", flat=True).first()
    if first is None:
        return
    kinds = set(owing.order_by().values_list("family_type", "area").distinct())
    for month in Month.parse(first).until(last):
        rule = rates.monthly_rule(month.last)
        here = mine.filter(next_month=month.iso)
        for kind, area, fen in rates.classes(kinds, month, rows):
            amount = Value(fen)
            insert_from(
                EntitlementItem,
                here.filter(family_type=kind, area=area),
                entitlement=F("pk"),
                member=F("member_id"),
                benefit=str(Benefit.MONTHLY),
                paid_for=key("member_id"),
                period=month.iso,
                unit_fen=fen,
                amount_fen=fen,
                **columns_of(rule, amount),
                state=str(ItemState.IN_BATCH),
                batch=batch.pk,
                due_on=month.last,
            )
        here.update(next_month=month.plus(1).iso)
    mine.filter(state=EntitlementState.PENDING_START, next_month__gt=F("from_month")).update(
        state=EntitlementState.ACTIVE
    )
