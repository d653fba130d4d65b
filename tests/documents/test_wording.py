"""Sums, dates and periods in words."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import wording


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("1.05", "壹元零伍分"),
        ("10", "壹拾元整"),
        ("10.50", "壹拾元伍角整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("18600", "壹万捌仟陆佰元整"),
        ("20000", "贰万元整"),
        ("100100", "壹拾万零壹佰元整"),
        ("1000001", "壹佰万零壹元整"),
        ("100000000.01", "壹亿元零壹分"),
        ("100001000", "壹亿零壹仟元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_a_sum_is_written_in_capital_numerals(figures, words):
    assert wording.money(Decimal(figures)) == {"figures": f"{Decimal(figures):.2f}", "words": words}


@given(st.integers(1, 10**12 - 1))
def test_whole_sums_agree_with_an_independent_reader(yuan):
    assert cn2an.cn2an(wording.number_words(yuan), "smart") == yuan
    assert wording.money_words(Decimal(yuan)).removesuffix("元整").translate(
        str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
    ).removeprefix("一十") == wording.number_words(yuan).removeprefix("十").removeprefix("一十")


@pytest.mark.parametrize("amount", [Decimal(-5), Decimal("0.005"), Decimal("NaN"), Decimal("1e12"), 5.0, 5])
def test_what_is_no_sum_of_yuan_is_refused(amount):
    with pytest.raises(ValueError, match="yuan"):
        wording.money(amount)


def test_dates_have_no_leading_zeros_and_minutes_have_two_figures():
    assert wording.date_words(date(2026, 3, 5)) == "2026年3月5日"
    moment = datetime(2026, 3, 4, 17, 5, tzinfo=ZoneInfo("UTC"))
    assert wording.moment_words(moment) == "2026年3月5日1时05分"
    assert wording.time_words(moment) == "1时05分"


@pytest.mark.parametrize(
    ("length", "unit", "words"),
    [
        (5, "working_days", "五个工作日"),
        (2, "working_days", "两个工作日"),
        (15, "calendar_days", "十五日"),
        (60, "calendar_days", "六十日"),
        (6, "months", "六个月"),
        (2, "years", "二年"),
        (24, "hours", "二十四小时"),
    ],
)
def test_a_period_is_written_as_the_law_writes_it(length, unit, words):
    assert wording.period_words(length, unit) == words


def test_facts_are_put_into_words_through_lists_and_dicts():
    facts = {"on": date(2026, 1, 2), "sums": [Decimal("1.00")], "name": "赵晓喆", "count": 3}
    assert wording.in_words(facts) == {
        "on": "2026年1月2日",
        "sums": [{"figures": "1.00", "words": "壹元整"}],
        "name": "赵晓喆",
        "count": 3,
    }
