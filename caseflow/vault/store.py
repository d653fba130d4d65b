"""Where the data keys lie: each wrapped, a file of its own beside the master keys, outside the database and its backups."""

import base64
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from . import masters
from .ciphers import SECRET, decrypt, encrypt
from .models import DataKey

MASTER, KEY = "master", "key"  # what a key is wrapped by


class Gone(Exception):
    """The key has been destroyed: what was sealed with it is erased for good."""


def make(file: str) -> DataKey:
    """A new key of a person in ``file`` (its reference), in the caller's transaction; that of the file where it has none.

    The wrapped key is on the disk before the row: a transaction that is rolled back leaves a key of nothing. Raises
    Gone where the key of the file has been destroyed.
    """
    parent, made = DataKey.objects.get_or_create(file=file, parent=None)
    if made:
        write(parent.pk, secrets.token_bytes(SECRET), MASTER, *masters.current())
    person = DataKey(file=file, parent=parent)
    write(person.pk, secrets.token_bytes(SECRET), KEY, parent.pk, secret(parent.pk))
    person.save(force_insert=True)
    return person


def secret(key_id: str) -> bytes:
    """The data key itself. Raises Gone where it or the one that wraps it was destroyed, Altered where the file was changed."""
    path = path_of(key_id)
    try:
        held = json.loads(path.read_text())
    except FileNotFoundError:
        raise Gone(key_id) from None
    wrapping = masters.master(held["by"]) if held["kind"] == MASTER else secret(held["by"])
    return decrypt(held["alg"], wrapping, base64.b64decode(held["box"]), _about(key_id, held["kind"], held["by"]))


def wrapped_by(key_id: str) -> str:
    """The id of the key that wraps it. Raises Gone."""
    try:
        return json.loads(path_of(key_id).read_text())["by"]
    except FileNotFoundError:
        raise Gone(key_id) from None


def write(key_id: str, data_key: bytes, kind: str, by: str, wrapping: bytes) -> None:
    """Wrap a data key and put it in its place, whole or not at all."""
    alg = settings.VAULT_ALGORITHM
    box = encrypt(alg, wrapping, data_key, _about(key_id, kind, by))
    path = path_of(key_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # readable by its owner alone
    with os.fdopen(handle, "w") as file:
        json.dump({"alg": alg, "kind": kind, "by": by, "box": base64.b64encode(box).decode()}, file)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    _sync(path.parent)


def remove(key_id: str) -> bool:
    """Overwrite and remove a wrapped key; whether it was there."""
    path = path_of(key_id)
    try:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    _sync(path.parent)
    return True


def present() -> Iterator[str]:
    """The ids of the keys that lie in the store."""
    return (path.name for path in (masters.directory() / "data").glob("??/[!.]*"))


def path_of(key_id: str) -> Path:
    if not key_id.isalnum():
        raise ValueError("Not the id of a key.")
    return masters.directory() / "data" / key_id[:2] / key_id


def _about(key_id: str, kind: str, by: str) -> str:
    return f"key|{key_id}|{kind}|{by}"


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
