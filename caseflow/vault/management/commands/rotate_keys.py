"""``manage.py rotate_keys``: the master key is changed while everybody works."""

from typing import Any

from django.core.management.base import BaseCommand

from caseflow.acting import for_the_system
from caseflow.vault import masters, rotating


class Command(BaseCommand):
    help = "Wrap the keys of all files with the newest master key; --new makes one first. May be stopped and run again."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--new", action="store_true", help="make a new master key first")

    @for_the_system
    def handle(self, *args: Any, **options: Any) -> None:
        if options["new"]:
            self.stdout.write(f"New master key {masters.add()}. Copy its file to the safe place now.")
        done = rotating.rotate()
        self.stdout.write(f"{done} keys of files wrapped anew with {masters.current()[0]}.")
        for each in rotating.unused():
            self.stdout.write(f"Master key {each} wraps nothing any more: its file may be put away.")
