"""Numbers have no gaps and no doubles, and a void number stays in the register."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from documents import numbering
from documents.issuing import freeze, issue, void
from documents.models import Counter, Document

pytestmark = pytest.mark.django_db


def issued(*names: str, on: date = date(2026, 2, 26), token: str = "") -> list[Document]:
    papers = [freeze(name, {"date": "2026年2月26日"}) for name in names]
    with transaction.atomic():
        return issue(papers, agency_key="qinglan", agency_abbr="青", category="医", on=on, token=token)


def test_letters_and_forms_are_numbered_by_their_own_patterns():
    numbers = [paper.number for paper in issued("sample_decision", "sample_approval", "sample_notice", "sample_reply")]
    assert numbers == ["青卫医罚〔2026〕1号", "202600001", "青卫〔2026〕1号", "青卫函〔2026〕1号"]


def test_each_series_runs_on_its_own_and_begins_again_each_year():
    assert [issued("sample_decision")[0].number for _ in range(2)] == ["青卫医罚〔2026〕1号", "青卫医罚〔2026〕2号"]
    assert issued("sample_record")[0].number == "202600001"
    assert issued("sample_decision", on=date(2026, 12, 31))[0].number == "青卫医罚〔2026〕3号"
    assert issued("sample_decision", on=date(2027, 1, 1))[0].number == "青卫医罚〔2027〕1号"
    assert numbering.faults() == []


def test_a_paper_outside_all_series_has_no_number():
    (receipt,) = issued("sample_receipt")
    assert (receipt.number, receipt.serial, receipt.series_key) == ("", None, "")


def test_two_papers_of_one_kind_get_numbers_in_their_order():
    assert [paper.serial for paper in issued("sample_record", "sample_record", token="t")] == [1, 2]


def test_a_number_that_was_rolled_back_is_given_again():
    issued("sample_decision")
    with transaction.atomic():
        issued("sample_decision")
        transaction.set_rollback(True)
    assert issued("sample_decision")[0].serial == 2
    assert numbering.faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_number_is_only_taken_inside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        numbering.take("any")


def test_the_same_submission_again_gives_the_same_papers():
    first = issued("sample_decision", "sample_receipt", token="once")
    assert [paper.pk for paper in issued("sample_decision", "sample_receipt", token="once")] == [p.pk for p in first]
    assert Counter.objects.get().value == 1


def test_the_database_refuses_a_number_given_twice():
    (paper,) = issued("sample_decision")
    paper.pk = None
    paper.token = "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save(force_insert=True)


def test_a_void_number_stays_in_the_register_with_its_reason():
    first, second = issued("sample_decision")[0], issued("sample_decision")[0]
    void(first, "当事人名称有误", "周文")
    with pytest.raises(ValueError, match="作废"):
        void(first, "再次", "周文")
    register = Document.objects.register_of(second.series_key)
    assert [(paper.serial, paper.status, paper.void_reason) for paper in register] == [
        (1, "void", "当事人名称有误"),
        (2, "issued", ""),
    ]
    assert issued("sample_decision")[0].serial == 3
    assert numbering.faults() == []


def test_a_missing_number_is_found():
    (paper,) = issued("sample_decision")
    numbering.take(paper.series_key)
    numbering.take("reference/LF-000000/2026")  # not a series of papers
    assert numbering.faults() == [f"{paper.series_key}: counter 2, highest 1, papers 1"]


def test_an_issued_paper_cannot_be_altered_or_deleted():
    (paper,) = issued("sample_decision")
    paper.context = "{}"
    with pytest.raises(ValidationError):
        paper.save()
    with pytest.raises(ValidationError):
        paper.save(update_fields=["context"])
    with pytest.raises(ValidationError):
        paper.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=paper.pk).update(status="void")


@pytest.mark.parametrize(
    "change", [{"context": "{}"}, {"number": "青卫医罚〔2026〕9号"}, {"issued_on": date(2020, 1, 1)}]
)
def test_the_database_keeps_what_was_issued(change):
    (paper,) = issued("sample_decision")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=paper.pk).update(**change)


def test_the_database_keeps_a_paper_void_and_its_file_in_place():
    (paper,) = issued("sample_receipt")
    Document.objects.filter(pk=paper.pk).update(pdf_sha256="a" * 64, pages=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=paper.pk).update(pdf_sha256="b" * 64)
    void(paper, "送错", "周文")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=paper.pk).update(status="issued", void_reason="")


@pytest.mark.parametrize("value", [0, 1, 3, -1])
def test_a_counter_only_goes_one_further(value):
    issued("sample_decision")
    with pytest.raises(IntegrityError), transaction.atomic():
        Counter.objects.update(value=value)
