"""Play stories: cases told in YAML files, through the same rows and forms as the pages."""

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases.stories.nodes import WrongStory
from caseflow.cases.stories.playing import Outcome, ends_after, play
from caseflow.cases.stories.reading import Story, read
from caseflow.files.names import clean_name
from outbox.runner import run_due


class Command(BaseCommand):
    """Exit status 0 where everything holds, 1 where a story does not, 2 where a file is no story."""

    requires_system_checks: list[str] = []
    help = "播放故事（YAML）：按页面所用的步骤和表单办理，核对结果，结束后数据库恢复原样。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="故事文件，可以写几个")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出每个有名字的记录的最后情况")
        parser.add_argument("--documents", type=Path, metavar="DIR", help="把制作的文书（PDF）写到这个目录")
        parser.add_argument("--keep", action="store_true", help="把记录留在数据库里（只限演示用的数据库）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] and not settings.DEMONSTRATION:
            raise CommandError(
                _("--keep 只能用于演示数据库：请设置 CASEFLOW_DEMONSTRATION=1，并确认不是正式的数据库。"), returncode=2
            )
        stories = [self._read(path) for path in options["files"]]
        for story in stories if options["keep"] else ():
            if ends_after(story, timezone.now()):
                raise CommandError(
                    _("%(path)s：故事的结尾在今天以后，不能留在数据库里。") % {"path": story.path}, returncode=2
                )
        self.lines = self.stderr if options["json"] else self.stdout
        if options["json"]:
            self.lines.style_func = None
        if options["keep"]:
            settings.OUTBOX_RUNS = "worker"  # the papers are set below, when no story's clock runs any more
        settings.SYNTHETIC_PERSONS = True  # the people of stories are invented
        with self._somewhere(options["keep"]):
            outcomes = [self._play(story, options) for story in stories]
        while options["keep"] and run_due():
            pass
        if options["json"]:
            self.stdout.write(_as_json(outcomes))
        failed = sum(not outcome.holds for outcome in outcomes)
        if len(outcomes) > 1:
            self.lines.write(_("%(all)d 个故事，%(failed)d 个与所写不符。") % {"all": len(outcomes), "failed": failed})
        if failed:
            raise CommandError(_("结果与故事所写不符，没有留下任何记录。"), returncode=1)

    def _read(self, path: Path) -> Story:
        try:
            return read(path)
        except WrongStory as wrong:
            raise CommandError(str(wrong), returncode=2) from None

    @contextmanager
    def _somewhere(self, keep: bool) -> Iterator[None]:
        """The database as it is; where there is none yet, one that is thrown away afterwards."""
        if keep or connection.vendor != "sqlite" or "cases_dossier" in connection.introspection.table_names():
            yield
            return
        self.stderr.write(_("数据库尚未建立：在临时的数据库里播放。"))
        usual = connection.settings_dict["NAME"]
        with TemporaryDirectory(prefix="caseflow-stories-") as place:
            connection.close()
            connection.settings_dict["NAME"] = Path(place) / "caseflow.sqlite3"
            try:
                call_command("migrate", verbosity=0)
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = usual

    def _play(self, story: Story, options: dict[str, Any]) -> Outcome:
        self.lines.write(f"{story.title}（{story.path}）")
        directory: Path | None = options["documents"]
        written = None
        if directory is not None:
            place = directory / _folder(story) if len(options["files"]) > 1 else directory
            written = lambda papers: self._write(papers, place)
        try:
            outcome = play(story, tell=self.lines.write, keep=options["keep"], papers=written)
        except WrongStory as wrong:
            raise CommandError(str(wrong), returncode=2) from None
        except DatabaseError as error:
            raise CommandError(
                _("数据库不能用（%(error)s）。请先执行 manage.py migrate。") % {"error": error}, returncode=2
            ) from None
        if outcome.holds:
            kept = _("，记录已留在数据库") if outcome.kept else ""
            said = _("✓ 全部相符：%(steps)d 步，核对 %(checks)d 项%(kept)s。")
            self.lines.write(said % {"steps": outcome.steps, "checks": outcome.checks, "kept": kept})
        else:
            self.lines.write(_("✗ 有 %(n)d 处与所写不符。") % {"n": len(outcome.differences)})
        return outcome

    def _write(self, papers: Any, directory: Path) -> None:
        """The PDFs as they would be issued; set here, since what is undone is never committed."""
        try:
            directory.mkdir(parents=True, exist_ok=True)
            for name, pdf in rendered(papers):
                (directory / name).write_bytes(pdf)
        except OSError as error:
            raise CommandError(
                _("写不进目录 %(place)s：%(why)s。") % {"place": directory, "why": error.strerror or error},
                returncode=2,
            ) from None
        self.lines.write(_("  文书 %(n)d 份：%(place)s") % {"n": papers.count(), "place": directory.resolve()})


def rendered(papers: Any) -> Any:
    """Name and PDF of each paper, in the order of issue."""
    from documents.issuing import set_anew

    for count, paper in enumerate(papers, 1):
        document = paper.document
        pdf = document.pdf() if document.is_rendered else set_anew(document).pdf
        yield file_name(count, document), pdf


def file_name(count: int, document: Any) -> str:
    """``012-青卫医罚〔2026〕1号-行政处罚决定书.pdf``: in the order of issue, and fit for every file system."""
    parts = [f"{count:03d}", document.number, str(document.definition.title)]
    return clean_name("-".join(filter(None, parts))) + ".pdf"


def _folder(story: Story) -> str:
    return re.sub(r"[^\w-]+", "_", story.path.stem) or "story"


def _as_json(outcomes: list[Outcome]) -> str:
    """Of one story, the records by name; of several, the same by file."""
    pictures: Any = {str(outcome.story.path): outcome.pictures for outcome in outcomes}
    if len(outcomes) == 1:
        pictures = outcomes[0].pictures
    return json.dumps(pictures, ensure_ascii=False, indent=2)
