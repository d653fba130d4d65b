"""The page that says who can see a file and why: the answers of the engine, not a second opinion."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseflow.procedure.duties import Side

from .. import pages, registry
from ..models import Dossier
from .engine import as_office, can, note
from .offices import Office, offices_of
from .relations import relations_of
from .vocabulary import READ, WHO, FieldClass, Relation, Shown, policy_of

AUDITS = "people.read_audit"
CLASSES = (
    FieldClass.FILE,
    FieldClass.OPINION,
    FieldClass.VOTE,
    FieldClass.MONEY,
    FieldClass.PERSONAL,
    FieldClass.SEALED,
)


@require_safe
def who(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody who can see the file, in which office, why, and what of it; and who is kept out."""
    user: Any = request.user
    dossier = Dossier.objects.select_related("agency").filter(reference=reference, agency=user.agency_id).first()
    if dossier is None:
        raise Http404
    record = registry.root_of(dossier)
    record.dossier = dossier
    audits = AUDITS in user.roles
    note(WHO, audits)
    if not audits and not can(user, WHO, record):
        raise Http404
    page = pages.page_of(record, user)
    rows = sorted(_rows(record), key=lambda row: (not row["reads"], row["office"], str(row["person"])))
    context = {"section": page.list_name, "page": page, "rows": rows, "classes": CLASSES, "audits": audits}
    return render(request, "cases/who.html", context)


def _rows(record: Any) -> Iterator[dict[str, Any]]:
    """One line for each person and office that reads the file, or once had to do with it."""
    policy, procedure = policy_of(record.label()), record.procedure
    concerned = {person for person, _side, _item in record.dossier.sides} | {
        each.user_id for each in record.dossier.team
    }
    holders = Q(groups__permissions__content_type__app_label=policy.app_label) | Q(pk__in=concerned)
    people = (
        get_user_model()._default_manager.filter(holders, agency=record.dossier.agency_id, is_active=True).distinct()
    )
    for person in people.order_by("unit", "name"):
        for permission, leader in offices_of(person).items():
            role = permission.removeprefix(f"{policy.app_label}.")
            if role == permission or (READ, role) not in policy.allowed:
                continue
            decision = as_office(person, READ, record, Office(role, leader))
            relations = relations_of(person, role, record.dossier)
            if not decision.ok and person.pk not in concerned:
                continue
            yield {
                "person": person,
                "office": str(procedure.roles(role).label),
                "leader": leader,
                "reads": decision.ok,
                "why": decision.why,
                "relations": [str(Relation(each).label) for each in Relation.values if each in relations],
                "basis": decision.basis,
                "sides": sorted({str(Side(side).label) for pk, side, _item in record.dossier.sides if pk == person.pk}),
                "sees": [(kind, _best(policy, kind, role, relations, str(record.state))) for kind in CLASSES]
                if decision.ok
                else [],
            }


def _best(policy: Any, kind: FieldClass, role: str, relations: frozenset[str], state: str) -> Shown:
    reading = policy.relations_for(READ, role, state) & relations
    shown = {policy.shows(kind, role, relation) for relation in reading}
    return next(
        each for each in (Shown.VISIBLE, Shown.MASKED, Shown.GRANT, Shown.HIDDEN) if each in shown | {Shown.HIDDEN}
    )
