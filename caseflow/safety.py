"""Where this program must not start: set-ups in which work would be lost, altered unseen or open to the wrong people.

The same list stops the process and is what ``manage.py check --deploy`` says. A demonstration and a test are spared what
cannot apply to invented people: a key beside the data, pages with source, a superuser of the database.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

REPAIRED = (3, 51, 3)  # before it, SQLite may corrupt a database in WAL mode
FULL = 2
FREE = frozenset(["check", "help", "version", "diffsettings", "make_keys", "procedure_docs", "collectstatic", "test"])
FREE |= {"makemigrations", "showmigrations", "sqlmigrate", "makemessages", "compilemessages", "due", "penalty"}
# None of these serves or writes. This one undoes what it does, and keeps it in a demonstration only: it needs its keys.
UNDOES = frozenset(["play"])
# These make the database what it must be, or read it as its owner does.
BEFORE = frozenset(["migrate", "database_roles", "backup", "restore", "move_database"])
Finding = tuple[str, str]  # what it is called, and the sentence


class Unsafe(ImproperlyConfigured):
    """The process does not start. The text says why, in sentences for whoever runs the machine."""


def findings(command: str = "") -> list[Finding]:
    """What is unsafe here and now, by name. ``command`` is that of manage.py, nothing for a server."""
    found = list(_of_the_program())
    if command not in BEFORE:
        try:
            found += _of_sqlite() if connection.vendor == "sqlite" else _of_postgres()
            found += _of_what_is_written_once()
        except DatabaseError:
            if connection.vendor == "sqlite":
                raise
            # the server does not answer: pages say so until it does
    return found


def insist(command: str = "") -> None:
    """Raises Unsafe where anything is found."""
    if command in FREE or (command in UNDOES and not settings.MISSING_KEYS):
        return
    if found := findings(command):
        sentences = "\n".join(f"  - {sentence}" for _name, sentence in found)
        raise Unsafe(_("为了不丢失、不泄露案件，系统没有启动：") + "\n" + sentences)


def is_real() -> bool:
    """Whether real people may be in the database: anywhere but in a demonstration and in tests."""
    return not settings.DEMONSTRATION and "pytest" not in sys.modules


def _of_the_program() -> Iterator[Finding]:
    if not is_real():
        return
    if settings.DEBUG:
        yield "debug", _("调试模式开着（CASEFLOW_DEBUG=1），出错页面会显示源码和案件内容。请改为 0。")
    yield from _of_keys()
    if _anybody_may_sign_up():
        yield "sign_up", _("任何人都可以自己注册账号。请使用不开放注册的账号适配器（ACCOUNT_ADAPTER）。")


def _of_keys() -> Iterator[Finding]:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    if settings.MISSING_KEYS or not key:
        names = _("、").join(str(path) for path in settings.MISSING_KEYS) or "CASEFLOW_SECRET_KEY"
        yield (
            "key",
            _("缺少密钥：%(names)s。首次安装请运行 manage.py make_keys；已有数据的，请从保管处取回原来的密钥。")
            % {"names": names},
        )
    elif len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-"):
        yield "key", _("CASEFLOW_SECRET_KEY 太短，或者是随程序附带的默认值。请换成 50 个以上随机字符。")
    if _inside(Path(settings.KEYS_DIR), Path(settings.VAR_DIR)):
        yield (
            "key",
            _("密钥（%(keys)s）放在数据目录里，拿到备份或磁盘的人就能解密。请用 CASEFLOW_KEYS 指定别处。")
            % {"keys": settings.KEYS_DIR},
        )


def _inside(path: Path, directory: Path) -> bool:
    return path.resolve().is_relative_to(directory.resolve())


def _anybody_may_sign_up() -> bool:
    if "allauth.account" not in settings.INSTALLED_APPS:
        return False
    from allauth.account.adapter import get_adapter

    return bool(get_adapter().is_open_for_signup(None))


def _of_sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        journal, synchronous, mapped = (_pragma(cursor, name) for name in ("journal_mode", "synchronous", "mmap_size"))
        guarded = _pragma(cursor, "recursive_triggers")
    if journal == "wal" and sqlite3.sqlite_version_info < REPAIRED:
        yield (
            "sqlite",
            _("SQLite %(version)s 在 WAL 模式下可能损坏数据库，须为 3.51.3 或更高版本。请安装 pysqlite3。")
            % {"version": sqlite3.sqlite_version},
        )
    if synchronous < FULL:
        yield "synchronous", _("数据库的 synchronous 低于 FULL，断电会丢失已经办完的事项。请改回 FULL。")
    if mapped:
        yield "mmap", _("数据库设置了 mmap_size，写入出错会损坏数据库文件。请去掉这项设置。")
    if not guarded:
        yield "trigger", _("数据库没有开启 recursive_triggers，用 REPLACE 可以改写已经定稿的内容。请开启。")


def _pragma(cursor: Any, name: str) -> Any:
    cursor.execute(f"PRAGMA {name}")
    row = cursor.fetchone()
    return row[0] if row else 0


def _of_postgres() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, current_setting('fsync'), current_setting('full_page_writes'), "
            "current_setting('synchronous_commit') FROM pg_roles WHERE rolname = current_user"
        )
        above, *durable, acknowledged = cursor.fetchone()
    if above and is_real():
        yield (
            "superuser",
            _("应用用数据库超级用户连接，触发器和行级权限都拦不住它。请改用应用角色，见 database_roles。"),
        )
    if "off" in durable or acknowledged in {"off", "local"}:
        yield (
            "synchronous",
            _("PostgreSQL 关闭了 fsync、full_page_writes 或 synchronous_commit，断电会丢失已经办完的事项。"),
        )


def _of_what_is_written_once() -> Iterator[Finding]:
    import writeonce
    from caseflow.postgres import policies

    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return
    missing = writeonce.missing(connection.alias)
    if missing:
        yield (
            "trigger",
            _("数据库缺少保护已定稿内容的触发器：%(names)s。请运行 manage.py migrate。")
            % {"names": _("、").join(sorted(missing))},
        )
    if connection.vendor == "postgresql" and is_real() and (tables := policies.missing(connection.alias)):
        yield (
            "policy",
            _("这些表没有行级权限：%(names)s。请用所有者角色运行 manage.py migrate。")
            % {"names": _("、").join(tables)},
        )


@checks.register(deploy=True)
def deploys_safely(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """``manage.py check --deploy``: the sentences that would stop the process."""
    messages: Callable[..., checks.CheckMessage] = checks.Error
    return [messages(sentence, id=f"caseflow.unsafe.{name}") for name, sentence in findings()]
