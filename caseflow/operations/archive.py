"""A sealed stream: what is written into it can be read only with a key that does not lie in it, and not be cut unseen.

AES-256-GCM in chunks of a megabyte (the STREAM construction): each chunk is numbered and the last one says so, hence
chunks can neither be changed, exchanged nor left off. The key of a file is derived from the master key and a salt of its own.
"""

import json
import os
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"caseflow-backup-1\n"
CHUNK = 1 << 20  # bytes
TAG = 16


class Damaged(Exception):
    """The file is not what was written, or the key is another one."""


class Writer:
    """A file to write to, in the manner of a pipe; ``close`` makes it whole."""

    def __init__(self, file: IO[bytes], key: bytes, key_id: str):
        salt = os.urandom(16)
        self._header = json.dumps({"key": key_id, "salt": salt.hex()}, sort_keys=True).encode() + b"\n"
        self._file, self._seal = file, _cipher(key, salt)
        self._number, self._waiting = 0, bytearray()
        file.write(MAGIC + self._header)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._chunk(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._chunk(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _chunk(self, plain: bytes, last: bool) -> None:
        self._file.write(self._seal.encrypt(_nonce(self._number, last), plain, self._header))
        self._number += 1


class Reader:
    """What was written, as a stream. Raises Damaged at the first byte that is not as it was."""

    def __init__(self, file: IO[bytes], keys: dict[str, bytes]):
        if file.read(len(MAGIC)) != MAGIC:
            raise Damaged("not a backup of Caseflow")
        self._header = file.readline(1000)
        head = _parsed(self._header)
        if head["key"] not in keys:
            raise Damaged(f"sealed with the key {head['key']}, which is not here")
        self._file, self._open = file, _cipher(keys[head["key"]], bytes.fromhex(head["salt"]))
        self._number, self._waiting, self._ended = 0, b"", False
        self._next = file.read(CHUNK + TAG)

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._waiting) < size):
            self._waiting += self._chunk()
        size = len(self._waiting) if size < 0 else size
        found, self._waiting = self._waiting[:size], self._waiting[size:]
        return found

    def _chunk(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + TAG)
        self._ended = not self._next
        try:
            plain = self._open.decrypt(_nonce(self._number, self._ended), sealed, self._header)
        except InvalidTag:
            raise Damaged(f"altered or cut at chunk {self._number}") from None
        self._number += 1
        return plain


def _parsed(header: bytes) -> dict[str, Any]:
    try:
        head = json.loads(header)
        return {"key": str(head["key"]), "salt": str(head["salt"])}
    except (ValueError, KeyError, TypeError):
        raise Damaged("its first line is altered") from None


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=MAGIC).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def put_in_place(partial: Path, final: Path) -> None:
    """The whole file under its name, or nothing; on return it is on the disk."""
    partial.replace(final)
    handle = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
