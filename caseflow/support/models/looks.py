"""Who opened sealed data of a family, when, for what purpose and why (decision 10: one person, three hours, reviewed)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases import parameters

from ..codes import LookPurpose

USER = settings.AUTH_USER_MODEL


class LookQuerySet(models.QuerySet["Look"]):
    def open_to(self, user: Any) -> "LookQuerySet":
        return self.filter(by=user, until__gt=timezone.now())


class Look(models.Model):
    """Leave to read what is sealed in one family, taken with a reason, for some hours; looked back at by another."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="looks")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("查看人"))
    purpose = models.CharField(_("目的"), max_length=12, choices=LookPurpose.choices)
    reason = models.CharField(_("理由"), max_length=400)
    at = models.DateTimeField(_("时间"))
    until = models.DateTimeField(_("有效至"))
    reviewed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("复核人"))
    reviewed_on = models.DateField(_("复核日期"), null=True, blank=True)
    finding = models.CharField(_("复核意见"), max_length=200, blank=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("封存内容查看记录")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("by")),
                name="a_look_is_reviewed_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def take(cls, household: Any, by: Any, purpose: str, reason: str) -> "Look":
        now = timezone.now()
        until = now + timedelta(hours=int(parameters.value("support.look_hours")))
        return cls.objects.create(household=household, by=by, purpose=purpose, reason=reason, at=now, until=until)
