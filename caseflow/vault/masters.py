"""The master keys, by an id made from the key itself: files that lie apart from the data. The last one wraps, all unwrap."""

import base64
import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .ciphers import SECRET


def directory() -> Path:
    return Path(settings.VAULT_DIR)


def key_id(key: bytes) -> str:
    return hashlib.sha256(b"vault-key\n" + key).hexdigest()[:16]


def all_keys() -> dict[str, bytes]:
    """Every master key by its id, read anew each time: a key that was added a moment ago is known at once.

    Raises ImproperlyConfigured where there is none, or a file does not hold 32 bytes in base64.
    """
    found = {}
    for path in sorted(directory().glob("*.key")):
        key = base64.urlsafe_b64decode(path.read_text().strip())
        if len(key) != SECRET:
            raise ImproperlyConfigured(f"{path} must hold {SECRET} bytes in base64.")
        found[key_id(key)] = key
    if not found:
        raise ImproperlyConfigured(f"There is no master key in {directory()}.")
    return found


def current() -> tuple[str, bytes]:
    """The id and the key that new data keys are wrapped with."""
    return list(all_keys().items())[-1]


def master(wanted: str) -> bytes:
    """Raises ImproperlyConfigured where the key of this id is not at hand: nothing is lost, its file must come back."""
    found = all_keys().get(wanted)
    if found is None:
        raise ImproperlyConfigured(f"The master key {wanted} is not in {directory()}.")
    return found


def add() -> str:
    """Make a further master key, from now on the one that wraps, and return its id."""
    directory().mkdir(mode=0o700, parents=True, exist_ok=True)
    numbers = [int(path.stem) for path in directory().glob("*.key") if path.stem.isdigit()]
    key = secrets.token_bytes(SECRET)
    path = directory() / f"{max(numbers, default=0) + 1:04}.key"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        file.write(base64.urlsafe_b64encode(key).decode())
        file.flush()
        os.fsync(file.fileno())
    return key_id(key)
