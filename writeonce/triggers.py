"""Triggers of both engines, put back after every migration: SQLite drops them without a word when it rebuilds a table.

They stop mistakes and whoever gets as far as the connection of the application. Against somebody who may alter the
schema they stop nothing; what finds that out is ``caseflow.audit``.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Rule:
    """``event`` (UPDATE, DELETE, INSERT or TRUNCATE) on ``table`` is refused, always or where ``broken`` is true.

    Where ``broken`` looks at other rows (it holds a SELECT), PostgreSQL does ``first`` before it looks.
    """

    name: str
    table: str
    event: str
    broken: str = ""
    only: str = ""  # an engine; empty for both
    first: str = ""  # a statement of PL/pgSQL, to take a lock with

    @property
    def columns(self) -> set[str]:
        """Those of its table that it looks at."""
        return set(re.findall(r"\b(?:OLD|NEW|old)\.(\w+)", self.broken))

    @property
    def looks_around(self) -> bool:
        """PostgreSQL allows no query in WHEN: the function asks."""
        return "SELECT" in self.broken


RULES: dict[str, Rule] = {}
FUNCTION = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)
ASKING = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN {first} IF {broken} THEN "
    "RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
)
STANDING = (
    "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND p.prosrc LIKE '%RAISE EXCEPTION%'"
)


def guard(rule: Rule) -> None:
    """From the next migration on the rule holds. Raises ValueError where another one has its name."""
    if RULES.setdefault(rule.name, rule) != rule:
        raise ValueError(f"Two rules are called {rule.name}.")


def append_only(table: str, *keys: str) -> None:
    """Rows of ``table`` are added and never changed, deleted or replaced.

    ``keys`` are what is unique, several columns of one key with commas: INSERT OR REPLACE of SQLite
    would delete the row that is in the way without asking the rule for DELETE.
    """
    taken = " OR ".join(
        "(" + " AND ".join(f"old.{column} = NEW.{column}" for column in key.split(",")) + ")" for key in keys
    )
    replaced = f"EXISTS (SELECT 1 FROM {table} old WHERE {taken})"
    guard(Rule(f"{table}_never_changed", table, "UPDATE"))
    guard(Rule(f"{table}_never_deleted", table, "DELETE"))
    guard(Rule(f"{table}_never_emptied", table, "TRUNCATE", only="postgresql"))
    guard(Rule(f"{table}_never_replaced", table, "INSERT", replaced, only="sqlite"))


def install(using: str = "default", sender: Any = None, **kwargs: Any) -> None:
    """Called after the migrations of each app that has rules (post_migrate); the same again does nothing."""
    _each(connections[using], _create, f"{sender.label}_" if sender else "")


def remove(using: str = "default") -> None:
    """Until the next ``install``: for what a migration must mend, and for tests that empty their database."""
    _each(connections[using], _drop)


def make_way(using: str = "default", plan: Any = (), **kwargs: Any) -> None:
    """Called before migrations (pre_migrate): no column can be dropped that a trigger looks at.

    Where a migration stops halfway, they are put back by the next that does not; until then nothing starts.
    """
    if plan:
        remove(using)


def missing(using: str = "default") -> list[str]:
    """The names of the rules that do not hold, because a trigger is not there, switched off or not the one meant."""
    connection = connections[using]
    with connection.cursor() as cursor:
        holding = _of(connection, cursor)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            there = dict(cursor.fetchall())
        else:
            cursor.execute(STANDING)
            there = dict(cursor.fetchall())
    return [
        rule.name
        for rule in holding
        if rule.name not in there or (connection.vendor == "sqlite" and there[rule.name] != _create_sqlite(rule))
    ]


def _of(connection: BaseDatabaseWrapper, cursor: Any) -> list[Rule]:
    """The rules of this engine whose table is there with the columns they look at: an older schema lacks some."""
    tables = set(connection.introspection.table_names(cursor))
    columns = {
        table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
        for table in {rule.table for rule in RULES.values() if rule.columns} & tables
    }
    return [
        rule
        for rule in RULES.values()
        if rule.only in ("", connection.vendor)
        and rule.table in tables
        and rule.columns <= columns.get(rule.table, set())
    ]


def _each(connection: BaseDatabaseWrapper, statements: Any, prefix: str = "") -> None:
    with connection.cursor() as cursor:
        for rule in _of(connection, cursor):
            if rule.table.startswith(prefix):
                for statement in statements(connection.vendor, rule):
                    cursor.execute(statement)


def _drop(vendor: str, rule: Rule) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {rule.name}" + ("" if vendor == "sqlite" else f" ON {rule.table}")]


def _create(vendor: str, rule: Rule) -> list[str]:
    if vendor == "sqlite":
        return [*_drop(vendor, rule), _create_sqlite(rule)]
    when = f"WHEN ({rule.broken}) " if rule.broken and not rule.looks_around else ""
    first = f"{rule.first};" if rule.first else ""
    function = ASKING if rule.looks_around else FUNCTION
    each = "STATEMENT" if rule.event == "TRUNCATE" else "ROW"
    before = f"BEFORE {rule.event} ON {rule.table} FOR EACH {each} {when}"
    return [
        function.format(name=rule.name, broken=rule.broken, first=first),
        *_drop(vendor, rule),
        f"CREATE TRIGGER {rule.name} {before}EXECUTE FUNCTION {rule.name}()",
        f"ALTER TABLE {rule.table} ENABLE ALWAYS TRIGGER {rule.name}",
    ]


def _create_sqlite(rule: Rule) -> str:
    when = f"WHEN {rule.broken.replace('IS DISTINCT FROM', 'IS NOT')} " if rule.broken else ""
    return (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} "
        f"{when}BEGIN SELECT RAISE(ABORT, '{rule.name}'); END"
    )
