"""Who gives an office: one administrator asks, another one confirms, and three kinds of administrator stay apart."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow import audit

from . import sessions
from .models import Notice, RoleChange, User
from .notices import tell

SYSTEM, SECURITY, AUDIT = "系统管理员", "安全管理员", "审计管理员"
ADMINISTRATORS = {SYSTEM: "change_user", SECURITY: "confirm_roles", AUDIT: "read_audit"}  # 三员分立, GB/T 22239-2019
ASKS, CONFIRMS = f"people.{ADMINISTRATORS[SYSTEM]}", f"people.{ADMINISTRATORS[SECURITY]}"


def clash(groups: set[str]) -> str:
    """Why one person may not hold the offices called ``groups`` together, or an empty string."""
    if groups & ADMINISTRATORS.keys() and len(groups) > 1:
        return _("系统管理员、安全管理员、审计管理员须由不同的人担任，也不能兼任办案岗位。")
    return ""


def ask(person: User, group: Group, by: User) -> RoleChange | None:
    """Ask for an office; None where the person holds it or it has been asked for. Raises ValidationError."""
    if ASKS not in by.roles or person.pk == by.pk:
        raise PermissionDenied(_("岗位由系统管理员提出，不能为自己提出。"))
    held = set(person.groups.values_list("name", flat=True))
    waiting = set(person.role_changes.filter(settled_at=None).values_list("group__name", flat=True))
    if group.name in held | waiting:
        return None
    if refusal := clash(held | waiting | {group.name}):
        raise ValidationError(refusal)
    with transaction.atomic():
        change = RoleChange.objects.create(person=person, group=group, asked_by=by)
        audit.record("role.asked", actor=by.pk, object=f"user:{person.pk}", role=group.name)
    return change


def settle(pk: int, by: User, *, grant: bool) -> RoleChange | None:
    """Confirm or refuse what was asked for; None where it is settled already. Raises ValidationError."""
    with transaction.atomic():
        waiting = RoleChange.objects.select_for_update().filter(pk=pk, settled_at=None, person__agency=by.agency_id)
        change = waiting.first()
        if change is None:
            return None
        if CONFIRMS not in by.roles or by.pk in (change.asked_by_id, change.person_id):
            raise PermissionDenied(_("岗位由另一名安全管理员确认，不能确认自己提出的，也不能确认自己的。"))
        if grant and (refusal := clash({*change.person.groups.values_list("name", flat=True), change.group.name})):
            raise ValidationError(refusal)
        change.settled_by, change.settled_at, change.granted = by, timezone.now(), grant
        change.save()
        if grant:
            change.person.groups.add(change.group)
            tell(change.person, Notice.Kind.OFFICES)
        action = "role.granted" if grant else "role.refused"
        words = {"role": change.group.name, "asked_by": change.asked_by_id}
        audit.record(action, actor=by.pk, object=f"user:{change.person_id}", **words)
    return change


def take(person: User, group: Group, by: User) -> None:
    """Take an office away: at once and by one administrator, for that only makes the house safer."""
    if ASKS not in by.roles:
        raise PermissionDenied(_("这些设置由系统管理员办理。"))
    with transaction.atomic():
        person.groups.remove(group)
        tell(person, Notice.Kind.OFFICES)
        audit.record("role.taken", actor=by.pk, object=f"user:{person.pk}", role=group.name)


def appoint(person: User, office: str) -> None:
    """Give an administrator's office from the machine itself: there is nobody yet who could ask and confirm."""
    group = Group.objects.get(name=office)
    if refusal := clash({*person.groups.values_list("name", flat=True), office}):
        raise ValidationError(refusal)
    with transaction.atomic():
        person.groups.add(group)
        audit.record("role.granted", actor=None, object=f"user:{person.pk}", role=office, at_the_machine=True)


def holders_changed(action: str, instance: Any, pk_set: set[int] | None, reverse: bool, **kwargs: Any) -> None:
    """After somebody's offices change, by whatever way: refuse what may not go together, end the old sessions."""
    if action == "pre_add" and pk_set:
        _refuse_clashes(instance, pk_set, reverse)
    if action in {"post_add", "post_remove", "pre_clear"}:
        people = [instance] if not reverse else list(_people(instance, action, pk_set))
        for person in people:
            person.__dict__.pop("roles", None)
            sessions.end(person)


def _refuse_clashes(instance: Any, pk_set: set[int], reverse: bool) -> None:
    people = User.objects.filter(pk__in=pk_set) if reverse else [instance]
    added = {instance.name} if reverse else set(Group.objects.filter(pk__in=pk_set).values_list("name", flat=True))
    for person in people:
        if refusal := clash({*person.groups.values_list("name", flat=True), *added}):
            raise ValidationError(refusal)


def _people(group: Any, action: str, pk_set: set[int] | None) -> Any:
    return group.user_set.all() if action == "pre_clear" else User.objects.filter(pk__in=pk_set or ())


def permissions_changed(action: str, instance: Any, pk_set: set[int] | None, reverse: bool, **kwargs: Any) -> None:
    """After an office has got another power, its holders sign in anew."""
    if action in {"post_add", "post_remove", "pre_clear"} and not reverse and (pk_set or action == "pre_clear"):
        for person in instance.user_set.all():
            sessions.end(person)
