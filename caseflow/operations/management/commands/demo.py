"""Fill a demonstration: the invented office, every story that comes with the software, and cases that end about today."""

import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases.management.commands.play import file_name
from caseflow.cases.models import Dossier, Paper
from caseflow.cases.stories.playing import ends_after, play, was_kept
from caseflow.cases.stories.reading import Story, read, read_text
from caseflow.cases.sweep import sweep
from caseflow.enforcement import demonstration
from caseflow.files.names import clean_name
from caseflow.people.demonstration import demonstration_agency
from caseflow.support.demonstration import make_office as make_support
from documents.rendering import PROCESSES
from outbox.models import Job
from outbox.runner import run_due

FOLDERS = ("enforcement", "demonstration", "support")  # of scenarios/


class Command(BaseCommand):
    """Doing it again adds only what is missing."""

    help = "建立演示数据：机关、人员、全部故事和近日到期的案件；说明谁可以登录、文书在哪里。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="打印的网址")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                _("这不是演示数据库：请设置 CASEFLOW_DEMONSTRATION=1，并确认不是正式的数据库。"), returncode=2
            )
        settings.OUTBOX_RUNS = "worker"  # the papers are set below, when no story's clock runs any more
        if connection.vendor == "sqlite":
            settings.DEMONSTRATED.touch()  # so that every command in this place knows whose data these are
        people = [*demonstration.make_office(), *make_support()]
        self.play()
        sweep()
        self.render()
        copied = self.copy_papers()
        self.tell(people, copied, options["address"])

    def play(self) -> None:
        waiting = [(token, story) for token, story in self.stories() if not was_kept(token)]
        for number, (token, story) in enumerate(waiting, 1):
            self.stdout.write(f"[{number}/{len(waiting)}] {story.title}")
            outcome = play(story, keep=True, token=token)
            for difference in outcome.differences:
                self.stderr.write(f"{story.path}：{difference}")

    def stories(self) -> Iterator[tuple[str, Story]]:
        """Every story with the token that says whether it was kept; those that end in the future are left out."""
        for folder in FOLDERS:
            for path in sorted((settings.BASE_DIR / "scenarios" / folder).glob("*.yaml")):
                story = read(path)
                if not ends_after(story, timezone.now()):
                    yield f"demo:{folder}:{path.stem}"[:64], story
        for key, text in demonstration.fresh(timezone.localdate()):
            yield f"demo:fresh:{key}", read_text(text, f"{key}.yaml")

    def render(self) -> None:
        """Set every paper that waits, in as many threads as there are processes that set papers."""
        waiting = Job.objects.open().count()
        if not waiting or connection.in_atomic_block:
            _drain()
            return
        self.stdout.write(_("排印文书 %(n)d 份……") % {"n": waiting})
        with ThreadPoolExecutor(PROCESSES) as pool:
            for done in [pool.submit(_drain) for _each in range(PROCESSES)]:
                done.result()

    def copy_papers(self) -> int:
        """The papers under names that people read, a folder for each file."""
        papers = Paper.objects.filter(dossier__agency=demonstration_agency()).select_related("document", "dossier")
        count, numbers = 0, dict[int, int]()
        for paper in papers.order_by("dossier_id", "pk"):
            numbers[paper.dossier_id] = numbers.get(paper.dossier_id, 0) + 1
            if not paper.document.is_rendered:
                continue
            folder = self.folder / clean_name(f"{paper.dossier.reference} {paper.dossier.title}")
            copy = folder / file_name(numbers[paper.dossier_id], paper.document)
            if not copy.exists():
                folder.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(paper.document.pdf())
            count += 1
        return count

    @property
    def folder(self) -> Path:
        return Path(settings.VAR_DIR) / "papers"

    def tell(self, people: list[Any], copied: int, address: str) -> None:
        say = self.stdout.write
        files = Dossier.objects.filter(agency=demonstration_agency()).count()
        say("")
        say(_("案卷 %(files)d 个，文书 %(papers)d 份。") % {"files": files, "papers": copied})
        say(_("文书（PDF）：%(place)s") % {"place": Path(settings.DOCUMENTS_DIR).resolve()})
        say(_("按案卷和名称的副本：%(place)s") % {"place": self.folder.resolve()})
        say("")
        say(_("可以登录的人，密码都是 %(password)s：") % {"password": demonstration.PASSWORD})
        rows = [(_("账号"), _("姓名"), _("角色"), _("科室和职务"))]
        rows += [
            (
                each.username,
                each.name,
                "、".join(each.groups.values_list("name", flat=True)),
                f"{each.unit} {each.post}",
            )
            for each in people
        ]
        widths = [max(_width(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            say(
                "  "
                + "  ".join(
                    cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
                ).rstrip()
            )
        say("")
        say(_("网址：%(address)s") % {"address": address})


def _drain() -> None:
    try:
        while run_due():
            pass
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _width(text: str) -> int:
    """Columns on a terminal: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
