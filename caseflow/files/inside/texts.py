"""Texts, shown as nothing but text."""

import codecs
import re
from typing import IO

from .process import Finding

MOST = 2 * 1024 * 1024  # bytes of which a copy is made
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ud800-\udfff]")


def examine(file: IO[bytes], kind: str, copy: IO[bytes]) -> tuple[str, str]:
    file.seek(0)
    head = file.read(MOST)
    chunk = head
    while not chunk.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        if not (chunk := file.read(1 << 20)):
            raise Finding("blank")
    write(decoded(head), copy)
    return "", "text/plain"


def decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        if wrong.start >= len(content) - 4:  # the copy ends in the middle of a character
            return content[: wrong.start].decode("utf-8-sig")
        return content.decode("gb18030", "replace")


def write(text: str, copy: IO[bytes]) -> None:
    """The text in UTF-8, without signs that nobody sees."""
    copy.write(_HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).encode())
