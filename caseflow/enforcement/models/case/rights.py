"""The facts recorded from the proposal over legal review and notice to the hearing of the party."""

from datetime import datetime
from typing import Any

from ...codes import ServiceMethod
from ...procedure import CASE, CaseState, Role
from .service import CaseService


class CaseRights(CaseService):
    """The case while the party is told and heard."""

    class Meta:
        abstract = True

    @CASE.transition
    def propose(self, **proposal: Any) -> None:
        """A penalty within the range of the law is proposed."""
        self._proposed(**proposal)

    def _proposed(self, **proposal: Any) -> None:
        found = self.range(proposal.get("mitigation", ""))
        self.proposals.create(
            on=self.attempt.on,
            by=self.attempt.by,
            income=self.income(),
            **proposal,
            computation={
                "fine_min": str(found.fine_min),
                "fine_max": str(found.fine_max),
                "steps": [[str(step.label), str(step.value)] for step in found.steps],
            },
        )

    @CASE.transition
    def review_legality(self, *, items: dict[str, str], opinion: str) -> None:
        """The legal reviewer agrees on all eight points (D25)."""
        self._reviewed(items, "agree", opinion, second=False)

    @CASE.transition
    def return_to_panel(self, *, items: dict[str, str], conclusion: str, opinion: str) -> None:
        """The legal review finds something to correct."""
        self._reviewed(items, conclusion, opinion, second=self.is_second_review)

    @CASE.transition
    def return_for_investigation(self, *, items: dict[str, str], conclusion: str, opinion: str) -> None:
        """The legal review asks for more investigation."""
        self._reviewed(items, conclusion, opinion, second=self.is_second_review)

    @property
    def is_second_review(self) -> bool:
        return self.state == CaseState.RE_EXAMINED  # a method runs before the state changes

    def _reviewed(self, items: dict[str, str], conclusion: str, opinion: str, *, second: bool) -> None:
        self.reviews.create(
            second=second,
            on=self.attempt.on,
            by=self.attempt.by,
            items=items,
            conclusion=conclusion,
            opinion=opinion,
            proposal=self.proposal,
        )

    @CASE.transition
    def approve_notice(self, *, opinion: str = "") -> None:
        """The head approves the notice of the proposed penalty (APL art. 44)."""
        assert self.proposal
        self.hearing_offered = self.needs_hearing(self.proposal)

    @CASE.transition
    def serve_notice(self, **service: Any) -> None:
        """The notice is served; the rights of the party run from this day."""
        self._served(["prior_notice", "hearing_rights_notice"], service)

    @CASE.transition
    def serve_paper(self, *, papers: list[Any], served: bool = True, **service: Any) -> None:
        """Another paper is served, or an attempt to serve one has failed."""
        self._serve(papers, service, self.attempt.on if served else None)
        hearing = self.hearing
        if served and hearing and any(paper.kind in {"hearing_notice", "hearing_postponement"} for paper in papers):
            hearing.notice_served_on = self.attempt.on
            hearing.save(update_fields=["notice_served_on"])

    @CASE.transition
    def announce_service(self, *, papers: list[Any], reason: str, announced_where: str, certificate: str = "") -> None:
        """A paper is served by public notice after other ways have failed (CPL art. 95)."""
        self._serve(papers, {"method": ServiceMethod.SV8, "announced_where": announced_where, "refusal": reason}, None)

    @CASE.transition
    def record_statement(self, *, speaker: str, content: str, evidence: str = "", place: str = "") -> None:
        """The party states its case (D27)."""
        self.statements.create(on=self.attempt.on, speaker=speaker, content=content, evidence=evidence)

    @CASE.transition
    def examine_statement(self, *, adopted: str, opinion: str) -> None:
        """What the party brought forward is examined; nobody is punished more for it (APL art. 45)."""
        self.statements.filter(waiver=False, opinion="").update(adopted=adopted, opinion=opinion)

    @CASE.transition
    def accept_waiver(self, *, signed_by: str, content: str = "") -> None:
        """The party waives both rights in writing (D27a)."""
        self.statements.create(on=self.attempt.on, speaker=signed_by, waiver=True, content=content)

    @CASE.transition
    def lapse_statement(self) -> None:
        """The time for a statement and for asking for a hearing has run out."""

    @CASE.transition
    def request_hearing(self, *, requested_by: str, way: str = "", grounds: str = "") -> None:
        """The party asks for a hearing in time (APL art. 64)."""
        self.hearings.create(requested_on=self.attempt.on, requested_by=requested_by, way=way, grounds=grounds)

    @CASE.transition
    def schedule_hearing(
        self,
        *,
        scheduled_at: datetime,
        place: str,
        host: Any,
        members: str = "",
        clerk: str = "",
        is_open: bool = False,
        closed_reason: str = "",
    ) -> None:
        """Time, place and a host who did not investigate are named (D30)."""
        hearing = self.hearing
        assert hearing
        hearing.scheduled_at, hearing.place, hearing.host = scheduled_at, place, host
        hearing.members, hearing.clerk, hearing.is_open = members, clerk, is_open
        hearing.closed_reason, hearing.notice_served_on = closed_reason, None
        hearing.save()
        self._appoint([host], Role.HOST)

    @CASE.transition
    def postpone_hearing(self, *, ground: str, reason: str, scheduled_at: datetime) -> None:
        """The hearing is put off to another day (D30a)."""
        hearing = self.hearing
        assert hearing
        hearing.scheduled_at, hearing.notice_served_on = scheduled_at, None
        hearing.postponed += 1
        hearing.save()

    @CASE.transition
    def hold_hearing(self, *, participants: str, record: str, opinion: str) -> None:
        """The hearing is held; its record is signed and decides (APL art. 64, 65)."""
        hearing = self.hearing
        assert hearing
        hearing.held_on, hearing.participants = self.attempt.on, participants
        hearing.record, hearing.opinion = record, opinion
        hearing.save()

    @CASE.transition
    def end_hearing(self, *, how: str) -> None:
        """The hearing is waived: withdrawn, or the party stays away or leaves without reason."""
        hearing = self.hearing
        assert hearing
        hearing.ended_how = how
        hearing.save(update_fields=["ended_how"])

    @CASE.transition
    def renotify(self, *, reason: str, **proposal: Any) -> None:
        """Facts, basis or a heavier penalty have changed: the party is told anew before anything is decided."""
        self._proposed(**proposal)
        assert self.proposal
        self.hearing_offered = self.needs_hearing(self.proposal)

    @CASE.transition
    def pass_second_review(self, *, items: dict[str, str], opinion: str) -> None:
        """The legal reviewer agrees after the party was heard (APL art. 58)."""
        self._reviewed(items, "agree", opinion, second=True)
