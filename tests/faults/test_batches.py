"""Assurance 6: a payment batch that is killed again and again pays everybody once, to the fen; two leaders approve once."""

import multiprocessing
import random
import time
from datetime import date

import pytest
import time_machine
from django.db.models import Sum

from caseflow.cases.transitions import Refused, perform
from caseflow.support.batches import booking, reconciling
from caseflow.support.models import BankFile, EntitlementItem, PaymentBatch
from tests.faults import paying
from tests.faults.processes import Child, side_by_side
from tests.kernel import afresh
from tests.support import money, walk
from tests.walk import moment

pytestmark = pytest.mark.django_db(transaction=True)
RATE = 46_001  # fen: no level's share of it is whole
FROM = 4  # months from January to April are in the first batch
START = multiprocessing.get_context("fork")


@pytest.fixture
def folk(agency):
    return walk.make_people(agency)


@pytest.fixture
def clock():
    with time_machine.travel(moment(date(2026, 12, 21), 9), tick=True):
        yield


def payees(folk, number):
    money.set_rates()
    family = money.paid_family(folk)
    money.open_funds(folk, yuan=90_000_000)
    money.crowd(folk, family, number - 1)
    return [money.card(n) for n in range(1, number + 1)]


class Interrupted:
    """Clerks who take one step each and are killed at random moments of it, most of them soon after the start.

    A step is let through once it was killed often enough. Where that was not often enough for all the kills that are
    wanted, the leader stops the batch before it goes to the bank (C9), and it is taken there once more.
    """

    def __init__(self, step, patience, longest, seed=20261201):
        self.step, self.patience, self.longest = step, patience, longest
        self.chance, self.killed = random.Random(seed), 0

    def until(self, done, is_behind):
        while not done():
            stop = is_behind(self.killed)
            for _attempt in range(self.patience):
                if self._once(stop, kill=True):
                    break
            else:
                assert self._once(stop, kill=False)

    def _once(self, stop, *, kill):
        """Whether the step was made, whatever became of whoever made it."""

        def work(tell):
            tell("begun")
            self.step(stop)
            tell("stepped")

        child = Child(work)
        if kill:
            child.until_heard()
            soon = self.chance.random() < 0.6
            time.sleep(self.chance.uniform(0.005, 0.06) if soon else self.chance.uniform(0.06, self.longest))
            child.kill()
        told = child.wait()
        assert not [line for line in told if line[0] == "failed"], told[-1][1]
        stepped = ["stepped"] in told
        self.killed += kill and not stepped
        return stepped


def accounts(paid, cards, months):
    """Who was paid too much, who too little, and how far the whole is from what it should be, in fen."""
    due = [RATE] * months
    double = [card for card, sums in paid.items() if len(sums) > months]
    missing = [card for card in cards if sorted(paid.get(card, [])) != due]
    return double, missing, sum(map(sum, paid.values())) - RATE * months * len(cards)


@pytest.mark.alone
def test_a_batch_that_is_killed_pays_everybody_once(folk, on_disk, clock, tmp_path, scale, figures):
    number, kills = scale(40, 1500), scale(40, 700)
    cards, the_bank, last = payees(folk, number), paying.Bank(tmp_path / "bank"), scale("2026-05", "2026-12")
    the_bank.fails.write_text(f"{cards[0]} {cards[-1]}")  # the first payments of two come back

    months = int(last[5:])

    def closed():
        return PaymentBatch.objects.filter(state="batch_closed").count()

    batches = paying.MONTHS.index(last) + 1
    clerks = Interrupted(lambda stop: paying.step(folk, the_bank, last, stop=stop), scale(4, 10), scale(0.15, 1.5))
    clerks.until(lambda: closed() == batches, lambda killed: killed < kills * (closed() + 1) / batches)
    double, missing, difference = accounts(the_bank.paid(), cards, months)
    assert (double, missing, difference) == ([], [], 0)
    of_system = EntitlementItem.objects.filter(state="PAID").aggregate(fen=Sum("amount_fen"))["fen"]
    assert of_system == RATE * months * number
    ledger = booking.ledgers(booking.budget_for(folk.agency, last))["MONTHLY"]
    assert (ledger.paid.total, ledger.committed.total) == (of_system, 0)
    assert all(reconciling.refusal(batch) == "" for batch in PaymentBatch.objects.all())
    assert clerks.killed >= kills
    figures(f"{number} people, {months} months, {clerks.killed} kills: 0 paid twice, 0 unpaid, difference 0.00")


def test_the_harness_notices_a_file_that_is_sent_under_a_new_number(folk, on_disk, clock, tmp_path):
    """The protection taken out."""
    cards, the_bank = payees(folk, 3), paying.Bank(tmp_path / "bank")
    paying.go_on(folk, the_bank, "2026-04", lambda *told: None, paying.under_a_new_number)
    double, missing, difference = accounts(the_bank.paid(), cards, FROM)
    assert (double, missing, difference) == (cards, cards, RATE * FROM * 3)


def test_of_two_leaders_one_approves_a_batch(folk, on_disk, clock, scale, figures):
    number, other = scale(3, 100), walk.make_person(folk.agency, "lu2", "何远", "bureau_leader")
    payees(folk, 2)
    batch = money.open_batch(folk, day=(12, 21))
    barrier, wins = START.Barrier(2), []
    for _round in range(number):
        perform(afresh(batch), "check_batch", by=folk.second)

        def approving(person):
            def work(tell):
                barrier.wait(300)
                try:
                    perform(PaymentBatch.objects.get(pk=batch.pk), "approve_batch", by=person, opinion="同意。")
                except Refused as refused:
                    tell("refused", *refused.reasons)
                else:
                    tell("approved")

            return work

        told = side_by_side(approving(folk.lu), approving(other))
        assert sorted(line[0] for (line,) in told) == ["approved", "refused"]
        wins.append(told[0][0][0])
        perform(afresh(batch), "stop_batch", by=folk.lu, reason="再来一次")
    assert batch.dossier.events.filter(transition="approve_batch").count() == number
    assert BankFile.objects.count() == 0
    figures(f"{number} pairs: {number} approvals ({wins.count('approved')} by the one), {number} refusals, 0 errors")
