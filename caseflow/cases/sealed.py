"""Text that only the application can read: sealed with AES-256-GCM before it reaches the database."""

import base64
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

PREFIX = "v1:"


@lru_cache(maxsize=1)
def _key() -> AESGCM:
    return AESGCM(base64.urlsafe_b64decode(settings.SEALING_KEY))


def seal(text: str) -> str:
    nonce = os.urandom(12)
    return PREFIX + base64.b64encode(nonce + _key().encrypt(nonce, text.encode(), PREFIX.encode())).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography.exceptions.InvalidTag where the text was changed or the key is another."""
    raw = base64.b64decode(sealed.removeprefix(PREFIX))
    return _key().decrypt(raw[:12], raw[12:], PREFIX.encode()).decode()


class SealedTextField(models.TextField):
    """A text column that holds only what ``seal`` gives."""

    def get_prep_value(self, value: Any) -> Any:
        return seal(value) if value else ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None  # sealed text cannot be searched
