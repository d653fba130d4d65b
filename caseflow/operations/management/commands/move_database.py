"""Moves a county that has outgrown SQLite to PostgreSQL, and shows that everything arrived."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from caseflow.operations.moving import CannotMove, Moved, move


class Command(BaseCommand):
    help = "把 SQLite 里的全部内容迁移到空的 PostgreSQL 数据库，并逐表核对行数和摘要。中断后可以重来。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, help="postgresql://用户:密码@主机:端口/数据库")

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        def tell(moved: Moved) -> None:
            self.stdout.write(f"{moved.table}\t{moved.rows}\t{moved.digest[:16]}")

        try:
            moved = move(to, tell)
        except CannotMove as reason:
            raise CommandError(str(reason)) from reason
        words = {"tables": len(moved), "rows": sum(each.rows for each in moved)}
        self.stdout.write(_("已迁移 %(tables)d 张表、%(rows)d 行，逐表核对一致。") % words)
        self.stdout.write(_("请把 CASEFLOW_DATABASE 改为新地址并重启；原来的数据库文件留作备查。"))
