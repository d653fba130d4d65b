"""“能领什么”: every benefit with its reasons, in words that hurt nobody."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from tests.walk import moment

from .test_policy import HURTS

ADDRESS = "/calculators/benefits/"
FACTS = {
    "type": "DEATH",
    "born": "1966-03-18",
    "sex": "2",
    "event_on": "2019-05-02",
    "confirmed_from": "2024-05-06",
    "area": "RURAL",
    "medical": "RESIDENT",
    "pension": "on",
    "stays": "2026-03-10 至 2026-03-20\n2026年3月20日—2026年3月28日",
    "paid_days": "5",
}


@pytest.fixture
def ask(people):
    client = Client()
    client.force_login(people.finance)

    def asked(**facts):
        with time_machine.travel(moment(date(2026, 4, 10), 10), tick=False):
            return client.post(ADDRESS, {**FACTS, **facts})

    return asked


def test_one_reads_what_there_is_and_why(ask):
    text = ask().content.decode()
    for said in ("¥1,000.00", "¥20,000.00", "2026年3月18日满60周岁，当天起计。", "优先入住养老机构", "未核定"):
        assert said in text


@pytest.mark.parametrize("kind", ["DEATH", "DISABILITY"])
@pytest.mark.parametrize("confirmed", ["2024-05-06", ""])
@pytest.mark.parametrize("born", ["1950-02-28", "1990-01-01"])
def test_no_word_of_the_page_hurts(ask, kind, confirmed, born):
    answer = ask(type=kind, confirmed_from=confirmed, born=born)
    assert answer.status_code == 200
    assert not [word for word in HURTS if word in answer.content.decode()]


def test_nothing_is_asked_in_the_address(ask, people):
    client = Client()
    client.force_login(people.finance)
    text = client.get(ADDRESS, FACTS).content.decode()
    assert "¥" not in text
    assert 'method="post"' in text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"born": ""}, "请填写“本人出生日期”"),
        ({"born": "2026-04-11"}, "不能晚于今天"),
        ({"event_on": "1960-01-01"}, "不会早于本人出生的日期"),
        ({"stays": "上个月住了一周"}, "没有看懂"),
        ({"stays": "2026-03-20 至 2026-03-10"}, "早于入院日期"),
        ({"stays": "2026-04-01 至 2026-05-01"}, "不能晚于今天"),
        ({"stays": "2026-02-30"}, "没有"),
        ({"stays": "2026-01-01\n" * 51}, "最多填50行"),
        ({"paid_days": "-1"}, "不能小于"),
        ({"type": "X"}, "没有这个选项"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_what_was_typed_is_kept(ask, facts, sentence):
    answer = ask(**facts)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "2024-05-06" in answer.content.decode()
