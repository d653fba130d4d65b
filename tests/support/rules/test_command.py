"""``manage.py benefit``: what it prints, and that bad input gets a sentence and exit 2."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db
CONFIRMED = ("--confirmed-from", "2024-05-06", "--on", "2026-11-30")
CARE = ("HOSP_CARE", "--born", "1966-03-18", "--type", "DEATH", *CONFIRMED)
STAYS = ("--stay", "2026-03-10:2026-03-20", "--stay", "2026-03-20:2026-03-28")


def ask(*arguments):
    out = StringIO()
    call_command("benefit", *arguments, stdout=out)
    return out.getvalue()


def answer(*arguments):
    return json.loads(ask(*arguments, "--json"))


def test_the_days_in_hospital_in_json():
    found = answer(*CARE, *STAYS, "--paid", "2026=5")
    assert (found["payable_days"], found["amount"], found["amount_words"]) == (10, "1000.00", "壹仟元整")
    assert (found["province"], found["city"], found["district"]) == ("800.00", "40.00", "160.00")
    line = found["lines"][0]
    assert (line["year"], line["days"], line["amount"]) == (2026, 10, "1000.00")
    assert line["split"] == {"province": "800.00", "city": "40.00", "district": "160.00"}
    assert any(each["text"] == "2026年3月18日满60周岁，当天起计。" for each in found["reasons"])


def test_what_was_paid_leaves_the_rest_of_the_thirty_days():
    assert answer(*CARE, *STAYS, "--paid", "2026=25")["payable_days"] == 5
    assert answer(*CARE, *STAYS, "--paid", "2026=30")["amount"] == "0.00"


def test_a_split_in_json_and_in_words():
    assert answer("split", "0.24") == {
        "amount": "0.24", "amount_words": "贰角肆分", "rule": "SPLIT-1",
        "province": "0.19", "city": "0.01", "district": "0.04",
    }  # fmt: skip
    assert ask("split", "-0.24").splitlines()[1:] == ["  省级：-0.19元", "  市级：-0.01元", "  区级：-0.04元"]


@pytest.mark.parametrize(
    ("arguments", "amount"),
    [
        (("ONE_TIME", "--event", "2019-05-02"), "20000.00"),
        (("ONE_TIME", "--event", "2019-05-02", "--divorced"), "20000.00"),
        (("ONE_TIME", "--event", "2019-05-02", "--paid-before"), "0.00"),
        (("PENSION_PREM", "--born", "1970-01-01"), "100.00"),
        (("PENSION_PREM", "--born", "1960-01-01"), "0.00"),
        (("MED_PREM", "--year", "2026", "--other", "100"), "300.00"),
        (("MED_PREM", "--employee"), "0.00"),
        (("FUNERAL", "--died", "2026-05-01"), "2000.00"),
        (("MONTHLY", "--born", "1970-01-01", "--event", "2020-01-01", "--month", "2024-01"), "0.00"),
        (("FESTIVAL_GIFT",), "0.00"),
    ],
)
def test_the_other_benefits(arguments, amount):
    found = answer(*arguments, *CONFIRMED)
    assert found["amount"] == amount
    assert found["reasons"]


def test_where_nobody_has_settled_who_pays_no_share_is_named():
    month = ("--event", "2019-01-01", "--month", "2020-03", "--confirmed-from", "2019-05-01", "--on", "2020-03-10")
    found = answer("MONTHLY", "--born", "1960-01-01", *month)
    assert (found["amount"], found["province"], found["lines"][0]["split"]) == ("450.00", None, None)
    assert "  2020-03：450.00元（肆佰伍拾元整）" in ask("MONTHLY", "--born", "1960-01-01", *month)


def test_people_at_a_terminal_read_the_sum():
    text = ask(*CARE, *STAYS)
    assert text.startswith("HOSP_CARE 住院护理补贴：可以领\n")
    assert "省级800.00，市级40.00，区级160.00" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "请给出待遇编码"),
        (("RENT",), "请给出待遇编码"),
        (("split",), "请给出金额"),
        (("split", "0.245"), "最多保留两位小数"),
        (("split", "much"), "不是数字"),
        (("split", "1", "--rule", "X"), "没有编号为“X”的分担办法"),
        (("split", "1", "--rule", "UNSET"), "还没有核定"),
        (CARE, "请给出住院日期"),
        ((*CARE, "--stay", "yesterday"), "不是住院日期"),
        ((*CARE, "--stay", "2026-03-10"), "不是住院日期"),
        ((*CARE, "--stay", "2026-03-10:2026-02-30"), "不是住院日期"),
        ((*CARE, "--stay", "2026-03-10:2026-03-01"), "早于入院日期"),
        ((*CARE, "--stay", "2026-12-10:2026-12-15"), "还没有到"),
        ((*CARE, *STAYS, "--paid", "5"), "不是已领的天数"),
        ((*CARE, *STAYS, "--paid", "2026=-5"), "应是0至366的整数"),
        ((*CARE, *STAYS, "--type", "OTHER"), "不是DEATH、DISABILITY之一"),
        ((*CARE, *STAYS, "--born", "2030-01-01"), "晚于计算之日"),
        (("HOSP_CARE", *STAYS), "请给出出生日期"),
        (("HOSP_CARE", *STAYS, "--born", "1966-03-18"), "请给出资格确认之日"),
        (("FUNERAL", *CONFIRMED), "请给出离世的日期"),
        (("MONTHLY", *CONFIRMED, "--born", "1970-01-01", "--event", "2020-01-01", "--month", "May"), "不是月份"),
        (("FESTIVAL_GIFT", *CONFIRMED, "--year", "2040"), "还没有录入"),
        (("MED_PREM", "7", *CONFIRMED), "多了“7”"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_exit_2(arguments, sentence, capsys):
    with pytest.raises(SystemExit) as refused:
        call_command("benefit", *arguments)
    assert refused.value.code == 2
    assert sentence in capsys.readouterr().err
