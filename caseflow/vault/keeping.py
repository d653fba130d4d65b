"""Seals texts, and unseals them: the one place where they exist in clear, and only after the record of it is committed."""

import hmac
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from caseflow import audit

from . import store
from .ciphers import SECRET, Altered, decrypt, derived, encrypt
from .fields import Sealed
from .models import SealedRow, Word

CONTENT = "content"  # what a box of content is bound to; its key is used for nothing else
BETWEEN_WORDS = re.compile(r"[\s,，、;；:：/|（）()]+")


def with_key(row: SealedRow, file: str) -> None:
    """Save ``row`` with a key of its own, though nothing is known of it yet. Needs a transaction."""
    if row.key is None:
        row.key = store.make(file)
    row.save()


def keep(row: SealedRow, file: str, **texts: str) -> None:
    """Save ``row`` with ``texts`` sealed, for the file with the reference ``file``; an empty text stays empty.

    Needs a transaction. A row of which nothing is known gets no key.
    """
    known = {name: text for name, text in texts.items() if text}
    if unknown := known.keys() - set(row.sealed_names()):
        raise TypeError(f"{sorted(unknown)} of {row._meta.label} are not sealed.")
    if known and row.key is None:
        row.key = store.make(file)
    row.save()
    if not known:
        return
    key_id = str(row.key_id)  # type: ignore[attr-defined]
    secret, alg = store.secret(key_id), settings.VAULT_ALGORITHM
    for name, text in known.items():
        setattr(row, name, Sealed(alg, key_id, encrypt(alg, secret, text.encode(), _about(row, name, key_id))))
        if row._meta.get_field(name).searched:  # type: ignore[union-attr]
            _index(key_id, name, secret, text)
    row.save(update_fields=list(known))


def unseal(row: SealedRow, *, actor: int, object: str, permit: Callable[[], dict[str, Any]]) -> dict[str, str]:
    """The sealed texts of a row in clear, by column.

    First, in one transaction of its own, ``permit`` is asked -- it raises where this may not be, and returns what the
    record is to say of the ground -- and the entry of the audit is committed. Only then is anything opened: whatever
    happens in between, nothing is seen that no entry tells of. Raises RuntimeError inside another transaction, which
    could still undo the entry; Gone where the key was destroyed; Altered where the text was changed.
    """
    names = list(row.sealed())
    with transaction.atomic(durable=True):
        said = permit()
        audit.record("identity.unsealed", actor=actor, object=object, columns=names, **said)
    return {name: _opened(row, name) for name in names}


def record_work(*, actor: int | None, object: str, columns: list[str], **said: Any) -> None:
    """The entry of the audit for texts that the program itself works with, in the caller's transaction; shown to nobody."""
    audit.record("identity.worked_with", actor=actor, object=object, columns=columns, **said)


def opened_for_work(row: SealedRow, name: str) -> str:
    """One sealed text for what the program makes of it, after ``record_work``: a file for a bank, a check digit.

    Whoever shows it to a person unseals it. Raises Gone where the key was destroyed, Altered where it was changed.
    """
    return _opened(row, name)


def seal_key(row: SealedRow, content_key: bytes, about: str) -> Sealed:
    """The key of some content, sealed with the key of ``row``: erasing the person erases the content too."""
    key_id, alg = str(row.key_id), settings.VAULT_ALGORITHM  # type: ignore[attr-defined]
    return Sealed(alg, key_id, encrypt(alg, store.secret(key_id), content_key, f"content|{about}|{key_id}"))


def unseal_content(
    held: Sealed, box: bytes, about: str, *, actor: int, object: str, permit: Callable[[], dict[str, Any]]
) -> bytes:
    """Content whose key is sealed in ``held``. The record is committed first, as in ``unseal``, and raises alike."""
    with transaction.atomic(durable=True):
        said = permit()
        audit.record("identity.unsealed", actor=actor, object=object, columns=["content"], **said)
    content_key = decrypt(held.alg, store.secret(held.key_id), held.box, f"content|{about}|{held.key_id}")
    return decrypt(held.alg, content_key, box, CONTENT)


def box_of(content: bytes) -> tuple[bytes, bytes]:
    """A fresh key, and ``content`` sealed with it: the box may lie anywhere, the key goes to ``seal_key``."""
    content_key = os.urandom(SECRET)
    return content_key, encrypt(settings.VAULT_ALGORITHM, content_key, content, CONTENT)


def _opened(row: SealedRow, name: str) -> str:
    held: Sealed = getattr(row, name)
    if held.key_id != row.key_id:  # type: ignore[attr-defined]
        raise Altered(f"{row._meta.label} {row.pk} {name}")
    return decrypt(held.alg, store.secret(held.key_id), held.box, _about(row, name, held.key_id)).decode()


def _about(row: SealedRow, name: str, key_id: str) -> str:
    return f"{row._meta.db_table}|{name}|{row.pk}|{key_id}"


# --- the blind index


def occurs(row: SealedRow, name: str, texts: Iterable[str]) -> list[bool]:
    """Whether a word of a sealed text stands in each of ``texts``; found by the index, nothing is opened.

    A person who was erased occurs nowhere.
    """
    texts = list(texts)
    held = list(Word.objects.filter(key=row.key_id, column=name).values_list("length", "mac"))  # type: ignore[attr-defined]
    try:
        key = _index_key(store.secret(str(row.key_id)), name) if held else b""  # type: ignore[attr-defined]
    except store.Gone:
        held = []
    lengths, macs = {length for length, _mac in held}, {mac for _length, mac in held}
    known: dict[str, bool] = {}

    def stands(part: str) -> bool:
        if part not in known:
            known[part] = _mac(key, part) in macs
        return known[part]

    return [any(stands(part) for length in lengths for part in _windows(text, length)) for text in texts]


def _windows(text: str, length: int) -> set[str]:
    return {text[at : at + length] for at in range(len(text) - length + 1)}


def _index(key_id: str, name: str, secret: bytes, text: str) -> None:
    key = _index_key(secret, name)
    words = {word for word in BETWEEN_WORDS.split(text) if len(word) > 1}
    Word.objects.filter(key=key_id, column=name).delete()
    Word.objects.bulk_create(
        Word(key_id=key_id, column=name, length=len(word), mac=_mac(key, word)) for word in sorted(words)
    )


def _index_key(secret: bytes, name: str) -> bytes:
    """Of the person's own key: destroyed with it, no copy of the index tells a guess from another."""
    return derived(secret, f"index|{name}")


def _mac(key: bytes, word: str) -> str:
    return hmac.digest(key, word.encode(), "sha256").hex()
