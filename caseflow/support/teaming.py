"""Keeps a family's team true: who must go goes, who is missing is stood in for, and access follows service at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission

from caseflow.cases.models import Assignment
from caseflow.people.models import User
from outbox.jobs import every

from . import conflicts
from .codes import FIVE, EndOfHelp, HelperCode
from .procedure.words import ACCOMPANIED, OF_TEAM, FamilyState, Role
from .rules.team import Completeness, Serving, completeness

if TYPE_CHECKING:
    from .models import Household

OFFICES = {HelperCode.VILLAGE_DOCTOR: Role.DOCTOR, HelperCode.VOLUNTEER: Role.VOLUNTEER}
WITH_TEAM = (*ACCOMPANIED, FamilyState.SUSPENDED)
PAGE = 200


def office_of(helper: Any) -> str:
    """The office in which somebody of a team reads the file and acts in it (3.1)."""
    if helper.stands_for == HelperCode.VILLAGE_DOCTOR:
        return Role.DOCTOR.value
    return OFFICES.get(helper.code, Role.HELPER).value


def serving(helper: Any) -> Serving:
    return Serving(
        helper.user_id, helper.code, helper.stands_for, helper.dual, bool(helper.blocked or helper.refused_on)
    )


def measured(household: Household, on: date) -> Completeness:
    """How complete the team is on a day."""
    team = household.team_on(on)
    person = {each.pk: each.user_id for each in team}
    primary = {each.pk: person.get(each.primary_helper_id or 0) for each in household.members.all() if each.lives}
    return completeness(map(serving, team), primary)


@dataclass
class Settling:
    """What has to change so that the team is true on a day."""

    ends: dict[Any, str] = field(default_factory=dict)  # helper: why
    blocks: dict[Any, str] = field(default_factory=dict)  # helper: the sentence, empty where it is mended
    stand_ins: dict[str, Any] = field(default_factory=dict)  # role: the person

    def __bool__(self) -> bool:
        return bool(self.ends or self.blocks or self.stand_ins)


def due(household: Household, on: date) -> Settling:
    """Who must go (3.3), who is suspended until something is mended, and who stands in for whom (T-8)."""
    found = Settling()
    team = household.team_on(on)
    for each in team:
        code = HelperCode.VILLAGE_FP if each.code == HelperCode.STAND_IN else each.code
        if conflicts.first(conflicts.ENDING, household, each.user, code, on):
            consent = conflicts.without_consent(household, each.user, code, on)
            found.ends[each] = EndOfHelp.CONSENT if consent else EndOfHelp.CONFLICT
        elif each.code != HelperCode.STAND_IN:
            why = conflicts.first(conflicts.BLOCKING, household, each.user, code, on)
            if bool(why) != bool(each.blocked):
                found.blocks[each] = why
    _gaps(household, team, found, on)
    return found


def _gaps(household: Household, team: list[Any], found: Settling, on: date) -> None:
    staying = [each for each in team if each not in found.ends]
    fit = [each for each in staying if not found.blocks.get(each, each.blocked) and not each.refused_on]
    held = {each.code for each in fit}
    standing = {each.stands_for: each for each in staying if each.code == HelperCode.STAND_IN}
    found.ends.update({each: EndOfHelp.FILLED for code, each in standing.items() if code in held})
    if _bound_for(household) not in WITH_TEAM or not household.cards.exists():
        return  # the first team is still being formed, or there is none any more
    for code in FIVE:
        if code not in held and code not in standing:
            person = next(_fit_to_stand_in(household, code, fit, on), None)
            if person is not None:
                found.stand_ins[code] = person


def _bound_for(household: Household) -> str:
    """The state to which the move that is under way leads."""
    attempt = getattr(household, "attempt", None)
    return str(attempt.row.target if attempt is not None and attempt.row.target else household.state)


def _fit_to_stand_in(household: Household, code: HelperCode, fit: list[Any], on: date) -> Iterator[Any]:
    checks = (*conflicts.ENDING, conflicts.refused_before, conflicts.unfit)
    for person in _candidates(household, code, fit, on):
        if not conflicts.first(checks, household, person, HelperCode.VILLAGE_FP, on):
            yield person


def _candidates(household: Household, code: HelperCode, fit: list[Any], on: date) -> Iterator[Any]:
    """T-8: for the volunteer the village worker, for the doctor the one on duty, for the others the next above."""
    from .models import HelperProfile, Post

    village = household.village
    posts = Post.objects.held(on).over(village).filter(user__is_active=True).select_related("user").order_by("pk")
    match code:
        case HelperCode.VOLUNTEER:
            yield from (each.user for each in fit if each.code == HelperCode.VILLAGE_FP)
            yield from (each.user for each in posts.filter(role=Role.VILLAGE_WORKER))
        case HelperCode.VILLAGE_DOCTOR:
            duty = HelperProfile.objects.filter(stands_in_at=village.parent_id, user__is_active=True)
            yield from (each.user for each in duty.select_related("user"))
        case HelperCode.VILLAGE_FP:
            yield from (each.user for each in posts.filter(role=Role.VILLAGE_HEAD))
        case HelperCode.TOWN_CADRE:
            yield from (each.user for each in posts.filter(role=Role.TOWNSHIP_DEPUTY))
        case HelperCode.FPA_SEC:
            office = Permission.objects.filter(codename=Role.ASSOCIATION.value, content_type__app_label="support")
            people = User.objects.filter(agency=household.dossier.agency_id, is_active=True)
            yield from people.filter(groups__permissions__in=office).distinct().order_by("pk")


def settle(household: Household, on: date) -> None:
    """Bring the team, the appointments to the file and what the lists show of it to where they should be."""
    from .models import Helper

    found = due(household, on)
    for helper, why in found.ends.items():
        end(helper, on, why)
    for helper, sentence in found.blocks.items():
        household.helpers.filter(pk=helper.pk).update(blocked=sentence[:200])
    for code, person in found.stand_ins.items():
        Helper.objects.create(
            household=household, user=person, code=HelperCode.STAND_IN, stands_for=code, since=on, works_phone=""
        )
    grant(household, on)
    household.team_state, household.team_filled, household.dual_covered = shown(household, on)


def shown(household: Household, on: date) -> tuple[str, int, bool]:
    """What lists show of the team on a day."""
    found = measured(household, on)
    return found.state, found.filled, found.dual


def is_to_settle(household: Household, on: date) -> bool:
    """Whether the team, or what lists show of it, is not what it should be on a day."""
    kept = (household.team_state, household.team_filled, household.dual_covered)
    return bool(due(household, on)) or shown(household, on) != kept


def end(helper: Any, on: date, why: str) -> None:
    """Somebody serves no longer, from this day on; whoever they were named for has nobody named."""
    type(helper).objects.filter(pk=helper.pk).update(until=max(on, helper.since), ended=why)
    helper.members.update(primary_helper=None)


def end_all(household: Household, on: date, why: str) -> None:
    for each in household.helpers.filter(until=None):
        end(each, on, why)
    settle(household, on)


def grant(household: Household, on: date) -> None:
    """Appoint and release; whoever has ended, or is blocked, or is not wanted, has no access from this moment on.

    Whoever stands in reads the file by the office for which they were chosen, but for the doctor on duty.
    """
    dossier = household.dossier
    fit = [each for each in household.team_on(on) if each.is_fit and each.stands_for in ("", HelperCode.VILLAGE_DOCTOR)]
    wanted = {(each.user_id, office_of(each)) for each in fit}
    held = {(each.user_id, each.role) for each in dossier.team if each.ended_on is None and each.role in OF_TEAM}
    Assignment.objects.bulk_create(
        Assignment(dossier=dossier, user_id=user, role=role, since=on) for user, role in sorted(wanted - held)
    )
    for user, role in held - wanted:
        gone = dossier.assignments.filter(user=user, role=role, ended_on=None)
        gone.update(ended_on=on, reason="帮扶联系小组人员变动")
    dossier.forget("team")


@every(timedelta(days=1), "support.teams", lease=timedelta(minutes=20))
def every_night(payload: dict[str, Any]) -> None:
    settle_all()


def settle_all() -> int:
    """Look at every team again and say how many had to change: pledges run out, consents are taken back (3.3)."""
    from caseflow.cases.transitions import Refused, perform

    from .models import Household

    changed, last = 0, 0
    waiting: Any = Household.objects.filter(state__in=WITH_TEAM)
    while page := list(waiting.filter(pk__gt=last).select_related("dossier__agency").order_by("pk")[:PAGE]):
        for family in page:
            try:
                perform(family, "settle_team", by=None)
                changed += 1
            except Refused:  # nothing is due
                continue
        last = page[-1].pk
    return changed
