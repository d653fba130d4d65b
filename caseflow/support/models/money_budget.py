"""The funds of a year, and the ledger of them: entries are added, never changed (reference 2.3, 7.7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

import writeonce
from caseflow.cases.models import Record
from caseflow.cases.references import next_reference
from caseflow.cases.words import findable

from ..codes import Benefit
from ..codes_money import Entry
from ..procedure.batch import BUDGET
from ..procedure.batch_words import BudgetState
from ..rules.splitting import LEVELS, Split
from ..shares import FEN

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

USER = settings.AUTH_USER_MODEL


class Budget(Record):
    """What the levels give for the benefits of one year."""

    procedure = BUDGET

    state = FSMField(_("状态"), choices=BudgetState.choices, default=BudgetState.OPEN, protected=True, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"))

    entries: Many[BudgetLedger]

    class Meta:
        verbose_name = _("年度资金账")

    @classmethod
    def new_reference(cls, agency: Any, day: date) -> str:
        return next_reference("ZJ", agency, day)

    @BUDGET.transition
    def open_year(self, *, year: int) -> None:
        """The funds of a year are kept from now on."""
        self.year = year
        words = str(_("%(year)d年资金账") % {"year": year})
        self.dossier.title = words
        self.dossier.words = findable(self.dossier.reference, words)

    @BUDGET.transition
    def appropriate(
        self,
        *,
        benefit: str,
        basis: str,
        central: Decimal = Decimal(0),
        province: Decimal = Decimal(0),
        city: Decimal = Decimal(0),
        district: Decimal = Decimal(0),
    ) -> None:
        """Money of the levels has come for a benefit, by a document."""
        from ..batches import booking

        given = {"central": central, "province": province, "city": city, "district": district}
        split = Split(**{level: int(amount * FEN) for level, amount in given.items()})
        attempt = self.attempt
        booking.book(self, Entry.APPROPRIATE, benefit, split, on=attempt.on, by=attempt.by, reason=basis)

    @BUDGET.transition
    def annotate(self, *, note: str) -> None:
        """A remark in the file."""

    @BUDGET.transition
    def close_year(self) -> None:
        """Nothing is promised any more: the account of the year is closed."""


class BudgetLedger(models.Model):
    """One entry: a level, a benefit, what happened to how many fen, by which batch and on whose word."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="entries")
    level = models.CharField(_("级别"), max_length=10, choices=list(LEVELS.items()))
    benefit = models.CharField(_("事项"), max_length=14, choices=Benefit.choices)
    kind = models.CharField(_("类别"), max_length=12, choices=Entry.choices)
    fen = models.BigIntegerField(_("金额"))
    batch = models.ForeignKey("support.PaymentBatch", models.PROTECT, null=True, related_name="entries")
    on = models.DateField(_("日期"))
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    reason = models.CharField(_("依据或者理由"), max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("资金账分录")
        constraints = [models.CheckConstraint(condition=models.Q(fen__gt=0), name="an_entry_moves_something")]
        indexes = [models.Index(fields=["budget", "benefit", "kind", "level"], name="ledger_of_benefit")]

    def __str__(self) -> str:
        return f"{self.level} {self.kind} {self.fen}"


writeonce.append_only("support_budgetledger", "id")
