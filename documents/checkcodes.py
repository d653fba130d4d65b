"""The short code printed on papers that go outside: who holds the paper can ask whether it was issued as it is."""

import hashlib
import re

from documents.models import Document

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32, none that looks like another
LENGTH = 8  # 40 bits, asked for ten times an hour at most


def check_code(kind: str, number: str, context_sha256: str) -> str:
    """``7K3M-92QF``: follows from what was frozen, so that whoever alters the content cannot keep it."""
    digest = int.from_bytes(hashlib.sha256(f"check\n{kind}\n{number}\n{context_sha256}".encode()).digest())
    code = "".join(LETTERS[digest >> 5 * place & 31] for place in range(LENGTH))
    return f"{code[:4]}-{code[4:]}"


def code_of(document: Document) -> str:
    """The code of a paper that goes outside under a number; empty for any other."""
    if not document.definition.outgoing or not document.number:
        return ""
    return check_code(document.kind, document.number, document.context_sha256)


def plain(typed: str) -> str:
    """A code as somebody types it, without signs between and in capitals."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())
