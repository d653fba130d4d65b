"""Splits add up for every fen, line by line; recoveries clear every level; sums are written in capitals."""

from decimal import ROUND_HALF_UP, Decimal
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.support.rules.money import BadSum, Yuan, fen
from caseflow.support.rules.splitting import (
    DISTRICT,
    SPLIT_1,
    UNSET,
    Cut,
    FundingRule,
    Split,
    Unset,
    split_80_4_16,
    split_recovery,
    total_of,
)

PERIOD = 100  # fen: 8:2 repeats after 10, and 2:8 of what is left of that after 10 times as many
sums = st.integers(-10_000_000_000, 10_000_000_000)


@st.composite
def rules(draw):
    """Any rule of the general form, with ties too."""
    levels = draw(st.permutations(["central", "province", "city", "district"]))
    cuts = draw(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 10)), max_size=3))
    steps = tuple(Cut(level, ratio) for level, ratio in zip(levels, cuts, strict=False))
    return FundingRule("R", steps, levels[len(cuts)])


def half_up(amount):
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def as_the_reference_says(total):
    """First 8:2, then 2:8 of the rest, in exact decimals; what is left is the district's."""
    sign, left = (-1 if total < 0 else 1), abs(total)
    province = half_up(left * Decimal("0.8"))
    city = half_up((left - province) * Decimal("0.2"))
    return sign * province, sign * city, sign * (left - province - city)


@pytest.mark.parametrize(
    ("total", "shares"),
    [(10_000, (8_000, 400, 1_600)), (2_000_000, (1_600_000, 80_000, 320_000)), (300_000, (240_000, 12_000, 48_000))],
)
def test_the_examples_of_the_reference(total, shares):
    assert split_80_4_16(total)[:3] == shares


def test_truncation_would_be_wrong():
    assert split_80_4_16(24)[:3] == (19, 1, 4)
    assert split_80_4_16(2_500)[:3] == (2_000, 100, 400)


def test_the_first_periods_add_up_fen_by_fen_as_the_reference_says():
    for total in range(400 * PERIOD):
        assert split_80_4_16(total)[:3] == as_the_reference_says(total)
        assert sum(split_80_4_16(total)) == total


@given(rules(), st.integers(0, 10**9), st.integers(1, 10**6))
def test_a_whole_period_more_adds_whole_shares_so_the_first_stands_for_all(rule, total, times):
    period = prod(ours + rest for _level, (ours, rest) in rule.steps)
    more = rule.split(total + times * period).minus(rule.split(total))
    assert more == Split(*(times * share for share in rule.split(period)))


@pytest.mark.parametrize("times", [1, 2, 39_999, 10**8])
def test_every_residue_of_the_period_adds_up_however_large_the_sum(times):
    for rest in range(PERIOD):
        found = split_80_4_16(times * PERIOD + rest)
        assert found == split_80_4_16(rest).plus(Split(times * 80, times * 4, times * 16))


@given(sums)
def test_the_split_is_that_of_the_reference_with_the_sign_of_the_sum(total):
    found = split_80_4_16(total)
    assert found[:3] == as_the_reference_says(total)
    assert all(share * total >= 0 for share in found)


@given(rules(), sums)
def test_any_rule_adds_up_and_keeps_the_sign(rule, total):
    found = rule.split(total)
    assert found.total == total
    assert all(share * total >= 0 for share in found)
    assert rule.split(-total) == found.negative


@given(st.integers(0, 10**9), st.integers(1, 9), st.integers(1, 9))
def test_a_tie_is_rounded_up(total, ours, rest):
    exact = total * ours / (ours + rest) if total < 10**6 else None
    share = FundingRule("R", (Cut("province", (ours, rest)),)).split(total).province
    assert 2 * share * (ours + rest) - 2 * total * ours in range(-(ours + rest) + 1, ours + rest + 1)
    assert exact is None or abs(share - exact) <= 0.5


def test_one_level_has_all_and_a_rule_nobody_set_splits_nothing():
    assert DISTRICT.split(12_345) == Split(district=12_345)
    with pytest.raises(Unset, match="还没有核定"):
        UNSET.split(1)


def test_lines_are_split_and_then_added_never_the_other_way():
    lines = [split_80_4_16(24), split_80_4_16(24)]
    assert total_of(lines) == Split(38, 2, 8)
    assert split_80_4_16(48) == Split(38, 2, 8)
    assert total_of([split_80_4_16(3)] * 10) != split_80_4_16(30)


@given(st.integers(1, 5_000_000), st.lists(st.integers(1, 500_000), max_size=8))
def test_recoveries_clear_every_level(total, parts):
    original, done = split_80_4_16(total), []
    for part in parts:
        left = total + total_of(done).total
        if part < left:
            done.append(split_recovery(part, original, done, SPLIT_1))
    left = total + total_of(done).total
    done.append(split_recovery(left, original, done, SPLIT_1))
    assert original.plus(total_of(done)) == Split()
    assert all(share <= 0 for split in done for share in split)


def test_a_recovery_has_the_shares_of_the_rule_while_something_is_left():
    original = split_80_4_16(10_000)
    assert split_recovery(24, original, [], SPLIT_1) == Split(-19, -1, -4)


@pytest.mark.parametrize("part", [0, -5, 101])
def test_more_than_was_paid_cannot_come_back(part):
    with pytest.raises(ValueError, match=r"最多还能退回1\.00元"):
        split_recovery(part, split_80_4_16(100), [], SPLIT_1)


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (2_000_000, "贰万元整"),
        (24, "贰角肆分"),
        (-24, "负贰角肆分"),
        (300_005, "叁仟元零伍分"),
        (0, "零元整"),
        (59_000, "伍佰玖拾元整"),
    ],
)
def test_sums_in_capitals(total, words):
    assert Yuan(total).capitals == words


@given(st.integers(-99_999_999_999_999, 99_999_999_999_999))
def test_what_is_written_is_read_back(total):
    for text in (Yuan(total).figures, Yuan(total).grouped, f" {Yuan(total).figures}元"):
        assert fen(text, negative=True) == total


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "不是数字"),
        ("abc", "不是数字"),
        ("1e5", "不是数字"),
        ("NaN", "不是数字"),
        ("0.245", "最多保留两位小数"),
        ("-1", "不得为负数"),
        ("9" * 30, "过大"),
        ("１２", "不是数字"),
        ("1,00", "不是数字"),
    ],
)
def test_what_is_no_sum_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(BadSum, match=sentence):
        fen(text)
