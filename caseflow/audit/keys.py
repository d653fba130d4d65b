"""The keys of the audit chains, by an id made from the key itself: a lost key is told apart from a forged entry."""

import base64
import hashlib
import hmac
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SIZE = 32  # bytes


def key_id(key: bytes) -> str:
    return hashlib.sha256(b"audit-key\n" + key).hexdigest()[:16]


@lru_cache(maxsize=8)
def _read(directory: Path) -> dict[str, bytes]:
    found = {}
    for path in sorted(directory.glob("*.key")):
        key = base64.urlsafe_b64decode(path.read_text().strip())
        if len(key) != SIZE:
            raise ImproperlyConfigured(f"{path} must hold {SIZE} bytes in base64.")
        found[key_id(key)] = key
    return found


def all_keys() -> dict[str, bytes]:
    """Every key by its id; the last one writes. A key is changed by a further file with a later name.

    Raises ImproperlyConfigured where there is none.
    """
    found = _read(settings.KEYS_DIR / "audit")
    if not found:
        raise ImproperlyConfigured(f"There is no key in {settings.KEYS_DIR / 'audit'}.")
    return found


def current() -> tuple[str, bytes]:
    """The id and the key that new entries are written with."""
    return list(all_keys().items())[-1]


def fingerprints(text: str) -> list[str]:
    """What stands for ``text`` in the log, under each key; the last is the one that is written."""
    return [hmac.digest(key, b"text\n" + text.encode(), "sha256").hex() for key in all_keys().values()]
