"""What an uploaded file really is, and why some files are not taken: a file is judged by its content, not by its name."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO

import filetype
from django.utils.translation import gettext as _

from caseflow.cases.text import tidy

MAX_NAME = 200  # characters
MAX_PIXELS = 250_000_000
MAX_ENTRIES = 10_000
MAX_UNPACKED = 500 * 1024 * 1024  # bytes

# Which contents may stand behind which extension; the names are those of the filetype library.
KINDS: dict[str, frozenset[str]] = {
    "pdf": frozenset({"pdf"}),
    "jpg": frozenset({"jpg"}),
    "jpeg": frozenset({"jpg"}),
    "png": frozenset({"png"}),
    "gif": frozenset({"gif"}),
    "webp": frozenset({"webp"}),
    "bmp": frozenset({"bmp"}),
    "tif": frozenset({"tif"}),
    "tiff": frozenset({"tif"}),
    "heic": frozenset({"heic"}),
    "mp3": frozenset({"mp3"}),
    "m4a": frozenset({"m4a", "mp4"}),
    "aac": frozenset({"aac"}),
    "amr": frozenset({"amr"}),
    "wav": frozenset({"wav"}),
    "ogg": frozenset({"ogg"}),
    "mp4": frozenset({"mp4", "m4v", "m4a", "mov", "3gp"}),
    "m4v": frozenset({"mp4", "m4v"}),
    "mov": frozenset({"mov", "mp4"}),
    "avi": frozenset({"avi"}),
    "3gp": frozenset({"3gp", "mp4"}),
    "mkv": frozenset({"mkv"}),
    "doc": frozenset({"doc"}),
    "xls": frozenset({"xls", "doc"}),
    "docx": frozenset({"docx"}),
    "xlsx": frozenset({"xlsx"}),
    "txt": frozenset({"txt"}),
    "csv": frozenset({"txt"}),
}
PICTURES = frozenset({"jpg", "png", "gif", "webp", "bmp", "tif"})
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ZIP_END = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"^\s*(<!doctype|<html|<head|<body|<script|<svg|<\?xml|<iframe|<img)", re.IGNORECASE)
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069/:*?"<>|\\]')


def clean_name(name: str) -> str:
    """The name under which a file may be given back: no path, no hidden signs, at most ``MAX_NAME`` characters."""
    name = re.split(r"[/\\]", name)[-1]
    name = _RESERVED.sub(r"_\1", _UNSAFE.sub("", tidy(name)).strip(" ."))
    if len(name) > MAX_NAME:
        suffix = PurePosixPath(name).suffix[:20]
        name = name[: MAX_NAME - len(suffix)] + suffix
    return name or _("未命名文件")


def extension(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def file_kind(file: IO[bytes]) -> str:
    """What the content is: an extension of the filetype library, "txt", "markup", or an empty string if unknown."""
    head = _read(file, 0, 8192)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_OLE):
        return "doc"  # Word and Excel of before 2007 share one container
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    if guessed := filetype.guess_extension(head):
        return guessed
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "markup"
    return "txt" if _is_text(head) else ""


def problem(name: str, file: IO[bytes]) -> str:
    """Why the file is not taken, as a sentence; empty where it is."""
    facts = {"name": name, "extension": extension(name)}
    wanted = KINDS.get(extension(name))
    if wanted is None:
        return (
            _(
                "不收“%(name)s”这种格式的文件，请转成 PDF、图片（jpg、png）、录音（mp3）、录像（mp4）、docx、xlsx 或者 txt 再上传。"
            )
            % facts
        )
    kind = file_kind(file)
    if kind not in wanted:
        return _("“%(name)s”的内容不是 %(extension)s 文件，可能改过扩展名或者已经损坏，请上传原始文件。") % facts
    if kind == "txt" and _is_blank(file):
        return _("“%(name)s”里没有内容，请检查后重新上传。") % facts
    if kind in PICTURES | {"pdf"} and _ZIP_END in _tail(file):
        return _("“%(name)s”里面还夹带着一个压缩包，为安全起见不收，请上传原始文件。") % facts
    if kind in PICTURES:
        return _picture_problem(file) % facts
    return _office_problem(file) % facts if kind in OFFICE else ""


def _read(file: IO[bytes], start: int, size: int) -> bytes:
    file.seek(start)
    try:
        return file.read(size)
    finally:
        file.seek(0)


def _tail(file: IO[bytes], size: int = 66_000) -> bytes:
    file.seek(0, 2)
    return _read(file, max(0, file.tell() - size), size)


def _is_text(head: bytes) -> bool:
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


def _is_blank(file: IO[bytes]) -> bool:
    for start in range(0, 1 << 30, 1 << 20):
        chunk = _read(file, start, 1 << 20)
        if chunk.strip(b" \t\r\n\x00\xef\xbb\xbf"):
            return False
        if len(chunk) < 1 << 20:
            return True
    return True


def _picture_problem(file: IO[bytes]) -> str:
    from PIL import Image

    try:
        with Image.open(file) as picture:
            width, height = picture.size
    except Image.DecompressionBombError:
        width = height = MAX_PIXELS
    except (OSError, SyntaxError, ValueError, struct.error, EOFError):  # what Pillow raises for damaged pictures
        return _("“%(name)s”打不开，可能没有传完整，请重新上传。")
    finally:
        file.seek(0)
    if width * height > MAX_PIXELS:
        return _("“%(name)s”的像素太大，打不开，请缩小后再上传。")
    return ""


def _office_kind(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((kind for kind, part in OFFICE.items() if part in names), "zip")


def _office_problem(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                return _("“%(name)s”展开后太大，不收，请另存为较小的文件再上传。")
            if len(set(names)) < len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
                return _("“%(name)s”的内部结构不正常，不收，请用办公软件打开后另存一份再上传。")
            if any(entry.flag_bits & 1 for entry in entries):
                return _("“%(name)s”加了密码，打不开，请去掉密码后再上传。")
            if any("vbaproject" in name.lower() or name.startswith("xl/externalLinks/") for name in names):
                return _("“%(name)s”带有宏或者外部链接，不收，请另存为 PDF 再上传。")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        start = part.read(2048).replace(b"\x00", b"")
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        return _("“%(name)s”的内部结构不正常，不收，请用办公软件打开后另存一份再上传。")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return _("“%(name)s”打不开，可能没有传完整，请重新上传。")
    finally:
        file.seek(0)
    return ""
