"""Filing (T06): five conditions and two officers, within the time the law leaves."""

from datetime import date

import pytest

from caseflow.cases.transitions import Refused
from tests.kernel import afresh, do, limit, papers, running, unchanged, waiting_for

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


@pytest.fixture
def case(bring_to):
    return bring_to("accepted")


def refused(case, people, **facts):
    with unchanged(), pytest.raises(Refused) as refusal:
        do(case, "file", people.head, DAY, **{"officers": [people.li, people.zhao], **facts})
    return list(refusal.value.reasons)


def test_a_case_is_filed(case, people):
    do(case, "file", people.head, DAY, officers=[people.li, people.zhao])
    filed = afresh(case)
    assert (filed.state, filed.filed_on, papers(case)[-1]) == ("filed", DAY, "filing_report")
    assert [str(each) for each in filed.officers] == ["李建国", "赵红"]
    assert (running(case), waiting_for(case)) == (["DL-17"], [("begin_investigation", "li")])


def test_the_ninety_days_run_from_the_day_of_filing(case, people):
    do(case, "file", people.head, date(2026, 3, 9), on=DAY, officers=[people.li, people.zhao])
    assert limit(case, "DL-17").legal_due == date(2026, 6, 3)


def test_somebody_is_suspected(case, people):
    case.party.name = ""
    case.party.save()
    assert refused(case, people) == ["suspect_identified"]


def test_the_facts_are_told(case, people):
    type(case).objects.filter(pk=case.pk).update(summary="  ")
    assert refused(case, people) == ["facts_reliable"]


def test_the_violation_is_ours_to_punish(case, people):
    assert refused(case, people, violation="P-17") == ["punishable_type"]


def test_the_place_is_ours(case, people):
    type(case).objects.filter(pk=case.pk).update(act_region="620703")
    assert refused(case, people) == ["own_jurisdiction"]
    type(case).objects.filter(pk=case.pk).update(designation="张卫指〔2026〕1号")
    do(case, "file", people.head, DAY, officers=[people.li, people.zhao])


@pytest.mark.parametrize(("ended", "punishable"), [(date(2024, 3, 2), True), (date(2024, 3, 1), False)])
def test_the_act_is_not_time_barred(ended, punishable, case, people):
    type(case).objects.filter(pk=case.pk).update(act_to=ended)  # discovered on 2 March 2026
    if punishable:
        do(case, "file", people.head, DAY, officers=[people.li, people.zhao])
    else:
        assert refused(case, people) == ["within_limitation"]


@pytest.mark.parametrize("names", [[], ["li"], ["li", "li"]])
def test_two_officers_are_named(names, case, people):
    assert "two_officers" in refused(case, people, officers=[getattr(people, name) for name in names])


def test_whoever_is_no_officer_cannot_be_named(case, people):
    assert refused(case, people, officers=[people.li, people.reviewer]) == ["officers_fit"]


def test_what_was_found_before_filing_can_be_put_right(case, people):
    do(case, "file", people.head, DAY, officers=[people.li, people.zhao], violation="P-02", summary="更正后的案情")
    filed = afresh(case)
    assert (filed.violation, filed.summary) == ("P-02", "更正后的案情")
    assert filed.dossier.subject == str(filed.violation_row().name)
