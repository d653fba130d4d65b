"""What may stand in a typed text: which characters are refused and why, what is silently put right, what compares equal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

# Full-width forms of ASCII, as Chinese input methods produce them, and the signs that people take for their ASCII kin.
NARROW: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
NARROW |= {
    ord("\u3000"): " ",
    ord("￥"): "¥",
    ord("－"): "-",
    ord("−"): "-",
    ord("–"): "-",
    ord("．"): ".",
    ord("。"): ".",
}

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
MIDDLE_DOTS = dict.fromkeys(map(ord, "•‧・･∙⋅᛫\u2022\u2027\u30fb"), "·")
VARIATION_SELECTORS = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])

# Joiners hold an emoji family together; everywhere else in a Chinese text they are invisible dirt.
_EMOJI = "[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
_ZERO_WIDTH = re.compile(f"(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})|[\u200b\u200c\u2060\ufeff\u00ad]")
_LINE_END = re.compile("\r\n|[\r\u2028\u2029\u0085\u000b\u000c]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffd\ud800-\udfff\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "\U000f0000-\U0010ffff]"
)
_SPACE = re.compile(r"\s+")
_TRIMMED = " \t\r\n\u3000\u00a0\u2002\u2003\u2009" + ZERO_WIDTH


@dataclass(frozen=True)
class Problem:
    """A character that may not be stored: where it stands (from 0), and a whole sentence about it."""

    position: int
    char: str
    sentence: str

    @property
    def codepoint(self) -> str:
        return f"U+{ord(self.char):04X}"


def tidy(text: str, *, lines: bool = False) -> str:
    """The text without invisible dirt: trimmed (U+3000 too), zero-width characters gone, line ends made one.

    Everything else stays as typed; nothing is normalised.
    """
    if lines:
        text = _LINE_END.sub("\n", text)
    return _ZERO_WIDTH.sub("", text.strip(_TRIMMED))


def removed(before: str, after: str) -> int:
    """How many zero-width characters ``tidy`` took away."""
    return sum(before.count(each) for each in ZERO_WIDTH) - sum(after.count(each) for each in ZERO_WIDTH)


def problems(text: str, *, lines: bool = False) -> list[Problem]:
    """The characters that may not be stored, in order; ``lines`` allows line ends and tabs."""
    allowed = "\n\t" if lines else ""
    return [
        Problem(found.start(), found.group(), _sentence(found.group(), found.start() + 1))
        for found in _SUSPECT.finditer(text)
        if found.group() not in allowed
    ]


def _sentence(char: str, place: int) -> str:
    facts = {"place": place, "code": f"U+{ord(char):04X}"}
    category = unicodedata.category(char)
    if char in "\r\n\u2028\u2029\u0085":
        return _("第 %(place)d 个字处有换行，这里只能写一行，请去掉换行。") % facts
    if char == "\t":
        return _("第 %(place)d 个字处有制表符，请改成空格。") % facts
    if _BIDI.match(char):
        return _("第 %(place)d 个字处有改变书写方向的隐形字符（%(code)s），请删去后重新输入。") % facts
    if category == "Co":
        return (
            _("第 %(place)d 个字是自造字（%(code)s），别的电脑显示不出来，请用国标字形，或者写拼音并在备注中说明。")
            % facts
        )
    if char == "\ufffd" or category == "Cs":
        return _("第 %(place)d 个字没有正确读出（%(code)s），多半是复制时编码出错，请重新输入这个字。") % facts
    if category == "Cc":
        return _("第 %(place)d 个字处有看不见的控制字符（%(code)s），请删去后重新输入。") % facts
    return _("第 %(place)d 个字不是可以保存的字符（%(code)s），请删去后重新输入。") % facts


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as ASCII; digits of other scripts stay what they are."""
    return text.translate(NARROW)


def comparable(text: str) -> str:
    """The form in which two texts are compared and searched: never stored in place of the text, never shown."""
    text = unicodedata.normalize("NFKC", tidy(text, lines=True).translate(VARIATION_SELECTORS))
    return _SPACE.sub(" ", text.translate(MIDDLE_DOTS)).casefold()
