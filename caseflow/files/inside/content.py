"""What a file is by its content, and what travels along in it under another name."""

import mmap
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import filetype

from ..names import KINDS
from .process import Finding

PICTURES = frozenset({"jpg", "png", "gif", "webp", "bmp", "tif"})
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
ZIP, ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Only scanners look for it; it is written in two halves, so that none of them stumbles over this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MARKUP = re.compile(rb"<(!doctype\s|html|head|body|script|svg|iframe|img\s|\?xml)", re.IGNORECASE)
FRONT, BACK = 1024, 66_000  # bytes in which readers of other formats look for their beginning and their end


@contextmanager
def bytes_of(file: IO[bytes]) -> Iterator[mmap.mmap]:
    """The whole file without reading it into memory."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        yield mapped


def kind_of(file: IO[bytes], extension: str) -> str:
    """What the content is. Raises Finding where that is not what the extension says."""
    with bytes_of(file) as mapped:
        if mapped.find(EICAR) >= 0:
            raise Finding("virus")
        head = mapped[:8192]
    kind = _kind(file, head)
    if kind not in KINDS[extension]:
        raise Finding("broken" if extension in OFFICE and head.startswith(ZIP) and not kind else "mismatch")
    return "zip" if extension == "zip" else kind


def _kind(file: IO[bytes], head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(OLE):
        return "ole"
    if head.startswith((ZIP, ZIP_END)):
        return _archive_kind(file)
    if guessed := filetype.guess_extension(head):
        return str(guessed)
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()):
        return "markup"
    return "txt" if is_text(head) else ""


def _archive_kind(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            found = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError):
        return ""
    if "[Content_Types].xml" not in found:
        return "zip"
    return next((kind for kind, part in OFFICE.items() if part in found), "zip")


def is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 4 if len(head) > 4096 else None].decode(encoding)
        except UnicodeDecodeError as wrong:
            if wrong.start < len(head) - 8:
                continue
        return True
    return False


def passenger(file: IO[bytes], kind: str) -> str:
    """The code of a file that is also one of another format, for a reader that looks elsewhere in it."""
    if kind not in PICTURES | {"pdf", "mp3", "mp4", "ole"}:
        return ""
    with bytes_of(file) as mapped:
        front, back = mapped[:FRONT], mapped[-BACK:]
    last = back.rfind(b"%%EOF")
    behind = back[last:] if kind == "pdf" and last >= 0 else back[-FRONT:]
    if ZIP_END in back or MARKUP.search(front) or MARKUP.search(behind):
        return "polyglot"
    return "polyglot" if kind != "pdf" and b"%PDF-" in front else ""
