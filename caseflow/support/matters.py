"""What is still open in a family besides its file: courses that other records bring (tickets, referrals, money) say so here."""

from collections.abc import Callable
from typing import Any

Open = Callable[[Any], str]  # a household: the sentence of what is still open, or an empty string
_open: list[Open] = []


def matter(check: Open) -> Open:
    """Let a course say what of it is still open in a family; it holds up the closing (A12) until it is not."""
    _open.append(check)
    return check


def open_matters(household: Any) -> list[str]:
    """The sentence of every course that is not at its end."""
    return [sentence for check in _open if (sentence := check(household))]
