"""What every phase of a case rests on: its fields, what hangs on it, what it knows of itself, and who works on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from caseflow.cases import parameters
from caseflow.cases.models import Assignment, Paper, Record
from caseflow.cases.references import next_reference
from caseflow.cases.words import findable
from caseflow.procedure import TimeLimit

from ... import law, ledger
from ...codes import Closing, NotFiled, RedoGround, Source
from ...penalties import ranges, thresholds
from ...penalties.table import Flag, Violation
from ...penalties.table import violation as violation_of
from ...procedure import CASE, CaseState, Role
from ..course import (
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
from ..evidence import Appraisal, Evidence, IllegalAct, Inspection, Interview, Preservation
from ..people import Party, ProtectedPerson

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

    from ..tip import Tip


class CaseCore(Record):
    """The case without its moves."""

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

    # what hangs on the case; Django adds these to the stored class alone, and the phases read them too
    tips: Many[Tip]
    protected: Many[ProtectedPerson]
    inspections: Many[Inspection]
    interviews: Many[Interview]
    evidence: Many[Evidence]
    acts: Many[IllegalAct]
    preservations: Many[Preservation]
    appraisals: Many[Appraisal]
    recusals: Many[Recusal]
    proposals: Many[Proposal]
    reviews: Many[LegalReview]
    services: Many[Service]
    statements: Many[Statement]
    hearings: Many[Hearing]
    decisions: Many[Decision]
    money: Many[MoneyItem]
    instalments: Many[Instalment]
    payments: Many[Payment]
    waivers: Many[Waiver]
    refunds: Many[Refund]

    class Meta:
        abstract = True

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

    def file_paper(self, kind: str) -> Paper | None:
        """The newest paper of a kind in the file."""
        return self.dossier.papers.filter(kind=kind).select_related("document").last()

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
        return super().barred(user)

    @cached_property
    def asked_recusals(self) -> list[Recusal]:
        """Every recusal that was asked for, in its order, with whom it is about."""
        return list(self.recusals.select_related("person")) if self.pk else []

    @property
    def granted_recusals(self) -> list[Recusal]:
        return [each for each in self.asked_recusals if each.granted]

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

    def _took_part(self, people: Iterable[Any], role: str) -> None:
        """They act in ``role`` on this day and no longer; what the role excludes, it excludes for good (5.2)."""
        day = self.attempt.on
        for person in {each.pk: each for each in people}.values():
            Assignment.objects.get_or_create(dossier=self.dossier, user=person, role=role, since=day, ended_on=day)
        self._forget_people()

    def _release(self, person: Any, role: str, reason: str) -> None:
        self.dossier.assignments.filter(user=person, role=role, ended_on=None).update(
            ended_on=self.attempt.on, reason=reason
        )
        self._forget_people()

    def _forget_people(self) -> None:
        self.dossier.forget("team")
        self.__dict__.pop("officers", None)
