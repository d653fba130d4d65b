"""Papers and uploads as they reach the browser, and the register of numbers."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caseflow.cases import received
from documents import storage
from documents.models import Document


def newest(case, kind):
    return case.dossier.papers.filter(kind=kind).last()


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_paper_is_shown_in_the_browser_under_its_chinese_name(bring_to, people, desk, on_day):
    paper = newest(bring_to("notice_issued"), "prior_notice")
    with on_day(3, 30):
        li = desk(people.li)
        answer = li.get(f"/papers/{paper.pk}.pdf")
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E8%A1%8C%E6%94%BF")
        assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert li.get(f"/papers/{paper.pk}.pdf", headers={"If-None-Match": answer["ETag"]}).status_code == 304
        assert li.get(f"/papers/{paper.pk}.pdf?download")["Content-Disposition"].startswith("attachment")


def test_a_paper_that_is_still_being_set_is_said_to_be(bring_to, people, desk, on_day, at):
    case = bring_to("filed")
    with on_day(3, 6):
        assert "正在生成 PDF" in desk(people.li).get(at(case)).content.decode()
        assert "正在生成" in desk(people.li).get(at(case, "papers")).content.decode()


def test_an_altered_paper_is_not_given_out(bring_to, people, desk, on_day):
    paper = newest(bring_to("filed"), "filing_report")
    with on_day(3, 6):
        desk(people.li).get(f"/papers/{paper.pk}.pdf")
        path = storage.path_of(Document.objects.get(pk=paper.document_id).pdf_sha256)
        path.chmod(0o600)
        path.write_bytes(b"%PDF-1.7 something else")
        answer = desk(people.li).get(f"/papers/{paper.pk}.pdf")
    assert answer.status_code == 500
    assert "校验值不符" in answer.content.decode()


def test_the_sheet_of_a_reporter_opens_for_whoever_wrote_it(open_tip, people, desk, on_day, at):
    tip = open_tip(real_name=True, reporter_name="周永康乐", reporter_phone="13900001111")
    sheet = newest(tip, "reporter_sheet")
    with on_day(3, 3):
        assert desk(people.intake).get(f"/papers/{sheet.pk}.pdf").status_code == 200
        refused = desk(people.head).get(f"/papers/{sheet.pk}.pdf")
        assert "密封件" in desk(people.head).get(at(tip)).content.decode()
    assert refused.status_code == 403
    assert "密封件" in refused.content.decode()


def test_the_register_lists_every_number_void_ones_too(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    paper = newest(case, "prior_notice")
    with on_day(3, 30):
        head = desk(people.head)
        assert head.client.post(f"/papers/{paper.pk}/void/", {"reason": " "}).status_code == 422
        head.client.post(f"/papers/{paper.pk}/void/", {"reason": "当事人名称有误"})
        series = paper.document.series_key
        text = desk(people.archivist).get("/papers/register/", data={"series": series}).content.decode()
        assert "当事人名称有误（孙正）" in text
        assert paper.document.number in text
        assert "已作废：当事人名称有误" in desk(people.li).get(at(case)).content.decode()
        assert head.client.post(f"/papers/{paper.pk}/void/", {"reason": "再作废"}).status_code == 422


def test_the_register_is_kept_by_heads_and_archivists(bring_to, people, desk):
    paper = newest(bring_to("notice_issued"), "prior_notice")
    li = desk(people.li)
    assert li.get("/papers/register/").status_code == 403
    assert li.client.post(f"/papers/{paper.pk}/void/", {"reason": "有误"}).status_code == 403
    assert desk(people.head).get("/papers/register/?series=paper/other/医/罚/2026").status_code == 404
    assert desk(people.head).get("/papers/register/?from=x").status_code == 200


@pytest.fixture
def evidence(bring_to, people, on_day):
    case = bring_to("investigating")
    with on_day(3, 11):
        file = SimpleUploadedFile("收款 流水.txt", "2026-02-10 转账 600.00 元".encode(), "text/html")
        return received.keep(file, case.dossier, people.li)


def test_an_upload_is_a_file_to_save_and_never_a_page(evidence, people, desk):
    answer = desk(people.head).get(f"/uploads/{evidence.pk}/")
    assert body(answer).decode().startswith("2026-02-10")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_an_altered_upload_is_not_given_out(evidence, people, desk):
    path = received.files_store().path_of(evidence.sha256)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    assert desk(people.head).get(f"/uploads/{evidence.pk}/").status_code == 500


@pytest.mark.parametrize(
    "page", ["/papers/0.pdf", f"/papers/{2**62}.pdf", "/papers/abc.pdf", "/uploads/0/", "/uploads/-1/"]
)
def test_numbers_of_nothing_are_not_found(page, people, desk):
    assert desk(people.head).get(page).status_code == 404
