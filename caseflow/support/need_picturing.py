"""What only support can say in the picture of a request or a review."""

from typing import Any

from caseflow.cases.picture import part_of_picture

from .models import Review, Ticket


@part_of_picture(
    "support.ticket",
    "family category priority watch result satisfaction reopened owner raised answered_in_time late referral steps",
)
def of_ticket(ticket: Ticket) -> dict[str, Any]:
    last = ticket.referral
    return {
        "family": ticket.household.dossier.reference,
        "category": ticket.category,
        "priority": ticket.priority,
        "watch": ticket.watch,
        "result": ticket.result,
        "satisfaction": ticket.satisfaction,
        "reopened": ticket.reopened,
        "owner": str(ticket.owner) if ticket.owner else "",
        "raised": ticket.raised,
        "answered_in_time": ticket.answered_in_time,
        "late": ticket.late,
        "referral": {
            "organ": last.organ,
            "state": last.state,
            "ground": last.ground,
            "consented": last.consent_id is not None,  # type: ignore[attr-defined]
            "reminded_on": last.reminded_on,
            "ended_on": last.ended_on,
        }
        if last
        else None,
        "steps": [each.step for each in ticket.lines.exclude(step="").order_by("at", "pk")],
    }


@part_of_picture("support.review", "family year told_on results")
def of_review(review: Review) -> dict[str, Any]:
    return {
        "family": review.household.dossier.reference,
        "year": review.year,
        "told_on": review.told_on,
        "results": {each.member.name: each.result for each in review.findings.select_related("member").order_by("pk")},
    }
