"""The annual review of a family and what was found about each of its members (reference 1.4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from caseflow.cases import parameters
from caseflow.cases.models import Record, Start
from caseflow.cases.references import next_reference
from caseflow.cases.words import findable
from caseflow.procedure import Attempt, TimeLimit

from .. import placing
from ..codes import Status
from ..law import care
from ..need_codes import Channel
from ..procedure.review import ENDED_REVIEW, REVIEW, ReviewState
from ..review_codes import findings_of
from ..rules.dates import Month
from ..rules.periods import CONVERTS, PERSONAL, Ending
from ..rules.policy import FamilyType
from ..rules.review import Result
from ..rules.review import review as judged
from .household import Household
from .people import Member

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

USER = settings.AUTH_USER_MODEL


class Review(Record):
    """One review of one family in one year."""

    procedure = REVIEW

    state = FSMField(_("状态"), choices=ReviewState.choices, default=ReviewState.OPENED, protected=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="reviews", verbose_name=_("家庭"))
    year = models.PositiveSmallIntegerField(_("年度"))
    attempts = models.JSONField(_("没有见到的记录"), default=list, blank=True)  # [day, what was done]
    township_opinion = models.TextField(_("乡镇意见"), blank=True)
    township_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("乡镇审核人"))
    township_on = models.DateField(_("乡镇审核日期"), null=True, blank=True)
    county_opinion = models.TextField(_("县级意见"), blank=True)
    county_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("县级确认人"))
    county_on = models.DateField(_("县级确认日期"), null=True, blank=True)
    told_on = models.DateField(_("说明日期"), null=True, blank=True)
    told_how = models.CharField(_("怎样说明"), max_length=120, blank=True)
    statement = models.TextField(_("本人意见"), blank=True)

    findings: Many[ReviewFinding]

    class Meta:
        verbose_name = _("年审")
        constraints = [models.UniqueConstraint(fields=["household", "year"], name="one_review_a_year")]
        indexes = [models.Index(fields=["state", "dossier"], name="review_in_state")]

    @classmethod
    def new_reference(cls, agency: Any, day: date) -> str:
        return next_reference("NS", agency, day)

    @property
    def is_over(self) -> bool:
        return self.state in ENDED_REVIEW

    def barred(self, user: Any) -> str:
        return (self.household.barred(user) if self.pk else "") or super().barred(user)

    def members(self) -> list[Member]:
        """Whoever is reviewed: members that no event has ended before."""
        return [each for each in self.household.members.all() if not each.end_code]

    def members_to_see(self) -> list[Member]:
        seen = set(self.findings.values_list("member", flat=True))
        return [each for each in self.members() if each.pk not in seen]

    def leaving(self) -> list[ReviewFinding]:
        return list(self.findings.filter(result=Result.EXIT).select_related("member"))

    def starts_of(self, limit: TimeLimit, attempt: Attempt) -> list[Start]:
        """Up to the dates that hold in the year of the review; one that has passed starts no clock."""
        key = care.GATE_KEYS[limit]
        length = (care.day_of(parameters.value(key, attempt.on), self.year) - attempt.on).days
        return [Start(attempt.on, length=length)] if length >= 0 else []

    def _label(self) -> None:
        family = self.household.dossier
        self.dossier.title = family.title
        self.dossier.subject = _t("%(year)d 年度年审") % {"year": self.year}
        names = [each.name for each in self.household.members.all()]
        self.dossier.words = findable(self.dossier.reference, family.reference, *names, str(self.household.village))

    @REVIEW.transition
    def open(self, *, household: Household, year: int) -> None:
        """The review of a year begins."""
        self.household, self.year = household, year
        self._label()

    @REVIEW.transition
    def place(self) -> None:
        """The file comes to those who hold an office in the area of the family."""
        placing.place(self.dossier, self.household.village, self.attempt.on)

    @REVIEW.transition
    def record_findings(
        self, *, member: Member, way: str, found: list[str], event_on: date | None = None, text: str = ""
    ) -> None:
        """What somebody saw and heard in the conversation of a visit; nobody proves anything anew."""
        held = self.findings.filter(member=member).first() or ReviewFinding(review=self, member=member)
        held.seen_on, held.by, held.way, held.found, held.text = self.attempt.on, self.attempt.by, way, found, text
        held.event_on = event_on or held.event_on
        held.judge()

    @REVIEW.transition
    def record_attempt(self, *, text: str) -> None:
        """Nobody was there; without such a line nothing is suspended in April."""
        self.attempts = [*self.attempts, [self.attempt.on.isoformat(), text]]

    @REVIEW.transition
    def finish_visit(self) -> None:
        """Everybody has been seen or spoken to."""

    @REVIEW.transition
    def compare(self, *, member: Member, matched: list[str], event_on: date | None = None) -> None:
        """What the registers say, which nobody is asked about."""
        held = self.findings.get(member=member)
        held.matched, held.event_on = matched, event_on or held.event_on
        held.compared_by = self.attempt.by
        held.judge()

    @REVIEW.transition
    def confirm_in_township(self, *, opinion: str) -> None:
        """The township agrees."""
        self.township_opinion, self.township_by, self.township_on = opinion, self.attempt.by, self.attempt.on

    @REVIEW.transition
    def confirm_in_county(self, *, opinion: str) -> None:
        """The county confirms; who no longer qualifies is first told why."""
        self.county_opinion, self.county_by, self.county_on = opinion, self.attempt.by, self.attempt.on

    @REVIEW.transition
    def carry_on(self) -> None:
        """Nothing ends."""

    @REVIEW.transition
    def ask_exit(self) -> None:
        """Somebody no longer qualifies: a leader decides."""
        self.told_on, self.told_how, self.statement = None, "", ""

    @REVIEW.transition
    def tell_exit(self, *, how: str, statement: str) -> None:
        """The person has heard why, and what they say to it is written down."""
        self.told_on, self.told_how, self.statement = self.attempt.on, how, statement

    @REVIEW.transition
    def approve_exit(self, *, opinion: str) -> None:
        """The month of the event is the last one; what was paid before is not touched."""
        for each in self.leaving():
            self._end(each)
        household = self.household
        if not household.members.filter(end_code="").exists():
            last = max((m.closed_to for m in household.members.all() if m.closed_to), default=None)
            type(household).objects.filter(pk=household.pk).update(status=Status.ENDED, closed_to=last)

    def _end(self, found: ReviewFinding) -> None:
        codes = [Ending(each) for each in found.events if Ending(each) not in CONVERTS]
        last = Month.of(found.event_on or self.attempt.on).last
        everybody = any(code not in PERSONAL for code in codes)
        for member in self.members() if everybody else [found.member]:
            Member.objects.filter(pk=member.pk, end_code="").update(closed_to=last, end_code=codes[0])

    @REVIEW.transition
    def return_exit(self, *, reason: str) -> None:
        """The leader wants it looked at again."""

    @REVIEW.transition
    def annotate(self, *, note: str) -> None:
        """A remark in the file."""

    def paper(self, kind: str, attempt: Attempt) -> dict[str, Any] | None:
        from ..papers import context

        return context(kind, self, attempt)


class ReviewFinding(models.Model):
    """F-28 for one member: what was found, and what the rule makes of it. A person decides."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="findings")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("本人"))
    seen_on = models.DateField(_("核对日期"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("核对人"))
    way = models.CharField(_("方式"), max_length=12, choices=Channel.choices)
    found = models.JSONField(_("有变化的"), default=list)
    matched = models.JSONField(_("登记信息比对"), default=list)
    compared_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("比对人"))
    event_on = models.DateField(_("变化的日期"), null=True, blank=True)
    text = models.TextField(_("本人的话、需要"), blank=True)
    result = models.CharField(_("结果"), max_length=20, choices=Result.choices)
    reasons = models.JSONField(_("理由"), default=list)  # sentences for the family
    events = models.JSONField(_("结束原因"), default=list)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("年审核对")
        constraints = [models.UniqueConstraint(fields=["review", "member"], name="one_finding_for_a_member")]

    def __str__(self) -> str:
        return f"{self.member} {self.get_result_display()}"  # type: ignore[attr-defined]

    def judge(self) -> None:
        """Let the rule say what follows from what was found, and keep it."""
        type = FamilyType(self.review.household.family_type or FamilyType.DEATH)
        answer = judged(type, findings_of(self.found, self.matched))
        self.result = answer.result
        self.reasons = [each.sentence for each in answer.reasons]
        self.events = [str(each) for each in answer.events]
        self.save()
