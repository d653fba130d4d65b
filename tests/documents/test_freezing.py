"""The content of a paper is canonical, plain, and printable to the last character."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.glyphs import fallbacks_in
from documents.issuing import Unprintable, freeze

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet="案件〔〕2026，。 a", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


def test_the_order_of_keys_does_not_matter_and_the_facts_do():
    one = freeze("sample_receipt", {"a": 1, "b": ["二"]})
    assert one == freeze("sample_receipt", {"b": ["二"], "a": 1})
    assert one.context_json == '{"a":1,"b":["二"]}'
    assert one.sha256 != freeze("sample_receipt", {"a": 2, "b": ["二"]}).sha256
    assert one.sha256 != freeze("sample_record", {"a": 1, "b": ["二"]}).sha256


@given(st.dictionaries(st.sampled_from("xyz"), plain, max_size=3))
def test_frozen_content_reads_back_as_it_was(context):
    assert freeze("sample_receipt", context).context == context


@pytest.mark.parametrize("value", [1.5, date(2026, 1, 1), Decimal(1), {1: 2}, {"a": {"b": object()}}, b"x"])
def test_only_plain_facts_can_be_frozen(value):
    with pytest.raises(TypeError):
        freeze("sample_receipt", {"field": value})


@pytest.mark.parametrize(
    "name", ["𠮷", "𬱟", "𱁬", "𬭎", "𫖯", "䶮", "㛃", "喆", "珺", "阿卜杜拉·买买提", "José", "豈"]
)
def test_rare_names_are_printable(name):
    assert freeze("sample_receipt", {"name": name}).context["name"] == name


@pytest.mark.parametrize(
    ("character", "code_point"),
    [
        ("\ue123", "U+E123"),
        ("\u200d", "U+200D"),
        ("\u202e", "U+202E"),
        ("\U0003134f", "U+3134F"),
        ("\x00", "U+0000"),
        ("\uffff", "U+FFFF"),
        ("\ud800", "U+D800"),
    ],
)
def test_a_character_that_no_font_has_is_named_with_its_field(character, code_point):
    with pytest.raises(Unprintable) as refused:
        freeze("sample_receipt", {"party": [{"name": f"王{character}"}]})
    (problem,) = refused.value.problems
    assert (problem.field, problem.character, problem.code_point) == ("party[1].name", character, code_point)
    assert code_point in str(refused.value)


def test_characters_of_other_fonts_than_the_main_one_are_recorded():
    assert fallbacks_in({"a": "赵晓喆，2026", "b": ["䶮〔〕"]}) == "䶮喆"
