"""From when, and for what, the limits of a family's team and of its accompanying run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from caseflow.cases import parameters
from caseflow.cases.models import Start
from caseflow.procedure import Attempt, TimeLimit

from . import law, teaming
from .codes import HelperCode

if TYPE_CHECKING:
    from .models import Household

OF_GAPS = (law.FILL_ROLE.code, law.FILL_VOLUNTEER.code)


def starts_of(household: Household, limit: TimeLimit, attempt: Attempt) -> Iterable[Start]:
    on = attempt.on
    match limit.code:
        case law.FILL_ROLE.code | law.FILL_VOLUNTEER.code:
            running = _running(household, limit)
            return [Start(on, code) for code in _gaps(household, limit, attempt) if code not in running]
        case law.REPLACE_REFUSED.code:
            helper = attempt.facts.get("helper")
            return [Start(on, str(helper.pk))] if helper is not None else []
        case law.HAND_OVER.code:
            newcomer = household.helpers.filter(user=attempt.facts.get("person"), until=None).last()
            return [Start(on, str(newcomer.pk))] if newcomer and predecessor(newcomer) else []
        case law.NEW_CARD.code:
            return [Start(on)] if stale_card(household, on) and not _running(household, limit) else []
        case law.GREETING.code:
            return [Start(on, f"{months}m", months) for months in greetings(on)] if household.aftercare else []
    return [Start(on)]


def stops_of(household: Household, limit: TimeLimit, attempt: Attempt) -> list[str] | None:
    """Of limits that run for several at once, only those that are met; all of them where the accompanying ends."""
    if household.state in household.procedure.final and limit.code != law.GREETING.code:
        return None
    match limit.code:
        case law.FILL_ROLE.code | law.FILL_VOLUNTEER.code:
            return sorted(_running(household, limit) - set(_gaps(household, limit, attempt)))
        case law.REPLACE_REFUSED.code:
            waiting = household.helpers.filter(until=None).exclude(refused_on=None)
            return sorted(_running(household, limit) - {str(each.pk) for each in waiting})
        case law.HAND_OVER.code:
            serving = {str(each.pk) for each in household.helpers.filter(until=None, handed_over_on=None)}
            return sorted(_running(household, limit) - serving)
        case law.GREETING.code if attempt.row.name == "greet":
            return sorted(_running(household, limit), key=lambda item: int(item[:-1]))[:1]
    return None


def _running(household: Household, limit: TimeLimit) -> set[str]:
    return set(household.dossier.deadlines.running().filter(code=limit.code).values_list("item", flat=True))


def _gaps(household: Household, limit: TimeLimit, attempt: Attempt) -> list[str]:
    """The roles that stand empty once a first card was given; before that the limit of the first team runs (T-10)."""
    if household.state not in teaming.WITH_TEAM or not household.cards.exists():
        return []
    volunteer = limit.code == law.FILL_VOLUNTEER.code
    found = teaming.measured(household, attempt.on).gaps
    return [code for code in found if (code == HelperCode.VOLUNTEER) == volunteer]


def predecessor(helper: Any) -> Any:
    """Who held the role before; None where nobody did."""
    before = helper.household.helpers.filter(code=helper.code).exclude(pk=helper.pk).exclude(until=None)
    return before.order_by("pk").last()


def stale_card(household: Household, on: date) -> bool:
    """Whether the card that the family holds names others than those who serve."""
    from .models.team import named

    card = household.card
    return card is not None and card.names != named(household.team_on(on))


def greetings(on: date) -> list[int]:
    """After how many months the family is called."""
    return [int(each) for each in str(parameters.value("support.greetings", on)).replace("，", ",").split(",")]
