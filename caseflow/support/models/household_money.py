"""What is recorded in a family's file about what is paid to it: changes that end it, and what makes it wait."""

from datetime import date
from typing import Any

from caseflow.cases.models import Record

from ..procedure import FAMILY


class MoneyOfFamily(Record):
    """The moves of a family that concern money."""

    status: Any
    closed_to: Any
    end_code: Any

    class Meta:
        abstract = True

    @FAMILY.transition
    def record_change(self, *, code: str, happened_on: date, source: str, member: Any = None) -> None:
        """Something has happened that ends what is paid, from the month after it (END-1)."""
        from ..batches import stopping

        stopping.end(self, code, happened_on, member, on=self.attempt.on, by=self.attempt.by)
        self.close_with_the_last()

    def close_with_the_last(self) -> None:
        """The household ends with the person who is left last (END-2)."""
        from ..codes import Status

        ends = list(self.members.values_list("closed_to", "end_code"))  # type: ignore[attr-defined]
        if ends and all(last is not None for last, _code in ends):
            self.closed_to, self.end_code = max(ends)
            self.status = Status.ENDED

    @FAMILY.transition
    def hold_payment(self, *, member: Any, code: str, reason: str) -> None:
        """The months wait while something is looked into; nothing is lost (SUSP-1)."""
        from ..batches import stopping

        stopping.suspend(member, code)

    @FAMILY.transition
    def resume_payment(self, *, member: Any, reason: str) -> None:
        """It goes on, with the months that waited (SUSP-1)."""
        from ..batches import stopping

        stopping.resume(member)
