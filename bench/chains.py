"""The lines of copied files, bound anew to one another: a file has a name of its own, hence hashes of its own."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db import connection

from caseflow.audit import chain, keys
from caseflow.cases.chained import SAID, said
from caseflow.cases.models import Dossier, Event

AT_ONCE = 20_000  # lines handed to the database


class Lines:
    """The lines of the files of a template, as often as wanted; ``stride`` is how far keys move on from copy to copy."""

    def __init__(self, highest: int, stride: dict[str, int], renamed: Callable[[str, int], str]):
        self.strides = stride[Event._meta.db_table], stride[Dossier._meta.db_table]
        self.renamed = renamed
        self.columns = [field.column for field in Event._meta.local_concrete_fields]
        self.key_id, self.key = keys.current()
        lines = Event.objects.filter(dossier__lte=highest).select_related("dossier").order_by("dossier_id", "seq")
        self.files = [[_Line(each, self.columns) for each in found] for _pk, found in groupby(lines, _file_of)]

    def write(self, copies: Iterable[int]) -> int:
        """Write the lines of the copies with these numbers, and the ends of their files. Returns how many there are."""
        ends: list[tuple[str, int]] = []
        count, rows = 0, []
        for number in copies:
            for file in self.files:
                rows += self._bound(file, number, ends)
            if len(rows) >= AT_ONCE:
                count, rows = count + self._insert(rows), []
        count += self._insert(rows)
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE cases_dossier SET head = %s WHERE id = %s", ends)
        return count

    def _bound(self, file: list["_Line"], number: int, ends: list[tuple[str, int]]) -> Iterator[tuple[Any, ...]]:
        by_line, by_file = (number * each for each in self.strides)
        name, prev, dossier = self.renamed(file[0].reference, number), chain.START, file[0].dossier + by_file
        for line in file:
            hash = line.hash(name, prev)
            mac = chain.mac(line.alg, self.key, hash)
            differs = {"id": line.pk + by_line, "dossier_id": dossier, "prev": prev, "hash": hash, "mac": mac}
            yield tuple(differs.get(column, value) for column, value in line.row)
            prev = hash
        ends.append((prev, dossier))

    def _insert(self, rows: list[tuple[Any, ...]]) -> int:
        names = ", ".join(connection.ops.quote_name(column) for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY cases_event ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO cases_event ({names}) VALUES ({marks})", rows)
        return len(rows)


class _Line:
    """A line of the template; its body says the same in every copy and is hashed once."""

    def __init__(self, event: Event, columns: list[str]):
        self.pk, self.dossier, self.alg = event.pk, event.dossier_id, event.alg
        self.reference = event.dossier.reference
        field = {each.column: each for each in Event._meta.local_concrete_fields}
        self.row = [
            (column, field[column].get_db_prep_save(getattr(event, field[column].attname), connection))
            for column in columns
        ]
        body = chain.body_digest(event.alg, said(*(getattr(event, name) for name in SAID)))
        self.before = event.alg, event.seq, chain.moment(event.at), event.actor_id, event.transition, event.part, body

    def hash(self, name: str, prev: str) -> str:
        alg, *said_of_it = self.before
        return chain.linked(alg, name, *said_of_it, prev)


def _file_of(event: Event) -> int:
    return event.dossier_id
