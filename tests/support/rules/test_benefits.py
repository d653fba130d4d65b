"""The other benefits and what events do to them: ONE_TIME, premiums, FUNERAL, FESTIVAL_GIFT, priorities, the matrix."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.support.rules.dates import Month
from caseflow.support.rules.facts import Sex, Standing, Status, Stay, Used
from caseflow.support.rules.ganzhou import GANZHOU
from caseflow.support.rules.hospital import hospital_care
from caseflow.support.rules.matrix import Effect, Happening, cells, effect
from caseflow.support.rules.monthly import Beneficiary, State, entry
from caseflow.support.rules.occasions import festival_gift, funeral
from caseflow.support.rules.one_time import Loss, Parent, one_time
from caseflow.support.rules.periods import Ending, Event, closed_to
from caseflow.support.rules.policy import Benefit, BenefitRow, FamilyType
from caseflow.support.rules.premiums import medical_premium, pension_premium
from caseflow.support.rules.priorities import Circumstances, dibao_below, priorities
from caseflow.support.rules.results import Answer
from caseflow.support.rules.said import BadFacts
from caseflow.support.rules.settings import Settings

ON = date(2026, 6, 10)
BORN = date(1968, 1, 1)
STANDING = Standing(FamilyType.DEATH, date(2024, 5, 6))
OTHER = replace(STANDING, type=FamilyType.DISABILITY)
MOTHER = Parent("mother", Sex.FEMALE, BORN)
FATHER = Parent("father", Sex.MALE, BORN)
LOSS = Loss("lineage", date(2019, 5, 2))


def amounts(result):
    return {line.person: line.amount_fen for line in result.lines}


def support(parents=(MOTHER, FATHER), loss=LOSS, standing=STANDING, on=ON, values=None, **more):
    return one_time(loss, parents, standing, on, settings=Settings.of(values), **more)


def unmet(result):
    return {each.code for each in result.reasons if each.met is not True}


# ONE_TIME


def test_twenty_thousand_once_for_a_child():
    found = support()
    assert (found.amount.figures, found.split[:3]) == ("20000.00", (1_600_000, 80_000, 320_000))
    again = support(used=Used.of(keys=[key for line in found.lines for key in line.keys]))
    assert (again.answer, unmet(again)) == (Answer.NO, {"PAID_BEFORE"})


def test_parents_who_have_separated_share_and_the_mother_has_the_odd_fen():
    apart = replace(LOSS, divorced=True)
    assert amounts(support(loss=apart)) == {"father": 1_000_000, "mother": 1_000_000}
    third = amounts(support(loss=apart, values={"one_time.divorced_split": "1:2"}))
    assert third == {"father": 666_666, "mother": 1_333_334}


@given(st.integers(0, 9), st.integers(0, 9))
def test_the_shares_of_parents_always_add_up(a, b):
    if a + b:
        found = support(loss=replace(LOSS, divorced=True), values={"one_time.divorced_split": f"{a}:{b}"})
        assert found.amount_fen == 2_000_000


def test_of_one_who_has_died_since_the_other_has_all_and_of_nobody_people_decide():
    apart = replace(LOSS, divorced=True)
    assert amounts(support([MOTHER, replace(FATHER, alive=False)], apart)) == {"mother": 2_000_000}
    nobody = support([replace(MOTHER, alive=False), replace(FATHER, alive=False)])
    assert (nobody.answer, unmet(nobody)) == (Answer.LOOK, {"NO_PAYEE"})


def test_a_share_and_the_whole_keep_each_other_from_being_paid_on_top():
    apart = replace(LOSS, divorced=True)
    his = support([FATHER], apart)
    assert amounts(his) == {"father": 1_000_000}
    used = Used.of(keys=[key for line in his.lines for key in line.keys])
    assert amounts(support(loss=apart, used=used)) == {"mother": 1_000_000}
    assert amounts(support(used=used)) == {"mother": 1_000_000}  # even if nobody says that they have separated
    assert support([FATHER], apart, used=used).answer == Answer.NO
    both = Used.of(keys=[*used.keys, ("lineage", "mother")])
    assert unmet(support(used=both)) == {"PAID_BEFORE"}
    keys = [key for line in support(loss=apart).lines for key in line.keys]
    assert len(keys) == len(set(keys)) == 2


def test_the_sum_is_that_of_the_day_of_the_decision():
    row = BenefitRow(
        date(2026, 5, 1),
        confirmed_on=ON,
        benefit=Benefit.ONE_TIME,
        unit_fen=3_000_000,
        cap=1,
        funding="SPLIT-1",
        quote="",
    )
    more = GANZHOU.with_rows(benefits=[row])
    assert support(book=more).amount_fen == 3_000_000
    assert support(book=more, decided_on=date(2026, 4, 30)).amount_fen == 2_000_000


def test_other_counties_pay_each_parent_or_from_an_age_or_not_for_the_past():
    assert amounts(support(values={"one_time.unit": "PARENT"})) == {"mother": 2_000_000, "father": 2_000_000}
    assert support(values={"one_time.min_age": 60}).answer == Answer.NO
    past = replace(LOSS, died_on=date(2016, 1, 1))
    assert support(loss=past).answer == Answer.YES
    assert support(loss=past, values={"one_time.retroactive": False}).answer == Answer.NO


def test_a_move_after_the_decision_does_not_stop_it_and_a_later_child_does():
    moved = [replace(MOTHER, hukou_here=False)]
    closed = replace(STANDING, closed_to=date(2026, 4, 30), end_code=Ending.HUKOU_OUT)
    assert support(moved, standing=closed, decided_on=date(2026, 3, 1)).answer == Answer.YES
    assert support(moved).answer == Answer.NO
    later = replace(closed, end_code=Ending.ADOPTION)
    assert support(standing=later, decided_on=date(2026, 3, 1)).answer == Answer.NO


def test_who_waits_for_an_age_may_have_what_asks_for_none():
    waiting = replace(STANDING, status=Status.CONFIRMED_FUTURE)
    assert support(standing=waiting).answer == Answer.YES
    assert support(standing=waiting, values={"local.allow_future": False}).answer == Answer.NO
    assert support(standing=OTHER).answer == Answer.NO


# Premiums


def pension(born=BORN, year=2026, standing=STANDING, **more):
    return pension_premium("li", born, standing, year, ON, **{"enrolled": True, "due": True, **more})


def test_a_hundred_yuan_of_pension_each_year_until_sixty():
    found = pension()
    assert (found.amount_fen, found.split.district) == (10_000, 10_000)
    assert pension(born=date(1966, 1, 1)).answer == Answer.NO  # sixty on 1 January
    assert pension(born=date(1966, 1, 2)).answer == Answer.YES
    assert unmet(pension(enrolled=False, due=False)) == {"ENROLLED", "DUE"}
    assert pension(used=Used.of(keys=[("li", 2026)])).answer == Answer.NO


def medical(year=2026, standing=STANDING, values=None, **more):
    return medical_premium("li", standing, year, ON, settings=Settings.of(values), **{"enrolled": True, **more})


def test_the_premium_of_an_insurance_year_was_announced_the_year_before():
    assert medical(2026).amount_fen == 40_000
    assert medical(2017).amount_fen == 15_000
    assert medical(2024).amount_fen == 38_000
    assert medical(2025, values={"medical.year_offset": 0}).amount_fen == 40_000
    assert (medical(2030).answer, unmet(medical(2030))) == (Answer.LOOK, {"NO_PREMIUM"})


def test_only_what_is_still_due_is_paid():
    assert medical(other_fen=10_000).amount_fen == 30_000
    assert medical(other_fen=10_000, values={"medical.net_of_other": False}).amount_fen == 40_000
    assert unmet(medical(other_fen=50_000)) == {"NOTHING_DUE"}
    with pytest.raises(BadFacts, match="不能是负数"):
        medical(other_fen=-1)


def test_an_unconfirmed_premium_stays_out_of_batches_but_not_out_of_casework():
    found = medical()
    assert (found.answer, found.for_batch) == (Answer.YES, False)
    assert [each.code for each in found.blocks] == ["RATE_UNCONFIRMED"]


def test_employees_have_another_insurance_and_the_dead_none():
    assert unmet(medical(employee=True)) == {"ENROLLED"}
    assert "DIED" in unmet(medical(standing=replace(STANDING, died_on=date(2026, 6, 1))))


# FUNERAL and FESTIVAL_GIFT


def farewell(standing=None, on=ON, values=None, **more):
    standing = standing or replace(STANDING, died_on=date(2026, 6, 1), closed_to=date(2026, 6, 30))
    options = {"payee": "spouse", "payee_kind": "SPOUSE", **more}
    return funeral("li", standing, on, settings=Settings.of(values), **options)


def test_two_thousand_for_a_funeral_to_the_spouse_or_to_who_arranged_it():
    assert farewell().amount_fen == 200_000
    assert farewell(payee_kind="ARRANGER").answer == Answer.LOOK
    assert farewell(payee_kind="ARRANGER", receipts=True).answer == Answer.YES
    assert farewell(payee_kind="ARRANGER", receipts=True, values={"funeral.payee_order": "SPOUSE"}).answer == Answer.NO
    assert farewell(used=Used.of(keys=[("li",)])).answer == Answer.NO


def test_who_had_left_before_had_left():
    gone = replace(STANDING, died_on=date(2026, 6, 1), closed_to=date(2026, 5, 31))
    assert unmet(farewell(gone)) == {"CLOSED"}
    same_month = replace(gone, closed_to=date(2026, 6, 30))
    assert farewell(same_month).answer == Answer.YES
    with pytest.raises(BadFacts, match="还没有到"):
        farewell(replace(gone, died_on=date(2026, 7, 1)))


def test_a_funeral_may_be_shared_by_the_levels():
    assert farewell(values={"funding.funeral": "SPLIT-1"}).split[:3] == (160_000, 8_000, 32_000)


def gift(festival="SPRING", year=2026, book=GANZHOU, **more):
    return festival_gift("household", "li", STANDING, festival, year, ON, book=book, **more)


def test_a_festival_gift_is_nothing_until_the_county_names_a_sum():
    assert unmet(gift()) == {"NO_AMOUNT"}
    row = BenefitRow(
        date(2026, 1, 1),
        confirmed_on=ON,
        benefit=Benefit.FESTIVAL_GIFT,
        unit_fen=50_000,
        cap=3,
        funding="DISTRICT",
        quote="",
    )
    rich = GANZHOU.with_rows(benefits=[row])
    assert gift(book=rich).amount_fen == 50_000
    assert unmet(gift("CHONGYANG", book=rich)) == {"FESTIVAL"}
    assert unmet(gift(book=rich, used=Used.of(keys=[("household", "SPRING", 2026)]))) == {"PAID_BEFORE"}
    three = [("household", f"x{n}", 2026) for n in range(3)]
    assert unmet(gift(book=rich, used=Used.of(keys=three))) == {"CAP"}
    with pytest.raises(BadFacts, match="还没有录入"):
        gift(year=2040)


# Priorities


def fits(**facts):
    given = {"born": date(1960, 1, 1), "type": FamilyType.DEATH, **facts}
    return {each.priority.code: each.fits for each in priorities(Circumstances(**given), ON)}


def test_every_member_has_a_doctor_the_green_channel_and_somebody_to_talk_to():
    assert [fits()[code] for code in ("P_GREEN", "P_FAMDOC", "P_PSY")] == [True] * 3


def test_what_nobody_has_asked_about_is_asked_and_not_refused():
    assert fits()["P_NURSING"] is None
    assert fits(wants_nursing=True)["P_NURSING"] is True
    assert fits(wants_nursing=True, born=date(1970, 1, 1))["P_NURSING"] is False
    assert fits(rural=True, dangerous_house="c")["P_RURAL_HOUSE"] is True
    assert fits(rural=False, dangerous_house="D")["P_RURAL_HOUSE"] is False
    assert fits(rural=False, housing_difficulty=True)["P_PUBLIC_RENT"] is True


def test_a_county_may_keep_some_priorities_to_one_type():
    only = Settings.of({"priority.family_types": "DEATH"})
    found = {
        e.priority.code: e.fits
        for e in priorities(Circumstances(BORN, FamilyType.DISABILITY, low_income=True), ON, only)
    }
    assert (found["P_DIBAO"], found["P_GREEN"]) == (False, True)


def test_a_low_category_of_dibao_is_raised_to_the_county():
    assert dibao_below("2") is None
    assert dibao_below("3").code == "DIBAO_BELOW_CLASS2"


# The matrix of 2.5, and that the calculations obey it


def test_the_matrix_has_a_cell_for_every_event_and_column():
    assert len(cells()) == 7 * 6
    assert effect(Happening.DEATH, Benefit.FESTIVAL_GIFT) == Effect.NOTHING


@pytest.mark.parametrize("code", [Ending.NEW_BIRTH, Ending.ADOPTION, Ending.HUKOU_OUT, Ending.CHILD_RECOVERED])
def test_an_event_in_a_month_pays_that_month_and_hospital_days_to_its_end(code):
    event = Event(code, date(2026, 3, 10), "li")
    who = Beneficiary("li", FamilyType.DEATH, Month(2025, 1), events=(event,))
    assert entry(who, Month(2026, 3), Month(2026, 4)).state == State.DUE
    assert entry(who, Month(2026, 4), Month(2026, 4)).state == State.ENDED
    closed = replace(STANDING, closed_to=closed_to("li", [event]))
    stays = [Stay(date(2026, 3, 28), date(2026, 4, 4))]
    assert hospital_care("li", date(1960, 1, 1), closed, stays, ON).amount_fen == 4 * 10_000


def test_a_converted_family_opens_what_was_closed_to_it():
    stays = [Stay(date(2026, 3, 1), date(2026, 3, 5))]
    assert hospital_care("li", date(1960, 1, 1), OTHER, stays, ON).answer == Answer.NO
    converted = Standing(FamilyType.DEATH, date(2026, 3, 3))
    assert hospital_care("li", date(1960, 1, 1), converted, stays, ON).amount_fen == 2 * 10_000


def test_a_new_amount_counts_by_the_day_for_hospital_and_by_the_death_for_a_funeral():
    new = {"confirmed_on": ON, "cap": 30, "funding": "SPLIT-1", "quote": "", "age": 60}
    row = BenefitRow(date(2026, 3, 3), benefit=Benefit.HOSP_CARE, unit_fen=12_000, **new)
    found = hospital_care(
        "li",
        date(1960, 1, 1),
        STANDING,
        [Stay(date(2026, 3, 1), date(2026, 3, 5))],
        ON,
        book=GANZHOU.with_rows(benefits=[row]),
    )
    assert [(line.days, line.unit_fen) for line in found.lines] == [(2, 10_000), (2, 12_000)]
    later = BenefitRow(date(2026, 6, 2), benefit=Benefit.FUNERAL, unit_fen=300_000, **new)
    assert farewell(book=GANZHOU.with_rows(benefits=[later])).amount_fen == 200_000
