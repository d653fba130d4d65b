"""Where courses that run beside the case plug in: what they block, and what they do to its clocks.

A course (referral, remedy, publication, reward) registers an object with the methods below; while none
is installed nothing is blocked.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol


class Course(Protocol):
    """What a course says of a case."""

    def pending(self, case: Any, what: str) -> str:
        """The sentence why ``what`` ("fine", "remedy", "closing") must wait, or an empty string."""

    def outcome(self, case: Any, what: str) -> str:
        """What came of ``what`` ("publication", "reward"), for the closing report; a course may leave this out."""

    def pauses(self, case: Any) -> list[tuple[date, date | None]]:
        """The intervals in which no surcharge is counted (A-08)."""

    def remedy_ends(self, case: Any) -> tuple[date | None, date | None]:
        """The end of the time to sue after a review, and the day a judgment took effect."""


_courses: list[Course] = []


def install(course: Course) -> None:
    _courses.append(course)


def remove(course: Course) -> None:
    _courses.remove(course)


def pending(case: Any, what: str) -> str:
    return " ".join(filter(None, (course.pending(case, what) for course in _courses)))


def outcome(case: Any, what: str) -> str:
    """What came of ``what`` ("publication", "reward"), in the words of the closing report; empty where nothing did."""
    found = (getattr(course, "outcome", None) for course in _courses)
    return "；".join(filter(None, (each(case, what) for each in found if each)))


def pauses(case: Any) -> Iterator[tuple[date, date | None]]:
    for course in _courses:
        yield from course.pauses(case)


def remedy_ends(case: Any) -> tuple[date | None, date | None]:
    ends = [course.remedy_ends(case) for course in _courses]
    reviews, judgments = [a for a, _b in ends if a], [b for _a, b in ends if b]
    return max(reviews, default=None), max(judgments, default=None)
