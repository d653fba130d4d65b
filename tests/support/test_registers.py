"""Lists that are handed in: every bad row is told with its number and reason, and nothing is half imported."""

import io

import pytest
from django.core.management import CommandError, call_command

from caseflow.support.batches import answers, registers
from caseflow.support.models import RegisterEntry
from tests.faults.conftest import scale  # noqa: F401
from tests.support import money

pytestmark = pytest.mark.django_db
CHECKS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(n):
    """The identity number of an invented person."""
    body = f"620702{1930 + n % 60}{1 + n % 12:02d}{1 + n % 28:02d}{n % 1000:03d}"
    return body + CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def table(rows, bad=()):
    lines = ["证件号码,日期"]
    for n in range(rows):
        lines.append("12345,2026-01-05" if n in bad else f"{number(n)},2026-01-{1 + n // 1000 % 28:02d}")
    return "\n".join(lines)


def test_a_hundred_thousand_rows_with_ten_bad_ones(agency, scale):  # noqa: F811
    rows = scale(10_000, 100_000)
    bad = tuple(range(7, rows, rows // 10))[:10]
    with pytest.raises(answers.BadRows) as refusal:
        registers.read(table(rows, bad).encode(), "DEPARTED")
    assert [at for at, _why in refusal.value.rows] == [n + 2 for n in bad]
    assert all("位" in why for _at, why in refusal.value.rows)
    assert RegisterEntry.objects.count() == 0


def test_the_same_list_twice_adds_nothing(agency):
    listed = registers.read(table(50).encode("gb18030"), "MOVED")
    assert registers.keep(agency, listed) == len(listed.rows)
    assert registers.keep(agency, listed) == 0


def test_the_command_imports_all_or_tells_all(agency, tmp_path):
    path, out = tmp_path / "名单.csv", io.StringIO()
    path.write_text(table(30, bad=(3, 4)), encoding="utf-8-sig")
    with pytest.raises(CommandError, match=r"第5行[\s\S]*第6行"):
        call_command("import_register", "DEPARTED", str(path), stdout=out)
    assert RegisterEntry.objects.count() == 0
    path.write_text(table(30), encoding="utf-8")
    call_command("import_register", "DEPARTED", str(path), stdout=out)
    assert RegisterEntry.objects.count() == 30
    assert "30" in out.getvalue()


def test_what_is_no_table_says_so(agency):
    for content, why in (
        (b"\xff\xfe\x00a\xff", "CSV"),
        ("姓名,日期".encode(), "表头"),
        ("证件号码,日期\n".encode(), "空的"),
    ):
        with pytest.raises(answers.BadRows, match=why):
            registers.read(content, "DEPARTED")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda row: row.replace("460.01", "460.02"), "不一致"),
        (lambda row: row.replace("成功", "好"), "应是"),
        (lambda row: row.replace("FF-", "XX-"), "文件编号"),
        (lambda row: row.replace(",2,", ",9,"), "没有序号"),
        (lambda row: row.replace(",2,", ",1,"), "已经有了"),
        (lambda row: "", "没有序号2"),
        (lambda row: row.replace("成功,", "失败,"), "原因"),
    ],
)
def test_an_answer_with_one_bad_line_changes_nothing(folk, change, why):
    batch = money.bring_to(folk, "at_bank")
    lines = money.answer_to(batch).decode().splitlines()
    lines[2] = change(lines[2])
    file = batch.files.get()
    expected = [(each.pk, each.amount_fen) for each in money.lines(batch)]
    with pytest.raises(answers.BadRows, match=why):
        answers.read("\n".join(lines).encode(), file.number, expected)
