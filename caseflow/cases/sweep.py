"""What the clock owes: expired limits and the dates of a calendar that has become known. Safe to run twice, late, at once."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from outbox.jobs import every

from . import limits, registry
from .calendar import TooLate
from .models import Deadline, Dossier
from .transitions import NotPermitted, Refused, perform

log = logging.getLogger(__name__)
BATCH = 500
SWEEP = "cases.sweep"
Dossiers = QuerySet[Dossier] | None
Owed = Callable[[date, Dossiers], int]
_owed_by_the_calendar: list[Owed] = []


def owed_by_the_calendar(work: Owed) -> Owed:
    """Let every sweep do what a procedure owes on certain days of the year; ``work`` says how much it has done."""
    if work not in _owed_by_the_calendar:
        _owed_by_the_calendar.append(work)
    return work


def sweep(today: date | None = None, dossiers: Dossiers = None) -> int:
    """Perform every move that an expired limit brings about, oldest first, and return how many there were.

    The legal day of such a move is the day after the limit, however late the sweep runs, so that what follows is
    counted from the same day. One file at a time, each in its own transaction. ``dossiers`` limits it to some files.
    """
    today = today or timezone.localdate()
    performed = 0
    while moved := sum(_expire(deadline) for deadline in _expired(today, dossiers)):
        performed += moved
    settle_provisional(dossiers)
    return performed + sum(owed(today, dossiers) for owed in _owed_by_the_calendar)


@every(timedelta(minutes=15), SWEEP, lease=timedelta(minutes=20))
def sweep_by_the_clock(payload: dict[str, Any]) -> None:
    sweep()


def next_expiry(after: date, dossiers: Dossiers = None) -> date | None:
    """The first day after ``after`` on which the clock will have something to do."""
    running = _of(Deadline.objects.running(), dossiers)
    due = running.filter(code__in=_with_expiry(), suspended=False, legal_due__gte=after)
    first = due.order_by("legal_due").values_list("legal_due", flat=True).first()
    return first and first + timedelta(days=1)


def _of(deadlines: Any, dossiers: Dossiers) -> Any:
    return deadlines if dossiers is None else deadlines.filter(dossier__in=dossiers)


def _with_expiry() -> list[str]:
    rows = (row for record_class in registry.record_classes().values() for row in record_class.procedure)
    return sorted({limit.code for row in rows for limit in row.starts if limit.on_expiry})


def _expired(today: date, dossiers: Dossiers) -> Iterator[Deadline]:
    """Keyset over the partial index of running limits; a file whose move is refused is passed over."""
    seen: tuple[date, int] = (date.min, 0)
    while True:
        now = timezone.now() if today == timezone.localdate() else None
        over = _of(Deadline.objects.over(today, now), dossiers).filter(code__in=_with_expiry(), legal_due__gte=seen[0])
        ahead = over.exclude(legal_due=seen[0], pk__lte=seen[1])
        page = list(ahead.select_related("dossier").order_by("legal_due", "pk")[:BATCH])
        if not page:
            return
        yield from page
        seen = (page[-1].legal_due, page[-1].pk)


def _expire(deadline: Deadline) -> int:
    if Deadline.objects.running().filter(pk=deadline.pk).exists():
        record = registry.root_of(deadline.dossier)
        limit = next(
            limit for row in record.procedure for limit in row.starts if limit.code == deadline.code and limit.on_expiry
        )
        try:
            perform(record, limit.on_expiry, by=None, on=_day_of_expiry(record, limit.on_expiry, deadline))
        except (Refused, NotPermitted) as refusal:
            log.info("%s %s: %s", deadline.dossier, limit.on_expiry, refusal)
        else:
            return 1
    return 0


def _day_of_expiry(record: Any, name: str, deadline: Deadline) -> date:
    """The day after the last one, or the day of the last moment. What only notes that it is over, is noted after what
    happened in the file meanwhile, where the sweep comes late."""
    day = deadline.legal_due if deadline.moment_due else deadline.legal_due + timedelta(days=1)
    if record.procedure.rows[name].target is None:
        return max(day, *filter(None, record.dossier.past.values()), day)
    return day


def settle_provisional(dossiers: Dossiers = None) -> int:
    """Count anew the limits that touched a year of which the holidays were not known, and return how many changed."""
    settled = 0
    waiting = _of(Deadline.objects.running(), dossiers).filter(provisional=True).select_related("dossier")
    for deadline in waiting.prefetch_related("extensions").iterator(chunk_size=BATCH):
        before = (deadline.nominal_due, deadline.legal_due, deadline.safe_due, deadline.provisional)
        try:
            limits.recount(deadline)
        except TooLate as late:  # an extension was granted in time by the calendar of that day: its date stands
            log.warning("%s %s: %s", deadline.dossier, deadline, late)
            continue
        if before != (deadline.nominal_due, deadline.legal_due, deadline.safe_due, deadline.provisional):
            deadline.save()
            if limits.remember_next(deadline.dossier):
                deadline.dossier.save(update_fields=["next_due"])
            settled += 1
    return settled
