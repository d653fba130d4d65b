"""Perform what is due, by hand: else the background does it every quarter of an hour."""

from typing import Any

from django.core.management.base import BaseCommand

from caseflow.cases.sweep import sweep
from outbox.runner import run_due


class Command(BaseCommand):
    help = "办理已经到期、应由系统自动办理的事项；可以重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已办理 {sweep()} 项到期事项。")
        run_due()  # papers that a crash left unrendered, where no worker runs
