"""A job is a promise that commits together with the work that made it, and is kept afterwards."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        return self.filter(done_at=None, parked_at=None, given_up_at=None)

    def due(self, now: datetime) -> "JobQuerySet":
        """Open, past its back-off, and in nobody's hands."""
        return self.open().filter(Q(lease_until=None) | Q(lease_until__lt=now), not_before__lte=now)

    def parked(self) -> "JobQuerySet":
        return self.exclude(parked_at=None)

    def over(self) -> "JobQuerySet":
        """Done or given up: nothing will happen to it any more."""
        return self.exclude(done_at=None, given_up_at=None)


class Job(models.Model):
    kind = models.CharField(_("种类"), max_length=100)
    key = models.CharField(_("幂等键"), max_length=200, unique=True)
    actor = models.BigIntegerField(_("为谁办理"), null=True, help_text=_("人员编号；空为系统自己"))
    payload: Any = models.JSONField(_("内容"), default=dict)
    attempts = models.PositiveSmallIntegerField(_("已尝试次数"), default=0)
    not_before = models.DateTimeField(_("最早执行时间"))
    lease_until = models.DateTimeField(_("占用至"), null=True)
    done_at = models.DateTimeField(_("完成时间"), null=True)
    parked_at = models.DateTimeField(_("搁置时间"), null=True)
    given_up_at = models.DateTimeField(_("放弃时间"), null=True)
    error = models.TextField(_("最近一次错误"), blank=True)
    created_at = models.DateTimeField(_("创建时间"))

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("待办事项")
        verbose_name_plural = _("待办事项")
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(done_at=None, parked_at=None, given_up_at=None),
                name="outbox_job_open",
            ),
            models.Index(fields=["kind", "-done_at"], name="outbox_job_kind_done"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, parked_at=None)
                | Q(done_at=None, given_up_at=None)
                | Q(parked_at=None, given_up_at=None),
                name="outbox_job_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.parked_at is None and self.given_up_at is None

    @property
    def why(self) -> str:
        """What kind of error it was: the name of its class, without its text, which may hold names."""
        return self.error.partition(":")[0]
