"""Takes lines out of a batch, or cancels what is not to be paid any more, with the sums and the ledger in step."""

from typing import Any

from caseflow.cases.models import Dossier

from ..codes_money import UNPAID, Entry, ItemState, Outcome, Problem
from ..models.money import CareDay, EntitlementItem
from ..models.money_batch import BatchException
from ..procedure.batch_words import BatchState
from ..rules.splitting import Split, total_of
from . import booking, sums

COMMITTED = (BatchState.APPROVED, BatchState.AT_FINANCE)
NOT_SENT = (BatchState.DRAFT, BatchState.CHECKED, *COMMITTED)


def take_out(batch: Any, items: Any, state: ItemState, *, on: Any, by: Any, reason: str) -> Split:
    """``items`` of ``batch`` become ``state`` and leave it; what was promised for them is free again. Their sums.

    In the transaction of the caller, which has locked the batch.
    """
    rows = list(items)
    gone = total_of(each.split for each in rows)
    EntitlementItem.objects.filter(pk__in=[each.pk for each in rows]).update(
        state=state, batch=None, account=None, issue=0
    )
    if state == ItemState.CANCELLED:
        CareDay.objects.filter(item__in=rows).delete()
    if batch.state in (*COMMITTED, BatchState.AT_BANK, BatchState.PARTLY_RETURNED):
        booking.move(batch, Entry.RELEASE, gone, on=on, by=by, reason=reason)
    sums.keep(batch)
    return gone


def cancel(items: Any, *, on: Any, by: Any, reason: str) -> int:
    """Every line of ``items`` that has not gone to the bank is not paid: how many were still unpaid.

    The batches that hold any are locked first, so that none is sent at the same moment.
    """
    from ..models import PaymentBatch

    unpaid = items.filter(state__in=UNPAID)
    files = Dossier.objects.filter(pk__in=unpaid.exclude(batch=None).values("batch__dossier")).order_by("pk")
    list(files.select_for_update(of=("self",)))
    count = 0
    for batch in PaymentBatch.objects.filter(pk__in=unpaid.values("batch"), state__in=NOT_SENT).order_by("pk"):
        mine = unpaid.filter(batch=batch)
        count += len(mine)
        for item in mine:
            told = {"outcome": Outcome.REMOVED, "found_on": on, "solved_on": on, "solved_by": by, "note": reason}
            BatchException.objects.update_or_create(batch=batch, item=item, code=Problem.ENDED, defaults=told)
        batch.exceptions.filter(item__in=mine, outcome="").update(outcome=Outcome.REMOVED, solved_on=on, solved_by=by)
        take_out(batch, mine, ItemState.CANCELLED, on=on, by=by, reason=reason)
        PaymentBatch.objects.filter(pk=batch.pk).update(**{name: getattr(batch, name) for name in sums.FIELDS})
    free = unpaid.filter(batch=None)
    CareDay.objects.filter(item__in=free.values("pk")).delete()
    return count + free.update(state=ItemState.CANCELLED)
