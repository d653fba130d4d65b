"""What was issued stays as it was, also for those who write to the database past this program.

The triggers are put back after every migration: SQLite drops them without a word when it rebuilds a table.
"""

from typing import Any

from django.db import connections

ISSUED = "kind number series_key serial context context_sha256 token position issued_on issued_at".split()  # noqa: SIM905
CONTENT = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ISSUED)
FILE = "OLD.pdf_sha256 <> '' AND OLD.pdf_sha256 <> NEW.pdf_sha256"
VOID = "OLD.status = 'void' AND NEW.status <> 'void'"
RULES = {
    "documents_document_stays": ("documents_document", f"{CONTENT} OR ({FILE}) OR ({VOID})"),
    "documents_counter_one_further": ("documents_counter", "NEW.value <> OLD.value + 1 OR NEW.key <> OLD.key"),
}

FUNCTION = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def install(using: str, **kwargs: Any) -> None:
    """Called after each migration; the same again does nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for name, (table, broken) in RULES.items():
            if table not in existing:
                continue
            for statement in statements(connection.vendor, name, table, broken):
                cursor.execute(statement)


def statements(vendor: str, name: str, table: str, broken: str) -> list[str]:
    if vendor == "sqlite":
        condition = broken.replace("IS DISTINCT FROM", "IS NOT")
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{name}'); END",
        ]
    return [
        FUNCTION.format(name=name),
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({broken}) EXECUTE FUNCTION {name}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    ]
