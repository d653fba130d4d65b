"""Runs in a process of its own: takes migrations back one by one, brings each forward again, and tells what differs.

Prints a line of JSON for each: its name and what is wrong. A column that a migration brings is gone when it is taken
back; every other value of every row must be as it was.
"""

import json
import sys
from contextlib import suppress

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.models import ModelOperation

import writeonce
from caseflow.postgres import policies

OURS = ("caseflow.", "documents", "outbox")
KEPT = ("cases_", "enforcement_", "people_", "documents_", "outbox_", "audit_", "vault_", "custody_", "errands_")


def ours():
    """Our migrations in the order in which they are applied, but for those a table begins with."""
    loader = MigrationExecutor(connection).loader
    plan = MigrationExecutor(connection).migration_plan(loader.graph.leaf_nodes(), clean_start=True)
    return [
        (migration, before[0], tables_of(migration, loader))
        for migration, _backwards in plan
        if type(migration).__module__.startswith(OURS)
        and not migration.initial  # in two parts where tables point to each other
        and (before := [name for label, name in migration.dependencies if label == migration.app_label])
    ]


def tables_of(migration, loader):
    """The tables that a migration says it changes; None where it may change any."""
    after = loader.project_state((migration.app_label, migration.name)).apps
    before = loader.project_state((migration.app_label, migration.name), at_end=False).apps
    found = set()
    for operation in migration.operations:
        name = getattr(operation, "model_name", None)
        if name is None and isinstance(operation, ModelOperation):
            name = operation.name
        if name is None:
            return None
        for state in (before, after):
            with suppress(LookupError):
                found.add(state.get_model(migration.app_label, name)._meta.db_table)
    return found


def values(tables=None):
    """By table and column, a digest of its values with their keys; the order of rows does not matter."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(KEPT) or (tables is not None and table not in tables):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            sums = [0] * len(names)
            while rows := cursor.fetchmany(5000):
                for row in rows:
                    for at, value in enumerate(row):
                        plain = repr(value) if isinstance(value, dict | list) else value
                        sums[at] += hash((row[0], type(plain), plain))
            found.update({f"{table}.{name}": total for name, total in zip(names, sums, strict=True)})
    return found


def wrong(before, after):
    differing = [name for name in before if name in after and before[name] != after[name]]
    lost = [f"no trigger {name}" for name in writeonce.missing()]
    bare = [f"no policy {name}" for name in policies.missing("default")] if connection.vendor == "postgresql" else []
    return differing + lost + bare


def main(number):
    """Takes back the last ``number`` migrations and brings them again; the whole is compared at both ends."""
    first = values()
    for migration, before, tables in reversed(ours()[-number:]):
        label, name = migration.app_label, migration.name
        at_first = values(tables)
        call_command("migrate", label, before, verbosity=0)
        back = values(tables)
        told = wrong(at_first, back)
        call_command("migrate", label, name, verbosity=0)
        told += wrong(back, values(tables))
        call_command("migrate", label, before, verbosity=0)
        print(json.dumps([f"{label}.{name}", told]), flush=True)
    lowest = values()
    call_command("migrate", verbosity=0)
    last = values()
    stayed = {name: total for name, total in first.items() if name in lowest}
    print(json.dumps(["all", wrong(first, lowest) + wrong(lowest, last) + wrong(stayed, last)]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
