"""The decision (T31): as proposed, as reviewed, as notified, discussed where it is major, and not silently late."""

from datetime import date
from decimal import Decimal

import pytest

from caseflow.cases.transitions import Refused
from tests import walk
from tests.enforcement.facts import FACTS, act
from tests.kernel import afresh, do, last_moment, limit, papers, running, unchanged

pytestmark = pytest.mark.django_db
LIGHT = {  # nothing that the leaders would have to discuss: a clinic is warned for brokering
    "file": {"violation": "P-08"},
    "propose": {**walk.PENALTY, "fine": Decimal("0.00"), "confiscation": Decimal("0.00")},
}


@pytest.fixture
def case(bring_to):
    return bring_to("in_approval", change=LIGHT)


def refused(case, people, day=date(2026, 4, 3), **facts):
    with unchanged(), pytest.raises(Refused) as refusal:
        do(case, "decide_penalty", people.head, day, **facts)
    return refusal.value.reasons


def test_a_penalty_is_decided(case, people):
    do(case, "decide_penalty", people.head, date(2026, 4, 3), reasons="事实清楚。")
    decided = afresh(case)
    assert decided.state == "decided"
    assert (decided.decision.kind, decided.decision.proposal, decided.decision.on) == (
        "penalty",
        decided.proposal,
        date(2026, 4, 3),
    )
    assert papers(case)[-1] == "penalty_decision"
    assert running(case) == ["DL-18"]


def test_the_party_owes_what_was_proposed(bring_to):
    case = bring_to("decided")
    assert {(each.kind, each.amount) for each in case.money.all()} == {
        ("fine", Decimal("55800.00")),
        ("confiscation", Decimal("18600.00")),
    }


def test_a_major_penalty_is_first_discussed(bring_to, people):
    case = bring_to("in_approval")
    (sentence,) = refused(case, people).values()
    assert "须先集体讨论" in sentence
    assert "55800.00元" in sentence


def test_after_the_discussion_the_head_may_decide(bring_to, people):
    case = bring_to("in_approval")
    facts = FACTS["case", "decide_penalty"](people, case, last_moment(case))
    do(case, "decide_penalty", people.head, date(2026, 4, 3), **facts)
    assert afresh(case).decision.resolved_together


def test_a_discussion_before_an_earlier_notice_does_not_count(bring_to, people):
    case = bring_to("in_approval")
    now = last_moment(case)
    FACTS["case", "decide_penalty"](people, case, now)
    case = afresh(case)
    for name, by, facts in (
        ("return_from_approval", people.head, {"reason": "……"}),
        ("propose", people.reviewer, walk.PENALTY),
        ("review_legality", people.legal, {"items": dict(walk.PASS), "opinion": "同意。"}),
        ("approve_notice", people.head, {}),
        ("serve_notice", people.li, walk.service(people)),
        ("accept_waiver", people.li, {"signed_by": "石培德"}),
        ("pass_second_review", people.legal, {"items": dict(walk.PASS), "opinion": "同意。"}),
    ):
        case = act(case, name, by, now, **facts)
    assert list(refused(case, people)) == ["discussed_if_major"]


def test_a_suspected_crime_is_always_discussed(bring_to, people):
    change = {**LIGHT, "conclude_investigation": {"crime_suspected": True, "crime_reason": "……"}}
    assert "涉嫌犯罪" in refused(bring_to("in_approval", change=change), people)["discussed_if_major"]


def test_a_late_decision_says_why(case, people):
    late = date(2026, 6, 4)
    assert refused(case, people, late) == {"lateness_explained": "办案期限已于2026年6月3日届满，须写明逾期的理由。"}
    do(case, "decide_penalty", people.head, late, overdue_reason="当事人多次变更地址。")


def test_a_decision_on_the_last_day_is_in_time(case, people):
    do(case, "decide_penalty", people.head, date(2026, 6, 3))
    assert limit(case, "DL-17").stopped_on == date(2026, 6, 3)


def test_goods_are_decided_on_first(case, people):
    kept = case.preservations.create(reason="…", place="…", keeping="on_site", keeper="…", done_at=last_moment(case))
    kept.items.create(name="超声诊断仪")
    assert list(refused(case, people)) == ["goods_released"]


def test_without_the_second_review_nothing_is_decided(case, people):
    case.reviews.filter(second=True).delete()
    assert list(refused(case, people)) == ["second_review_passed"]


def test_more_than_was_notified_is_not_decided(case, people):
    case.proposals.create(on=date(2026, 4, 3), by=people.reviewer, tier="heavy", reasons="…", fine=Decimal("1.00"))
    assert "as_notified" in refused(case, people)
