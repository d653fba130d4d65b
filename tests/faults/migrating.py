"""Runs in a process of its own: takes migrations back one by one, brings each forward again, and tells what differs.

Prints a line of JSON for each: its name and what is wrong. A column that a migration brings is gone when it is taken
back; every other value of every row must be as it was.
"""

import hashlib
import json
import sys

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import writeonce
from caseflow.postgres import policies

OURS = ("caseflow.", "documents", "outbox")


def ours():
    """Our migrations in the order in which they are applied, but for those a table begins with."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    plan = executor.migration_plan(loader.graph.leaf_nodes(), clean_start=True)
    return [
        (migration.app_label, migration.name, before)
        for migration, _backwards in plan
        if type(migration).__module__.startswith(OURS)
        and (before := [name for label, name in migration.dependencies if label == migration.app_label])
    ]


def values():
    """By table and column, a digest of its values with their keys; the order of rows does not matter."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("cases_", "enforcement_", "people_", "documents_", "outbox_", "audit_", "vault_")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            sums = [0] * len(names)
            for row in cursor.fetchall():
                for at, value in enumerate(row):
                    plain = repr((row[0], value)).encode()
                    sums[at] += int.from_bytes(hashlib.blake2b(plain, digest_size=16).digest(), "big")
            found.update({f"{table}.{name}": total for name, total in zip(names, sums, strict=True)})
    return found


def wrong(before, after):
    differing = [name for name in before if name in after and before[name] != after[name]]
    lost = [f"no trigger {name}" for name in writeonce.missing()]
    bare = [f"no policy {name}" for name in policies.missing("default")] if connection.vendor == "postgresql" else []
    return differing + lost + bare


def main(number):
    first = values()
    for label, name, (before, *_more) in reversed(ours()[-number:]):
        told = []
        at_first = values()
        call_command("migrate", label, before, verbosity=0)
        back = values()
        told += wrong(at_first, back)
        call_command("migrate", label, name, verbosity=0)
        told += wrong(back, values())
        call_command("migrate", label, before, verbosity=0)
        print(json.dumps([f"{label}.{name}", told]), flush=True)
    lowest = values()
    call_command("migrate", verbosity=0)
    print(json.dumps(["all", wrong(lowest, values()) + wrong({name: first[name] for name in lowest}, values())]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
