"""What the course of an application leaves behind: checks, votes, publicity, objections, reviews, decisions."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.vault.fields import SealedField
from caseflow.vault.models import SealedRow

from ..codes import REASONS, Benefit, Level, Mode, ObjectionCode

USER = settings.AUTH_USER_MODEL
TWO_THIRDS = 67  # per cent, as offices write it: counted as the fraction


class CheckRecord(models.Model):
    """F-06: what was seen at home and found in the registers, question by question."""

    application = models.ForeignKey("support.Application", models.PROTECT, related_name="checks")
    on = models.DateField(_("调查日期"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("调查人"))
    second = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("另一调查人"))
    met = models.CharField(_("见到的人"), max_length=120)
    seen = models.TextField(_("核对的材料"))
    answers = models.JSONField(_("逐项情况"), default=dict)
    doubts = models.TextField(_("疑点"), blank=True)
    words = models.TextField(_("家庭的话"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("核查记录")

    def __str__(self) -> str:
        return f"{self.on}"

    @property
    def failing(self) -> list[str]:
        """The reason codes of what was not found in order (reference 1.1)."""
        return [REASONS[code] for code, answer in self.answers.items() if answer == "no"]

    @property
    def recommended(self) -> bool:
        """What the record recommends. A person decides (PIPL art. 24)."""
        return not self.failing and "unclear" not in self.answers.values()


class Deliberation(models.Model):
    """F-08: a meeting of the panel and its vote."""

    application = models.ForeignKey("support.Application", models.PROTECT, related_name="deliberations")
    on = models.DateField(_("评议日期"))
    place = models.CharField(_("地点"), max_length=80)
    chair = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("主持人"))
    due = models.PositiveSmallIntegerField(_("应到人数"))
    present: models.ManyToManyField = models.ManyToManyField(USER, related_name="+", verbose_name=_("到会成员"))
    recused = models.JSONField(_("回避"), default=list)  # names with the reason
    against = models.PositiveSmallIntegerField(_("反对"), default=0)
    abstained = models.PositiveSmallIntegerField(_("弃权"), default=0)
    voters = models.PositiveSmallIntegerField(_("有表决权的到会人数"))
    passed = models.BooleanField(_("通过"))
    facts = models.TextField(_("介绍的情况"))
    dissent = models.TextField(_("不同意见"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("评议")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(voters__gte=models.F("against") + models.F("abstained")),
                name="no_more_votes_than_voters",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"

    @property
    def in_favour(self) -> int:
        return self.voters - self.against - self.abstained


def passes(voters: int, against: int, abstained: int, percent: int = TWO_THIRDS) -> bool:
    """Whether enough of those who may vote and are present are in favour; abstentions count as present (B6)."""
    needed = Fraction(2, 3) if percent == TWO_THIRDS else Fraction(percent, 100)
    return voters > 0 and Fraction(voters - against - abstained, voters) >= needed


class Publicity(models.Model):
    """A round of publicity (4.4): its mode, its exact words, and its days."""

    application = models.ForeignKey("support.Application", models.PROTECT, related_name="rounds")
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    mode = models.CharField(_("方式"), max_length=12, choices=Mode.choices)
    text = models.TextField(_("公示内容"))
    posted_on = models.DateField(_("公示日期"))
    last_day = models.DateField(_("截止日期"))
    ended_on = models.DateField(_("撤下日期"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("公示")

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.posted_on}"  # type: ignore[attr-defined]

    def over(self, on: date) -> bool:
        return on > self.last_day


class Objection(SealedRow):
    """F-09b and F-09c. Who objected is sealed and read by nobody (P-9, decision 10)."""

    application = models.ForeignKey("support.Application", models.PROTECT, related_name="objections")
    round = models.ForeignKey(Publicity, models.PROTECT, related_name="objections", verbose_name=_("公示"))
    code = models.CharField(_("异议人代号"), max_length=24, unique=True)
    objector = SealedField(_("异议人"), blank=True)
    contact = SealedField(_("联系方式"), blank=True)
    named = models.BooleanField(_("实名"), default=False)
    kind = models.CharField(_("类别"), max_length=10, choices=ObjectionCode.choices)
    content = models.TextField(_("内容"))
    channel = models.CharField(_("渠道"), max_length=40)
    on = models.DateField(_("登记日期"))
    received_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    upheld = models.BooleanField(_("属实"), null=True)
    acts = models.TextField(_("复核经过"), blank=True)
    conclusion = models.TextField(_("复核结论"), blank=True)
    closed_on = models.DateField(_("复核日期"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("异议")

    def __str__(self) -> str:
        return self.code


class TownshipReview(models.Model):
    """F-10a: the applicant was met, the data compared, the doubts solved."""

    application = models.ForeignKey("support.Application", models.PROTECT, related_name="reviews")
    on = models.DateField(_("审核日期"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("审核人"))
    met = models.BooleanField(_("当面见到申请人"))
    matched = models.TextField(_("信息比对结果"))
    solved = models.TextField(_("疑点的核实"), blank=True)
    opinion = models.TextField(_("审核意见"))
    agreed = models.BooleanField(_("建议批准"))
    judgement = models.ForeignKey("support.Judgement", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("乡镇审核")

    def __str__(self) -> str:
        return f"{self.on}"


class Decision(models.Model):
    """What the county proposes, has checked by a second person and signs by a third (B14, B15)."""

    application = models.ForeignKey("support.Application", models.PROTECT, related_name="decisions")
    grants = models.BooleanField(_("拟批准"))
    proposed_on = models.DateField(_("提出日期"))
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2, null=True, blank=True)
    start_month = models.DateField(_("起始月份"), null=True, blank=True)
    split = models.JSONField(_("分级负担"), default=dict)  # level: yuan as text
    reasons = models.JSONField(_("理由代码"), default=list)
    explanation = models.TextField(_("理由"), blank=True)
    deviation = models.TextField(_("与核查结论不同的理由"), blank=True)
    inputs = models.JSONField(_("依据的情况"), default=dict)
    judgement = models.ForeignKey("support.Judgement", models.PROTECT, null=True, blank=True, related_name="+")
    policy = models.CharField(_("政策版本"), max_length=80)
    endorsed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("复核人"))
    endorsed_on = models.DateField(_("复核日期"), null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("签批人"))
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("县级决定")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | (
                    ~models.Q(decided_by=models.F("proposed_by"))
                    & ~models.Q(decided_by=models.F("endorsed_by"))
                    & ~models.Q(endorsed_by=models.F("proposed_by"))
                ),
                name="three_people_decide",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposed_on}"

    def benefit(self) -> str:
        known: Any = self.application
        return str(Benefit(known.benefit).label)
