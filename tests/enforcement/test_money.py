"""What is owed after a decision: every sum the reference works out, and what must hold for all the others."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.cases.calendar import Calendar
from caseflow.enforcement.amounts import BadAmount
from caseflow.enforcement.money import (
    Instalment,
    Item,
    Owed,
    Pause,
    Payment,
    Plan,
    Status,
    allocate,
    court_application_from,
    court_application_open,
    enforcement_window,
    payment_order,
    statement,
    surcharge,
)

D = Decimal
DUE = date(2026, 3, 2)
CALENDAR = Calendar.of_library([2025, 2026])
FINE = Item("fine", Owed.FINE, D("10000.00"), DUE)
TAKEN = Item("confiscation", Owed.CONFISCATION, D("5000.00"), DUE)


def day(n):
    """The n-th day after the due day."""
    return DUE + timedelta(days=n)


def paid(n, amount, **more):
    return Payment(day(n), D(amount), **more)


def account(n, *payments, items=(FINE, TAKEN), plan=None, pauses=(), **values):
    return statement(items, payments, plan, as_of=day(n), pauses=pauses, values=values)


def status_of(found):
    return [line.status for line in found.lines]


# Surcharge


def test_ten_days_late():
    found = surcharge(D(10000), DUE, date(2026, 3, 12), [Payment(date(2026, 3, 12), D(10000))])
    assert found.amount == D("3000.00")
    assert found.capped_on is None


def test_the_cap_is_reached_on_the_34th_day():
    due = date(2026, 6, 1)
    assert surcharge(D(12000), due, date(2026, 7, 4)).amount == D("11880.00")
    found = surcharge(D(12000), due, date(2026, 7, 5))
    assert (found.amount, found.capped_on) == (D("12000.00"), date(2026, 7, 5))
    assert surcharge(D(12000), due, date(2027, 7, 5))[::2] == (D("12000.00"), date(2026, 7, 5))


@pytest.mark.parametrize(("n", "amount"), [(-1, 0), (0, 0), (1, 300), (2, 600)])
def test_the_first_day_that_counts_is_the_day_after(n, amount):
    assert surcharge(D(10000), DUE, day(n)).amount == amount


def test_after_a_part_payment_the_rest_accrues_and_the_paying_day_counts_on_the_whole():
    found = surcharge(D(10000), DUE, day(10), [paid(4, 6000)])
    assert found.amount == 4 * 300 + 6 * 120


def test_what_was_paid_in_time_is_not_part_of_the_base():
    found = surcharge(D(10000), DUE, day(100), [paid(0, 7500)])
    assert found.amount == D("2500.00")


def test_a_payment_in_full_stops_it():
    assert surcharge(D(10000), DUE, day(100), [paid(3, 10000)]).amount == 900


def test_review_and_suit_do_not_count_both_ends_included():
    assert surcharge(D(10000), DUE, day(10), pauses=[Pause(day(3), day(6))]).amount == 6 * 300
    assert surcharge(D(10000), DUE, day(10), pauses=[Pause(day(3))]).amount == 2 * 300
    assert surcharge(D(10000), DUE, day(10), pauses=[Pause(day(-9), day(2))]).amount == 8 * 300


def test_overlapping_pauses_count_once():
    found = surcharge(D(10000), DUE, day(10), pauses=[Pause(day(3), day(6)), Pause(day(5), day(7))])
    assert found.amount == 5 * 300


def test_a_pause_moves_the_day_of_the_cap():
    assert surcharge(D(10000), DUE, day(99), pauses=[Pause(day(3), day(12))]).capped_on == day(44)


def test_the_steps_say_how():
    steps = surcharge(D(10000), DUE, day(10), [paid(4, 6000)], [Pause(day(9), day(9))]).steps
    assert [step.value for step in steps] == [
        "10000.00元",
        "未缴10000.00元，每日300.00元 × 4日 = 1200.00元",
        "未缴4000.00元，每日120.00元 × 5日 = 600.00元",
        "1日",
        "1800.00元",
    ]
    assert steps[-1].total


# The account


@pytest.mark.parametrize(
    ("n", "payments", "expected"),
    [
        (0, [], [Status.DUE, Status.DUE]),
        (0, [paid(0, 4000)], [Status.PARTIAL, Status.DUE]),
        (0, [paid(0, 12000)], [Status.PAID, Status.PARTIAL]),
        (0, [paid(0, 15000)], [Status.PAID, Status.PAID]),
        (1, [], [Status.OVERDUE, Status.OVERDUE]),
        (9, [paid(5, 4000)], [Status.OVERDUE, Status.OVERDUE]),
        (34, [], [Status.CAPPED, Status.OVERDUE]),
        (99, [paid(50, 4000)], [Status.CAPPED, Status.OVERDUE]),
    ],
)
def test_the_state_of_an_item_follows_from_what_was_paid(n, payments, expected):
    assert status_of(account(n, *payments)) == expected


def test_before_service_nothing_is_due():
    found = account(99, items=(Item("fine", Owed.FINE, D(10000)),))
    assert status_of(found) == [Status.NOT_DUE]
    assert found.surcharge == 0
    assert found.next_due is None


def test_confiscation_bears_no_surcharge():
    found = account(99, items=(TAKEN,))
    assert (found.surcharge, found.line("confiscation").steps) == (0, ())
    assert found.line("confiscation").surcharge_status is None


def test_payments_go_to_the_fine_then_confiscation_then_surcharge():
    found = account(10, paid(10, 16000))
    assert [(share.kind, share.amount) for share in found.shares] == [
        (Owed.FINE, 10000),
        (Owed.CONFISCATION, 5000),
        (Owed.SURCHARGE, 1000),
    ]
    assert found.rest == 2000
    assert found.line("fine").surcharge_status == Status.PARTIAL


def test_an_office_may_set_another_order():
    found = account(10, paid(10, 4000), **{"enforcement.payment_order": "surcharge,fine,confiscation"})
    assert [(share.kind, share.amount) for share in found.shares] == [(Owed.SURCHARGE, 3000), (Owed.FINE, 1000)]
    with pytest.raises(ValueError, match="各一次"):
        payment_order("fine,fine,surcharge")


def test_a_slip_that_names_its_item_pays_that_first():
    found = account(0, paid(0, 6000, item="confiscation"))
    assert [(share.kind, share.amount) for share in found.shares] == [(Owed.CONFISCATION, 5000), (Owed.FINE, 1000)]


def test_too_much_is_to_be_given_back():
    found = account(0, paid(0, 15001))
    assert (found.excess, found.refund, found.settled) == (1, 1, False)


def test_payments_to_come_do_not_count():
    assert account(5, paid(6, 15000)).paid == 0


def test_a_sum_with_three_decimals_is_no_payment():
    with pytest.raises(BadAmount):
        account(0, paid(0, "1.005"))


# Plans

PLAN = Plan(day(-1), (Instalment(day(30), D(6000)), Instalment(day(60), D(4000))))


def test_no_surcharge_while_the_plan_is_kept():
    found = account(45, paid(30, 6000), items=(FINE,), plan=PLAN)
    assert (status_of(found), found.surcharge, found.next_due) == ([Status.DEFERRED], 0, day(60))


def test_a_missed_instalment_becomes_overdue_on_its_own_day():
    found = account(40, items=(FINE,), plan=PLAN)
    assert (status_of(found), found.overdue, found.surcharge) == ([Status.OVERDUE], 6000, 10 * 180)


def test_the_cap_of_an_instalment_is_the_instalment():
    found = account(500, paid(30, 6000), items=(FINE,), plan=PLAN)
    assert (found.surcharge, status_of(found)) == (4000, [Status.CAPPED])


def test_two_missed_instalments_never_exceed_the_fine():
    found = account(500, items=(FINE,), plan=PLAN)
    assert (found.surcharge, found.line("fine").capped_on) == (10000, day(94))


def test_a_plan_that_came_too_late_keeps_what_had_accrued():
    late = Plan(day(6), (Instalment(day(30), D(10000)),))
    assert account(20, items=(FINE,), plan=late).surcharge == 5 * 300
    assert account(31, items=(FINE,), plan=late).surcharge == 6 * 300
    assert account(500, items=(FINE,), plan=late).surcharge == 10000


def test_what_was_paid_before_the_plan_is_no_part_of_it():
    plan = Plan(day(-1), (Instalment(day(30), D(4000)),))
    found = account(31, paid(-3, 6000), items=(FINE,), plan=plan)
    assert (found.overdue, found.surcharge) == (4000, 120)


def test_a_plan_without_an_item_is_for_everything_owed():
    plan = Plan(day(-1), (Instalment(day(30), D(8000)), Instalment(day(60), D(7000))))
    found = account(31, plan=plan)
    assert [line.due for line in found.lines] == [day(30), day(60)]
    assert (found.overdue, status_of(found)) == (8000, [Status.OVERDUE, Status.DEFERRED])


def test_a_plan_cannot_ask_for_more():
    with pytest.raises(ValueError, match=r"多5000\.00元"):
        account(0, items=(FINE,), plan=Plan(day(-1), (Instalment(day(30), D(15000)),)))


# Waiver and refund


def changed(**more):
    return Item("fine", Owed.FINE, D(10000), DUE, **more)


def test_the_head_may_impose_no_surcharge():
    found = account(20, items=(changed(surcharge_limit=D(0)),))
    assert (found.surcharge, found.line("fine").surcharge_status) == (0, Status.WAIVED)


def test_a_part_of_the_surcharge_may_be_struck_off():
    item = changed(surcharge_waived=D(2000))
    assert account(10, items=(item,)).rest == 11000
    found = account(10, paid(10, 11000), items=(item,))
    assert (found.settled, found.line("fine").surcharge_status) == (True, Status.WAIVED)


def test_what_is_waived_is_not_asked_for():
    found = account(20, paid(0, 4000), items=(changed(waived=True),))
    assert (status_of(found), found.rest) == ([Status.WAIVED], 0)


def test_an_annulled_fine_is_paid_back():
    annulled = {"lowered_to": D(0), "lowered_on": day(20)}
    found = account(30, paid(0, 10000), items=(changed(**annulled), TAKEN))
    assert (status_of(found)[0], found.refund) == (Status.REFUND_DUE, 10000)
    found = account(30, paid(0, 10000), items=(changed(**annulled, refunded=D(10000)),))
    assert (status_of(found), found.refund) == ([Status.REFUNDED], 0)
    assert status_of(account(30, items=(changed(**annulled),))) == [Status.WAIVED]


def test_a_lowered_fine_bears_surcharge_on_what_is_left():
    found = account(10, items=(changed(lowered_to=D(4000), lowered_on=day(8)),))
    assert (found.surcharge, found.rest) == (1200, 5200)


# Enforcement by the court


def test_the_window_opens_after_the_last_way_of_complaint_and_lasts_three_months():
    window = enforcement_window(date(2025, 11, 30), calendar=CALENDAR)
    assert (window.anchor, window.first_day, window.last_day) == (
        date(2025, 11, 30),
        date(2025, 12, 1),
        date(2026, 2, 28),  # a make-up working day
    )
    later = enforcement_window(
        date(2025, 11, 30), date(2025, 12, 20), date(2026, 1, 4), date(2026, 6, 30), calendar=CALENDAR
    )
    assert (later.anchor, later.last_day) == (date(2026, 6, 30), date(2026, 9, 30))


def test_the_last_day_moves_to_a_working_day():
    assert enforcement_window(date(2026, 7, 1), calendar=CALENDAR).last_day == date(2026, 10, 8)


SERVED = date(2026, 1, 28)
WINDOW = enforcement_window(date(2025, 12, 15), calendar=CALENDAR)


def reasons(on, **more):
    facts = {"demand_served": SERVED, "window": WINDOW, "calendar": CALENDAR, "unpaid": D(1)} | more
    return [code for code, _sentence in court_application_open(on, **facts)]


def test_the_court_is_asked_from_the_day_after_the_tenth_working_day():
    assert court_application_from(SERVED, CALENDAR) == date(2026, 2, 12)
    assert reasons(date(2026, 2, 7)) == ["demand_running"]  # the tenth day by the calendar
    assert reasons(date(2026, 2, 11)) == ["demand_running"]
    assert reasons(date(2026, 2, 12)) == []


def test_the_court_is_asked_inside_the_window_for_what_is_unpaid_and_undisputed():
    assert reasons(date(2026, 3, 17)) == ["window_closed"]  # 15 March is a Sunday
    assert reasons(date(2026, 3, 16)) == []
    assert reasons(date(2026, 3, 13), unpaid=D(0)) == ["nothing_unpaid"]
    assert reasons(date(2026, 3, 13), demand_served=None) == ["demand_not_served"]
    assert reasons(date(2026, 3, 13), remedy_pending=True) == ["remedy_pending"]
    assert reasons(date(2025, 12, 15), demand_served=date(2025, 11, 3)) == ["window_not_open"]


# Laws

sums = st.decimals(D("0.01"), 10**6, places=2)
offsets = st.integers(-20, 90)
payments = st.lists(st.builds(lambda n, amount: Payment(day(n), amount), offsets, sums), max_size=5)
pauses = st.lists(
    st.builds(
        lambda start, length: Pause(day(start), None if length > 30 else day(start + length)),
        offsets,
        st.integers(0, 40),
    ),
    max_size=3,
)


@given(sums, offsets, payments, pauses)
def test_surcharge_lies_between_nothing_and_the_fine(base, n, made, held):
    found = surcharge(base, DUE, day(n), made, held)
    assert 0 <= found.amount <= base
    if found.capped_on:
        assert DUE < found.capped_on <= day(n)


@given(sums, offsets, payments, pauses)
def test_surcharge_never_shrinks_with_time(base, n, made, held):
    assert surcharge(base, DUE, day(n), made, held).amount <= surcharge(base, DUE, day(n + 1), made, held).amount


@given(sums, offsets, payments, pauses, pauses)
def test_a_pause_never_raises_it(base, n, made, held, more):
    assert surcharge(base, DUE, day(n), made, held + more).amount <= surcharge(base, DUE, day(n), made, held).amount


@given(sums, offsets, payments, sums, offsets)
def test_a_payment_never_raises_it(base, n, made, amount, on):
    more = [*made, Payment(day(on), amount)]
    assert surcharge(base, DUE, day(n), more).amount <= surcharge(base, DUE, day(n), made).amount


@given(sums, offsets, payments, sums, sums, offsets, pauses)
def test_two_payments_on_a_day_are_one(base, n, made, one, other, on, held):
    split = [*made, Payment(day(on), one), Payment(day(on), other)]
    whole = [*made, Payment(day(on), one + other)]
    assert surcharge(base, DUE, day(n), split, held).amount == surcharge(base, DUE, day(n), whole, held).amount


@given(sums, st.integers(1, 90))
def test_the_day_of_the_cap_is_the_first_on_which_it_is_reached(base, n):
    found = surcharge(base, DUE, day(n))
    assert found.capped_on == (day(34) if n >= 34 else None)


@given(sums, sums, payments, pauses, st.integers(0, 120), st.permutations(Owed.values))
def test_the_shares_add_up_to_the_payments(fine, taken, made, held, n, order):
    items = (Item("fine", Owed.FINE, fine, DUE), Item("confiscation", Owed.CONFISCATION, taken, DUE))
    shares = allocate(items, made, pauses=held, order=",".join(order))
    assert sum((share.amount for share in shares), D(0)) == sum((each.amount for each in made), D(0))
    assert all(share.amount > 0 for share in shares)
    for item in items:
        assert sum(s.amount for s in shares if s.item == item.key and s.kind == item.kind) <= item.amount
    found = statement(items, made, as_of=day(n), pauses=held, values={"enforcement.payment_order": ",".join(order)})
    assert found.rest >= 0
    assert all(line.surcharge <= line.item.amount for line in found.lines)
    assert found.line("confiscation").surcharge == 0


@given(sums, st.lists(st.tuples(st.integers(1, 60), sums), min_size=1, max_size=4), payments, st.integers(0, 150))
def test_a_plan_never_makes_the_surcharge_exceed_the_fine(fine, rows, made, n):
    whole = sum(amount for _due, amount in rows)
    item = Item("fine", Owed.FINE, whole + fine, DUE)
    plan = Plan(day(5), tuple(Instalment(day(due), amount) for due, amount in rows))
    found = statement([item], made, plan, as_of=day(n))
    assert found.line("fine").surcharge <= item.amount
    assert found.line("fine").overdue <= found.line("fine").rest <= item.amount
