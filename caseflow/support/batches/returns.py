"""C6 and C7: what the bank's answer does to the lines, and what becomes of those it sent back (L-15)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef

from ..codes_money import Entry, ItemState
from ..models.money import EntitlementItem
from ..models.money_batch import BankFile, PaymentReturn
from . import booking, checking, sums
from .answers import Answer

AT_ONCE = 500  # keys in one question


def expected(batch: Any, issue: int) -> list[tuple[int, int]]:
    """Key and fen of each line of a bank file, in its order."""
    found = EntitlementItem.objects.filter(batch=batch, issue=issue).order_by("pk")
    return list(found.values_list("pk", "amount_fen"))


def last_file(batch: Any) -> BankFile | None:
    """The bank file that is still to be answered."""
    return BankFile.objects.filter(batch=batch, returned_on=None).order_by("issue").last()


def take(batch: Any, answer: Answer, *, on: Any, by: Any) -> None:
    """Lines that were paid are paid, once; the others are returned, each with its reason; the ledger follows."""
    file = BankFile.objects.get(number=answer.number)
    sent = EntitlementItem.objects.filter(
        batch=batch, issue=file.issue, state__in=[ItemState.IN_BATCH, ItemState.REISSUED]
    )
    failed = {key: (code, reason) for key, code, reason in answer.failed}
    for keys in _portions(list(failed)):
        sent.filter(pk__in=keys).update(state=ItemState.RETURNED)
    PaymentReturn.objects.bulk_create(
        (
            PaymentReturn(batch=batch, item_id=key, issue=file.issue, code=code, reason=reason, on=on)
            for key, (code, reason) in failed.items()
        ),
        batch_size=AT_ONCE,
    )
    paid = sent.all()  # whatever is not among the failed: the answer names every line
    _lines, split = sums.of(paid)
    paid.update(state=ItemState.PAID, paid_on=on)
    booking.move(batch, Entry.PAY, split, on=on, by=by, reason=file.number)
    BankFile.objects.filter(pk=file.pk).update(return_sha256=answer.sha256, returned_on=on)


def _portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def mended(batch: Any) -> Any:
    """Returned lines whose person has another confirmed account by now."""
    other = checking.confirmed_accounts().filter(member=OuterRef("member")).exclude(pk=OuterRef("account"))
    return EntitlementItem.objects.filter(batch=batch, state=ItemState.RETURNED).filter(Exists(other))


def settle_returns(items: Any, *, on: Any, parked: bool = False) -> None:
    """The returns of lines are dealt with: issued anew, or left to a later batch."""
    waiting = PaymentReturn.objects.filter(item__in=items.values("pk"), fixed_on=None)
    waiting.filter(issue=F("item__issue")).update(fixed_on=on, parked=parked)
