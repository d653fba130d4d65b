"""What only support can say in the picture of a batch or of the funds of a year: sums, never a number of a card."""

from typing import Any

from caseflow.cases.picture import part_of_picture

from .batches import booking, reconciling
from .models import Budget, PaymentBatch
from .rules.money import Yuan

SHOWN = 200  # exceptions of a batch in its picture


@part_of_picture("support.batch", "benefit period lines amount levels exceptions files returns approved reconciliation")
def of_batch(batch: PaymentBatch) -> dict[str, Any]:
    found = reconciling.of(batch)
    open_now = batch.open_exceptions.order_by("pk").values_list("code", flat=True)
    return {
        "benefit": batch.benefit,
        "period": batch.period,
        "lines": batch.lines,
        "amount": Yuan(batch.amount_fen).figures,
        "levels": batch.split.as_json(),
        "exceptions": list(open_now[:SHOWN]),
        "files": [
            {"number": each.number, "lines": each.lines, "amount": Yuan(each.amount_fen).figures}
            for each in batch.files.all()
        ],
        "returns": [
            {"code": each.code, "on": each.on, "fixed_on": each.fixed_on, "parked": each.parked}
            for each in batch.returns.all()[:SHOWN]
        ],
        "approved": None if batch.approved_fen is None else Yuan(batch.approved_fen).figures,
        "reconciliation": {
            "instructed": Yuan(found.instructed).figures,
            "paid": Yuan(found.paid).figures,
            "parked": Yuan(found.parked).figures,
            "difference": Yuan(found.difference).figures,
            "levels": found.levels.as_json(),
        },
    }


@part_of_picture("support.budget", "year ledger")
def of_budget(budget: Budget) -> dict[str, Any]:
    return {
        "year": budget.year,
        "ledger": {
            benefit: {
                "appropriated": each.appropriated.as_json(),
                "committed": each.committed.as_json(),
                "paid": each.paid.as_json(),
                "returned": each.returned.as_json(),
            }
            for benefit, each in booking.ledgers(budget).items()
        },
    }
