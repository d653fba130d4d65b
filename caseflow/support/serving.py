"""Who serves a family on a day, and which families somebody serves: those who may be written down as having come."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from caseflow.cases.models import Assignment

from .procedure import Role
from .procedure.contact import VISITORS

HELPING = (Role.VILLAGE_WORKER,)  # whose list of the day shows the families of these offices


def on(household: Any, day: date) -> set[int]:
    """The keys of those who serve ``household`` on ``day``; somebody who leaves on a day serves it to its end."""
    held = Assignment.objects.filter(dossier=household.dossier_id, role__in=VISITORS, since__lte=day)
    return set(held.filter(Q(ended_on=None) | Q(ended_on__gte=day)).values_list("user", flat=True))


def families(user: Any) -> QuerySet[Any]:
    """The keys of the families that ``user`` serves now."""
    from .models import Household

    mine = Assignment.objects.filter(user=user, ended_on=None, role__in=HELPING)
    return Household.objects.filter(dossier__in=mine.values("dossier")).values_list("pk", flat=True)
