"""Numbers that a registry gave."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.cases import identifiers
from caseflow.cases.identifiers import (
    CREDIT_CHARS,
    PROVINCES,
    compact,
    credit_check,
    credit_doubt,
    credit_problem,
    id_check,
    id_problem,
    licence_doubt,
    mask_name,
    mask_number,
    mask_phone,
    organisation_check,
    phone,
)

TODAY = date(2026, 10, 9)


@st.composite
def id_numbers(draw):
    region = draw(st.sampled_from(sorted(PROVINCES))) + f"{draw(st.integers(0, 9999)):04d}"
    born = draw(st.dates(date(1900, 1, 1), TODAY))
    first17 = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first17 + id_check(first17)


@st.composite
def credit_codes(draw):
    body = draw(st.text(CREDIT_CHARS, min_size=9, max_size=9))
    first17 = f"{draw(st.sampled_from('159Y'))}1{draw(st.integers(100000, 999999))}{body}"
    return first17 + credit_check(first17)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard_are_valid(number):
    assert id_problem(number, today=TODAY) == ""


@pytest.mark.parametrize("number", ["990101198001010014", "990101199602290028"])
def test_invented_persons_pass_only_where_they_may(number):
    assert id_problem(number, today=TODAY, synthetic=True) == ""
    assert "地区代码" in id_problem(number, today=TODAY)


def test_a_birth_on_a_day_that_never_was_is_refused_though_the_check_digit_is_right():
    assert "19900229" in id_problem("990101199002290016", today=TODAY, synthetic=True)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("110105194912310021", "校验码"),
        ("130503670401001", "15 位"),
        ("1101051949123100", "16 位"),
        ("A10105194912310021", "18 位"),
    ],
)
def test_a_wrong_identity_number_is_told_what_is_wrong(number, word):
    assert word in id_problem(number, today=TODAY)


def test_a_birth_in_the_future_is_refused():
    first17 = "11010520261010001"
    assert "晚于今天" in id_problem(first17 + id_check(first17), today=TODAY)


@given(id_numbers())
def test_every_identity_number_made_by_the_rule_is_valid(number):
    assert id_problem(number, today=TODAY) == ""


@given(id_numbers(), st.integers(0, 17), st.integers(1, 9))
def test_a_change_of_one_digit_is_always_refused(number, place, step):
    changed = "X0123456789"[step] if number[place] == "X" else str((int(number[place]) + step) % 10)
    assert id_problem(number[:place] + changed + number[place + 1 :], today=TODAY)


@given(id_numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_are_refused(number, place):
    if number[place] != number[place + 1]:
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert id_problem(swapped, today=TODAY)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91620702MA0000007X"])
def test_known_credit_codes_are_valid(code):
    assert credit_problem(code) == ""


def test_the_inner_check_of_the_standards_example():
    assert organisation_check("M000100Y") == "4"
    assert credit_doubt("91350100M000100Y43") == ""


def test_a_broken_inner_check_is_a_doubt_and_no_error():
    first17 = "91350100M000100Y5"
    code = first17 + credit_check(first17)
    assert credit_problem(code) == ""
    assert "再对照" in credit_doubt(code)


@pytest.mark.parametrize(
    ("code", "word"),
    [("91350100M000100Y44", "校验码"), ("91350100M000100Y4", "17 位"), ("9135O100M000100Y43", "O")],
)
def test_a_wrong_credit_code_is_told_what_is_wrong(code, word):
    assert word in credit_problem(code)


@given(credit_codes(), st.integers(0, 17), st.integers(1, 30))
def test_a_credit_code_is_valid_by_the_rule_and_never_after_one_change(code, place, step):
    assert credit_problem(code) == ""
    changed = CREDIT_CHARS[(CREDIT_CHARS.index(code[place]) + step) % 31]
    assert credit_problem(code[:place] + changed + code[place + 1 :])


@pytest.mark.parametrize("typed", ["+86 138 0000 0000", "138-0000-0000", "１３８００００００００", "0086-13800000000"])
def test_a_mobile_number_is_read_however_it_is_written(typed):
    assert phone(typed) == "13800000000"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0936-8212345", "0936-8212345"), ("（0936）8212345", "09368212345"), ("+86 936 8212345", "09368212345"),
        ("12320", "12320"), ("400 123 4567", "4001234567"), ("010-12345678-802", "010-12345678-802"),
        ("1380000000", ""), ("不详", ""), ("8212345", ""),
    ],
)  # fmt: skip
def test_landlines_need_their_area_code(typed, stored):
    assert phone(typed) == stored


def test_spaces_hyphens_and_full_width_do_not_matter():
    assert compact("９１３５ ０１００-m000100y43") == "91350100M000100Y43"
    assert compact("11010519491231002ｘ") == "11010519491231002X"


@pytest.mark.parametrize("number", ["A" * 9 + "620702" + "1" * 7, "620702000131", "1" * 18])
def test_the_three_generations_of_licence_numbers_raise_no_doubt(number):
    assert licence_doubt(number) == ""
    assert "再核对" in licence_doubt(number[:-8])


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王敏", "王某"),
        ("欧阳静怡", "欧阳某"),
        ("司马", "司某"),
        ("阿依古丽·买买提江", "阿某"),
        ("Smith", "S某"),
        ("", ""),
    ],
)
def test_a_masked_name_keeps_the_family_name(name, masked):
    assert mask_name(name) == masked


@given(st.text(alphabet=st.characters()))
def test_masks_never_show_more_than_they_may(text):
    assert len(mask_name(text)) <= 3
    assert sum(shown != "*" for shown in mask_number(text.replace("*", "x"))) <= 8
    assert sum(shown not in "* " for shown in mask_phone(text)) <= 7
    if len(text) < 12:
        assert set(mask_number(text)) <= {"*"}


def test_a_masked_number_shows_its_ends():
    assert mask_number("11010519491231002X") == "1101**********002X"
    assert mask_phone("13800006127") == "138 **** 6127"


def test_the_province_table_has_no_synthetic_region():
    assert identifiers.SYNTHETIC not in PROVINCES
