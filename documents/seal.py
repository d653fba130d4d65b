"""Draws the round seal of an invented agency for demonstrations; a real paper leaves the place for the real seal."""

import math
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from documents.glyphs import BUNDLED

DIAMETER = 42.0  # mm, 国发〔1999〕25号 for agencies of a county
BORDER, STAR, RED = 1.2, 7.0, "#e60012"
MARK = "演示"  # never to be mistaken for the seal of an agency
GOLDEN = 0.381966  # inner to outer corners of a five-pointed star


@lru_cache(maxsize=1)
def _letters() -> tuple[Any, dict[int, str], int]:
    from fontTools.ttLib import TTFont

    font = TTFont(BUNDLED / "CaseflowSong.ttf")
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


def _letter(character: str, width: float, height: float, place: Any) -> str:
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    glyphs, cmap, em = _letters()
    if ord(character) not in cmap:
        return ""
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
    transform = place.scale(width / em, -height / em).translate(-em / 2, -0.38 * em)
    glyphs[cmap[ord(character)]].draw(TransformPen(pen, transform))
    return pen.getCommands()


@lru_cache(maxsize=32)
def seal_svg(name: str) -> SafeString:
    """The seal as outlines, 42 mm across, transparent between them: the text below stays readable."""
    from fontTools.misc.transform import Transform

    radius, count = DIAMETER / 2, max(len(name), 1)
    height = 5.6 if count <= 12 else 4.8
    ring = radius - BORDER - 1.0 - height / 2
    arc = min(270.0, 22.0 * count)
    width = min(height * 0.78, 2 * math.pi * ring * arc / 360 / count * 0.92)
    outlines = []
    for index, character in enumerate(name):
        angle = math.radians(-arc / 2 + arc * (index / (count - 1) if count > 1 else 0.5))
        place = Transform().translate(radius, radius).rotate(angle).translate(0, -ring)
        outlines.append(_letter(character, width, height, place))
    for index, character in enumerate(MARK):
        x = radius + (index - (len(MARK) - 1) / 2) * 4.6
        outlines.append(_letter(character, 3.8, 3.8, Transform().translate(x, radius + 15.6)))
    corners = []
    for corner in range(10):
        reach, angle = STAR if corner % 2 == 0 else STAR * GOLDEN, math.radians(36 * corner - 90)
        corners.append(f"{radius + reach * math.cos(angle):.3f} {radius + reach * math.sin(angle):.3f}")
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{DIAMETER}mm" height="{DIAMETER}mm" '
        f'viewBox="0 0 {DIAMETER} {DIAMETER}" fill="{RED}">'
        f'<circle cx="{radius}" cy="{radius}" r="{radius - BORDER / 2}" fill="none" '
        f'stroke="{RED}" stroke-width="{BORDER}"/>'
        f'<path d="M{" L".join(corners)}Z{"".join(outlines)}"/></svg>'
    )
