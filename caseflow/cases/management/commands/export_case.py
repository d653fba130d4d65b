"""Writes a file with its lines, papers and proof into an archive that anybody can verify."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseflow.cases.export import export_case
from caseflow.cases.models import Dossier
from caseflow.people.models import User


class Command(BaseCommand):
    help = "Exports a file as a signed archive; deploy/verify_case.py checks it without this program."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("reference")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who has it made; written in the log")
        parser.add_argument("--to", metavar="FILE", help="default: REFERENCE.zip here")

    def handle(self, *args: Any, reference: str, by: str, to: str | None, **options: Any) -> None:
        dossier = Dossier.objects.filter(reference=reference).first()
        person = User.objects.filter(username=by, is_active=True).first()
        if dossier is None or person is None:
            raise CommandError(f"There is no file {reference}." if dossier is None else f"There is no {by}.")
        target = Path(to or f"{reference}.zip")
        with target.open("xb") as file:  # never over another export
            file.write(export_case(dossier, by=person.pk))
        self.stdout.write(str(target))
