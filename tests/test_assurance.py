"""What the documents promise points to tests that exist, or says why there is none."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
STATES = {"met", "part", "not met", "n/a"}
TEST = re.compile(r"tests/[\w/]+\.py(?:::\w+)*")


def rows(document, first):
    """The lines of the tables of a document whose first cell looks like ``first``, in cells."""
    lines = (ROOT / "docs" / document).read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [each for each in cells if re.fullmatch(first, each[0])]


@cache
def names_in(path):
    """Functions and classes of a test file, at its top and inside its classes."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def missing(text):
    """The tests that a text names and that are not there."""
    found = []
    for test in TEST.findall(text):
        path, *parts = test.split("::")
        if not (ROOT / path).exists() or not set(parts) <= names_in(path):
            found.append(test)
    return found


def test_every_item_of_both_levels_is_answered_once():
    items = [each[0] for each in rows("asvs.md", r"V\d+\.\d+\.\d+")]
    assert len(items) == len(set(items)) == 253
    counted = {chapter: sum(item.startswith(f"V{chapter}.") for item in items) for chapter in CHAPTERS}
    assert counted == CHAPTERS


def test_all_eleven_items_of_the_chinese_standard_are_answered():
    assert [each[0] for each in rows("asvs.md", r"8\.1\.4\.\d+")] == [f"8.1.4.{n}" for n in range(1, 12)]


def test_what_is_met_is_shown_by_a_test_and_all_else_has_a_reason():
    for each in rows("asvs.md", r"V\d+\.\d+\.\d+|8\.1\.4\.\d+"):
        state, proof = each[-2:]
        assert state in STATES, each
        if state == "met":
            assert TEST.search(proof), each
        else:
            assert len(proof) >= 8, each


@pytest.mark.parametrize("document", ["asvs.md", "assurance.md", "threat-model.md", "operations.md"])
def test_the_tests_that_a_document_names_exist(document):
    assert missing((ROOT / "docs" / document).read_text()) == []


def test_a_test_that_is_not_there_is_noticed():
    assert missing("`tests/test_assurance.py::test_of_nothing`, tests/no_such_file.py") == [
        "tests/test_assurance.py::test_of_nothing",
        "tests/no_such_file.py",
    ]


def test_every_promise_has_its_row():
    assert [each[0] for each in rows("assurance.md", r"\d+")] == [str(n) for n in range(1, 46)]
