"""Celery with Redis, as a mere carrier: all it ever says is "look at the outbox", with the number of a row.

What is to be done, for whom and whether it was done stands in the database alone. So Redis may lose, repeat or delay
whatever it likes, or be away: the look-out of each worker finds what no message announced.
"""

import logging
import threading
import time
from typing import Any

from celery import Celery, signals
from django.conf import settings

from outbox.jobs import SECONDS_OF_THE_LONGEST
from outbox.pool import keep_looking
from outbox.runner import run_job

SILENCE = 5  # seconds after a failed message in which no other is tried
logger = logging.getLogger(__name__)
_quiet_until = 0.0
_one_at_a_time = threading.Lock()

app = Celery("outbox", broker=settings.OUTBOX_REDIS)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_acks_on_failure_or_timeout=True,  # what failed stands in the outbox, with its back-off
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue="outbox",
    task_time_limit=SECONDS_OF_THE_LONGEST,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": settings.OUTBOX_VISIBILITY_SECONDS,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "global_keyprefix": "caseflow.",
    },
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
)


@app.task(name="outbox.look", bind=True)
def look_at(task: Any, pk: int) -> None:
    if task.request.delivery_info.get("redelivered"):
        logger.warning("Job %s was brought again", pk)
    run_job(pk)


def tell(pk: int) -> bool:
    """Says that there is a job; False where Redis does not listen. Nobody waits for it and nothing depends on it."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        with _one_at_a_time:
            look_at.apply_async(args=[pk], retry=False, argsrepr="", kwargsrepr="")
    except Exception as error:  # noqa: BLE001 - whatever it is: the look-out of the workers finds the job
        logger.warning("The carrier was not told of job %s: %s", pk, type(error).__name__)
        _quiet_until = time.monotonic() + SILENCE
        return False
    return True


@signals.worker_process_init.connect
def _keep_looking(**_: Any) -> None:
    keep_looking()
