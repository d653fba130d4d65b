"""What must be right before anything is decided (T29–T35)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases.calendar import long_day
from caseflow.procedure import Attempt, guard

from .. import law
from ..courses import pending


@guard(lazy("涉嫌犯罪的移送程序尚未结束，不能作出罚款、没收决定。"), ref="R-27", mend="courses")
def no_referral_pending(case: Any, attempt: Attempt) -> bool | str:
    proposal = case.proposal
    if proposal is None or not proposal.money:
        return True
    return pending(case, "fine") or True


@guard(lazy("没有处罚建议，不能作出处罚决定。"), ref="R-19", mend="papers")
def proposal_held(case: Any, attempt: Attempt) -> bool:
    return case.proposal is not None


@guard(
    lazy("拟作出的处罚重于事先告知的内容，须重新告知（行政处罚法第四十四条、第四十五条）。"), ref="R-13", mend="papers"
)
def as_notified(case: Any, attempt: Attempt) -> bool:
    notified, proposal = case.notified(), case.proposal
    return notified is not None and proposal is not None and not proposal.heavier_than(notified)


@guard(lazy("法制审核没有通过，不能作出决定（行政处罚法第五十八条）。"), ref="R-17", mend="papers")
def second_review_passed(case: Any, attempt: Attempt) -> bool:
    review = case.reviews.filter(second=True).last()
    return review is not None and review.conclusion == "agree"


@guard(lazy("重大、复杂的案件须先由负责人集体讨论（行政处罚法第五十七条第二款）。"), ref="R-18", mend="papers")
def discussed_if_major(case: Any, attempt: Attempt) -> bool | str:
    proposal = case.proposal
    if proposal is None or case.was_resolved():
        return True
    reasons = [sentence for _code, sentence in case.needs_discussion(proposal)]
    return not reasons or _("须先集体讨论（行政处罚法第五十七条第二款）：%(why)s。") % {"why": _("；").join(reasons)}


@guard(lazy("办案期限已经届满，须写明逾期的理由并报法制机构。"), ref="DL-17", of_facts=True)
def lateness_explained(case: Any, attempt: Attempt) -> bool | str:
    limit = case.running(law.CASE)
    if limit is None or limit.suspended or attempt.on <= limit.legal_due or attempt.facts.get("overdue_reason"):
        return True
    return _("办案期限已于%(day)s届满，须写明逾期的理由。") % {"day": long_day(limit.legal_due)}


@guard(lazy("不予处罚须写明情形、理由和对当事人教育的情况（行政处罚法第三十三条）。"), of_facts=True)
def no_penalty_grounded(case: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    return bool(facts.get("ground") and facts.get("reasons") and facts.get("education"))


@guard(lazy("须写明理由。"), of_facts=True)
def reason_given(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("reason"))


@guard(lazy("登记保存的物品须先作出处理决定。"), ref="R-09", mend="evidence")
def goods_released(case: Any, attempt: Attempt) -> bool:
    return not case.undecided_goods().exists()
