"""How the lines of a file are bound to one another, and where the audit finds them."""

from typing import Any

from django.conf import settings

import writeonce
from caseflow.audit import chain, keys

from .models import Dossier, Event

writeonce.append_only("cases_event", "dossier_id,seq", "dossier_id,prev", "token")


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
        said(event),
        event.prev,
    )
    event.mac = chain.mac(event.alg, key, event.hash)
    dossier.head, dossier.last_at = event.hash, event.at


def said(event: Event) -> dict[str, Any]:
    """The body of a line. What is sealed is not in the facts; the texts count as they stand in the file."""
    return {
        "facts": event.facts,
        "from": event.source,
        "on": event.on.isoformat(),
        "papers": event.papers,
        "role": event.role,
        "skew": event.skew,
        "to": event.target,
        "token": event.token,
    }
