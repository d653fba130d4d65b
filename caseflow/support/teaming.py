"""Keeps the appointments to a family's file with whoever serves in its team, so that access begins and ends with service."""

from datetime import date
from typing import Any

from caseflow.cases.models import Assignment

from .codes import HelperCode
from .procedure.words import OF_TEAM, Role
from .rules.team import Completeness, Serving, completeness

OFFICES = {HelperCode.VILLAGE_DOCTOR: Role.DOCTOR, HelperCode.VOLUNTEER: Role.VOLUNTEER}


def office_of(helper: Any) -> str:
    """The office in which somebody of a team reads the file and acts in it (3.1)."""
    return OFFICES.get(helper.stands_for or helper.code, Role.HELPER).value


def serving(helper: Any) -> Serving:
    return Serving(helper.user_id, helper.code, helper.stands_for, helper.dual, bool(helper.blocked))


def measured(household: Any, on: date) -> Completeness:
    """How complete the team is on a day."""
    team = household.team_on(on)
    person = {each.pk: each.user_id for each in team}
    primary = {each.pk: person.get(each.primary_helper_id) for each in household.members.all() if each.lives}
    return completeness(map(serving, team), primary)


def settle(household: Any, on: date) -> None:
    """Appoint and release; whoever has ended, or is blocked, has no access from this moment on."""
    dossier = household.dossier
    wanted = {(each.user_id, office_of(each)) for each in household.team_on(on) if not each.blocked}
    held = {(each.user_id, each.role) for each in dossier.team if each.ended_on is None and each.role in OF_TEAM}
    Assignment.objects.bulk_create(
        Assignment(dossier=dossier, user_id=user, role=role, since=on) for user, role in sorted(wanted - held)
    )
    for user, role in held - wanted:
        gone = dossier.assignments.filter(user=user, role=role, ended_on=None)
        gone.update(ended_on=on, reason="帮扶联系小组人员变动")
    dossier.forget("team")
