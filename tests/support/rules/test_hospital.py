"""HOSP_CARE: the examples of the reference (2.4), each edge of a stay, and the words of every refusal."""

from datetime import date

import pytest

from caseflow.cases.calendar import Calendar
from caseflow.support.rules.facts import Standing, Status, Stay, Used
from caseflow.support.rules.hospital import claim_until, days_of_each, hospital_care
from caseflow.support.rules.policy import FamilyType
from caseflow.support.rules.results import Answer
from caseflow.support.rules.said import BadFacts
from caseflow.support.rules.settings import DEFAULTS, Settings

BORN = date(1966, 3, 18)
TODAY = date(2026, 11, 30)
CONFIRMED = Standing(FamilyType.DEATH, date(2024, 5, 6))


def day(text):
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def stay(admitted, discharged=None, **more):
    return Stay(day(admitted), discharged and day(discharged), **more)


def care(*stays, standing=CONFIRMED, born=BORN, paid=None, on=TODAY, settings=DEFAULTS):
    return hospital_care("li", born, standing, stays, on, used=Used.of(paid), settings=settings)


def days_of(result):
    return sum(line.days for line in result.lines)


def codes(result):
    return {each.code for each in result.reasons}


def test_the_example_of_the_issue():
    found = care(stay("03-10", "03-20"), stay("03-20", "03-28"), paid={2026: 5})
    assert (days_of(found), found.amount.figures) == (10, "1000.00")
    assert found.split[:3] == (80_000, 4_000, 16_000)
    assert found.answer == Answer.YES
    assert found.for_batch


def test_the_day_of_admission_counts_and_that_of_discharge_does_not():
    assert days_of(care(stay("06-01", "06-04"))) == 3


def test_in_and_out_on_one_day_is_a_day():
    assert days_of(care(stay("06-01", "06-01"))) == 1


def test_both_days_count_where_the_county_says_so():
    assert days_of(care(stay("06-01", "06-04"), settings=Settings.of({"hospital_care.day_rule": "IN_AND_OUT"}))) == 4


def test_the_sixtieth_birthday_is_payable():
    assert days_of(care(stay("03-17", "03-18"))) == 0
    assert days_of(care(stay("03-18", "03-19"))) == 1


def test_born_on_the_29th_of_february():
    found = care(stay("2025-02-20", "2025-03-05"), born=date(1965, 2, 28))
    leap = care(stay("2024-06-01", "2024-06-03"), born=date(1964, 2, 29))
    assert (days_of(found), days_of(leap)) == (5, 2)
    assert days_of(care(stay("2025-02-27", "2025-03-02"), born=date(1964, 2, 29))) == 3


def test_a_transfer_counts_its_day_once_and_for_the_second_hospital():
    stays = [stay("06-01", "06-05"), stay("06-05", "06-08")]
    assert days_of(care(*stays)) == 7
    assert [len(each) for each in days_of_each(stays)] == [4, 3]


def test_overlapping_stays_are_merged_and_said():
    found = care(stay("06-01", "06-10"), stay("06-05", "06-12"))
    assert days_of(found) == 11
    assert "OVERLAP" in codes(found)


def test_a_stay_across_new_year_gives_a_line_for_each_year():
    found = care(stay("2024-12-20", "2025-01-12"), born=date(1960, 1, 1))
    assert [(line.year, line.days) for line in found.lines] == [(2024, 12), (2025, 11)]


def test_the_cap_is_of_the_person_and_of_the_year():
    found = care(stay("2024-12-01", "2025-02-15"), born=date(1960, 1, 1), paid={2024: 10})
    assert [(line.year, line.days) for line in found.lines] == [(2024, 20), (2025, 30)]
    assert "CAP" in codes(found)
    assert days_of(care(stay("06-01", "06-20"), paid={2026: 30})) == 0


def test_the_year_may_begin_with_the_confirmation():
    found = care(stay("05-01", "05-11"), settings=Settings.of({"hospital_care.year": "CONFIRMATION"}), paid={2025: 29})
    assert [(line.year, line.days) for line in found.lines] == [(2025, 1), (2026, 5)]


def test_days_before_the_confirmation_or_the_policy_do_not_count():
    assert days_of(care(stay("2024-05-01", "2024-05-10"), born=date(1950, 1, 1))) == 4
    early = Standing(FamilyType.DEATH, date(2017, 1, 1))
    assert days_of(care(stay("2017-06-10", "2017-06-20"), born=date(1950, 1, 1), standing=early)) == 4


def test_days_to_the_end_of_the_month_of_an_event_count():
    closed = Standing(FamilyType.DEATH, date(2024, 5, 6), closed_to=date(2026, 6, 30))
    found = care(stay("06-25", "07-05"), standing=closed)
    assert days_of(found) == 6
    assert "AFTER_CLOSED" in codes(found)


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ([("06-01", "06-05")], 4),  # discharged by death: the day is not counted
        ([("06-05", "06-05")], 1),  # admitted and died on one day
        ([("06-01", "06-05"), ("06-05", "06-05")], 5),
        ([("06-01", "06-08")], 4),  # the record was closed later
    ],
)
def test_death_in_hospital(stays, expected):
    died = Standing(FamilyType.DEATH, date(2024, 5, 6), closed_to=date(2026, 6, 30), died_on=date(2026, 6, 5))
    assert days_of(care(*(stay(*each) for each in stays), standing=died)) == expected


def test_disability_families_have_it_where_the_county_says_so():
    other = Standing(FamilyType.DISABILITY, date(2024, 5, 6))
    assert care(stay("06-01", "06-05"), standing=other).answer == Answer.NO
    both = Settings.of({"hospital_care.family_types": "DEATH,DISABILITY"})
    assert days_of(care(stay("06-01", "06-05"), standing=other, settings=both)) == 4


def test_a_claim_comes_within_six_months_or_with_a_note():
    late = {"claimed_on": date(2026, 10, 9)}
    assert claim_until(date(2026, 4, 1), DEFAULTS, Calendar.of_library()) == date(
        2026, 10, 8
    )  # rolled over the holiday
    assert days_of(care(stay("03-25", "04-01", claimed_on=date(2026, 10, 8)))) == 7
    found = care(stay("03-25", "04-01", **late))
    assert (found.answer, days_of(found)) == (Answer.NO, 0)
    assert "CLAIM_LATE" in codes(found)
    assert days_of(care(stay("03-25", "04-01", late_note=True, **late))) == 7


def test_an_interim_claim_needs_more_than_fifteen_days_and_the_last_one_nets_off():
    assert days_of(care(stay("11-15"), on=date(2026, 11, 30))) == 0
    interim = care(stay("11-14"), on=date(2026, 11, 30))
    assert days_of(interim) == 16
    used = Used.of({2026: 16}, interim.lines[0].keys)
    final = hospital_care("li", BORN, CONFIRMED, [stay("11-14", "12-20")], date(2026, 12, 31), used=used)
    assert [line.days for line in final.lines] == [14]
    assert not set(final.lines[0].keys) & set(used.keys)


def test_observation_and_day_surgery_are_no_stays():
    found = care(stay("06-01", "06-02", inpatient=False), stay("06-03", "06-05"))
    assert (days_of(found), "NOT_INPATIENT" in codes(found)) == (2, True)


def test_a_stay_nobody_has_checked_waits_for_somebody():
    found = care(stay("06-01", "06-05", verified=False), stay("07-01", "07-03"))
    assert found.answer == Answer.LOOK


@pytest.mark.parametrize(("admitted", "discharged"), [("12-05", "12-09"), ("11-20", "12-01"), ("12-01", None)])
def test_a_stay_in_the_future_is_refused_in_a_sentence(admitted, discharged):
    with pytest.raises(BadFacts, match="还没有到"):
        care(stay(admitted, discharged))


def test_a_stay_that_ends_before_it_begins_is_refused_in_a_sentence():
    with pytest.raises(BadFacts, match="早于入院日期"):
        stay("06-05", "06-01")


@pytest.mark.parametrize(
    ("standing", "code", "answer"),
    [
        (Standing(FamilyType.DEATH, None, Status.OTHER), "CONFIRMED", Answer.NO),
        (Standing(FamilyType.DEATH, date(2024, 5, 6), Status.CONFIRMED_FUTURE), "CONFIRMED", Answer.NO),
        (Standing(FamilyType.DEATH, date(2024, 5, 6), Status.SUSPENDED), "CONFIRMED", Answer.LOOK),
        (Standing(FamilyType.DEATH, date(2024, 5, 6), parent=False), "NOT_PARENT", Answer.NO),
        (Standing(FamilyType.DEATH, date(2024, 5, 6), account_verified=False), "ACCOUNT", Answer.LOOK),
        (Standing(FamilyType.DEATH, date(2024, 5, 6), fraud_flag=True), "OPEN_FLAG", Answer.LOOK),
    ],
)
def test_the_common_guards_speak(standing, code, answer):
    found = care(stay("06-01", "06-05"), standing=standing)
    assert found.answer == answer
    assert code in {each.code for each in found.reasons if each.met is not True}


def test_before_any_stay_one_reads_what_there_would_be():
    assert care().answer == Answer.YES
    assert [step.value for step in care(paid={2026: 5}).steps][:2] == ["100.00元", "25天"]
    young = care(born=date(1970, 1, 1))
    assert young.answer == Answer.NO
    assert any("2030年1月1日满60周岁，从那天起可以领" in each.sentence for each in young.reasons)


def test_a_decision_keeps_version_inputs_and_words():
    kept = care(stay("03-10", "03-20")).as_json()
    assert kept["policy"]["document"] == "区委发〔2017〕40号"
    assert len(kept["policy"]["digest"]) == 64
    assert kept["inputs"]["stays"][0]["admitted"] == "2026-03-10"
    assert kept["settings"]["day_rule"] == "IN_NOT_OUT"
    assert kept["steps"][-1] == {"label": "合计", "value": "200.00元"}
