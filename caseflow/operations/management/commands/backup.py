"""Makes a sealed copy of the database, the papers and what was handed in."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from caseflow.operations import archive, points
from caseflow.operations.backup import CannotBackUp, back_up


class Command(BaseCommand):
    help = "备份：数据库、文书和上传的文件，加密成一个文件，写完后整份复核。密钥不在备份里。"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="放备份的目录，应当在另一块磁盘或另一台机器上")
        parser.add_argument("--keep", type=int, default=0, help="只留最近几份；0 为全部保留")

    def handle(self, *args: Any, directory: Path, keep: int, **options: Any) -> None:
        try:
            path, manifest = back_up(directory, keep)
        except (CannotBackUp, archive.Damaged, OSError) as reason:
            raise CommandError(_("没有备份成功：%(reason)s") % {"reason": reason}) from reason
        words = {"path": path, "events": points.count(manifest.point), "files": len(manifest.members) - 1}
        self.stdout.write(_("已备份到 %(path)s：事件 %(events)d 条，文件 %(files)d 个，复核一致。") % words)
