"""Write the pages about the procedures, the guide for stories and the register of stored names from the tables."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from caseflow.cases import registry
from caseflow.cases.checks import by_app
from caseflow.cases.stories import guide
from caseflow.procedure import pages, stored
from documents.kinds import kind


class Command(BaseCommand):
    """``--check`` writes nothing and fails where a file is not what it would be."""

    help = "从程序表生成 docs/procedures、docs/stories.md 和存储名登记册。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [path for path, text in generated().items() if not path.exists() or path.read_bytes() != text]
        if options["check"]:
            if stale:
                names = "、".join(str(path.relative_to(settings.BASE_DIR)) for path in stale)
                raise CommandError(_("以下文件与程序表不一致，请执行 make docs：%(names)s") % {"names": names})
            self.stdout.write(_("生成的文件与程序表一致。"))
            return
        files = generated()
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
            self.stdout.write(str(path.relative_to(settings.BASE_DIR)))


def generated() -> dict[Path, bytes]:
    """Every generated file with its content."""
    docs = settings.BASE_DIR / "docs"
    with translation.override("zh-hans"):
        found: dict[Path, str] = {}
        papers: dict[str, pages.PaperKind] = {}
        for record_class in registry.record_classes().values():
            procedure = record_class.procedure
            own = _papers([procedure])
            papers |= own
            found[docs / "procedures" / f"{procedure.name}.md"] = pages.page(procedure, own)
            # the mark at the start lets spreadsheets read the characters
            found[docs / "procedures" / f"{procedure.name}.csv"] = "\ufeff" + pages.transition_table(procedure, own)
        found[docs / "stories.md"] = guide.page(papers)
        for label, procedures in by_app().items():
            found[stored.path_of(label)] = stored.text_with_new_names(label, procedures)
    return {path: text.encode() for path, text in found.items()}


def _papers(procedures: list[Any]) -> dict[str, pages.PaperKind]:
    known = (kind(name) for name in pages.papers_of(procedures))
    return {each.name: pages.PaperKind(each.name, each.code, each.title) for each in known}
