"""Takes due jobs one at a time under a lease, so that a crash delays a job and never loses or doubles it."""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from outbox.jobs import HANDLERS
from outbox.models import Job, JobQuerySet

LEASE = timedelta(minutes=2)  # longer than any handler takes; after it the job counts as abandoned
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
MAX_ATTEMPTS = len(PAUSES) + 1
logger = logging.getLogger(__name__)


def run_due(limit: int = 100, jobs: JobQuerySet | None = None) -> int:
    """Runs up to ``limit`` due jobs, of ``jobs`` where they are given, and returns how many were taken up.

    Errors are kept on the job, never raised.
    """
    taken = 0
    while taken < limit:
        job = claim(Job.objects.all() if jobs is None else jobs)
        if job is None:
            break
        carry_out(job)
        taken += 1
    return taken


def run_job(pk: int) -> bool:
    """Runs one job if it is due and in nobody's hands."""
    job = claim(Job.objects.filter(pk=pk))
    if job is None:
        return False
    carry_out(job)
    return True


def claim(jobs: JobQuerySet) -> Job | None:
    """The first due job, leased to the caller: only one claimant's conditional UPDATE finds the row still free."""
    while True:
        now = timezone.now()
        with transaction.atomic():
            due = jobs.due(now).order_by("not_before", "pk")
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            job = due.first()
            if job is None:
                return None
            if job.attempts >= MAX_ATTEMPTS:  # its worker died each time, so nobody was left to park it
                Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
                    parked_at=now, lease_until=None, error=job.error or "abandoned"
                )
                continue
            mine = jobs.due(now).filter(pk=job.pk, attempts=job.attempts)
            if mine.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
                job.attempts += 1
                return job


def carry_out(job: Job) -> None:
    """Calls the handler; ``done`` is written last, so a crash before it means once more and not never."""
    try:
        HANDLERS[job.kind](job.payload)
    except Exception as error:  # noqa: BLE001 - kept on the job or found by the next run
        # The text of an error may hold names: it stays in the database, and the log says only what kind it was.
        logger.warning("Job %s (%s), attempt %s: %s", job.pk, job.kind, job.attempts, type(error).__name__)
        put_back(job, f"{type(error).__name__}: {error}"[:2000], timezone.now())
    else:
        held(job).update(done_at=timezone.now(), lease_until=None, error="")


def put_back(job: Job, error: str, now: datetime) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        held(job).update(parked_at=now, lease_until=None, error=error)
    else:
        held(job).update(not_before=now + PAUSES[job.attempts - 1], lease_until=None, error=error)


def held(job: Job) -> JobQuerySet:
    """The row while this claim holds: a claimant whose lease ran out no longer speaks for the job."""
    return Job.objects.open().filter(pk=job.pk, attempts=job.attempts)


def retry(job: Job) -> None:
    """Takes a parked job up again, by decision of a person."""
    Job.objects.parked().filter(pk=job.pk).update(
        parked_at=None, attempts=0, lease_until=None, not_before=timezone.now()
    )
