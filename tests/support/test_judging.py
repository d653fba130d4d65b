"""The rules beside the review of the township and the proposal of the county: every reason, kept; a person decides."""

from datetime import date

import pytest
import time_machine

from caseflow.audit.models import Entry
from caseflow.cases.transitions import Refused, perform
from caseflow.support import judging
from caseflow.support.models import Judgement
from tests.kernel import afresh, at
from tests.pages.conftest import Desk
from tests.support import walk
from tests.support.test_sealed import everything_stored
from tests.walk import moment

pytestmark = pytest.mark.django_db
CERTIFICATE = "62070219900401002612"
DISABLED = {"certificate": CERTIFICATE, "event_date": "2015-06-01"}


@pytest.fixture
def asked(folk, monkeypatch):
    """An application of a family whose child's certificate is on record, in the review of the township."""
    plain = walk.child
    monkeypatch.setattr(walk, "child", lambda **more: plain(**{**DISABLED, **more}))
    return walk.bring_to(folk, "township_review")


def ask(person, application, day=(3, 24)):
    with time_machine.travel(moment(date(2026, *day), 10), tick=False):
        return Desk(person).client.post(f"/applications/{application.dossier.reference}/rules/")


def test_the_rules_answer_with_every_reason_and_their_inputs_are_sealed(folk, asked):
    assert ask(folk.tian, asked).status_code == 302
    held = Judgement.objects.get()
    assert held.outcome == "ELIGIBLE"
    assert {"Q1", "Q2", "Q3", "Q4b", "Q5", "Q6", "Q8", "Q9"} <= {each["ref"] for each in held.reasons}
    assert "〔2017〕40号" in held.policy
    assert held.settings["monthly_age"] == 49
    assert held.inputs
    assert "1990-04-01" not in everything_stored()
    logged = list(
        Entry.objects.filter(action__in=("identity.unsealed", "rules.asked")).values_list("action", flat=True)
    )
    assert logged == ["identity.unsealed", "rules.asked"]


def test_they_are_shown_on_the_page_and_on_both_forms(folk, asked):
    ask(folk.tian, asked)
    with time_machine.travel(moment(date(2026, 3, 24), 11), tick=False):
        desk, page = Desk(folk.tian), f"/cases/{asked.dossier.reference}/"
        for address in (page, f"{page}review_in_township/"):
            shown = desk.get(address).content.decode()
            assert "《残疾人证》有效" in shown
            assert "女方已满49周岁" in shown or "本人已满49周岁" in shown
        assert "《残疾人证》有效" not in Desk(folk.zhou).get(page).content.decode()  # the village reads no opinion
    application = walk.do(asked, "review_in_township", folk.tian, (3, 24), **walk.reviewed())
    assert application.review.judgement == Judgement.objects.get()


@pytest.mark.parametrize("who", ["zhou", "he", "p1", "zou"])
def test_nobody_asks_them_but_whoever_has_the_task(folk, asked, who):
    assert ask(getattr(folk, who), asked).status_code in (403, 404)
    assert not Judgement.objects.exists()


def test_whoever_proposes_otherwise_than_the_rules_says_why_and_the_decision_keeps_both(folk, asked):
    asked.household.members.update(birth_date=date(1932, 1, 1))
    ask(folk.tian, asked)
    assert Judgement.objects.get().outcome == "NOT_ELIGIBLE"
    application = asked
    for name, who, day, facts in (
        ("review_in_township", folk.tian, (3, 24), walk.reviewed()),
        ("publish_in_township", folk.bai, (3, 25), {"text": walk.notice(asked, "township")}),
        ("forward_after_publicity", folk.tian, (4, 2), {}),
    ):
        application = walk.do(application, name, who, day, **facts)
    with at(moment(date(2026, 4, 3), 9)), pytest.raises(Refused, match="规则的结论"):
        perform(afresh(application), "propose_decision", by=folk.zou, **walk.GRANT)
    application = walk.do(
        application, "propose_decision", folk.zou, (4, 3), **walk.GRANT, deviation="身份证有误，以户口簿为准。"
    )
    assert application.decision.judgement == Judgement.objects.get()
    assert application.decision.deviation


def test_where_the_rules_ask_a_person_to_look_no_reason_is_asked_for(folk, monkeypatch):
    plain = walk.child
    missing = {"family_type": "DEATH", "status": "UNKNOWN"}
    monkeypatch.setattr(walk, "child", lambda **more: plain(**{**missing, **more}))
    application = walk.bring_to(folk, "county_review")
    ask(folk.zou, application, (4, 3))
    held = Judgement.objects.get()
    assert (held.outcome, held.recommended) == ("MANUAL_REVIEW", None)
    assert walk.do(application, "propose_decision", folk.zou, (4, 3), **walk.GRANT).decision.judgement == held


@pytest.mark.parametrize(
    ("number", "grade"), [(CERTIFICATE, 2), (CERTIFICATE + "B1", 2), ("123", None), ("6207021990040100261X", None)]
)
def test_the_grade_is_the_last_digit_of_a_number_of_twenty(number, grade):
    found = judging.certificate_of(number, date(2015, 6, 1))
    assert (found and found.grade) == grade


def test_a_child_of_one_spouse_alone_is_no_child_of_the_other():
    texts = {"birth_date": "1990-04-01", "parentage": "OWN", "status": "ALIVE"}
    assert judging.child_of(texts, frozenset({"1", "2"})).parents == {"1"}
    assert judging.child_of({**texts, "parentage": "BOTH"}, frozenset({"1", "2"})).parents == {"1", "2"}
    assert judging.child_of({}, frozenset({"1"})) is None
