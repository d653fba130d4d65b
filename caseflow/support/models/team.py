"""Who accompanies a family: the people of its 4+1 team, what each of them has pledged, and the card the family holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..codes import FIVE, EndOfHelp, HelperCode
from .areas import Area

USER = settings.AUTH_USER_MODEL


class HelperQuerySet(models.QuerySet["Helper"]):
    def on(self, day: date) -> HelperQuerySet:
        """Who serves on ``day``: ``until`` is the first day on which somebody does not."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def now(self) -> HelperQuerySet:
        return self.filter(until=None)


class Helper(models.Model):
    """Somebody serves a household in one role of reference 7.8, from a day until a day (T-1, T-6, T-8, T-12)."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="helpers")
    user = models.ForeignKey(USER, models.PROTECT, related_name="helping", verbose_name=_("人员"))
    code = models.CharField(_("角色"), max_length=16, choices=HelperCode.choices)
    stands_for = models.CharField(_("代管的角色"), max_length=16, choices=HelperCode.choices, blank=True)
    dual = models.BooleanField(_("双岗联系人"), default=False)  # a leader of the township, a cadre of the committee
    works_phone = models.CharField(_("工作电话"), max_length=30, blank=True)
    since = models.DateField(_("自何日起"))
    until = models.DateField(_("至何日止"), null=True, blank=True)
    ended = models.CharField(_("离开的原因"), max_length=10, choices=EndOfHelp.choices, blank=True)
    asked = models.CharField(_("家庭的意见"), max_length=200, blank=True)
    declared = models.CharField(_("关系声明"), max_length=200, blank=True)
    over_cap = models.CharField(_("超出联系户数的理由"), max_length=200, blank=True)
    refused_on = models.DateField(_("家庭要求换人"), null=True, blank=True)
    blocked = models.CharField(_("暂停的原因"), max_length=200, blank=True)
    handed_over_on = models.DateField(_("交接日期"), null=True, blank=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("帮扶联系人")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "code"],
                condition=Q(until__isnull=True, code__in=[each.value for each in FIVE]),
                name="one_person_for_a_role",
            ),
            models.UniqueConstraint(
                fields=["household", "user"],
                condition=Q(until__isnull=True, code__in=[each.value for each in FIVE]),
                name="one_role_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["household", "stands_for"],
                condition=Q(until__isnull=True, code=HelperCode.STAND_IN.value),
                name="one_stand_in_for_a_role",
            ),
            models.CheckConstraint(
                condition=Q(code=HelperCode.STAND_IN.value, stands_for__in=[each.value for each in FIVE])
                | (~Q(code=HelperCode.STAND_IN.value) & Q(stands_for="")),
                name="a_stand_in_stands_for_one_of_five",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="helper_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["user", "household"], condition=Q(until__isnull=True), name="helping_now")]

    def __str__(self) -> str:
        return f"{self.user}（{self.title}）"

    @property
    def title(self) -> str:
        return title_of(self.code, self.stands_for)

    @property
    def role(self) -> str:
        """The one of the five that is served; empty for the extra contacts."""
        code = self.stands_for or self.code
        return code if code in FIVE else ""

    @property
    def is_fit(self) -> bool:
        """Neither suspended until something is mended nor refused by the family."""
        return not self.blocked and self.refused_on is None

    @property
    def phone(self) -> str:
        return self.works_phone or self.user.phone

    def serves(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


class HelperProfile(models.Model):
    """What a person needs to have done before serving any family (F-30), and where they stand in when somebody is missing."""

    user = models.OneToOneField(USER, models.PROTECT, related_name="helper_profile", verbose_name=_("人员"))
    pledged_on = models.DateField(_("签保密承诺的日期"), null=True, blank=True)
    trained_on = models.DateField(_("最近一次培训"), null=True, blank=True)
    in_scheme = models.BooleanField(_("本人是同一项目的帮扶对象"), default=False)
    insured = models.BooleanField(_("有志愿服务保险"), default=False)
    unfit_since = models.DateField(_("不宜担任帮扶的登记日期"), null=True, blank=True)
    stands_in_at = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("缺人时代管的乡镇（街道）")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("帮扶人员登记")

    def __str__(self) -> str:
        return str(self.user)


class ContactCard(models.Model):
    """A version of the 连心卡 that the family was given; a new one voids the one before (3.4)."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="cards")
    version = models.PositiveSmallIntegerField(_("版本"))
    delivered_on = models.DateField(_("交给家庭的日期"))
    void_on = models.DateField(_("作废日期"), null=True, blank=True)
    names = models.JSONField(_("卡上的人"), default=list)

    class Meta:
        ordering = ["version"]
        verbose_name = _("“4+1”连心卡")
        constraints = [
            models.UniqueConstraint(fields=["household", "version"], name="a_version_of_a_card_once"),
            models.UniqueConstraint(fields=["household"], condition=Q(void_on__isnull=True), name="one_card_is_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.version}"


def named(helpers: Any) -> list[dict[str, str]]:
    """The team as a card names it; roles by their codes, so that it is the same in every language."""
    return [
        {
            "code": each.code,
            "stands_for": each.stands_for,
            "name": str(each.user),
            "unit": each.user.unit,
            "phone": each.phone,
        }
        for each in helpers
    ]


def title_of(code: str, stands_for: str = "") -> str:
    """What a role is called on the page and on the card."""
    if code == HelperCode.STAND_IN:
        return str(_("代管：%(role)s") % {"role": HelperCode(stands_for).label})
    return str(HelperCode(code).label)
