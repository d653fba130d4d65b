"""How long files are kept, what may not be destroyed, and how what is sealed in them is destroyed: by three people."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow import audit
from caseflow.audit.canonical import canonical
from caseflow.cases import registry
from caseflow.cases.models import Dossier
from caseflow.vault.destroying import destroy
from caseflow.vault.models import DataKey

from . import kinds, persons
from .kinds import Identity, Period
from .models import Disposal, DisposalItem, Hold
from .unsealing import NotNow


class Due(NamedTuple):
    """A file with its class and the day on which its period ends; None where it is kept for good."""

    dossier: Dossier
    name: str
    day: date | None
    held: bool


def period(label: str, name: str, on: date) -> Period:
    """The period of a class as it stood on a day. Raises LookupError for a class that did not exist then."""
    valid = [each for each in kinds.kind_of(label).periods if each.name == name and each.since <= on]
    if not valid:
        raise LookupError(f"{label}: {name}, {on}")
    return max(valid, key=lambda each: each.since)


def ends(record: Any) -> tuple[str, date | None] | None:
    """The class of a file and when its period ends, counted from the first of January after; None while it has none."""
    kept = kinds.kind_of(record.label()).kept(record)
    if kept is None:
        return None
    years = period(record.label(), kept.name, kept.day).years
    return kept.name, date(kept.day.year + 1 + years, 1, 1) if years is not None else None


def due_files(user: Any, today: date | None = None) -> Iterator[Due]:
    """The files of one's authority in which something is sealed and whose period is over."""
    today = today or timezone.localdate()
    alive = DataKey.objects.filter(parent=None, destroyed_at=None).values("file")
    for dossier in Dossier.objects.filter(agency=user.agency_id, reference__in=alive).order_by("pk").iterator(500):
        found = ends(registry.root_of(dossier)) if dossier.procedure in _labels() else None
        if found and found[1] is not None and found[1] <= today:
            yield Due(dossier, found[0], found[1], is_held(dossier))


def _labels() -> set[str]:
    return {each.label for each in kinds.kinds()}


# --- what may not be destroyed


def is_held(dossier: Dossier) -> bool:
    return dossier.holds.filter(lifted_at=None).exists()  # type: ignore[attr-defined]


def hold(user: Any, dossier: Dossier, reason: str) -> Hold:
    """Nothing of the file is destroyed until it is lifted. Raises PermissionDenied, NotNow."""
    if dossier.agency_id != user.agency_id or not (persons.decides(user) or persons.keeps(user)):  # type: ignore[attr-defined]
        raise PermissionDenied
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=dossier.pk)
        if is_held(dossier) or not reason.strip():
            raise NotNow(_("请写明原因；同一案卷只登记一次。"))
        made = Hold.objects.create(dossier=dossier, reason=reason.strip(), placed_by=user)
        audit.record("file.held", actor=user.pk, object=dossier.reference)
    return made


def lift(user: Any, pk: int) -> Hold:
    """A leader or protection officer lifts it. Raises Hold.DoesNotExist, PermissionDenied."""
    with transaction.atomic():
        found = Hold.objects.select_for_update(of=("self",)).get(pk=pk, dossier__agency=user.agency_id, lifted_at=None)
        if not persons.decides(user):
            raise PermissionDenied
        found.lifted_by, found.lifted_at = user, timezone.now()
        found.save()
        audit.record("file.released", actor=user.pk, object=found.dossier.reference)
    return found


# --- destroying


def propose_expired(user: Any, dossiers: Iterable[Dossier], reason: str, today: date | None = None) -> Disposal:
    """A list of files whose period is over. Raises PermissionDenied, NotNow where one of them is not, or is held."""
    due = {each.dossier.pk: each for each in due_files(user, today)}
    chosen = list(dossiers)
    if not chosen or any(each.pk not in due or due[each.pk].held for each in chosen):
        raise NotNow(_("只能选择保管期限已经届满、没有暂缓销毁的案卷。"))
    keys = {each.file: each for each in DataKey.objects.filter(parent=None, file__in=[d.reference for d in chosen])}
    lines = [DisposalItem(dossier=each, key=keys[each.reference], due=due[each.pk].day) for each in chosen]
    return _propose(user, Disposal.Kind.EXPIRED, reason, lines)


def propose_erasure(user: Any, chosen: Iterable[tuple[Dossier, Identity]], reason: str) -> Disposal:
    """A list of persons whose sealed data are to be erased on a legal ground. Raises PermissionDenied, NotNow."""
    lines = [
        DisposalItem(dossier=dossier, key=identity.row.key, name=identity.name)
        for dossier, identity in chosen
        if identity.row.key is not None and not identity.row.erased and dossier.agency_id == user.agency_id  # type: ignore[attr-defined]
    ]
    return _propose(user, Disposal.Kind.ERASURE, reason, lines)


def _propose(user: Any, kind: str, reason: str, lines: list[DisposalItem]) -> Disposal:
    if not (persons.keeps(user) or persons.decides(user)):
        raise PermissionDenied(_("由档案管理员、保护专员或者负责人提出。"))
    if not lines or not reason.strip():
        raise NotNow(_("请选择要销毁的内容，并写明理由。"))
    with transaction.atomic():
        made = Disposal.objects.create(kind=kind, reason=reason.strip(), proposed_by=user)
        for line in lines:
            line.disposal = made
        DisposalItem.objects.bulk_create(lines)
        audit.record("disposal.proposed", actor=user.pk, object=f"disposal:{made.pk}", kind=str(kind), items=len(lines))
    return made


def approve(user: Any, pk: int) -> Disposal:
    """One review of two; with the second, what is on the list is destroyed, but for files that are held by now.

    Raises Disposal.DoesNotExist, PermissionDenied for whoever proposed it or has reviewed it already.
    """
    with transaction.atomic():
        found = _open_list(user, pk)
        now = timezone.now()
        if found.first_by is None:
            found.first_by, found.first_at = user, now
            audit.record("disposal.reviewed", actor=user.pk, object=f"disposal:{pk}")
        else:
            found.second_by, found.second_at = user, now
            _carry_out(found, user)
        found.save()
    return found


def refuse(user: Any, pk: int) -> Disposal:
    """The list goes back; nothing is destroyed. Raises as ``approve``."""
    with transaction.atomic():
        found = _open_list(user, pk)
        found.refused_by, found.refused_at = user, timezone.now()
        found.save()
        audit.record("disposal.refused", actor=user.pk, object=f"disposal:{pk}")
    return found


def _open_list(user: Any, pk: int) -> Disposal:
    found = Disposal.objects.select_for_update(of=("self",)).get(
        pk=pk, proposed_by__agency=user.agency_id, second_at=None, refused_at=None
    )
    if not persons.decides(user) or user.pk in (found.proposed_by_id, found.first_by_id):  # type: ignore[attr-defined]
        raise PermissionDenied(_("初审、复审由保护专员或者负责人办理；提出人、初审人、复审人须是不同的人。"))
    return found


def _carry_out(found: Disposal, user: Any) -> None:
    items = list(found.items.select_related("dossier", "key").order_by("dossier", "pk"))  # type: ignore[attr-defined]
    list(Dossier.objects.select_for_update().filter(pk__in={each.dossier_id for each in items}).order_by("pk"))
    for each in items:
        if is_held(each.dossier):
            each.left_out = _("案卷已经登记暂缓销毁。")
            each.save()
    gone = destroy(
        [each.key_id for each in items if not each.left_out], actor=user.pk, ground=f"{found.kind}:{found.pk}"
    )
    assert found.second_at is not None
    found.certificate = {
        "list": found.pk,
        "kind": found.kind,
        "reason": found.reason,
        "proposed_by": str(found.proposed_by),
        "first_review": str(found.first_by),
        "second_review": str(user),
        "destroyed_at": timezone.localtime(found.second_at).isoformat(timespec="seconds"),
        "items": [each.as_certified() for each in items],
        "keys": gone,
    }
    found.certificate_sha256 = hashlib.sha256(canonical(found.certificate).encode()).hexdigest()
    audit.record(
        "disposal.done",
        actor=user.pk,
        object=f"disposal:{found.pk}",
        keys=len(gone),
        certificate=found.certificate_sha256,
    )
