"""Numbers without gaps and without doubles: given as the last thing in a transaction, by one statement on both engines.

A sequence of the database leaves gaps at each rollback. The counter row is rolled back with its transaction; taken
last, it is locked only for the moment of the commit. A number once committed is never used again.
"""

from django.db import connection, transaction
from django.db.models import Count, Max

from documents.kinds import PAPERS
from documents.models import Counter, Document

UPSERT = (
    "INSERT INTO documents_counter (key, value) VALUES (%s, 1) "
    "ON CONFLICT (key) DO UPDATE SET value = documents_counter.value + 1 RETURNING value"
)


def take(key: str) -> int:
    """The next number of the series. Several series in one transaction are taken in sorted order: no deadlock."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A number is taken in the transaction that issues the paper.")
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [key])
        return int(cursor.fetchone()[0])


def faults() -> list[str]:
    """What is wrong with the register: a series whose counter, highest number and count of papers differ."""
    counters = dict(Counter.objects.filter(key__startswith=PAPERS).values_list("key", "value"))
    given = {
        key: (highest, count)
        for key, highest, count in Document.objects.exclude(series_key="")
        .values_list("series_key")
        .annotate(highest=Max("serial"), count=Count("pk"))
        .values_list("series_key", "highest", "count")
    }
    return [
        f"{key}: counter {counters.get(key, 0)}, highest {given.get(key, (0, 0))[0]}, papers {given.get(key, (0, 0))[1]}"
        for key in sorted(counters | given)
        if not counters.get(key, 0) == given.get(key, (0, 0))[0] == given.get(key, (0, 0))[1]
    ]
