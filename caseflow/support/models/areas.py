"""Townships and villages, and who holds which office there: the jurisdiction of support."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..procedure.words import OF_AREA, OF_TOWNSHIP, Role

USER = settings.AUTH_USER_MODEL


class Area(models.Model):
    """A township or street (9 digits), or a village or community (12 digits) in it, of the region its code begins with."""

    code = models.CharField(
        _("区划代码"), max_length=12, unique=True, validators=[RegexValidator(r"^([0-9]{9}|[0-9]{12})$")]
    )
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="villages", verbose_name=_("所属乡镇（街道）")
    )
    committee = models.CharField(_("村（居）委会、乡镇政府全称"), max_length=60, blank=True)
    phone = models.CharField(_("值班电话"), max_length=30, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("乡镇、村（社区）")

    def __str__(self) -> str:
        return f"{self.parent.name}{self.name}" if self.parent else self.name

    @property
    def is_village(self) -> bool:
        return self.parent_id is not None

    @property
    def office(self) -> str:
        """Who signs and seals here."""
        return self.committee or f"{self}{'村民委员会' if self.is_village else '人民政府'}"

    def clean(self) -> None:
        if self.parent is not None and (self.parent.is_village or not self.code.startswith(self.parent.code[:9])):
            raise ValidationError({"parent": _("村（社区）的代码须以所属乡镇（街道）的代码开头。")})


class PostQuerySet(models.QuerySet["Post"]):
    def held(self, on: date | None = None) -> "PostQuerySet":
        day = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def over(self, village: Area) -> "PostQuerySet":
        """The posts whose area ``village`` lies in."""
        return self.filter(area__in=[pk for pk in (village.pk, village.parent_id) if pk])


class Post(models.Model):
    """Somebody holds an office of support for an area, from a day until a day."""

    user = models.ForeignKey(USER, models.PROTECT, related_name="support_posts", verbose_name=_("人员"))
    role = models.CharField(_("岗位"), max_length=30, choices=[(role.value, role.label) for role in OF_AREA])
    area = models.ForeignKey(Area, models.PROTECT, related_name="posts", verbose_name=_("辖区"))
    since = models.DateField(_("自何日起"), default=date(2020, 1, 1))
    until = models.DateField(_("至何日止"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("辖区岗位")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "area"], condition=Q(until__isnull=True), name="one_post_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {Role(self.role).label} {self.area}"

    def clean(self) -> None:
        if self.area_id and (self.role in OF_TOWNSHIP) == self.area.is_village:
            raise ValidationError({"area": _("村级岗位选村（社区），乡镇岗位选乡镇（街道）。")})
