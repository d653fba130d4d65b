"""Nothing that anybody reads says what is never said (reference 6.4): labels, sentences, templates, papers, notices, exports."""

import ast
import re

import pytest
from django.conf import settings

from caseflow.cases.picture import picture
from caseflow.support import privacy, wording
from caseflow.support.codes import Benefit
from caseflow.support.rules import policy
from tests.support import walk

SOURCE = settings.BASE_DIR / "caseflow" / "support"
TEMPLATES = [settings.BASE_DIR / "templates" / part for part in ("support", "documents/support")]
LISTS_OF_WORDS = {"wording.py", "privacy.py"}  # hold the words themselves


def literals(path):
    """What stands between quotes in a module, its docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.name not in LISTS_OF_WORDS and "rules" not in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_word_of_the_program_hurts(path):
    assert [found for text in literals(path) for found in wording.offences(text)] == []


def test_no_template_hurts():
    texts = [path.read_text(encoding="utf-8") for part in TEMPLATES for path in part.rglob("*.html")]
    assert len(texts) > 10
    assert [found for text in texts for found in wording.offences(text)] == []


@pytest.mark.django_db
def test_no_paper_and_no_export_hurts_or_tells_of_the_child(folk):
    application = walk.bring_to(folk, "roster_filed")
    family = application.household
    files = (family.dossier, application.dossier)
    papers = [str(each.document.context) for file in files for each in file.papers.select_related("document")]
    said = [*papers, str(picture(family)), str(picture(application))]
    assert len(papers) >= 13
    assert [found for text in said for found in wording.offences(text)] == []
    assert not any("郑小禾" in text for text in said)


@pytest.mark.parametrize("phrase", wording.NEVER)
def test_a_phrase_typed_into_a_letter_is_sent_back_with_what_to_write_instead(phrase):
    assert wording.NEVER[phrase] in wording.refusal(f"您家是{phrase}，请")


@pytest.mark.parametrize(
    "text",
    ["何秀英家", "电话13893600002", "因女儿去世", "每月460元", "云溪镇石桥村三组22号", "身份证6207**", "特别扶助对象"],
)
def test_the_filter_finds_what_a_notice_must_not_tell(text):
    assert privacy.leaks(text, names=["何秀英"], phones=["0936-8620123"], places=["云溪镇石桥村三组22号"])


@pytest.mark.django_db
def test_the_usual_notice_passes_the_filter_and_masks_the_name(folk):
    text = walk.notice(walk.bring_to(folk, "deliberated"))
    assert "何*" in text
    assert privacy.leaks(text, names=["何秀英"], phones=[folk.village.phone]) == []


@pytest.mark.parametrize(("name", "shown"), [("张三", "张*"), ("欧阳明月", "欧阳*"), ("欧阳", "欧*"), ("", "")])
def test_a_name_is_masked_to_the_family_name(name, shown):
    assert privacy.masked(name) == shown


def test_the_titles_of_papers_are_neutral():
    from caseflow.support.papers import CATALOGUE

    assert not any(re.search("特扶|特别扶助|离世|残疾|独生", str(kind.title)) for kind in CATALOGUE)


def test_applications_are_about_the_benefits_of_the_rules():
    assert {*Benefit.values} <= {*policy.Benefit.values}
