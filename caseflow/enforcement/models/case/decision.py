"""The facts recorded when the case is approved, discussed together, decided and the decision served."""

from datetime import datetime
from typing import Any

from ...codes import Closing
from ...procedure import CASE, Role
from ..course import Decision
from .service import CaseService


class CaseDecision(CaseService):
    """The case while it is decided."""

    class Meta:
        abstract = True

    @CASE.transition
    def return_from_approval(self, *, reason: str) -> None:
        """The head disagrees and gives the case back to the panel."""

    @CASE.transition
    def refer_to_discussion(self, *, reason: str, meeting_at: datetime, place: str) -> None:
        """A complex or major case is discussed by the leaders together (APL art. 57¶2)."""

    @CASE.transition
    def resolve_penalty(self, **resolution: Any) -> None:
        """The leaders resolve on a penalty."""
        self._discussed(resolution)
        self._decided(Decision.Kind.PENALTY, resolution, together=True)

    @CASE.transition
    def resolve_no_penalty(self, *, ground: str, reasons: str, education: str, **resolution: Any) -> None:
        """The leaders resolve on no penalty."""
        self._discussed(resolution)
        self._decided(
            Decision.Kind.NO_PENALTY, {"ground": ground, "reasons": reasons, "education": education}, together=True
        )

    @CASE.transition
    def return_from_discussion(self, **resolution: Any) -> None:
        """The leaders give the case back to the head with their opinion."""
        self._discussed(resolution)

    @CASE.transition
    def decide_penalty(self, *, reasons: str = "", overdue_reason: str = "") -> None:
        """The penalty is imposed as proposed and notified."""
        self._decided(Decision.Kind.PENALTY, {"reasons": reasons}, together=self.was_resolved())

    @CASE.transition
    def decide_no_penalty(self, *, ground: str, reasons: str, education: str) -> None:
        """No penalty is imposed, and the party is admonished (APL art. 33)."""
        self._decided(
            Decision.Kind.NO_PENALTY,
            {"ground": ground, "reasons": reasons, "education": education},
            together=self.was_resolved(),
        )

    @CASE.transition
    def withdraw(self, *, reason: str) -> None:
        """The case was filed wrongly, or the facts cannot be established."""
        self._decided(Decision.Kind.WITHDRAWAL, {"reasons": reason}, together=False)
        self.closing = Closing.CL5

    def was_resolved(self) -> bool:
        """Whether the leaders have discussed the case since the last notice."""
        notice = self.notice()
        since = notice.event.seq if notice else 0
        rows = ("resolve_penalty", "resolve_no_penalty", "return_from_discussion")
        return self.dossier.events.filter(transition__in=rows, seq__gt=since).exists()

    def _discussed(self, resolution: dict[str, Any]) -> None:
        """Everybody present takes part, not only who records the resolution."""
        self._took_part((resolution["chair"], *resolution["present"]), Role.COUNCIL)

    def _decided(self, kind: str, facts: dict[str, Any], *, together: bool) -> None:
        proposal = self.proposal if kind == Decision.Kind.PENALTY else None
        decision = self.decisions.create(
            kind=kind,
            proposal=proposal,
            on=self.attempt.on,
            ground=facts.get("ground", ""),
            reasons=facts.get("reasons", ""),
            education=facts.get("education", ""),
            resolved_together=together,
        )
        if proposal:
            for item, amount in (("fine", proposal.fine), ("confiscation", proposal.confiscation)):
                if amount:
                    self.money.create(decision=decision, kind=item, amount=amount)
        if kind == Decision.Kind.NO_PENALTY:
            self.closing = Closing.CL4

    @CASE.transition
    def transfer(self, *, addressee: str, body: str, reason: str, materials: str = "") -> None:
        """The case belongs to another body and goes there."""
        self.closing = Closing.CL6

    @CASE.transition
    def serve_decision(self, **service: Any) -> None:
        """The decision is served."""
        self._served(["penalty_decision", "no_penalty_decision", "withdrawal_decision"], service)
        decision = self.decision
        if decision:
            decision.served_on = self.attempt.on
            decision.save(update_fields=["served_on"])
