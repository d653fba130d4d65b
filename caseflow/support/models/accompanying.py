"""The moves of accompanying a family: assess with it, plan with it, do it, look back with it (A4–A10)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.cases.calendar.days import add_months
from caseflow.cases.models import Record

from ..codes import ReviewCause, Risk
from ..procedure import FAMILY
from .plan import Assessment, Goal, Plan, StageReview
from .team import named


class AccompanyingPart(Record):
    """The family from its first team to the review of what was done."""

    risk_level = models.CharField(_("风险等级"), max_length=1, choices=Risk.choices, default=Risk.NONE)

    class Meta:
        abstract = True

    @property
    def assessment(self) -> Assessment | None:
        return self.assessments.last()  # type: ignore[attr-defined,no-any-return]

    @property
    def plan(self) -> Plan | None:
        """The newest version, approved or not."""
        return self.plans.last()  # type: ignore[attr-defined,no-any-return]

    @property
    def stage(self) -> StageReview | None:
        """The review that is under way."""
        return self.stages.filter(confirmed_on=None).last()  # type: ignore[attr-defined,no-any-return]

    @property
    def at_high_risk(self) -> bool:
        return self.risk_level == Risk.HIGH

    @FAMILY.transition
    def begin_assessment(self) -> None:
        """The team stands, complete or not; the card is with the family (A4)."""
        card = self.new_card()  # type: ignore[attr-defined]
        self.settle()  # type: ignore[attr-defined]
        card.names = named(self.team_on(self.attempt.on))  # type: ignore[attr-defined]  # with whoever stands in
        card.save(update_fields=["names"])

    @FAMILY.transition
    def assess_needs(
        self,
        *,
        visited: bool,
        scores: dict[str, str],
        risk: str,
        needs: list[dict[str, Any]] | None = None,
        health: str = "",
        mind_consent: bool = False,
    ) -> None:
        """Domain by domain, in the words of the family (A5)."""
        Assessment.objects.create(
            household=self,  # type: ignore[misc]
            on=self.attempt.on,
            by=self.attempt.by,
            visited=visited,
            scores=scores,
            needs=needs or [],
            health=health,
            mind_consent=mind_consent,
            risk=risk,
        )
        self.risk_level = risk

    @FAMILY.transition
    def submit_plan(self, *, goals: list[dict[str, Any]], review_on: date, family_words: str, seen: bool) -> None:
        """Each need has an action, a person and a day, or nothing by wish; the family has seen it (A6)."""
        self._plan(goals, review_on, family_words)

    def _plan(self, goals: list[dict[str, Any]], review_on: date, family_words: str) -> Plan:
        last = self.plan
        plan = Plan.objects.create(
            household=self,  # type: ignore[misc]
            version=last.version + 1 if last else 1,
            drafted_by=self.attempt.by,
            drafted_on=self.attempt.on,
            review_on=review_on,
            family_words=family_words,
        )
        Goal.objects.bulk_create(Goal(plan=plan, **each) for each in goals)
        return plan

    @FAMILY.transition
    def approve_plan(self, *, opinion: str) -> None:
        """Somebody other than who drafted it approves (A7)."""
        self._approve()

    @FAMILY.transition
    def approve_plan_in_county(self, *, opinion: str) -> None:
        """Where the risk is high, the county approves (A7)."""
        self._approve()

    def _approve(self) -> None:
        Plan.objects.filter(pk=self.plan.pk).update(  # type: ignore[union-attr]
            approved_by=self.attempt.by, approved_on=self.attempt.on
        )

    @FAMILY.transition
    def return_plan(self, *, comments: str) -> None:
        """Back to be drafted again, with comments (A7')."""
        Plan.objects.filter(pk=self.plan.pk).update(comments=comments)  # type: ignore[union-attr]

    @FAMILY.transition
    def begin_stage_review(self) -> None:
        """Half a year has passed (A9)."""
        self._call(ReviewCause.HALF_YEAR)

    @FAMILY.transition
    def call_review(self, *, cause: str, reason: str = "") -> None:
        """A great change, the annual review, or the wish of the family (A9)."""
        self._call(cause)

    def _call(self, cause: str) -> None:
        StageReview.objects.create(household=self, cause=cause, called_on=self.attempt.on)  # type: ignore[misc]

    @FAMILY.transition
    def score_goals(
        self,
        *,
        scores: dict[str, str],
        words: str,
        summary: str,
        risk: str,
        goals: list[dict[str, Any]] | None = None,
        review_on: date | None = None,
    ) -> None:
        """The leader of the team says how far each goal got, in the words of the family too; a changed plan is a new version."""
        on = self.attempt.on
        scored = {"scored_by": self.attempt.by, "scored_on": on, "words": words, "summary": summary, "risk": risk}
        StageReview.objects.filter(pk=self.stage.pk).update(**scored)  # type: ignore[union-attr]
        for key, score in scores.items():
            Goal.objects.filter(plan=self.plan, pk=int(key)).update(score=score)
        if goals:
            self._plan(goals, review_on or add_months(on, 6), words[:400])

    @FAMILY.transition
    def conclude_review(self, *, opinion: str) -> None:
        """The township confirms, a new version of the plan too; the help goes on (A10)."""
        stage, plan = self.stage, self.plan
        self.risk_level = stage.risk  # type: ignore[union-attr]
        StageReview.objects.filter(pk=stage.pk).update(  # type: ignore[union-attr]
            confirmed_by=self.attempt.by, confirmed_on=self.attempt.on
        )
        if plan is not None and plan.approved_on is None:
            self._approve()
