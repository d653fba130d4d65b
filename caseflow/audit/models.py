"""The log of the whole system: signing in, offices, settings, exports and whatever else belongs to no single case."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import chain


class Chained(models.Model):
    """What every link carries besides what it says."""

    prev = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)
    mac = models.CharField(max_length=64, editable=False)
    key_id = models.CharField(max_length=16, editable=False)
    alg = models.CharField(max_length=8, editable=False)
    skew = models.BooleanField(default=False, editable=False)  # the clock had gone back

    class Meta:
        abstract = True


class Head(models.Model):
    """Where the chain of the system ends: the row that is locked while an entry is written."""

    name = models.CharField(max_length=20, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=chain.START)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}/{self.seq}"


class Entry(Chained):
    """One line of the log, written once. Whoever acted is kept by number: a log outlives the row of a person."""

    seq = models.PositiveBigIntegerField(_("序号"), unique=True)
    at = models.DateTimeField(_("时间"))
    actor = models.BigIntegerField(_("操作人"), null=True)
    action = models.CharField(_("操作"), max_length=60)
    object = models.CharField(_("对象"), max_length=120, blank=True)
    body = models.TextField(_("内容"), default="{}")  # canonical JSON

    class Meta:
        ordering = ["pk"]
        verbose_name = _("审计记录")
        constraints = [models.UniqueConstraint(fields=["prev"], name="audit_entry_follows_once")]
        indexes = [
            models.Index(fields=["action", "seq"], name="audit_entry_action"),
            models.Index(fields=["actor", "seq"], name="audit_entry_actor"),
            models.Index(fields=["object", "seq"], name="audit_entry_object"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("An entry is written once.")
        super().save(*args, **kwargs)

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.body)


class Checkpoint(models.Model):
    """Where all chains stood at a moment, under one signature. What it saw of each chain is in its anchors."""

    number = models.PositiveBigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    links = models.PositiveBigIntegerField(_("记录数"))
    note = models.TextField(_("签名文本"))

    class Meta:
        verbose_name = _("检查点")

    def __str__(self) -> str:
        return str(self.number)


class Anchor(models.Model):
    """The end of one chain at the first checkpoint that saw it there."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="anchors")
    chain = models.CharField(max_length=60)
    seq = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_anchor_once")]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq}"
