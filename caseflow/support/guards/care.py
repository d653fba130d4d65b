"""Whether somebody may sign for a member, a departure be recorded, a review be opened (reference 1.4, 3.8)."""

from typing import Any

from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Attempt, guard

from ..codes import Status

CONFIRMED = (Status.CONFIRMED, Status.CONFIRMED_FUTURE)


@guard(lazy("须写明书面授权、监护的文件名称和编号。"), ref="3.8", of_facts=True)
def authority_in_writing(household: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("document"))


@guard(lazy("已经登记过。"), of_facts=True)
def not_departed_yet(household: Any, attempt: Attempt) -> bool:
    member = attempt.facts.get("member")
    return member is None or household.members.filter(pk=member.pk, end_code="").exists()


@guard(lazy("没有待办的慰问。"), ref="3.8")
def condolence_is_due(household: Any, attempt: Attempt) -> bool:
    return household.dossier.deadlines.running().filter(code="E-COND").exists()


@guard(lazy("只有已确认的家庭才年审。"), ref="1.4")
def is_confirmed(household: Any, attempt: Attempt) -> bool:
    return household.status in CONFIRMED


@guard(lazy("这一年度的年审已经开始。"), ref="1.4")
def not_reviewed_yet(household: Any, attempt: Attempt) -> bool:
    from ..yearly import year_under_review

    return not household.reviews.filter(year=year_under_review(attempt.on)).exists()
