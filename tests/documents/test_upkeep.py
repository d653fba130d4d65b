"""What an operator asks: are the fonts there, is the register whole, are the files what they were."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from documents import checks, glyphs, numbering, storage
from documents.issuing import freeze, issue, render
from tests.documents import samples
from tests.documents.conftest import ON


def test_the_fonts_are_there_and_are_those_that_were_built():
    assert checks.fonts_are_there(None) == []
    for line in (glyphs.BUNDLED / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((glyphs.BUNDLED / name).read_bytes()).hexdigest() == digest


def test_a_missing_font_is_an_error_at_the_start(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "BUNDLED", tmp_path)
    (error,) = checks.fonts_are_there(None)
    assert error.id == "documents.E001"


def test_a_font_directory_without_usable_fonts_is_a_warning(settings, tmp_path):
    settings.DOCUMENTS_FONT_DIR = str(tmp_path)
    assert [message.id for message in checks.own_fonts_are_usable(None)] == ["documents.W001"]
    (tmp_path / "OfficeFangSong.ttf").touch()
    assert checks.own_fonts_are_usable(None) == []


def test_all_fonts_have_one_ascent_so_that_a_rare_character_moves_no_line():
    from fontTools.ttLib import TTFont

    for path in glyphs.font_files():
        font = TTFont(path, lazy=True)
        em = font["head"].unitsPerEm
        assert (font["hhea"].ascent / em, font["hhea"].descent / em) == pytest.approx((0.88, -0.12), abs=0.0005)
        assert font["hhea"].lineGap == 0


@pytest.fixture
def paper(db):
    with transaction.atomic():
        (paper,) = issue(
            [freeze("sample_receipt", samples.RECEIPT)],
            agency_key="qinglan",
            agency_abbr="青",
            category="医",
            on=ON,
            token="",
        )
    render(paper)
    return paper


def test_a_whole_register_is_confirmed(paper, capsys):
    call_command("verify_papers")
    assert capsys.readouterr().out == "1 papers are intact, 0 wait to be set.\n"


def test_a_lost_file_and_a_gap_are_told(paper):
    storage.path_of(paper.pdf_sha256).unlink()
    numbering.take("paper/qinglan/医/罚/2026")
    with pytest.raises(CommandError) as told:
        call_command("verify_papers")
    assert paper.pdf_sha256 in str(told.value)
    assert "counter 1, highest 0, papers 0" in str(told.value)
