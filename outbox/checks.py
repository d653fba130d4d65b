"""Refuses to start with a kind of job that does not say for whom it is done."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from outbox.jobs import HANDLERS, SECONDS_OF_THE_LONGEST


@register()
def kinds_say_for_whom(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"Jobs of the kind {kind!r} do not say who may have them done.",
            hint="Give its handler permits=…, outbox.jobs.owed or outbox.jobs.by_the_clock.",
            id="outbox.E001",
        )
        for kind, each in sorted(HANDLERS.items())
        if each.permits is None
    ]


@register()
def carrier_is_patient(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.OUTBOX_RUNS != "celery" or settings.OUTBOX_VISIBILITY_SECONDS > SECONDS_OF_THE_LONGEST:
        return []
    return [
        Error(
            f"Redis would bring a job again before the longest may have ended ({SECONDS_OF_THE_LONGEST} s).",
            hint="Raise CASEFLOW_OUTBOX_VISIBILITY.",
            id="outbox.E002",
        )
    ]
