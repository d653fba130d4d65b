"""Promises are made inside a transaction, and kept by a handler that may be called more than once.

No queue can promise "exactly once" across a crash. So a job is delivered at least once, and a handler must do no harm
when it is called again: the key of the job is what the receiver recognises a repetition by.

A job acts for whoever asked for it and never with rights of its own: each kind says how to ask again, right before it
runs, whether that person may still have it. A kind without such a rule is never carried out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from outbox.models import Job

Work = Callable[[dict[str, Any]], object]
Permits = Callable[[int | None, dict[str, Any]], bool]
LEASE = timedelta(minutes=2)  # longer than an ordinary handler takes; after it the job counts as abandoned
SECONDS_OF_THE_LONGEST = (
    20 * 60
)  # no kind may ask for a longer lease; carriers wait longer before they bring a job again
HANDLERS: dict[str, "Handler"] = {}
CLOCK: dict[str, timedelta] = {}


class NotPermitted(Exception):
    """Whoever asked for the job may not have it any more: it is given up, without another attempt."""


class Later(Exception):
    """What a job needs is away and comes back by itself: it waits a moment, however often, and is not parked."""


def owed(actor: int | None, payload: dict[str, Any]) -> bool:
    """The rule for what is owed whatever becomes of the actor's rights: a paper that was issued is set."""
    return True


def by_the_clock(actor: int | None, payload: dict[str, Any]) -> bool:
    """The rule for what only the program itself may ask for."""
    return actor is None


@dataclass(frozen=True)
class Handler:
    """How jobs of a kind are carried out.

    ``work`` receives the payload. ``permits`` is asked with the actor and the payload right before, every time.
    ``lease`` is longer than one call takes. ``whole``: what the handler writes to the database commits together with
    the job's being done, so that those effects happen exactly once; never for handlers that reach outside.
    """

    work: Work
    permits: Permits | None
    lease: timedelta = LEASE
    whole: bool = False


def handler(
    kind: str, *, permits: Permits | None = None, lease: timedelta = LEASE, whole: bool = False
) -> Callable[[Work], Work]:
    """Registers the function that carries out jobs of this kind. Raises ``ValueError`` for a second one."""

    def register(function: Work) -> Work:
        if lease.total_seconds() > SECONDS_OF_THE_LONGEST:
            raise ValueError(f"{kind!r} asks for a longer lease than carriers allow.")
        if HANDLERS.setdefault(kind, Handler(function, permits, lease, whole)).work is not function:
            raise ValueError(f"Two handlers for {kind!r}.")
        return function

    return register


def every(gap: timedelta, kind: str, **options: Any) -> Callable[[Work], Work]:
    """Registers a handler that the clock asks for once in each stretch of ``gap``, whichever machine looks first."""

    def register(function: Work) -> Work:
        CLOCK[kind] = gap
        return handler(kind, permits=by_the_clock, **options)(function)

    return register


def enqueue(kind: str, key: str, payload: Mapping[str, Any] | None = None, *, actor: int | None = None) -> Job:
    """Promises the job in the caller's transaction; the same key again is the same job.

    ``actor`` is the id of the person it is done for; None is the program itself. The payload holds ids, never names.
    After the commit it is run at once in this process, or its carrier is told, as ``settings.OUTBOX_RUNS`` says.
    """
    now = timezone.now()
    Job.objects.bulk_create(
        [Job(kind=kind, key=key, actor=actor, payload=dict(payload or {}), not_before=now, created_at=now)],
        ignore_conflicts=True,
    )
    job = Job.objects.get(key=key)
    if job.kind != kind:
        raise ValueError(f"The key {key!r} belongs to a job of the kind {job.kind!r}.")
    if job.is_open and settings.OUTBOX_RUNS in {"after_commit", "celery"}:
        from outbox.pool import wake

        transaction.on_commit(partial(wake, job.pk), robust=True)
    return job


def ask_by_the_clock(now: datetime | None = None) -> int:
    """Promises what the clock asks for and nobody has promised yet; returns how many jobs that were."""
    now = now or timezone.now()
    wanted = {}
    for kind, gap in CLOCK.items():
        seconds = int(gap.total_seconds())
        wanted[f"{kind}@{int(now.timestamp()) // seconds * seconds}"] = kind
    known = set(Job.objects.filter(key__in=wanted).values_list("key", flat=True))
    # Of a kind that still waits, nothing more is asked: after an outage the clock does a thing once, not once a slot.
    waiting = set(Job.objects.open().filter(kind__in=CLOCK).values_list("kind", flat=True))
    new = {key: kind for key, kind in wanted.items() if key not in known and kind not in waiting}
    for key, kind in new.items():
        enqueue(kind, key)
    return len(new)
