"""Facts have one form: the same facts are the same bytes, and what has no exact form is refused."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from caseflow.cases.facts import canonical, plain

SHANGHAI = ZoneInfo("Asia/Shanghai")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.text(st.characters(codec="ascii"), max_size=20)  # names of fields
money = st.decimals(-(10**9), 10**9, places=2)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts | money | st.dates() | st.times(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
facts = st.dictionaries(keys, values, max_size=6)


@given(facts)
def test_canonical_facts_read_back_are_the_plain_facts(given_facts):
    assert json.loads(canonical(given_facts)) == plain(given_facts)


@given(facts)
def test_canonical_of_canonical_is_the_same_text(given_facts):
    text = canonical(given_facts)
    assert canonical(json.loads(text)) == text


@given(facts, st.randoms())
def test_the_order_of_the_facts_does_not_matter(given_facts, random):
    keys = list(given_facts)
    random.shuffle(keys)
    assert canonical({key: given_facts[key] for key in keys}) == canonical(given_facts)


@given(facts, facts)
def test_different_facts_are_different_texts(one, other):
    assert (canonical(one) == canonical(other)) == (same(plain(one)) == same(plain(other)))


def same(value):
    """As JSON compares: True is not 1."""
    match value:
        case dict():
            return {key: same(each) for key, each in value.items()}
        case list():
            return [same(each) for each in value]
    return type(value), value


@given(st.floats())
def test_a_float_has_no_exact_form(number):
    with pytest.raises(TypeError):
        canonical({"fine": number})


@given(money)
def test_money_keeps_its_two_places(amount):
    assert Decimal(json.loads(canonical({"fine": amount}))["fine"]) == amount
    assert json.loads(canonical({"fine": amount}))["fine"].partition(".")[2] == f"{amount:f}".partition(".")[2]


@given(
    st.datetimes(timezones=st.just(ZoneInfo("UTC")), min_value=datetime(1991, 12, 31), max_value=datetime(2100, 1, 1))
)
def test_a_moment_is_written_in_the_time_of_shanghai_to_the_second(moment):
    written = json.loads(canonical({"at": moment}))["at"]
    assert written.endswith("+08:00")
    assert datetime.fromisoformat(written) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+4"), '"10000"'),
        (date(2026, 2, 10), '"2026-02-10"'),
        (time(9, 30), '"09:30:00"'),
        (datetime(2026, 3, 5, 9, 30, tzinfo=SHANGHAI), '"2026-03-05T09:30:00+08:00"'),
        (gettext_lazy("立案"), '"立案"'),
        ("“两非”", '"“两非”"'),
        (True, "true"),
        ((1, 2), "[1,2]"),
    ],
)
def test_each_kind_of_value_has_its_form(value, text):
    assert canonical(value) == text


@pytest.mark.parametrize("value", [object(), b"bytes", 1j, iter([1])])
def test_what_has_no_form_is_refused(value):
    with pytest.raises(TypeError, match="has no exact form"):
        canonical({"fact": value})
