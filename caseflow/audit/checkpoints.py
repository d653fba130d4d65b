"""Every few minutes: one signed line over the ends of all chains, taken to a place outside.

Whoever rules over database and application may rewrite what no checkpoint has seen yet, and nothing older.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from outbox.jobs import enqueue, every, handler, owed

from . import chain, merkle, notes
from .canonical import dumps
from .models import Anchor, Checkpoint
from .places import Place, place
from .sources import End, all_sources
from .verification import CHECKPOINT, Damage, verify

JOB = "audit.ship"
ROWS = 500


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, and nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        connection.cursor().close()  # says for whom it works: inside, that would be a query before the level is set
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def ends() -> dict[str, End]:
    """Where every chain with a link ends now, in the order of their names."""
    found = [end for source in all_sources() for end in source.ends().values() if end.seq]
    return {end.chain: end for end in sorted(found)}


def anchored(number: int | None = None) -> dict[str, End]:
    """What checkpoint ``number`` (the last one) saw of each chain, in the order of their names."""
    seen = Anchor.objects.all() if number is None else Anchor.objects.filter(checkpoint__lte=number)
    last = dict(seen.values_list("chain").annotate(seq=Max("seq")))
    rows = seen.values_list("chain", "seq", "head").iterator(2000)
    return dict(sorted((name, End(name, seq, head)) for name, seq, head in rows if last[name] == seq))


def root_of(found: Iterable[End]) -> bytes:
    return merkle.root(merkle.leaf(*end) for end in found)


def take() -> Checkpoint | None:
    """The next checkpoint, on its way outside with the commit; None where nothing has happened since the last one.

    Only what follows soundly from the last checkpoint is seen: a chain that does not stays as it was last seen sound,
    so that no later checkpoint covers up what was done to it.
    """
    with snapshot():
        found, before = ends(), anchored()
        damaged = {damage.chain for damage in verify(before, incremental=True).damages}
        last = Checkpoint.objects.order_by("-number").first()
    new = [end for name, end in found.items() if before.get(name) != end and name not in damaged]
    if not new:
        return None
    seen = dict(sorted({**before, **{end.chain: end for end in new}}.items()))
    number, at, links = (last.number if last else 0) + 1, timezone.now(), sum(end.seq for end in seen.values())
    previous = notes.read(notes.opened(last.note)).root if last else merkle.root([])
    said = notes.Checkpoint(number, len(seen), root_of(seen.values()), previous, links, chain.moment(at))
    with transaction.atomic():
        note = notes.sign(said.text(settings.AUDIT_ORIGIN))
        made = Checkpoint.objects.create(number=number, at=at, links=links, note=note)
        Anchor.objects.bulk_create(
            (Anchor(checkpoint=made, chain=end.chain, seq=end.seq, head=end.hash) for end in new), batch_size=ROWS
        )
        if place() is not None:
            enqueue(JOB, f"checkpoint/{number}", {"number": number})
    return made


@every(timedelta(minutes=10), "audit.checkpoint", lease=timedelta(minutes=10))
def _by_the_clock(payload: dict[str, Any]) -> None:
    take()


@handler(JOB, permits=owed)
def ship(payload: dict[str, Any]) -> None:
    """Take a checkpoint outside: the note, and the ends that are new in it."""
    where, made = place(), Checkpoint.objects.get(number=payload["number"])
    if where is not None:
        where.put(f"{made.number:08d}.heads", heads_of(made))
        where.put(f"{made.number:08d}.note", made.note)  # last: where the note is, the heads are


def heads_of(made: Checkpoint) -> str:
    """One line of canonical JSON for each end that ``made`` was the first to see."""
    rows = made.anchors.order_by("chain").values_list("chain", "seq", "head")
    return "".join(f"{dumps(list(row))}\n" for row in rows)


def outside(where: Place, until: int | None = None, verifier: str = "") -> tuple[notes.Checkpoint, dict[str, End]]:
    """The last checkpoint that lies outside (or ``until``) and what it saw of each chain.

    Raises Unsigned where the note, or what it is said to have seen, is not what was signed; LookupError where there is
    none; OSError where the place does not answer.
    """
    numbers = sorted(int(name[:8]) for name in where.names() if name.endswith(".note"))
    numbers = [number for number in numbers if until is None or number <= until]
    if not numbers:
        raise LookupError("There is no checkpoint outside.")
    said = notes.read(notes.opened(where.get(f"{numbers[-1]:08d}.note"), verifier))
    seen: dict[str, End] = {}
    for number in numbers:
        for line in where.get(f"{number:08d}.heads").splitlines():
            end = End(*json.loads(line))
            seen[end.chain] = end
    seen = dict(sorted(seen.items()))
    if root_of(seen.values()) != said.root or said.number != numbers[-1]:
        raise notes.Unsigned("The heads outside are not those that were signed.")
    return said, seen


def compared_with(number: int | None = None) -> tuple[notes.Checkpoint | None, dict[str, End], list[Damage]]:
    """Checkpoint ``number`` (the last one) of this database, what it saw, and what is wrong with the checkpoints.

    Every note is held against its signature and the one before it, the ends against the root of the last.
    """
    damages: list[Damage] = []
    said, before = None, merkle.root([])
    notes_here = Checkpoint.objects.order_by("number").values_list("number", "note")
    if number is not None:
        notes_here = notes_here.filter(number__lte=number)
    for found, note in notes_here.iterator(500):
        try:
            said = notes.read(notes.opened(note))
        except (notes.Unsigned, ValueError, LookupError):
            damages.append(Damage(CHECKPOINT, "checkpoints", found))
            continue
        if said.number != found or said.previous != before:
            damages.append(Damage(CHECKPOINT, "checkpoints", found))
        before = said.root
    seen = anchored(number)
    if said is not None and root_of(seen.values()) != said.root:
        damages.append(Damage(CHECKPOINT, "checkpoints", said.number))
    if said is None and seen:
        damages.append(Damage(CHECKPOINT, "checkpoints", 0))
    return said, seen, damages


def note_of(number: int) -> str:
    return Checkpoint.objects.get(number=number).note
