"""The register of papers: what was issued, under which number, with which content, and where its PDF lies."""

import json
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents import storage
from documents.kinds import DocumentKind, kind


class Counter(models.Model):
    """The last number of a series that was given. Only ``numbering.take`` changes it."""

    key = models.CharField(_("字号序列"), max_length=200, primary_key=True)
    value = models.BigIntegerField(_("最后序号"))

    class Meta:
        verbose_name = _("文书编号")
        verbose_name_plural = _("文书编号")
        constraints = [models.CheckConstraint(condition=Q(value__gte=0), name="documents_counter_not_negative")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def register_of(self, series_key: str) -> "DocumentQuerySet":
        """The number register of a series in the order of its numbers, void ones included."""
        return self.filter(series_key=series_key).order_by("serial")

    def unrendered(self) -> "DocumentQuerySet":
        return self.filter(pdf_sha256="")


class Document(models.Model):
    """A paper as issued. Written once: only its being void and its PDF are added later."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("已制发")
        VOID = "void", _("已作废")

    ADDED_LATER = frozenset(
        ["status", "void_reason", "voided_by", "voided_at", "pdf_sha256", "pages", "size", "engine", "fallbacks"]
    )

    kind = models.CharField(_("文书种类"), max_length=100)
    number = models.CharField(_("文号"), max_length=100, blank=True)
    series_key = models.CharField(_("字号序列"), max_length=200, blank=True)
    serial = models.PositiveIntegerField(_("序号"), null=True)
    context = models.TextField(_("定稿内容"))
    context_sha256 = models.CharField(_("定稿内容摘要"), max_length=64)
    token = models.CharField(_("提交标识"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("同次制发顺序"), default=0)
    issued_on = models.DateField(_("成文日期"))
    issued_at = models.DateTimeField(_("制发时间"))
    status = models.CharField(_("状态"), max_length=10, choices=Status, default=Status.ISSUED)
    void_reason = models.TextField(_("作废原因"), blank=True)
    voided_by = models.CharField(_("作废人"), max_length=100, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    pdf_sha256 = models.CharField(_("文件摘要"), max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("页数"), default=0)
    size = models.PositiveIntegerField(_("字节数"), default=0)
    engine = models.CharField(_("制版环境"), max_length=300, blank=True)
    fallbacks = models.CharField(_("以备用字体印出的字"), max_length=500, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        indexes = [models.Index(fields=["kind", "issued_on"], name="documents_kind_issued_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["series_key", "serial"], condition=~Q(series_key=""), name="documents_number_given_once"
            ),
            models.UniqueConstraint(
                fields=["token", "kind", "position"], condition=~Q(token=""), name="documents_issued_once_per_token"
            ),
            models.CheckConstraint(
                condition=Q(series_key="", serial=None) | (~Q(series_key="") & Q(serial__gte=1)),
                name="documents_serial_with_series",
            ),
            models.CheckConstraint(
                condition=Q(status="issued", void_reason="") | (Q(status="void") & ~Q(void_reason="")),
                name="documents_void_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not set(kwargs.get("update_fields") or [""]) <= self.ADDED_LATER:
            raise ValidationError(_("文书一经制发，内容不得改动。"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError(_("文书一经制发，不得删除；有误的，作废后另行制发。"))

    @property
    def definition(self) -> DocumentKind:
        return kind(self.kind)

    @property
    def title(self) -> str:
        return str(self.definition.title)

    @property
    def printed_number(self) -> str:
        """The number on the sheet: its own, or that of the paper it is attached to."""
        if not self.definition.attached or not self.token:
            return self.number
        parents = Document.objects.filter(token=self.token).exclude(number="")
        return parents.order_by("pk").values_list("number", flat=True).first() or ""

    @cached_property
    def content(self) -> dict[str, Any]:
        return json.loads(self.context)

    @property
    def is_void(self) -> bool:
        return self.status == self.Status.VOID

    @property
    def is_rendered(self) -> bool:
        return bool(self.pdf_sha256)

    @property
    def file_name(self) -> str:
        return f"{self.title}{self.number}.pdf"

    def pdf(self) -> bytes:
        """The stored PDF, rendered now if that has not happened yet. Raises ``storage.Damaged`` if its hash is wrong."""
        if not self.is_rendered:
            from documents.issuing import render

            render(self)
        return storage.read(self.pdf_sha256)
