"""A bank that keeps a book of what it paid, and a clerk who takes batches on from wherever they stand."""

import csv
import io
import os
from pathlib import Path

from caseflow.cases.transitions import open_dossier, perform
from caseflow.support.batches import answers, bank, returns
from caseflow.support.models import PaymentBatch
from tests.kernel import afresh

MONTHS = [f"2026-{month:02d}" for month in range(4, 13)]


class Bank:
    """Pays every line of a file that comes under a number it does not know; of one it knows it gives the answer again.

    It has no other way to tell one file from another: whoever sends the same payments under a new number pays twice.
    """

    def __init__(self, place):
        self.place = Path(place)
        self.place.mkdir(exist_ok=True)
        self.fails = self.place / "fails"  # cards whose first payment comes back

    def take(self, number, content):
        """One answer for one number. The book is written whole or not at all, as a bank's is."""
        book = self.place / f"{number}.book"
        if not book.exists():
            failing = set(self.fails.read_text().split()) if self.fails.exists() else set()
            rows = list(csv.DictReader(io.StringIO(content.decode("gb18030"), newline="")))
            written = "".join(f"{row['账号']} {row['金额']} {row['账号'] not in failing:d}\n" for row in rows)
            draft = self.place / f"{number}.{os.getpid()}.new"
            draft.write_text(written)
            draft.replace(book)
            if failing:
                self.fails.unlink(missing_ok=True)
        return self._answer(number, book)

    def _answer(self, number, book):
        out = io.StringIO()
        table = csv.writer(out)
        table.writerow(answers.HEAD)
        for place, line in enumerate(book.read_text().splitlines(), start=1):
            _card, amount, good = line.split()
            table.writerow((number, place, amount, *(("成功", "") if good == "1" else ("失败", "冻结"))))
        return out.getvalue().encode()

    def paid(self):
        """By card, the fen of every payment that was made."""
        found = {}
        for book in sorted(self.place.glob("*.book")):
            for line in book.read_text().splitlines():
                card, amount, good = line.split()
                if good == "1":
                    found.setdefault(card, []).append(int(amount.replace(".", "")))
        return found


def by_its_number(the_bank, file, actor):
    """The file goes to the bank under the number it has, however often."""
    return the_bank.take(file.number, bank.again(file, actor=actor))


def under_a_new_number(the_bank, file, actor):
    """The protection taken out: each attempt is a new file to the bank."""
    content = bank.again(file, actor=actor)
    the_bank.take(f"{file.number}-{os.getpid()}", content)
    return the_bank.take(file.number, content)


def go_on(folk, the_bank, last, tell, send=by_its_number):
    """One step after another until the batch of the month ``last`` is closed."""
    while step(folk, the_bank, last, send):
        tell("stepped")


def step(folk, the_bank, last, send=by_its_number, *, stop=False):
    """The next step of the batch in hand, or the next batch; False where everything is done.

    ``stop`` lets the leader stop a batch that has not gone to the bank.
    """
    batch = PaymentBatch.objects.exclude(state="batch_closed").select_related("dossier").order_by("pk").last()
    if batch is None:
        done = PaymentBatch.objects.count()
        if done > MONTHS.index(last):
            return False
        open_dossier(
            PaymentBatch, "open_batch", by=folk.zou, agency=folk.agency, benefit="MONTHLY", period=MONTHS[done]
        )
        return True
    if stop and batch.state == "at_finance":
        perform(batch, "stop_batch", by=folk.lu, reason="再核对一次")
    else:
        act(batch, folk, the_bank, send)
    return True


def act(batch, folk, the_bank, send):
    match batch.state:
        case "batch_draft":
            perform(batch, "check_batch", by=folk.second)
        case "batch_checked":
            perform(batch, "approve_batch", by=folk.lu, opinion="同意发放。")
        case "batch_approved":
            perform(batch, "instruct", by=folk.qian, number=f"ZF-{batch.pk}")
        case "at_finance":
            perform(batch, "send_to_bank", by=folk.qian)
        case "at_bank":
            file = returns.last_file(batch)
            content = send(the_bank, file, folk.qian.pk)
            answer = answers.read(content, file.number, returns.expected(batch, file.issue))
            perform(batch, "settle_partly" if answer.failed else "settle", by=folk.zou, answer=answer)
        case "partly_returned":
            if waiting := batch.returns.filter(fixed_on=None).first():
                perform(batch, "park_return", by=folk.zou, returned=waiting, note="下月再发")
            else:
                perform(batch, "finish_returns", by=folk.zou)
        case "settled":
            name, who = ("close_batch", folk.qian) if batch.reconciled_by_id else ("sign_reconciliation", folk.zou)
            perform(afresh(batch), name, by=who)
