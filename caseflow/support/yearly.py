"""What the calendar owes the families: on the first of December the review of the coming year opens, once for each."""

import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from caseflow.cases import parameters
from caseflow.cases.sweep import BATCH, owed_by_the_calendar
from caseflow.cases.transitions import NotPermitted, Refused, open_dossier

from .codes import Status
from .law.care import day_of

log = logging.getLogger(__name__)
REVIEWED = (Status.CONFIRMED, Status.CONFIRMED_FUTURE, "SUSPENDED")


def opening_day(year: int) -> date:
    """The day on which the review of ``year`` opens: in the year before."""
    return day_of(parameters.value("support.review_opens", date(year - 1, 12, 1)), year - 1)


def year_under_review(on: date) -> int:
    """The year whose review is open on a day."""
    return on.year + 1 if on >= opening_day(on.year + 1) else on.year


@owed_by_the_calendar
def open_reviews(today: date | None = None, dossiers: Any = None) -> int:
    """Open the review of every family that was confirmed on the opening day and has none yet; say how many were opened.

    However late it runs, the legal day of the opening is the opening day, and the clocks run from it. One family at a
    time, each in its own transaction.
    """
    year = year_under_review(today or timezone.localdate())
    return sum(_open(family, year) for family in _without_review(year, dossiers))


def _without_review(year: int, dossiers: Any) -> Iterator[Any]:
    from .models import Household, Review

    day = opening_day(year)
    families = Household.objects.filter(
        ~Exists(Review.objects.filter(household=OuterRef("pk"), year=year)),
        Q(dossier__closed_on=None),
        status__in=REVIEWED,
        confirmed_on__lte=day,
    )
    if dossiers is not None:
        families = families.filter(dossier__in=dossiers)
    last = 0
    while page := list(families.filter(pk__gt=last).select_related("dossier__agency").order_by("pk")[:BATCH]):
        yield from page
        last = page[-1].pk


def _open(family: Any, year: int) -> int:
    from .models import Review

    try:
        open_dossier(
            Review,
            "open",
            by=None,
            agency=family.dossier.agency,
            on=opening_day(year),
            token=f"review:{family.pk}:{year}",
            household=family,
            year=year,
        )
    except (Refused, NotPermitted) as refusal:
        log.info("%s %s: %s", family.dossier, year, refusal)
        return 0
    return 1
