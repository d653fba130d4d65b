"""Assurance 33: every field of every form, found by looking, gives each of the sixty inputs the answer of the table.

``answers.json`` holds what both engines say; ``CASEFLOW_GOLDEN=write`` writes it anew after a sentence has changed.
"""

import hashlib
import json
import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from caseflow.cases.fields import EvidenceFileField
from caseflow.cases.text import tidy
from tests.cases.test_fields import PDF
from tests.input.introspection import OF_ALLAUTH, classes_of_forms, every_field, forms_of_pages
from tests.input.sixty import EITHER, ELSEWHERE, EMPTY, INPUTS, KEPT, NO, OTHERWISE, PUT_RIGHT, READ
from tests.support import money
from tests.support import walk as support

GOLDEN = Path(__file__).parent / "answers.json"
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def everything(people, folk, bring_to, open_tip):
    """Every field of every form, at one moment."""
    case, tip, application = bring_to("in_legal_review"), open_tip(), support.bring_to(folk, "approved")
    money.set_rates()
    money.give_account(folk, application.applicant, 1)
    budget, batch = money.open_funds(folk), money.open_batch(folk)
    with time_machine.travel(datetime(2026, 10, 9, 10, 24, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield list(every_field(people, [tip, case, application.household, application, batch, budget]))


def answer(cell, typed):
    """What the field says: a value with its remark, or the sentence of its refusal."""
    try:
        value = cell.judge(typed)
    except ValidationError as refused:
        return NO, " ".join(map(str, refused.messages))
    notice = getattr(cell.field, "notice", lambda *said: "")(typed, value)
    return ("taken", f"{value!a} {notice}".strip())


def wrong(cell, each, said, words):
    """Why the answer is not the one of the table; nothing where it is."""
    expected = each.answers.get(cell.kind, OTHERWISE[cell.kind])
    if said == NO:
        called = str(cell.field.label or "")
        if not CHINESE.search(words) or not words.rstrip().endswith(("。", "）")):
            return f"no sentence: {words}"
        too_long = len(tidy(each.typed)) > getattr(cell.field, "most", 10**9) and "最多写" in words and called in words
        required = expected == EMPTY and cell.field.required
        return "" if expected in (NO, EITHER) or too_long or required else f"{expected}, but {words}"
    value = cell.judge(each.typed)
    kept = str(value).replace("\r\n", "\n") == each.typed.replace("\r\n", "\n")
    fits = {
        KEPT: kept,
        PUT_RIGHT: not kept and bool(cell.field.notice(each.typed, value)) if hasattr(cell.field, "notice") else False,
        READ: value not in (None, ""),
        EMPTY: value in (None, "", []) and not cell.field.required,
        EITHER: True,
        "ticked": value is True,
        NO: False,
    }
    return "" if fits[expected] else f"{expected}, but {value!a}"


def test_every_field_gives_every_input_its_answer(everything, figures):
    judged = [cell for cell in everything if cell.kind != "file"]
    found, faults, cells = {}, [], []
    for each in INPUTS:
        for cell in judged:
            said, words = answer(cell, each.typed)
            if why := wrong(cell, each, said, words):
                faults.append((cell.name, cell.kind, each.row, each.name, why[:200]))
            cells.append(f"{cell.name}|{each.row} {each.name}|{said}|{words}")
            words = words.replace(str(cell.field.label), "…") if cell.field.label else words
            found.setdefault(cell.kind, {}).setdefault(f"{each.row} {each.name}", set()).add(f"{said}: {words[:120]}")
    assert not faults, "\n".join(map(repr, faults[:400]))
    figures(f"{len(cells):,} cells of {len(judged)} fields and {len(INPUTS)} inputs, 0 other than the table says")
    same_on_both_engines(found, cells)


def same_on_both_engines(found, cells):
    digest = hashlib.sha256("\n".join(sorted(cells)).encode("utf-8", "surrogatepass")).hexdigest()
    said = {
        kind: {name: [*sorted(words)[:2], len(words)] for name, words in rows.items()}
        for kind, rows in sorted(found.items())
    }
    text = json.dumps({"cells": len(cells), "digest": digest, "answers": said}, ensure_ascii=True, indent=1) + "\n"
    if os.environ.get("CASEFLOW_GOLDEN") == "write":
        GOLDEN.write_text(text)
    assert text == GOLDEN.read_text()


def test_no_form_stands_beside_the_walk(people):
    walked = {type(each) for each in forms_of_pages(people)}
    unseen = {each.__name__ for each in classes_of_forms() if not issubclass(each, (*walked, *OF_ALLAUTH))}
    assert unseen <= {"MoveForm", "PublicForm"}  # what all moves share, and all forms of the public


def test_every_row_of_the_table_is_tried_or_says_where_it_is():
    tried = {each.row for each in INPUTS}
    assert tried | set(ELSEWHERE) == set(range(1, 61))
    assert not tried & set(ELSEWHERE)
    root = Path(__file__).parents[2]
    for where in ELSEWHERE.values():
        for path in re.findall(r"tests/[\w/]+\.py", where):
            assert (root / path).exists(), path
    for path, test in (each.split("::") for each in ELSEWHERE.values() if "::" in each):
        assert f"def {test.split(',')[0]}(" in (root / path).read_text()


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../a.pdf", "a.pdf"), ("CON.pdf", "_CON.pdf"), ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("a\0.pdf", "a.pdf"), ("证\r\n据\".pdf", "证据.pdf"), ("证据\u202egpj.pdf", None),
    ],
    ids=ascii,
)  # fmt: skip
def test_names_of_files(name, cleaned):
    file = SimpleUploadedFile("x.pdf", PDF)
    file._name = name  # what a client sends that does not clean it first
    if cleaned is None:
        with pytest.raises(ValidationError, match="书写方向"):
            EvidenceFileField().clean(file)
    else:
        assert EvidenceFileField().clean(file).name == cleaned


def test_the_harness_notices_a_field_that_takes_too_much(people):
    from django import forms

    from tests.input.introspection import SimpleNamespace, _judge

    loose = forms.CharField(label="姓名")
    cell = SimpleNamespace(name="x", kind="line", field=loose, judge=_judge(loose))
    override = next(each for each in INPUTS if each.name == "right-to-left override")
    assert wrong(cell, override, *answer(cell, override.typed))
