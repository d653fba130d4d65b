"""What only support can say in the picture of a family or an application. Nothing that is sealed is ever in it."""

from typing import Any

from django.utils import timezone

from caseflow.cases.picture import part_of_picture

from .models import Application, Household


@part_of_picture(
    "support.family",
    "village status found contact_preference members consents children accounts applications closing family_type "
    "number team_state team_filled dual_covered helpers card risk_level plan paused transfer aftercare duties visits",
)
def of_family(household: Household) -> dict[str, Any]:
    consents = household.consents.filter(withdrawn_on=None, given=True)
    return {
        "village": str(household.village),
        "status": household.status,
        "found": household.found,
        "contact_preference": household.contact_preference,
        "members": [
            {"name": each.name, "sex": each.sex, "birth_date": each.birth_date, "id_last4": each.id_last4}
            for each in household.members.all()
        ],
        "consents": sorted({each.purpose for each in consents}),
        "children": [{"verified": each.locked} for each in household.children.all()],
        "accounts": [
            {"bank": each.bank, "last4": each.last4, "confirmed": each.confirmed_on is not None}
            for each in household.accounts.filter(ended_on=None)
        ],
        "applications": [
            {"reference": each.dossier.reference, "state": each.state, "track": each.track}
            for each in household.applications.select_related("dossier").order_by("pk")
        ],
        "closing": household.closing,
        "number": household.number,
        "team_state": household.team_state,
        "team_filled": household.team_filled,
        "dual_covered": household.dual_covered,
        "helpers": [
            {"code": each.code, "stands_for": each.stands_for, "name": str(each.user), "since": each.since}
            for each in household.team_on(timezone.localdate())
        ],
        "card": household.card.version if household.card else None,
        "risk_level": household.risk_level,
        "plan": _plan(household.plan),
        "paused": household.pause.reason if household.pause else "",
        "transfer": _offer(household.transfers.last()),
        "aftercare": household.aftercare,
        "family_type": household.family_type,
        "duties": {f"{each.occasion} {each.period}": _duty(each) for each in household.duties.filter(member=None)},
        "visits": [
            {"on": each.on, "channel": each.channel, "reached": each.reached, "counted_on": each.counted_on}
            for each in household.visits.order_by("began_at")
        ],
    }


def _duty(duty: Any) -> dict[str, Any]:
    return {
        "first": duty.first,
        "last": duty.last,
        "status": duty.status,
        "by_wish": duty.by_wish,
        "alerts": [duty.alert_township, duty.alert_association, duty.alert_county],
    }


def _plan(plan: Any) -> dict[str, Any] | None:
    if plan is None:
        return None
    goals = [{"domain": each.domain, "goal": each.goal, "score": each.score} for each in plan.goals.all()]
    return {"version": plan.version, "approved_on": plan.approved_on, "review_on": plan.review_on, "goals": goals}


def _offer(offer: Any) -> dict[str, Any] | None:
    return {"to": offer.to_office, "accepted": offer.accepted} if offer is not None else None


@part_of_picture(
    "support.application",
    "family track benefit told_on applicant mode check vote rounds objections returned review decision",
)
def of_application(application: Application) -> dict[str, Any]:
    check, vote = application.check_record, application.vote
    review, decision = application.review, application.decision
    return {
        "family": application.household.dossier.reference,
        "track": application.track,
        "benefit": application.benefit,
        "told_on": application.told_on,
        "applicant": application.applicant.name,
        "mode": application.mode,
        "check": {"on": check.on, "recommended": check.recommended, "failing": check.failing} if check else None,
        "vote": {
            "on": vote.on,
            "passed": vote.passed,
            "in_favour": vote.in_favour,
            "voters": vote.voters,
            "recused": [each["name"] for each in vote.recused],
        }
        if vote
        else None,
        "rounds": [
            {
                "level": each.level,
                "mode": each.mode,
                "posted_on": each.posted_on,
                "last_day": each.last_day,
                "ended_on": each.ended_on,
            }
            for each in application.rounds.all()
        ],
        "objections": [
            {"kind": each.kind, "upheld": each.upheld, "closed_on": each.closed_on}
            for each in application.objections.all()
        ],
        "returned": application.returned,
        "review": {"on": review.on, "agreed": review.agreed} if review else None,
        "decision": {
            "grants": decision.grants,
            "amount": decision.amount,
            "start_month": decision.start_month,
            "split": decision.split,
            "reasons": decision.reasons,
            "decided_on": decision.decided_on,
        }
        if decision
        else None,
    }
