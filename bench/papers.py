"""How long it takes to set a paper: the first of a new process, the ones after it, and a draft on a page."""

from typing import Any

from documents import issuing
from documents.kinds import kind
from documents.models import Document
from documents.rendering import POOL, Rendered, render_paper
from tests import walk

from . import ground
from .report import Table, median, ms, p95, timed

TALK = "问：你在门诊部担任什么职务？\n答：负责人。\n问：2026年2月10日为谁做过超声检查？\n答：为一名孕妇做过。\n"


def measure(quick: bool = False) -> list[Table]:
    rounds = 3 if quick else 15
    talk = {"record_interview": {"content": TALK * 10}}
    walk.bring_to(ground.people(), "decided", change=talk)
    rows = []
    for name in ("acceptance_record", "penalty_decision", "interview_record"):
        content = Document.objects.filter(kind=name).latest("pk").content
        POOL.close()
        cold = timed(lambda name=name, content=content: _render(name, content))
        pages = _render(name, content).pages
        warm = [timed(lambda name=name, content=content: _render(name, content)) for _each in range(rounds)]
        drafts = [timed(lambda name=name, content=content: issuing.preview(name, content)) for _each in range(rounds)]
        title = f"{kind(name).title} ({kind(name).code})"
        rows.append(
            [
                title,
                str(pages),
                ms(cold),
                ms(median(warm)),
                ms(p95(warm)),
                f"{1000 / median(warm):.1f}",
                ms(median(drafts)),
            ]
        )
    head = ["Paper", "pages", "cold ms", "warm ms", "p95 ms", "per second", "draft ms"]
    return [
        Table(
            "Papers", head, rows, "Cold is the start of a process with its fonts; one process sets one paper at a time."
        )
    ]


def _render(name: str, content: dict[str, Any]) -> Rendered:
    return render_paper(kind(name), content, number="青卫医罚〔2026〕1号")
