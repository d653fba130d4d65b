"""What a decision gives in money: the entitlement with what it rests on, its lines, and the days that were paid for."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.people.models import Agency

from ..codes import Benefit, FamilyType
from ..codes_money import EntitlementState, ItemState, Register
from ..rules.money import Yuan
from ..rules.splitting import Split
from .people import Account, Member

LEVELS = ("central_fen", "province_fen", "city_fen", "district_fen")


class Entitlement(models.Model):
    """What one member is due by one decision; type, area and policy are those of the decision and stay as they were."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="entitlements")
    application = models.ForeignKey("support.Application", models.PROTECT, related_name="entitlements")
    member = models.ForeignKey(Member, models.PROTECT, related_name="entitlements", verbose_name=_("享受人"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    benefit = models.CharField(_("事项"), max_length=14, choices=Benefit.choices)
    family_type = models.CharField(_("情形"), max_length=12, choices=FamilyType.choices, blank=True)
    area = models.CharField(_("户口性质"), max_length=6, default="RURAL")
    state = models.CharField(
        _("状态"), max_length=14, choices=EntitlementState.choices, default=EntitlementState.PENDING_START
    )
    from_month = models.CharField(_("起始月份"), max_length=7)
    to_month = models.CharField(_("发至月份"), max_length=7, blank=True)
    next_month = models.CharField(_("下一个月份"), max_length=7)
    unit_fen = models.BigIntegerField(_("决定的金额"), null=True)
    policy = models.CharField(_("政策版本"), max_length=80)
    inputs = models.JSONField(_("依据的情况"), default=dict)
    decided_on = models.DateField(_("决定日期"))
    end_code = models.CharField(_("结束原因"), max_length=24, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("待遇")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "benefit"],
                condition=Q(benefit="MONTHLY") & ~Q(state="ENDED"),
                name="one_monthly_entitlement_runs",
            )
        ]
        indexes = [models.Index(fields=["agency", "benefit", "id"], name="entitlement_of_benefit")]

    def __str__(self) -> str:
        return f"{self.get_benefit_display()} {self.from_month}"  # type: ignore[attr-defined]


class EntitlementItem(models.Model):
    """One line: a month, a claim of a year, a year, or what is paid once; and what comes back of one.

    Benefit, whoever it is paid for, period and part are what may be paid only once (reference 2.2): the database holds it, whatever
    writes the lines. A line that brings money back names its ``original`` and is negative.
    """

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="items")
    member = models.ForeignKey(Member, models.PROTECT, related_name="items", verbose_name=_("享受人"))
    benefit = models.CharField(_("事项"), max_length=14, choices=Benefit.choices)
    paid_for = models.CharField(max_length=80)  # the member, or the key of whoever it is paid once for
    period = models.CharField(_("所属期"), max_length=30, blank=True)
    part = models.PositiveSmallIntegerField(default=0)
    quantity = models.IntegerField(_("数量"), default=1)
    unit_fen = models.BigIntegerField(_("单价"))
    amount_fen = models.BigIntegerField(_("金额"))
    central_fen = models.BigIntegerField(_("中央"), default=0)
    province_fen = models.BigIntegerField(_("省级"))
    city_fen = models.BigIntegerField(_("市级"))
    district_fen = models.BigIntegerField(_("区级"))
    state = models.CharField(_("状态"), max_length=14, choices=ItemState.choices, default=ItemState.DUE)
    batch = models.ForeignKey(
        "support.PaymentBatch", models.PROTECT, null=True, related_name="items", verbose_name=_("批次"), db_index=False
    )
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name=_("收款账户"))
    issue = models.PositiveSmallIntegerField(_("银行文件序次"), default=0)
    due_on = models.DateField(_("应发日期"), null=True)
    paid_on = models.DateField(_("发放日期"), null=True)
    original = models.ForeignKey("self", models.PROTECT, null=True, related_name="recoveries", verbose_name=_("原记录"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("发放记录")
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "paid_for", "period", "part"],
                condition=Q(original__isnull=True) & ~Q(state="CANCELLED"),
                name="a_line_is_paid_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen=F("central_fen") + F("province_fen") + F("city_fen") + F("district_fen")),
                name="the_levels_add_up_to_the_line",
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=True, amount_fen__gt=0) | Q(original__isnull=False, amount_fen__lt=0),
                name="only_a_recovery_is_negative",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["IN_BATCH", "REISSUED"]) | Q(batch__isnull=False), name="in_a_batch_is_in_one"
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "id"], name="item_of_batch", condition=Q(batch__isnull=False)),
            models.Index(fields=["benefit", "entitlement"], name="item_waits", condition=Q(state="DUE")),
        ]

    def __str__(self) -> str:
        return f"{self.get_benefit_display()} {self.period}"  # type: ignore[attr-defined]

    @property
    def split(self) -> Split:
        return Split(self.province_fen, self.city_fen, self.district_fen, self.central_fen)

    @property
    def shown(self) -> str:
        return Yuan(self.amount_fen).grouped


class CareDay(models.Model):
    """A day in hospital that a line pays for: no day of a person is paid twice, whatever claims overlap."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="care_days")
    day = models.DateField(_("住院日期"))
    year = models.PositiveSmallIntegerField(_("年度"))
    item = models.ForeignKey(EntitlementItem, models.PROTECT, related_name="days")

    class Meta:
        ordering = ["member", "day"]
        verbose_name = _("已计住院日")
        constraints = [models.UniqueConstraint(fields=["member", "day"], name="a_care_day_is_paid_once")]

    def __str__(self) -> str:
        return f"{self.day}"


class RegisterEntry(models.Model):
    """A line of a list of another department, without a name: a digest of the number, and the day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(_("名单"), max_length=10, choices=Register.choices)
    id_hmac = models.CharField(max_length=64, editable=False)
    day = models.DateField(_("日期"))
    source = models.CharField(_("名单的校验值"), max_length=64)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("部门名单")
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "id_hmac", "day"], name="a_register_says_it_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


def columns(split: Any) -> dict[str, int]:
    """The shares of a line as its columns."""
    return {f"{name}_fen": getattr(split, name) for name in ("central", "province", "city", "district")}
