"""The rules asked about an application: from the sealed record to a verdict with every reason, kept as it was found (B11–B14).

What is sealed is opened as on every other page: for a task, with a line in the log before it, never inside a move.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST

from caseflow import audit
from caseflow.cases.access import can, record_for
from caseflow.cases.identifiers import compact
from caseflow.people.stepup import step_up
from caseflow.vault import keeping

from .access import RULES_ASK
from .calculator import settings_on
from .codes import ChildStatus
from .models import Application, Judgement
from .rules import facts
from .rules.eligibility import Verdict, judge
from .rules.policy import FamilyType
from .rules.said import plain, stored
from .shares import policy_in_force


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def certificate_of(number: str, issued_on: date | None) -> facts.DisabilityCertificate | None:
    """The grade is the 20th digit of the number (reference 1.2); None for what is no such number."""
    digits = compact(number)
    if len(digits) < 20 or not digits[19].isdecimal() or not 1 <= int(digits[19]) <= 4 or issued_on is None:
        return None
    return facts.DisabilityCertificate(int(digits[19]), issued_on)


def child_of(texts: Mapping[str, str], parents: frozenset[str]) -> facts.Child | None:
    """A child as the rules know one; None where not even the birth is known."""
    born, event = _day(texts.get("birth_date", "")), _day(texts.get("event_date", ""))
    if born is None:
        return None
    status = texts.get("status", "")
    gone = status in (ChildStatus.DECEASED, ChildStatus.DECLARED_DEAD)
    unit = texts.get("confirm_unit", "")
    of_one = {"OWN": 1, "SPOUSE": 1}.get(texts.get("parentage", ""))
    keys = sorted(parents)
    if of_one and len(keys) > 1:
        keys = keys[:1] if texts["parentage"] == "OWN" else keys[1:]
    return facts.Child(
        born,
        frozenset(keys),
        died_on=event if gone else None,
        declared=status == ChildStatus.DECLARED_DEAD,
        missing=status == ChildStatus.UNKNOWN,
        given_away=status == ChildStatus.ADOPTED_OUT,
        certificate=certificate_of(texts.get("certificate", ""), event) if status == ChildStatus.DISABLED else None,
        confirmed_by=facts.Unit(unit) if unit in facts.Unit.values else facts.Unit.HOSPITAL,
    )


def family_of(application: Any, children: Iterable[Mapping[str, str]]) -> facts.Family:
    """The family as the rules know one, out of the file and the opened records of its children."""
    record = application.check_record
    answers = record.answers if record else {}
    applicant = application.applicant
    members = sorted(application.household.members.all(), key=lambda each: each.pk != applicant.pk)
    adults = tuple(
        facts.Adult(
            str(each.pk),
            each.birth_date,
            facts.Sex(each.sex),
            _marital(each, members),
            hukou_here=answers.get("Q6") != "no",
            died_on=each.closed_to if each.end_code == "E_BENEFICIARY_DEATH" else None,
        )
        for each in members[:2]
    )
    parents = frozenset(each.key for each in adults)
    found = tuple(filter(None, (child_of(each, parents) for each in children)))
    proof = {"yes": facts.Proof.CERTIFICATE, "no": facts.Proof.NONE}.get(answers.get("Q8", ""), facts.Proof.VILLAGE)
    return facts.Family(adults, found, proof)


def _marital(member: Any, members: list[Any]) -> facts.Marital:
    """What the file says; where it says nothing, two parents are a couple."""
    if member.marital_status == "90":
        return facts.Marital.MARRIED if len(members) > 1 else facts.Marital.SINGLE
    return facts.Marital.of(member.marital_status)


def ask(application: Any, actor: Any, on: date) -> Any:
    """Open what is sealed, ask the rules, and keep what they answer. Raises RuntimeError inside a transaction."""

    def permit() -> dict[str, Any]:
        return {"purpose": "eligibility", "application": application.dossier.reference}

    family = application.household
    texts = [
        keeping.unseal(each, actor=actor.pk, object=family.dossier.reference, permit=permit)
        for each in family.children.all()
        if each.sealed()
    ]
    asked = family_of(application, texts)
    settings = settings_on(on)
    kind = FamilyType(family.family_type) if family.family_type else None
    return keep(application, judge(asked, on, settings, type=kind), asked, settings, actor, on)


def keep(application: Any, verdict: Verdict, asked: facts.Family, settings: Any, actor: Any, on: date) -> Any:
    """The answer with every reason in clear, what was asked sealed: it holds what a child's record holds."""
    answer = stored(verdict)
    held = Judgement(
        application=application,
        on=on,
        by=actor,
        outcome=verdict.outcome,
        reasons=[*answer["reasons"], *(each for person in answer["persons"] for each in person["reasons"])],
        policy=policy_in_force(on),
        settings=plain(settings),
    )
    with transaction.atomic():
        inputs = json.dumps(plain(asked), ensure_ascii=False, sort_keys=True)
        keeping.keep(held, application.household.dossier.reference, inputs=inputs)
        audit.record("rules.asked", actor=actor.pk, object=application.dossier.reference, outcome=str(verdict.outcome))
    return held


@require_POST
@step_up
def ask_rules(request: HttpRequest, reference: str) -> HttpResponse:
    """The button on the page of an application that is being reviewed."""
    record = record_for(request.user, reference)
    if not isinstance(record, Application):
        raise Http404
    if not (decision := can(request.user, RULES_ASK, record)):
        raise PermissionDenied(decision.why)
    if not record.household.children.exists():
        raise PermissionDenied(_t("子女信息还没有登记，不能按规则核对。"))
    ask(record, request.user, timezone.localdate())
    return redirect("dossier", reference)
