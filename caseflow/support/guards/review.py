"""Whether an annual review may go on: everybody seen, nobody confirms what they saw themselves, nobody leaves unheard (1.4)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Attempt, guard

from ..review_codes import DATED


@guard(lazy("请选择这个家庭的成员。"), of_facts=True)
def of_the_family(review: Any, attempt: Attempt) -> bool:
    member = attempt.facts.get("member")
    return member is None or member.household_id == review.household_id


@guard(lazy("有变化的，请写明是哪一天。"), ref="1.4", of_facts=True)
def day_is_told(review: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    codes = {*facts.get("found", ()), *facts.get("matched", ())}
    return not codes & DATED or facts.get("event_on") is not None


@guard(lazy("还有成员没有核对。"), ref="1.4", mend="findings")
def everybody_seen(review: Any, attempt: Attempt) -> bool | str:
    left = review.members_to_see()
    if not left:
        return True
    return _("还没有核对：%(names)s。") % {"names": _("、").join(each.addressed for each in left)}


@guard(lazy("还没有见面核对，先登记核对的情况。"), ref="1.4", of_facts=True)
def was_seen(review: Any, attempt: Attempt) -> bool:
    member = attempt.facts.get("member")
    return member is None or review.findings.filter(member=member).exists()


@guard(lazy("见面核对的人不审核同一次年审，请由另一个人审核。"), ref="4.7")
def not_who_saw(review: Any, attempt: Attempt) -> bool:
    return attempt.by is None or not review.findings.filter(by=attempt.by).exists()


@guard(lazy("有成员不再符合，须经转出审批。"), ref="1.4")
def nobody_leaves(review: Any, attempt: Attempt) -> bool:
    return not review.leaving()


@guard(lazy("没有成员需要转出。"), ref="1.4")
def somebody_leaves(review: Any, attempt: Attempt) -> bool:
    return bool(review.leaving())


@guard(lazy("须先向本人说明理由，听取意见。"), ref="F-23")
def told_first(review: Any, attempt: Attempt) -> bool:
    return review.told_on is not None


@guard(lazy("已经说明过。"), ref="F-23")
def exit_not_told(review: Any, attempt: Attempt) -> bool:
    return review.told_on is None
