"""A batch that is not built in one stretch goes on by itself, one job a stretch."""

from typing import Any

from outbox.jobs import by_the_clock, enqueue, handler


def go_on(batch: Any) -> None:
    """Promise the next stretch, in the transaction of this one; nothing where the batch is built."""
    if not batch.is_built:
        enqueue("support.batch.build", f"support.batch.build/{batch.pk}/{batch.built_to}", {"batch": batch.pk})


@handler("support.batch.build", permits=by_the_clock)
def next_stretch(payload: dict[str, Any]) -> None:
    """One stretch more, unless somebody was quicker or the batch is built."""
    from caseflow.cases.transitions import Refused, perform

    from ..models import PaymentBatch

    batch = PaymentBatch.objects.select_related("dossier").get(pk=payload["batch"])
    try:
        perform(batch, "build", by=None)
    except Refused:
        return
