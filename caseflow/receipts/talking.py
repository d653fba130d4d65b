"""What is said between an office and whoever holds a receipt: read by both, written once."""

from typing import Any

from caseflow.cases.models import Dossier, Event

from .models import Message, Receipt


def has_receipt(dossier: Dossier) -> bool:
    return Receipt.objects.filter(dossier=dossier).exists()


def say(dossier: Dossier, text: str, *, by: Any, at: Any, event: Event | None = None) -> Message:
    """Keep a message, in the caller's transaction. ``by`` None is whoever holds the receipt."""
    return Message.objects.create(dossier=dossier, text=text, by=by, inward=by is None, at=at, event=event)


def unanswered(dossier: Dossier) -> bool:
    """Whether the last word is theirs."""
    last = dossier.messages.order_by("-pk").first()
    return last is not None and last.inward
