"""Archives and office documents: looked through without unpacking them anywhere, and the words of a document as a copy."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.sax import ContentHandler
from xml.sax import SAXException as WrongXml

from defusedxml import DefusedXmlException
from defusedxml import sax as defused

from . import texts
from .content import EICAR, ZIP
from .process import Finding

ENTRIES = 1000
UNPACKED = 200 * 1024 * 1024  # bytes
RATIO = 100
SMALL = 1024 * 1024  # bytes of which no ratio is asked
HEADER = 30  # bytes before the name of an entry
ROWS = 10_000
WRONG = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, UnicodeError)
PACKED = re.compile(r"\.(zip|7z|rar|gz|bz2|xz|tar|jar|war|apk|cab|iso)$", re.IGNORECASE)
OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)


def examine(file: IO[bytes], kind: str, copy: IO[bytes]) -> tuple[str, str]:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _listed(archive, file.seek(0, 2))
            code = "encrypted" if any(each.flag_bits & 1 for each in archive.infolist()) else ""
            code = code or _read_through(archive, kind)
            if kind == "zip" or code == "encrypted":
                return code, ""
            return code or _words(archive, kind, copy), "text/plain"
    except WRONG:
        return "damaged", ""


def _listed(archive: zipfile.ZipFile, size: int) -> None:
    """Raises Finding for what its list says."""
    entries = archive.infolist()
    total = sum(each.file_size for each in entries)
    if len(entries) > ENTRIES or total > UNPACKED or total > max(SMALL, size * RATIO):
        raise Finding("bomb")
    found = [each.filename for each in entries]
    if len(set(found)) < len(found) or any(map(_leads_out, entries)):
        raise Finding("structure")
    places = sorted(entries, key=lambda each: each.header_offset)
    ends = [each.header_offset + HEADER + len(each.filename.encode()) + each.compress_size for each in places]
    starts = [each.header_offset for each in places[1:]] + [archive.start_dir]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise Finding("bomb")  # entries that lie in each other
    if any("vbaproject" in name.lower() or name.startswith("xl/externalLinks/") for name in found):
        raise Finding("macros")


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename.replace("\\", "/")
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return link or name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/")


def _read_through(archive: zipfile.ZipFile, kind: str) -> str:
    """The code of what lies in it; every byte is read once, as many as the list says. Raises Finding, WRONG."""
    code, left = "", UNPACKED
    for entry in archive.infolist():
        parsed = kind != "zip" and entry.filename.endswith((".xml", ".rels"))
        with archive.open(entry) as part:
            start = part.read(4096)
            if start.startswith(ZIP) or PACKED.search(entry.filename):
                if kind == "zip" or not entry.filename.split("/")[0] in {"word", "xl"}:
                    raise Finding("nested")
                code = "active"
            rest = start
            while rest:
                if EICAR in rest:
                    raise Finding("virus")
                left -= len(rest)
                if left < 0:
                    raise Finding("bomb")
                rest = part.read(1 << 20)
        if parsed:
            code = _xml(archive, entry) or code
    return code


def _xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with archive.open(entry) as part:
        try:
            defused.parse(part, ContentHandler(), forbid_dtd=True)
        except DefusedXmlException:
            raise Finding("structure") from None
        except WrongXml:
            return "damaged"
    if not entry.filename.endswith(".rels"):
        return ""
    told = archive.read(entry)
    leading = [each for each in told.split(b"<Relationship") if OUTSIDE.search(each)]
    return "active" if any(b"/hyperlink" not in each for each in leading) else ""


# The words of a document


class Words(ContentHandler):
    """Collects what stands in elements of one name; others end a piece."""

    def __init__(self, inside: set[str], breaks: dict[str, str], without: set[str]):
        super().__init__()
        self.inside, self.breaks, self.without = inside, breaks, without
        self.found: list[str] = []
        self.open, self.shut = 0, 0

    def startElement(self, name: str, attrs: Any) -> None:
        self.shut += name in self.without
        self.open += name in self.inside

    def endElement(self, name: str) -> None:
        self.shut -= name in self.without
        self.open -= name in self.inside
        if name in self.breaks:
            self.found.append(self.breaks[name])

    def characters(self, content: str) -> None:
        if self.open and not self.shut:
            self.found.append(content)


class Table(ContentHandler):
    """The cells of one sheet, row by row; ``shared`` are the texts that cells point to."""

    def __init__(self, shared: list[str]):
        super().__init__()
        self.shared, self.lines = shared, []  # type: tuple[list[str], list[str]]
        self.row: list[str] = []
        self.value, self.kind, self.inside = "", "", False

    def startElement(self, name: str, attrs: Any) -> None:
        if name == "c":
            self.value, self.kind = "", attrs.get("t", "")
        self.inside = self.inside or name in {"v", "t"}

    def characters(self, content: str) -> None:
        if self.inside:
            self.value += content

    def endElement(self, name: str) -> None:
        if name in {"v", "t"}:
            self.inside = False
        elif name == "c":
            at = int(self.value) if self.kind == "s" and self.value.isdecimal() else -1
            self.row.append(self.shared[at] if 0 <= at < len(self.shared) else self.value)
        elif name == "row":
            if len(self.lines) < ROWS:
                self.lines.append("\t".join(self.row))
            self.row = []


def _parsed(archive: zipfile.ZipFile, part: str, handler: ContentHandler) -> None:
    if part in archive.namelist():
        with archive.open(part) as content:
            defused.parse(content, handler, forbid_dtd=True)


def _words(archive: zipfile.ZipFile, kind: str, copy: IO[bytes]) -> str:
    """Write the words as text; the code where that fails."""
    try:
        text = "\n\n".join(_document(archive) if kind == "docx" else _sheets(archive))
    except (*WRONG, WrongXml, DefusedXmlException):
        return "damaged"
    texts.write(text or "\n", copy)
    return ""


def _document(archive: zipfile.ZipFile) -> Iterator[str]:
    words = Words({"w:t"}, {"w:p": "\n", "w:tab": "\t", "w:br": "\n", "w:tc": "\t"}, {"w:del", "w:moveFrom"})
    _parsed(archive, "word/document.xml", words)
    yield "".join(words.found)


def _sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    words = Words({"t"}, {"si": "\0"}, {"rPh"})
    _parsed(archive, "xl/sharedStrings.xml", words)
    shared = "".join(words.found).split("\0")[:-1]
    for part in sorted(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)):
        table = Table(shared)
        _parsed(archive, part, table)
        yield "\n".join(table.lines)
