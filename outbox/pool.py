"""Runs a job in the background of the process that promised it: one machine needs no second service."""

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections, connections

from outbox.runner import run_job

THREADS = 2
logger = logging.getLogger(__name__)
_guard = threading.Lock()
_pool: tuple[int, ThreadPoolExecutor] | None = None  # of which process, since threads do not survive a fork


def wake(pk: int) -> None:
    """Hands the job to a background thread; what goes wrong there is found again by the next run."""
    try:
        _threads().submit(_run, pk)
    except RuntimeError:  # the interpreter is shutting down: the job stays open for the next worker
        logger.info("Job %s is left for the next worker", pk)


def _threads() -> ThreadPoolExecutor:
    global _pool
    with _guard:
        if _pool is None or _pool[0] != os.getpid():
            _pool = os.getpid(), ThreadPoolExecutor(THREADS, thread_name_prefix="outbox")
        return _pool[1]


def _run(pk: int) -> None:
    close_old_connections()
    try:
        run_job(pk)
    except Exception as error:  # noqa: BLE001 - kept on the job or found by the next run
        logger.warning("Job %s is left for the next run: %s", pk, type(error).__name__)
    finally:
        connections.close_all()
