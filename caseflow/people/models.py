"""The authority, its people and the certificates that let them enforce the law."""

from datetime import date

from django.contrib.auth.models import AbstractUser, Permission
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """A health authority: what its letters are headed with, and where its powers end."""

    key = models.SlugField(_("标识"), unique=True)
    name = models.CharField(_("机关全称"), max_length=80)
    abbr = models.CharField(_("文号简称"), max_length=8)
    category = models.CharField(_("执法类别"), max_length=8, default="医")
    region_code = models.CharField(_("行政区划代码"), max_length=6)
    region_name = models.CharField(_("行政区域"), max_length=40)
    government = models.CharField(_("复议机关"), max_length=80)
    court = models.CharField(_("管辖法院"), max_length=80)
    head = models.CharField(_("法定代表人"), max_length=40, blank=True)
    bank = models.CharField(_("罚没款代收机构"), max_length=80, blank=True)
    bank_account = models.CharField(_("代收账号"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)

    class Meta:
        verbose_name = _("执法机关")
        verbose_name_plural = _("执法机关")

    def __str__(self) -> str:
        return self.name

    def for_paper(self) -> dict[str, str]:
        """What a paper says of its authority."""
        names = (
            "name abbr category region_code region_name government court head bank bank_account address phone postcode"
        )
        return {name: getattr(self, name) for name in names.split()}


class User(AbstractUser):
    """Somebody who signs in. Leavers are deactivated, never deleted."""

    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=50)
    post = models.CharField(_("职务"), max_length=40, blank=True)
    unit = models.CharField(_("科室"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    legal_qualification = models.CharField(_("法律职业资格证号"), max_length=40, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name=_("机关"))
    setup_code = models.CharField(_("设置码"), max_length=128, blank=True)  # hashed; sets the first or a new password
    setup_until = models.DateTimeField(_("设置码有效期至"), null=True, blank=True)
    notices_unread = models.PositiveSmallIntegerField(_("未读提醒"), default=0)

    class Meta(AbstractUser.Meta):
        verbose_name = _("人员")  # type: ignore[assignment]
        verbose_name_plural = _("人员")  # type: ignore[assignment]
        permissions = [("confirm_roles", _("确认岗位")), ("read_audit", _("查看审计记录"))]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The permissions that stand for offices ("enforcement.head"), those of a superuser's power left out."""
        if not self.is_active:
            return frozenset()
        held = Permission.objects.filter(group__user=self).values_list("content_type__app_label", "codename")
        return frozenset(f"{label}.{codename}" for label, codename in held)

    def certificate_on(self, day: date, region: str = "") -> "Certificate | None":
        """The enforcement certificate valid on ``day`` in ``region`` (enforcement reference 5.4)."""
        return next((each for each in self.certificates.all() if each.valid_on(day, region)), None)


class Certificate(models.Model):
    """A certificate of an enforcement officer (行政执法证)."""

    class Status(models.TextChoices):
        VALID = "valid", _("有效")
        SUSPENDED = "suspended", _("暂扣")
        REVOKED = "revoked", _("吊销")

    user = models.ForeignKey(User, models.PROTECT, related_name="certificates", verbose_name=_("持证人"))
    number = models.CharField(_("证号"), max_length=40, unique=True)
    issued_by = models.CharField(_("发证机关"), max_length=80, blank=True)
    regions = models.CharField(
        _("执法区域"), max_length=200, blank=True, help_text=_("行政区划代码，逗号分隔；空为不限")
    )
    valid_from = models.DateField(_("有效期自"))
    valid_to = models.DateField(_("有效期至"))
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.VALID)

    class Meta:
        verbose_name = _("执法证")
        verbose_name_plural = _("执法证")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="certificate_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.number

    def valid_on(self, day: date, region: str = "") -> bool:
        covers = not region or not self.regions or region in self.regions.split(",")
        return self.status == self.Status.VALID and self.valid_from <= day <= self.valid_to and covers


from .identity import CacheEntry, Notice, RoleChange, Session  # noqa: F401  # models of this app
