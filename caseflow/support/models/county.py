"""Decided by three people of the county, told, filed, revoked: the facts those moves record."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from caseflow.cases.transitions import perform

from ..codes import Benefit, Track
from ..procedure import APPLICATION, FamilyState
from ..shares import shares
from .core import ApplicationCore
from .course import Decision


class CountyPart(ApplicationCore):
    """The application in the county."""

    class Meta:
        abstract = True

    @APPLICATION.transition
    def propose_decision(
        self,
        *,
        grants: bool,
        policy: str,
        amount: Decimal | None = None,
        start_month: date | None = None,
        explanation: str = "",
        deviation: str = "",
        stays: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """The officer proposes; what the check recommends is shown beside it (B14, B15)."""
        record = self.check_record
        Decision.objects.create(
            application=self,  # type: ignore[misc]
            grants=grants,
            proposed_on=self.attempt.on,
            proposed_by=self.attempt.by,
            amount=amount if grants else None,
            start_month=start_month.replace(day=1) if start_month and grants else None,
            split=shares(self.benefit, amount, self.attempt.on) if grants else {},
            reasons=[] if grants or record is None else record.failing,
            explanation=explanation,
            deviation=deviation,
            inputs={
                **({"answers": record.answers, "recommended": record.recommended} if record else {}),
                **({"stays": [dict(each) for each in stays]} if stays else {}),
            },
            policy=policy,
            judgement=self.judgement,
        )

    @APPLICATION.transition
    def endorse(self, *, opinion: str) -> None:
        """A second person has checked the proposal (B14)."""
        self.decisions.filter(pk=self._pending().pk).update(endorsed_by=self.attempt.by, endorsed_on=self.attempt.on)

    def _pending(self) -> Any:
        return self.decision

    def _decide(self) -> None:
        self.decisions.filter(pk=self._pending().pk).update(decided_by=self.attempt.by, decided_on=self.attempt.on)

    @APPLICATION.transition
    def approve(self, *, opinion: str) -> None:
        """The leader signs: it is granted (B14)."""
        from ..batches import granting

        self._decide()
        granting.grant(self, self.attempt.on)

    @APPLICATION.transition
    def reject(self, *, opinion: str) -> None:
        """The leader signs: it is not granted, with reasons and remedies (B15)."""
        self._decide()

    @APPLICATION.transition
    def send_back(self, *, questions: str) -> None:
        """Concrete questions to the township, once (B16)."""
        self.returned = True

    @APPLICATION.transition
    def tell(self, *, way: str, told_by: str = "") -> None:
        """The applicant has the decision in hand, and somebody to call about it (L-10)."""
        self.told_on = self.attempt.on

    @APPLICATION.transition
    def confirm_family(self) -> None:
        """What was decided is carried into the file of the family."""
        if self.track == Track.FULL and self.benefit == Benefit.MONTHLY:
            household = type(self.household).objects.select_related("dossier").get(pk=self.household_id)  # type: ignore[attr-defined]
            if household.state == FamilyState.ELIGIBILITY_REVIEW:
                perform(household, "confirm", by=None, on=self.attempt.on, at=self.attempt.at)

    @APPLICATION.transition
    def file_roster(self, *, sent_to: str) -> None:
        """The roster is sent to the city and the province (B17)."""

    @APPLICATION.transition
    def hear_first(self, *, facts: str) -> None:
        """Whoever may lose a decision is heard first (B19)."""
        self.heard_on = self.attempt.on

    @APPLICATION.transition
    def record_statement(self, *, statement: str) -> None:
        """What the person says to it."""
        self.heard = statement

    @APPLICATION.transition
    def revoke(self, *, reason: str) -> None:
        """It was not so when it was decided; the person has been heard (B19)."""
        from ..batches import stopping

        stopping.revoke(self, on=self.attempt.on, by=self.attempt.by)
        if self.track == Track.FULL:
            household = type(self.household).objects.select_related("dossier").get(pk=self.household_id)  # type: ignore[attr-defined]
            if household.state == FamilyState.TEAM_ASSIGNMENT:
                perform(household, "take_back", by=None, on=self.attempt.on, at=self.attempt.at)
