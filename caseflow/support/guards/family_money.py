"""Whether the money of a family may be stopped, held or let go on (1.3, SUSP-1)."""

from typing import Any

from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Attempt, guard

from ..rules.periods import PERSONAL


@guard(lazy("请写明是哪一位家人。"), ref="1.3", of_facts=True)
def person_named(household: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("code") not in PERSONAL or attempt.facts.get("member") is not None


@guard(lazy("变化的日期晚于办理日期。"), ref="1.3", of_facts=True)
def has_happened(household: Any, attempt: Attempt) -> bool:
    day = attempt.facts.get("happened_on")
    return day is None or day <= attempt.on


@guard(lazy("没有正在发放的按月待遇。"), ref="SUSP-1", of_facts=True)
def is_paid(household: Any, attempt: Attempt) -> bool:
    member = attempt.facts.get("member")
    running = household.entitlements.filter(benefit="MONTHLY", state__in=["ACTIVE", "PENDING_START"])
    return member is None or running.filter(member=member).exists()


@guard(lazy("没有暂缓的按月待遇。"), ref="SUSP-1", of_facts=True)
def is_held(household: Any, attempt: Attempt) -> bool:
    member = attempt.facts.get("member")
    held = household.entitlements.filter(benefit="MONTHLY", state="SUSPENDED")
    return member is None or held.filter(member=member).exists()
