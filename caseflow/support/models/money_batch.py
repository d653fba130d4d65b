"""What a payment batch keeps besides its lines: exceptions, bank files, returns; and the columns of the batch itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from caseflow.cases.models import Record
from caseflow.cases.references import next_reference
from caseflow.cases.words import findable

from ..codes import Benefit
from ..codes_money import Outcome, Problem, ReturnReason
from ..procedure.batch import BATCH
from ..procedure.batch_words import BatchState
from ..rules.money import Yuan
from ..rules.splitting import Split
from .money import EntitlementItem

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

USER = settings.AUTH_USER_MODEL


def _person(label: Any) -> Any:
    return models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=label)


class BatchCore(Record):
    """A batch without its moves: its sums are those of its lines, kept by whatever changes them."""

    procedure = BATCH

    state = FSMField(_("状态"), choices=BatchState.choices, default=BatchState.DRAFT, protected=True, editable=False)
    benefit = models.CharField(_("事项"), max_length=14, choices=Benefit.choices)
    period = models.CharField(_("所属月份"), max_length=7)
    lines = models.PositiveIntegerField(_("人次"), default=0)
    amount_fen = models.BigIntegerField(_("金额"), default=0)
    central_fen = models.BigIntegerField(_("中央"), default=0)
    province_fen = models.BigIntegerField(_("省级"), default=0)
    city_fen = models.BigIntegerField(_("市级"), default=0)
    district_fen = models.BigIntegerField(_("区级"), default=0)
    approved_lines = models.PositiveIntegerField(_("批准的人次"), null=True)
    approved_fen = models.BigIntegerField(_("批准的金额"), null=True)
    upto = models.BigIntegerField(default=0)  # the last entitlement when it was opened: later ones wait for the next
    built_to = models.BigIntegerField(default=0)  # the entitlement up to which lines have been made
    built_on = models.DateField(_("编制完成日期"), null=True)
    built_by = _person(_("编制人"))
    checked_by = _person(_("复核人"))
    approved_by = _person(_("批准人"))
    shortage_reason = models.CharField(_("资金不足仍予列支的理由"), max_length=400, blank=True)
    shortage_by = _person(_("同意列支的人"))
    instruction = models.CharField(_("支付指令号"), max_length=40, blank=True)
    reconciled_by = _person(_("卫健对账人"))

    items: Many[EntitlementItem]
    exceptions: Many[BatchException]
    files: Many[BankFile]
    returns: Many[PaymentReturn]

    class Meta:
        abstract = True

    @classmethod
    def new_reference(cls, agency: Any, day: date) -> str:
        return next_reference("FF", agency, day)

    @property
    def split(self) -> Split:
        return Split(self.province_fen, self.city_fen, self.district_fen, self.central_fen)

    @property
    def amount(self) -> Yuan:
        return Yuan(self.amount_fen)

    @property
    def is_built(self) -> bool:
        return self.built_on is not None

    @property
    def open_exceptions(self) -> models.QuerySet[BatchException]:
        return self.exceptions.filter(outcome="")

    def _label(self) -> None:
        words = f"{self.period} {Benefit(self.benefit).label}"
        self.dossier.title = words
        self.dossier.subject = str(Benefit(self.benefit).label)
        self.dossier.words = findable(self.dossier.reference, words)

    def paper(self, kind: str, attempt: Any) -> dict[str, Any] | None:
        from ..papers import context

        return context(kind, self, attempt)


class BatchException(models.Model):
    """Something that a check found in a line: it is removed, mended or explained before anybody approves the batch."""

    batch = models.ForeignKey("support.PaymentBatch", models.PROTECT, related_name="exceptions")
    item = models.ForeignKey(EntitlementItem, models.PROTECT, related_name="exceptions", verbose_name=_("发放记录"))
    code = models.CharField(_("问题"), max_length=14, choices=Problem.choices)
    found_on = models.DateField(_("发现日期"))
    outcome = models.CharField(_("处理"), max_length=10, choices=Outcome.choices, blank=True)
    solved_on = models.DateField(_("处理日期"), null=True)
    solved_by = _person(_("处理人"))
    note = models.CharField(_("核实情况"), max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("批次疑点")
        constraints = [
            models.UniqueConstraint(fields=["batch", "item", "code"], name="a_problem_of_a_line_is_told_once"),
            models.CheckConstraint(
                condition=Q(outcome="", solved_on=None) | (~Q(outcome="") & Q(solved_on__isnull=False)),
                name="an_exception_is_open_or_solved",
            ),
        ]
        indexes = [models.Index(fields=["batch", "id"], condition=Q(outcome=""), name="exception_open")]

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.item}"  # type: ignore[attr-defined]


class BankFile(models.Model):
    """A file that was given to the bank: its number, what it adds up to, its hash; and the answer to it.

    The numbers of the cards are in the file alone, which is made anew from the sealed rows for whoever takes it away
    and handed out only if its hash is this one.
    """

    batch = models.ForeignKey("support.PaymentBatch", models.PROTECT, related_name="files")
    issue = models.PositiveSmallIntegerField(_("序次"))
    number = models.CharField(_("文件编号"), max_length=50, unique=True)
    sha256 = models.CharField(_("校验值（SHA-256）"), max_length=64)
    lines = models.PositiveIntegerField(_("笔数"))
    amount_fen = models.BigIntegerField(_("金额"))
    made_on = models.DateField(_("制作日期"))
    made_by = _person(_("制作人"))
    return_sha256 = models.CharField(_("回单校验值"), max_length=64, unique=True, null=True)  # noqa: DJ001  # unique where it is
    returned_on = models.DateField(_("回单日期"), null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("银行文件")
        constraints = [models.UniqueConstraint(fields=["batch", "issue"], name="one_bank_file_of_an_issue")]

    def __str__(self) -> str:
        return self.number


class PaymentReturn(models.Model):
    """A line that the bank sent back, why, and what became of it (L-15)."""

    batch = models.ForeignKey("support.PaymentBatch", models.PROTECT, related_name="returns")
    item = models.ForeignKey(EntitlementItem, models.PROTECT, related_name="returns", verbose_name=_("发放记录"))
    issue = models.PositiveSmallIntegerField(_("银行文件序次"))
    code = models.CharField(_("银行代码"), max_length=10, choices=ReturnReason.choices)
    reason = models.CharField(_("原因"), max_length=100, blank=True)
    on = models.DateField(_("退回日期"))
    fixed_on = models.DateField(_("处理日期"), null=True)
    parked = models.BooleanField(_("转入以后的批次"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("退票")
        constraints = [models.UniqueConstraint(fields=["item", "batch", "issue"], name="a_line_returns_once_a_file")]

    def __str__(self) -> str:
        return f"{self.get_code_display()}"  # type: ignore[attr-defined]
