"""The two ciphers a value may be sealed with: AES-256-GCM, and SM4-GCM where a county must use the national algorithms."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET, NONCE, TAG = 32, 12, 16  # bytes


class Altered(Exception):
    """What lies here is not what was sealed here, or was sealed with another key."""


@dataclass(frozen=True)
class _Algorithm:
    cipher: Callable[[bytes], algorithms.AES | algorithms.SM4]
    size: int  # bytes of its key
    hash: Callable[[], hashes.HashAlgorithm]  # from which its key is derived


ALGORITHMS = {
    "aes256gcm": _Algorithm(algorithms.AES, 32, hashes.SHA256),
    "sm4gcm": _Algorithm(algorithms.SM4, 16, hashes.SM3),
}


def derived(secret: bytes, use: str, alg: str = "aes256gcm") -> bytes:
    """The key of ``secret`` (32 bytes) for one use alone, of the size that ``alg`` takes."""
    known = ALGORITHMS[alg]
    return HKDF(known.hash(), known.size, salt=None, info=f"caseflow|{alg}|{use}".encode()).derive(secret)


def encrypt(alg: str, secret: bytes, text: bytes, about: str) -> bytes:
    """``text`` under ``secret``, bound to ``about``: a nonce, what it became, and the tag. Raises KeyError for an ``alg``."""
    nonce = os.urandom(NONCE)
    box = Cipher(ALGORITHMS[alg].cipher(derived(secret, "seal", alg)), modes.GCM(nonce)).encryptor()
    box.authenticate_additional_data(about.encode())
    return nonce + box.update(text) + box.finalize() + box.tag


def decrypt(alg: str, secret: bytes, box: bytes, about: str) -> bytes:
    """What was encrypted. Raises Altered where a bit of it, the key, or what it is about is another."""
    if alg not in ALGORITHMS or len(box) < NONCE + TAG:
        raise Altered(about)
    nonce, text, tag = box[:NONCE], box[NONCE:-TAG], box[-TAG:]
    opened = Cipher(ALGORITHMS[alg].cipher(derived(secret, "seal", alg)), modes.GCM(nonce, tag)).decryptor()
    opened.authenticate_additional_data(about.encode())
    try:
        return opened.update(text) + opened.finalize()
    except InvalidTag:
        raise Altered(about) from None
