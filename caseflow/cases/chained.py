"""How the lines of a file are bound to one another, and where the audit finds them."""

from collections.abc import Collection, Generator, Mapping
from datetime import date
from typing import Any

from django.conf import settings

import writeonce
from caseflow.audit import chain, keys, sources
from caseflow.audit.sources import End, Link, beyond

from . import registry
from .models import Dossier, Event

SAID = ("facts", "source", "on", "papers", "role", "skew", "target", "token")  # what the body of a line is made of
LINKING = 5  # prev, hash, mac, key_id, alg
writeonce.append_only("cases_event", "id", "dossier_id,seq", "dossier_id,prev", "token")


def bind(event: Event, dossier: Dossier) -> None:
    """Bind ``event``, otherwise complete, to the last line of its file, and make it the last.

    Needs the lock on the file. A clock that went back is not followed: lines keep their order, and the line says so.
    """
    event.at, event.skew = chain.in_order(event.at, dossier.last_at)
    event.prev, event.alg = dossier.head, settings.AUDIT_ALGORITHM
    event.key_id, key = keys.current()
    event.hash = chain.digest(
        event.alg,
        dossier.reference,
        event.seq,
        chain.moment(event.at),
        event.actor_id,
        event.transition,
        event.part,
        said(*(getattr(event, name) for name in SAID)),
        event.prev,
    )
    event.mac = chain.mac(event.alg, key, event.hash)
    dossier.head, dossier.last_at = event.hash, event.at


def said(facts: str, source: str, on: date, papers: str, role: str, skew: bool, target: str, token: str | None) -> Any:
    """The body of a line. What is sealed is not in the facts; the texts count as they stand in the file."""
    return {
        "facts": facts,
        "from": source,
        "on": on.isoformat(),
        "papers": papers,
        "role": role,
        "skew": skew,
        "to": target,
        "token": token,
    }


class Files:
    """The chain of each file, for the audit."""

    FIELDS = (
        *("dossier_id", "seq", "at", "actor_id", "transition", "part"),
        *SAID,
        *("prev", "hash", "mac", "key_id", "alg"),
    )

    def ends(self) -> dict[Any, End]:
        files = Dossier.objects.values_list("pk", "reference", "seq", "head").iterator(2000)
        return {pk: End(reference, seq, head) for pk, reference, seq, head in files}

    def links(self, after: Mapping[Any, int] | None = None) -> Generator[Link, None, None]:
        events = Event.objects.order_by("dossier_id", "seq").values_list(*self.FIELDS)
        if after is None:
            yield from map(_link, events.iterator(2000))
            return
        for condition in beyond(after, "dossier_id"):
            yield from map(_link, events.filter(condition).iterator(2000))

    def states(self, keys: Collection[Any] | None = None) -> dict[Any, dict[str, str]]:
        found: dict[Any, dict[str, str]] = {}
        for label, record_class in registry.record_classes().items():
            records: Any = record_class._default_manager  # every record has a state
            for dossier, state in records.values_list("dossier_id", "state").iterator(2000):
                if keys is None or dossier in keys:
                    found.setdefault(dossier, {})[label] = state
        return found

    def told(self, link: Link) -> str:
        return link.body["to"]


def _link(row: tuple[Any, ...]) -> Link:
    key, seq, at, actor, transition, part, *said_of_it = row[:-LINKING]
    return Link(key, seq, chain.moment(at), actor, transition, part, said(*said_of_it), *row[-LINKING:])


sources.register(Files())
