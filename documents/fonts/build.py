"""Builds the bundled fonts from free sources, so that every sheet is set in the same outlines on every machine.

The law of layout (GB/T 9704) fixes 22 lines of 28 characters. One fallback glyph with another ascent breaks that grid,
so all fonts get the same ascent and descent; and since the bytes of a font enter the hash of a paper, they are part of
the program and not of the machine.

    python documents/fonts/build.py build --from DIRECTORY [--from DIRECTORY ...] OUT
    python documents/fonts/build.py adopt FangSong FILE OUT      # a font of the office's own, used where present

The sources are found by name anywhere below the directories given: see README.md for the packages they come from.
"""

import argparse
import bz2
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

ASCENT, DESCENT = 880, -120  # thousandths of an em, for every font: the line never moves
EPOCH = 3786912000  # 2024-01-01 in the font's own count of seconds: the bytes do not depend on the day of building
ROLES = ("FangSong", "Kai", "Hei", "Song", "Title", "Rare")
NOT_LATIN = set("§°±×÷·¨¤")  # a Chinese paper sets these a full em wide, as GB/T 2312 does
SYMBOLS = set(
    "〇㎡㎎㎏㎜㎝㎞㏄℃☑☐☒✓✔✗√×÷±≤≥≠≈∶∵∴…—–‘’“”·•※§№○●□■△▲▽▼◇◆☆★→←↑↓¥￥％‰℉μ℡㊣"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽"
    "〔〕【】《》〈〉「」『』（）［］｛｝"
)
# Sources of the Unicode Han database in which characters of personal names, places and modern science were collected
NAME_SOURCES = frozenset(
    [
        "GIDC",
        "GXM",
        "GRM",
        "GDM",
        "GCY",
        "GCYY",
        "GCE",
        "GDZ",
        "GKJ",
        "GXHZ",
        "GPGLG",
        "GU",
        "GGH",
        "GBK",
        "GFC",
        "GFZ",
        "GOCD",
        "GXC",
        "GWZ",
        "GJZ",
        "GLGYJ",
        "GXH",
    ]
)


@dataclass(frozen=True)
class Face:
    """One font to make: what it is called, where it comes from, and which characters it keeps."""

    role: str
    source: str
    collection_name: str = ""
    characters: frozenset[int] = field(default=frozenset(), repr=False)

    @property
    def family(self) -> str:
        return f"Caseflow {self.role}"


def gb2312() -> set[int]:
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def is_han(code: int) -> bool:
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF


def ord_of(code_point: str) -> int:
    return int(code_point.removeprefix("U+"), 16)


def characters_of_names(unihan: Path) -> set[int]:
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines if "\tkIRG_GSource\t" in line)
        return {ord_of(code) for code, _, source in rows if source.split("-")[0] in NAME_SOURCES}


def find(name: str, roots: Iterable[Path]) -> Path:
    for root in roots:
        for path in sorted(root.rglob(name)):
            return path
    raise SystemExit(f"{name} is below none of the directories given.")


def open_font(path: Path, collection_name: str = "") -> TTFont:
    if not collection_name:
        return TTFont(path, lazy=True)
    for font in TTCollection(path, lazy=True).fonts:
        if font["name"].getDebugName(4) == collection_name:
            return font
    raise SystemExit(f"{path.name} holds no {collection_name}.")


def with_outline(font: TTFont, codes: Iterable[int]) -> set[int]:
    """Those code points that the font really draws: some fonts map characters to empty glyphs."""
    cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
    drawn = set()
    for code in codes:
        if code not in cmap:
            continue
        pen = TTGlyphPen(None)
        if not is_han(code):
            drawn.add(code)
            continue
        glyphs[cmap[code]].draw(Cu2QuPen(pen, 5, reverse_direction=True))
        if pen.glyph().numberOfContours:
            drawn.add(code)
    return drawn


def keep(font: TTFont, codes: set[int]) -> None:
    options = subset.Options()
    options.name_IDs, options.name_languages = ["*"], ["*"]
    options.notdef_outline, options.hinting, options.glyph_names = True, False, False
    options.layout_features = []
    options.drop_tables += [
        "BASE",
        "VORG",
        "vhea",
        "vmtx",
        "DSIG",
        "GPOS",
        "GSUB",
        "GDEF",
        "FFTM",
        "STAT",
        "meta",
        "PfEd",
    ]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Quadratic outlines: a third smaller than CFF once subsetted into a paper, and faster to embed."""
    order, glyphs, upm = font.getGlyphOrder(), font.getGlyphSet(), font["head"].unitsPerEm
    table = newTable("glyf")
    table.glyphs, table.glyphOrder = {}, order
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, upm / 1000 * 0.8, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), table
    del font["CFF "]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for name in [
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    ]:
        setattr(maxp, name, 0)
    maxp.maxZones = 1
    font.sfntVersion, font["post"].formatType, font["head"].glyphDataFormat = "\000\001\000\000", 3.0, 0


def normalise(font: TTFont, family: str) -> None:
    """One ascent, one descent, one weight, our own name: reserved names may not stay on an altered font."""
    unit = font["head"].unitsPerEm / 1000
    hhea, os2, names = font["hhea"], font["OS/2"], font["name"]
    hhea.ascent, hhea.descent, hhea.lineGap = round(ASCENT * unit), round(DESCENT * unit), 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = hhea.ascent, hhea.descent, 0
    os2.usWinAscent, os2.usWinDescent = hhea.ascent, -hhea.descent
    os2.usWeightClass, os2.fsType, os2.fsSelection, font["head"].macStyle = 400, 0, 0x40, 0
    legal = {record.nameID: str(record) for record in reversed(names.names) if record.nameID in (0, 13, 14)}
    names.names = []
    postscript = family.replace(" ", "") + "-Regular"
    for name_id, text in {
        **legal,
        1: family,
        2: "Regular",
        3: postscript,
        4: family,
        5: "Version 1.0",
        6: postscript,
    }.items():
        names.setName(text, name_id, 3, 1, 0x409)
    font["head"].created = font["head"].modified = EPOCH
    font.recalcTimestamp = False


def make(face: Face, roots: list[Path], out: Path) -> Path:
    font = open_font(find(face.source, roots), face.collection_name)
    keep(font, with_outline(font, face.characters))
    if "CFF " in font:
        to_truetype(font)
    normalise(font, face.family)
    path = out / f"{face.family.replace(' ', '')}.ttf"
    font.save(path, reorderTables=True)
    print(f"{path.name}  {path.stat().st_size / 1e6:.2f} MB  {font['maxp'].numGlyphs} glyphs", flush=True)
    return path


def faces(roots: list[Path]) -> list[Face]:
    common = {ord(c) for c in find("characters.txt", roots).read_text("utf-8") if not c.isspace()}
    latin = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) - {ord(c) for c in NOT_LATIN}
    base = frozenset(
        gb2312() | common | {ord(c) for c in SYMBOLS} | {ord(c) for c in NOT_LATIN} | set(range(0x20, 0x7F))
    )
    song = "Noto Serif CJK SC"
    all_song = set(open_font(find("NotoSerifCJK-Regular.ttc", roots), song).getBestCmap())
    wide = frozenset(c for c in all_song if is_han(c)) - base
    names = frozenset(characters_of_names(find("Unihan_IRGSources.txt.bz2", roots))) - all_song
    symbols = frozenset(ord(c) for c in SYMBOLS) - all_song
    return [
        Face("Latin", "LiberationSerif-Regular.ttf", characters=frozenset(latin)),
        Face("Symbol", "HanaMinA.ttf", characters=symbols),
        Face("FangSong", "FandolFang-Regular.otf", characters=base),
        Face("Kai", "LXGWWenKai-Regular.ttf", characters=base),
        Face("Song", "NotoSerifCJK-Regular.ttc", song, base),
        Face("Title", "NotoSerifCJK-Bold.ttc", f"{song} Bold", base),
        Face("Hei", "NotoSansCJK-Medium.ttc", "Noto Sans CJK SC Medium", base),
        Face("Wide", "NotoSerifCJK-Regular.ttc", song, wide),
        Face("Rare", "BabelStoneHan.ttf", characters=names),
    ]


def build(roots: list[Path], out: Path, only: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for face in faces(roots):
        if not only or face.role in only:
            make(face, roots, out)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(out.glob("Caseflow*.ttf"))
    ]
    (out / "SHA256SUMS").write_text("\n".join(lines) + "\n")


def adopt(role: str, source: Path, out: Path) -> None:
    """A font that the office may use but the project may not pass on, brought to the same metrics."""
    out.mkdir(parents=True, exist_ok=True)
    font = TTFont(source, lazy=True)
    keep(font, with_outline(font, font.getBestCmap()))
    if "CFF " in font:
        to_truetype(font)
    normalise(font, f"Office {role}")
    font.save(out / f"Office{role}.ttf", reorderTables=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build")
    building.add_argument("--from", dest="roots", action="append", type=Path, required=True)
    building.add_argument("--only", action="append", default=[])
    building.add_argument("out", type=Path)
    adopting = commands.add_parser("adopt")
    adopting.add_argument("role", choices=ROLES)
    adopting.add_argument("source", type=Path)
    adopting.add_argument("out", type=Path)
    given = parser.parse_args()
    if given.command == "build":
        build(given.roots, given.out, given.only)
    else:
        adopt(given.role, given.source, given.out)


if __name__ == "__main__":
    main()
