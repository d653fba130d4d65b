"""Promises are made inside a transaction, and kept by a handler that may be called more than once.

No queue can promise "exactly once" across a crash. So a job is delivered at least once, and a handler must do no harm
when it is called again: the key of the job is what the receiver recognises a repetition by.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from outbox.models import Job

Handler = Callable[[dict[str, Any]], object]
HANDLERS: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Registers the function that carries out jobs of this kind; it receives the payload."""

    def register(function: Handler) -> Handler:
        if HANDLERS.setdefault(kind, function) is not function:
            raise ValueError(f"Two handlers for {kind!r}.")
        return function

    return register


def enqueue(kind: str, key: str, payload: Mapping[str, Any] | None = None) -> Job:
    """Promises the job in the caller's transaction; the same key again is the same job.

    After the commit it is run at once in this process where ``settings.OUTBOX_RUNS`` says ``after_commit``.
    """
    now = timezone.now()
    Job.objects.bulk_create(
        [Job(kind=kind, key=key, payload=dict(payload or {}), not_before=now, created_at=now)],
        ignore_conflicts=True,
    )
    job = Job.objects.get(key=key)
    if job.kind != kind:
        raise ValueError(f"The key {key!r} belongs to a job of the kind {job.kind!r}.")
    if job.done_at is None and settings.OUTBOX_RUNS == "after_commit":
        from outbox.pool import wake

        transaction.on_commit(partial(wake, job.pk), robust=True)
    return job
