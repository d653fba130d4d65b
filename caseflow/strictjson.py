"""JSON from outside: read in one way only, or refused; what databases, engines or readers take differently never gets in."""

import json
import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DEPTH = 20
DIGITS = 20  # of a number


def read(text: str | bytes) -> Any:
    """The value of ``text``. Raises ValueError for what is no JSON, and for what is deeper than ``DEPTH``, has numbers of
    more than ``DIGITS`` digits or without a value (NaN), a key twice, or text that cannot be stored (NUL, surrogates)."""
    try:
        found = json.loads(
            text, object_pairs_hook=_object, parse_int=_number, parse_float=_fraction, parse_constant=_no_number
        )
    except RecursionError:
        raise ValueError("Deeper than can be read.") from None
    _judge(found, DEPTH)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("A key twice.")
    return found


def _number(digits: str) -> int:
    if len(digits.lstrip("-")) > DIGITS:
        raise ValueError("A number of too many digits.")
    return int(digits)


def _fraction(digits: str) -> float:
    if len(digits) > DIGITS or not math.isfinite(found := float(digits)):
        raise ValueError("A number that cannot be kept.")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number.")


def _judge(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise ValueError("Text that cannot be stored.")
    elif isinstance(value, (dict, list)):
        if not depth:
            raise ValueError(f"Deeper than {DEPTH}.")
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            _judge(each, depth - 1)


class StrictJsonField(forms.JSONField):
    """JSON that a script of ours puts into a form."""

    def to_python(self, value: Any) -> Any:
        if self.disabled or value in self.empty_values:
            return super().to_python(value)
        try:
            return read(value) if isinstance(value, str) else value
        except ValueError:
            raise ValidationError(_("浏览器发来的内容看不懂，请刷新页面后再试一次。"), code="invalid") from None
