"""Whether a visit may be written down, and an event or another rhythm recorded (reference 3.5, 7.10)."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Attempt, guard

from .. import wording

WRITTEN = ("observation", "needs", "given", "next_step", "others", "words", "why", "how")
LEARNED_WITHIN = timedelta(days=366)


@guard(lazy("走访的时间还没有到，请核对。"), of_facts=True)
def not_in_future(household: Any, attempt: Attempt) -> bool:
    from ..models.contact_moves import began_at

    day, clock = attempt.facts.get("day"), attempt.facts.get("clock")
    return day is None or clock is None or began_at(day, clock) <= attempt.at


@guard(lazy("去走访的人当天不联系这个家庭，请核对。"), ref="7.10", of_facts=True)
def visitors_serve(household: Any, attempt: Attempt) -> bool | str:
    """On the day of the visit, not on the day it is written down."""
    from .. import visiting

    day = attempt.facts.get("day")
    if day is None:
        return True
    serve = visiting.on(household, day)
    others = [each for each in (attempt.by, *attempt.facts.get("visitors", ())) if each and each.pk not in serve]
    if not others:
        return True
    return _("%(person)s 在 %(day)s 不是这个家庭的联系人，不能登记为到场。") % {
        "person": others[0],
        "day": day.isoformat(),
    }


@guard(lazy("联系上了的，请写明至少谈了或者看了一件事，以及下一步。"), ref="3.5", of_facts=True)
def tells_what_and_what_next(household: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    return not facts.get("members") or bool(facts.get("items") and facts.get("next_step"))


@guard(lazy("请换一种说法。"), ref="6.4", of_facts=True)
def kindly_put(household: Any, attempt: Attempt) -> bool | str:
    for name in WRITTEN:
        if sentence := wording.refusal(str(attempt.facts.get(name) or "")):
            return sentence
    return True


@guard(lazy("没有等待确认的走访。"), ref="3.5")
def visit_to_confirm(household: Any, attempt: Attempt) -> bool:
    return household.visits.filter(counted_on=None).exists()


@guard(lazy("自己的走访由别人确认。"), ref="4.7", of_facts=True)
def not_own_visit(household: Any, attempt: Attempt) -> bool:
    visit, by = attempt.facts.get("visit"), attempt.by
    if visit is None or by is None:
        return True
    return visit.saved_by_id != by.pk and not visit.visitors.filter(pk=by.pk).exists()


@guard(lazy("得知的日期超过一年，请核对。"), of_facts=True)
def learned_lately(household: Any, attempt: Attempt) -> bool:
    learned = attempt.facts.get("learned")
    return learned is None or attempt.on - LEARNED_WITHIN <= learned <= attempt.on


@guard(lazy("新的联系频次从今天或者以后的一天开始。"), of_facts=True)
def from_today_on(household: Any, attempt: Attempt) -> bool:
    since = attempt.facts.get("since")
    return since is None or since >= attempt.on
