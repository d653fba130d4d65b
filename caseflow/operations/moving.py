"""From SQLite to PostgreSQL: every row of every table, in one transaction, and the proof that it arrived as it was.

Values are taken as they lie in the table, so that what is sealed stays sealed and no key is needed.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.utils.translation import gettext as _

import writeonce
from caseflow.acting import for_the_system
from caseflow.postgres import policies

SOURCE, TARGET = "default", "target"
BATCH = 2000
MADE_BY_MIGRATIONS = frozenset(["django_content_type", "auth_permission", "auth_group", "auth_group_permissions"])
LEFT_BEHIND = frozenset(["django_migrations", "caseflow_cache"])  # made anew where they are needed


class CannotMove(Exception):
    """Nothing was moved; the sentence says why."""


@dataclass(frozen=True)
class Moved:
    """How many rows a table has, and the digest that both databases give for them."""

    table: str
    rows: int
    digest: str


def connect(url: str) -> None:
    """Make the database at ``url`` known under the name ``target``."""
    parts = urlsplit(url)
    if parts.scheme != "postgresql":
        raise CannotMove(_("目标应当是 postgresql:// 开头的地址。"))
    options = " ".join(f"-c {name}={value}" for name, value in settings.POSTGRES_SETTINGS.items())
    connections.settings[TARGET] = connections.configure_settings(
        {
            "default": {},
            TARGET: {
                "ENGINE": "caseflow.postgres",
                "NAME": parts.path.lstrip("/"),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": parts.hostname or "",
                "PORT": parts.port or "",
                "OPTIONS": {"options": f"{options} -c statement_timeout=0"},
            },
        }
    )[TARGET]


@for_the_system
def move(url: str, tell: Callable[[Moved], None] = lambda moved: None) -> list[Moved]:
    """Copy everything and prove it, or change nothing. Raises CannotMove. The same again, after a failure, is harmless."""
    if connections[SOURCE].vendor != "sqlite":
        raise CannotMove(_("当前数据库已经是 PostgreSQL。"))
    connect(url)
    tables = _tables()
    if strange := _without_a_model(tables):
        raise CannotMove(_("这些表不属于本程序，不知道怎样迁移：%(names)s。") % {"names": _("、").join(strange)})
    _refuse_if_filled(tables)
    call_command("migrate", database=TARGET, verbosity=0)
    with transaction.atomic(using=SOURCE), transaction.atomic(using=TARGET):  # nobody writes meanwhile; all or nothing
        _empty()
        for model in tables:
            _copy(model)
        for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), tables):
            _run(statement)
        moved = []
        for model in tables:
            moved.append(_compared(model))
            tell(moved[-1])
    if missing := writeonce.missing(TARGET) + policies.missing(TARGET):
        raise CannotMove(_("目标数据库缺少触发器或行级权限：%(names)s。") % {"names": _("、").join(missing)})
    return moved


def _tables() -> list[type[models.Model]]:
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted(found, key=lambda model: model._meta.db_table)


def _without_a_model(tables: list[type[models.Model]]) -> list[str]:
    source = connections[SOURCE]
    with source.cursor() as cursor:
        existing = {name for name in source.introspection.table_names(cursor) if not name.startswith("sqlite_")}
    return sorted(existing - {model._meta.db_table for model in tables} - LEFT_BEHIND)


def _refuse_if_filled(tables: list[type[models.Model]]) -> None:
    target = connections[TARGET]
    with target.cursor() as cursor:
        existing = set(target.introspection.table_names(cursor))
        for table in sorted({model._meta.db_table for model in tables} & existing - MADE_BY_MIGRATIONS):
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
            if cursor.fetchone()[0]:
                raise CannotMove(_("目标数据库不是空的：表 %(table)s 里已有内容。") % {"table": table})


def _empty() -> None:
    """What migrations have put into the target is brought along from the source."""
    for table in ("auth_group_permissions", "auth_group", "auth_permission", "django_content_type"):
        _run(f'DELETE FROM "{table}"')


def _run(statement: str) -> None:
    with connections[TARGET].cursor() as cursor:
        cursor.execute(statement)


def _copy(model: type[models.Model]) -> None:
    table, columns = model._meta.db_table, [field.column for field in _fields(model)]
    named = ", ".join(f'"{column}"' for column in columns)
    with connections[TARGET].cursor() as cursor, cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
        for row in _rows(model, SOURCE):
            copy.write_row(row)


def _compared(model: type[models.Model]) -> Moved:
    before, after = (_digest(model, using) for using in (SOURCE, TARGET))
    if before != after:
        raise CannotMove(
            _("表 %(table)s 迁移前后不一致：%(before)d 行，%(after)d 行。")
            % {"table": model._meta.db_table, "before": before[0], "after": after[0]}
        )
    return Moved(model._meta.db_table, *before)


def _digest(model: type[models.Model], using: str) -> tuple[int, str]:
    """Number of rows and the sum of their SHA-256: the order, which engines see differently, does not matter."""
    number, total = 0, 0
    fields = _fields(model)
    for row in _rows(model, using):
        plain = [_plain(field, value) for field, value in zip(fields, row, strict=True)]
        total += int.from_bytes(hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).digest(), "big")
        number += 1
    return number, f"{total % (1 << 256):064x}"


def _fields(model: type[models.Model]) -> list[Any]:
    return list(model._meta.local_concrete_fields)


def _rows(model: type[models.Model], using: str) -> Iterator[list[Any]]:
    """The rows as they lie in the table, with the types of the database's own, and nothing of what a field makes of them."""
    connection, fields = connections[using], _fields(model)
    columns = [field.get_col(model._meta.db_table) for field in fields]
    converters = [connection.ops.get_db_converters(column) for column in columns]
    named = ", ".join(f'"{field.column}"' for field in fields)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f'SELECT {named} FROM "{model._meta.db_table}"')
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                yield [
                    _converted(value, column, convert, connection)
                    for value, column, convert in zip(row, columns, converters, strict=True)
                ]


def _converted(value: Any, column: Any, converters: list[Any], connection: Any) -> Any:
    for convert in converters:
        value = convert(value, column, connection)
    return value


def _plain(field: Any, value: Any) -> Any:
    """A value as both engines give it."""
    match value:
        case None | bool():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case Decimal():
            return str(value.quantize(Decimal(1).scaleb(-field.decimal_places)))
        case bytes() | memoryview():
            return bytes(value).hex()
        case str() if isinstance(field, models.JSONField):
            return json.loads(value)
        case dict() | list():
            return value
        case int() | str():
            return value
    return str(value)
