"""The table of support against the tables of the reference, read by machine: none missing, none invented."""

import re
from functools import cache

import pytest
from django.conf import settings

from caseflow.support import codes, law
from caseflow.support.papers import CATALOGUE
from caseflow.support.procedure import APPLICATION, CODES, FAMILY, FAMILY_CODES, State

LATER = {
    "L-1",
    "L-14",
    "L-15",
    "L-20",
}  # F-01a goes out with B1 itself; L-15 is of test_matrix_money.py; the annual review
OWN = {"A-2", "A-12", "L-U", "L-H", "L-R"}  # the Deadline columns of 4.5, 4.2 (URGENT) and B19


@cache
def text():
    return (settings.BASE_DIR / "docs" / "reference" / "support.md").read_text(encoding="utf-8")


def rows(pattern):
    """The cells of the rows whose first cell is of a pattern."""
    found = re.findall(rf"^\| ({pattern}) \|(.*)\|$", text(), re.MULTILINE)
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in found}


def course():
    return rows(r"B\d+'?")


def refs(procedure):
    return {row.ref for row in procedure if row.ref}


def test_every_step_of_the_application_is_a_row_and_no_other():
    assert refs(APPLICATION) == set(course())


def test_the_steps_of_the_family_are_those_of_the_reference():
    assert refs(FAMILY) - {"B19"} <= set(rows(r"A\d+'*"))
    assert {"A1", "A2", "A3"} <= refs(FAMILY)


@pytest.mark.parametrize("ref", sorted(course()))
def test_a_step_leads_from_where_to_where_the_reference_says(ref):
    told = set(re.findall(r"\b[A-Z][A-Z_12]{4,}\b", course()[ref][0])) & {*CODES.values()}
    found = {
        CODES[State(state)]
        for row in APPLICATION
        if row.ref == ref
        for state in (*row.source, *filter(None, [row.target]))
    }
    if ref in {"B18"}:  # any before payment
        assert told <= found
    else:
        assert found == told | {"B12": {"OBJECTION_HOLD", "PUBLICITY_2"}}.get(ref, set())


@pytest.mark.parametrize("ref", sorted(course()))
def test_a_step_issues_the_papers_of_the_reference(ref):
    told = set(re.findall(r"F-\d\d[a-c]?", course()[ref][3]))
    told |= {"F-09c"} if "F-09b/c" in course()[ref][3] else set()
    kinds = {kind.name: kind.code for kind in CATALOGUE}
    found = {kinds[name] for row in APPLICATION if row.ref == ref for name in row.issues}
    besides = {  # what the reference says in another row or column
        "B9": {"F-09"},  # the new notice
        "B11": {"F-09"},
        "B12": {"F-09"},
    }
    elsewhere = {"B11": {"F-10a"}, "B5'": {"F-10a"}}  # recorded by an act inside the state
    assert found - besides.get(ref, set()) == told - elsewhere.get(ref, set())


def test_every_limit_of_the_reference_is_a_limit_or_comes_with_another_course():
    told = set(rows(r"L-\d+"))
    assert told - LATER == set(law.LIMITS) - OWN
    assert len(told) == 20


@pytest.mark.parametrize("code", sorted(set(law.LIMITS) - OWN))
def test_a_limit_is_as_long_as_the_reference_says(code):
    told = rows(r"L-\d+")[code][1]
    length, unit = law.LIMITS[code].length, law.LIMITS[code].unit
    words = {"working_days": "working day", "calendar_days": "day", "months": "month"}[unit]
    assert re.search(rf"\b{length} (calendar |working )?{words.split()[-1]}", told)
    assert (unit == "working_days") == ("working" in told.split(",")[0].split(";")[0] or code == "L-18")


def test_papers_are_numbered_as_in_the_register_of_forms():
    told = set(rows(r"F-\d\d[a-c]?")) | {"F-09b", "F-09c"}
    assert {kind.code for kind in CATALOGUE} <= told


def test_every_state_has_its_code():
    assert {*CODES} == {*State}
    assert all(code in text() for code in (*CODES.values(), *FAMILY_CODES.values()))


def test_codes_of_lists_are_those_of_the_reference():
    for name in (*codes.Status.values, *codes.Contact.values, *codes.ConfirmUnit.values[:4], *codes.REASONS.values()):
        assert name in text() or name == "AGE_BY_ID"
