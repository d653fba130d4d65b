"""Import a list of another department: whole, or not at all and with every bad row told."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from caseflow import audit
from caseflow.people.models import Agency
from caseflow.support.batches import answers, registers
from caseflow.support.codes_money import Register


class Command(BaseCommand):
    help = "导入部门名单（CSV，表头“证件号码,日期”），供发放批次复核时比对；有一行不对就都不导入。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=Register.values)
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.first()
        if agency is None:
            raise CommandError(_("还没有登记本机关。"))
        try:
            listed = registers.read(options["path"].read_bytes(), options["kind"])
        except OSError as missing:
            raise CommandError(str(missing)) from missing
        except answers.BadRows as bad:
            raise CommandError(str(bad)) from bad
        with transaction.atomic():
            new = registers.keep(agency, listed)
            audit.record(
                "register.imported", actor=None, object=listed.kind, rows=len(listed.rows), sha256=listed.sha256
            )
        self.stdout.write(_("名单有%(rows)d行，新增%(new)d行。") % {"rows": len(listed.rows), "new": new})
