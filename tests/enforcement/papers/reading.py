"""Reads a paper of a case as it was set, and holds it against what was frozen."""

import io
import os
import re
from pathlib import Path

import pdfplumber
import pypdfium2

A4 = (595, 842)
FOOT = re.compile(
    "—[0-9]+—|第[0-9]+页共[0-9]+页|卫生行政执法文书|一式.{1,3}份，一份交(当事人|人民法院)，其余存档。|送达后由送达人带回存档。"
    "|核验码[2-9A-Z]{4}-[2-9A-Z]{4}"
)
UNPRINTED = {"agency", "reference", "type"}  # what a paper keeps for its own identity
TITLES = {"archive_cover": "卫生行政执法案卷"}
LOOK = os.environ.get("PAPERS_DIR", "")


def document_of(case, kind, which=-1):
    return [each.document for each in case.dossier.papers.filter(kind=kind).select_related("document")][which]


def printed(case, kind, which=-1, title=""):
    """The text of the newest paper of a kind, without spaces; all that was frozen stands in it, on A4, with its number."""
    document = document_of(case, kind, which)
    pdf = document.pdf()
    if LOOK:
        (Path(LOOK) / f"{kind}.pdf").write_bytes(pdf)
    text = text_of(pdf)
    lost = [leaf for leaf in leaves(document.content) if squeezed(leaf) not in text]
    assert not lost, (kind, lost)
    title = title or TITLES.get(kind) or str(document.definition.title)
    assert squeezed(document.number) in text
    assert squeezed(title) in text
    with pdfplumber.open(io.BytesIO(pdf)) as sheets:
        assert all((round(page.width), round(page.height)) == A4 for page in sheets.pages)
    return text


def text_of(pdf):
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    text = "".join(FOOT.sub("", squeezed(page)) for page in pages)
    assert "\ufffd" not in text
    assert "□" not in text
    return text


def squeezed(text):
    return "".join(str(text).split())


def leaves(value, key=""):
    if key in UNPRINTED:
        return
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, key)
    elif isinstance(value, str):
        yield from (line for line in value.split("\n") if line.strip())
