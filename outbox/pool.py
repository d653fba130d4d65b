"""Runs jobs in the background of a serving process, and looks for those that nobody was told of.

On one machine this is the worker: a job is woken right after its commit, and what a restart or a lost wake-up left
behind is found by the look-out. Where a carrier brings the jobs to other machines, it is told from here, so that no
request ever waits for it.
"""

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import close_old_connections, connections

from outbox.jobs import ask_by_the_clock
from outbox.runner import run_due, run_job

THREADS = 2
logger = logging.getLogger(__name__)
_guard = threading.Lock()
_pool: tuple[int, ThreadPoolExecutor] | None = None  # of which process, since threads do not survive a fork
_lookout: tuple[int, "Lookout"] | None = None


def wake(pk: int) -> None:
    """Hands the job to a background thread; what goes wrong there is found again by the next look."""
    try:
        _threads().submit(_tell if settings.OUTBOX_RUNS == "celery" else _run, pk)
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


def _tell(pk: int) -> None:
    from outbox.carrier import tell

    tell(pk)


def look() -> int:
    """Promises what the clock asks for and runs what is due; returns how many jobs were taken up."""
    try:
        close_old_connections()
        ask_by_the_clock()
        return run_due()
    except Exception as error:  # noqa: BLE001 - the database may be away for a while; the next look tries again
        logger.warning("The look-out could not look: %s", type(error).__name__)
        return 0
    finally:
        connections.close_all()


class Lookout(threading.Thread):
    """Looks every ``pause`` seconds until it is stopped."""

    def __init__(self, pause: float):
        super().__init__(name="outbox-lookout", daemon=True)
        self.pause = pause
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(self.pause):
            look()


def keep_looking(pause: float | None = None) -> Lookout:
    """Starts the look-out of this process where it has none yet, and returns it."""
    global _lookout
    with _guard:
        if _lookout is None or _lookout[0] != os.getpid() or not _lookout[1].is_alive():
            _lookout = os.getpid(), Lookout(settings.OUTBOX_LOOK_SECONDS if pause is None else pause)
            _lookout[1].start()
        return _lookout[1]
