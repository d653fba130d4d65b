"""C8: whether what the system says, the instruction and the bank say the same, in total and for each level (F-21)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from ..codes_money import Entry, ItemState
from ..models.money import EntitlementItem
from ..models.money_batch import BankFile, PaymentReturn
from ..rules.money import Yuan
from ..rules.splitting import LEVELS, Split
from . import sums


@dataclass(frozen=True)
class Reconciliation:
    """The sums of F-21 in fen, and by level what the lines and what the ledger say was paid."""

    approved: int
    taken_out: int
    instructed: int
    paid: int
    returned: int
    reissued: int
    parked: int
    levels: Split
    ledger: Split

    @property
    def difference(self) -> int:
        """What nobody can account for: nothing, if all is in order."""
        return self.instructed - self.paid - self.parked

    @property
    def balanced(self) -> bool:
        whole = self.approved - self.taken_out == self.instructed
        return whole and self.difference == 0 and self.levels == self.ledger and self.levels.total == self.paid


def of(batch: Any) -> Reconciliation:
    """Read from the lines, the bank files, the returns and the ledger, each asked by itself."""
    files = list(BankFile.objects.filter(batch=batch).order_by("issue"))
    first = files[0].amount_fen if files else 0
    _lines, split = sums.of(EntitlementItem.objects.filter(batch=batch, state=ItemState.PAID))
    returns = PaymentReturn.objects.filter(batch=batch)
    return Reconciliation(
        approved=batch.approved_fen or 0,
        taken_out=(batch.approved_fen or 0) - first if files else 0,
        instructed=first,
        paid=split.total,
        returned=_amount(returns),
        reissued=sum(each.amount_fen for each in files[1:]),
        parked=_amount(returns.filter(parked=True)),
        levels=split,
        ledger=_booked(batch, Entry.PAY),
    )


def _amount(returns: Any) -> int:
    return int(returns.aggregate(fen=Sum("item__amount_fen"))["fen"] or 0)


def _booked(batch: Any, kind: Entry) -> Split:
    rows = batch.entries.filter(kind=kind).order_by().values_list("level").annotate(fen=Sum("fen"))
    return Split(**{level: int(fen) for level, fen in rows})


def refusal(batch: Any) -> str:
    """What does not agree, as a sentence; empty where all does."""
    found = of(batch)
    if found.balanced:
        return ""
    if found.difference:
        return _("支付指令%(told)s，银行到账%(paid)s，转入以后批次%(parked)s，相差%(gap)s。") % {
            "told": Yuan(found.instructed).shown,
            "paid": Yuan(found.paid).shown,
            "parked": Yuan(found.parked).shown,
            "gap": Yuan(found.difference).shown,
        }
    apart = [str(LEVELS[name]) for name in Split._fields if getattr(found.levels, name) != getattr(found.ledger, name)]
    return _("发放记录与资金账不一致：%(levels)s。") % {"levels": "、".join(apart) or _("合计")}
