"""Sentences and sums of a result that are read in the language of the moment and stored in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from caseflow.cases.calendar import Step, long_day

from .dates import Month
from .money import Yuan

STORED = "zh-hans"  # what is decided is kept in the language of its papers


class BadFacts(ValueError):
    """What was given contradicts itself; the message is the sentence to show."""


@dataclass(frozen=True)
class Said:
    """A sentence with its values; days, months and sums are written for people."""

    text: Any
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.text) % {name: written(value) for name, value in self.values.items()}


@dataclass(frozen=True)
class Reason:
    """One condition: whether it holds, and the sentence about it.

    ``met`` is True, False, or None where somebody has to look before anything is decided. ``code`` is that of the
    reference where it has one, ``ref`` the row (Q2, O1, END-2, 2.6).
    """

    code: str
    met: bool | None
    said: Said
    ref: str = ""

    @property
    def sentence(self) -> str:
        return str(self.said)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "met": self.met, "ref": self.ref, "text": self.sentence}


@dataclass(frozen=True)
class Line:
    """One line of a sum; ``total`` marks the result."""

    label: Any
    value: Any
    total: bool = False

    @property
    def step(self) -> Step:
        return Step(str(self.label), str(written(self.value)), self.total)


def reason(code: str, met: bool | None, text: Any, ref: str = "", **values: Any) -> Reason:
    return Reason(code, met, Said(text, values), ref)


def written(value: Any) -> Any:
    """A value as sentences show it."""
    if isinstance(value, date):
        return long_day(value)
    if isinstance(value, Month):
        return _("%(year)d年%(month)d月") % {"year": value.year, "month": value.month}
    if isinstance(value, Yuan):
        return value.shown
    if isinstance(value, tuple):
        return _("、").join(str(written(each)) for each in value)
    return value


def plain(value: Any) -> Any:
    """A value as JSON keeps it: days in ISO, sums as strings of yuan with two decimals, sets in order."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Month):
        return value.iso
    if isinstance(value, Yuan):
        return value.figures
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value if isinstance(value, bool | int | type(None)) else str(value)


def stored(value: Any) -> Any:
    """``value.as_json()`` with its sentences in Chinese, whatever language the page is in."""
    with translation.override(STORED):
        return value.as_json()


def unmet(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(each for each in reasons if each.met is False)
