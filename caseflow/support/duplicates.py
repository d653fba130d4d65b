"""Looks for a person who is already registered, before anything is created (reference 7.10)."""

from datetime import date
from typing import Any

from pypinyin import lazy_pinyin

from .codes import LIVING_STATUS
from .lookup import digest


def _others(household: Any) -> Any:
    from .models import Member

    found = Member.objects.filter(household__status__in=LIVING_STATUS).select_related("household__dossier")
    return found.exclude(household=household.pk) if household is not None and household.pk else found


def same_number(id_number: str, household: Any = None) -> Any:
    """The member of another active household who has this number; None where nobody has."""
    return _others(household).filter(id_hmac=digest("id", id_number)).first() if id_number else None


def near(name: str, sex: str, born: date, household: Any = None) -> list[Any]:
    """Members of other active households, born on the day and of the sex, whose names sound alike or differ in one character."""
    alike = _others(household).filter(sex=sex, birth_date=born).order_by("pk")
    return [each for each in alike if _alike(name, each.name)]


def _alike(one: str, other: str) -> bool:
    if lazy_pinyin(one) == lazy_pinyin(other):
        return True
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1
