"""Everything a person reads is Chinese in the code and has its English words in the catalogue."""

import ast
import gettext
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from caseflow.cases.transitions import perform

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
CODE = ("caseflow", "documents", "outbox")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")

# What is typed into a form or stands on a paper is Chinese, so English sentences quote it.
QUOTED = {
    *("中央", "省级", "市级", "区级"),
    "孕妇甲",
    "问",
    "答",
    "年",
    "月",
    "日",
    "号",
    "青",
    "青卫医罚",
    "立即停止违法行为",
    "至",
    "放假",
    "上班",
    "春节",
}

# Chinese that is not translated: what is printed on papers, the words of the law, and what is no sentence of a page.
PAPERS_AND_LAW = (
    "caseflow/enforcement/keeping.py",
    "caseflow/enforcement/law/citations.py",
    "caseflow/enforcement/papers/",
    "caseflow/enforcement/penalties/table.py",
    "caseflow/enforcement/penalties/wording.py",
    "caseflow/procedure/duties.py",
    "caseflow/support/keeping.py",
    "caseflow/support/law/citations.py",
    "caseflow/support/law/contact.py",
    "caseflow/support/law/limits_money.py",
    "caseflow/support/notices.py",
    "caseflow/support/papers/",
    "caseflow/support/rules/dates.py",
    "caseflow/support/rules/ganzhou.py",
    "documents/",
)
CHINESE_ALONE = (
    "caseflow/cases/stories/guide.py",  # the written guide, in Chinese as the other generated documentation
    "caseflow/procedure/pages.py",
    "caseflow/people/demonstration.py",  # names and places of the demonstration
    "caseflow/enforcement/demonstration.py",
    "caseflow/support/demonstration.py",
    "caseflow/support/wording.py",  # the phrases that are never written, which are no sentences of a page
    "caseflow/support/privacy.py",  # the words that a public notice must not hold
)
PRINTED = {"同意。"}  # what a form offers for a paper
DATA = {  # not whole sentences: those are never data
    "caseflow/cases/columns.py": "how times are typed",
    "caseflow/cases/fields.py": "how dates and sums are typed",
    "caseflow/cases/identifiers.py": "compound surnames",
    "caseflow/cases/office/__init__.py": "the stored name of a group",
    "caseflow/cases/office/calendar_days.py": "how holidays are typed",
    "caseflow/cases/office/parameters.py": "a stored value",
    "caseflow/cases/papers.py": "how numbers of papers are written",
    "caseflow/cases/parameters.py": "a stored value",
    "caseflow/cases/pickers.py": "how yes and no are typed",
    "caseflow/cases/words.py": "what a Han character is",
    "caseflow/custody/apps.py": "the stored name of a group",
    "caseflow/enforcement/forms/closing.py": "stored values",
    "caseflow/enforcement/forms/filing.py": "stored values",
    "caseflow/enforcement/forms/investigation.py": "a unit on a paper",
    "caseflow/enforcement/forms/rights.py": "what is offered for a paper",
    "caseflow/enforcement/forms/service.py": "how times are typed",
    "caseflow/enforcement/models/evidence.py": "a unit on a paper",
    "caseflow/enforcement/models/people.py": "pseudonyms and how papers address a party",
    "caseflow/support/batches/answers.py": "how a bank writes its file",
    "caseflow/support/batches/bank.py": "how a bank reads its file",
    "caseflow/support/batches/rates.py": "how shares are typed",
    "caseflow/support/batches/registers.py": "how a register is written",
    "caseflow/support/calculator.py": "how periods are typed",
    "caseflow/support/models/leaving.py": "a stored value",
    "caseflow/support/rules/quiet.py": "how days are typed",
    "caseflow/support/teaming.py": "a stored value",
    "caseflow/support/rules/money.py": "how sums are typed and stand on vouchers",
    "caseflow/support/rules/priorities.py": "articles of law",
    "caseflow/support/rules/splitting.py": "articles of law",
    "caseflow/support/models/areas.py": "how a committee signs a paper",
    "caseflow/support/models/people.py": "how papers address somebody",
    "caseflow/support/models/household.py": "how several people are named",
    "caseflow/support/guards/family.py": "how several files are named",
    "caseflow/support/placing.py": "a stored value",
    "caseflow/people/hashing.py": "words that passwords are guessed from",
    "caseflow/people/models.py": "how numbers of papers are written",
    "caseflow/people/offices.py": "the stored names of groups",
    "caseflow/public/verifying.py": "how numbers of papers are typed",
    "caseflow/public/views.py": "a language by its own name",
    "caseflow/settings.py": "the site's own name and that of the directory, which an office sets",
}


class Entry(NamedTuple):
    context: str
    msgid: str
    plural: str
    msgstr: tuple[str, ...]
    fuzzy: bool


def entries(path: Path) -> Iterator[Entry]:
    """What stands in a .po file, without its header."""
    for block in path.read_text().split("\n\n"):
        values: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if found := re.match(r'(msg\S+) (".*")$', line):
                name, text = found.groups()
                values[name] = ast.literal_eval(text)
            elif line.startswith('"'):
                values[name] += ast.literal_eval(line)
        if values.get("msgid"):
            words = tuple(text for key, text in values.items() if key.startswith("msgstr"))
            fuzzy = bool(re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE))
            yield Entry(values.get("msgctxt", ""), values["msgid"], values.get("msgid_plural", ""), words, fuzzy)


@pytest.fixture(scope="module")
def catalogue() -> list[Entry]:
    return list(entries(CATALOGUE))


def python_files() -> Iterator[Path]:
    for place in CODE:
        yield from (path for path in sorted((ROOT / place).rglob("*.py")) if "migrations" not in path.parts)


def literals(path: Path) -> tuple[set[str], list[tuple[int, str]]]:
    """The sentences a file marks for translation, and every other literal with its line; docstrings do not count."""
    marked, docstrings, others = {}, set(), []
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in {"_", "_t", "lazy"} or re.fullmatch(r"n?p?gettext(_lazy|_noop)?", name):
                marked |= {id(each): each.value for each in node.args if isinstance(each, ast.Constant)}
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            docstrings.add(id(node.body[0].value))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and not {id(node)} & (marked.keys() | docstrings)
        ):
            others.append((node.lineno, node.value))
    return {text for text in marked.values() if isinstance(text, str)}, others


def test_every_sentence_has_its_english_words(catalogue):
    assert [each.msgid for each in catalogue if each.fuzzy or not all(each.msgstr)] == []


def test_plural_sentences_have_both_forms(catalogue):
    assert [each.msgid for each in catalogue if len(each.msgstr) != (2 if each.plural else 1)] == []


def test_what_is_filled_in_is_the_same_on_both_sides(catalogue):
    def filled(text):
        return set(PLACEHOLDER.findall(text))

    assert [each.msgid for each in catalogue if any(filled(words) != filled(each.msgid) for words in each.msgstr)] == []


def test_english_is_english(catalogue):
    strange = [
        words
        for each in catalogue
        for words in each.msgstr
        if set(CHINESE.findall(words)) - QUOTED or FULL_WIDTH.search(re.sub(r"〔\d+〕|[问答]：", "", words))
    ]
    assert strange == []


def test_what_is_compiled_is_what_was_written(catalogue):
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        held = gettext.GNUTranslations(compiled)
    for each in catalogue:
        args = (each.context,) if each.context else ()
        if each.plural:
            said = tuple(held.ngettext(each.msgid, each.plural, n) for n in (1, 2))
        else:
            said = ((held.pgettext if args else held.gettext)(*args, each.msgid),)
        assert said == each.msgstr


def test_every_sentence_of_the_code_is_in_the_catalogue(catalogue):
    known = {each.msgid for each in catalogue}
    assert {text for path in python_files() for text in literals(path)[0] if CHINESE.search(text)} - known == set()


@needs_gettext
def test_the_catalogue_is_what_make_messages_collects(catalogue, tmp_path, monkeypatch, settings):
    """Collected in a copy, because makemessages writes beside the sources."""
    for place in (*CODE, "templates"):
        shutil.copytree(ROOT / place, tmp_path / place, ignore=shutil.ignore_patterns("*.otf", "*.ttf", "*.woff2"))
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    call_command("makemessages", locale=["en"], no_wrap=True, verbosity=0)
    collected = {each[:3] for each in entries(tmp_path / "locale/en/LC_MESSAGES/django.po")}
    held = {each[:3] for each in catalogue}
    assert collected - held == set(), "run make messages"
    assert held - collected == set(), "run make messages"


@needs_gettext
def test_the_catalogue_is_well_formed(tmp_path):
    subprocess.run(["msgfmt", "--check", "-o", tmp_path / "django.mo", CATALOGUE], check=True)


def test_nothing_in_the_code_is_said_in_chinese_alone():
    alone = []
    for path in python_files():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith((*PAPERS_AND_LAW, *CHINESE_ALONE)):
            continue
        if "management/commands" in name:  # --help and what is reported on the console follow the site, not a person
            continue
        for line, text in literals(path)[1]:
            if CHINESE.search(text) and (
                name not in DATA or (text.endswith(("。", "：", "？")) and text not in PRINTED)
            ):
                alone.append((name, line, text))
    assert alone == []


def test_nothing_in_a_template_is_said_in_chinese_alone():
    said = (
        r"{#.*?#}|{% comment.*?endcomment %}|{% blocktranslate.*?endblocktranslate %}|{% translate .*?%}|_\(\".*?\"\)"
    )
    alone = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.relative_to(ROOT / "templates").parts[0] != "documents":  # papers are Chinese
            rest = re.sub(said, "", path.read_text(), flags=re.DOTALL)
            alone += [(path.name, text) for text in CHINESE.findall(rest)]
    assert alone == []


# The choice of language


@pytest.fixture
def own_language():
    """The language of a request stays active after it; other tests shall not see it."""
    with translation.override("zh-hans"):
        yield


def test_one_chooses_the_language_in_the_menu(client, people, own_language):
    client.force_login(people.li)
    page = client.get(reverse("cases")).content.decode()
    assert 'name="language"' in page
    assert "退出登录" in page
    client.post(reverse("set_language"), {"language": "en", "next": reverse("cases")})
    page = client.get(reverse("cases")).content.decode()
    assert '<html lang="en"' in page
    assert "Sign out" in page
    assert "简体中文" in page


def test_the_file_stays_chinese_whoever_writes_in_it(bring_to, people):
    case = bring_to("investigating")
    with translation.override("en"):
        perform(case, "add_protected_person", by=people.li)
    assert [each.pseudonym for each in case.protected.all()] == ["孕妇甲"]
