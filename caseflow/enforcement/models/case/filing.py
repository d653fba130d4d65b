"""From the acceptance to the filing, and what may be done in any state: the facts those moves record."""

from datetime import date
from typing import Any

from django.utils import timezone

from caseflow.cases import limits, work

from ...procedure import CASE, Role
from ..people import Party
from .core import CaseCore

MAIN_LIMITS = ("DL-01", "DL-04")  # go on from the tip


class CaseFiling(CaseCore):
    """The case until it is filed."""

    class Meta:
        abstract = True

    @CASE.transition
    def accept(self, *, tip: Any, designation: str = "") -> None:
        """The matter is accepted for handling; the tip's facts become those of the case (D02)."""
        self.party = Party.of_tip(tip)
        self.source, self.violation, self.summary = tip.source, tip.violation, tip.summary
        self.act_place, self.act_from, self.act_to = tip.act_place or tip.about_address, tip.act_from, tip.act_to
        self.act_region = getattr(tip.institution, "region_code", "") or self.dossier.agency.region_code
        self.designation = designation
        self.discovered_on, self.accepted_on = timezone.localdate(tip.received_at), self.attempt.on
        self._label()
        limits.carry_over(tip.dossier, self.dossier, MAIN_LIMITS)

    @CASE.transition
    def file(self, *, officers: list[Any], source: str = "", violation: str = "", summary: str = "") -> None:
        """The conditions of filing are met; two officers are named (APL art. 54¶2, 42)."""
        self.filed_on = self.attempt.on
        self.source = source or self.source
        self.violation = violation or self.violation
        self.summary = summary or self.summary
        self._appoint(officers, Role.OFFICER)
        self._label()

    @CASE.transition
    def decline(self, *, ground: str, reason: str) -> None:
        """The conditions of filing are not met."""
        self.not_filed = ground

    @CASE.transition
    def extend_case_limit(self, *, days: int | None = None, reason: str) -> None:
        """The time for the decision is extended once by the head, before it has run out."""

    @CASE.transition
    def extend_case_limit_again(self, *, days: int | None = None, reason: str) -> None:
        """A further extension is a matter for the leaders together."""

    @CASE.transition
    def describe_party(self, **details: Any) -> None:
        """Particulars of the party are added or corrected."""
        for name, value in details.items():
            setattr(self.party, name, value)
        self.party.save()
        self._label()

    @CASE.transition
    def confirm_address(
        self,
        *,
        service_address: str,
        service_phone: str = "",
        service_email: str = "",
        accepts_electronic: bool = False,
    ) -> None:
        """The party confirms where papers reach it (D39)."""
        party = self.party
        party.service_address, party.service_phone, party.service_email = service_address, service_phone, service_email
        party.accepts_electronic, party.confirmed_on = accepts_electronic, self.attempt.on
        party.save()

    @CASE.transition
    def replace_officer(self, *, leaving: Any, joining: Any, reason: str) -> None:
        """Another officer takes the place of one who leaves the case."""
        self._release(leaving, Role.OFFICER, reason)
        self._appoint([joining], Role.OFFICER)
        work.refresh_assignee(self)

    @CASE.transition
    def reply_reporter(self, *, result: str) -> None:
        """The reporter hears in general terms what became of the tip (D46)."""
        self.tips.filter(replied_on=None, real_name=True).update(replied_on=self.attempt.on)

    @CASE.transition
    def annotate(self, *, note: str) -> None:
        """A remark in the file."""

    @CASE.transition
    def supervise(self, *, body: str, matter: str, requirement: str, reply_by: date) -> None:
        """A superior supervises the case and asks for a reply (D51)."""
        self.supervision_due = reply_by

    @CASE.transition
    def answer_supervision(self, *, reply: str) -> None:
        """The reply is sent."""
