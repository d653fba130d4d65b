"""Makes the keys of a new installation: where there are cases, a missing key is fetched from its safe and never replaced."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "首次安装时生成密钥（CASEFLOW_KEYS）。已有数据时拒绝：原来的密钥应当从保管处取回。"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if self.has_cases():
            for path in settings.MADE_KEYS:  # by the settings, a moment ago
                path.unlink()
            raise CommandError(_("数据库里已有案件。请从保管处取回原来的密钥，不要生成新的。"))
        for path in sorted(settings.KEYS_DIR.rglob("*.key")):
            self.stdout.write(str(path))
        self.stdout.write(_("请把这些密钥另存一份，与备份分开保管：没有密钥，封存的内容谁也看不到。"))

    def has_cases(self) -> bool:
        try:
            with connection.cursor() as cursor:
                if "cases_event" not in connection.introspection.table_names(cursor):
                    return False
                cursor.execute("SELECT EXISTS (SELECT 1 FROM cases_event)")
                return bool(cursor.fetchone()[0])
        except DatabaseError:
            return False
