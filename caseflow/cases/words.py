"""What a file is found by: its words, and names by pinyin and initials."""

import re

from pypinyin import Style, lazy_pinyin

from .text import comparable

HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+")


def findable(*texts: str) -> str:
    """All texts in the form that is compared, with the pinyin and the initials of every run of Han characters."""
    words: list[str] = []
    for text in filter(None, texts):
        text = comparable(text)
        words.append(text)
        for run in HAN.findall(text):
            words.append("".join(lazy_pinyin(run, errors="ignore")))
            words.append("".join(lazy_pinyin(run, style=Style.FIRST_LETTER, errors="ignore")))
    return " ".join(dict.fromkeys(words))
