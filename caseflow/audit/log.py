"""Writes the log of the system: in the transaction of what it tells of, or not at all."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from . import chain, keys

if TYPE_CHECKING:
    from .models import Entry

SYSTEM = "system"


def record(action: str, *, actor: int | None, object: str = "", **body: Any) -> "Entry":
    """Write one entry of the log of the system in the caller's transaction.

    ``action`` is dotted English ("role.granted"), ``actor`` the key of the person or None for the system, ``object``
    what it was done to, ``body`` str, int, bool, None, list and dict only -- never an identity in the clear. The entry
    locks the end of the log until the commit: write it last. Raises TransactionManagementError outside a transaction,
    TypeError or ValueError for a body without an exact form.
    """
    from .models import Entry, Head

    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("What is done and the entry that tells of it are written together.")
    text = chain.body_text(body)
    head = _locked_head(Head)
    at, skew = chain.in_order(timezone.now(), head.at)
    seq, alg, (key_id, key) = head.seq + 1, settings.AUDIT_ALGORITHM, keys.current()
    hash = chain.digest(
        alg, SYSTEM, seq, chain.moment(at), actor, action, object, {"said": text, "skew": skew}, head.hash
    )
    entry = Entry(
        seq=seq,
        at=at,
        actor=actor,
        action=action,
        object=object,
        body=text,
        skew=skew,
        prev=head.hash,
        hash=hash,
        mac=chain.mac(alg, key, hash),
        key_id=key_id,
        alg=alg,
    )
    entry.save()
    Head.objects.filter(pk=SYSTEM).update(seq=seq, hash=hash, at=at)
    return entry


def _locked_head(heads: Any) -> Any:
    found = heads.objects.select_for_update().filter(pk=SYSTEM).first()
    if found is None:
        heads.objects.bulk_create([heads(name=SYSTEM)], ignore_conflicts=True)
        found = heads.objects.select_for_update().get(pk=SYSTEM)
    return found
