"""Changes the master key while the system works: each file's key is wrapped anew, and both masters are read meanwhile."""

from collections.abc import Iterator

from django.db import transaction

from caseflow import audit

from . import masters, store
from .models import DataKey

BATCH = 200


def waiting() -> Iterator[str]:
    """The keys of files that the current master key does not wrap yet."""
    newest, _key = masters.current()
    last = ""
    while page := list(
        DataKey.objects.filter(parent=None, destroyed_at=None, pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        for pk in page:
            try:
                if store.wrapped_by(pk) != newest:
                    yield pk
            except store.Gone:
                continue
        last = page[-1]


def rotate(most: int | None = None) -> int:
    """Wrap with the current master key what another one wraps, and return how many keys that were.

    Each key by itself, under the lock that its destruction takes too: it may be stopped anywhere and started again.
    ``most`` ends it early.
    """
    done = 0
    for pk in waiting():
        if most is not None and done >= most:
            break
        done += _wrap_anew(pk)
    if done:
        with transaction.atomic():
            audit.record("key.rotated", actor=None, object=f"master:{masters.current()[0]}", files=done)
    return done


def _wrap_anew(pk: str) -> bool:
    with transaction.atomic():
        if not DataKey.objects.select_for_update().filter(pk=pk, destroyed_at=None).exists():
            return False
        store.write(pk, store.secret(pk), store.MASTER, *masters.current())
    return True


def unused() -> list[str]:
    """The ids of master keys that wrap nothing any more: their files may be put away."""
    used = {masters.current()[0]}
    for pk in DataKey.objects.filter(parent=None, destroyed_at=None).values_list("pk", flat=True).iterator():
        try:
            used.add(store.wrapped_by(pk))
        except store.Gone:
            continue
    return [each for each in masters.all_keys() if each not in used]
