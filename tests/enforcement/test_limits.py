"""The table of time limits against the master table of the reference (2.3), and the articles that are relied on."""

import re
from pathlib import Path

import pytest

from caseflow.enforcement import law
from caseflow.enforcement.law import citations, limits, parameters
from caseflow.procedure import Citation, Duty, TimeLimit, Unit
from caseflow.procedure import limits as register

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference" / "enforcement.md"
UNITS = {
    "CD": Unit.CALENDAR_DAYS,
    "日": Unit.CALENDAR_DAYS,
    "WD": Unit.WORKING_DAYS,
    "h": Unit.HOURS,
    "M": Unit.MONTHS,
    "Y": Unit.YEARS,
}
CLASSES = {"R": Duty.PARTY_RIGHT, "D": Duty.AGENCY_DUTY, "E": Duty.EXTERNAL}
LENGTH = re.compile(r"(\d+) ?(CD|WD|日|h|M|Y)(?![\w/])")
# The reference says in other words how long these are.
IN_WORDS = {"DL-22": (33, Unit.CALENDAR_DAYS), "DL-51": (1, Unit.MONTHS)}
IN_WORDS["DL-14"] = (2, Unit.WORKING_DAYS)  # the cell gives the repealed number first
VARIANTS = {"DL-32a", "DL-34a", "DL-37a", "DL-37b", "DL-38a", "DL-42a", "DL-48a", "DL-53a", "DL-53b"}


def table():
    text = REFERENCE.read_text(encoding="utf-8")
    section = text.split("### 2.3 ")[1].split("### 2.4 ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in section.splitlines() if "| DL-" in line]
    return {row[0].strip("| ").split()[0]: row for row in rows}


ROWS = table()


def stated(row):
    """The first length in the cell; in cells with "default", that which follows it; in "15 / 10 CD", 15 CD."""
    cell = row[2].replace("**", "").split("default")[-1]
    match = LENGTH.search(re.sub(r"(\d+) / \d+ (CD|WD)", r"\1 \2", cell))
    return (int(match[1]), UNITS[match[2]]) if match else None


def test_every_row_of_the_reference_is_here_in_its_order():
    assert len(ROWS) == 54
    assert [code for code in law.LIMITS if code not in VARIANTS] == [*ROWS, "SP1"]
    assert set(law.LIMITS) >= VARIANTS


@pytest.mark.parametrize("code", ROWS)
def test_length_and_unit_are_those_of_the_reference(code):
    expected = IN_WORDS.get(code) or stated(ROWS[code])
    assert expected is not None
    assert (law.LIMITS[code].length, law.LIMITS[code].unit) == expected


@pytest.mark.parametrize("code", sorted(VARIANTS))
def test_the_further_lengths_of_a_row_are_in_its_cell(code):
    words = {
        Unit.CALENDAR_DAYS: r"(?<!\d){n}(?: / \d+)? (?:CD|accept)|/ ?{n} CD",
        Unit.YEARS: r"{n} Y",
    }
    limit = law.LIMITS[code]
    assert re.search(words[limit.unit].format(n=limit.length), ROWS[code[:-1]][2])


@pytest.mark.parametrize("code", ROWS)
def test_the_class_is_that_of_the_reference(code):
    given = ROWS[code][3]
    if given == "-":
        assert not law.LIMITS[code].rolls or code == "DL-52"
    else:
        assert law.LIMITS[code].duty == CLASSES[given[0]]


@pytest.mark.parametrize("code", ROWS)
def test_what_the_reference_leaves_open_is_marked_and_may_be_set(code):
    cells = " ".join(ROWS[code][2:5])
    limit = law.LIMITS[code]
    if "cfg" in cells or "unverified" in cells:
        assert limit.parameter
        assert not limit.verified


def test_what_may_be_set_begins_as_the_limit_says_and_is_known():
    known = {each.key: each for each in law.PARAMETERS}
    assert len(known) == len(law.PARAMETERS)
    for limit in law.LIMITS.values():
        if limit.parameter:
            assert known[limit.parameter].default == limit.length
    assert all(key.startswith("enforcement.") for key in known)


def test_the_main_limits_have_the_names_the_procedure_uses():
    named = {
        "DL-01": law.TELL_TIPSTER, "DL-04": law.VERIFY_CLUE, "DL-05": law.FILE_CASE, "DL-07": law.PRESERVATION,
        "DL-12": law.STATEMENT, "DL-13": law.HEARING_REQUEST, "DL-15": law.HEARING_NOTICE, "DL-17": law.CASE,
        "DL-18": law.DELIVERY, "DL-21": law.PAYMENT, "DL-26": law.REVIEW_APPLICATION, "DL-27": law.SUIT_FILING,
        "DL-35": law.DEMAND, "DL-36": law.COURT_APPLICATION, "DL-49": law.CLOSING_REPORT,
    }  # fmt: skip
    assert all(law.LIMITS[code] is limit for code, limit in named.items())


def test_only_these_limits_are_followed_by_a_move_of_the_clock():
    moves = {code: limit.on_expiry for code, limit in law.LIMITS.items() if limit.on_expiry}
    assert moves == {
        "DL-07": "lapse_preservation",
        "DL-12": "lapse_statement",
        "DL-13": "lapse_statement",
        "DL-21": "default",
    }


def test_the_limit_of_the_case_leaves_out_all_five_intervals_and_only_the_hearing_notice_is_counted_backwards():
    assert law.CASE.exclusions == tuple(law.EXCLUSIONS) == ("EX1", "EX2", "EX3", "EX4", "EX5")
    assert [code for code, limit in law.LIMITS.items() if limit.backwards] == ["DL-15"]


def test_every_limit_says_from_when_it_runs_and_what_follows():
    for limit in law.LIMITS.values():
        assert str(limit.trigger)
        assert str(limit.effect).endswith("。")
        assert limit.basis.says


def constants(module, kind):
    return {name: value for name, value in vars(module).items() if isinstance(value, kind) and name.isupper()}


def test_no_name_means_two_things():
    names = [set(constants(citations, Citation)), set(constants(limits, TimeLimit))]
    assert not names[0] & names[1]
    assert len(constants(limits, TimeLimit)) == len(law.LIMITS)


def test_nothing_repealed_is_cited():
    for citation in constants(citations, Citation).values():
        text = f"{citation}{citation.says}"
        assert "令第53号" not in text
        assert "卫生行政处罚程序》" not in text
        assert "计划生育技术服务" not in text
        assert "六十日" not in text or citation.law in {citations.PETITIONS, citations.ARL}


def test_every_citation_is_in_the_numbering_in_force():
    numbers = "一二三四五六七八九十百零"
    for citation in constants(citations, Citation).values():
        for part in citation.article.split("、"):
            assert part == citations.OPEN or re.fullmatch(
                rf"第[{numbers}]+条(第[{numbers}]+款)?(第[{numbers}]+项(至第[{numbers}]+项)?)?|（[{numbers}]+）", part
            ), citation
        assert citation.says.endswith("。")


def test_every_citation_is_relied_on():
    """By a limit, a parameter or an exclusion, or by name elsewhere in the procedure."""
    relied = {id(limit.basis) for limit in law.LIMITS.values()} | {
        id(basis) for _name, basis in law.EXCLUSIONS.values()
    }
    relied |= {id(each.basis) for each in parameters.PARAMETERS}
    package = ROOT / "caseflow" / "enforcement"
    others = "\n".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if "law" not in path.relative_to(package).parts
    )
    unused = [
        name
        for name, citation in constants(citations, Citation).items()
        if id(citation) not in relied and not re.search(rf"\b{name}\b", others)
    ]
    assert unused == []


def test_the_register_knows_them_and_refuses_a_second_meaning():
    assert register.limit("DL-13") is law.HEARING_REQUEST
    assert register.parameter("enforcement.statement_days").default == 5
    assert register.exclusions()["EX2"].basis is citations.TIME_NOT_COUNTED
    register.register_limits(law.LIMITS, law.PARAMETERS, law.EXCLUSIONS)  # again, with the same meaning
    with pytest.raises(register.ImproperlyConfigured):
        register.register_limits({"DL-13": law.STATEMENT})
    with pytest.raises(register.ImproperlyConfigured):
        register.register_limits({"Z": TimeLimit("Z", "", 1, Unit.YEARS, Duty.EXTERNAL, law.SUIT, parameter="no.such")})
    with pytest.raises(LookupError, match="DL-99"):
        register.limit("DL-99")
    with pytest.raises(LookupError, match=r"no\.such"):
        register.parameter("no.such")
