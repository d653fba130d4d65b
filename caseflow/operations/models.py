"""When the machine was last looked over, and what was found: what alarms and the health of the site are read from."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """The last look at something that is looked at again and again: the chains, the papers, a backup."""

    name = models.CharField(_("对象"), max_length=40, primary_key=True)
    at = models.DateTimeField(_("时间"))
    faults = models.PositiveIntegerField(_("问题数"), default=0)

    class Meta:
        verbose_name = _("检查结果")
        verbose_name_plural = _("检查结果")

    def __str__(self) -> str:
        return self.name


def note(name: str, faults: int = 0, at: datetime | None = None) -> None:
    """Remembers that ``name`` was looked at, and how many faults were found."""
    Look.objects.update_or_create(name=name, defaults={"at": at or timezone.now(), "faults": faults})
