"""Sample papers, a store of their own for each test, and positions on a sheet in millimetres."""

import io
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest

from documents.kinds import KINDS
from documents.rendering import render_paper
from tests.documents import samples

FOOT = re.compile("—[0-9]+—|卫生行政执法文书|一式两份，一份交当事人，其余存档。|第[0-9]+页共[0-9]+页")
MM = 25.4 / 72
ON = date(2026, 2, 26)


@pytest.fixture(autouse=True)
def sample_papers(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.OUTBOX_RUNS = "worker"
    settings.DEMONSTRATION = True
    (template,) = settings.TEMPLATES
    directories = [*template["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [{**template, "DIRS": directories}]
    KINDS.update(samples.KINDS)
    yield
    for name in samples.KINDS:
        KINDS.pop(name)


@pytest.fixture(scope="session")
def rendered() -> Callable[..., bytes]:
    """The PDF of a sample, set once per session."""
    made: dict[str, bytes] = {}

    def render(name: str) -> bytes:
        if name not in made:
            context, number = samples.SAMPLES[name]
            made[name] = render_paper(samples.KINDS[name], context, number=number, on=ON).pdf
        return made[name]

    return render


class Sheet:
    """A page as it is measured with a ruler: millimetres from the upper left corner."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.height = float(page.height)

    def baselines(self, size: float) -> dict[float, list[Any]]:
        lines = defaultdict(list)
        for character in self.page.chars:
            if abs(character["size"] - size) < 0.05:
                lines[round((self.height - character["matrix"][5]) * MM, 2)].append(character)
        return dict(sorted(lines.items()))

    def rules(self, shortest: float = 100) -> list[tuple[float, float, float, float]]:
        """Horizontal rules as left, right, top and thickness; a border is drawn between an inner and an outer box."""
        boxes = [
            [float(box[name]) * MM for name in ("x0", "x1", "top", "bottom")]
            for box in self.page.rects
            if float(box["width"]) * MM >= shortest
        ]
        found, framed = set(), []
        for inner, outer in itertools.pairwise(boxes):
            left, right, top, bottom = inner
            for upper, lower in ((outer[2], top), (bottom, outer[3])):
                if outer[:2] == [left, right] and 0.1 < lower - upper < 2:
                    found.add((left, right, round(upper, 3), round(lower - upper, 3)))
                    framed += [inner, outer]
        found |= {
            (left, right, top, bottom - top)
            for left, right, top, bottom in (box for box in boxes if box not in framed)
            if bottom - top < 2
        }
        return sorted(found, key=lambda rule: rule[2])


@pytest.fixture
def sheets() -> Callable[[bytes], list[Sheet]]:
    return lambda pdf: [Sheet(page) for page in pdfplumber.open(io.BytesIO(pdf)).pages]


@pytest.fixture
def text_of() -> Callable[[bytes], str]:
    """All text of a PDF without line breaks, spaces and what stands at the foot of each page."""

    def read(pdf: bytes) -> str:
        pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
        return "".join(FOOT.sub("", "".join(page.split())) for page in pages)

    return read
