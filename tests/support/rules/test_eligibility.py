"""Q1 to Q10 one by one, the hard cases that go to people, and the proofs that are not asked for again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.support.rules.eligibility import Outcome, judge
from caseflow.support.rules.facts import Adult, Child, DisabilityCertificate, Family, Marital, Proof, Sex, Unit
from caseflow.support.rules.policy import FamilyType
from caseflow.support.rules.proofs import papers
from caseflow.support.rules.said import BadFacts
from caseflow.support.rules.settings import Settings

ON = date(2026, 3, 5)
WIFE = Adult("wife", date(1970, 4, 1), Sex.FEMALE)
HUSBAND = Adult("husband", date(1968, 4, 1), Sex.MALE)
BOTH = frozenset({"wife", "husband"})
GONE = Child(date(1995, 1, 1), BOTH, died_on=date(2019, 5, 2))
COUPLE = Family((WIFE, HUSBAND), (GONE,))
CERTIFICATE = DisabilityCertificate(2, date(2018, 7, 1))
DISABLED = Family((WIFE, HUSBAND), (Child(date(1995, 1, 1), BOTH, certificate=CERTIFICATE),))
SINGLE = Family((replace(WIFE, marital=Marital.WIDOWED),), (replace(GONE, parents=frozenset({"wife"})),))


def with_child(family, **facts):
    return replace(family, children=(*family.children, Child(**{"parents": BOTH, **facts})))


def certified(**facts):
    return replace(DISABLED, children=(replace(DISABLED.children[0], certificate=replace(CERTIFICATE, **facts)),))


def test_a_couple_whose_only_child_has_died_qualifies():
    found = judge(COUPLE, ON)
    assert (found.outcome, found.type, found.event_on) == (Outcome.ELIGIBLE, FamilyType.DEATH, date(2019, 5, 2))
    assert found.codes == frozenset()
    assert {each.ref for each in found.reasons} >= {"Q1", "Q3", "Q4a", "Q5", "Q8", "Q9"}


def test_a_couple_whose_only_child_is_disabled_qualifies():
    found = judge(DISABLED, ON)
    assert (found.outcome, found.type, found.event_on) == (Outcome.ELIGIBLE, FamilyType.DISABILITY, date(2018, 7, 1))


@pytest.mark.parametrize(
    ("family", "code"),
    [
        (replace(COUPLE, adults=(WIFE, replace(HUSBAND, born=date(1932, 12, 31)))), "BORN_BEFORE_1933"),
        (with_child(COUPLE, born=date(1990, 1, 1)), "LIVING_CHILD"),
        (with_child(DISABLED, born=date(1990, 1, 1)), "MORE_THAN_ONE_CHILD"),
        (with_child(COUPLE, born=date(2020, 1, 1)), "NEW_BIRTH"),
        (with_child(COUPLE, born=date(2012, 1, 1), adopted_on=date(2020, 1, 1)), "ADOPTION"),
        (with_child(DISABLED, born=date(2020, 1, 1)), "NEW_BIRTH"),
        (certified(grade=4), "GRADE_4"),
        (certified(generation=1), "NO_VALID_DISABILITY_CERT"),
        (certified(valid_to=date(2026, 3, 4)), "NO_VALID_DISABILITY_CERT"),
        (certified(issued_on=date(2026, 3, 6)), "NO_VALID_DISABILITY_CERT"),
        (replace(COUPLE, children=(replace(GONE, born=date(1980, 8, 31)),)), "OUTSIDE_ONE_CHILD_PERIOD"),
        (replace(COUPLE, children=(replace(GONE, born=date(2016, 1, 1)),)), "OUTSIDE_ONE_CHILD_PERIOD"),
    ],
)
def test_what_does_not_qualify_says_why(family, code):
    found = judge(family, ON)
    assert found.outcome == Outcome.NOT_ELIGIBLE
    assert code in found.codes


def test_every_reason_is_given_at_once():
    old = replace(HUSBAND, born=date(1930, 1, 1))
    family = with_child(replace(COUPLE, adults=(WIFE, old)), born=date(2020, 1, 1))
    assert judge(family, ON).codes >= {"BORN_BEFORE_1933", "LIVING_CHILD", "NEW_BIRTH"}


def test_the_wife_reaches_49_on_her_birthday_and_it_counts_for_both():
    family = replace(COUPLE, adults=(replace(WIFE, born=date(1977, 3, 6)), HUSBAND))
    assert judge(family, ON).outcome == Outcome.FUTURE
    assert judge(family, date(2026, 3, 6)).outcome == Outcome.ELIGIBLE
    assert "2026年3月6日" in judge(family, ON).of("husband").reasons[0].sentence


def test_the_husbands_age_does_not_matter():
    young = replace(COUPLE, adults=(WIFE, replace(HUSBAND, born=date(1985, 1, 1))))
    assert judge(young, ON).of("husband").outcome == Outcome.ELIGIBLE


def test_a_single_parent_must_be_49():
    assert judge(SINGLE, ON).outcome == Outcome.ELIGIBLE
    young = replace(SINGLE, adults=(replace(SINGLE.adults[0], born=date(1978, 1, 1)),))
    assert judge(young, ON).codes == {"SINGLE_PARENT_UNDER_49"}
    assert judge(young, ON).outcome == Outcome.FUTURE


def test_a_husband_alone_whose_wife_is_not_registered_is_asked_about_her():
    alone = Family((HUSBAND,), (replace(GONE, parents=frozenset({"husband"})),))
    assert judge(alone, ON).codes == {"SPOUSE_NEEDED"}


def test_hukou_is_of_the_person():
    found = judge(replace(COUPLE, adults=(WIFE, replace(HUSBAND, hukou_here=False))), ON)
    assert found.of("wife").outcome == Outcome.ELIGIBLE
    assert found.of("husband").outcome == Outcome.NOT_ELIGIBLE
    assert found.outcome == Outcome.ELIGIBLE


def test_of_twins_one_died_and_the_family_waits_for_what_happens_to_the_other():
    twin = Child(GONE.born, BOTH)
    assert judge(replace(COUPLE, children=(GONE, twin)), ON).codes == {"LIVING_CHILD"}
    later = replace(twin, died_on=date(2025, 2, 1))
    found = judge(replace(COUPLE, children=(GONE, later)), ON)
    assert (found.outcome, found.event_on) == (Outcome.ELIGIBLE, date(2025, 2, 1))
    disabled = replace(twin, certificate=CERTIFICATE)
    assert judge(replace(COUPLE, children=(GONE, disabled)), ON).type == FamilyType.DISABILITY
    assert judge(replace(COUPLE, children=(GONE, disabled)), ON).outcome == Outcome.ELIGIBLE


def test_two_children_of_whom_never_two_lived_at_once():
    first = Child(date(1991, 1, 1), BOTH, died_on=date(1993, 1, 1))
    assert judge(replace(COUPLE, children=(first, GONE)), ON).outcome == Outcome.ELIGIBLE


@pytest.mark.parametrize(
    ("family", "code"),
    [
        (with_child(COUPLE, born=date(2001, 1, 1), parents=frozenset({"husband"})), None),
        (replace(COUPLE, children=(GONE, replace(GONE, born=date(1996, 1, 1)))), "MORE_THAN_ONE_CHILD"),
        (replace(COUPLE, children=(Child(date(1995, 1, 1), BOTH, missing=True),)), "MISSING_CHILD"),
        (replace(COUPLE, children=(replace(GONE, declared=True),)), "JUDGMENT_NEEDED"),
        (with_child(COUPLE, born=date(1993, 1, 1), given_away=True), "GIVEN_AWAY_REVIEW"),
        (replace(COUPLE, proof=Proof.NONE), "NO_HONOUR_CERT"),
        (replace(COUPLE, children=()), "MORE_THAN_ONE_CHILD"),
    ],
)
def test_hard_cases_go_to_people(family, code):
    found = judge(family, ON, type=FamilyType.DEATH)
    assert found.outcome == Outcome.MANUAL_REVIEW
    assert (code or "STEP_CHILD_REVIEW") in found.codes


def test_a_child_after_a_certificate_who_died_is_a_matter_for_people():
    family = with_child(certified(issued_on=date(2012, 1, 1)), born=date(2014, 1, 1), died_on=date(2016, 1, 1))
    assert judge(family, ON).codes == {"LATER_CHILD"}
    assert judge(family, ON).outcome == Outcome.MANUAL_REVIEW


def test_a_later_spouse_is_no_beneficiary_and_her_child_is_counted_by_people():
    own = replace(GONE, parents=frozenset({"husband"}))
    theirs = Child(date(1999, 1, 1), frozenset({"wife"}))
    found = judge(Family((WIFE, HUSBAND), (own, theirs)), ON, type=FamilyType.DEATH)
    assert "STEP_CHILD_REVIEW" in found.codes
    assert found.of("wife").outcome == Outcome.NOT_ELIGIBLE
    assert found.of("husband").outcome == Outcome.MANUAL_REVIEW


def test_the_certificate_of_honour_is_soft_until_the_county_says_otherwise():
    village = replace(COUPLE, proof=Proof.VILLAGE)
    assert judge(village, ON).outcome == Outcome.ELIGIBLE
    hard = Settings.of({"eligibility.certificate_required": True})
    assert judge(village, ON, hard).outcome == Outcome.NOT_ELIGIBLE


def test_a_village_note_is_accepted_and_two_go_and_see():
    noted = replace(COUPLE, children=(replace(GONE, confirmed_by=Unit.VILLAGE),))
    found = judge(noted, ON)
    assert found.outcome == Outcome.ELIGIBLE
    assert "VILLAGE_PROOF" in {each.code for each in found.reasons}


def test_nothing_is_known_before_it_happened():
    assert judge(COUPLE, date(2019, 5, 1)).codes >= {"NO_VALID_DISABILITY_CERT"}
    assert judge(COUPLE, date(2019, 5, 1), type=FamilyType.DEATH).codes >= {"LIVING_CHILD"}
    assert judge(COUPLE, date(2019, 5, 2)).outcome != Outcome.NOT_ELIGIBLE


@given(
    st.lists(st.tuples(st.integers(1981, 2015), st.integers(0, 30) | st.none()), max_size=4),
    st.dates(ON, date(2030, 1, 1)),
)
def test_where_two_children_live_nobody_qualifies(children, on):
    made = tuple(
        Child(date(year, 1, 1), BOTH, died_on=None if age is None else date(year + age, 2, 1)) for year, age in children
    )
    living = [each for each in made if each.living(on)]
    found = judge(Family((WIFE, HUSBAND), made), on, type=FamilyType.DEATH)
    assert (found.outcome in (Outcome.ELIGIBLE, Outcome.MANUAL_REVIEW)) <= (not living)
    if living:
        assert "LIVING_CHILD" in found.codes


def test_impossible_families_are_refused_in_a_sentence():
    with pytest.raises(BadFacts, match="不能早于出生"):
        Child(date(2000, 1, 1), BOTH, died_on=date(1999, 1, 1))
    with pytest.raises(BadFacts, match="一位或者两位"):
        Family((), ())
    with pytest.raises(BadFacts, match="只登记一次"):
        Family((WIFE, WIFE), ())


def test_a_proof_that_was_seen_is_not_asked_for_again():
    needed = {each.paper.code: each for each in papers(COUPLE, FamilyType.DEATH, seen={"CHILD"})}
    assert needed["CHILD"].sentence == "孩子离世的证明：材料我们这里已经核过，不用再跑。"
    assert "DISABILITY" not in needed
    assert {"MARRIAGE", "HUKOU", "ACCOUNT"} <= needed.keys()
    assert "SPOUSE" in {each.paper.code for each in papers(SINGLE, FamilyType.DEATH)}


def test_codes_of_registers_are_understood():
    assert [Marital.of(code) for code in ("21", "23", "20", "30", "40", "90", "")] == [
        Marital.MARRIED, Marital.MARRIED, Marital.MARRIED, Marital.WIDOWED, Marital.DIVORCED, Marital.SINGLE,
        Marital.SINGLE,
    ]  # fmt: skip
