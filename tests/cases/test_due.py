"""``manage.py due``: the sum for whoever wants to check it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from caseflow.procedure.limits import limits

pytestmark = pytest.mark.django_db


def ask(*arguments):
    out, err = StringIO(), StringIO()
    call_command("due", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def answer(*arguments):
    return json.loads(ask(*arguments, "--json")[0])


def refused(*arguments):
    with pytest.raises(CommandError) as caught:
        ask(*arguments)
    assert caught.value.returncode == 2
    return str(caught.value)


def test_the_answer_in_json_has_these_keys():
    found = answer("DL-13", "2026-09-29")
    assert list(found) == [
        "code", "name", "nominal_due", "legal_due", "safe_due", "provisional", "suspended", "steps"
    ]  # fmt: skip
    assert (found["code"], found["name"], found["legal_due"]) == ("DL-13", "听证申请期限", "2026-10-12")
    assert found["provisional"] is found["suspended"] is False
    assert found["steps"][0] == {"label": "送达之日（当日不计）", "value": "9月29日"}


def test_the_sum_in_words():
    out, err = ask("DL-13", "2026-09-29")
    assert out.startswith("DL-13  听证申请期限（当事人的期限）\n")
    assert "届满                    10月12日 星期一" in out
    assert err == ""


def test_a_year_without_a_notice_is_provisional():
    assert answer("DL-26", "2026-12-01")["provisional"] is True


def test_exclusions_extensions_and_parameters():
    assert answer("DL-17", "2026-07-22", "--exclude", "EX1:2026-08-05:2026-08-17")["nominal_due"] == "2026-11-01"
    assert answer("DL-17", "2026-07-22", "--extend", "30")["nominal_due"] == "2026-11-19"
    assert answer("DL-17", "2026-07-22", "--extend", "30:2026-10-20")["nominal_due"] == "2026-11-19"
    assert answer("DL-12", "2026-09-29", "--set", "enforcement.statement_days=3")["legal_due"] == "2026-10-09"
    running = answer("DL-17", "2026-07-22", "--exclude", "EX2:2026-08-05:", "--today", "2026-08-10")
    assert (running["suspended"], running["nominal_due"]) == (True, "2026-10-25")
    assert "已中止，自2026年8月5日起。" in ask("DL-17", "2026-07-22", "--exclude", "EX2:2026-08-05:")[0]


def test_an_exclusion_that_does_not_belong_to_the_limit_is_left_out_and_said_so():
    out, err = ask("DL-13", "2026-09-29", "--exclude", "EX1:2026-09-30:2026-10-08", "--json")
    assert json.loads(out)["legal_due"] == "2026-10-12"
    assert "DL-13 不扣除 EX1" in err


def test_hours_from_a_moment():
    assert answer("DL-41", "2026-09-30T17:20")["legal_due"] == "2026-10-01T17:20:00+08:00"


def test_what_the_office_has_set_and_entered_is_used():
    from caseflow.cases.models import CalendarDay, ParameterValue

    ParameterValue.objects.create(
        key="enforcement.statement_days", value="3", valid_from="2026-01-01", basis="县局通知"
    )
    CalendarDay.objects.create(date="2026-10-09", kind="holiday", name="县庆")
    assert answer("DL-12", "2026-09-29")["legal_due"] == "2026-10-10"
    assert answer("DL-12", "2025-09-22")["legal_due"] == "2025-09-28"
    assert "县庆" in ask("DL-12", "2026-09-29")[0]


def test_without_a_code_every_limit_is_listed():
    listed = ask()[0].splitlines()
    assert listed[0] == "DL-01   告知实名举报人是否受理"
    assert len(listed) == len(limits())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["DL-99", "2026-09-29"], "没有编号为“DL-99”的期限"),
        (["DL-13"], "请写明起算日"),
        (["DL-13", "2026-02-30"], "“2026-02-30”不是日期"),
        (["DL-13", "昨天"], "“昨天”不是日期"),
        (["DL-08", "2026-02-28T25:00"], "不是时刻"),
        (["DL-13", "9999-12-30"], "超出了能够计算的范围"),
        (["DL-26", "9999-12-30"], "超出了能够计算的范围"),
        (["DL-27", "9999-12-30"], "超出了能够计算的范围"),
        (["DL-15", "0001-01-02"], "超出了能够计算的范围"),
        (["DL-17", "2026-09-29", "--exclude", "EX1:2026-10-01"], "不完整"),
        (["DL-17", "2026-09-29", "--exclude", "EX7:2026-10-01:2026-10-02"], "没有编号为“EX7”的扣除期间"),
        (["DL-17", "2026-09-29", "--exclude", "EX1:2026-10-05:2026-10-02"], "开始之前结束"),
        (["DL-17", "2026-01-05", "--extend", "30:2026-04-08"], "延长须在届满前批准"),
        (["DL-17", "2026-01-05", "--extend", "-3"], "不是期限的长度"),
        (["DL-15", "2026-05-12", "--extend", "3"], "倒数的期限不能延长"),
        (["DL-12", "2026-05-12", "--set", "enforcement.no=3"], "没有名为“enforcement.no”的参数"),
        (["DL-12", "2026-05-12", "--set", "enforcement.statement_days"], "不完整"),
        (["DL-12", "2026-05-12", "--set", "enforcement.statement_days=三"], "不是期限的长度"),
        (["DL-12", "2026-05-12", "--today", "heute"], "“heute”不是日期"),
    ],
)
def test_a_question_that_makes_no_sense_gets_a_sentence(arguments, sentence):
    assert sentence in refused(*arguments)
