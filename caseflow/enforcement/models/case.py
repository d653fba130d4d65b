"""An enforcement case and its moves: each method records the facts of its move, nothing more."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from caseflow.cases import holidays, limits, parameters, work
from caseflow.cases.calendar import hearing_ok
from caseflow.cases.models import Assignment, Paper, Record, Start
from caseflow.cases.references import next_reference
from caseflow.cases.words import findable
from caseflow.procedure import Attempt, TimeLimit

from .. import law, ledger
from ..codes import Closing, EvidenceStatus, NotFiled, Outcome, RedoGround, ServiceMethod, Source
from ..penalties import ranges, thresholds
from ..penalties.table import Flag, Violation
from ..penalties.table import violation as violation_of
from ..procedure import CASE, CaseState, Role
from .course import (
    Decision,
    Hearing,
    Instalment,
    LegalReview,
    MoneyItem,
    Payment,
    Proposal,
    Recusal,
    Refund,
    Service,
    Statement,
    Waiver,
)
from .evidence import Appraisal, Evidence, IllegalAct, Inspection, Interview, Preservation, PreservedItem
from .people import PSEUDONYMS, Party, ProtectedPerson

NOTHING = Decimal("0.00")
MAIN_LIMITS = ("DL-01", "DL-04")  # go on from the tip


class EnforcementCase(Record):
    """The case from its acceptance to the archive (M10–M91)."""

    procedure = CASE

    state = FSMField(_("状态"), choices=CaseState.choices, default=CaseState.ACCEPTED, protected=True, editable=False)
    party = models.OneToOneField(Party, models.PROTECT, related_name="case", verbose_name=_("当事人"))
    source = models.CharField(_("案件来源"), max_length=12, choices=Source.choices)
    violation = models.CharField(_("案由"), max_length=6)
    summary = models.TextField(_("案情摘要"))
    act_place = models.CharField(_("行为发生地"), max_length=200, blank=True)
    act_region = models.CharField(_("行为发生地区划代码"), max_length=6, blank=True)
    designation = models.CharField(_("指定管辖文件"), max_length=120, blank=True)
    act_from = models.DateField(_("行为时间自"), null=True, blank=True)
    act_to = models.DateField(_("行为终了日期"), null=True, blank=True)
    discovered_on = models.DateField(_("发现日期"))
    accepted_on = models.DateField(_("受理日期"))
    filed_on = models.DateField(_("立案日期"), null=True, blank=True)
    life_and_harm = models.BooleanField(_("涉及生命健康安全且有危害后果"), default=False)
    serious = models.BooleanField(_("情节严重"), default=False)
    refused_to_correct = models.BooleanField(_("拒不改正"), default=False)
    harm = models.BooleanField(_("造成危害后果"), default=False)
    repeated = models.BooleanField(_("两次以上或者以营利为目的"), default=False)
    findings = models.TextField(_("查明事实"), blank=True)
    circumstances = models.TextField(_("裁量情节"), blank=True)
    party_opinion = models.TextField(_("当事人意见"), blank=True)
    crime_suspected = models.BooleanField(_("涉嫌犯罪"), null=True)
    crime_reason = models.CharField(_("涉嫌犯罪审查意见"), max_length=400, blank=True)
    complex_case = models.BooleanField(_("案情复杂"), default=False)
    hearing_offered = models.BooleanField(_("告知听证权利"), default=False)
    closing = models.CharField(_("结案情形"), max_length=3, choices=Closing.choices, blank=True)
    not_filed = models.CharField(_("不予立案情形"), max_length=3, choices=NotFiled.choices, blank=True)
    redo = models.CharField(_("重新办理原因"), max_length=20, choices=RedoGround.choices, blank=True)
    supervision_due = models.DateField(_("督办回复期限"), null=True, blank=True)

    class Meta:
        verbose_name = _("案件")
        permissions = [(role.value, role.label) for role in Role]
        indexes = [models.Index(fields=["state", "dossier"], name="case_in_state")]

    # --- what the case knows of itself

    @classmethod
    def new_reference(cls, agency: Any, day: date) -> str:
        return next_reference("LF", agency, day)

    @cached_property
    def officers(self) -> list[Any]:
        """Those who investigate now, in the order of their appointment."""
        held = [each.user for each in self.dossier.team if each.role == Role.OFFICER and each.ended_on is None]
        models.prefetch_related_objects(held, "certificates")
        return held

    def violation_row(self) -> Violation:
        """The row in force when the act ended (or was discovered)."""
        return violation_of(self.violation, self.act_to or self.discovered_on)

    @property
    def flags(self) -> set[str]:
        return {flag.value for flag in Flag if getattr(self, flag.value)}

    def income(self) -> Decimal:
        """Unlawful income of the acts that are not time-barred, in yuan (APL art. 28; A-22)."""
        return ledger.income(self)

    def range(self, mitigation: str = "") -> ranges.Range:
        return ranges.fine_range(self.violation_row(), self.income(), flags=self.flags, mitigation=mitigation)

    def settings(self) -> dict[str, Any]:
        return {each.key: parameters.value(each.key) for each in thresholds.PARAMETERS}

    def heavy(self, proposal: Proposal) -> dict[str, Any]:
        return {
            "organisation": not self.party.is_citizen,
            "fine": proposal.fine,
            "confiscation": proposal.confiscation,
            "licence": proposal.licence,
            "values": self.settings(),
        }

    def needs_hearing(self, proposal: Proposal) -> bool:
        return thresholds.hearing_required(**self.heavy(proposal))[0]

    def needs_discussion(self, proposal: Proposal) -> tuple[tuple[str, str], ...]:
        """Why the leaders must discuss the case together (R-18)."""
        disputed = self.reviews.exclude(conclusion="agree").filter(proposal=proposal).exists()
        return thresholds.collective_reasons(
            **self.heavy(proposal),
            suspected_crime=bool(self.crime_suspected),
            review_disputed=disputed,
            mitigation=proposal.mitigation,
            complex_case=self.complex_case,
        )

    @property
    def proposal(self) -> Proposal | None:
        return self.proposals.last()

    @property
    def decision(self) -> Decision | None:
        return self.decisions.filter(annulled_on=None).last()

    @property
    def hearing(self) -> Hearing | None:
        """The hearing of the notice that is under way."""
        notice = self.notice()
        since = notice.event.on if notice else date.min
        return self.hearings.filter(requested_on__gte=since).last()

    @property
    def was_heard(self) -> bool:
        return self.hearings.exclude(held_on=None).exists()

    def notice(self) -> Paper | None:
        """The prior notice in force."""
        return self.dossier.papers.filter(kind="prior_notice").select_related("event").last()

    def notified(self) -> Proposal | None:
        """What the party was told: the proposal of the last notice."""
        notice = self.notice()
        return self.proposals.filter(on__lte=notice.event.on).last() if notice else None

    def review_of(self, proposal: Proposal | None, *, second: bool) -> LegalReview | None:
        return self.reviews.filter(proposal=proposal, second=second).last() if proposal else None

    def running(self, limit: TimeLimit) -> Any:
        return self.dossier.deadlines.running().filter(code=limit.code).first()

    def rights_over(self, on: date) -> bool:
        """Whether the time for a statement and for asking for a hearing has run out."""
        codes = (law.STATEMENT.code, law.HEARING_REQUEST.code)
        return not self.dossier.deadlines.running().filter(code__in=codes, legal_due__gte=on).exists()

    def account(self, as_of: date | None = None) -> Any:
        """What is owed, paid and overdue (reference 2.7)."""
        return ledger.account(self, as_of or timezone.localdate())

    @property
    def plan_rows(self) -> Any:
        """The instalments of the plan in force."""
        return self.instalments.filter(ended_on=None)

    @property
    def owing(self) -> bool:
        """Whether a decision in force asks for money, paid or not."""
        return self.money.filter(decision__annulled_on=None).exists()

    def interval(self, code: str) -> tuple[date, date | None] | None:
        found = self.dossier.exclusions.filter(code=code).last()
        return (found.start, found.end) if found else None

    def barred(self, user: Any) -> str:
        if any(each.person_id == user.pk for each in self.granted_recusals):
            return _t("%(person)s 已被决定在本案中回避，不得再参与办理。") % {"person": user}
        return ""

    @cached_property
    def granted_recusals(self) -> list[Recusal]:
        return list(self.recusals.filter(granted=True)) if self.pk else []

    def _label(self) -> None:
        self.dossier.title = self.party.name
        self.dossier.subject = str(self.violation_row().name)
        party = self.party
        self.dossier.words = findable(
            self.dossier.reference, party.name, party.credit_code, party.legal_rep, party.address, party.id_no
        )

    def _appoint(self, people: Iterable[Any], role: str) -> None:
        held = {each.user_id for each in self.dossier.team if each.role == role and each.ended_on is None}
        for person in people:
            if person.pk not in held:
                Assignment.objects.create(dossier=self.dossier, user=person, role=role, since=self.attempt.on)
        self._forget_people()

    def _release(self, person: Any, role: str, reason: str) -> None:
        self.dossier.assignments.filter(user=person, role=role, ended_on=None).update(
            ended_on=self.attempt.on, reason=reason
        )
        self._forget_people()

    def _forget_people(self) -> None:
        self.dossier.forget("team")
        self.__dict__.pop("officers", None)

    def new_pseudonym(self) -> str:
        taken = self.protected.count()
        return _t("孕妇%(letter)s") % {"letter": PSEUDONYMS[taken % 22] + ("" if taken < 22 else str(taken // 22 + 1))}

    # --- what the procedure asks of its records

    def starts_of(self, limit: TimeLimit, attempt: Attempt) -> list[Start]:
        if limit == law.FILE_CASE:
            return [Start(self.accepted_on)]
        if limit == law.TELL_FILING:
            return [Start(attempt.on)] if self._tells_filing(attempt.on) else []
        if limit == law.HEARING_REQUEST:
            return [Start(attempt.on)] if self.hearing_offered else []
        if limit == law.HEARING_NOTICE:
            hearing = self.hearing
            return [Start(timezone.localdate(hearing.scheduled_at))] if hearing and hearing.scheduled_at else []
        if limit == law.PRESERVATION:
            done = self.preservations.exclude(done_at=None).last()
            return [Start(attempt.on, f"preserved:{item.pk}") for item in done.items.all()] if done else []
        if limit == law.EMERGENCY_PRESERVATION:
            done = self.preservations.last()
            return [] if done is None or done.approved_at else [Start(done.done_at)]
        if limit == law.RECORDINGS_UPLOAD:
            scene = self.inspections.last() if attempt.facts.get("recorder_no") else None
            return [Start(scene.ended_at)] if scene else []
        if limit == law.PAYMENT and attempt.row.name == "approve_plan":
            return [Start(each.due_on, f"instalment:{each.pk}", 0) for each in self.plan_rows]
        if limit == law.PAYMENT:
            return [Start(attempt.on)] if self.owing else []
        if limit == law.COURT_APPLICATION:
            decision = self.decision
            served = decision and decision.served_on
            return [Start(ledger.enforcement_anchor(self, served))] if served and self.owing else []
        if limit == law.REFUSAL_COMPLAINT and attempt.row.name != "record_court_refusal":
            return []
        if limit == law.HEARD_CASE_REPORT:
            return [Start(attempt.on)] if self.was_heard else []
        if limit == law.SUPERVISION_REPLY:
            return [Start(self.supervision_due, length=0)]
        return super().starts_of(limit, attempt)  # type: ignore[return-value]

    def stops_of(self, limit: TimeLimit, attempt: Attempt) -> list[str] | None:
        if limit == law.PRESERVATION and (item := attempt.facts.get("item")):
            return [f"preserved:{item.pk}"]
        if limit == law.PRESERVATION:
            return [each.item for each in self.dossier.deadlines.over(attempt.on).filter(code=limit.code)]
        if limit == law.HEARING_NOTICE and attempt.row.name == "serve_paper":
            return None if self._told_of_hearing_in_time(attempt) else []
        if limit == law.PAYMENT and attempt.row.name == "record_payment":
            return ledger.paid_limits(self, attempt.on)
        return super().stops_of(limit, attempt)

    def _told_of_hearing_in_time(self, attempt: Attempt) -> bool:
        hearing = self.hearing
        if hearing is None or hearing.notice_served_on != attempt.on or hearing.scheduled_at is None:
            return False
        day = timezone.localdate(hearing.scheduled_at)
        return hearing_ok(law.HEARING_NOTICE, attempt.on, day, holidays.calendar())

    def extension_of(self, limit: TimeLimit, attempt: Attempt) -> int:
        return int(attempt.facts.get("days") or parameters.value(law.CASE_EXTENSION.parameter, attempt.on))

    def resumes_of(self, attempt: Attempt) -> tuple[str, ...]:
        """An attempt at service that failed does not end a public notice."""
        return () if attempt.facts.get("served") is False else super().resumes_of(attempt)

    def exclusion_item(self, attempt: Attempt) -> str:
        appraisal = attempt.facts.get("appraisal") or (
            self.appraisals.last() if attempt.row.name == "entrust_appraisal" else None
        )
        return f"appraisal:{appraisal.pk}" if appraisal else ""

    def paper(self, kind: str, attempt: Attempt) -> dict[str, Any] | None:
        from ..papers import context

        return context(kind, self, attempt)

    def _tells_filing(self, on: date) -> bool:
        return parameters.value("enforcement.tell_reporter_filing", on) and any(
            tip.answerable for tip in self.tips.select_related("reporter")
        )

    # --- filing

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

    # --- investigation

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
        Inspection.objects.create(case=self, **{key: value for key, value in record.items() if key in names})

    def _interviewed(self, record: dict[str, Any]) -> None:
        names = {each.name for each in Interview._meta.get_fields()}
        Interview.objects.create(case=self, **{key: value for key, value in record.items() if key in names})

    @CASE.transition
    def add_recording(self, *, upload: Any, device_no: str, note: str = "") -> None:
        """The recording of the scene is handed in, with its hash."""

    @CASE.transition
    def add_protected_person(self, *, identity: str = "") -> None:
        """A woman concerned is known to the file by a pseudonym; who she is stays sealed."""
        ProtectedPerson.objects.create(case=self, pseudonym=self.new_pseudonym(), identity=identity)

    @CASE.transition
    def add_evidence(self, *, upload: Any = None, collector2: Any = None, **item: Any) -> None:
        """An item of evidence is registered (APL art. 46)."""
        item.setdefault("collected_on", self.attempt.on)
        item.setdefault("collector1", self.attempt.by)
        if collector2 is None:
            collector2 = next((each for each in self.officers if each.pk != item["collector1"].pk), None)
        number = f"E{self.dossier.reference[-10:]}-{self.evidence.count() + 1:03d}"
        Evidence.objects.create(case=self, number=number, upload=upload, collector2=collector2, **item)

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
        IllegalAct.objects.create(case=self, on=happened_on, **act)
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
        Recusal.objects.create(case=self, person=person, asked_by=asked_by, ground=ground, requested_on=self.attempt.on)

    @CASE.transition
    def decide_recusal(self, *, recusal: Any, granted: bool, reasons: str, replacement: Any = None) -> None:
        """The head decides; whoever is recused leaves at once and is replaced."""
        recusal.granted, recusal.reasons, recusal.decided_on = granted, reasons, self.attempt.on
        recusal.save()
        self.__dict__.pop("granted_recusals", None)
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
            preservation = Preservation(case=self, reason=reason, place=place, keeping=keeping, keeper=keeper)
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
                case=self, reason=reason, place=place, keeping=keeping, keeper=keeper
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
        return PreservedItem.objects.filter(preservation__case=self, pk__in=ids, outcome="")

    def undecided_goods(self) -> Any:
        return PreservedItem.objects.filter(preservation__case=self, preservation__done_at__isnull=False, outcome="")

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
        Appraisal.objects.create(
            case=self,
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

    # --- panel, review and notice

    @CASE.transition
    def discuss_in_panel(
        self, *, held_at: datetime, place: str, chair: Any, members: list[Any], opinions: str, conclusion: str
    ) -> None:
        """Three or more discuss the case (D23)."""

    @CASE.transition
    def return_to_investigation(self, *, reason: str) -> None:
        """The panel finds the facts or the evidence insufficient."""

    @CASE.transition
    def propose(self, **proposal: Any) -> None:
        """A penalty within the range of the law is proposed."""
        self._proposed(**proposal)

    def _proposed(self, **proposal: Any) -> None:
        found = self.range(proposal.get("mitigation", ""))
        Proposal.objects.create(
            case=self,
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
        LegalReview.objects.create(
            case=self,
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

    # --- service

    @CASE.transition
    def serve_notice(self, **service: Any) -> None:
        """The notice is served; the rights of the party run from this day."""
        self._served(["prior_notice", "hearing_rights_notice"], service)

    @CASE.transition
    def serve_decision(self, **service: Any) -> None:
        """The decision is served."""
        self._served(["penalty_decision", "no_penalty_decision", "withdrawal_decision"], service)
        decision = self.decision
        if decision:
            decision.served_on = self.attempt.on
            decision.save(update_fields=["served_on"])

    @CASE.transition
    def serve_demand(self, **service: Any) -> None:
        """The demand is served; ten working days run."""
        self._served(["demand"], service)

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

    def _served(self, kinds: list[str], service: dict[str, Any]) -> None:
        latest = [self.file_paper(kind) for kind in kinds]
        self._serve([paper for paper in latest if paper and paper.served_on is None], service, self.attempt.on)

    def file_paper(self, kind: str) -> Paper | None:
        """The newest paper of a kind in the file."""
        return self.dossier.papers.filter(kind=kind).select_related("document").last()

    def _serve(self, papers: list[Any], details: dict[str, Any], served_on: date | None) -> None:
        media = details.pop("media", None) or []
        moment = details.pop("delivered_at", None) or self._moment_of_act()
        details.setdefault("server1", self.attempt.by)
        details.setdefault("recipient", self.party.name)
        names = {each.name for each in Service._meta.get_fields()}
        kept = {key: value for key, value in details.items() if key in names}
        service = Service.objects.create(case=self, at=moment, served_on=served_on, **kept)
        service.papers.set(papers)
        service.media.set(media)
        if served_on:
            Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(served_on=served_on)

    def _moment_of_act(self) -> datetime:
        """Now, or the beginning of the legal day where that was another day."""
        day = self.attempt.on
        if day == timezone.localdate(self.attempt.at):
            return self.attempt.at
        return timezone.make_aware(datetime.combine(day, time.min))

    # --- the rights of the party

    @CASE.transition
    def record_statement(self, *, speaker: str, content: str, evidence: str = "", place: str = "") -> None:
        """The party states its case (D27)."""
        Statement.objects.create(case=self, on=self.attempt.on, speaker=speaker, content=content, evidence=evidence)

    @CASE.transition
    def examine_statement(self, *, adopted: str, opinion: str) -> None:
        """What the party brought forward is examined; nobody is punished more for it (APL art. 45)."""
        self.statements.filter(waiver=False, opinion="").update(adopted=adopted, opinion=opinion)

    @CASE.transition
    def accept_waiver(self, *, signed_by: str, content: str = "") -> None:
        """The party waives both rights in writing (D27a)."""
        Statement.objects.create(case=self, on=self.attempt.on, speaker=signed_by, waiver=True, content=content)

    @CASE.transition
    def lapse_statement(self) -> None:
        """The time for a statement and for asking for a hearing has run out."""

    @CASE.transition
    def request_hearing(self, *, requested_by: str, way: str = "", grounds: str = "") -> None:
        """The party asks for a hearing in time (APL art. 64)."""
        Hearing.objects.create(
            case=self, requested_on=self.attempt.on, requested_by=requested_by, way=way, grounds=grounds
        )

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

    # --- decision

    @CASE.transition
    def return_from_approval(self, *, reason: str) -> None:
        """The head disagrees and gives the case back to the panel."""

    @CASE.transition
    def refer_to_discussion(self, *, reason: str, meeting_at: datetime, place: str) -> None:
        """A complex or major case is discussed by the leaders together (APL art. 57¶2)."""

    @CASE.transition
    def resolve_penalty(self, **resolution: Any) -> None:
        """The leaders resolve on a penalty."""
        self._decided(Decision.Kind.PENALTY, resolution, together=True)

    @CASE.transition
    def resolve_no_penalty(self, *, ground: str, reasons: str, education: str, **resolution: Any) -> None:
        """The leaders resolve on no penalty."""
        self._decided(
            Decision.Kind.NO_PENALTY, {"ground": ground, "reasons": reasons, "education": education}, together=True
        )

    @CASE.transition
    def return_from_discussion(self, **resolution: Any) -> None:
        """The leaders give the case back to the head with their opinion."""

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

    def _decided(self, kind: str, facts: dict[str, Any], *, together: bool) -> None:
        proposal = self.proposal if kind == Decision.Kind.PENALTY else None
        decision = Decision.objects.create(
            case=self,
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
                    MoneyItem.objects.create(case=self, decision=decision, kind=item, amount=amount)
        if kind == Decision.Kind.NO_PENALTY:
            self.closing = Closing.CL4

    @CASE.transition
    def transfer(self, *, addressee: str, body: str, reason: str, materials: str = "") -> None:
        """The case belongs to another body and goes there."""
        self.closing = Closing.CL6

    # --- performance

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
            Instalment.objects.create(case=self, **each)

    @CASE.transition
    def default(self) -> None:
        """The due date has passed and something is unpaid."""

    @CASE.transition
    def record_payment(self, *, slip_no: str, amount: Decimal, paid_on: date | None = None, bank: str = "") -> None:
        """A slip of the bank is recorded."""
        Payment.objects.create(case=self, slip_no=slip_no, amount=amount, paid_on=paid_on or self.attempt.on, bank=bank)

    @CASE.transition
    def waive_surcharge(self, *, amount: Decimal, reason: str) -> None:
        """Surcharge is not imposed, or reduced (ACL art. 42)."""
        Waiver.objects.create(case=self, on=self.attempt.on, amount=amount, reason=reason)

    @CASE.transition
    def record_refund(self, *, slip_no: str, amount: Decimal) -> None:
        """Money is given back."""
        Refund.objects.create(case=self, on=self.attempt.on, slip_no=slip_no, amount=amount)

    @CASE.transition
    def issue_demand(self, *, note: str = "") -> None:
        """The party is called upon to perform before the court is asked (ACL art. 54)."""

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

    # --- closing

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

    @CASE.transition
    def supervise(self, *, body: str, matter: str, requirement: str, reply_by: date) -> None:
        """A superior supervises the case and asks for a reply (D51)."""
        self.supervision_due = reply_by

    @CASE.transition
    def answer_supervision(self, *, reply: str) -> None:
        """The reply is sent."""
