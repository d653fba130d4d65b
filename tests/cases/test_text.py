"""What may stand in a typed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.cases.text import comparable, narrow, problems, removed, tidy

ANY_TEXT = st.text(alphabet=st.characters())


@pytest.mark.parametrize(
    "text",
    [
        "𠮷田", "𬱟", "𱁬",  # planes 2 and 3
        "葛\U000e0100", "豈",
        "阿卜杜拉·买买提", "阿卜杜拉•买买提", "阿卜杜拉‧买买提", "阿卜杜拉・买买提",
        "e\u0301", "<script>alert(1)</script>", "{{7*7}}{% load x %}", "'; DROP TABLE app_case;--", "=HYPERLINK(1)",
        "👨\u200d👩\u200d👧", "ياسىن", "㐂",
    ],
)  # fmt: skip
def test_what_people_write_is_stored_as_typed(text):
    assert problems(text) == []
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("text", "codepoint", "hint"),
    [
        ("王\ue000", "U+E000", "自造字"),
        ("王\U000f1234", "U+F1234", "自造字"),
        ("王\u202e敏", "U+202E", "书写方向"),
        ("王\u200f敏", "U+200F", "书写方向"),
        ("王\x00敏", "U+0000", "控制字符"),
        ("王\ud800", "U+D800", "编码出错"),
        ("王\ufffd", "U+FFFD", "编码出错"),
        ("王\uffff", "U+FFFF", "不是可以保存的字符"),
        ("王\U0010ffff", "U+10FFFF", "不是可以保存的字符"),
        ("王\x85敏", "U+0085", "换行"),
        ("王\x9b敏", "U+009B", "控制字符"),
        ("王\x1b[31m", "U+001B", "控制字符"),
        ("张三\r\nBcc:", "U+000D", "换行"),
        ("张\t三", "U+0009", "制表符"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_hint(text, codepoint, hint):
    problem = problems(text)[0]
    assert problem.codepoint == codepoint
    assert hint in problem.sentence
    assert problem.sentence.startswith(f"第 {problem.position + 1} 个字")


def test_a_long_text_may_have_lines_and_tabs_but_no_other_controls():
    assert problems("一\n\t二", lines=True) == []
    assert tidy("一\r\n二\r三\u2028四", lines=True) == "一\n二\n三\n四"
    assert problems("一\x0e二", lines=True)


def test_zero_width_characters_go_and_are_counted():
    assert tidy("\u200b王\u200d敏\ufeff") == "王敏"
    assert removed("\u200b王\u200d敏\ufeff", "王敏") == 3


def test_ideographic_spaces_are_trimmed_and_alone_are_nothing():
    assert tidy("\u3000\u3000王敏\u3000") == "王敏"
    assert tidy("\u3000\u3000") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("豈", "豈"), ("葛\U000e0100", "葛"), ("e\u0301", "é"), ("阿卜·买", "阿卜•买"), ("阿卜‧买", "阿卜・买"),
        ("Ａ１", "a1"), ("王　敏", "王 敏"),
    ],
)  # fmt: skip
def test_what_looks_the_same_compares_equal(one, other):
    assert comparable(one) == comparable(other)


def test_only_full_width_digits_become_ascii():
    assert narrow("２０２６-０１Ｘ") == "2026-01X"
    assert narrow("١٢") == "١٢"


@given(ANY_TEXT)
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)
    assert tidy(tidy(text, lines=True), lines=True) == tidy(text, lines=True)


@given(ANY_TEXT)
def test_a_text_without_problems_can_be_written_and_read_back(text):
    if not problems(text):
        assert text.encode().decode() == text
        assert "\x00" not in text


@given(ANY_TEXT)
def test_every_text_is_found_by_itself(text):
    assert comparable(text) in comparable(text + text) or comparable(text) == comparable(tidy(text))
