"""Three roles of the database: one owns and migrates, one works, one reads for the audit; none is more than it needs.

The working role owns nothing, so that nobody who takes over the application can drop a trigger or alter a line that was
written once. What it may do is granted anew after every migration.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from writeonce import triggers

from . import policies

# Of these the working role may change the named columns only; of what is append-only, nothing.
WRITTEN_ONCE: dict[str, tuple[str, ...]] = {
    "cases_paper": ("served_on",),
    "documents_document": (
        *("status", "void_reason", "voided_by", "voided_at"),
        *("pdf_sha256", "pages", "size", "engine", "fallbacks"),
    ),
}
UNREAD_BY_AUDIT = ("django_session",)  # and no password, no secret of a second factor, no key
SECRET_APPS = frozenset({"vault", "mfa", "socialaccount", "account"})
SECRET_COLUMNS = {"people_user": ("password",)}


def names() -> tuple[str, str, str]:
    prefix = settings.DATABASE_ROLES
    return f"{prefix}_owner", f"{prefix}_app", f"{prefix}_audit"


def making(database: str) -> list[str]:
    """What somebody who may make roles runs once; the roles are given their passwords with ``\\password`` afterwards."""
    owner, app, audit = map(quoted, names())
    plain = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT"
    make = (
        "DO $$ BEGIN CREATE ROLE {role} {plain}; EXCEPTION WHEN duplicate_object THEN ALTER ROLE {role} {plain}; END $$"
    )
    return [
        *(make.format(role=role, plain=plain) for role in (owner, app, audit)),
        f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC",
        f"GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {quoted(database)} TO {owner}",
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {app}, {audit}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        f"GRANT USAGE ON SCHEMA public TO {app}, {audit}",
        f"ALTER ROLE {audit} SET default_transaction_read_only = on",
    ]


def granting(tables: set[str], present: set[str]) -> list[str]:
    """What the owner of the tables runs after each migration, for those of the roles that are ``present``."""
    _owner, app, audit = names()
    found = []
    if app in present:
        found += [statement for table in sorted(tables) for statement in _for_the_application(table, quoted(app))]
        found.append(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted(app)}")
    if audit in present:
        found += [statement for table in sorted(tables) for statement in _for_the_audit(table, quoted(audit))]
    return found


def _for_the_application(table: str, app: str) -> list[str]:
    if table == "django_migrations":
        return [f"REVOKE ALL ON {table} FROM {app}", f"GRANT SELECT ON {table} TO {app}"]
    once = {**append_only(), **WRITTEN_ONCE}
    rights = "SELECT, INSERT" if table in once else "SELECT, INSERT, UPDATE, DELETE"
    found = [f"REVOKE ALL ON {table} FROM {app}", f"GRANT {rights} ON {table} TO {app}"]
    if columns := once.get(table):
        found.append(f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {app}")
    return found


def _for_the_audit(table: str, audit: str) -> list[str]:
    found = [f"REVOKE ALL ON {table} FROM {audit}", f"DROP POLICY IF EXISTS {policies.READING} ON {table}"]
    if table in UNREAD_BY_AUDIT or table.split("_")[0] in SECRET_APPS:
        return found
    if hidden := SECRET_COLUMNS.get(table):
        model = next(model for model in apps.get_models() if model._meta.db_table == table)
        columns = [str(field.column) for field in model._meta.local_concrete_fields if field.column not in hidden]
        found.append(f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {audit}")
    else:
        found.append(f"GRANT SELECT ON {table} TO {audit}")
    if table in policies.conditions():
        found.append(f"CREATE POLICY {policies.READING} ON {table} FOR SELECT TO {audit} USING (true)")
    return found


def append_only() -> dict[str, tuple[str, ...]]:
    """The tables of which the triggers refuse every change."""
    return {rule.table: () for rule in triggers.RULES.values() if rule.event == "UPDATE" and not rule.broken}


def install(using: str, **kwargs: Any) -> None:
    """Called after each migration; does nothing where the roles have not been made."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(names())])
        present = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind = 'r' AND n.nspname = 'public' AND pg_has_role(c.relowner, 'USAGE')"
        )
        own = {name for (name,) in cursor.fetchall()}
        for statement in granting(own, present):
            cursor.execute(statement)


def quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
