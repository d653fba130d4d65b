"""Puts a copy back into an empty place, verifies all of it, and says what came after it."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from caseflow.audit.notes import Unsigned
from caseflow.operations import archive
from caseflow.operations.backup import CannotBackUp
from caseflow.operations.restoring import CannotRestore, restore


class Command(BaseCommand):
    help = "恢复：把备份放回空的位置，核对数据库、编号、事件链和每个文件，并说明比检查点少多少条事件。"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件")
        parser.add_argument("--checkpoints", type=Path, help="另外保管检查点的目录；不给时用备份旁边的 latest.json")

    def handle(self, *args: Any, file: Path, checkpoints: Path | None, **options: Any) -> None:
        try:
            restored = restore(file, checkpoints)
        except (CannotRestore, CannotBackUp, archive.Damaged, Unsigned, LookupError, OSError) as reason:
            raise CommandError(_("没有恢复：%(reason)s") % {"reason": reason}) from reason
        if restored.damages:
            raise CommandError(
                _("已放回，但事件链核对不通过：%(damages)s") % {"damages": "\n".join(restored.damages[:100])}
            )
        call_command("verify_papers", stdout=self.stdout, stderr=self.stderr)
        words = {"events": restored.events, "files": restored.files}
        self.stdout.write(_("已恢复：事件 %(events)d 条，文件 %(files)d 个，核对一致。") % words)
        if restored.missing:
            self.stdout.write(_("这份备份比检查点少 %(n)d 条事件，请据此补录。") % {"n": restored.missing})
