"""The moves of a payment batch (C1–C9): what each records, and what it lets the lines and the ledger do."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..codes_money import Entry, ItemState, Outcome
from ..procedure.batch import BATCH
from .money_batch import BatchCore


class PaymentBatch(BatchCore):
    """What is paid of one benefit for one month, to everybody at once."""

    class Meta:
        verbose_name = _("资金发放批次")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | (
                    ~models.Q(approved_by=models.F("built_by"))
                    & ~models.Q(approved_by=models.F("checked_by"))
                    & ~models.Q(checked_by=models.F("built_by"))
                ),
                name="three_people_make_a_batch",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    amount_fen=models.F("central_fen")
                    + models.F("province_fen")
                    + models.F("city_fen")
                    + models.F("district_fen")
                ),
                name="the_levels_add_up_to_the_batch",
            ),
        ]
        indexes = [models.Index(fields=["state", "dossier"], name="batch_in_state")]

    @BATCH.transition
    def open_batch(self, *, benefit: str, period: str) -> None:
        """The lines of a month are made of the entitlements (C1)."""
        from ..batches import building, promises

        self.benefit, self.period, self.built_by = benefit, period, self.attempt.by
        self.upto = building.last_entitlement(self.dossier.agency, benefit)
        self.save()
        building.build_stretch(self, self.attempt.on)
        self._label()
        promises.go_on(self)

    @BATCH.transition
    def build(self) -> None:
        """The next stretch of entitlements (C1)."""
        from ..batches import building, promises

        building.build_stretch(self, self.attempt.on)
        promises.go_on(self)

    @BATCH.transition
    def load_register(self, *, register: Any, kind: str, rows: int = 0, sha256: str = "") -> None:
        """A list of another department, with which the lines are compared."""
        from ..batches import registers

        registers.keep(self.dossier.agency, register)

    @BATCH.transition
    def check_batch(self) -> None:
        """A second person has every line compared (C2)."""
        from ..batches import checking, sums

        self.checked_by = self.attempt.by
        sums.keep(self)
        checking.run(self, self.attempt.on, self.attempt.by)

    @BATCH.transition
    def check_again(self) -> None:
        """Compared once more, with what has come since."""
        from ..batches import checking

        checking.run(self, self.attempt.on, self.attempt.by)

    @BATCH.transition
    def remove_line(self, *, exception: Any, note: str) -> None:
        """The line leaves the batch and stays due (C2)."""
        from ..batches import taking_out

        items = self.items.filter(pk=exception.item_id)
        open_here = self.exceptions.filter(item=exception.item_id, outcome="")
        open_here.update(outcome=Outcome.REMOVED, solved_on=self.attempt.on, solved_by=self.attempt.by, note=note)
        taking_out.take_out(self, items, ItemState.DUE, on=self.attempt.on, by=self.attempt.by, reason=note)

    @BATCH.transition
    def explain_exception(self, *, exception: Any, note: str) -> None:
        """The match was a mistake, and somebody has made sure of it (C2)."""
        mine = self.exceptions.filter(pk=exception.pk)
        mine.update(outcome=Outcome.EXPLAINED, solved_on=self.attempt.on, solved_by=self.attempt.by, note=note)

    @BATCH.transition
    def cover_shortage(self, *, reason: str) -> None:
        """Finance lets it be promised although a level lacks money; nobody's right depends on it (2.3)."""
        self.shortage_reason, self.shortage_by = reason, self.attempt.by

    @BATCH.transition
    def approve_batch(self, *, opinion: str) -> None:
        """The leader signs the roster; the money is promised (C3)."""
        from ..batches import booking

        self.approved_by, self.approved_lines, self.approved_fen = self.attempt.by, self.lines, self.amount_fen
        booking.commit(self, on=self.attempt.on, by=self.attempt.by)

    @BATCH.transition
    def instruct(self, *, number: str) -> None:
        """The treasury is told to pay (C4)."""
        self.instruction = number

    @BATCH.transition
    def send_to_bank(self) -> None:
        """The file for the bank is made; its hash is kept (C5)."""
        from ..batches import bank

        lines = self.items.filter(state=ItemState.IN_BATCH)
        bank.make(self, lines, ItemState.IN_BATCH, on=self.attempt.on, by=self.attempt.by)

    def _take(self, answer: Any) -> None:
        from ..batches import returns

        returns.take(self, answer, on=self.attempt.on, by=self.attempt.by)

    @BATCH.transition
    def settle(self, *, answer: Any, paid: int = 0, returned: int = 0, sha256: str = "") -> None:
        """The bank has paid every line (C6)."""
        self._take(answer)

    @BATCH.transition
    def settle_partly(self, *, answer: Any, paid: int = 0, returned: int = 0, sha256: str = "") -> None:
        """The bank has sent some lines back (C6)."""
        self._take(answer)

    @BATCH.transition
    def reissue(self) -> None:
        """Lines whose account was mended go to the bank once more (C7)."""
        from ..batches import bank, returns

        lines = returns.mended(self)
        keys = list(lines.values_list("pk", flat=True))
        mine = self.items.filter(pk__in=keys)
        returns.settle_returns(mine, on=self.attempt.on)
        bank.make(self, mine, ItemState.REISSUED, on=self.attempt.on, by=self.attempt.by)

    @BATCH.transition
    def answer_reissue(self, *, answer: Any, paid: int = 0, returned: int = 0, sha256: str = "") -> None:
        """What the bank says of the lines that were issued anew (C7)."""
        self._take(answer)

    @BATCH.transition
    def park_return(self, *, returned: Any, note: str) -> None:
        """There is no account yet: the line waits for a later batch (C7)."""
        from ..batches import returns, taking_out

        mine = self.items.filter(pk=returned.item_id)
        returns.settle_returns(mine, on=self.attempt.on, parked=True)
        taking_out.take_out(self, mine, ItemState.DUE, on=self.attempt.on, by=self.attempt.by, reason=note)

    @BATCH.transition
    def finish_returns(self) -> None:
        """Every return was issued anew or waits for a later batch (C7)."""

    @BATCH.transition
    def sign_reconciliation(self) -> None:
        """The health authority has compared the sums (C8)."""
        self.reconciled_by = self.attempt.by

    @BATCH.transition
    def close_batch(self) -> None:
        """System, instruction and bank say the same, at every level (C8)."""

    @BATCH.transition
    def stop_batch(self, *, reason: str) -> None:
        """Stopped before anything went to the bank: back to the beginning, with the same lines (C9)."""
        from ..batches import booking

        if self.approved_fen is not None:
            booking.move(self, Entry.RELEASE, self.split, on=self.attempt.on, by=self.attempt.by, reason=reason)
        self.checked_by = self.approved_by = self.shortage_by = None
        self.approved_lines = self.approved_fen = None
        self.shortage_reason = self.instruction = ""

    @BATCH.transition
    def annotate(self, *, note: str) -> None:
        """A remark in the file."""
