"""What is too old is not punished, and its income does not count."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.enforcement.amounts import BadAmount
from caseflow.enforcement.limitation import Act, limitation, unlawful_income

D = Decimal
FOUND = date(2026, 3, 5)
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("discovered", "punishable"), [(date(2026, 2, 28), True), (date(2026, 3, 1), False), (date(2024, 1, 1), True)]
)
def test_two_years_from_a_leap_day_end_on_the_last_of_february(discovered, punishable):
    found = limitation(date(2024, 2, 29), discovered)
    assert found.last_day == date(2026, 2, 28)
    assert found.punishable is punishable


def test_five_years_where_life_or_health_was_harmed():
    assert limitation(date(2021, 3, 5), FOUND, life_health_and_harm=True).punishable
    assert not limitation(date(2021, 3, 4), FOUND, life_health_and_harm=True).punishable


def test_the_last_day_is_not_moved_by_a_weekend():
    assert limitation(date(2024, 5, 16), FOUND).last_day == date(2026, 5, 16)  # a Saturday


def test_the_sum_says_how_it_was_counted():
    labels = [step.label for step in limitation(date(2024, 2, 29), date(2026, 3, 1)).steps]
    assert labels == ["违法行为终了之日", "追责时效", "时效届满之日", "发现之日", "结论"]


@given(days, days)
def test_the_longer_limit_never_bars_what_the_shorter_allows(ended, discovered):
    short, long = limitation(ended, discovered), limitation(ended, discovered, life_health_and_harm=True)
    assert short.last_day < long.last_day
    assert short.punishable <= long.punishable


def test_income_is_added_by_violation_and_what_was_given_back_is_left_out():
    found = unlawful_income(
        [
            Act("P-01", date(2026, 1, 5), D(6000), D(1000)),
            Act("P-01", date(2026, 1, 9), D(7000)),
            Act("P-08", date(2026, 1, 9), D(500), D(800)),
        ],
        FOUND,
    )
    assert {code: income.amount for code, income in found.items()} == {"P-01": D(12000), "P-08": D(0)}


def test_a_barred_act_brings_no_income():
    old, young = Act("P-01", date(2024, 3, 4), D(9000)), Act("P-01", date(2024, 3, 5), D(3000))
    found = unlawful_income([old, young], FOUND)["P-01"]
    assert (found.amount, found.acts, found.barred) == (D(3000), (young,), (old,))


def test_a_continuous_act_is_tested_from_its_end():
    first = Act("P-01", date(2023, 1, 1), D(9000), chain="诊所")
    last = Act("P-01", date(2025, 1, 1), D(3000), chain="诊所")
    assert unlawful_income([first, last], FOUND)["P-01"].amount == D(12000)


def test_everything_barred_leaves_nothing():
    found = unlawful_income([Act("P-01", date(2020, 1, 1), D(9000))], FOUND)["P-01"]
    assert (found.amount, found.acts) == (D(0), ())


def test_sums_must_be_sums():
    with pytest.raises(BadAmount):
        unlawful_income([Act("P-01", FOUND, D("-1"))], FOUND)


@given(
    st.lists(
        st.builds(
            Act,
            st.sampled_from(["P-01", "P-02"]),
            days,
            st.decimals(0, 10**6, places=2),
            st.decimals(0, 10**6, places=2),
            st.booleans(),
            st.sampled_from(["", "连续"]),
        ),
        max_size=8,
    ),
    days,
)
def test_income_is_the_sum_of_the_acts_that_count(acts, discovered):
    found = unlawful_income(acts, discovered)
    for code, income in found.items():
        assert income.amount == sum((act.income for act in income.acts), D(0))
        assert sorted(map(repr, income.acts + income.barred)) == sorted(repr(a) for a in acts if a.code == code)
    later = unlawful_income(acts, discovered + timedelta(days=365))
    assert all(later[code].amount <= income.amount for code, income in found.items())
