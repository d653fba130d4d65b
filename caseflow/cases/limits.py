"""Time limits of a file in the database: started, paused, extended, stopped by moves; counted by ``calendar.due``."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from caseflow.procedure import Attempt, TimeLimit
from caseflow.procedure.limits import limit as known

from . import calendar, holidays, parameters
from .models import Deadline, Dossier, Event, Exclusion, Extension, Record, Start


def apply(record: Record, attempt: Attempt, event: Event) -> None:
    """What a move does to the clocks of its file: stops, pauses and resumes, extends, starts."""
    row, dossier = attempt.row, record.dossier
    changed = False
    for limit in row.stops:
        changed |= stop(dossier, limit, event, record.stops_of(limit, attempt))
    if row.pauses or row.resumes:
        _exclude(record, attempt, event)
        changed = True
    for limit in row.extends:
        extend(dossier, limit, record.extension_of(limit, attempt), event)
        changed = True
    for limit in row.starts:
        for start in record.starts_of(limit, attempt):
            begin(dossier, limit, start, event)
            changed = True
    if changed:
        remember_next(dossier)


def begin(dossier: Dossier, limit: TimeLimit, start: Start, event: Event) -> Deadline:
    """Start a limit; one of the same kind and item that still runs is replaced."""
    dossier.deadlines.running().filter(code=limit.code, item=start.item).update(stopped_by=event, stopped_on=event.on)
    length = start.length if start.length is not None else length_of(limit, event.on)
    moment = start.day0 if isinstance(start.day0, datetime) else None
    deadline = Deadline(
        dossier=dossier,
        code=limit.code,
        item=start.item,
        day0=timezone.localdate(moment) if moment else start.day0,
        moment0=moment,
        length=length,
        started_by=event,
    )
    recount(deadline, exclusions=list(dossier.exclusions.all()) if limit.exclusions else [], extensions=[])
    deadline.save()
    return deadline


def stop(dossier: Dossier, limit: TimeLimit, event: Event, items: list[str] | None = None) -> bool:
    """End a limit, for some items or for all, and say whether any was running."""
    running = dossier.deadlines.running().filter(code=limit.code)
    if items is not None:
        running = running.filter(item__in=items)
    return bool(running.update(stopped_by=event, stopped_on=event.on, suspended=False))


def extend(dossier: Dossier, limit: TimeLimit, length: int, event: Event) -> None:
    """Raises calendar.TooLate where the limit has already run out."""
    for deadline in dossier.deadlines.running().filter(code=limit.code):
        if not deadline.suspended and event.on > deadline.legal_due:
            raise calendar.TooLate(deadline.legal_due)
        Extension.objects.create(deadline=deadline, length=length, on=event.on, event=event)
        recount(deadline)
        deadline.save()


def _exclude(record: Record, attempt: Attempt, event: Event) -> None:
    """A move that names no item ends every interval of the kinds it ends."""
    dossier = record.dossier
    item = record.exclusion_item(attempt)
    for code in record.resumes_of(attempt):
        ending = dossier.exclusions.filter(code=code, end=None, **({"item": item} if item else {}))
        ending.update(end=event.on, ended_by=event)
    for code in attempt.row.pauses:
        Exclusion.objects.get_or_create(
            dossier=dossier,
            code=code,
            item=item,
            end=None,
            defaults={"start": event.on, "basis": str(record.procedure.exclusions[code][1]), "started_by": event},
        )
    recount_running(dossier)


def recount_running(dossier: Dossier) -> None:
    """Count anew what runs in a file after its exclusions, parameters or the calendar have changed."""
    exclusions = list(dossier.exclusions.all())
    for deadline in dossier.deadlines.running().prefetch_related("extensions"):
        recount(deadline, exclusions=exclusions)
        deadline.save()


def recount(
    deadline: Deadline,
    exclusions: Iterable[Exclusion] | None = None,
    extensions: Iterable[Extension] | None = None,
    today: date | None = None,
) -> None:
    """Write the dates that the counting rules give into ``deadline``; the caller saves."""
    found = sum_of(deadline, exclusions, extensions, today)
    if isinstance(found.legal_due, datetime):
        deadline.moment_due = found.legal_due
        deadline.nominal_due = deadline.legal_due = deadline.safe_due = timezone.localdate(found.legal_due)
    else:
        deadline.nominal_due, deadline.legal_due, deadline.safe_due = (
            found.nominal_due,
            found.legal_due,
            found.safe_due,
        )
    deadline.provisional, deadline.suspended = found.provisional, found.suspended


def sum_of(
    deadline: Deadline,
    exclusions: Iterable[Exclusion] | None = None,
    extensions: Iterable[Extension] | None = None,
    today: date | None = None,
) -> calendar.Due:
    """The dates of a limit with the steps of their sum."""
    rule = known(deadline.code)
    if exclusions is None:
        exclusions = deadline.dossier.exclusions.all() if rule.exclusions else []
    if extensions is None:
        extensions = deadline.extensions.all() if deadline.pk else []
    events: list[Any] = [each.pure() for each in exclusions if each.end is None or each.end >= deadline.day0]
    events += [calendar.Extension(each.length, rule.unit, each.on, str(rule.basis)) for each in extensions]
    return calendar.due(
        rule,
        deadline.moment0 or deadline.day0,
        holidays.calendar(),
        events,
        length=deadline.length,
        today=today or timezone.localdate(),
    )


def length_of(limit: TimeLimit, on: date) -> int:
    """The length of a limit on a day: what the office has set, else what the law says."""
    return int(parameters.value(limit.parameter, on)) if limit.parameter else limit.length


def remember_next(dossier: Dossier) -> bool:
    """Keep the nearest date to remind of where lists find it; the caller saves, if it has changed."""
    nearest = dossier.deadlines.running().aggregate(due=Min("safe_due"))["due"]
    changed = nearest != dossier.next_due
    dossier.next_due = nearest
    return changed


def carry_over(source: Dossier, target: Dossier, codes: Iterable[str]) -> None:
    """Limits that go on in another file (T05: from the tip to the case)."""
    source.deadlines.running().filter(code__in=list(codes)).update(dossier=target)
    for dossier in (source, target):
        remember_next(dossier)
