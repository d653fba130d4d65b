"""What was asked for, and what is ready to be taken away."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases.models import Dossier

KEPT = timedelta(hours=24)


class Export(models.Model):
    """A file that somebody asked for. It is theirs alone, for a day, and only while they may see what is in it."""

    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("申请人"))
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, verbose_name=_("案卷"))  # of a case
    label = models.CharField(_("程序"), max_length=60, blank=True)  # of a list
    query = models.CharField(_("查询条件"), max_length=2000, blank=True)
    asked_at = models.DateTimeField(_("申请时间"), default=timezone.now)
    ready_at = models.DateTimeField(_("备好时间"), null=True)
    name = models.CharField(_("文件名"), max_length=120, blank=True)
    content = models.BinaryField(_("内容"), default=bytes)
    sha256 = models.CharField(_("文件摘要"), max_length=64, blank=True)
    rows = models.PositiveIntegerField(_("行数"), default=0)

    class Meta:
        verbose_name = _("导出")
        verbose_name_plural = _("导出")
        indexes = [models.Index(fields=["requester", "-asked_at"], name="errands_export_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(dossier=None, label__gt="") | Q(dossier__isnull=False, label=""),
                name="errands_export_of_a_case_or_a_list",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"{self._meta.verbose_name} {self.pk}"


class Reminders(models.Model):
    """Whether somebody wants a daily letter about what is due."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("人员"))
    wanted = models.BooleanField(_("每天发送到期提醒"), default=False)

    class Meta:
        verbose_name = _("提醒设置")
        verbose_name_plural = _("提醒设置")

    def __str__(self) -> str:
        return f"{self.person}"
