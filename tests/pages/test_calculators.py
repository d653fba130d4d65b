"""The calculators: a question in the address, an answer with its sum."""

import pytest


@pytest.fixture
def calculator(people, desk, on_day):
    def ask(address):
        with on_day(10, 9):
            return desk(people.finance).get(address)

    return ask


def test_a_limit_is_counted_and_explained(calculator):
    text = calculator("/calculators/deadlines/?limit=DL-13&start=2026-09-29").content.decode()
    assert "为什么是 10月12日？" in text
    assert "跳过国庆节假期、星期日" in text


def test_what_is_not_counted_and_what_is_added_is_asked_for(calculator):
    query = "limit=DL-17&start=2026-07-22&exclusion=EX1&excluded_from=2026-08-05&excluded_to=2026-08-17"
    assert "11月1日" in calculator(f"/calculators/deadlines/?{query}").content.decode()
    text = calculator(f"/calculators/deadlines/?{query}&extension=30&extended_on=2026-10-09").content.decode()
    assert "12月1日" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=DL-99&start=2026-09-29", "里没有这个选项"),
        ("limit=DL-13", "起算之日"),
        ("limit=DL-13&start=2026-02-30", "起算之日"),
        ("limit=DL-13&start=2026-09-29&clock=25:00", "24 小时制"),
        ("limit=DL-13&start=2026-09-29&extension=-1", "延长"),
        ("limit=DL-13&start=2026-09-29&exclusion=EX1&excluded_from=2026-10-01", "不扣除这种期间"),
        ("limit=DL-17&start=2026-07-22&exclusion=EX1", "请填写不计入的期间从哪一天开始"),
        (
            "limit=DL-17&start=2026-07-22&exclusion=EX1&excluded_from=2026-08-17&excluded_to=2026-08-05",
            "不能在开始之前结束",
        ),
        ("limit=DL-17&start=2026-01-22&extension=30&extended_on=2026-10-09", "届满"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_what_is_wrong(calculator, query, sentence):
    answer = calculator(f"/calculators/deadlines/?{query}")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_penalty_is_found_with_range_components_and_basis(calculator):
    text = calculator("/calculators/penalties/?violation=P-01&income=18600").content.decode()
    assert "¥37,200.00 — ¥111,600.00" in text
    assert "第四十条第二项" in text
    assert "应当：警告" in text
    assert "裁量阶次" in text


def test_less_than_ten_thousand_has_fixed_bounds(calculator):
    text = calculator("/calculators/penalties/?violation=P-01&income=9999.99&on=2026-03-05").content.decode()
    assert "¥10,000.00 — ¥30,000.00" in text


@pytest.mark.parametrize("query", ["violation=", "violation=P-99", "violation=P-01&income=1e3", "violation=P-01&income=-1",
                                   "violation=P-01&on=2026-13-01", "violation=P-01&flags=x", "violation=P-01&mitigation=x"])  # fmt: skip
def test_a_penalty_of_what_makes_no_sense_is_refused(calculator, query):
    assert calculator(f"/calculators/penalties/?{query}").status_code == 422


def test_an_empty_calculator_waits(calculator):
    assert calculator("/calculators/penalties/").status_code == 200
    assert calculator("/calculators/deadlines/").status_code == 200


@pytest.mark.parametrize(
    ("on", "words", "working"),
    [
        ("2026-10-10", "2026年10月10日 星期六 · 调休上班，是工作日", True),
        ("２０２６-１０-０１", "2026年10月1日 星期四", False),
    ],
)
def test_a_date_field_is_told_what_day_it_is(people, desk, on, words, working):
    answer = desk(people.li).get("/day/", data={"on": on})
    assert answer.json()["words"].startswith(words)
    assert answer.json()["working"] is working


@pytest.mark.parametrize("on", ["", "x", "2026-02-30", "0001-01-01", "\x00"])
def test_what_is_no_day_has_no_words(people, desk, on):
    assert desk(people.li).get("/day/", data={"on": on}).status_code == 422


def test_a_right_that_has_run_out_is_not_called_overdue(people, desk, on_day):
    with on_day(10, 20):
        text = desk(people.finance).get("/calculators/deadlines/?limit=DL-13&start=2026-09-29").content.decode()
    assert "已届满" in text
    assert "逾期 " not in text
