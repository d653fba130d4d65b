"""The year's calendar: what the clock makes due in support, each thing once, however late or often it is asked (reference 4.10).

A job says on which days its periods fall due and what it does then. What belongs to money or to the annual review
registers itself here; nothing else of it is known.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from outbox.jobs import every

log = logging.getLogger(__name__)
LOOKS_BACK = timedelta(days=400)  # how far a run may be late
START = "start"


class Occurrence(NamedTuple):
    """A period of a job: the day on which it falls due, and the last on which it still matters where nothing ran before."""

    period: str
    due_on: date
    until: date


@dataclass(frozen=True)
class Job:
    """``occurrences`` gives the periods that fall due from a day to a day; ``work`` does one and says how much it made.

    ``work`` may be called again after a crash and must then do no harm. It returns None where it cannot be done yet.
    """

    code: str
    title: Any
    when: Any  # in words, for the page
    occurrences: Callable[[date, date], Iterator[Occurrence]]
    work: Callable[[Occurrence], int | None]


JOBS: dict[str, Job] = {}


def register(job: Job) -> Job:
    """Make a job known to the clock and to the page. Raises ValueError for a second one of the same code."""
    if JOBS.setdefault(job.code, job) is not job:
        raise ValueError(f"Two jobs {job.code!r}.")
    return job


def yearly(month: int, day: int, lasts: int = 31) -> Callable[[date, date], Iterator[Occurrence]]:
    """Once a year, on a day; it matters for ``lasts`` days."""

    def occurrences(first: date, last: date) -> Iterator[Occurrence]:
        for year in range(first.year, last.year + 1):
            on = date(year, month, day)
            if first <= on <= last:
                yield Occurrence(str(year), on, on + timedelta(days=lasts))

    return occurrences


def monthly(day: int, lasts: int = 27) -> Callable[[date, date], Iterator[Occurrence]]:
    """Once a month, on a day that every month has."""

    def occurrences(first: date, last: date) -> Iterator[Occurrence]:
        month = first.replace(day=1)
        while month <= last:
            on = month.replace(day=day)
            if first <= on <= last:
                yield Occurrence(f"{on:%Y-%m}", on, on + timedelta(days=lasts))
            month = (month + timedelta(days=32)).replace(day=1)

    return occurrences


def daily(first: date, last: date) -> Iterator[Occurrence]:
    """Every day, for that day alone."""
    for n in range((last - first).days + 1):
        on = first + timedelta(days=n)
        yield Occurrence(on.isoformat(), on, on)


# --- running


def began(today: date) -> date:
    """The day on which the calendar was first kept: what was over by then is nobody's debt."""
    from .models import CalendarRun

    run, _new = CalendarRun.objects.get_or_create(
        job=START, period="", defaults={"due_on": today, "ran_at": timezone.now()}
    )
    return run.due_on


def owing(today: date) -> list[tuple[Job, Occurrence]]:
    """What has fallen due and was not done yet, in the order in which it fell due."""
    from .models import CalendarRun

    start = began(today)
    known = set(CalendarRun.objects.filter(due_on__gte=today - LOOKS_BACK).values_list("job", "period"))
    found = [
        (job, each)
        for job in JOBS.values()
        for each in job.occurrences(today - LOOKS_BACK, today)
        if each.until >= start and (job.code, each.period) not in known
    ]
    return sorted(found, key=lambda pair: (pair[1].due_on, pair[0].code))


def run(today: date | None = None) -> int:
    """Do what is owing, each in a transaction of its own, and return how many there were.

    A job that fails leaves the others to be done, and is tried again with the next run.
    """
    done, failed = 0, None
    for job, each in owing(today or timezone.localdate()):
        try:
            done += _do(job, each)
        except Exception as failure:
            log.exception("%s %s", job.code, each.period)
            failed = failed or failure
    if failed is not None:
        raise failed
    return done


def again(first: date, last: date) -> None:
    """Do what fell due from a day to a day as if nobody had done it yet, and remember nothing of it: for stories."""
    for job in JOBS.values():
        for each in job.occurrences(first, last):
            job.work(each)


def _do(job: Job, each: Occurrence) -> int:
    from .models import CalendarRun

    try:
        with transaction.atomic():
            done = CalendarRun.objects.create(
                job=job.code, period=each.period, due_on=each.due_on, ran_at=timezone.now()
            )
            made = job.work(each)
            if made is None:
                transaction.set_rollback(True)
                return 0
            CalendarRun.objects.filter(pk=done.pk).update(made=made)
    except IntegrityError:  # another machine was quicker
        log.info("%s %s: done elsewhere", job.code, each.period)
        return 0
    return 1


@every(timedelta(hours=1), "support.calendar", lease=timedelta(minutes=20))
def run_by_the_clock(payload: dict[str, Any]) -> None:
    run()


# --- what the page shows


@dataclass(frozen=True)
class Entry:
    """A line of the year: a job and one of its periods, and when it was done."""

    job: Job
    occurrence: Occurrence
    ran_at: Any
    made: int

    def state(self, today: date) -> str:
        if self.ran_at:
            return "done"
        return "due" if self.occurrence.due_on <= today else "later"


def year(of: int, today: date) -> list[Entry]:
    """Every job of a year that falls due on few days, with what was done; the daily ones are left out."""
    from .models import CalendarRun

    first, last = date(of, 1, 1), date(of, 12, 31)
    runs = {
        (each.job, each.period): each
        for each in CalendarRun.objects.filter(due_on__gte=first, due_on__lte=last, job__in=[*JOBS])
    }
    start = began(today)
    found = []
    for job in JOBS.values():
        occurrences = list(job.occurrences(first, last))
        if len(occurrences) > MOST:
            continue
        for each in occurrences:
            ran = runs.get((job.code, each.period))
            if ran is not None or each.until >= start:
                found.append(Entry(job, each, ran.ran_at if ran else None, ran.made if ran else 0))
    return sorted(found, key=lambda entry: (entry.occurrence.due_on, entry.job.code))


MOST = 40  # a job that falls due oftener in a year is daily work, and no line of its own
