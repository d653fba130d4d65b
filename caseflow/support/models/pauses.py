"""When the accompanying of a family rests, and when another township takes it over (A13–A15)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..codes import Pause
from ..procedure.words import FamilyState
from .areas import Area
from .people import Member

USER = settings.AUTH_USER_MODEL


class Suspension(models.Model):
    """F-26: why it rests, who agreed, from which state, and when it was last looked at again."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="suspensions")
    reason = models.CharField(_("暂停原因"), max_length=12, choices=Pause.choices)
    explanation = models.CharField(_("情况"), max_length=400)
    agreed = models.CharField(_("谁同意的"), max_length=200)
    was = models.CharField(_("暂停以前"), max_length=24, choices=FamilyState.choices)
    since = models.DateField(_("自何日起"))
    checked_on = models.DateField(_("最近一次核对"), null=True, blank=True)
    ended_on = models.DateField(_("恢复日期"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("暂停")
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(ended_on__isnull=True), name="one_pause_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class Transfer(models.Model):
    """F-22: a file is offered to another township; until that has accepted, the sender stays responsible (A15)."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="transfers")
    to_area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本县（区）的接收地")
    )
    to_office = models.CharField(_("接收单位"), max_length=80)
    reason = models.CharField(_("移交原因"), max_length=200)
    consented = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("同意移交的成员"))
    sent_on = models.DateField(_("发出日期"))
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("发出人"))
    accepted = models.BooleanField(_("接收"), null=True)
    answer = models.CharField(_("答复"), max_length=400, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("登记答复的人"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("移交")
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(answered_on__isnull=True), name="one_transfer_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.to_office
