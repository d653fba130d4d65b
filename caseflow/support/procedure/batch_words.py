"""The states of a payment batch and of a year's funds (reference 4.6, 2.3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    DRAFT = "batch_draft", _("编制中")
    CHECKED = "batch_checked", _("已复核")
    APPROVED = "batch_approved", _("已批准")
    AT_FINANCE = "at_finance", _("财政办理")
    AT_BANK = "at_bank", _("银行办理")
    PARTLY_RETURNED = "partly_returned", _("部分退票")
    SETTLED = "settled", _("已到账")
    CLOSED = "batch_closed", _("已对账")


BATCH_CODES = {
    BatchState.DRAFT: "BATCH_DRAFT",
    BatchState.CHECKED: "BATCH_CHECKED",
    BatchState.APPROVED: "BATCH_APPROVED",
    BatchState.AT_FINANCE: "AT_FINANCE",
    BatchState.AT_BANK: "AT_BANK",
    BatchState.PARTLY_RETURNED: "PARTLY_RETURNED",
    BatchState.SETTLED: "SETTLED",
    BatchState.CLOSED: "CLOSED",
}


class BudgetState(TextChoices):
    OPEN = "budget_open", _("使用中")
    CLOSED = "budget_closed", _("已结账")
