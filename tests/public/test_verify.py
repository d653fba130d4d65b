"""Whether a paper is ours: kind, number, date and standing for whoever holds it, and one answer for everything else."""

import hashlib
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from caseflow.cases.calendar import long_day
from caseflow.cases.transitions import perform
from documents.checkcodes import LENGTH, LETTERS, check_code, code_of, plain
from documents.issuing import void
from documents.models import Document
from tests.walk import PENALTY, moment

from .conftest import Stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(bring_to):
    """A notice that was issued, not yet set."""
    bring_to("notice_issued")
    return Document.objects.get(kind="prior_notice")


def ask(stranger, **typed):
    return stranger.client.post("/verify/", typed)


def test_number_and_code_tell_kind_date_and_standing_and_no_name(notice, stranger):
    text = ask(stranger, number=notice.number, code=code_of(notice)).content.decode()
    assert "行政处罚事先告知书" in text
    assert notice.number in text
    assert long_day(notice.issued_on) in text
    assert "有效制发" in text
    for name in ("安和门诊部", "李建国", "石培德", "91620702MA0000007X"):
        assert name not in text


@pytest.mark.parametrize(
    "change",
    [
        lambda number: number.replace("〔", "[").replace("〕", "]"),
        lambda number: number.replace("〔", "（").replace("〕", "）"),
        lambda number: f" {number} ",
    ],
)
def test_a_number_is_read_however_it_is_typed(notice, stranger, change):
    answer = ask(stranger, number=change(notice.number), code=plain(code_of(notice)).lower())
    assert "有效制发" in answer.content.decode()


def test_unknown_and_wrong_are_one_answer_in_every_byte(notice, stranger):
    wrong = "2222-2222" if code_of(notice) != "2222-2222" else "3333-3333"
    inside = Document.objects.get(kind="filing_report")
    code_inside = check_code(inside.kind, inside.number, inside.context_sha256)
    answers = {
        ask(stranger, number=notice.number, code=wrong).content,
        ask(stranger, number="青卫医罚告〔2026〕999号", code=code_of(notice)).content,
        ask(stranger, number=inside.number, code=code_inside).content,
        ask(stranger, sha256="0" * 64).content,
        ask(stranger, file=SimpleUploadedFile("x.pdf", b"%PDF-1.7 forged")).content,
    }
    assert len(answers) == 1
    assert "没有核验到" in answers.pop().decode()


def test_the_file_itself_is_known_and_not_kept(notice, stranger, settings):
    pdf = notice.pdf()
    right = ask(stranger, file=SimpleUploadedFile("决定书.pdf", pdf, "application/pdf"))
    altered = ask(stranger, file=SimpleUploadedFile("决定书.pdf", pdf + b" ", "application/pdf"))
    by_digest = ask(stranger, sha256=hashlib.sha256(pdf).hexdigest().upper())
    assert "有效制发" in right.content.decode()
    assert "有效制发" in by_digest.content.decode()
    assert "没有核验到" in altered.content.decode()
    assert not list(settings.UPLOADS_DIR.rglob("*")) if settings.UPLOADS_DIR.exists() else True


def test_a_void_paper_says_so_and_whether_another_took_its_place(notice, stranger):
    void(notice, "印错了", "孙正")
    text = ask(stranger, number=notice.number, code=code_of(notice)).content.decode()
    assert "已经作废" in text
    assert "印错了" not in text
    assert "孙正" not in text


def test_the_code_stands_on_papers_that_go_outside_and_on_no_draft(notice, bring_to):
    import io

    import pdfplumber

    from documents.issuing import preview

    def said(pdf):
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            return [page.extract_text() or "" for page in opened.pages]

    pages = said(notice.pdf())
    assert all(code_of(notice) in page for page in pages)
    assert "核验码" not in "".join(said(preview("prior_notice", notice.content)))


def test_a_code_follows_from_the_content():
    first, other = (check_code("penalty_decision", "青卫医罚〔2026〕1号", digest * 64) for digest in "ab")
    assert first != other
    assert len(plain(first)) == LENGTH
    assert set(plain(first)) <= set(LETTERS)


def test_ten_tries_an_hour_for_one_number(notice):
    statuses = []
    for number in range(12):
        with time_machine.travel(timezone.now() + timedelta(seconds=2 * number)):
            statuses.append(ask(Stranger(), number=notice.number, code="2222-2222").status_code)
    assert statuses == [200] * 10 + [429] * 2


@pytest.mark.parametrize("typed", [{}, {"number": "青卫医罚〔2026〕1号"}, {"code": "2222-2222"}])
def test_half_a_question_is_asked_for_the_other_half(stranger, typed):
    answer = ask(stranger, **typed)
    assert answer.status_code == 422
    assert all(value in answer.content.decode() for value in typed.values())


def test_a_paper_of_another_authority_is_none_of_ours(notice, stranger, settings):
    settings.PUBLIC_AGENCY = "elsewhere"
    assert "没有核验到" in ask(stranger, number=notice.number, code=code_of(notice)).content.decode()


def test_a_void_paper_says_that_another_was_issued_in_its_place(bring_to, people, stranger):
    case = bring_to("re_examined")
    first = Document.objects.get(kind="prior_notice")
    with time_machine.travel(moment(date(2026, 4, 2), 10)):
        perform(case, "renotify", by=people.head, **PENALTY | {"reason": "补充了新的证据"})
    second = Document.objects.filter(kind="prior_notice").latest("pk")
    void(first, "印错了", "孙正")
    old, new = (ask(stranger, number=each.number, code=code_of(each)).content.decode() for each in (first, second))
    assert "已经作废，并已另行制发" in old
    assert "现在不再有效" in old
    assert "有效制发" in new


def test_an_annulled_decision_says_so_and_not_why(bring_to, stranger):
    bring_to("reopened")
    decision = Document.objects.get(kind="penalty_decision")
    text = ask(stranger, number=decision.number, code=code_of(decision)).content.decode()
    assert "已经依法撤销" in text
    assert "现在不再有效" in text
    assert "安和门诊部" not in text
