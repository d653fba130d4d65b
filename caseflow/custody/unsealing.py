"""Break-glass: asking to see one sealed identity, deciding, looking, and the emergency that needs nobody else first."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow import audit
from caseflow.cases import received, registry, sides
from caseflow.cases.access import dossiers_visible_to
from caseflow.cases.duties import Duty
from caseflow.cases.models import Upload
from caseflow.people.models import Agency, Notice
from caseflow.people.notices import tell
from caseflow.procedure.duties import Side
from caseflow.vault.keeping import unseal

from . import kinds, persons
from .kinds import Identity
from .models import MINUTES, OPEN_FOR, REASON, Ground, Unsealing

A_DAY_EACH, A_DAY_UNIT = 3, 20  # grants to one person, and to those of one unit, on one day


class NotNow(Exception):
    """Why it is not possible; the sentence is for the person who asked."""


# --- asking


def ask(
    user: Any, record: Any, identity: Identity, *, ground: str, reason: str, minutes: int, emergency: bool = False
) -> Unsealing:
    """Ask to see one identity of the file of ``record``. An emergency is granted at once, and everybody is told.

    Raises PermissionDenied where this is nobody who may ask, NotNow where something is missing or the day's number is
    used up.
    """
    if not persons.may_ask(user, record):
        raise PermissionDenied(_("您不能申请查看本案封存的身份。"))
    _complete(identity, ground, reason, minutes, emergency)
    with transaction.atomic():
        _within_limits(user, including_waiting=True)
        now = timezone.now()
        request = Unsealing.objects.create(
            dossier=record.dossier,
            what=identity.what,
            row=identity.row.pk,
            name=identity.name,
            asked_by=user,
            asked_at=now,
            unit=user.unit,
            ground=ground,
            reason=reason.strip(),
            minutes=minutes,
            emergency=emergency,
            granted=True if emergency else None,
            granted_at=now if emergency else None,
            until=now + timedelta(minutes=minutes) if emergency else None,
        )
        _take_side(request, user, Side.ASK_UNSEAL)
        _tell_who_decides(request)
        action = "identity.emergency_started" if emergency else "identity.asked"
        audit.record(action, actor=user.pk, object=request.key, request=request.pk, ground=str(ground), minutes=minutes)
    return request


def _complete(identity: Identity, ground: str, reason: str, minutes: int, emergency: bool) -> None:
    if identity.row.erased:
        raise NotNow(_("这一身份信息已经依法删除。"))
    if ground not in Ground or (ground == Ground.DANGER) != emergency:
        raise NotNow(_("请选择法律依据；“危及人身安全”只用于紧急查看。"))
    if len("".join(reason.split())) < REASON:
        raise NotNow(_("请写明理由，至少 %(n)d 个字。") % {"n": REASON})
    if not 1 <= minutes <= MINUTES:
        raise NotNow(_("查看时间为 1 至 %(n)d 分钟。") % {"n": MINUTES})


def _within_limits(user: Any, *, including_waiting: bool = False) -> None:
    """Raises NotNow where the person, or the unit, has had as many as a day allows. Those of an authority wait in line."""
    Agency.objects.select_for_update().get(pk=user.agency_id)
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    of_agency = Unsealing.objects.filter(dossier__agency=user.agency_id)
    counted = of_agency.filter(granted_at__gte=day)
    if including_waiting:
        counted |= of_agency.filter(asked_at__gte=day, granted=None)
    if counted.filter(asked_by=user).count() >= A_DAY_EACH:
        raise NotNow(_("每人每天最多查看 %(n)d 个封存的身份。") % {"n": A_DAY_EACH})
    if counted.filter(unit=user.unit).count() >= A_DAY_UNIT:
        raise NotNow(_("每个科室每天最多查看 %(n)d 个封存的身份。") % {"n": A_DAY_UNIT})


def _take_side(request: Unsealing, user: Any, side: Side) -> None:
    """The side is kept among the duties of the matter, where the database itself keeps the two apart."""
    dossier = request.dossier
    dossier.forget("duties_of_matter")
    if why := sides.refusal(dossier, user, [f"{side}:{request.key}"]):
        raise NotNow(why)
    Duty.objects.get_or_create(
        dossier=dossier, person=user, duty=side, item=request.key, defaults={"matter": dossier.key_of_matter}
    )


# --- deciding


def decide(user: Any, pk: int, *, grant: bool, answer: str = "") -> Unsealing:
    """The second person grants or refuses; in an emergency, confirms it or not after the fact.

    Raises Unsealing.DoesNotExist, PermissionDenied where this is nobody who may decide, NotNow where it is settled, has
    lapsed, or the day's number is used up.
    """
    with transaction.atomic():
        request = _locked(pk)
        if not persons.may_decide(user, request.dossier, request.asked_by):
            raise PermissionDenied(_("由保护专员或者负责人决定；不能是申请人，也不能是申请人的代理人。"))
        if not request.waits:
            raise NotNow(_("这项申请已经办过，或者已经过期。"))
        now = timezone.now()
        if grant and not request.emergency:
            _within_limits(request.asked_by)
        _take_side(request, user, Side.GRANT_UNSEAL)
        request.decided_by, request.decided_at, request.granted, request.answer = user, now, grant, answer
        if request.emergency:
            if not grant and request.ended_at is None:
                _end(request, now)
        elif grant:
            request.granted_at, request.until = now, now + timedelta(minutes=request.minutes)
        request.save()
        tell(request.asked_by, Notice.Kind.UNSEAL_DECIDED, place=request.dossier.reference)
        action = (
            ("identity.granted" if grant else "identity.refused")
            if not request.emergency
            else ("identity.emergency_confirmed" if grant else "identity.emergency_not_confirmed")
        )
        audit.record(action, actor=user.pk, object=request.key, request=request.pk, asked_by=request.asked_by_id)  # type: ignore[attr-defined]
    return request


def _locked(pk: int) -> Unsealing:
    found = Unsealing.objects.select_for_update(of=("self",)).select_related("dossier", "asked_by")
    return found.get(pk=pk)


# --- looking


def look(user: Any, pk: int) -> tuple[Unsealing, dict[str, str]]:
    """One look under a grant: what was sealed, by the label of its column.

    The view is counted and the audit committed before anything is opened. Raises Unsealing.DoesNotExist for a request
    that is not one's own, PermissionDenied where one may not read the file any more, NotNow where the grant has ended,
    caseflow.vault.Gone where the person was erased.
    """
    request = Unsealing.objects.select_related("dossier").get(pk=pk, asked_by=user)
    identity = kinds.identity_of(registry.root_of(request.dossier), request.what, request.row)
    if identity is None:
        raise NotNow(_("这一身份信息已经依法删除。"))

    def permit() -> dict[str, Any]:
        nonlocal request
        request = _count(user, pk)
        return {"request": pk, "view": request.views, "ground": request.ground, "emergency": request.emergency}

    opened = unseal(identity.row, actor=user.pk, object=request.key, permit=permit)
    labels = {each.name: str(each.verbose_name) for each in identity.row._meta.concrete_fields}
    return request, {labels[name]: text for name, text in opened.items()}


def originals(request: Unsealing) -> list[Upload]:
    """The files of this identity whose originals are sealed: they may say who sent them."""
    identity = kinds.identity_of(registry.root_of(request.dossier), request.what, request.row)
    key = identity.row.key_id if identity else ""  # type: ignore[attr-defined]
    return [each for each in request.dossier.uploads.all() if each.sealed and each.content_key.key_id == key]  # type: ignore[attr-defined]  # Sealed


def open_original(user: Any, pk: int, upload: int) -> tuple[Upload, bytes]:
    """One look at one original under a grant. Raises as ``look``; Upload.DoesNotExist for what this grant is not about."""
    request = Unsealing.objects.select_related("dossier").get(pk=pk, asked_by=user)
    found = next((each for each in originals(request) if each.pk == upload), None)
    if found is None:
        raise Upload.DoesNotExist

    def permit() -> dict[str, Any]:
        counted = _count(user, pk)
        return {"request": pk, "view": counted.views, "ground": counted.ground, "upload": upload}

    return found, received.open_sealed(found, actor=user.pk, object=request.key, permit=permit)


def _count(user: Any, pk: int) -> Unsealing:
    request = _locked(pk)
    now = timezone.now()
    readable = dossiers_visible_to(user).filter(pk=request.dossier_id).exists()  # type: ignore[attr-defined]
    if request.asked_by_id != user.pk or not readable or not persons.may_ask(user, registry.root_of(request.dossier)):  # type: ignore[attr-defined]
        raise PermissionDenied(_("您不能再查看本案封存的身份。"))
    if not request.granted or not request.open_at(now):
        raise NotNow(_("没有批准，或者批准的时间、次数已经用完。"))
    if not request.emergency and request.decided_by_id is None:  # type: ignore[attr-defined]
        raise NotNow(_("没有批准，或者批准的时间、次数已经用完。"))
    request.views += 1
    request.save(update_fields=["views"])
    if request.views == 1 and not request.emergency:
        _tell_overseers(request, Notice.Kind.UNSEALED)
    return request


def _tell_who_decides(request: Unsealing) -> None:
    if request.emergency:
        _tell_overseers(request, Notice.Kind.UNSEALED_AT_ONCE)
        return
    for person in persons.holding(persons.leaders(), request.dossier.agency_id):  # type: ignore[attr-defined]
        if persons.may_decide(person, request.dossier, request.asked_by):
            tell(person, Notice.Kind.UNSEAL_ASKED, place=request.dossier.reference)


def _tell_overseers(request: Unsealing, kind: Notice.Kind) -> None:
    """The protection officers, the auditors and those who lead, with the number of the file and without the identity."""
    offices = {*persons.leaders(), persons.AUDITOR}
    for person in persons.holding(offices, request.dossier.agency_id):  # type: ignore[attr-defined]
        if person.pk != request.asked_by_id:  # type: ignore[attr-defined]
            tell(person, kind, place=request.dossier.reference)


# --- ending and reviewing


def close(user: Any, pk: int) -> None:
    """Whoever looked says that it is enough. Raises Unsealing.DoesNotExist."""
    with transaction.atomic():
        request = Unsealing.objects.select_for_update().get(pk=pk, asked_by=user, ended_at=None, granted=True)
        _end(request, timezone.now())
        request.save()


def _end(request: Unsealing, now: Any) -> None:
    """Both ends of an opening stand in the audit: the start when it was granted, the end here."""
    request.ended_at = now
    action = "identity.emergency_stopped" if request.emergency else "identity.closed"
    audit.record(action, actor=None, object=request.key, request=request.pk, views=request.views)


def end_expired() -> int:
    """Write the end of grants that have run out, and return how many there were."""
    now = timezone.now()
    over = Unsealing.objects.filter(until__lte=now, ended_at=None).values_list("pk", flat=True)
    done = 0
    for pk in list(over):
        with transaction.atomic():
            request = Unsealing.objects.select_for_update().filter(pk=pk, ended_at=None).first()
            if request is not None:
                _end(request, request.until)
                request.save()
                done += 1
    return done


def suspend_unconfirmed() -> int:
    """Suspend whoever opened an emergency that nobody has confirmed within a day, and return how many were."""
    now, done = timezone.now(), 0
    late = Unsealing.objects.filter(emergency=True, decided_by=None, suspended_at=None, asked_at__lte=now - OPEN_FOR)
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            request = _locked(pk)
            if request.decided_by_id is not None or request.suspended_at is not None:  # type: ignore[attr-defined]
                continue
            request.suspended_at = now
            request.save(update_fields=["suspended_at"])
            person = request.asked_by
            person.is_active = False
            person.save(update_fields=["is_active"])
            audit.record("account.suspended", actor=None, object=f"user:{person.pk}", request=pk)
            done += 1
    return done


def to_review(user: Any) -> Any:
    """What this person has to look back at: every grant that is over, not one's own and not one's own decision."""
    if not persons.decides(user):
        return Unsealing.objects.none()
    over = Unsealing.objects.filter(dossier__agency=user.agency_id, granted_at__isnull=False, reviewed_by=None)
    return over.exclude(ended_at=None).exclude(asked_by=user).exclude(decided_by=user)


def review(user: Any, pk: int, *, proper: bool, finding: str) -> Unsealing:
    """A third person says whether the look was proper. Raises Unsealing.DoesNotExist, NotNow without a finding."""
    with transaction.atomic():
        request = to_review(user).select_for_update(of=("self",)).get(pk=pk)
        if not finding.strip():
            raise NotNow(_("请写明复核意见。"))
        request.reviewed_by, request.reviewed_at = user, timezone.now()
        request.proper, request.finding = proper, finding.strip()
        request.save()
        audit.record("identity.reviewed", actor=user.pk, object=request.key, request=pk, proper=proper)
    return request
