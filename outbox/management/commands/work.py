"""The worker: keeps promises that no process kept at once, and those that a crash left behind."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from outbox.models import Job
from outbox.runner import run_due


class Command(BaseCommand):
    help = "Carries out the jobs of the outbox until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Carry out what is due, and end.")
        parser.add_argument("--pause", type=float, default=1.0, help="Seconds to wait when nothing is due.")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        total = 0
        while not stop.is_set():
            taken = run_due(limit=1)
            total += taken
            if once and not taken:
                break
            if not taken:
                close_old_connections()
                stop.wait(pause)
        open_jobs, parked = Job.objects.open().count(), Job.objects.parked().count()
        self.stdout.write(f"{total} carried out, {open_jobs} open, {parked} parked.")
