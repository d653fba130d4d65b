"""Brings a file to those who hold an office in its area, and takes it from those who no longer do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from caseflow.cases.models import Assignment, Dossier

from .procedure.words import OF_AREA


def wanted(village: Any, on: date) -> set[tuple[int, str]]:
    """Who holds which office over a village on a day: person and role."""
    from .models import Post

    return set(Post.objects.held(on).over(village).values_list("user", "role"))


def placed(dossier: Dossier) -> set[tuple[int, str]]:
    return {(each.user_id, each.role) for each in dossier.team if each.ended_on is None and each.role in OF_AREA}


def due(dossier: Dossier, village: Any, on: date) -> bool:
    """Whether somebody still has to get the file, or to leave it."""
    return wanted(village, on) != placed(dossier)


def place(dossier: Dossier, village: Any, on: date) -> None:
    """Appoint and release, so that the team is who holds the offices of the area."""
    there, here = wanted(village, on), placed(dossier)
    Assignment.objects.bulk_create(
        Assignment(dossier=dossier, user_id=user, role=role, since=on) for user, role in sorted(there - here)
    )
    for user, role in here - there:
        gone = dossier.assignments.filter(user=user, role=role, ended_on=None)
        gone.update(ended_on=on, reason="辖区岗位变动")
    dossier.forget("team")


def after_a_change_of_posts(areas: Iterable[Any]) -> int:
    """Bring the open files of some areas to whoever holds the offices now, and say how many changed hands."""
    from caseflow.cases.transitions import Refused, perform

    from .models import Application, Household, Review, Ticket

    keys = {area.pk for area in areas}
    changed = 0
    below = "household__village"
    for model, path in ((Household, "village"), (Application, below), (Ticket, below), (Review, below)):
        open_now: Any = model._default_manager.filter(dossier__closed_on=None)
        found = open_now.filter(**{f"{path}__in": keys}) | open_now.filter(**{f"{path}__parent__in": keys})
        for record in found.select_related("dossier").order_by("pk"):
            try:
                perform(record, "place", by=None)
                changed += 1
            except Refused:  # nothing is due
                continue
    return changed
