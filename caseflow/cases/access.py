"""Who sees which files: every page begins here, and what one may not see does not exist."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from caseflow.procedure import Procedure

from . import registry
from .models import Dossier, Record


def procedures_of(user: Any) -> list[str]:
    """The labels of the procedures in whose table a role of ``user`` acts, in the order of registration."""
    return [label for label, each in registry.record_classes().items() if _acts_in(each.procedure, user)]


def _acts_in(procedure: Procedure, user: Any) -> bool:
    acting = {procedure.permission(role) for row in procedure for role in row.by}
    return bool(acting & user.roles)


def dossiers_visible_to(user: Any) -> QuerySet[Dossier]:
    """The files of the authority of ``user`` in whose procedure one of the roles of ``user`` acts."""
    if not user.is_authenticated or user.agency_id is None:
        return Dossier.objects.none()
    return Dossier.objects.filter(agency=user.agency_id, procedure__in=procedures_of(user))


def record_for(user: Any, reference: str) -> Record:
    """The record that the file ``reference`` is about. Raises Http404 where ``user`` does not see it."""
    dossier = dossiers_visible_to(user).select_related("agency").filter(reference=reference).first()
    if dossier is None:
        raise Http404
    record = registry.root_of(dossier)
    record.dossier = dossier
    return record
