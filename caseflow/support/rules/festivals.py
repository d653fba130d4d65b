"""The days of the lunar festivals (reference 7.9): data for 2025 to 2036, and which of them oblige."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .said import BadFacts


class Festival(TextChoices):
    """The festivals with a date in the lunar calendar."""

    SPRING = "SPRING", _("春节")
    DRAGON = "DRAGON", _("端午节")
    MIDAUT = "MIDAUT", _("中秋节")
    CHONGYANG = "CHONGYANG", _("重阳节")


OBLIGING = (Festival.SPRING, Festival.DRAGON, Festival.MIDAUT)  # 重阳 is a setting that ships switched off

# year: 春节, 端午, 中秋, 重阳
DAYS = {
    2025: ("01-29", "05-31", "10-06", "10-29"),
    2026: ("02-17", "06-19", "09-25", "10-18"),
    2027: ("02-06", "06-09", "09-15", "10-08"),
    2028: ("01-26", "05-28", "10-03", "10-26"),
    2029: ("02-13", "06-16", "09-22", "10-16"),
    2030: ("02-03", "06-05", "09-12", "10-05"),
    2031: ("01-23", "06-24", "10-01", "10-24"),
    2032: ("02-11", "06-12", "09-19", "10-12"),
    2033: ("01-31", "06-01", "09-08", "10-01"),
    2034: ("02-19", "06-20", "09-27", "10-20"),
    2035: ("02-08", "06-10", "09-16", "10-09"),
    2036: ("01-28", "05-30", "10-04", "10-27"),
}


def festival_day(festival: str, year: int) -> date:
    """The day of a festival. Raises BadFacts, with the sentence, for a year that is not loaded."""
    if year not in DAYS:
        raise BadFacts(
            _t("%(year)d年的节日日期还没有录入（现有%(first)d年至%(last)d年）。")
            % {"year": year, "first": min(DAYS), "last": max(DAYS)}
        )
    place = list(Festival).index(Festival(festival))
    return date.fromisoformat(f"{year}-{DAYS[year][place]}")


def loaded(year: int) -> bool:
    return year in DAYS
