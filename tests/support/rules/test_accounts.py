"""Check digits, holders, and the numbers of papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.support.rules.accounts import (
    Kind,
    account_problem,
    check_digits,
    checked,
    internal_number,
    luhn,
    name_problem,
    number_checked,
)
from caseflow.support.rules.said import BadFacts
from caseflow.support.rules.settings import Settings

CARD = "6228480402564890018"
digits = st.text("0123456789", min_size=15, max_size=18)


def with_luhn(body):
    return next(body + each for each in "0123456789" if luhn(body + each))


@pytest.mark.parametrize(
    ("number", "right"), [("79927398713", True), ("79927398710", False), (CARD, True), ("4539148803436467", True)]
)
def test_the_check_digit_of_cards(number, right):
    assert luhn(number) is right


@given(digits, st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body, place, more):
    card = with_luhn(body)
    wrong = card[:place] + str((int(card[place]) + more) % 10) + card[place + 1 :]
    assert not luhn(wrong)


@pytest.mark.parametrize(
    ("number", "kind", "sentence"),
    [
        (CARD, Kind.SOCIAL_CARD, ""),
        ("6228 4804 0256 4890 018", Kind.SAVINGS_CARD, ""),
        ("６２２８４８０４０２５６４８９００１８", Kind.SAVINGS_CARD, ""),
        (CARD[:-1] + "9", Kind.SAVINGS_CARD, "校验位不对"),
        ("622848040256489", Kind.SAVINGS_CARD, "16 至 19 位"),
        ("62284804025648900181", Kind.SAVINGS_CARD, "16 至 19 位"),
        ("0000000000000000", Kind.SAVINGS_CARD, "每一位都一样"),
        ("6228x80402564890018", Kind.SAVINGS_CARD, "只能是数字"),
        ("", Kind.SAVINGS_CARD, "请填写账号"),
        ("27012001100123456", Kind.PASSBOOK, ""),
        ("2701", Kind.PASSBOOK, "存折账号"),
    ],
)
def test_an_account_is_right_or_one_reads_why(number, kind, sentence):
    found = account_problem(number, kind)
    assert sentence in found
    assert bool(found) == bool(sentence)


def test_a_bank_without_check_digits_is_not_asked_for_one():
    settings = Settings.of({"account.without_check_digit": "某村镇银行，某信用社"})
    assert account_problem(CARD[:-1] + "9", Kind.SAVINGS_CARD, "某信用社", settings) == ""
    assert account_problem(CARD[:-1] + "9", Kind.SAVINGS_CARD, "某银行", settings)


@pytest.mark.parametrize(
    ("holder", "person", "same"),
    [
        ("王秀兰", "王秀兰", True),
        (" 王 秀 兰 ", "王秀兰", True),
        ("阿依古丽•买买提", "阿依古丽·买买提", True),
        ("阿依古丽．买买提", "阿依古丽·买买提", True),
        ("王秀蘭", "王秀兰", False),
        ("王秀", "王秀兰", False),
        ("", "王秀兰", False),
    ],
)
def test_money_goes_to_the_persons_own_account(holder, person, same):
    assert (name_problem(holder, person) == "") is same


def test_the_number_of_a_paper_carries_its_check():
    assert check_digits("794") == "44"  # the example of ISO 7064
    number = internal_number("620702", "F-10", 2026, 12)
    assert number.startswith("620702-F10-2026-00012-")
    assert number_checked(number)
    with pytest.raises(BadFacts, match="只能由数字"):
        check_digits("12a")


@given(st.text("0123456789", min_size=5, max_size=25), st.integers(0, 24), st.integers(1, 9))
def test_a_wrong_digit_or_two_that_changed_places_are_noticed(body, place, more):
    whole = body + check_digits(body)
    place %= len(whole) - 1
    assert checked(whole)
    assert not checked(whole[:place] + str((int(whole[place]) + more) % 10) + whole[place + 1 :])
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert checked(swapped) is (swapped == whole)
