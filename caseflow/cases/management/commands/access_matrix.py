"""Writes the whole policy as a table: what every office may do and see, in every state and relation."""

import csv
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from caseflow.cases.access.matrix import Cell, cells


class Command(BaseCommand):
    help = "Writes every cell of the policy of access as CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--allowed", action="store_true", help="leave out what is forbidden or hidden")
        parser.add_argument("--count", action="store_true", help="count the cells instead")

    def handle(self, *args: Any, **options: Any) -> None:
        found = (each for each in cells() if not options["allowed"] or each.answer not in ("no", "hidden"))
        if options["count"]:
            self.stdout.write(str(sum(1 for _each in found)))
            return
        table = csv.writer(sys.stdout)
        table.writerow(Cell._fields)
        table.writerows(found)
