"""What other parts learn of requests and reviews: the picture of one, and what of them holds up the closing of a family."""

from typing import Any

from django.utils.translation import gettext as _

from caseflow.cases.picture import part_of_picture

from .matters import matter
from .models import Household, Review, Ticket
from .procedure.ticket_words import ENDED_TICKET


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


@matter
def open_requests(household: Household) -> str:
    """A family is not closed while it waits for something (A12)."""
    waiting = household.tickets.exclude(state__in=ENDED_TICKET).count()
    return _("还有 %(n)d 件没有办结的诉求。") % {"n": waiting} if waiting else ""
