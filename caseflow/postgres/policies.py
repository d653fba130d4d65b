"""Row-level security: the database itself keeps the files of one authority from the eyes of another.

Not the policy, which is ``cases.access``, but the net below it: it repeats the authority, so that a query that forgot to
ask finds nothing. Policies are read off the models -- whatever leads to a dossier by a foreign key belongs to its
authority -- and are put back after every migration.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Field, Model

NAME, READING = "caseflow_scope", "caseflow_audit_reads"
EVERYBODY = "(SELECT current_setting('app.agency', true)) = '*'"
OWN_AGENCY = "{column}::text = (SELECT current_setting('app.agency', true))"
OWN = "{column}::text = (SELECT current_setting('app.actor', true))"
OF_ANOTHER = "EXISTS (SELECT 1 FROM {parent} s WHERE s.{key} = {table}.{column})"

# What no foreign key says. A paper is numbered and kept before the file of a case has a line of it: its token says whose it is.
SAID_OTHERWISE = {
    "cases_dossier": OWN_AGENCY.format(column="agency_id"),
    "cases_draft": OWN.format(column="user_id"),
    "documents_document": (
        "EXISTS (SELECT 1 FROM cases_dossier s WHERE s.reference = split_part(documents_document.token, '/', 1))"
    ),
    "viewflow_task": OF_ANOTHER.format(
        parent="cases_caseprocess", key="process_ptr_id", table="viewflow_task", column="process_id"
    ),
}


def conditions() -> dict[str, str]:
    """By table, which of its rows the one who is acting may see and write."""
    found = dict(SAID_OTHERWISE)
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    more = True
    while more:  # what leads to something scoped is scoped, however far away it is
        more = False
        for model in models:
            table = model._meta.db_table
            if table not in found and (condition := _inherited(model, found)):
                found[table], more = condition, True
    return {table: f"({EVERYBODY} OR {condition})" for table, condition in found.items()}


def _inherited(model: type[Model], scoped: dict[str, str]) -> str:
    for field in _leading(model):
        parent = field.related_model._meta
        if parent.db_table in scoped and parent.db_table not in {"cases_draft", "documents_document"}:
            table, column = model._meta.db_table, field.column
            there = OF_ANOTHER.format(parent=parent.db_table, key=field.target_field.column, table=table, column=column)
            return f"({table}.{column} IS NULL OR {there})" if field.null else there
    return ""


def _leading(model: type[Model]) -> Iterator[Any]:
    """The foreign keys that are always there, and those to a dossier, which come first."""
    keys: list[Field[Any, Any]] = [
        field
        for field in model._meta.local_concrete_fields
        if field.is_relation and (not field.null or field.name == "dossier")
    ]
    yield from sorted(keys, key=lambda field: field.name != "dossier")


def install(using: str, **kwargs: Any) -> None:
    """Called after each migration; the same again does nothing. Only the owner of the tables can do it."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for table, condition in conditions().items():
            if table in existing:
                for statement in statements(table, condition):
                    cursor.execute(statement)


def statements(table: str, condition: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS {NAME} ON {table}",
        f"CREATE POLICY {NAME} ON {table} USING {condition} WITH CHECK {condition}",
    ]


def missing(using: str) -> list[str]:
    """The scoped tables that the database does not guard."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relrowsecurity AND p.polname = %s",
            [NAME],
        )
        guarded = {name for (name,) in cursor.fetchall()}
        existing = set(connection.introspection.table_names(cursor))
    return sorted((set(conditions()) & existing) - guarded)
