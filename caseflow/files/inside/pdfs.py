"""PDF: what acts by itself is noticed; the copy holds the pages and nothing that acts, leads out or names an author."""

from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from .process import Finding

PAGES = 2000
DEPTH = 60
OF_CATALOG = {"/Type", "/Pages", "/OCProperties", "/Version"}
OF_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit", "/Group"}
ACTING = {"/JS", "/JavaScript", "/XFA", "/EmbeddedFiles", "/EF", "/Launch", "/RichMedia", "/AA"}
ACTS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound"}
TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Ref", "/Measure", "/PtData")
WRONG = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


def examine(file: IO[bytes], kind: str, copy: IO[bytes]) -> tuple[str, str]:
    file.seek(0)
    try:
        with pikepdf.open(cast(BinaryIO, file), suppress_warnings=True) as pdf:
            return _examined(pdf, copy)
    except pikepdf.PasswordError:
        return "encrypted", ""
    except (*WRONG, RecursionError):
        return "damaged", ""


def _examined(pdf: Pdf, copy: IO[bytes]) -> tuple[str, str]:
    if len(pdf.pages) > PAGES:
        raise Finding("pages")
    if not len(pdf.pages):
        return "damaged", ""
    code = "active" if any(map(_acts, _dictionaries(pdf))) else ""
    code = code or ("damaged" if pdf.get_warnings() else "")
    try:
        _bare(pdf)
        pdf.save(
            cast(BinaryIO, copy), stream_decode_level=pikepdf.StreamDecodeLevel.none, static_id=True, encryption=False
        )
    except (*WRONG, RecursionError):
        copy.seek(0)
        copy.truncate()
        return code or "damaged", ""
    return code, "application/pdf"


def _dictionaries(pdf: Pdf) -> Iterator[Any]:
    """Every dictionary of the file, also those within others."""
    for each in pdf.objects:
        yield from _within(each, DEPTH)
    yield pdf.trailer


def _within(found: Any, depth: int) -> Iterator[Any]:
    if depth == 0 or not isinstance(found, (Dictionary, Stream, Array)):
        return
    values: list[Any] = list(found) if isinstance(found, Array) else [value for _key, value in found.items()]
    if not isinstance(found, Array):
        yield found
    for value in values:
        if isinstance(value, Object) and not value.is_indirect:
            yield from _within(value, depth - 1)


def _acts(found: Any) -> bool:
    keys = set(found.keys())
    if keys & ACTING:
        return True
    return "/S" in keys and isinstance(found["/S"], Name) and str(found["/S"]) in ACTS


def _bare(pdf: Pdf) -> None:
    """Leave the pages as they look, with what was filled in and stamped on them; what is not reached is not saved."""
    pdf.flatten_annotations("all")
    _keep(pdf.Root, OF_CATALOG)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for page in pdf.pages:
        _keep(page.obj, OF_PAGE)
    for each in _dictionaries(pdf):
        for key in TELLING:
            if key in each:
                del each[key]
        if isinstance(each, Stream):
            _plain_stream(each)


def _keep(found: Any, keys: set[str]) -> None:
    for key in set(found.keys()) - keys:
        del found[key]


def _plain_stream(stream: Any) -> None:
    """No content from elsewhere, and no camera's words in the photographs of a scan."""
    if "/F" in stream:
        del stream["/F"]
    filters = stream.get("/Filter")
    names = [filters] if isinstance(filters, Name) else list(filters) if isinstance(filters, Array) else []
    if names == [Name.DCTDecode]:
        raw = stream.read_raw_bytes()
        bare = without_words(raw)
        if bare != raw:
            stream.write(bare, filter=Name.DCTDecode, decode_parms=stream.get("/DecodeParms"))


def without_words(jpeg: bytes) -> bytes:
    """A JPEG without the segments in which cameras and programs write; those that say how to read the colours stay."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big") + 2
        if not (0xE1 <= marker <= 0xED or marker in {0xEF, 0xFE}):
            kept += jpeg[at : at + length]
        at += length
    return bytes(kept + jpeg[at:])
