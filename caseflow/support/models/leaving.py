"""The moves by which accompanying rests, goes elsewhere, ends, and begins again (A11–A16), and the greetings afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.cases.models import Assignment, Record

from .. import teaming
from ..codes import CloseReason, EndOfHelp, Status
from ..procedure import FAMILY
from ..procedure.words import Role
from .areas import Area, Post
from .pauses import Suspension, Transfer
from .people import Member


class LeavingPart(Record):
    """The family whose accompanying rests or ends."""

    status: Any  # of the family itself
    closing = models.CharField(_("结案原因"), max_length=16, choices=CloseReason.choices, blank=True)
    aftercare = models.BooleanField(_("结案以后问候"), default=False)
    reopened = models.PositiveSmallIntegerField(_("恢复次数"), default=0)

    class Meta:
        abstract = True

    @property
    def number(self) -> str:
        """The case number: the first one for good, with a suffix for each time the case was taken up again (A16)."""
        return f"{self.dossier.reference}-{self.reopened}" if self.reopened else self.dossier.reference

    @property
    def pause(self) -> Suspension | None:
        return self.suspensions.filter(ended_on=None).last()  # type: ignore[attr-defined,no-any-return]

    @property
    def offer(self) -> Transfer | None:
        """The transfer that waits for its answer."""
        return self.transfers.filter(answered_on=None).last()  # type: ignore[attr-defined,no-any-return]

    @FAMILY.transition
    def propose_closing(self, *, reason: str, summary: str, lost_since: date | None = None) -> None:
        """A reason for closing holds (A11)."""
        self.closing = reason
        self.suspensions.filter(ended_on=None).update(ended_on=self.attempt.on)  # type: ignore[attr-defined]

    @FAMILY.transition
    def propose_closing_after_review(self, *, reason: str, summary: str, lost_since: date | None = None) -> None:
        """The review shows that help may end (A11)."""
        self.closing = reason

    @FAMILY.transition
    def propose_closing_of_help(self, *, summary: str) -> None:
        """What was asked for is done or handed over (A11')."""
        self.closing = CloseReason.NO_NEED

    @FAMILY.transition
    def finish(self, *, told: str, greetings: bool = True) -> None:
        """Everything is ended or handed over, and the family knows whom to call (A12)."""
        self.status = Status.VOID if self.closing == CloseReason.MISTAKE else Status.ENDED
        self.aftercare = greetings and self.closing not in (CloseReason.ALL_DEPARTED, CloseReason.MISTAKE)
        self._stop_serving(EndOfHelp.CLOSED)

    def _stop_serving(self, why: str) -> None:
        self.cards.filter(void_on=None).update(void_on=self.attempt.on)  # type: ignore[attr-defined]
        teaming.end_all(self, self.attempt.on, why)  # type: ignore[arg-type]

    # Suspended and taken up again

    @FAMILY.transition
    def suspend(self, *, reason: str, explanation: str, agreed: str) -> None:
        """Long absence, the wish not to be contacted, custody, missing (A13)."""
        Suspension.objects.create(
            household=self,  # type: ignore[misc]
            reason=reason,
            explanation=explanation,
            agreed=agreed,
            was=str(self.state),  # while the method runs the field still holds where it comes from
            since=self.attempt.on,
        )

    @FAMILY.transition
    def recheck_pause(self, *, found: str) -> None:
        """Looked at again; it goes on to rest (A14)."""
        self.suspensions.filter(ended_on=None).update(checked_on=self.attempt.on)  # type: ignore[attr-defined]

    def _resume(self) -> None:
        self.suspensions.filter(ended_on=None).update(ended_on=self.attempt.on)  # type: ignore[attr-defined]
        self.settle()  # type: ignore[attr-defined]

    @FAMILY.transition
    def resume_intake(self, *, found: str) -> None:
        """The reason has ended: back to the intake (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_eligibility_review(self, *, found: str) -> None:
        """The reason has ended: back to the review of eligibility (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_team_assignment(self, *, found: str) -> None:
        """The reason has ended: back to forming the team (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_needs_assessment(self, *, found: str) -> None:
        """The reason has ended: back to the assessment (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_plan_draft(self, *, found: str) -> None:
        """The reason has ended: back to the draft of the plan (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_plan_approval(self, *, found: str) -> None:
        """The reason has ended: back to the approval of the plan (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_delivery(self, *, found: str) -> None:
        """The reason has ended: the help goes on (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_review(self, *, found: str) -> None:
        """The reason has ended: back to the review (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_support_only(self, *, found: str) -> None:
        """The reason has ended: general help goes on (A14)."""
        self._resume()

    @FAMILY.transition
    def resume_closing(self, *, found: str) -> None:
        """The reason has ended: back to the closing (A14)."""
        self._resume()

    # To another township

    @FAMILY.transition
    def send_transfer(
        self,
        *,
        member: Member,
        agreed: bool,
        reason: str,
        paid_to: str,
        to_area: Area | None = None,
        to_office: str = "",
    ) -> None:
        """The file is offered to where the family lives now; until it is accepted nothing changes (A15)."""
        Transfer.objects.create(
            household=self,  # type: ignore[misc]
            to_area=to_area,
            to_office=to_office or (to_area.office if to_area else ""),
            reason=reason,
            consented=member,
            sent_on=self.attempt.on,
            sent_by=self.attempt.by,
        )
        if to_area is not None:
            self._let_read(to_area)

    def _let_read(self, area: Area) -> None:
        """Those who decide there whether to accept may read the file for as long as they do."""
        posts = Post.objects.held(self.attempt.on).filter(area=area, role=Role.TOWNSHIP_OFFICER)
        Assignment.objects.bulk_create(
            Assignment(dossier=self.dossier, user_id=person, role=Role.RECEIVER.value, since=self.attempt.on)
            for person in sorted(set(posts.values_list("user", flat=True)))
        )
        self.dossier.forget("team")

    def _answer(self, accepted: bool, answer: str) -> None:
        self.transfers.filter(answered_on=None).update(  # type: ignore[attr-defined]
            accepted=accepted, answer=answer, answered_on=self.attempt.on, answered_by=self.attempt.by
        )
        readers = self.dossier.assignments.filter(role=Role.RECEIVER.value, ended_on=None)
        readers.update(ended_on=self.attempt.on, reason="移交已经答复")
        self.dossier.forget("team")

    @FAMILY.transition
    def decline_transfer(self, *, answer: str) -> None:
        """The receiver does not take it over; the sender stays responsible (A15)."""
        self._answer(accepted=False, answer=answer)

    @FAMILY.transition
    def record_refusal(self, *, answer: str) -> None:
        """A receiver elsewhere has written that it does not (A15)."""
        self._answer(accepted=False, answer=answer)

    @FAMILY.transition
    def accept_transfer(self, *, answer: str) -> None:
        """The receiver takes over, and the accompanying here ends (A15)."""
        self._hand_on(answer)

    @FAMILY.transition
    def record_acceptance(self, *, answer: str) -> None:
        """A receiver elsewhere has written that it takes over (A15)."""
        self._hand_on(answer)

    def _hand_on(self, answer: str) -> None:
        self._answer(accepted=True, answer=answer)
        self.status, self.closing = Status.TRANSFERRED, CloseReason.MOVED
        self._stop_serving(EndOfHelp.CLOSED)

    # Afterwards

    @FAMILY.transition
    def greet(self, *, said: str) -> None:
        """A call after one, three and six months: nothing is asked for."""

    @FAMILY.transition
    def stop_greetings(self, *, wish: str) -> None:
        """The family does not want to be called any more."""
        self.aftercare = False

    @FAMILY.transition
    def reopen(self, *, need: str) -> None:
        """A new need within two years: the plan goes on under the old number with a suffix (A16)."""
        self._again(Status.CONFIRMED)

    @FAMILY.transition
    def reopen_intake(self, *, need: str) -> None:
        """Back within two years, and nothing to go on with: it begins with the intake (A16)."""
        self._again(Status.CANDIDATE)

    def _again(self, status: str) -> None:
        self.status, self.closing, self.aftercare = status, "", False
        self.reopened += 1
        self.dossier.closed_on = None
        self.settle()  # type: ignore[attr-defined]
