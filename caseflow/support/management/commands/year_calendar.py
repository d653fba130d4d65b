"""Do what the year's calendar makes due, by hand: else the background does it every hour."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseflow.support import calendar


class Command(BaseCommand):
    help = "办理年历上到期的事项：生成节日、每月、每季度的联系走访任务等；可以重复运行，迟办的补办。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", help="按哪一天办理，例如 2026-02-02；不写就是今天")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = date.fromisoformat(options["on"]) if options["on"] else None
        except ValueError:
            raise CommandError("日期请写成 2026-02-02 这样。") from None
        self.stdout.write(f"已办理年历事项 {calendar.run(on)} 项。")
