"""Takes a checkpoint now, and takes outside whatever is not there yet."""

from typing import Any

from django.core.management.base import BaseCommand

from caseflow.audit import checkpoints, notes
from caseflow.audit.models import Checkpoint
from caseflow.audit.places import place


class Command(BaseCommand):
    help = "Signs where all chains stand and takes it to CASEFLOW_CHECKPOINTS. Nothing new: nothing done."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--key", action="store_true", help="only print the public key that auditors keep")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["key"]:
            self.stdout.write(notes.verifier_key())
            return
        made = checkpoints.take()
        self.stdout.write(f"Checkpoint {made.number}, {made.links} links." if made else "Nothing new.")
        where = place()
        if where is None:
            self.stderr.write("CASEFLOW_CHECKPOINTS is empty: nothing is kept outside.")
            return
        there = set(where.names())
        for number in Checkpoint.objects.order_by("number").values_list("number", flat=True):
            if f"{number:08d}.note" not in there:
                checkpoints.ship({"number": number})
