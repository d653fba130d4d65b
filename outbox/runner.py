"""Takes due jobs one at a time under a lease, so that a crash delays a job and never loses or doubles it."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from outbox.jobs import HANDLERS, LEASE, Handler, Later, NotPermitted, every
from outbox.models import Job, JobQuerySet

PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
MAX_ATTEMPTS = len(PAUSES) + 1
AWAY = timedelta(seconds=20)  # until what was away is asked again: all is done within a minute of its return
KEPT = timedelta(days=30)  # what is over is kept so long: its key stops a repetition
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
        if not jobs.due(now).exists():  # asked without a transaction: those who find nothing disturb nobody
            return None
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
            known = HANDLERS.get(job.kind)
            if mine.update(lease_until=now + (known.lease if known else LEASE), attempts=F("attempts") + 1):
                job.attempts += 1
                return job


def carry_out(job: Job) -> None:
    """Calls the handler; ``done`` is written last, so a crash before it means once more and not never."""
    try:
        known = HANDLERS[job.kind]
        with import_string(settings.OUTBOX_ACTS_AS)():
            if known.permits is None or not known.permits(job.actor, job.payload):
                raise NotPermitted
            _call(known, job)
    except NotPermitted:
        logger.warning("Job %s (%s) is given up: whoever asked may not have it", job.pk, job.kind)
        held(job).update(given_up_at=timezone.now(), lease_until=None, error="NotPermitted")
    except Later as error:
        logger.warning("Job %s (%s) waits: %s", job.pk, job.kind, type(error.__cause__ or error).__name__)
        held(job).update(
            not_before=timezone.now() + AWAY, lease_until=None, attempts=job.attempts - 1, error=type(error).__name__
        )
    except Exception as error:  # noqa: BLE001 - kept on the job or found by the next run
        # The text of an error may hold names: it stays in the database, and the log says only what kind it was.
        logger.warning("Job %s (%s), attempt %s: %s", job.pk, job.kind, job.attempts, type(error).__name__)
        put_back(job, f"{type(error).__name__}: {error}".replace("\0", "")[:2000], timezone.now())


def _call(known: Handler, job: Job) -> None:
    if not known.whole:
        known.work(job.payload)
        _done(job)
        return
    with transaction.atomic():
        known.work(job.payload)
        if not _done(job):  # the lease ran out and another claimant took over: what was written here is undone
            transaction.set_rollback(True)


def _done(job: Job) -> int:
    return held(job).update(done_at=timezone.now(), lease_until=None, error="")


def put_back(job: Job, error: str, now: datetime) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        held(job).update(parked_at=now, lease_until=None, error=error)
    else:
        held(job).update(not_before=now + PAUSES[job.attempts - 1], lease_until=None, error=error)


def held(job: Job) -> JobQuerySet:
    """The row while this claim holds: a claimant whose lease ran out no longer speaks for the job."""
    return Job.objects.open().filter(pk=job.pk, attempts=job.attempts)


def retry(job: Job) -> bool:
    """Takes a parked job up again, by decision of a person; False where it is no longer parked."""
    parked = Job.objects.parked().filter(pk=job.pk)
    return bool(parked.update(parked_at=None, attempts=0, lease_until=None, not_before=timezone.now()))


def give_up(job: Job) -> bool:
    """Ends a parked job undone, by decision of a person; False where it is no longer parked."""
    return bool(Job.objects.parked().filter(pk=job.pk).update(parked_at=None, given_up_at=timezone.now()))


@every(timedelta(days=1), "outbox.tidy")
def tidy(payload: object = None) -> int:
    """Forgets jobs that are over for longer than anybody could ask for them again."""
    before = timezone.now() - KEPT
    return Job.objects.over().filter(created_at__lt=before, not_before__lt=before).delete()[0]
