"""The alarms for a timer and for whoever sits at the machine."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from caseflow.acting import for_the_system
from caseflow.operations.alarms import alarms


class Command(BaseCommand):
    help = "Prints what somebody must look at. Exit status 1 where there is anything."

    @for_the_system
    def handle(self, *args: Any, **options: Any) -> None:
        ringing = alarms(timezone.now())
        for alarm in ringing:
            self.stdout.write(f"{alarm.code}: {alarm.words}")
        if ringing:
            raise SystemExit(1)
        self.stdout.write("Nothing rings.")
