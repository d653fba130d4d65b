"""Many files made of a few: the rows of walked cases again and again, their keys moved on by a stride.

The lines of each file are bound anew, so that ``manage.py verify_audit`` finds nothing wrong with any of them.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

import writeonce
from caseflow.cases.models import Event
from caseflow.enforcement.procedure import Role
from tests import walk

from .chains import Lines

PAIRS = 10  # of officers, among whom the copies are spread
APART = 100_000  # between the numbers of the first files and those of their copies
FIXED = {"parametervalue", "calendarday", "draft", "institution", "practitioner", "device", "reporter"}
NUMBERS = "WITH RECURSIVE n(k) AS (SELECT {first} UNION ALL SELECT k + 1 FROM n WHERE k + 1 < {end}) "


class Template:
    """What there was when it was made grows without end; what came until it was closed is copied a few times."""

    def __init__(self, people: SimpleNamespace, pairs: int = PAIRS):
        self.pairs = pairs
        self.models = [model for model in apps.get_models(include_auto_created=True) if _is_copied(model)]
        self.growing = self._highest()
        self.officers = {people.li.pk: [people.li.pk], people.zhao.pk: [people.zhao.pk]}
        for number in range(1, pairs):
            for pk, held in self.officers.items():
                held.append(
                    walk.make_person(people.agency, f"officer-{pk}-{number}", f"办案员{number}", Role.OFFICER).pk
                )

    def close(self) -> None:
        self.stride = self._highest()

    def _highest(self) -> dict[str, int]:
        return {
            model._meta.db_table: model._base_manager.aggregate(pk=Max("pk"))["pk"] or 0
            for model in (*self.models, Event)
        }

    def free(self) -> int:
        """The number of a copy whose keys nothing has yet."""
        highest = self._highest()
        return 1 + max(highest[table] // stride for table, stride in self.stride.items() if stride)

    def copy(self, first: int, end: int, *, growing_only: bool = False) -> int:
        """Make the copies numbered from ``first`` to before ``end``, and return how many rows they have."""
        of = self.growing if growing_only else self.stride
        with _unchecked():
            rows = sum(self._copied(model, first, end, of[model._meta.db_table]) for model in self.models)
            rows += Lines(of["cases_dossier"], self.stride, self._renamed).write(range(first, end))
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [*self.models, Event]):
                cursor.execute(statement)
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        return rows

    def _copied(self, model: type[Model], first: int, end: int, highest: int) -> int:
        meta, quote = model._meta, connection.ops.quote_name
        fields = meta.local_concrete_fields
        columns = ", ".join(quote(field.column) for field in fields)
        values = ", ".join(self._value(model, field) for field in fields)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(meta.db_table)} ({columns}) {NUMBERS.format(first=first, end=end)}"
                f"SELECT {values} FROM n CROSS JOIN {quote(meta.db_table)} t WHERE t.{quote(meta.pk.column)} <= {highest}"
            )
            return cursor.rowcount

    def _value(self, model: type[Model], field: Any) -> str:
        """The column of a copy: a key is moved on, an official number is made another one, all else is the same."""
        meta, column = model._meta, f"t.{connection.ops.quote_name(field.column)}"
        if special := self._special(f"{meta.model_name}.{field.name}", column):
            return special
        target = field.related_model._meta.db_table if field.is_relation else meta.db_table if field.primary_key else ""
        return f"{column} + n.k * {self.stride[target]}" if target in self.stride else column

    def _special(self, name: str, column: str) -> str:
        moved_on = f"{APART} + n.k * {self.stride['cases_dossier']}"
        reference = f"substr({{0}}, 1, 15) || (CAST(substr({{0}}, 16) AS integer) + {moved_on})"
        match name:
            case "dossier.reference":
                return reference.format(column)
            case "dossier.words":
                named = f"replace({column}, t.title, t.title || n.k)"
                return f"replace({named}, lower(t.reference), lower({reference.format('t.reference')}))"
            case "dossier.title" | "party.name":
                return f"{column} || n.k"
            case "caseprocess.record_pk":
                tips, cases = self.stride["enforcement_tip"], self.stride["enforcement_enforcementcase"]
                return f"{column} + n.k * CASE t.part WHEN 'enforcement.tip' THEN {tips} ELSE {cases} END"
            case "duty.matter":
                return f"{column} + n.k * {self.stride['cases_dossier']}"
            case "document.context":
                return "'{}'"  # no list shows it, and it would fill the disk
            case "document.series_key" | "document.token":
                return f"CASE {column} WHEN '' THEN '' ELSE {column} || '/' || n.k END"
            case "task.owner" | "assignment.user":
                return self._officer(column)
        return ""

    def _renamed(self, reference: str, copy: int) -> str:
        """The reference of a copy, as ``_special`` says it in SQL."""
        return f"{reference[:15]}{int(reference[15:]) + APART + copy * self.stride['cases_dossier']}"

    def _officer(self, column: str) -> str:
        """The work of the two officers is spread over all."""
        cases = " ".join(
            f"WHEN {column} = {pk} AND n.k % {self.pairs} = {number} THEN {other}"
            for pk, held in self.officers.items()
            for number, other in enumerate(held)
        )
        return f"CASE {cases} ELSE {column} END"


def _is_copied(model: type[Model]) -> bool:
    label, name = model._meta.app_label, model._meta.model_name
    return (
        model._meta.managed
        and (label in {"cases", "enforcement", "viewflow"} or name == "document")
        and name not in FIXED
        and model is not Event  # its lines are bound anew: chains.py
    )


@contextmanager
def _unchecked() -> Iterator[None]:
    """Copies of what was checked are not checked again."""
    on, off = (
        (
            "SET session_replication_role = replica; SET statement_timeout = 0",
            "SET session_replication_role = DEFAULT; RESET statement_timeout",
        )
        if connection.vendor == "postgresql"
        else (
            "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF",
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL",
        )
    )
    _each(on)
    writeonce.remove()
    try:
        yield
    finally:
        writeonce.install()
        _each(off)


def _each(statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements.split(";"):
            cursor.execute(statement)


@contextmanager
def kept() -> Iterator[str]:
    """The database as it is now, under the name that comes back, while the other one goes on."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(dir=Path(name).parent) as directory:
            copy = str(Path(directory) / "small.sqlite3")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [copy])
            yield copy
            connection.close()
        return
    settings = connection.get_connection_params()
    connection.close()
    server = {
        **{key: settings[key] for key in ("host", "port", "user", "password") if key in settings},
        "dbname": "postgres",
    }
    with psycopg.connect(**server, autocommit=True) as server_connection:
        server_connection.execute(f'CREATE DATABASE "{name}_small" TEMPLATE "{name}"')
        try:
            yield f"{name}_small"
        finally:
            connection.close()
            server_connection.execute(f'DROP DATABASE "{name}_small" WITH (FORCE)')
