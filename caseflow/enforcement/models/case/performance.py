"""The facts recorded from payment, demand and court to closing, archive and reopening."""

from datetime import date
from decimal import Decimal
from typing import Any

from ...codes import Closing
from ...procedure import CASE
from .service import CaseService


class CasePerformance(CaseService):
    """The case while the decision is performed, and after."""

    class Meta:
        abstract = True

    @CASE.transition
    def await_performance(self) -> None:
        """There is something to pay or to do."""

    @CASE.transition
    def leave_nothing_to_perform(self) -> None:
        """There is nothing to pay and nothing to do."""
        if not self.closing:
            self.closing = Closing.CL1

    @CASE.transition
    def approve_plan(self, *, instalments: list[dict[str, Any]], reason: str, proof: str) -> None:
        """The party may pay later or by instalments (APL art. 66¶2)."""
        self.plan_rows.update(ended_on=self.attempt.on)
        for each in instalments:
            self.instalments.create(**each)

    @CASE.transition
    def default(self) -> None:
        """The due date has passed and something is unpaid."""

    @CASE.transition
    def record_payment(self, *, slip_no: str, amount: Decimal, paid_on: date | None = None, bank: str = "") -> None:
        """A slip of the bank is recorded."""
        self.payments.create(slip_no=slip_no, amount=amount, paid_on=paid_on or self.attempt.on, bank=bank)

    @CASE.transition
    def waive_surcharge(self, *, amount: Decimal, reason: str) -> None:
        """Surcharge is not imposed, or reduced (ACL art. 42)."""
        self.waivers.create(on=self.attempt.on, amount=amount, reason=reason)

    @CASE.transition
    def record_refund(self, *, slip_no: str, amount: Decimal) -> None:
        """Money is given back."""
        self.refunds.create(on=self.attempt.on, slip_no=slip_no, amount=amount)

    @CASE.transition
    def issue_demand(self, *, note: str = "") -> None:
        """The party is called upon to perform before the court is asked (ACL art. 54)."""

    @CASE.transition
    def serve_demand(self, **service: Any) -> None:
        """The demand is served; ten working days run."""
        self._served(["demand"], service)

    @CASE.transition
    def apply_to_court(self, *, court: str = "", request: str = "") -> None:
        """The court is asked to enforce the decision (ACL art. 53–55)."""

    @CASE.transition
    def record_court_acceptance(self, *, ruling_no: str, outcome: str = "accepted", note: str = "") -> None:
        """The court accepts the application or allows enforcement."""

    @CASE.transition
    def record_court_refusal(self, *, ruling_no: str, note: str) -> None:
        """The court refuses."""

    @CASE.transition
    def complain_of_refusal(self, *, court: str, note: str = "") -> None:
        """A refusal is brought before the higher court within fifteen days (ACL art. 58¶3)."""

    @CASE.transition
    def record_stay(self, *, ruling_no: str, note: str = "") -> None:
        """The court stays the enforcement."""

    @CASE.transition
    def record_resumption(self, *, ruling_no: str, note: str = "") -> None:
        """The court resumes the enforcement."""

    @CASE.transition
    def record_licence_action(self, *, issuer: str, done_on: date, document: str, note: str = "") -> None:
        """The issuer has revoked or suspended the licence."""

    @CASE.transition
    def complete_performance(self, *, summary: str = "") -> None:
        """Everything owed is paid."""
        self.closing = Closing.CL1

    @CASE.transition
    def close_by_court(self, *, cause: str, summary: str) -> None:
        """The court has accepted or ended the enforcement, or nothing can be had."""
        self.closing = cause

    @CASE.transition
    def approve_closing(self, *, opinion: str = "") -> None:
        """The head approves the closing after the checklist."""
        self.dossier.closed_on = self.attempt.on

    @CASE.transition
    def report_heard_case(self, *, note: str = "") -> None:
        """A heard case is reported to the superior authority."""

    @CASE.transition
    def archive(self, *, retention: str, archive_no: str = "", note: str = "") -> None:
        """The file is complete, indexed and archived."""

    @CASE.transition
    def reopen(self, *, ground: str, document: str, reason: str) -> None:
        """The decision was annulled, a redo was ordered, or new facts have come up."""
        self.redo = ground
        self.closing = ""
        self.dossier.closed_on = None
        self.decisions.filter(annulled_on=None).update(annulled_on=self.attempt.on)
        self.plan_rows.update(ended_on=self.attempt.on)

    @CASE.transition
    def take_up_again(self, *, note: str = "") -> None:
        """The case is investigated again."""

    @CASE.transition
    def close_annulled(self, *, summary: str) -> None:
        """The decision was annulled and no other takes its place."""
        self.closing = Closing.CL8
