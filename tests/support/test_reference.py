"""The table of support against the tables of the reference, read by machine: none missing, none invented."""

import re
from functools import cache

import pytest
from django.conf import settings

from caseflow.support import codes, law
from caseflow.support.papers import CATALOGUE
from caseflow.support.procedure import APPLICATION, CODES, FAMILY, FAMILY_CODES, FamilyState, State

LATER = {
    "L-1",
    "L-14",
    "L-15",
    "L-20",
}  # F-01a goes out with B1 itself; L-15 is of test_matrix_money.py; the annual review
OWN = {"L-U", "L-H", "L-R"}  # 4.2 (URGENT) and B19
OF_TEAMS = {"T-8", "T-8V", "T-9", "T-10", "T-H", "T-C"}  # 3.2 and 3.4
OF_HELP = {"A-2", "A-5", "A-6", "A-7", "A-9", "A-10", "A-12", "A-14", "A-15", "A-G"}  # the Deadline column of 4.5
BESIDE = OWN | OF_TEAMS | OF_HELP


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


def steps():
    return rows(r"A\d+'*")


def test_every_step_of_the_family_is_a_row_and_no_other():
    """A8 is the time between two moves: its visits stand in the same file, its tickets and claims have courses of their own."""
    assert refs(FAMILY) - {"B19"} == set(steps())


@pytest.mark.parametrize("ref", sorted(set(steps()) - {"A8"}))
def test_a_step_of_the_family_leads_from_where_to_where_the_reference_says(ref):
    told = {code for code in FAMILY_CODES.values() if re.search(rf"\b{code}\b", steps()[ref][0])}
    found = {
        FAMILY_CODES[state]
        for row in FAMILY
        if row.ref == ref
        for state in map(FamilyState, (*row.source, *filter(None, [row.target])))
    }
    if ref in {"A11", "A13", "A14", "A15"}:  # any; the state before
        assert told <= found
    else:
        assert found == told


@pytest.mark.parametrize("ref", sorted(set(steps()) - {"A8"}))
def test_a_step_of_the_family_issues_the_papers_of_the_reference(ref):
    told = set(re.findall(r"F-\d\d[a-c]?", steps()[ref][3]))
    kinds = {kind.name: kind.code for kind in CATALOGUE}
    found = {kinds[name] for row in FAMILY if row.ref == ref for name in row.issues}
    elsewhere = {
        "A2": {"F-04"},  # recorded by an act inside the state
        "A3": {"F-10"},  # issued with the decision on the application
        "A3'": {"F-10"},
        "A3''": {"F-10"},
        "A5": {"F-15"},  # what the doctor says stands in F-14; the health file comes later
        "A11": {"F-27"},  # a draft: issued when it is signed (A12)
        "A11'": {"F-27"},
        "A15": {"F-22"},  # goes out with the offer, before the answer
    }
    assert found == told - elsewhere.get(ref, set())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("A-5", "15 wd"), ("A-6", "5 wd"), ("A-7", "5 wd"), ("A-10", "10 wd"), ("A-12", "20 wd"), ("A-15", "10 wd"),
    ],
)  # fmt: skip
def test_a_limit_of_a_step_is_as_long_as_its_row_says(code, words):
    assert words in steps()[code.replace("-", "")][4]
    assert (law.LIMITS[code].length, law.LIMITS[code].unit) == (int(words.split()[0]), "working_days")


def test_the_limits_of_a_team_are_those_of_its_rules():
    told = rows(r"T-\d+")
    assert "public roles 10 working days; volunteer 30 calendar days" in told["T-8"][0]
    assert (law.FILL_ROLE.length, law.FILL_VOLUNTEER.length) == (10, 30)
    assert "within 3 working days" in told["T-9"][0]
    assert law.REPLACE_REFUSED.length == 3
    assert "within 10 working days" in told["T-10"][0]
    assert law.FIRST_TEAM.length == 10
    assert "| ≤ 5 working days |" in text()
    assert law.HAND_OVER.length == 5


def test_the_caps_are_those_of_the_reference():
    caps = re.search(
        r"FPA_SEC (\d+), TOWN_CADRE (\d+), VILLAGE_FP (\d+), VILLAGE_DOCTOR (\d+), VOLUNTEER (\d+)", text()
    )
    defaults = {each.key: each.default for each in law.PARAMETERS}
    names = ("fpa_sec", "town_cadre", "village_fp", "village_doctor", "volunteer")
    assert [int(each) for each in caps.groups()] == [defaults[f"support.cap_{name}"] for name in names]


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
    assert told - LATER == set(law.LIMITS) - BESIDE
    assert len(told) == 20


@pytest.mark.parametrize("code", sorted(set(law.LIMITS) - BESIDE))
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
    for name in (*codes.HelperCode.values, *codes.DoctorContract.values):
        assert name in text()
    for name in (*codes.Status.values, *codes.Contact.values, *codes.ConfirmUnit.values[:4], *codes.REASONS.values()):
        assert name in text() or name == "AGE_BY_ID"
