"""A request to see one sealed identity and what became of it; what may not be destroyed; and what was."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases.models import Dossier
from caseflow.vault.models import DataKey

USER = settings.AUTH_USER_MODEL
MINUTES, VIEWS = 30, 5  # at most, of one grant
REASON = 20  # characters, at least
OPEN_FOR = timedelta(hours=24)  # a request nobody decided, and the time to confirm an emergency


class Ground(models.TextChoices):
    """The legal grounds on which a sealed identity may be looked at."""

    ANSWER = "answer", _("依法答复举报人（信访工作条例第二十三条）")
    REWARD = "reward", _("核发举报奖励")
    INQUIRY = "inquiry", _("为查清事实须向本人调查（行政处罚法第五十四条）")
    SAFETY = "safety", _("保护举报人、证人、受保护人的安全")
    REFERRAL = "referral", _("移送公安机关、监察机关（行政处罚法第二十七条）")
    COURT = "court", _("人民法院、复议机关依法调取")
    DANGER = "danger", _("危及人身安全")  # the one that needs nobody else first


class Unsealing(models.Model):
    """One person asks to see one identity; another one decides; what was granted ends by itself."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="unsealings")
    what = models.CharField(max_length=60)  # the model of the row: "enforcement.reporter"
    row = models.BigIntegerField()
    name = models.CharField(_("代号"), max_length=40)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="unsealings", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    unit = models.CharField(_("科室"), max_length=40, blank=True)
    ground = models.CharField(_("法律依据"), max_length=10, choices=Ground.choices)
    reason = models.TextField(_("理由"))
    minutes = models.PositiveSmallIntegerField(_("分钟"))
    emergency = models.BooleanField(_("紧急"), default=False)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    granted = models.BooleanField(_("已批准"), null=True)
    granted_at = models.DateTimeField(_("批准时间"), null=True)
    answer = models.CharField(_("决定理由"), max_length=400, blank=True)
    until = models.DateTimeField(_("有效期至"), null=True)
    views = models.PositiveSmallIntegerField(_("已查看次数"), default=0)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    suspended_at = models.DateTimeField(_("停用账号时间"), null=True)
    reviewed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("复核人"))
    reviewed_at = models.DateTimeField(_("复核时间"), null=True)
    proper = models.BooleanField(_("查看正当"), null=True)
    finding = models.CharField(_("复核意见"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("查看封存身份的申请")
        ordering = ["-pk"]
        permissions = [("protection_officer", _("保护专员"))]
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="two_people_unseal"),
            models.CheckConstraint(
                condition=Q(granted_at=None) | Q(decided_by__isnull=False) | Q(emergency=True),
                name="nothing_unsealed_by_one_alone",
            ),
            models.CheckConstraint(condition=Q(views__lte=VIEWS), name="unsealed_five_times_at_most"),
            models.CheckConstraint(condition=Q(views=0) | Q(granted_at__isnull=False), name="unsealed_after_a_grant"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=MINUTES), name="minutes_of_an_unsealing"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | (~Q(reviewed_by=F("asked_by")) & ~Q(reviewed_by=F("decided_by"))),
                name="a_third_person_reviews",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "asked_at"], name="unsealing_of"),
            models.Index(fields=["dossier", "what", "row"], name="unsealing_about"),
            models.Index(fields=["until"], condition=Q(ended_at=None), name="unsealing_open"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def key(self) -> str:
        """What the identity is called in the audit and among the duties; says nothing of the person."""
        return f"{self.what}:{self.row}"

    def open_at(self, moment: datetime) -> bool:
        """Whether it may be looked at now."""
        return self.until is not None and moment < self.until and self.views < VIEWS and self.ended_at is None

    @property
    def is_open(self) -> bool:
        return self.open_at(timezone.now())

    @property
    def waits(self) -> bool:
        """Whether somebody must still decide: about a request that has not lapsed, or an emergency after the fact."""
        return self.decided_by is None and timezone.now() < self.asked_at + OPEN_FOR

    @property
    def views_left(self) -> int:
        return VIEWS - self.views


class Hold(models.Model):
    """A file that may not be destroyed, whatever its period: a suit, a review, an inquiry is pending."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="holds")
    reason = models.CharField(_("原因"), max_length=400)
    placed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    placed_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    lifted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("解除人"))
    lifted_at = models.DateTimeField(_("解除时间"), null=True)

    class Meta:
        verbose_name = _("暂缓销毁")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(lifted_at=None), name="one_hold_of_a_file"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}"


class Disposal(models.Model):
    """A list of what is to be destroyed: proposed by one, reviewed by two others, carried out with the second review."""

    class Kind(models.TextChoices):
        EXPIRED = "expired", _("保管期限届满")
        ERASURE = "erasure", _("依法删除个人信息（个人信息保护法第四十七条）")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    reason = models.CharField(_("理由"), max_length=400)
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    proposed_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    first_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("初审人"))
    first_at = models.DateTimeField(_("初审时间"), null=True)
    second_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("复审人"))
    second_at = models.DateTimeField(_("复审时间"), null=True)
    refused_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("退回人"))
    refused_at = models.DateTimeField(_("退回时间"), null=True)
    certificate = models.JSONField(_("销毁证明"), null=True)
    certificate_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("销毁清册")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_by=F("proposed_by"))
                & ~Q(second_by=F("proposed_by"))
                & (Q(second_by=None) | (Q(first_by__isnull=False) & ~Q(second_by=F("first_by")))),
                name="three_people_destroy",
            ),
            models.CheckConstraint(
                condition=Q(certificate__isnull=True) | Q(second_by__isnull=False), name="destroyed_after_two_reviews"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.proposed_at:%Y-%m-%d}"  # type: ignore[attr-defined]

    @property
    def open(self) -> bool:
        return self.second_at is None and self.refused_at is None


class DisposalItem(models.Model):
    """One key on a list: of a whole file, or of one person in it."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    name = models.CharField(_("代号"), max_length=40, blank=True)  # of the person; empty: the whole file
    due = models.DateField(_("期限届满日"), null=True)
    left_out = models.CharField(_("未销毁的原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["disposal", "key"], name="a_key_once_on_a_list")]

    def __str__(self) -> str:
        return self.name or str(self.dossier)

    def as_certified(self) -> dict[str, Any]:
        """The line of the certificate."""
        return {
            "file": self.dossier.reference,
            "who": self.name,
            "key": self.key_id,  # type: ignore[attr-defined]
            "due": self.due.isoformat() if self.due else "",
            "left_out": self.left_out,
        }
