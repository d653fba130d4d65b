"""Makes the three roles of PostgreSQL, or says in SQL how they are made."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils.translation import gettext as _

from caseflow.postgres import policies, roles


class Command(BaseCommand):
    help = "建立 PostgreSQL 的三个角色（所有者、应用、审计只读）并授权；--sql 只打印语句，不执行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sql", action="store_true", help="只打印 SQL，交数据库管理员执行")

    def handle(self, *args: Any, sql: bool, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError(_("当前数据库是 SQLite，没有角色可建。"))
        making = roles.making(str(connection.settings_dict["NAME"]))
        if sql:
            self.stdout.write(";\n".join(making) + ";")
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in making:
                cursor.execute(statement)
        policies.install(connection.alias)
        roles.install(connection.alias)
        owner, app, audit = roles.names()
        self.stdout.write(
            _("已建立角色 %(owner)s、%(app)s、%(audit)s。请用 \\password 分别设置密码；迁移用所有者，服务用应用角色。")
            % {"owner": owner, "app": app, "audit": audit}
        )
