"""The people of a case: the party, protected persons under a pseudonym, and the sealed reporter of a tip."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.vault.fields import SealedField
from caseflow.vault.models import SealedRow

from ..codes import PartyType
from .register import Institution, Practitioner

PSEUDONYMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


class Party(models.Model):
    """The respondent (当事人) of a case. A protected person is never one (reference 1.9)."""

    type = models.CharField(_("类型"), max_length=15, choices=PartyType.choices)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="+")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名或者名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    licence_no = models.CharField(_("许可证号"), max_length=40, blank=True)
    id_no = models.CharField(_("公民身份号码"), max_length=18, blank=True)
    sex = models.CharField(_("性别"), max_length=2, blank=True)
    born = models.CharField(_("出生年月"), max_length=20, blank=True)
    address = models.CharField(_("住所或者住址"), max_length=200, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    legal_rep = models.CharField(_("法定代表人或者负责人"), max_length=50, blank=True)
    is_protected = models.BooleanField(default=False, editable=False)
    service_address = models.CharField(_("确认的送达地址"), max_length=200, blank=True)
    service_phone = models.CharField(_("确认的电话"), max_length=30, blank=True)
    service_email = models.CharField(_("确认的电子送达地址"), max_length=120, blank=True)
    accepts_electronic = models.BooleanField(_("同意电子送达"), default=False)
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("当事人")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_protected=False), name="a_protected_person_is_never_a_respondent"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of_tip(cls, tip: Any) -> "Party":
        """The party that a tip speaks of, with what the register knows of it."""
        unit, person = tip.institution, tip.practitioner
        if unit is not None:
            known = {
                "type": PartyType.INSTITUTION,
                "institution": unit,
                "credit_code": unit.credit_code,
                "licence_no": unit.licence_no,
                "address": unit.address,
                "phone": unit.phone,
                "legal_rep": unit.legal_rep or unit.principal,
            }
        elif person is not None:
            known = {
                "type": PartyType.CITIZEN,
                "practitioner": person,
                "id_no": person.id_no,
                "sex": person.sex,
                "address": person.address,
                "phone": person.phone,
                "licence_no": person.practice_no,
            }
        else:
            known = {
                "type": PartyType.CITIZEN if tip.about_citizen else PartyType.ORGANISATION,
                "address": tip.about_address,
            }
        return cls.objects.create(name=tip.subject_name, **known)

    @property
    def is_citizen(self) -> bool:
        return self.type == PartyType.CITIZEN

    @property
    def you(self) -> str:
        """How a paper addresses the party."""
        return "你" if self.is_citizen else "你单位"


class ProtectedPerson(SealedRow):
    """A woman in whose case a file is kept, known to it by a pseudonym only (reference 6.9)."""

    case = models.ForeignKey("enforcement.EnforcementCase", models.PROTECT, related_name="protected")
    pseudonym = models.CharField(_("代称"), max_length=20)
    identity = SealedField(_("身份"), blank=True, searched=True)  # in the papers, where it must not stand

    class Meta:
        ordering = ["pk"]
        verbose_name = _("受保护人")
        constraints = [models.UniqueConstraint(fields=["case", "pseudonym"], name="one_pseudonym_in_a_case")]

    def __str__(self) -> str:
        return self.pseudonym


class Reporter(SealedRow):
    """Who gave a tip. Sealed: no list, no search and no paper of the file shows it (reference 7.2)."""

    code = models.CharField(_("举报人代号"), max_length=20, unique=True)
    name = SealedField(_("姓名"), blank=True)
    phone = SealedField(_("电话"), blank=True)
    id_no = SealedField(_("公民身份号码"), blank=True)
    address = SealedField(_("地址"), blank=True)

    class Meta:
        verbose_name = _("举报人")

    def __str__(self) -> str:
        return self.code

    @property
    def reachable(self) -> bool:
        return bool(self.name and (self.phone or self.address))
