"""The database splits a line as the rule does, for every sum of fen, negatives too (SPLIT-1)."""

import pytest
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as some

from caseflow.support.batches.rates import read_rule
from caseflow.support.batches.sql import shares
from caseflow.support.models import Area
from caseflow.support.rules.splitting import DISTRICT, SPLIT_1, Split, Unset, split_80_4_16

FEN = some.integers(min_value=-(10**13), max_value=10**13)
RATIO = some.tuples(some.integers(0, 99), some.integers(1, 99))


def in_sql(rule, amounts):
    """The shares of each amount, one row of the database for each."""
    area = Area.objects.get_or_create(code="620702104", name="云溪镇")[0]
    found = []
    for fen in amounts:
        told = shares(rule, Value(fen))
        row = Area.objects.filter(pk=area.pk).annotate(**{f"s_{level}": each for level, each in told.items()})
        found.append(Split(*row.values_list(*(f"s_{level}" for level in Split._fields)).get()))
    return found


@pytest.mark.django_db
@given(FEN)
def test_split_1_is_the_same_in_both(fen):
    assert in_sql(SPLIT_1, [fen]) == [split_80_4_16(fen)]


@pytest.mark.django_db
@given(FEN, some.lists(RATIO, min_size=1, max_size=3))
def test_any_rule_is_the_same_in_both(fen, ratios):
    levels = ("中央", "省级", "市级")
    rule = read_rule(" ".join(f"{level} {a}:{b}" for level, (a, b) in zip(levels, ratios, strict=False)))
    assert in_sql(rule, [fen]) == [rule.split(fen)]
    assert rule.split(fen).total == fen


@pytest.mark.django_db
@pytest.mark.parametrize("rule", [SPLIT_1, DISTRICT], ids=lambda rule: rule.code)
def test_every_small_sum(rule):
    amounts = [*range(-30, 130), 23, 24, 25, 1_999_999, 2_000_000]
    assert in_sql(rule, amounts) == [rule.split(fen) for fen in amounts]


def test_a_rule_that_nobody_set_splits_nothing():
    for text in ("", "省级", "省级 8:2 外星 1:1", "省级 8:2 省级 1:1", "市级 0:0"):
        assert not read_rule(text).is_set, text
        with pytest.raises(Unset):
            shares(read_rule(text), Value(1))


def test_the_text_of_a_rule_is_read_in_the_order_of_the_document():
    assert read_rule("省级 8:2 市级 2:8").split(10_000) == Split(8_000, 400, 1_600)
    assert read_rule("中央 8：2，省级 8:2").split(10_000) == Split(1_600, 0, 400, 8_000)
    assert read_rule("区级").split(10_000) == Split(0, 0, 10_000)
