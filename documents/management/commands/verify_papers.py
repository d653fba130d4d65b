"""The nightly look at the register and the store: no gap in a series, every file there and unaltered."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents import numbering, storage
from documents.models import Document


class Command(BaseCommand):
    help = "Checks that numbers have no gaps and that every stored paper is what it was."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = numbering.faults()
        checked = 0
        for digest in Document.objects.exclude(pdf_sha256="").values_list("pdf_sha256", flat=True).iterator():
            checked += 1
            try:
                storage.read(digest)
            except storage.Damaged as damage:
                faults.append(str(damage))
        known = set(Document.objects.exclude(pdf_sha256="").values_list("pdf_sha256", flat=True))
        strangers = sum(digest not in known for digest in storage.digests())
        waiting = Document.objects.unrendered().count()
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{checked} papers are intact, {waiting} wait to be set.")
        if strangers:  # as when an older database was restored: nothing is deleted
            self.stdout.write(f"{strangers} files in the store belong to no paper of this database.")
