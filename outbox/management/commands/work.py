"""The worker: keeps promises that no process kept at once, and those that a crash left behind."""

import signal
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from outbox.jobs import ask_by_the_clock
from outbox.models import Job
from outbox.runner import run_due


class Command(BaseCommand):
    help = "Carries out the jobs of the outbox until it is told to stop; told by Redis where CASEFLOW_CARRIER=celery."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Carry out what is due, and end.")
        parser.add_argument("--pause", type=float, default=1.0, help="Seconds to wait when nothing is due.")
        parser.add_argument("--processes", type=int, default=2, help="Of the worker that Redis tells.")

    def handle(self, *args: Any, once: bool, pause: float, processes: int, **options: Any) -> None:
        if settings.OUTBOX_RUNS == "celery" and not once:
            told_by_redis(processes)
            return
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        total, next_look = 0, 0.0
        while not stop.is_set():
            if not once and time.monotonic() >= next_look:
                ask_by_the_clock()
                next_look = time.monotonic() + settings.OUTBOX_LOOK_SECONDS
            taken = run_due(limit=1)
            total += taken
            if once and not taken:
                break
            if not taken:
                close_old_connections()
                stop.wait(pause)
        open_jobs, parked = Job.objects.open().count(), Job.objects.parked().count()
        self.stdout.write(f"{total} carried out, {open_jobs} open, {parked} parked.")


def told_by_redis(processes: int) -> None:
    from outbox.carrier import app

    options = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", settings.LOG_LEVEL]
    app.worker_main(["worker", "--pool", "prefork", "--concurrency", str(processes), *options])
