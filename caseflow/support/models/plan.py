"""What a family needs, what is done about it, and how far that got: assessment (F-14), plan (F-16), review (F-25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..codes import Domain, Reached, ReviewCause, Risk

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

USER = settings.AUTH_USER_MODEL


class Assessment(models.Model):
    """F-14: every domain with its score from 0 to 3, and what was said where there is a need."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="assessments")
    on = models.DateField(_("评估日期"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("评估人"))
    visited = models.BooleanField(_("已上门"))
    scores = models.JSONField(_("各方面的需要"), default=dict)  # domain: "0" … "3"
    needs = models.JSONField(_("具体的需要"), default=list)  # domain, situation, wish, priority
    health = models.TextField(_("签约医生的意见"), blank=True)
    mind_consent = models.BooleanField(_("同意评估精神方面"), default=False)
    risk = models.CharField(_("风险等级"), max_length=1, choices=Risk.choices)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("需求评估")

    def __str__(self) -> str:
        return f"{self.on}"

    @property
    def open_domains(self) -> list[str]:
        """The domains in which something is needed."""
        return [code for code in Domain.values if self.scores.get(code, "0") != "0"]


class Plan(models.Model):
    """F-16, in versions: drafted by one person, approved by another (A6, A7)."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(_("版本"))
    drafted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("拟订人"))
    drafted_on = models.DateField(_("拟订日期"))
    review_on = models.DateField(_("下次评估"))
    family_words = models.CharField(_("家庭的意见"), max_length=400)
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人"))
    approved_on = models.DateField(_("审批日期"), null=True, blank=True)
    comments = models.CharField(_("退回意见"), max_length=400, blank=True)

    goals: Many[Goal]

    class Meta:
        ordering = ["version"]
        verbose_name = _("帮扶计划")
        constraints = [
            models.UniqueConstraint(fields=["household", "version"], name="a_version_of_a_plan_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")), name="a_plan_is_approved_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}"


class Goal(models.Model):
    """A line of a plan: what for, what is done, by whom and until when, or nothing, because that is the wish."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    domain = models.CharField(_("方面"), max_length=12, choices=Domain.choices)
    goal = models.CharField(_("目标"), max_length=200)
    action = models.CharField(_("办法"), max_length=200, blank=True)
    who = models.CharField(_("谁来办"), max_length=60, blank=True)
    by_day = models.DateField(_("何时以前"), null=True, blank=True)
    source = models.CharField(_("费用来源"), max_length=60, blank=True)
    by_wish = models.BooleanField(_("按本人意愿不安排"), default=False)
    score = models.CharField(_("评估结果"), max_length=1, choices=Reached.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("帮扶目标")
        constraints = [
            models.CheckConstraint(
                condition=Q(by_wish=True) | (~Q(action="") & ~Q(who="") & Q(by_day__isnull=False)),
                name="a_goal_has_action_person_and_day",
            )
        ]

    def __str__(self) -> str:
        return self.goal


class StageReview(models.Model):
    """F-25: how far each goal got, in the family's own words too; scored by the team, confirmed by the township."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="stages")
    cause = models.CharField(_("为什么评估"), max_length=10, choices=ReviewCause.choices)
    called_on = models.DateField(_("转入评估"))
    scored_on = models.DateField(_("评估日期"), null=True, blank=True)
    scored_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("评估人"))
    words = models.TextField(_("家庭的话"), blank=True)
    summary = models.TextField(_("做了什么"), blank=True)
    risk = models.CharField(_("风险等级"), max_length=1, choices=Risk.choices, blank=True)
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人"))
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("阶段评估")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("scored_by")), name="a_stage_is_confirmed_by_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.called_on}"


def goals_of(plan: Any) -> list[dict[str, Any]]:
    """The lines of a plan as a page and a paper show them."""
    return [
        {
            "domain": each.get_domain_display(),
            "goal": each.goal,
            "action": str(_("按本人意愿不安排")) if each.by_wish else each.action,
            "who": each.who,
            "by_day": each.by_day,
            "source": each.source,
            "score": each.get_score_display(),
        }
        for each in plan.goals.all()
    ]
