"""Erases by destroying keys: what was sealed with them is unreadable here and in every older copy of the data."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from caseflow import audit
from outbox.jobs import every

from . import store
from .models import DataKey, Word


def destroy(keys: Iterable[str], *, actor: int | None, ground: str) -> list[str]:
    """Destroy data keys, and with the key of a file those of its persons; the ids of those that lived until now.

    In the caller's transaction the rows say so, the blind index goes and the audit is written; the keys themselves are
    removed right after the commit, or by the clock where the machine stopped in between.
    """
    wanted = list(keys)
    alive = DataKey.objects.select_for_update().filter(Q(pk__in=wanted) | Q(parent__in=wanted), destroyed_at=None)
    found = list(alive.order_by("pk"))
    ids = [each.pk for each in found]
    DataKey.objects.filter(pk__in=ids).update(destroyed_at=timezone.now(), ground=ground)
    Word.objects.filter(key__in=ids).delete()
    for each in found:
        audit.record("key.destroyed", actor=actor, object=f"key:{each.pk}", file=each.file, ground=ground)
    for pk in ids:
        transaction.on_commit(partial(store.remove, pk))
    return ids


def settle() -> int:
    """Remove the keys that were destroyed and lie in the store all the same: after a crash, or an older copy put back."""
    present = list(store.present())
    removed = 0
    for at in range(0, len(present), 500):
        gone = DataKey.objects.filter(pk__in=present[at : at + 500]).exclude(destroyed_at=None)
        removed += sum(store.remove(pk) for pk in gone.values_list("pk", flat=True))
    return removed


@every(timedelta(hours=1), "vault.settle")
def settle_by_the_clock(payload: dict[str, Any]) -> None:
    settle()
