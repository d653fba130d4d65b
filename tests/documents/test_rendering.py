"""A paper says what its content says, in the same bytes every time, and nothing more."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from documents import rendering, storage
from documents.issuing import freeze, issue, preview, wait
from documents.kinds import DocumentKind
from documents.models import Document
from documents.rendering import RenderingFailed, render_html, render_paper
from outbox.runner import run_due
from tests.documents import samples
from tests.documents.conftest import ON


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_every_layout_is_set_and_prints_its_content(name, rendered, text_of):
    context, number = samples.SAMPLES[name]
    text = text_of(rendered(name))
    assert number in text
    for wanted in leaves({key: value for key, value in context.items() if key not in UNPRINTED}):
        assert "".join(wanted.split()) in text, wanted


UNPRINTED = {"agency", "date", "opinions", "party", "methods", "penalties", "file_number"}


def leaves(value):
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    if isinstance(value, str):
        return [line for line in value.split("\n") if line]
    return []


def test_the_text_of_others_is_never_markup(rendered, text_of):
    text = text_of(rendered("sample_record"))
    assert "{{7*7}}<script>alert(1)</script>" in text


@pytest.mark.parametrize("name", ["sample_notice", "sample_decision", "sample_record"])
def test_the_same_paper_is_the_same_bytes_from_another_process(name, rendered):
    context, number = samples.SAMPLES[name]
    with rendering.POOL.setter() as setter:
        setter.stop()  # what was set before came from here
    assert render_paper(samples.KINDS[name], context, number=number, on=ON).pdf == rendered(name)


def test_a_draft_is_marked_and_has_neither_number_nor_seal(text_of):
    text = text_of(preview("sample_decision", samples.DECISION))
    assert "草稿未生效" in text
    assert "青卫医罚〔" not in text.replace("青卫医罚告〔", "")
    assert "草稿" not in text_of(preview("sample_decision", samples.DECISION, watermark=False))


def test_the_seal_is_drawn_only_in_a_demonstration(settings, sheets):
    def curves(pdf: bytes) -> int:
        return sum(len(sheet.page.curves) for sheet in sheets(pdf))

    kind = samples.KINDS["sample_decision"]
    assert curves(render_paper(kind, samples.DECISION, number="1").pdf) > 0
    settings.DEMONSTRATION = False
    assert curves(render_paper(kind, samples.DECISION, number="1").pdf) == 0


def test_a_paper_reaches_neither_the_network_nor_the_disk():
    secret = Path(__file__).as_uri()
    html = f'<html data-layout="form"><body><img src="{secret}"><img src="http://127.0.0.1:1/x">文书</body></html>'
    assert render_html(html).pages == 1


def test_a_character_without_a_glyph_stops_the_paper():
    with pytest.raises(rendering.Unprintable):
        render_html('<html data-layout="form"><body>\U0003134f</body></html>')


def test_a_process_that_died_is_replaced():
    with rendering.POOL.setter() as setter:
        setter.process.kill()
        setter.process.wait()
    assert render_html('<html data-layout="form"><body>文书</body></html>').pages == 1


def test_a_paper_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(rendering, "SECONDS", 0.001)
    monkeypatch.setattr(rendering, "POOL", rendering.Pool())
    with pytest.raises(RenderingFailed):
        render_html('<html data-layout="form"><body>文书</body></html>')


def test_a_paper_is_chinese_whatever_the_language_of_the_pages(text_of):
    titles = {"zh-hans": "行政处罚决定书", "en": "Penalty decision"}
    title = lazy(lambda: titles[get_language()], str)()
    kind = dataclasses.replace(samples.KINDS["sample_decision"], title=title)
    with override("en"):
        assert str(title) == "Penalty decision"
        assert "行政处罚决定书" in text_of(render_paper(kind, samples.DECISION).pdf)


@pytest.mark.django_db
def test_an_issued_paper_is_set_by_its_job_and_kept_by_its_hash(text_of):
    with transaction.atomic():
        (paper,) = issue(
            [freeze("sample_decision", samples.DECISION)],
            agency_key="qinglan", agency_abbr="青", category="医", on=ON, token="t",
        )  # fmt: skip
    assert not wait([paper.pk])
    assert run_due() == 1
    assert wait([paper.pk])
    paper = Document.objects.get(pk=paper.pk)
    assert paper.pages == 2
    assert paper.size == len(paper.pdf())
    assert paper.fallbacks == "喆"
    assert "fonts" in paper.engine
    assert "青卫医罚〔2026〕1号" in text_of(paper.pdf())
    assert storage.read(paper.pdf_sha256) == paper.pdf()


@pytest.mark.django_db
def test_reading_a_paper_sets_it_if_the_job_has_not_yet():
    with transaction.atomic():
        (paper,) = issue(
            [freeze("sample_receipt", samples.RECEIPT)],
            agency_key="qinglan", agency_abbr="青", category="医", on=ON, token="",
        )  # fmt: skip
    first = paper.pdf()
    run_due()
    paper.refresh_from_db()
    assert paper.pdf() == first


def test_what_sets_papers_does_not_load_django():
    code = "import sys, documents.engine; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=rendering.ROOT, check=False).returncode == 0


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_imprint_is_on_an_even_page(count, sheets):
    body = "\n".join(["为切实加强医疗机构依法执业监督管理，现将有关事项通知如下，请认真贯彻执行。" * 3] * (3 * count))
    kind = DocumentKind("t", "T", "通知", "samples/notice.html", seal=True)
    pages = sheets(render_paper(kind, {**samples.NOTICE, "body": body}).pdf)
    assert len(pages) % 2 == 0
    assert "印发" in pages[-1].page.extract_text()
