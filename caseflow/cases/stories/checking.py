"""What a story expects against what is: paths into a picture, and values that say the same in different words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from .nodes import TRUE, Node
from .reading import Check

NOTHING = object()
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


@dataclass(frozen=True)
class Difference:
    """Where what is differs from what was told."""

    line: int
    path: str
    expected: str
    found: str

    def __str__(self) -> str:
        return _("第 %(line)d 行 %(path)s：应为 %(expected)s，实为 %(found)s") % {
            "line": self.line,
            "path": self.path,
            "expected": self.expected,
            "found": self.found,
        }


def look_up(picture: Any, path: str) -> Any:
    """What lies at the end of a path; NOTHING where it leads nowhere. Numbers index lists, from the end if negative."""
    for part in filter(None, path.split(".")):
        if isinstance(picture, dict):
            picture = picture.get(part, NOTHING)
        elif isinstance(picture, list) and re.fullmatch(r"-?\d+", part):
            index = int(part)
            picture = picture[index] if -len(picture) <= index < len(picture) else NOTHING
        else:
            return NOTHING
        if picture is NOTHING:
            return NOTHING
    return picture


def compare(check: Check, picture: Any) -> Difference | None:
    """None where it holds."""
    found = look_up(picture, check.path.partition(".")[2])
    if holds(check.operator, check.expected, found):
        return None
    expected = shown(check.expected.value())
    if check.operator:
        expected = f"{check.operator}: {expected}"
    return Difference(check.line, check.path, expected, _("（没有）") if found is NOTHING else shown(found))


def holds(operator: str, expected: Node, found: Any) -> bool:
    match operator:
        case "":
            return found is not NOTHING and same(expected, found)
        case "absent":
            nothing = found is NOTHING or found in (None, "", [], {})
            return nothing is (expected.text.lower() in TRUE)
        case "includes":
            return all(_held(each, found) for each in expected.items or ())
        case "excludes":
            return found is not NOTHING and not any(_held(each, found) for each in expected.items or ())
        case "between":
            low, high = expected.items or ()
            return _between(low.text, high.text, found)
    raise ValueError(operator)


def _held(each: Node, found: Any) -> bool:
    if isinstance(found, list):
        return any(same(each, item) for item in found)
    if isinstance(found, dict):
        return each.is_text and each.text in found
    return isinstance(found, str) and each.is_text and each.text in found


def same(expected: Node, found: Any) -> bool:
    """Whether a typed value says what is found. Of a mapping inside a list, only the keys that are named."""
    if expected.entries is not None:
        return isinstance(found, dict) and all(
            key in found and same(value, found[key]) for key, value in expected.entries.items()
        )
    if expected.items is not None:
        return (
            isinstance(found, list)
            and len(found) == len(expected.items)
            and all(same(each, item) for each, item in zip(expected.items, found, strict=True))
        )
    if found is None:
        return expected.empty
    if isinstance(found, bool):
        return expected.truth is found
    if isinstance(found, dict | list):
        return expected.empty and not found
    text = str(found)
    if expected.text == text:
        return True
    if NUMBER.match(expected.text) and NUMBER.match(text):
        return Decimal(expected.text) == Decimal(text)
    return _moments_agree(expected.text, text)


def _moments_agree(expected: str, found: str) -> bool:
    """ "2026-03-05 09:10" and "2026-03-05T09:10+08:00" are one moment."""
    return bool(re.match(r"\d{4}-\d{2}-\d{2}[ T]\d", expected)) and found[:16] == expected.replace(" ", "T")[:16]


def _between(low: str, high: str, found: Any) -> bool:
    text = str(found)
    if found is NOTHING or found is None:
        return False
    try:
        return Decimal(low) <= Decimal(text) <= Decimal(high)
    except InvalidOperation:
        return low <= text[: len(low)] and text[: len(high)] <= high


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(shown(each) for each in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {shown(each)}' for key, each in value.items())}}}"
    return str(value)
