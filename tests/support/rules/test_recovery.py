"""What was overpaid comes back gently and to the fen; the ledger is always balanced; accounts are the person's own."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from caseflow.cases.calendar import Calendar
from caseflow.support.rules.budget import Ledger, Short, Unbalanced
from caseflow.support.rules.dates import Month
from caseflow.support.rules.policy import Benefit
from caseflow.support.rules.recovery import (
    TREATMENTS,
    Cause,
    Manner,
    instalments,
    left_of,
    overpaid,
    recover,
    recovery_line,
    set_off,
)
from caseflow.support.rules.results import PayLine
from caseflow.support.rules.said import BadFacts
from caseflow.support.rules.splitting import SPLIT_1, Split, total_of

CALENDAR = Calendar.of_library()
ON = date(2026, 6, 10)
shares = st.builds(SPLIT_1.split, st.integers(1, 3_000_000))


def line(fen=59_000, month=(2026, 5)):
    key = ("li", Month(*month))
    return PayLine(Benefit.MONTHLY, "li", Month(*month), 1, fen, fen, SPLIT_1.split(fen), (key,))


def test_months_after_the_end_are_overpaid_and_the_month_of_the_event_is_not():
    lines = [line(month=(2026, month)) for month in (3, 4, 5)]
    assert [each.period for each in overpaid(lines, date(2026, 3, 31))] == [(2026, 4), (2026, 5)]
    assert overpaid(lines, None) == ()


def test_after_a_death_nobody_writes_about_money_for_thirty_days():
    found = recover(Cause.DEATH_UNKNOWN, 59_000, ON, CALENDAR, died_on=date(2026, 6, 1))
    assert found.letter_from == date(2026, 7, 2)
    assert found.answer_by == date(2026, 7, 16)
    assert Manner.FUNERAL in found.treatment.manners


def test_an_error_of_the_office_is_borne_up_to_a_month_unless_the_person_agrees():
    assert recover(Cause.OFFICE_ERROR, 59_000, ON, CALENDAR, month_fen=59_000).asked_fen == 0
    assert recover(Cause.OFFICE_ERROR, 100_000, ON, CALENDAR, month_fen=59_000).asked_fen == 41_000
    assert recover(Cause.OFFICE_ERROR, 59_000, ON, CALENDAR, month_fen=59_000, agreed=True).asked_fen == 59_000


def test_only_false_papers_are_a_fault_and_nobody_is_asked_before_being_heard():
    assert [cause for cause, each in TREATMENTS.items() if each.fault] == [Cause.FALSE_PAPERS]
    assert TREATMENTS[Cause.FALSE_PAPERS].hearing
    assert TREATMENTS.keys() == set(Cause)


@given(st.integers(1, 5_000_000), st.integers(1, 24))
def test_instalments_add_up_each_month_something(fen, months):
    if fen < months:
        return
    plan = instalments(fen, months, Month(2026, 11))
    assert sum(part for _month, part in plan) == fen
    assert len({month for month, _part in plan}) == len(plan) == months
    assert all(part > 0 for _month, part in plan)


@pytest.mark.parametrize(
    ("fen", "months", "sentence"), [(100_000, 25, "最多分24个月"), (100_000, 0, "最多"), (3, 4, "分不成4期")]
)
def test_impossible_plans_are_refused_in_a_sentence(fen, months, sentence):
    with pytest.raises(BadFacts, match=sentence):
        instalments(fen, months, Month(2026, 1))


@given(st.integers(0, 1_000_000), st.lists(st.integers(0, 200_000), max_size=24))
def test_no_more_than_a_fifth_of_a_month_is_kept_back_and_never_more_than_owed(owed, items):
    kept = set_off(owed, items)
    assert all(5 * part <= item for part, item in zip(kept, items, strict=True))
    assert sum(kept) <= owed
    assert sum(kept) == owed or all(5 * (part + 1) > item for part, item in zip(kept, items, strict=True))


@given(st.integers(24, 200_000), st.integers(1, 24))
def test_instalments_of_a_line_bring_every_level_back_to_nothing(fen, months):
    original, back = line(fen), []
    for _month, part in instalments(fen, months, Month(2026, 7)):
        back.append(recovery_line(original, back, part, SPLIT_1))
    assert left_of(original, back) == Split()
    assert sum(each.amount_fen for each in back) == -fen
    assert len({key for each in back for key in each.keys}) == months


def test_more_than_is_left_cannot_come_back():
    first = recovery_line(line(), [], 50_000, SPLIT_1)
    with pytest.raises(BadFacts, match=r"最多还能退回90\.00元"):
        recovery_line(line(), [first], 9_001, SPLIT_1)
    with pytest.raises(BadFacts, match="没有需要核对"):
        recover(Cause.NOT_REPORTED, 0, ON, CALENDAR)


# The ledger


class Bookkeeping(RuleBasedStateMachine):
    """Lines are promised, cancelled, paid, sent back by the bank and recovered, in any order."""

    @initialize(funds=st.integers(0, 20_000_000))
    def start(self, funds):
        self.ledger = Ledger().appropriate(SPLIT_1.split(funds))
        self.due, self.paid, self.returned = [], [], []

    @rule(line=shares, override=st.sampled_from(["", "年底前到位"]))
    def commit(self, line, override):
        short = self.ledger.lacking(line)
        if short and not override:
            with pytest.raises(Short, match="资金还差"):
                self.ledger.commit(line)
            return
        self.ledger = self.ledger.commit(line, override=override)
        self.due.append(line)

    @precondition(lambda self: self.due)
    @rule(data=st.data())
    def cancel_or_pay(self, data):
        line = self.due.pop(data.draw(st.integers(0, len(self.due) - 1)))
        if data.draw(st.booleans()):
            self.ledger, _ = self.ledger.pay(line), self.paid.append([line, Split()])
        else:
            self.ledger = self.ledger.release(line)

    @precondition(lambda self: self.paid)
    @rule(data=st.data())
    def bounce_or_recover(self, data):
        entry = self.paid[data.draw(st.integers(0, len(self.paid) - 1))]
        line, back = entry
        if back == Split() and data.draw(st.booleans()):
            self.paid.remove(entry)
            self.due.append(line)
            self.ledger = self.ledger.bounce(line)
        elif back == Split():
            entry[1] = line.negative
            self.returned.append(line)
            self.ledger = self.ledger.give_back(line.negative)

    @invariant()
    def is_balanced(self):
        if not hasattr(self, "ledger"):
            return
        assert self.ledger.committed == total_of(self.due)
        assert self.ledger.paid == total_of(line for line, _back in self.paid)
        assert self.ledger.returned == total_of(self.returned)
        booked = self.ledger.committed.plus(self.ledger.paid).plus(self.ledger.free)
        assert booked == self.ledger.appropriated
        assert self.ledger.overrides or all(fen >= 0 for fen in self.ledger.free)


TestTheLedgerIsAlwaysBalanced = Bookkeeping.TestCase
TestTheLedgerIsAlwaysBalanced.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)


def test_lack_of_money_names_the_levels_and_changes_no_right():
    ledger = Ledger(appropriated=Split(province=8_000, city=400, district=0))
    with pytest.raises(Short, match=r"区级16\.00元.*照常认定") as short:
        ledger.commit(SPLIT_1.split(10_000))
    assert short.value.levels == {"district": 1_600}
    assert ledger.commit(SPLIT_1.split(10_000), override="已报财政").overrides == ("已报财政",)


@pytest.mark.parametrize("wrong", ["pay", "release", "bounce"])
def test_what_was_not_promised_cannot_be_paid_nor_what_was_not_paid_sent_back(wrong):
    with pytest.raises(Unbalanced):
        getattr(Ledger(), wrong)(Split(1, 1, 1))
    with pytest.raises(Unbalanced):
        Ledger().give_back(Split(-1, 0, 0))
