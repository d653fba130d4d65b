"""Makes WeasyPrint embed fonts in half the time: it copied and searched megabytes of outlines for each paper.

Only the way there is shorter: a paper looks the same to the pixel. Like ``justification``, it is written for one
version of WeasyPrint and does nothing with another.
"""

import zlib
from types import SimpleNamespace
from typing import Any

from documents.justification import VERSION

DROPPED = b"BASE DSIG EBDT EBLC EBSC GPOS GSUB GDEF JSTF LTSH PCLT cmap name OS/2 post".split()
COMPRESSION = 6  # of 9: a third of the time for 3 % more bytes


class Unread:
    """The bytes of a font, fetched only if somebody asks for them."""

    def __init__(self, face: Any) -> None:
        self.face = face


def install() -> bool:
    import pydyf
    import weasyprint

    if weasyprint.__version__ != VERSION:
        return False
    from weasyprint.pdf import fonts as pdf_fonts
    from weasyprint.text import fonts as text_fonts

    read = text_fonts.get_hb_object_data

    def read_later(face: Any, ot_color: Any = None, glyph: Any = None) -> Any:
        return Unread(face) if ot_color is None else read(face, ot_color, glyph)

    def get_content(font: Any) -> Any:
        if isinstance(font._content, Unread):
            font._content = read(font._content.face)
        return font._content

    def set_content(font: Any, content: Any) -> None:
        font._content = content

    subsetting, harfbuzz, ffi = pdf_fonts.harfbuzz_subset, pdf_fonts.harfbuzz, pdf_fonts.ffi
    dropped = sorted(harfbuzz.hb_tag_from_string(name, -1) for name in DROPPED)

    def subset(font: Any, to_unicode: Any, hinting: bool) -> None:
        """Keeps the outlines used, under their old numbers, in one pass instead of two."""
        wanted = ffi.gc(subsetting.hb_subset_input_create_or_fail(), subsetting.hb_subset_input_destroy)
        glyphs = subsetting.hb_subset_input_glyph_set(wanted)
        harfbuzz.hb_set_add_sorted_array(
            glyphs, ffi.new(f"hb_codepoint_t[{len(to_unicode)}]", sorted(to_unicode)), len(to_unicode)
        )
        flags = subsetting.HB_SUBSET_FLAGS_RETAIN_GIDS | subsetting.HB_SUBSET_FLAGS_DESUBROUTINIZE
        flags |= 0 if hinting else subsetting.HB_SUBSET_FLAGS_NO_HINTING
        flags |= subsetting.HB_SUBSET_FLAGS_NOTDEF_OUTLINE if font.missing else 0
        subsetting.hb_subset_input_set_flags(wanted, flags)
        tables = subsetting.hb_subset_input_set(wanted, subsetting.HB_SUBSET_SETS_DROP_TABLE_TAG)
        harfbuzz.hb_set_add_sorted_array(tables, ffi.new(f"hb_codepoint_t[{len(dropped)}]", dropped), len(dropped))
        face = ffi.gc(subsetting.hb_subset_or_fail(font.hb_face, wanted), harfbuzz.hb_face_destroy)
        if face != ffi.NULL and (content := read(face)):
            font.file_content = content

    pdf_fonts.get_hb_object_data = read_later
    pdf_fonts.Font.file_content = property(get_content, set_content)
    pdf_fonts.Font._harfbuzz_subset = subset
    names = {name: getattr(zlib, name) for name in dir(zlib) if not name.startswith("_")}
    pydyf.zlib = SimpleNamespace(**names | {"compressobj": _compressor})
    return True


def _compressor(level: int = COMPRESSION) -> Any:
    return zlib.compressobj(level=min(level, COMPRESSION))
