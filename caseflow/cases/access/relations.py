"""How somebody stands to a file: computed from its people, its duties and the files it is linked with."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from caseflow.procedure.duties import Side

from .. import registry
from ..duties import Duty
from .vocabulary import Relation

MATTER = Coalesce("matter_id", "id")


def relations_of(user: Any, role: str, dossier: Any, asked: Collection[str] = frozenset(Relation)) -> frozenset[str]:
    """The relations in which ``user`` as ``role`` (without its app) stands to ``dossier``.

    Linked files are looked at only where ``asked`` holds that relation and does not hold that of all colleagues.
    """
    if user.agency_id is None or user.agency_id != dossier.agency_id:
        return frozenset({Relation.STRANGER})
    mine = {duty for person, duty, _item in dossier.sides if person == user.pk}
    if Side.RECUSED in mine:
        return frozenset({Relation.RECUSED})
    held = [each for each in dossier.team if each.user_id == user.pk and each.role == role]
    if any(each.ended_on is None for each in held):
        return frozenset({Relation.APPOINTED, Relation.COLLEAGUE, *_further(mine, dossier, user, role, asked)})
    if held and role in registry.record_class(dossier.procedure).procedure.per_case:
        return frozenset({Relation.LEFT})  # whoever sat in one meeting has not left: they took part
    return frozenset({Relation.COLLEAGUE, *_further(mine, dossier, user, role, asked)})


def _further(mine: set[str], dossier: Any, user: Any, role: str, asked: Collection[str]) -> set[str]:
    found: set[str] = set()
    if Side.ENTER_TIP in mine:
        found.add(Relation.ENTERED)
    if mine:
        found.add(Relation.TOOK_PART)
    matters = Relation.JOINED in asked and (asked == frozenset(Relation) or Relation.COLLEAGUE not in asked)
    if matters and any(person == user.pk and held == role for person, held in dossier.joined_team):
        found.add(Relation.JOINED)
    return found


# --- the same as conditions of a query on files


def condition(user: Any, role: str, relations: frozenset[str]) -> Q | None:
    """The files to which ``user`` as ``role`` stands in one of ``relations``; None where all those of the house are.

    Those left and those recused from are taken out by ``scope``.
    """
    if Relation.COLLEAGUE in relations:
        return None
    assigned = user.assignments.filter(role=role, ended_on=None)
    duties = Duty.objects.filter(person=user.pk)
    found = []
    if Relation.APPOINTED in relations:
        found.append(Q(Exists(assigned.filter(dossier=OuterRef("pk")))))
    if Relation.JOINED in relations:
        keys = assigned.annotate(key=Coalesce("dossier__matter_id", "dossier_id")).values("key")
        found.append(Q(key_of_matter__in=keys))
    if Relation.TOOK_PART in relations:
        found.append(Q(key_of_matter__in=duties.values("matter")))
    elif Relation.ENTERED in relations:
        found.append(Q(key_of_matter__in=duties.filter(duty=Side.ENTER_TIP).values("matter")))
    return reduce(or_, found) if found else Q(pk__in=[])


def left(user: Any, role: str) -> Q:
    """The files that ``user`` was appointed to as ``role`` and is not any more."""
    held = user.assignments.filter(dossier=OuterRef("pk"), role=role)
    return Q(Exists(held)) & ~Q(Exists(held.filter(ended_on=None)))


def recused(user: Any) -> Q:
    """The files that ``user`` must keep out of."""
    return Q(key_of_matter__in=Duty.objects.filter(person=user.pk, duty=Side.RECUSED).values("matter"))
