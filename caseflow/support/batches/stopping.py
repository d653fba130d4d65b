"""B19 and ending events: from which month on nothing is paid, and what becomes of lines that were already made (END-1)."""

from datetime import date
from typing import Any

from django.db.models import F, Q

from ..calculator import settings_on
from ..codes import Benefit
from ..codes_money import EntitlementState, Hold
from ..models.money import Entitlement, EntitlementItem
from ..rules.periods import PERSONAL, Ending, Event, last_month
from . import taking_out

BEFORE_ALL = "0000-00"


def revoke(application: Any, *, on: date, by: Any) -> None:
    """What a revoked decision gave ends as if it had never begun; what was not paid yet is cancelled (B19)."""
    mine = Entitlement.objects.filter(application=application)
    mine.update(state=EntitlementState.ENDED, to_month=BEFORE_ALL, end_code=str(Ending.VOID))
    taking_out.cancel(EntitlementItem.objects.filter(entitlement__in=mine), on=on, by=by, reason=str(Ending.VOID.label))


def end(household: Any, code: str, happened: date, person: Any, *, on: date, by: Any) -> date | None:
    """The last day of what an event ends, for the person or for everybody of the household (END-1, END-2).

    Months after it are not paid any more, and lines of them that have not gone to the bank are cancelled.
    """
    event = Event(Ending(code), happened, str(person.pk) if person else None)
    last = last_month(event, settings_on(on))
    if last is None:
        return None
    people = [person] if code in PERSONAL else list(household.members.all())
    for each in people:
        if each.closed_to is None or last.last < each.closed_to:
            type(each).objects.filter(pk=each.pk).update(closed_to=last.last, end_code=code)
    mine = Entitlement.objects.filter(member__in=people, benefit=Benefit.MONTHLY)
    longer = mine.filter(Q(to_month="") | Q(to_month__gt=last.iso))
    ended = list(longer.values_list("pk", flat=True))
    longer.update(state=EntitlementState.ENDED, to_month=last.iso, end_code=code)
    lines = EntitlementItem.objects.filter(entitlement__in=ended, period__gt=last.iso, original=None)
    taking_out.cancel(lines, on=on, by=by, reason=str(Ending(code).label))
    return last.last


def overpaid(household: Any) -> Any:
    """Lines that were paid for months after the end, and have not come back."""
    paid = EntitlementItem.objects.filter(entitlement__household=household, state="PAID", original=None)
    late = Q(benefit=Benefit.MONTHLY, entitlement__state=EntitlementState.ENDED, period__gt=F("entitlement__to_month"))
    void = Q(entitlement__end_code=str(Ending.VOID))
    return paid.filter(late | void)


def suspend(member: Any, code: str) -> int:
    """Nothing is paid while something is looked into; what waits is paid later (SUSP-1)."""
    mine = Entitlement.objects.filter(member=member, benefit=Benefit.MONTHLY)
    running = mine.filter(state__in=[EntitlementState.ACTIVE, EntitlementState.PENDING_START])
    return running.update(state=EntitlementState.SUSPENDED, end_code=str(Hold(code)))


def resume(member: Any) -> int:
    """It goes on, with the months that waited."""
    held = Entitlement.objects.filter(member=member, benefit=Benefit.MONTHLY, state=EntitlementState.SUSPENDED)
    return held.update(state=EntitlementState.ACTIVE, end_code="")
