"""Teaches WeasyPrint to justify Chinese: it widens only spaces, and a Chinese line has none.

A line shortened because no line may begin with 。 or end with （ would stay ragged. The slack is spread between the
characters by letter-spacing attributes of Pango. This replaces private functions of WeasyPrint 70.0; with any other
version ``install`` does nothing and papers are set ragged, but correctly.
"""

import builtins
import re
from typing import Any

VERSION = "70.0"
MAX_GAP = 0.25  # of an em: a line that would need more stays short
CJK = re.compile(
    "[\u2e80-\u303e\u3041-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7\U00020000-\U0003ffff]+"
)


class Spacing(float):
    """A gap between characters, told apart from WeasyPrint's own gap between words."""


def install() -> bool:
    """Patches WeasyPrint and says whether it was the version that this was written for."""
    import weasyprint

    if weasyprint.__version__ != VERSION:
        return False
    from weasyprint.draw import text as drawing
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.text import line_break
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    def gaps_of(box: Any) -> float:
        if isinstance(box, boxes.TextBox):
            text = box.text.rstrip(" ")
            return gaps(text) + text.count(" ")
        if isinstance(box, boxes.LineBox | boxes.InlineBox):
            return sum(gaps_of(child) for child in box.children)
        return 0

    def justify_line(context: Any, line: Any, slack: float) -> None:
        count = gaps_of(line)
        if count and slack / count <= MAX_GAP * line.style["font_size"]:
            widen(context, line, Spacing(slack / count), 0)

    def widen(context: Any, box: Any, gap: Spacing, moved: float) -> float:
        if isinstance(box, boxes.TextBox):
            box.justification_spacing = gap
            box.position_x += moved
            if count := gaps(box.text):
                layout = line_break.create_layout(
                    box.text, box.style, context, max_width=None, justification_spacing=gap
                )
                layout.deactivate()
                box.width += count * gap
                box.pango_layout = layout
                moved += count * gap
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            box.position_x += moved
            before = moved
            for child in box.children:
                if child.is_in_normal_flow():
                    moved = widen(context, child, gap, moved)
            box.width += moved - before
        else:
            box.translate(moved, 0)
        return moved

    plain_set_text = line_break.Layout.set_text

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        gap = self.justification_spacing
        plain_set_text(self, text, justify)
        if not (justify and isinstance(gap, Spacing) and self.text):
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        given = self.style["letter_spacing"]
        units = int(((0 if given == "normal" else given) + gap) * TO_UNITS)
        for match in CJK.finditer(self.text):
            attribute = pango.pango_attr_letter_spacing_new(units)
            attribute.start_index = len(self.text[: match.start()].encode())
            attribute.end_index = attribute.start_index + len(match.group().encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)

    inline.justify_line = justify_line
    line_break.Layout.set_text = set_text
    # kerning is cut to whole thousandths of an em, a seventh of a millimetre over a line: keep two decimals more
    drawing.int = lambda value: builtins.int(value) if abs(value) > 20000 else round(value, 2)  # type: ignore[attr-defined]
    return True


def gaps(text: str) -> float:
    """How many gaps between characters a text offers; at its ends half of one is shared with a Latin neighbour."""
    count, last = 0.0, len(text)
    for match in CJK.finditer(text):
        start, end = match.span()
        count += (end - start - 1) + (0.5 if start > 0 else 0) + (0.5 if end < last else 0)
    return count
