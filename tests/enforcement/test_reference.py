"""The tables of the program against the tables of the reference, read by machine: none missing, none invented."""

import re
from functools import cache
from itertools import product

import pytest
from django.conf import settings

from caseflow.enforcement import codes, law
from caseflow.enforcement.papers.catalogue import CATALOGUE
from caseflow.enforcement.procedure import CASE, CASE_CODES, ROLE_CODES, TIP, TIP_CODES, CaseState, Role
from caseflow.enforcement.procedure.words import INCOMPATIBLE
from caseflow.procedure import PUBLIC, SYSTEM
from documents.kinds import KINDS

REFERENCE = settings.BASE_DIR / "docs" / "reference"
DECIDED = {"T28a"}  # docs/reference/decisions.md, 4
CODES = {**CASE_CODES, **TIP_CODES}
ACTORS = {
    "受理": Role.INTAKE,
    "承办": Role.OFFICER,
    "科长": Role.UNIT_HEAD,
    "审核": Role.REVIEWER,
    "法审": Role.LEGAL,
    "负责人": Role.HEAD,
    "集体": Role.COUNCIL,
    "主持": Role.HOST,
    "财务": Role.FINANCE,
    "档案": Role.ARCHIVIST,
    "SYS": SYSTEM,
    "RO-07": Role.PRINCIPAL,
}
# The reference leaves these to what is decided elsewhere, or to a course that runs beside the case
OTHER_ACTORS = {
    "T09": {Role.OFFICER, Role.HEAD},  # asked and decided are two rows
    "T10": {Role.OFFICER, Role.HEAD, SYSTEM},  # approved, done, disposed of, lapsed
    "T18": {Role.REVIEWER},
    "T20": {Role.LEGAL, Role.HEAD},  # agreed and approved are two rows
    "T22": {Role.INTAKE, Role.OFFICER},  # the party has no account; who records it
    "T41": {Role.PRINCIPAL},  # signs
    "T43": {Role.OFFICER},  # finance records the slips
    "T47": {Role.SUPERVISOR, Role.UNIT_HEAD},
    "T01": {Role.INTAKE, PUBLIC},  # by the net (reference 7), the clue registers itself
    "T05": {Role.HEAD},
    "T03": {Role.HEAD},
}
COURSES = {"DL-23", "DL-25"}  # publication has its own region


@cache
def text():
    return (REFERENCE / "enforcement.md").read_text(encoding="utf-8")


@cache
def section(number):
    return re.search(rf"^###? {re.escape(number)} .*?(?=^##)", text(), re.DOTALL | re.MULTILINE)[0]


def rows_of(number):
    """The cells of the rows of the first table of a section."""
    found = [line for line in section(number).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found if not line.startswith("| ---")][1:]


def transitions():
    """T01…T47 with the letters, as in 3.3; the table of the criminal region comes after them."""
    return {row[0]: row for row in rows_of("3.3") if re.fullmatch(r"T\d\d[a-z]?", row[0])}


def rows(ref):
    return [row for row in (*TIP, *CASE) if row.ref == ref]


def states(told, known):
    """ "M11..M50", "M20/M21", "M70 (cfg: also M72, M73)" as codes of known states."""
    found = set()
    for first, last in re.findall(r"(M\d\d)\.\.(M\d\d)", told):
        found |= {code for code in known if first <= code <= last and code not in {"M22", "M03"}}
    return found | set(re.findall(r"M\d\d", re.sub(r"M\d\d\.\.M\d\d", "", told)))


REFS = sorted(transitions())


def test_every_transition_of_the_reference_has_its_rows_and_no_other_has():
    assert {row.ref for row in (*TIP, *CASE) if row.ref} == {*REFS, *DECIDED}
    assert "| 4 |" in (REFERENCE / "decisions.md").read_text()


@pytest.mark.parametrize("ref", REFS)
def test_a_transition_leads_from_where_to_where_the_reference_says(ref):
    source, _arrow, target = transitions()[ref][1].partition("->")
    found_sources, found_targets = set(), set()
    for procedure in (TIP, CASE):
        for row in procedure:
            if row.ref == ref:
                found_sources |= {procedure.codes.get(each, "") for each in row.source}
                found_targets |= {procedure.codes.get(row.target, "")} if row.target else set()
    found_sources -= {""}
    found_targets -= {""}
    if "any" in source:
        assert found_sources >= set(CASE_CODES.values())
    elif "new" not in source:
        assert states(source, CODES.values()) | extra_sources(ref) == found_sources
    if "same" in target or ref in {"T47"}:
        assert found_targets == set()
    else:
        assert states(target, CODES.values()) - stays(ref) == found_targets


def extra_sources(ref):
    """Acts that the reference puts in one row with a move, and the clock may reach in later states."""
    return {
        "T10": {code for code in CASE_CODES.values() if "M20" <= code <= "M80"} - {"M22"},  # lapses on expiry
        "T11": {"M21"},  # an opinion may come while the case is suspended
        "T22": {"M42"},  # the hearing is arranged once it has been asked for
    }.get(ref, set())


def stays(ref):
    """Rows that leave the case where it is."""
    return {"T09": {"M20"}, "T10": {"M20"}, "T11": {"M20"}, "T24": {"M42"}}.get(ref, set())


@pytest.mark.parametrize("ref", REFS)
def test_a_transition_is_moved_by_whom_the_reference_says(ref):
    told = transitions()[ref][3]
    wanted = OTHER_ACTORS.get(ref) or {role for word, role in ACTORS.items() if re.search(rf"(?<!\w){word}", told)}
    assert {role for row in rows(ref) for role in row.by} == wanted


def paper_codes(names):
    return {KINDS[name].code for name in names}


ALSO_ISSUED = {
    "T10": {"D24"},  # the approval of the preservation
    "T20": {"D25"},  # the opinion that agrees
    "T37": {"D44"},  # the closing report comes with the entry into M80
}
STATED_ELSEWHERE = {"T23": {"D27"}}  # recorded by an act inside the state


@pytest.mark.parametrize("ref", REFS)
def test_a_transition_issues_the_papers_of_the_reference(ref):
    told = set(re.findall(r"D\d\d[a-z]?", transitions()[ref][5])) - STATED_ELSEWHERE.get(ref, set())
    found = {code for row in rows(ref) for code in paper_codes(row.issues)}
    assert found == told | ALSO_ISSUED.get(ref, set())


def clocks(told, word):
    """The limits after ``start`` or ``stop`` in the column of clocks."""
    found = set()
    for part in re.findall(rf"(?<!\w){word}s? ([^;]*)", told):
        found |= {f"DL-{number}" for number in re.findall(r"DL-(\d\d[a-z]?)", part)}
    return found


# What 3.3.2 adds to the column of clocks
STARTED_BESIDES = {
    "T08": {"DL-11"},  # the recording of the scene
    "T24": {"DL-15"},  # recomputed
    "T30": {"DL-18"},  # as T31
    "T38": {"DL-21", "DL-36"},  # the dates of the plan
    "T46": {"DL-17"},  # anew
    "T47": {"SP1"},  # the reply to the superior
}
IN_THE_CASE = {f"DL-{n}" for n in ("06", "08", "11", "12", "13", "14", "15", "16", "17")}
OF_PERFORMANCE = {f"DL-{n}" for n in ("21", "35", "36", "37", "38", "39", "52")}
STOPPED_BESIDES = {
    "T03": {"DL-01"},
    "T04": {"DL-01"},
    "T05": {"DL-04"},  # of a tip that joins a case; else it goes on there
    "T10": {"DL-08"},  # approved afterwards
    "T14": {"DL-06", "DL-08", "DL-11"},
    "T22": {"DL-14"},
    "T25": {"DL-12", "DL-15"},
    "T26": {"DL-12", "DL-14", "DL-15"},
    "T27": {"DL-16"},
    "T30": IN_THE_CASE,
    "T31": IN_THE_CASE,
    "T32": IN_THE_CASE,
    "T33": IN_THE_CASE,
    "T34": IN_THE_CASE,
    "T38": {"DL-21", "DL-35"},
    "T41": {"DL-35"},
    "T43": OF_PERFORMANCE,
    "T46": OF_PERFORMANCE | {"DL-49"},
    "T47": {"SP1"},
}


@pytest.mark.parametrize("ref", REFS)
def test_a_transition_starts_the_limits_of_the_reference(ref):
    told = clocks(transitions()[ref][6], "start") - COURSES
    found = {limit.code for row in rows(ref) for limit in row.starts}
    assert found == told | STARTED_BESIDES.get(ref, set())


@pytest.mark.parametrize("ref", REFS)
def test_a_transition_stops_the_limits_of_the_reference(ref):
    told = clocks(transitions()[ref][6], "stop") - COURSES
    found = {limit.code for row in rows(ref) for limit in row.stops}
    assert found == told | STOPPED_BESIDES.get(ref, set())


@pytest.mark.parametrize(("code", "ref"), [("EX1", "T11"), ("EX2", "T12"), ("EX3", "T22")])
def test_an_interval_begins_where_the_reference_says(code, ref):
    assert code in transitions()[ref][6]
    assert any(code in row.pauses for row in rows(ref))


@pytest.mark.parametrize(("code", "ref"), [("EX2", "T13"), ("EX3", "T25"), ("EX3", "T26"), ("EX1", "T11")])
def test_an_interval_ends_where_the_reference_says(code, ref):
    assert code in transitions()[ref][6]
    assert any(code in row.resumes for row in rows(ref))


def test_every_state_of_the_reference_is_a_state():
    told = {row[0] for row in rows_of("3.2")}
    assert told == set(CODES.values()) | {"M03"}
    assert len(set(CASE_CODES)) == len(CaseState)


def test_roles_are_those_of_the_reference():
    told = {row[0].split()[0] for row in rows_of("5.1")}
    assert set(ROLE_CODES.values()) <= told
    assert set(ROLE_CODES) == set(Role)


COLUMNS = {
    "承办": {Role.OFFICER},
    "审核": {Role.REVIEWER},
    "法审": {Role.LEGAL},
    "负责人审批": {Role.HEAD, Role.PRINCIPAL},
    "主持听证": {Role.HOST},
    "财务": {Role.FINANCE},
}


def test_roles_exclude_each_other_as_in_the_matrix_of_the_reference():
    lines = [line for line in section("5.2").splitlines() if line.startswith("|")]
    heads = [cell.strip() for cell in lines[0].strip("|").split("|")][1:]
    told = set()
    for line in lines[2:]:
        name, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        for head, cell in zip(heads, cells, strict=True):
            if cell.startswith("X") and name in COLUMNS and head in COLUMNS:
                told |= {frozenset(pair) for pair in product(COLUMNS[name], COLUMNS[head])}
    leaders = {frozenset((Role.OFFICER, Role.COUNCIL))}  # whoever investigates does not vote
    assert {frozenset(map(str, pair)) for pair in told | leaders} == {
        frozenset(map(str, pair)) for pair in INCOMPATIBLE
    }


LISTS = {
    "NF": codes.NotFiled,
    "SU": codes.Suspension,
    "TE": codes.Termination,
    "NP": codes.NoPenalty,
    "HP": codes.Postponement,
    "CL": codes.Closing,
    "TR": codes.Addressee,
}


@pytest.mark.parametrize("group", sorted(LISTS))
def test_reasons_are_those_of_the_reference(group):
    told = next(row[1] for row in rows_of("3.4") if row[0].startswith(group))
    assert set(re.findall(rf"{group}-?[A-Z0-9]+", told)) == set(LISTS[group].values)


def test_papers_are_named_and_numbered_as_in_the_catalogue_of_the_reference():
    told = {row[0] for row in rows_of("4.2")}
    assert {kind.code for kind in CATALOGUE} <= told


def test_a_limit_that_a_row_names_is_of_the_reference():
    told = {match for row in rows_of("2.3") for match in re.findall(r"DL-\d\d[a-z]?", row[0])}
    named = {limit.code for row in (*TIP, *CASE) for limit in (*row.starts, *row.stops, *row.extends)}
    assert {re.sub("(?<=DL-34)a", "", code) for code in named if code.startswith("DL-")} <= told
    assert set(law.LIMITS) >= named


def test_every_exclusion_of_the_reference_is_known():
    assert set(law.EXCLUSIONS) == set(re.findall(r"EX\d", text().split("| A-18 |")[1].split("\n")[0]))
