"""Canonical JSON: the same facts give the same bytes everywhere, so that a hash of them can be checked anywhere.

A subset of RFC 8785: UTF-8, ASCII keys in order, no spaces, no Unicode normalisation; str, int, bool, None, list and
dict only. Money and dates are strings; a float has no exact form and is refused.
"""

import json
from typing import Any

LARGEST = 2**53 - 1  # beyond it other languages round a number
dumps = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> str:
    """Raises TypeError for a type without an exact form, ValueError for a key or a text that cannot be written."""
    _check(value)
    return dumps(value)


def _check(value: Any) -> None:
    if value is None or value is True or value is False:
        return
    if type(value) is str:
        value.encode()  # a lone surrogate is a UnicodeEncodeError, which is a ValueError
    elif type(value) is int:
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is too large a number for canonical JSON.")
    elif type(value) is list:
        for each in value:
            _check(each)
    elif type(value) is dict:
        for key, each in value.items():
            if type(key) is not str or not key.isascii():
                raise ValueError(f"{key!r} is no key of canonical JSON.")
            _check(each)
    else:
        raise TypeError(f"{type(value).__name__} has no exact form in canonical JSON.")
