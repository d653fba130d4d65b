"""Who serves a family on a day, and which families somebody serves: those who may be written down as having come."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from caseflow.cases.models import Assignment

from .procedure import Role
from .procedure.words import OF_TEAM, OF_TOWNSHIP

OF_PLACE = (Role.VILLAGE_WORKER, Role.VILLAGE_HEAD, *OF_TOWNSHIP)  # who may come whether or not in the team
HELPING = (Role.VILLAGE_WORKER, *OF_TEAM)  # whose list of the day shows the families of these offices


def on(household: Any, day: date) -> set[int]:
    """The keys of those who serve ``household`` on ``day``: its team, and who holds an office of its area."""
    held = Assignment.objects.filter(dossier=household.dossier_id, role__in=OF_PLACE, since__lte=day)
    here = held.filter(Q(ended_on=None) | Q(ended_on__gte=day))
    return {*here.values_list("user", flat=True), *household.helpers.on(day).values_list("user", flat=True)}


def families(user: Any) -> QuerySet[Any]:
    """The keys of the families that ``user`` serves now."""
    from .models import Household

    mine = Assignment.objects.filter(user=user, ended_on=None, role__in=HELPING)
    return Household.objects.filter(dossier__in=mine.values("dossier")).values_list("pk", flat=True)
