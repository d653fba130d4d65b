"""What the course of a case records: proposals, reviews, statements, hearings, decisions, service and recusal."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.cases.models import Paper

from ..codes import NoPenalty, ReviewConclusion, ServiceMethod, Tier
from ..penalties.ranges import Mitigation
from ..penalties.table import Licence

USER = settings.AUTH_USER_MODEL
CASE = "enforcement.EnforcementCase"
MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "default": Decimal("0.00")}


class Proposal(models.Model):
    """What penalty is proposed, within which range and why (reference 6.7). Yuan."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="proposals")
    on = models.DateField(_("提出日期"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    tier = models.CharField(_("裁量阶次"), max_length=10, choices=Tier.choices)
    reasons = models.TextField(_("裁量理由"))
    mitigation = models.CharField(_("减轻的法定情形"), max_length=10, choices=Mitigation.choices, blank=True)
    warning = models.BooleanField(_("警告"), default=False)
    income = models.DecimalField(_("违法所得"), **MONEY)
    confiscation = models.DecimalField(_("没收违法所得"), **MONEY)
    goods = models.CharField(_("没收非法财物"), max_length=400, blank=True)
    fine = models.DecimalField(_("罚款"), **MONEY)
    licence = models.CharField(_("许可证件处理"), max_length=10, choices=Licence.choices, blank=True)
    months = models.PositiveSmallIntegerField(_("暂停月数"), default=0)
    correction = models.CharField(_("责令改正"), max_length=200, blank=True)
    computation = models.JSONField(_("计算过程"), default=dict)  # the range as computed, with its steps

    class Meta:
        ordering = ["pk"]
        verbose_name = _("处罚建议")

    def __str__(self) -> str:
        return f"{self.on} {self.get_tier_display()}"

    @property
    def money(self) -> Decimal:
        return self.fine + self.confiscation

    def heavier_than(self, other: "Proposal") -> bool:
        """Whether this asks more of the party than ``other`` did (R-13)."""
        return (
            self.fine > other.fine
            or self.confiscation > other.confiscation
            or (bool(self.licence) and self.licence != other.licence)
            or (self.warning and not other.warning)
            or (bool(self.goods) and not other.goods)
        )


class LegalReview(models.Model):
    """A legal review on eight points (D25)."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="reviews")
    second = models.BooleanField(_("第二次审核"), default=False)
    on = models.DateField(_("审核日期"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    items = models.JSONField(_("审核事项"), default=dict)
    conclusion = models.CharField(_("审核结论"), max_length=12, choices=ReviewConclusion.choices)
    opinion = models.TextField(_("审核意见"))
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="reviews")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("法制审核")

    def __str__(self) -> str:
        return f"{self.on} {self.get_conclusion_display()}"


class Statement(models.Model):
    """A statement and defence of the party, or the party's waiver of it (D27, D27a)."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="statements")
    on = models.DateField(_("日期"))
    speaker = models.CharField(_("陈述申辩人"), max_length=80)
    waiver = models.BooleanField(_("放弃权利"), default=False)
    content = models.TextField(_("内容"), blank=True)
    evidence = models.CharField(_("提交的证据"), max_length=400, blank=True)
    adopted = models.CharField(_("采纳情况"), max_length=20, blank=True)
    opinion = models.TextField(_("复核意见"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("陈述和申辩")

    def __str__(self) -> str:
        return f"{self.on} {self.speaker}"


class Hearing(models.Model):
    """A hearing from the request to the opinion of its host (D29a–D32)."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="hearings")
    requested_on = models.DateField(_("申请日期"))
    requested_by = models.CharField(_("申请人"), max_length=80)
    way = models.CharField(_("申请方式"), max_length=40, blank=True)
    grounds = models.TextField(_("申请理由"), blank=True)
    scheduled_at = models.DateTimeField(_("听证时间"), null=True, blank=True)
    place = models.CharField(_("听证地点"), max_length=200, blank=True)
    is_open = models.BooleanField(_("公开举行"), default=False)
    closed_reason = models.CharField(_("不公开的理由"), max_length=200, blank=True)
    host = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("主持人"))
    members = models.CharField(_("听证员"), max_length=120, blank=True)
    clerk = models.CharField(_("记录员"), max_length=50, blank=True)
    notice_served_on = models.DateField(_("通知书送达日期"), null=True, blank=True)
    postponed = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    held_on = models.DateField(_("举行日期"), null=True, blank=True)
    ended_how = models.CharField(_("终止情形"), max_length=200, blank=True)
    participants = models.TextField(_("参加人"), blank=True)
    record = models.TextField(_("听证记录"), blank=True)
    opinion = models.TextField(_("听证意见"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("听证")

    def __str__(self) -> str:
        return f"{self.requested_on} {self.requested_by}"


class Decision(models.Model):
    """What was decided at last (D34, D36, D37)."""

    class Kind(models.TextChoices):
        PENALTY = "penalty", _("行政处罚")
        NO_PENALTY = "no_penalty", _("不予行政处罚")
        WITHDRAWAL = "withdrawal", _("撤销立案")

    case = models.ForeignKey(CASE, models.PROTECT, related_name="decisions")
    kind = models.CharField(_("决定种类"), max_length=10, choices=Kind.choices)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="decisions")
    on = models.DateField(_("决定日期"))
    ground = models.CharField(_("不予处罚情形"), max_length=3, choices=NoPenalty.choices, blank=True)
    reasons = models.TextField(_("理由"), blank=True)
    education = models.TextField(_("教育情况"), blank=True)
    resolved_together = models.BooleanField(_("经集体讨论"), default=False)
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    annulled_on = models.DateField(_("被撤销日期"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("决定")

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Service(models.Model):
    """One attempt to serve papers, and whether and when they count as served (reference 2.5)."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="services")
    papers = models.ManyToManyField(Paper, related_name="services")
    method = models.CharField(_("送达方式"), max_length=3, choices=ServiceMethod.choices)
    recipient = models.CharField(_("受送达人"), max_length=120)
    receiver = models.CharField(_("签收人"), max_length=80, blank=True)
    relation = models.CharField(_("与受送达人的关系"), max_length=40, blank=True)
    place = models.CharField(_("送达地点"), max_length=200, blank=True)
    at = models.DateTimeField(_("送达时间"))
    server1 = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("送达人一"))
    server2 = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("送达人二"))
    witness = models.CharField(_("见证人"), max_length=120, blank=True)
    refusal = models.CharField(_("拒收理由、未送达原因"), max_length=400, blank=True)
    tracking_no = models.CharField(_("邮件号"), max_length=40, blank=True)
    announced_where = models.CharField(_("公告张贴、刊登处"), max_length=400, blank=True)
    media = models.ManyToManyField("cases.Upload", related_name="+")
    served_on = models.DateField(_("送达日期"), null=True, blank=True)  # empty: not served

    class Meta:
        ordering = ["pk"]
        verbose_name = _("送达")

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.recipient}"


class Recusal(models.Model):
    """A request that somebody keep out of the case, and its answer (R-06)."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("被申请回避人"))
    asked_by = models.CharField(_("申请人"), max_length=80)
    ground = models.CharField(_("理由"), max_length=400)
    requested_on = models.DateField(_("申请日期"))
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    granted = models.BooleanField(_("准予回避"), null=True)
    reasons = models.CharField(_("决定理由"), max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("回避")

    def __str__(self) -> str:
        return f"{self.person}（{self.asked_by}）"


class MoneyItem(models.Model):
    """A sum the party owes by a decision. Its state follows from what was paid and when. Yuan."""

    class Kind(models.TextChoices):
        FINE = "fine", _("罚款")
        CONFISCATION = "confiscation", _("没收违法所得")

    case = models.ForeignKey(CASE, models.PROTECT, related_name="money")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="money")
    kind = models.CharField(_("款项"), max_length=12, choices=Kind.choices)
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="money_item_positive"),
            models.UniqueConstraint(fields=["decision", "kind"], name="one_item_of_a_kind_in_a_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class Payment(models.Model):
    """A slip of the bank or the treasury; officers collect nothing themselves (R-22). Yuan."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="payments")
    slip_no = models.CharField(_("票据号"), max_length=60)
    bank = models.CharField(_("代收机构"), max_length=80, blank=True)
    paid_on = models.DateField(_("缴款日期"))
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["paid_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_positive"),
            models.UniqueConstraint(fields=["slip_no"], name="a_slip_is_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slip_no} {self.amount}"


class Instalment(models.Model):
    """One date of an approved plan of deferral or instalments. Yuan."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="instalments")
    due_on = models.DateField(_("缴纳日期"))
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)
    ended_on = models.DateField(_("被取代的日期"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="instalment_positive")]

    def __str__(self) -> str:
        return f"{self.due_on} {self.amount}"


class Waiver(models.Model):
    """Surcharge not imposed, or reduced (ACL art. 42). Yuan."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="waivers")
    on = models.DateField(_("日期"))
    amount = models.DecimalField(_("减免加处罚款"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("理由"), max_length=400)

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"


class Refund(models.Model):
    """Money given back after a decision was annulled or lowered. Yuan."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="refunds")
    on = models.DateField(_("日期"))
    slip_no = models.CharField(_("退款凭证号"), max_length=60)
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.slip_no} {self.amount}"
