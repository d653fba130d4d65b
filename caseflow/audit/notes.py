"""Signed notes (C2SP signed-note) that say where all chains stand (C2SP tlog-checkpoint): text, and Ed25519 below it."""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ED25519 = b"\x01"


class Unsigned(Exception):
    """A note that was not signed with the key it is held against, or was changed afterwards."""


@dataclass(frozen=True)
class Checkpoint:
    """What a note says: the root over ``size`` ends, the number of links under it, and the root before it."""

    number: int
    size: int
    root: bytes
    previous: bytes
    links: int
    at: str

    def text(self, origin: str) -> str:
        lines = [origin, str(self.size), _b64(self.root), f"number {self.number}", f"previous {_b64(self.previous)}"]
        return "\n".join([*lines, f"links {self.links}", f"time {self.at}", ""])


def read(text: str) -> Checkpoint:
    """Raises ValueError for a text that is no checkpoint."""
    _origin, size, root, *more = text.splitlines()
    said = dict(line.split(" ", 1) for line in more)
    return Checkpoint(
        int(said["number"]),
        int(size),
        base64.b64decode(root, validate=True),
        base64.b64decode(said["previous"], validate=True),
        int(said["links"]),
        said["time"],
    )


def sign(text: str) -> str:
    """The note: ``text``, which ends with a line feed, an empty line and the signature."""
    key, name = _key(settings.KEYS_DIR / "checkpoint"), settings.AUDIT_ORIGIN
    signature = _key_hash(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n\u2014 {name} {_b64(signature)}\n"


def opened(note: str, verifier: str = "") -> str:
    """The text of a note that was signed by ``verifier`` (ours by default). Raises Unsigned."""
    name, public = _public(verifier or verifier_key())
    text, found, signatures = note.rpartition("\n\n")
    for line in signatures.splitlines():
        dash, signer, signature = [*line.split(" "), "", "", ""][:3]
        raw = base64.b64decode(signature)
        if found and dash == "\u2014" and signer == name and raw[:4] == _key_hash(name, public):
            try:
                public.verify(raw[4:], f"{text}\n".encode())
            except InvalidSignature:
                raise Unsigned(f"The signature of {name} does not fit the note.") from None
            return f"{text}\n"
    raise Unsigned(f"The note is not signed by {name}.")


def verifier_key() -> str:
    """The public key as those who keep notes hold it: ``name+hash+key``."""
    name, public = settings.AUDIT_ORIGIN, _key(settings.KEYS_DIR / "checkpoint").public_key()
    return f"{name}+{_key_hash(name, public).hex()}+{_b64(ED25519 + public.public_bytes_raw())}"


@lru_cache(maxsize=8)
def _key(directory: Path) -> Ed25519PrivateKey:
    paths = sorted(directory.glob("*.key"))
    if not paths:
        raise ImproperlyConfigured(f"There is no key in {directory}.")
    return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(paths[-1].read_text().strip()))


def _public(verifier: str) -> tuple[str, Ed25519PublicKey]:
    name, _hash, key = verifier.split("+", 2)
    return name, Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:])


def _key_hash(name: str, public: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public.public_bytes_raw()).digest()[:4]


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
