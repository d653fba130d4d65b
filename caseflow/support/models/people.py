"""The people of a household: members, the sealed record of a child, accounts, and who of the office is close to them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.vault.fields import SealedField
from caseflow.vault.models import SealedRow

from ..codes import BLOCKING, AccountKind, DoctorContract, Kinship, Marital, Purpose, Sex

USER = settings.AUTH_USER_MODEL


class Member(SealedRow):
    """A parent who may be a beneficiary (reference 7.2). The number of the identity card is sealed."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="members")
    name = models.CharField(_("姓名"), max_length=50)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices)
    birth_date = models.DateField(_("出生日期"))
    id_number = SealedField(_("公民身份号码"), blank=True)
    id_hmac = models.CharField(max_length=64, blank=True, editable=False)
    id_last4 = models.CharField(_("号码后四位"), max_length=4, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    safe_to_call = models.CharField(_("方便接电话的时间"), max_length=60, blank=True)
    marital_status = models.CharField(_("婚姻状况"), max_length=2, choices=Marital.choices, default=Marital.UNKNOWN)
    marital_changed_on = models.DateField(_("婚变日期"), null=True, blank=True)
    language_needs = models.CharField(_("沟通需要"), max_length=60, blank=True)
    hukou_in_date = models.DateField(_("户籍迁入日期"), null=True, blank=True)
    primary_helper = models.ForeignKey(
        "support.Helper", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("主要联系人")
    )
    doctor = models.CharField(
        _("家庭医生签约"), max_length=12, choices=DoctorContract.choices, default=DoctorContract.NOT_OFFERED
    )
    doctor_on = models.DateField(_("签约或者表示不签的日期"), null=True, blank=True)
    proof_until = models.DateField(_("优先就医凭证有效期至"), null=True, blank=True)
    closed_to = models.DateField(_("计至"), null=True, blank=True)
    end_code = models.CharField(_("结束原因"), max_length=24, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("家庭成员")
        indexes = [
            models.Index(fields=["id_hmac"], name="member_by_number"),
            models.Index(fields=["birth_date", "sex"], name="member_by_birth"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lives(self) -> bool:
        """Whether somebody still accompanies them: nothing has ended for this member."""
        return not self.end_code

    @property
    def addressed(self) -> str:
        """郑国安先生, 何秀英女士."""
        return f"{self.name}{'先生' if self.sex == Sex.MALE else '女士'}"


class Child(SealedRow):
    """The sealed sub-record (reference 7.3): outside the key the file knows only whether it was verified."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="children")
    key_hmac = models.CharField(max_length=64, editable=False)
    name = SealedField(_("姓名"), blank=True)
    sex = SealedField(_("性别"), blank=True)
    birth_date = SealedField(_("出生日期"), blank=True)
    id_number = SealedField(_("公民身份号码"), blank=True)
    parentage = SealedField(_("亲子关系"), blank=True)
    status = SealedField(_("情况"), blank=True)
    event_date = SealedField(_("日期"), blank=True)
    confirm_unit = SealedField(_("确认单位"), blank=True)
    certificate = SealedField(_("残疾人证"), blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_on = models.DateField(_("登记日期"))
    verified_on = models.DateField(_("核验日期"), null=True, blank=True)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("子女信息（封存）")
        constraints = [models.UniqueConstraint(fields=["household", "key_hmac"], name="a_child_once_in_a_household")]

    def __str__(self) -> str:
        return str(_("已核验") if self.locked else _("待核验"))

    @property
    def locked(self) -> bool:
        """Once verified it is never asked for again."""
        return self.verified_on is not None


class Account(SealedRow):
    """A bank account in the name of a member (reference 7.4); the number of the card is sealed."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="accounts")
    member = models.ForeignKey(Member, models.PROTECT, related_name="accounts", verbose_name=_("户主"))
    bank = models.CharField(_("开户银行"), max_length=60)
    kind = models.CharField(_("账户类型"), max_length=14, choices=AccountKind.choices)
    card = SealedField(_("卡号"), blank=True)
    card_hmac = models.CharField(max_length=64, editable=False)
    last4 = models.CharField(_("尾号"), max_length=4)
    holder = models.CharField(_("户名"), max_length=50, blank=True)  # empty: the member's own name
    number_checked = models.BooleanField(_("卡号校验位已核对"), default=False)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    entered_on = models.DateField(_("登记日期"))
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(_("核对日期"), null=True, blank=True)
    ended_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("收款账户")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("entered_by")),
                name="an_account_is_confirmed_by_another",
            )
        ]
        indexes = [
            models.Index(fields=["card_hmac"], condition=models.Q(ended_on__isnull=True), name="account_by_card")
        ]

    def __str__(self) -> str:
        return f"{self.bank} ····{self.last4}"


class Closeness(models.Model):
    """Somebody of the office is close to the household (reference 3.3): barred, or recused from deciding."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="closeness")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("人员"))
    kinship = models.CharField(_("关系"), max_length=10, choices=Kinship.choices)
    text = models.CharField(_("说明"), max_length=200, blank=True)
    declared_on = models.DateField(_("声明日期"))
    waived_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("县级同意人"))
    waived_on = models.DateField(_("县级同意担任签约医生"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("关系声明")
        constraints = [models.UniqueConstraint(fields=["household", "person"], name="closeness_is_declared_once")]

    def __str__(self) -> str:
        return f"{self.person} {Kinship(self.kinship).label}"

    @property
    def bars(self) -> bool:
        return self.kinship in BLOCKING


class Consent(models.Model):
    """One layer of F-04: whether a member consents to one purpose, since when, and when it was withdrawn."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="consents")
    member = models.ForeignKey(Member, models.PROTECT, related_name="consents", verbose_name=_("本人"))
    purpose = models.CharField(_("目的"), max_length=1, choices=Purpose.choices)
    given = models.BooleanField(_("同意"))
    text_version = models.CharField(_("告知文本版本"), max_length=20)
    explained_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("说明人"))
    read_aloud = models.BooleanField(_("已逐项读给本人听"), default=False)
    recipients = models.CharField(_("接收方"), max_length=200, blank=True)
    on = models.DateField(_("日期"))
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    withdrawn_how = models.CharField(_("撤回方式"), max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("同意事项")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="one_answer_for_a_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.member}"

    @property
    def holds(self) -> bool:
        return self.given and self.withdrawn_on is None


def layers(consents: Any) -> list[dict[str, Any]]:
    """The newest answer of every member to every purpose, for the page of the family."""
    newest = {(each.member_id, each.purpose): each for each in consents}
    return [
        {"member": each.member, "purpose": each.get_purpose_display(), "consent": each, "holds": each.holds}
        for _key, each in sorted(newest.items())
    ]
