"""Whether a request may go on: its owner, its leader, the family's word, what is late (D1–D11, 3.8, 3.9)."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases import limits
from caseflow.procedure import Attempt, guard

from ..law import needs
from ..need_codes import ENDED_REFERRAL, PRESSING, Outcome, Priority, Satisfaction, Signer, Step
from ..procedure.words import Role

TIMES_REOPENED = 2  # once by right, once more one level up (3.9)


# Who


@guard(lazy("这件诉求由别人办理。"), ref="D2")
def by_owner(ticket: Any, attempt: Attempt) -> bool | str:
    if ticket.owner is None or attempt.by is None or attempt.by.pk == ticket.owner_id:
        return True
    return _("这件诉求由%(owner)s办理；要换人，请先退回重新交办。") % {"owner": ticket.owner}


@guard(lazy("由办理人或者乡镇（街道）的人退回。"), ref="D2")
def by_owner_or_leader(ticket: Any, attempt: Attempt) -> bool:
    in_township = attempt.role in (Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY, Role.COUNTY_OFFICER)
    return in_township or _owns(ticket, attempt)


@guard(lazy("已经交办的，由办理人登记。"), ref="D11")
def by_owner_if_any(ticket: Any, attempt: Attempt) -> bool:
    return _owns(ticket, attempt)


def _owns(ticket: Any, attempt: Attempt) -> bool:
    return ticket.owner is None or attempt.by is None or attempt.by.pk == ticket.owner_id


@guard(lazy("第二次重新办理的，由上一级（县级）交办。"), ref="3.9")
def at_the_right_level(ticket: Any, attempt: Attempt) -> bool:
    return not ticket.raised or attempt.role == Role.COUNTY_OFFICER


@guard(lazy("请从办这个家庭的事的人里选办理人。"), ref="D2", of_facts=True)
def owner_is_fit(ticket: Any, attempt: Attempt) -> bool | str:
    owner = attempt.facts.get("owner")
    if owner is None:
        return True
    role = ticket.role_of(owner)
    if not role:
        return False
    if ticket.raised and role != Role.COUNTY_OFFICER:
        return _("第二次重新办理的，由上一级（县级）的人办理。")
    return ticket.household.barred(owner) or True


# What


@guard(lazy("转介还没有结果，请先登记结果或者撤回转介。"), ref="D5")
def no_referral_waits(ticket: Any, attempt: Attempt) -> bool:
    last = ticket.referral
    return last is None or last.state in ENDED_REFERRAL


@guard(lazy("危急事项须先登记照护安排，或者已确认平安。"), ref="3.8", mend="steps")
def emergency_cared_for(ticket: Any, attempt: Attempt) -> bool:
    return not ticket.is_emergency or ticket.has_step(Step.PLAN, Step.FOUND_SAFE)


@guard(lazy("这件诉求不是危急事项。"), ref="3.8")
def is_emergency(ticket: Any, attempt: Attempt) -> bool:
    return bool(ticket.is_emergency)


@guard(
    lazy("帮扶人员不代家属签字；由监护人或者持书面授权的人签字的，须先在家庭档案里登记授权。"), ref="3.8", of_facts=True
)
def signer_has_authority(ticket: Any, attempt: Attempt) -> bool:
    """Nobody of the office signs as family without an authority that is stored and holds on that day."""
    facts = attempt.facts
    if facts.get("step") != Step.SIGNED:
        return True
    if not facts.get("signer"):
        return False
    member, person = facts.get("member"), str(facts.get("person") or "")
    stored = ticket.household.authorities_on(attempt.on, member)
    if facts["signer"] == Signer.REPRESENTATIVE:
        return any(each.name == person for each in stored)
    if facts["signer"] in (Signer.RELATIVE, Signer.PATIENT):
        return not ticket.is_colleague(person) or any(each.name == person for each in stored)
    return True


@guard(lazy("目前办不到的，须写明还能提供什么帮助。"), ref="3.9", of_facts=True)
def other_offer_made(ticket: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("result") != Outcome.NOT_POSSIBLE or bool(attempt.facts.get("offer"))


@guard(lazy("只有信访事项可以这样延长。"), ref="3.9")
def is_petition(ticket: Any, attempt: Attempt) -> bool:
    return bool(ticket.priority == Priority.PETITION)


@guard(lazy("已经延长过一次。"), ref="3.9")
def petition_not_extended(ticket: Any, attempt: Attempt) -> bool:
    return not ticket.dossier.deadlines.running().filter(code=needs.FINISH_PETITION.code, extensions__gt=0).exists()


# The family's word


@guard(lazy("一般事项不须领导审核，或者已经审核过。"), ref="D8")
def leader_is_asked(ticket: Any, attempt: Attempt) -> bool:
    return ticket.needs_leader and ticket.agreed_on is None


@guard(lazy("危急、急需的事项，须先由乡镇（街道）分管领导审核。"), ref="D8")
def leader_has_agreed(ticket: Any, attempt: Attempt) -> bool:
    return not ticket.needs_leader or ticket.agreed_on is not None


@guard(lazy("目前办不到的，须当面向本人说明。"), ref="D8", of_facts=True)
def told_in_person(ticket: Any, attempt: Attempt) -> bool:
    return ticket.result != Outcome.NOT_POSSIBLE or bool(attempt.facts.get("told"))


@guard(lazy("家里不满意的，请登记“重新办理”。"), ref="3.9", of_facts=True)
def family_is_content(ticket: Any, attempt: Attempt) -> bool:
    """After it was done again one level up, a no is written down as what it is."""
    return attempt.facts.get("satisfaction") != Satisfaction.BAD or ticket.reopened >= TIMES_REOPENED


@guard(lazy("两次联系以后还没有满七日。"), ref="3.9")
def no_reply_in_time(ticket: Any, attempt: Attempt) -> bool:
    running = ticket.dossier.deadlines.running().filter(code=needs.NO_REPLY.code).first()
    return running is not None and attempt.on > running.legal_due and ticket.tries_made >= 2


@guard(lazy("办结已经超过三十日，请作为新的诉求登记。"), ref="D9")
def within_the_month(ticket: Any, attempt: Attempt) -> bool:
    if ticket.dossier.closed_on is None:
        return True
    length = limits.length_of(needs.REOPEN, ticket.dossier.closed_on)
    return attempt.on <= ticket.dossier.closed_on + timedelta(days=length)


@guard(lazy("已经由上一级重新办理过；可以作为新的诉求登记，也可以告知家里复核和信访的渠道。"), ref="3.9")
def may_be_reopened(ticket: Any, attempt: Attempt) -> bool:
    return ticket.reopened < TIMES_REOPENED


@guard(lazy("请选这个家庭另一件在办的诉求。"), ref="D11", of_facts=True)
def main_is_another(ticket: Any, attempt: Attempt) -> bool:
    main = attempt.facts.get("main")
    return main is None or (main.pk != ticket.pk and main.household_id == ticket.household_id and not main.is_over)


# What is late (D10)


@guard(lazy("没有新的逾期。"), ref="D10")
def something_is_late(ticket: Any, attempt: Attempt) -> bool:
    return bool(ticket.newly_late(attempt))


@guard(lazy("没有超过一倍时间的逾期。"), ref="D10")
def something_is_twice_late(ticket: Any, attempt: Attempt) -> bool:
    codes = [each.code for each in needs.ALL_FURTHER]
    running = ticket.dossier.deadlines.running().filter(code__in=codes)
    return any(each.is_over(attempt.at) for each in running)


def is_pressing(priority: str) -> bool:
    return priority in PRESSING
