"""Whether something may be told to another organ, and where a referral may go from where it is (D4, D5, 6.3 F)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Attempt, guard

from .. import wording
from ..law import needs
from ..need_codes import ENDED_REFERRAL, REFERRAL_MOVES, Ground, ReferralState
from ..privacy import KIND_OF_FAMILY


def _goes_to(ticket: Any, state: str) -> bool:
    last = ticket.referral
    return last is not None and state in REFERRAL_MOVES[last.state]


@guard(lazy("已经有一件转介没有办完。"), ref="D4")
def none_runs(ticket: Any, attempt: Attempt) -> bool:
    last = ticket.referral
    return last is None or last.state in ENDED_REFERRAL


@guard(lazy("请换一种说法。"), ref="6.4", of_facts=True)
def letter_is_dignified(ticket: Any, attempt: Attempt) -> bool | str:
    """The letter tells what is asked for, and never what has happened to the family."""
    for name in ("asked", "ground_text"):
        text = str(attempt.facts.get(name) or "")
        if sentence := wording.refusal(text):
            return sentence
        if found := next((word for word in KIND_OF_FAMILY if word in text), ""):
            return _("转介函只写需要办的事，不写“%(word)s”。") % {"word": found}
    return True


@guard(lazy("须先拟好转介：写明接收单位、请求的事和依据。"), ref="D4")
def is_draft(ticket: Any, attempt: Attempt) -> bool:
    return _goes_to(ticket, ReferralState.SENT)


@guard(lazy("须有本人对第 F 项的同意，或者写明法定职责、紧急情况。"), ref="D4", mend="referrals")
def may_be_shared(ticket: Any, attempt: Attempt) -> bool:
    last = ticket.referral
    if last is None:
        return False
    return last.consent_now() is not None if last.ground == Ground.CONSENT else bool(last.ground_text)


@guard(lazy("没有等待答复的转介。"), ref="D5")
def is_sent(ticket: Any, attempt: Attempt) -> bool:
    return _goes_to(ticket, ReferralState.REJECTED)


@guard(lazy("没有对方已接的转介。"), ref="D5")
def is_accepted(ticket: Any, attempt: Attempt) -> bool:
    return _goes_to(ticket, ReferralState.IN_SERVICE)


@guard(lazy("没有已经发出的转介。"), ref="D5")
def may_be_done(ticket: Any, attempt: Attempt) -> bool:
    return _goes_to(ticket, ReferralState.DONE)


@guard(lazy("没有可以撤回的转介。"), ref="D5")
def may_be_revoked(ticket: Any, attempt: Attempt) -> bool:
    return _goes_to(ticket, ReferralState.REVOKED)


def _over(ticket: Any, code: str, attempt: Attempt) -> bool:
    running = ticket.dossier.deadlines.running().filter(code=code).first()
    return running is not None and attempt.on > running.legal_due


@guard(lazy("还不到催问的时候。"), ref="D5")
def reminder_is_due(ticket: Any, attempt: Attempt) -> bool:
    return _over(ticket, needs.REMIND.code, attempt)


@guard(lazy("答复的期限还没有过。"), ref="D5")
def answer_is_late(ticket: Any, attempt: Attempt) -> bool:
    return _over(ticket, needs.RECEIPT.code, attempt)
