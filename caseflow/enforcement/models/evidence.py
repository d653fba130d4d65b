"""What an investigation gathers: inspections, interviews, evidence, acts and income, preserved goods, appraisals."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.cases.models import Upload

from ..codes import Conveyed, EvidenceKind, EvidenceStatus, InterviewRole, Keeping, Method, Outcome
from .people import ProtectedPerson

USER = settings.AUTH_USER_MODEL
CASE = "enforcement.EnforcementCase"


class TwoOfficers(models.Model):
    """An act that two officers did together (R-04)."""

    officer1 = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("执法人员一"))
    officer2 = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("执法人员二"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(officer1=models.F("officer2")), name="%(class)s_by_two_officers")
        ]


class Inspection(TwoOfficers):
    """An on-site inspection with its record (D05)."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="inspections")
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"))
    place = models.CharField(_("检查地点"), max_length=200)
    companion = models.CharField(_("陪同人"), max_length=80, blank=True)
    findings = models.TextField(_("检查记录"))
    checklist = models.JSONField(_("检查清单"), default=dict, blank=True)
    recorder_no = models.CharField(_("执法记录仪编号"), max_length=40, blank=True)

    class Meta(TwoOfficers.Meta):
        ordering = ["pk"]
        verbose_name = _("现场检查")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d} {self.place}"


class Interview(TwoOfficers):
    """An interview with its record (D06); a protected person appears by her pseudonym."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="interviews")
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"))
    place = models.CharField(_("询问地点"), max_length=200)
    role = models.CharField(_("与本案关系"), max_length=10, choices=InterviewRole.choices)
    name = models.CharField(_("被询问人"), max_length=50, blank=True)
    protected = models.ForeignKey(ProtectedPerson, models.PROTECT, null=True, blank=True, related_name="interviews")
    sex = models.CharField(_("性别"), max_length=2, blank=True)
    id_no = models.CharField(_("公民身份号码"), max_length=18, blank=True)
    unit = models.CharField(_("单位和职务"), max_length=120, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    recorder = models.CharField(_("记录人"), max_length=50, blank=True)
    content = models.TextField(_("问答"))

    class Meta(TwoOfficers.Meta):
        ordering = ["pk"]
        verbose_name = _("询问")

    def __str__(self) -> str:
        return str(self.protected or self.name)


class Evidence(models.Model):
    """An item of evidence of one of the eight kinds, with the hash of its file from the moment of upload."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="evidence")
    number = models.CharField(_("编号"), max_length=40)
    kind = models.CharField(_("种类"), max_length=3, choices=EvidenceKind.choices)
    name = models.CharField(_("名称"), max_length=120)
    proves = models.CharField(_("证明事项"), max_length=400, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    collected_on = models.DateField(_("取得日期"))
    place = models.CharField(_("取得地点"), max_length=200, blank=True)
    collector1 = models.ForeignKey(USER, models.PROTECT, related_name="+")
    collector2 = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    provider = models.CharField(_("提供人"), max_length=80, blank=True)
    original = models.BooleanField(_("原件、原物"), default=True)
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="evidence")
    contains_protected = models.BooleanField(_("涉及受保护人"), default=False)
    status = models.CharField(
        _("状态"), max_length=10, choices=EvidenceStatus.choices, default=EvidenceStatus.COLLECTED
    )
    verification = models.CharField(_("核验说明"), max_length=400, blank=True)
    excluded_reason = models.CharField(_("排除理由"), max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("证据")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_evidence_number_in_a_case")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class IllegalAct(models.Model):
    """One act with what was received for it. The sex of a fetus is never recorded."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="acts")
    on = models.DateField(_("行为日期"))
    place = models.CharField(_("地点"), max_length=200, blank=True)
    actor = models.CharField(_("行为人"), max_length=80, blank=True)
    method = models.CharField(_("方式"), max_length=20, choices=Method.choices)
    protected = models.ForeignKey(ProtectedPerson, models.PROTECT, null=True, blank=True, related_name="acts")
    conveyed = models.CharField(_("结果告知"), max_length=10, choices=Conveyed.choices, default=Conveyed.ORALLY)
    fee = models.DecimalField(_("收取金额"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    refunded = models.DecimalField(_("依法退还"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    evidence = models.CharField(_("证据编号"), max_length=200, blank=True)
    struck = models.BooleanField(_("已剔除"), default=False)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("违法行为")
        constraints = [
            models.CheckConstraint(condition=Q(fee__gte=0, refunded__gte=0), name="act_money_not_negative"),
            models.CheckConstraint(condition=Q(refunded__lte=models.F("fee")), name="act_refund_within_fee"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_method_display()}"

    @property
    def net(self) -> Decimal:
        """Yuan."""
        return self.fee - self.refunded


class Preservation(models.Model):
    """Registration and preservation of evidence (APL art. 56), approved by the head."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="preservations")
    reason = models.CharField(_("理由"), max_length=400)
    place = models.CharField(_("保存地点"), max_length=200)
    keeping = models.CharField(_("保存方式"), max_length=10, choices=Keeping.choices)
    keeper = models.CharField(_("保管人"), max_length=50)
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("先行登记保存")

    def __str__(self) -> str:
        return f"{self.place} {self.reason}"


class PreservedItem(models.Model):
    """One of the goods kept."""

    preservation = models.ForeignKey(Preservation, models.PROTECT, related_name="items")
    name = models.CharField(_("名称"), max_length=120)
    model = models.CharField(_("规格型号"), max_length=80, blank=True)
    serial_no = models.CharField(_("序列号、批号"), max_length=80, blank=True)
    maker = models.CharField(_("生产单位"), max_length=120, blank=True)
    quantity = models.PositiveIntegerField(_("数量"), default=1)
    unit = models.CharField(_("单位"), max_length=10, default="台")
    condition = models.CharField(_("状态"), max_length=80, blank=True)
    seal_no = models.CharField(_("封签号"), max_length=40, blank=True)
    outcome = models.CharField(_("处理结果"), max_length=2, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(_("处理日期"), null=True, blank=True)
    outcome_reason = models.CharField(_("处理理由"), max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("登记保存物品")

    def __str__(self) -> str:
        return self.name


class Appraisal(models.Model):
    """A test or appraisal by a qualified body; its time is not counted (EX1)."""

    case = models.ForeignKey(CASE, models.PROTECT, related_name="appraisals")
    body = models.CharField(_("受托机构"), max_length=120)
    qualification = models.CharField(_("机构资质"), max_length=120)
    matters = models.CharField(_("委托事项"), max_length=400)
    materials = models.CharField(_("检材"), max_length=400)
    due_on = models.DateField(_("约定完成日期"), null=True, blank=True)
    entrusted_on = models.DateField(_("委托日期"))
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    result = models.TextField(_("鉴定意见"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("技术鉴定")

    def __str__(self) -> str:
        return f"{self.body}：{self.matters}"
