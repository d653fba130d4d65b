"""The rows are those of the reference, nothing unconfirmed passes for confirmed, and no sentence hurts."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from caseflow.procedure.limits import parameters
from caseflow.support.rules import matrix, periods, policy, priorities, proofs, recovery, results, review
from caseflow.support.rules.eligibility import judge
from caseflow.support.rules.facts import Adult, Child, Family, Sex
from caseflow.support.rules.ganzhou import BENEFITS, COMPARATORS, GANZHOU, PREMIUMS
from caseflow.support.rules.review import Findings, Result, gate, reminders, suspends
from caseflow.support.rules.review import review as reviewed
from caseflow.support.rules.said import BadFacts, stored
from caseflow.support.rules.settings import DEFAULTS, PARAMETERS, Settings

ROOT = Path(__file__).parents[3]
REFERENCE = (ROOT / "docs/reference/support.md").read_text()
HURTS = (
    "失独",
    "绝户",
    "断后",
    "超生",
    "违法生育",
    "死亡",
    "没了",
    "想开点",
    "追缴",
    "冒领",
    "拒访",
    "不配合",
    "贫困户",
)


def section(start, end):
    return REFERENCE.split(start)[1].split(end)[0]


def test_every_benefit_of_the_reference_has_a_row_and_none_is_invented():
    codes = re.findall(r"^\| `([A-Z_]+)` \|", section("## 2.2", "Non-cash"), re.MULTILINE)
    assert {row.benefit for row in BENEFITS} == set(codes) == set(policy.Benefit)


def test_the_amounts_are_those_of_the_reference():
    rows = {row.benefit: (row.unit_fen, row.cap) for row in BENEFITS}
    assert (rows["ONE_TIME"], rows["HOSP_CARE"], rows["PENSION_PREM"], rows["FUNERAL"]) == (
        (2_000_000, 1), (10_000, 30), (10_000, 1), (200_000, 1),
    )  # fmt: skip


def test_the_premiums_are_those_of_the_reference_and_unconfirmed():
    text = section("By year of the announcement:", "Premium benefits")
    assert {int(y): int(n) * 100 for y, n in re.findall(r"(\d{4}): (\d+)", text)} == {
        p.year: p.amount_fen for p in PREMIUMS
    }
    assert not any(each.confirmed for each in PREMIUMS)


def test_rates_from_memory_are_unconfirmed():
    confirmed = {row.effective_from.year for row in GANZHOU.rates if row.confirmed}
    assert confirmed == {2008, 2012, 2014}


def test_every_open_point_is_a_setting_with_the_default_of_the_reference():
    names = {str(each.name).split()[0] for each in PARAMETERS}
    assert {f"O{n}" for n in range(1, 13)} <= names
    keys = re.findall(r"^\| O\d+ \|.*`([a-z_.]+)[ =`]", section("Points the quotes leave open", "## 2.2"), re.MULTILINE)
    assert {f"support.{key}" for key in keys} <= {each.key for each in PARAMETERS}
    assert all(not each.verified for each in PARAMETERS)
    assert all(each.key in parameters() for each in PARAMETERS)


def test_every_priority_of_the_reference_is_there():
    codes = re.findall(r"^\| `(P_[A-Z_]+)` \|", REFERENCE, re.MULTILINE)
    assert [each.code for each in priorities.PRIORITIES] == codes


def test_every_ending_event_of_the_reference_is_there():
    assert set(re.findall(r"^\| `(E_[A-Z_]+)` \|", REFERENCE, re.MULTILINE)) == set(periods.Ending.values)


def test_what_other_places_do_is_switched_off():
    assert len(COMPARATORS) == 8
    assert not any(each.enabled for each in COMPARATORS)


def test_a_further_row_changes_the_version_and_nothing_decided_before():
    row = BENEFITS[0].__class__(
        date(2027, 1, 1), benefit=policy.Benefit.ONE_TIME, unit_fen=3_000_000, cap=1, funding="SPLIT-1", quote=""
    )
    more = GANZHOU.with_rows(benefits=[row])
    assert more.digest != GANZHOU.digest
    assert more.benefit("ONE_TIME", date(2026, 12, 31)).unit_fen == 2_000_000
    assert more.benefit("ONE_TIME", date(2027, 1, 1)).unit_fen == 3_000_000


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("one_time.unit", "VILLAGE"),
        ("one_time.divorced_split", "0:0"),
        ("one_time.divorced_split", "half"),
        ("eligibility.child_from", "soon"),
        ("monthly.start", ""),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_a_sentence(key, value):
    with pytest.raises(BadFacts, match="不能是"):
        Settings.of({f"support.{key}": value})


def test_without_values_the_settings_are_the_defaults():
    assert Settings.of({each.key: each.default for each in PARAMETERS}) == DEFAULTS


# The annual review


def test_the_gates_of_the_year():
    assert gate("VILLAGE", 2026) == date(2026, 2, 15)
    assert reminders(2026) == (date(2026, 1, 16), date(2026, 1, 31), date(2026, 2, 10))


def test_a_missed_review_suspends_only_from_april_and_after_somebody_went_there():
    assert suspends(2026, date(2026, 4, 1), done=False, visit_tried=True)
    assert not suspends(2026, date(2026, 3, 31), done=False, visit_tried=True)
    assert not suspends(2026, date(2026, 4, 1), done=False, visit_tried=False)
    assert not suspends(2026, date(2026, 4, 1), done=True, visit_tried=True)


@pytest.mark.parametrize(
    ("found", "result"),
    [
        ({}, Result.CONTINUE),
        ({"contact_changed": True}, Result.CONTINUE_WITH_CHANGE),
        ({"marriage_changed": True}, Result.CONTINUE_WITH_CHANGE),
        ({"needs_help": True}, Result.REFER),
        ({"account_valid": False}, Result.SUSPEND),
        ({"certificate_valid": False}, Result.SUSPEND),
        ({"child_alive": False}, Result.CONVERT_TYPE),
        ({"grade": 4}, Result.EXIT),
        ({"hukou_here": False}, Result.EXIT),
        ({"later_birth": True, "child_alive": False}, Result.EXIT),
        ({"alive": False}, Result.EXIT),
        ({"wishes_to_end": True}, Result.EXIT),
    ],
)
def test_what_follows_from_a_visit(found, result):
    assert reviewed(policy.FamilyType.DISABILITY, Findings(**found)).result == result


def test_a_change_of_marriage_is_a_flag_and_no_exit():
    found = reviewed(policy.FamilyType.DEATH, Findings(marriage_changed=True))
    assert found.review_required
    assert not found.events


# Words


def test_no_sentence_of_the_rules_hurts():
    for file in (ROOT / "caseflow/support/rules").glob("*.py"):
        for text in re.findall(r'"([^"\n]*[\u4e00-\u9fff][^"\n]*)"', file.read_text()):
            assert not [word for word in HURTS if word in text], (file.name, text)


def test_what_people_read_of_the_lists_is_in_words():
    lists = (
        policy.Benefit,
        policy.FamilyType,
        results.Answer,
        periods.Ending,
        periods.Suspended,
        review.Result,
        recovery.Cause,
        recovery.Manner,
        matrix.Effect,
        matrix.Happening,
    )
    assert all(re.search("[\u4e00-\u9fff]", str(label)) for each in lists for label in each.labels)
    assert all(str(each.name) for each in proofs.PAPERS)


def test_a_decision_is_stored_in_chinese_whatever_the_page_speaks():
    family = Family(
        (Adult("a", date(1970, 1, 1), Sex.FEMALE),),
        (Child(date(1995, 1, 1), frozenset({"a"}), died_on=date(2019, 5, 2)),),
    )
    found = judge(family, date(2026, 3, 5))
    with translation.override("en"):
        assert stored(found)["reasons"][0]["text"] == "夫妻双方都在1933年1月1日以后出生。"
