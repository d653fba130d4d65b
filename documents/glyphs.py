"""Knows which characters can be printed, so that a paper with an empty box in a name is never issued."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

BUNDLED = Path(__file__).parent / "fonts"
MAIN = ("CaseflowLatin.ttf", "CaseflowFangSong.ttf")
SPACES = frozenset("\n\u3000 \u00a0")
# Invisible or nobody's: control and format characters, private use (old ID card systems), surrogates, unassigned
REFUSED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})

MARK = "〓"  # what printers set for a letter they have not got: stands for a picture that was typed
DOTS = dict.fromkeys("‧･∙⋅", "·")  # the dot of a name, as other input methods write it
_BASE = "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_TAIL = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_PICTURE = re.compile(f"{_BASE}{_TAIL}(?:\u200d{_BASE}{_TAIL})*")
_COMBINED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True)
class Problem:
    """A character that no font prints, and in which field of the content it stands."""

    field: str
    character: str
    code_point: str

    def __str__(self) -> str:
        shown = self.character if self.character.isprintable() else ""
        return _("“%(field)s”中的字符%(shown)s（%(code)s）无法印出，请改用国标字形，或以拼音加备注代替。") % {
            "field": self.field,
            "shown": f"“{shown}”" if shown else "",
            "code": self.code_point,
        }


class Unprintable(Exception):
    """Content holds characters that cannot be printed; ``problems`` says which, and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("；").join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Coverage:
    """For each code point of Unicode: can it be printed, and by the main font of the body?"""

    printable: frozenset[int]
    main: frozenset[int]

    def can_print(self, character: str) -> bool:
        if character in SPACES:
            return True
        return unicodedata.category(character) not in REFUSED and ord(character) in self.printable


def font_files() -> list[Path]:
    """The bundled fonts, and those of the office's own that were brought to the same metrics (``Office*.ttf``)."""
    own = Path(settings.DOCUMENTS_FONT_DIR) if settings.DOCUMENTS_FONT_DIR else None
    return sorted(BUNDLED.glob("Caseflow*.ttf")) + (sorted(own.glob("Office*.ttf")) if own else [])


@lru_cache(maxsize=1)
def coverage() -> Coverage:
    from fontTools.ttLib import TTFont

    covered = {path.name: frozenset(TTFont(path, lazy=True).getBestCmap()) for path in font_files()}
    main = [codes for name, codes in covered.items() if name in MAIN or name == "OfficeFangSong.ttf"]
    return Coverage(frozenset().union(*covered.values()), frozenset().union(*main))


def settable(text: str) -> str:
    """The text as a paper prints it: letters with their accents, without the choice of a variant of a character, and with
    ``MARK`` for a picture that no font has. Everything else stays as it is, also what cannot be printed."""
    text = _PICTURE.sub(lambda found: MARK if _is_missing(found[0]) else found[0], text)
    text = _COMBINED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return "".join(DOTS[each] if each in DOTS and _is_missing(each) else each for each in _VARIATION.sub("", text))


def has_pictures(text: str) -> bool:
    """Whether the text holds a picture that a paper prints as ``MARK``."""
    return any(_is_missing(found[0]) for found in _PICTURE.finditer(text))


def _is_missing(text: str) -> bool:
    seen = coverage()
    return not all(seen.can_print(each) for each in _VARIATION.sub("", text))


def problems_in(context: Any) -> list[Problem]:
    """Every character of the content that cannot be printed, once per field."""
    seen = coverage()
    return [
        Problem(path, character, f"U+{ord(character):04X}")
        for path, text in texts(context)
        for character in dict.fromkeys(text)
        if not seen.can_print(character)
    ]


def fallbacks_in(context: Any) -> str:
    """The characters that another than the main font will print, in the order of code points."""
    main = coverage().main
    every = {character for _path, text in texts(context) for character in text}
    return "".join(sorted(c for c in every - SPACES if ord(c) not in main))


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text of the content with the path of its field, as in ``party.name`` or ``evidence[2].name``."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value, 1):
            yield from texts(item, f"{path}[{index}]")
