"""What every stretch of the course rests on: the fields of an application and what it knows of itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from caseflow.cases.models import Record, Start
from caseflow.cases.references import next_reference
from caseflow.cases.sides import Taken
from caseflow.cases.words import findable
from caseflow.procedure import Attempt, TimeLimit
from caseflow.procedure.duties import Side

from .. import law
from ..codes import SHORT_TRACKS, Benefit, Level, Mode, Track
from ..procedure import APPLICATION, State
from .course import CheckRecord, Decision, Deliberation, Objection, Publicity, TownshipReview
from .household import Household
from .people import Member

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

USER = settings.AUTH_USER_MODEL
OVER = (State.REJECTED, State.FILED, State.WITHDRAWN, State.EXPIRED, State.REVOKED)
PUBLICITY_LIMITS = {law.VILLAGE_PUBLICITY, law.TOWNSHIP_PUBLICITY}


class ApplicationCore(Record):
    """The application without its moves."""

    procedure = APPLICATION

    state = FSMField(_("状态"), choices=State.choices, default=State.DRAFT, protected=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="applications", verbose_name=_("家庭"))
    track = models.CharField(_("办理方式"), max_length=14, choices=Track.choices)
    benefit = models.CharField(_("申请事项"), max_length=14, choices=Benefit.choices)
    applicant = models.ForeignKey(Member, models.PROTECT, related_name="applications", verbose_name=_("申请人"))
    agent = models.CharField(_("代办人及授权"), max_length=120, blank=True)
    helped_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代填人")
    )
    wishes = models.TextField(_("申请理由"), blank=True)
    helped_first = models.TextField(_("先行帮扶的情况"), blank=True)
    missing = models.TextField(_("待补材料"), blank=True)
    correction_asked = models.BooleanField(default=False)
    supplement_extended = models.BooleanField(default=False)
    mode = models.CharField(_("公示方式"), max_length=12, choices=Mode.choices, blank=True)
    returned = models.BooleanField(_("县级退回过"), default=False)
    village_opinion = models.TextField(_("村级意见"), blank=True)
    heard_on = models.DateField(_("告知拟撤销日期"), null=True, blank=True)
    heard = models.TextField(_("本人意见"), blank=True)
    told_on = models.DateField(_("告知决定日期"), null=True, blank=True)

    checks: Many[CheckRecord]
    deliberations: Many[Deliberation]
    rounds: Many[Publicity]
    objections: Many[Objection]
    reviews: Many[TownshipReview]
    decisions: Many[Decision]

    class Meta:
        abstract = True

    @classmethod
    def new_reference(cls, agency: Any, day: date) -> str:
        return next_reference("SQ", agency, day)

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def is_short(self) -> bool:
        """CLAIM and URGENT: no panel and no publicity, which would open the wound again (4.2)."""
        return self.track in SHORT_TRACKS

    @property
    def check_record(self) -> CheckRecord | None:
        return self.checks.last()

    @property
    def vote(self) -> Deliberation | None:
        return self.deliberations.last()

    @property
    def round(self) -> Publicity | None:
        """The round of publicity that is under way or was last."""
        return self.rounds.last()

    @property
    def open_objection(self) -> Objection | None:
        return self.objections.filter(closed_on=None).last()

    @property
    def review(self) -> TownshipReview | None:
        return self.reviews.last()

    @property
    def decision(self) -> Decision | None:
        return self.decisions.last()

    @property
    def judgement(self) -> Any:
        """What the rules answered last; None where nobody has asked them."""
        return self.judgements.last()  # type: ignore[attr-defined]

    @property
    def start_month(self) -> date | None:
        return self.decision.start_month if self.decision else None

    @property
    def skips_publicity(self) -> bool:
        """Whether the village signs without a notice: mode NONE, or the panel did not agree (B10')."""
        vote = self.vote
        return self.mode == Mode.NONE or (vote is not None and not vote.passed)

    @cached_property
    def entered_by(self) -> set[int]:
        """Who prepared, filled in or handed in the application."""
        acted = self.dossier.events.filter(transition__in=("prepare", "submit")).values_list("actor", flat=True)
        return {pk for pk in (*acted, self.helped_by_id) if pk}  # type: ignore[attr-defined]

    def barred(self, user: Any) -> str:
        close = self.household.barred(user) if self.pk else ""  # the family has been asked where one is prepared
        return close or super().barred(user)

    def close_to(self, user: Any) -> bool:
        """Whether somebody has declared to be close to the family in a way that keeps from deciding (3.3)."""
        return user.pk in self.household.close_people

    def sides_of(self, attempt: Attempt) -> Iterable[Taken]:
        second = attempt.facts.get("second")
        if second is not None:
            yield Taken(second, Side.INVESTIGATE)
        for each in attempt.facts.get("recused", ()):
            yield Taken(each, Side.RECUSED)

    def starts_of(self, limit: TimeLimit, attempt: Attempt) -> list[Start]:
        full = not self.is_short
        if limit in (law.HOME_CHECK, law.WHOLE) and not full:
            return []
        if limit == law.SHORT_TRACK and full:
            return []
        if limit == law.VILLAGE_OPINION and attempt.row.target == State.PUBLICITY_1:
            return [Start(self.round.last_day)] if self.round else []
        if limit == law.AFTERWARDS and self.track != Track.URGENT:
            return []
        return [Start(attempt.on)]

    def publish_round(self, level: Level, text: str, last_day: date) -> None:
        Publicity.objects.create(
            application=self,  # type: ignore[misc]
            level=level,
            mode=self.mode,
            text=text,
            posted_on=self.attempt.on,
            last_day=last_day,
        )

    def end_round(self, outcome: str) -> None:
        self.rounds.filter(ended_on=None).update(ended_on=self.attempt.on, outcome=outcome)

    def _label(self) -> None:
        self.dossier.title = self.household.dossier.title
        self.dossier.subject = str(Benefit(self.benefit).label)
        reference = self.household.dossier.reference
        self.dossier.words = findable(
            self.dossier.reference, reference, self.applicant.name, str(self.household.village)
        )

    def paper(self, kind: str, attempt: Attempt) -> dict[str, Any] | None:
        from ..papers import context

        return context(kind, self, attempt)

    def neutral_title(self) -> str:
        """How a notice calls the scheme: nobody learns from it what kind of family it is about."""
        return _t("关怀帮扶项目拟确认人员")
