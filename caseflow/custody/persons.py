"""Who may ask to see a sealed identity, who may decide, and whom it is told to. Administrators and auditors are in none."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from caseflow.cases.access.relations import relations_of
from caseflow.cases.access.vocabulary import NEVER, READ, FieldClass, Shown, policies, policy_of
from caseflow.cases.duties import StandIn
from caseflow.people.models import User

from . import kinds

PROTECTION = "custody.protection_officer"
AUDITOR = "people.read_audit"


def may_ask(user: Any, record: Any) -> bool:
    """Whether an office of one's own -- not of somebody stood in for -- sees sealed identities of this file on grant."""
    if not user.is_active or record.label() not in policies():
        return False
    policy, start = policy_of(record.label()), f"{record.procedure.app_label}."
    return any(
        policy.shows(FieldClass.SEALED, role, relation) == Shown.GRANT
        for role in (each.removeprefix(start) for each in user.roles if each.startswith(start))
        for relation in relations_of(user, role, record.dossier)
        if policy.allows(READ, role, str(record.state), relation)
    )


def decides(user: Any) -> bool:
    """Whether this is a protection officer, or a leader of any procedure."""
    return user.is_active and bool(user.roles & leaders())


def leaders() -> set[str]:
    return {PROTECTION}.union(*(each.leaders for each in kinds.kinds()))


def keeps(user: Any) -> bool:
    """Whether this is somebody who proposes what is destroyed."""
    return user.is_active and bool(user.roles & set().union(*(each.keepers for each in kinds.kinds())))


def is_auditor(user: Any) -> bool:
    return user.is_active and AUDITOR in user.roles


def may_decide(user: Any, dossier: Any, asked_by: Any) -> bool:
    """Whether ``user`` may be the second person: of the same authority, nobody who is or stands in for the first."""
    if not user.is_active or user.pk == asked_by.pk or user.agency_id != dossier.agency_id:
        return False
    offices = {PROTECTION, *kinds.kind_of(dossier.procedure).leaders}
    if not user.roles & offices or relations_of(user, "", dossier) & NEVER:
        return False
    return not stand_in(user, asked_by)


def stand_in(one: Any, other: Any, on: date | None = None) -> bool:
    """Whether one of the two stands in for the other today."""
    today = on or timezone.localdate()
    pair = Q(leader=one.pk, deputy=other.pk) | Q(leader=other.pk, deputy=one.pk)
    return StandIn.objects.filter(pair, since__lte=today, until__gte=today, ended_on=None).exists()


def holding(permissions: Iterable[str], agency: Any) -> list[User]:
    """The people of an authority who hold one of the offices."""
    wanted = Q()
    for each in permissions:
        label, codename = each.split(".")
        held = Q(groups__permissions__content_type__app_label=label, groups__permissions__codename=codename)
        wanted |= held
    return list(User.objects.filter(wanted, agency=agency, is_active=True).distinct().order_by("pk")) if wanted else []
