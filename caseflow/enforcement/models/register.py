"""Who and what the authority supervises, independent of any case: institutions, practitioners, devices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Institution(models.Model):
    """A medical institution or another unit (reference 6.3)."""

    class Ownership(models.TextChoices):
        PUBLIC = "public", _("公立")
        PRIVATE = "private", _("民营")
        OTHER = "other", _("其他")

    name = models.CharField(_("名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    licence_no = models.CharField(_("执业许可证登记号"), max_length=22, blank=True)
    kind = models.CharField(_("机构类别"), max_length=40, blank=True)
    ownership = models.CharField(_("所有制"), max_length=10, choices=Ownership.choices, blank=True)
    level = models.CharField(_("等级"), max_length=20, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    region_code = models.CharField(_("行政区划代码"), max_length=6, blank=True)
    legal_rep = models.CharField(_("法定代表人"), max_length=50, blank=True)
    principal = models.CharField(_("主要负责人"), max_length=50, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    subjects = models.CharField(_("诊疗科目"), max_length=400, blank=True)
    licence_from = models.DateField(_("许可证有效期自"), null=True, blank=True)
    licence_to = models.DateField(_("许可证有效期至"), null=True, blank=True)
    validated_on = models.DateField(_("最近校验"), null=True, blank=True)
    mch_licence = models.CharField(_("母婴保健技术服务许可"), max_length=120, blank=True)
    mch_licence_to = models.DateField(_("母婴保健许可有效期至"), null=True, blank=True)
    prenatal_approval = models.CharField(_("产前诊断批准文件"), max_length=120, blank=True)
    status = models.CharField(_("状态"), max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("机构")
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~models.Q(credit_code=""), name="one_institution_a_credit_code"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Practitioner(models.Model):
    """Somebody who works in an institution, or without one."""

    name = models.CharField(_("姓名"), max_length=50)
    id_no = models.CharField(_("公民身份号码"), max_length=18, blank=True)
    sex = models.CharField(_("性别"), max_length=2, blank=True)
    category = models.CharField(_("类别"), max_length=40, blank=True)
    qualification_no = models.CharField(_("资格证书编号"), max_length=30, blank=True)
    practice_no = models.CharField(_("执业证书编号"), max_length=30, blank=True)
    practice_scope = models.CharField(_("执业范围"), max_length=120, blank=True)
    mch_certificate = models.CharField(_("母婴保健技术考核合格证"), max_length=40, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name=_("所在机构")
    )
    address = models.CharField(_("住址"), max_length=200, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("从业人员")

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """An ultrasound or testing device."""

    class Status(models.TextChoices):
        IN_USE = "in_use", _("在用")
        STOPPED = "stopped", _("停用")
        SOLD = "sold", _("转让")
        SCRAPPED = "scrapped", _("报废")

    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="devices", verbose_name=_("所在机构")
    )
    kind = models.CharField(_("设备名称"), max_length=60)
    brand = models.CharField(_("品牌"), max_length=40, blank=True)
    model = models.CharField(_("型号"), max_length=60, blank=True)
    serial_no = models.CharField(_("序列号"), max_length=60, blank=True)
    registration_no = models.CharField(_("注册证号"), max_length=60, blank=True)
    supplier = models.CharField(_("供货单位"), max_length=120, blank=True)
    supplier_licence = models.CharField(_("供货单位许可"), max_length=60, blank=True)
    purchased_on = models.DateField(_("购置日期"), null=True, blank=True)
    invoice_no = models.CharField(_("发票号"), max_length=40, blank=True)
    place = models.CharField(_("放置地点"), max_length=120, blank=True)
    operators = models.CharField(_("操作人员"), max_length=200, blank=True)
    portable = models.BooleanField(_("便携"), default=False)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.IN_USE)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("设备")

    def __str__(self) -> str:
        return " ".join(filter(None, [self.kind, self.model, self.serial_no]))
