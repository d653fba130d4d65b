"""“能领什么”: everything one person can have on a day, benefit by benefit, for the village worker's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caseflow.cases.calendar import Calendar

from .dates import Month, has_reached
from .facts import Sex, Standing, Status, Stay, Used
from .ganzhou import GANZHOU
from .hospital import hospital_care
from .monthly import Beneficiary, monthly
from .one_time import Loss, Parent, one_time
from .periods import start_month
from .policy import Book, FamilyType
from .premiums import medical_premium, pension_premium
from .priorities import Circumstances, Offer, priorities
from .results import Result
from .settings import DEFAULTS, Settings

SOMEBODY = "1"  # nobody is named on this page


@dataclass(frozen=True)
class Asked:
    """What the page asks about one person; nothing that tells who it is."""

    type: FamilyType
    born: date
    sex: Sex
    event_on: date
    confirmed_from: date | None
    wife_born: date | None = None  # of a couple, whose age counts for both
    area: str = "RURAL"
    pension: bool = False
    medical: str = ""  # RESIDENT, EMPLOYEE, or none
    stays: Sequence[Stay] = ()
    paid_days: int = 0
    had_one_time: bool = False
    closed_to: date | None = None

    @property
    def age_born(self) -> date:
        return self.wife_born or self.born


@dataclass(frozen=True)
class Overview:
    on: date
    results: tuple[Result, ...]
    offers: tuple[Offer, ...]


def overview(
    asked: Asked, on: date, *, book: Book = GANZHOU, settings: Settings = DEFAULTS, calendar: Calendar | None = None
) -> Overview:
    """Every benefit with its answer. What is due once something else has happened is not among them: FUNERAL, gifts."""
    standing = _standing(asked, on, settings)
    used = Used.of({on.year: asked.paid_days}, [("loss",)] if asked.had_one_time else [])
    me = Parent(SOMEBODY, asked.sex, asked.born)
    start = start_month(asked.age_born, asked.event_on, asked.confirmed_from or on, settings)
    who = Beneficiary(SOMEBODY, asked.type, start.month, asked.area)
    results = [
        monthly(who, Month.of(on), on, standing=standing, book=book, settings=settings),
        one_time(Loss("loss", asked.event_on), [me], standing, on, used=used, book=book, settings=settings),
        hospital_care(
            SOMEBODY, asked.born, standing, asked.stays, on, used=used, book=book, settings=settings, calendar=calendar
        ),
        pension_premium(
            SOMEBODY,
            asked.born,
            standing,
            on.year,
            on,
            enrolled=asked.pension,
            due=asked.pension,
            book=book,
            settings=settings,
        ),
        medical_premium(
            SOMEBODY,
            standing,
            on.year,
            on,
            enrolled=asked.medical != "",
            employee=asked.medical == "EMPLOYEE",
            book=book,
            settings=settings,
        ),
    ]
    circumstances = Circumstances(asked.born, asked.type, rural=asked.area == "RURAL")
    return Overview(on, tuple(results), priorities(circumstances, on, settings))


def _standing(asked: Asked, on: date, settings: Settings) -> Standing:
    status = Status.CONFIRMED
    if asked.confirmed_from is None or asked.confirmed_from > on:
        status = Status.OTHER
    elif not has_reached(asked.age_born, settings.monthly_age, on):
        status = Status.CONFIRMED_FUTURE
    return Standing(asked.type, asked.confirmed_from, status, closed_to=asked.closed_to)
