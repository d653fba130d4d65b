"""The facts that the moves of the investigation record, up to its report and the panel."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _t

from caseflow.cases import work
from caseflow.vault import keeping

from ... import law
from ...codes import Closing, EvidenceStatus, Outcome
from ...procedure import CASE, Role
from ..evidence import Inspection, Interview, Preservation, PreservedItem
from ..people import PSEUDONYMS, ProtectedPerson
from .core import CaseCore


class CaseInvestigation(CaseCore):
    """The case while it is investigated."""

    class Meta:
        abstract = True

    @CASE.transition
    def inspect(self, **record: Any) -> None:
        """The investigation begins on the spot: two officers, certificates shown (APL art. 55)."""
        self._inspected(record)

    @CASE.transition
    def record_inspection(self, **record: Any) -> None:
        """A further inspection."""
        self._inspected(record)

    @CASE.transition
    def interview(self, **record: Any) -> None:
        """The investigation begins with an interview."""
        self._interviewed(record)

    @CASE.transition
    def record_interview(self, **record: Any) -> None:
        """A further interview."""
        self._interviewed(record)

    def _inspected(self, record: dict[str, Any]) -> None:
        names = {each.name for each in Inspection._meta.get_fields()}
        self.inspections.create(**{key: value for key, value in record.items() if key in names})

    def _interviewed(self, record: dict[str, Any]) -> None:
        names = {each.name for each in Interview._meta.get_fields()}
        self.interviews.create(**{key: value for key, value in record.items() if key in names})

    @CASE.transition
    def add_recording(self, *, upload: Any, device_no: str, note: str = "") -> None:
        """The recording of the scene is handed in, with its hash."""

    @CASE.transition
    def add_protected_person(self, *, identity: str = "") -> None:
        """A woman concerned is known to the file by a pseudonym; who she is stays sealed."""
        person = ProtectedPerson(case=self, pseudonym=self.new_pseudonym())  # type: ignore[misc]  # it is the case
        keeping.keep(person, self.dossier.reference, identity=identity)

    def new_pseudonym(self) -> str:
        taken = self.protected.count()
        return _t("孕妇%(letter)s") % {"letter": PSEUDONYMS[taken % 22] + ("" if taken < 22 else str(taken // 22 + 1))}

    @CASE.transition
    def add_evidence(self, *, upload: Any = None, collector2: Any = None, **item: Any) -> None:
        """An item of evidence is registered (APL art. 46)."""
        item.setdefault("collected_on", self.attempt.on)
        item.setdefault("collector1", self.attempt.by)
        if collector2 is None:
            collector2 = next((each for each in self.officers if each.pk != item["collector1"].pk), None)
        number = f"E{self.dossier.reference[-10:]}-{self.evidence.count() + 1:03d}"
        self.evidence.create(number=number, upload=upload, collector2=collector2, **item)

    @CASE.transition
    def verify_evidence(self, *, items: list[Any], verification: str = "") -> None:
        """Evidence is checked for authenticity, legality and relevance before it is used."""
        for item in items:
            item.status, item.verification = EvidenceStatus.VERIFIED, verification
            item.save(update_fields=["status", "verification"])

    @CASE.transition
    def exclude_evidence(self, *, item: Any, reason: str) -> None:
        """Evidence obtained unlawfully or unfit is excluded."""
        item.status, item.excluded_reason = EvidenceStatus.EXCLUDED, reason
        item.save(update_fields=["status", "excluded_reason"])

    @CASE.transition
    def record_act(self, *, happened_on: date, **act: Any) -> None:
        """An unlawful act and what was taken for it."""
        self.acts.create(on=happened_on, **act)
        self._act_period()

    @CASE.transition
    def strike_act(self, *, act: Any, reason: str) -> None:
        """An act that was recorded wrongly no longer counts."""
        act.struck = True
        act.save(update_fields=["struck"])
        self._act_period()

    def _act_period(self) -> None:
        days = list(self.acts.filter(struck=False).values_list("on", flat=True))
        if days:
            self.act_from, self.act_to = min(days), max(days)

    @CASE.transition
    def assess(
        self,
        *,
        serious: bool = False,
        refused_to_correct: bool = False,
        harm: bool = False,
        repeated: bool = False,
        life_and_harm: bool = False,
        complex_case: bool = False,
        reasons: str = "",
    ) -> None:
        """The circumstances on which the penalty depends are established."""
        self.serious, self.refused_to_correct, self.harm, self.repeated = serious, refused_to_correct, harm, repeated
        self.life_and_harm, self.complex_case = life_and_harm, complex_case

    @CASE.transition
    def issue_supervision_opinion(self, *, found: str, opinion: str, correct_by: date | None = None) -> None:
        """The institution is told in writing what to correct (D07)."""

    @CASE.transition
    def request_recusal(self, *, person: Any, asked_by: str, ground: str) -> None:
        """Somebody asks that a person keep out of the case (APL art. 43); the investigation goes on meanwhile."""
        self.recusals.create(person=person, asked_by=asked_by, ground=ground, requested_on=self.attempt.on)
        self.__dict__.pop("asked_recusals", None)

    @CASE.transition
    def decide_recusal(self, *, recusal: Any, granted: bool, reasons: str, replacement: Any = None) -> None:
        """The head decides; whoever is recused leaves at once and is replaced."""
        recusal.granted, recusal.reasons, recusal.decided_on = granted, reasons, self.attempt.on
        recusal.save()
        self.__dict__.pop("asked_recusals", None)
        if granted:
            self._release(recusal.person, Role.OFFICER, reasons)
            self._release(recusal.person, Role.HOST, reasons)
            if replacement is not None:
                self._appoint([replacement], Role.OFFICER)
            work.refresh_assignee(self)

    @CASE.transition
    def approve_preservation(
        self,
        *,
        preservation: Any = None,
        reason: str = "",
        place: str = "",
        keeping: str = "on_site",
        keeper: str = "",
    ) -> None:
        """The head approves the preservation, before it or within 24 hours after it in an emergency."""
        if preservation is None:
            preservation = Preservation(case_id=self.pk, reason=reason, place=place, keeping=keeping, keeper=keeper)
        preservation.approved_by, preservation.approved_at = self.attempt.by, self.attempt.at
        preservation.save()

    @CASE.transition
    def preserve_evidence(
        self,
        *,
        items: list[dict[str, Any]],
        preservation: Any = None,
        emergency: bool = False,
        reason: str = "",
        place: str = "",
        keeping: str = "on_site",
        keeper: str = "",
        officer1: Any = None,
        officer2: Any = None,
    ) -> None:
        """Evidence that may be lost is registered and kept (APL art. 56)."""
        if preservation is None:
            preservation = self.preservations.filter(done_at=None).exclude(approved_at=None).last() or Preservation(
                case_id=self.pk, reason=reason, place=place, keeping=keeping, keeper=keeper
            )
        preservation.done_at = self.attempt.at
        preservation.save()
        for item in items:
            PreservedItem.objects.create(preservation=preservation, **item)

    @CASE.transition
    def dispose_preserved(self, *, item: Any, outcome: str, reason: str) -> None:
        """What becomes of preserved goods is decided within seven working days (D09)."""
        item.outcome, item.outcome_on, item.outcome_reason = outcome, self.attempt.on, reason
        item.save()

    @CASE.transition
    def lapse_preservation(self) -> None:
        """The seven working days are over: the measure has lapsed, and the goods are free."""
        due = self.dossier.deadlines.running().filter(code=law.PRESERVATION.code, legal_due__lt=self.attempt.on)
        for item in self._preserved([each.item for each in due]):
            item.outcome, item.outcome_on, item.outcome_reason = Outcome.O7, self.attempt.on, _t("逾期未作处理决定")
            item.save()

    def _preserved(self, keys: Iterable[str]) -> Any:
        ids = [int(key.partition(":")[2]) for key in keys]
        return PreservedItem.objects.filter(preservation__case=self.pk, pk__in=ids, outcome="")

    def undecided_goods(self) -> Any:
        return PreservedItem.objects.filter(preservation__case=self.pk, preservation__done_at__isnull=False, outcome="")

    @CASE.transition
    def entrust_appraisal(
        self,
        *,
        body: str,
        qualification: str,
        matters: str,
        materials: str,
        samples: list[dict[str, Any]] | None = None,
        due_on: date | None = None,
    ) -> None:
        """A qualified body is asked to test or appraise; its time is not counted."""
        self.appraisals.create(
            body=body,
            qualification=qualification,
            matters=matters,
            materials=materials,
            due_on=due_on,
            entrusted_on=self.attempt.on,
        )

    @CASE.transition
    def receive_appraisal(self, *, appraisal: Any, result: str) -> None:
        """The opinion has come."""
        appraisal.result, appraisal.received_on = result, self.attempt.on
        appraisal.save()

    @CASE.transition
    def suspend(self, *, ground: str, reason: str) -> None:
        """The investigation cannot go on for the time being."""

    @CASE.transition
    def resume(self, *, reason: str) -> None:
        """The ground of the suspension is gone."""

    @CASE.transition
    def terminate(self, *, ground: str, reason: str) -> None:
        """The investigation ends without a decision."""

    @CASE.transition
    def close_terminated(self, *, summary: str) -> None:
        """The closing of a terminated case is reported."""
        self.closing = Closing.CL7

    @CASE.transition
    def conclude_investigation(
        self,
        *,
        findings: str,
        circumstances: str = "",
        party_opinion: str = "",
        crime_suspected: bool,
        crime_reason: str,
        advice: str,
    ) -> None:
        """The facts are established; the report says what was found and what is proposed (D22)."""
        self.findings, self.circumstances, self.party_opinion = findings, circumstances, party_opinion
        self.crime_suspected, self.crime_reason = crime_suspected, crime_reason

    @CASE.transition
    def discuss_in_panel(
        self,
        *,
        held_at: datetime,
        place: str,
        chair: Any,
        members: list[Any],
        opinions: str,
        conclusion: str,
        recorder: str = "",
    ) -> None:
        """Three or more discuss the case (D23)."""

    @CASE.transition
    def return_to_investigation(self, *, reason: str) -> None:
        """The panel finds the facts or the evidence insufficient."""
