"""The traps of reference 10.3, each set on the way of a case: what most systems would have let through."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from caseflow.cases import holidays
from caseflow.cases.transitions import NotPermitted, Refused
from caseflow.enforcement import courses
from caseflow.enforcement.guards.rights import deemed_served
from caseflow.enforcement.law import citations
from caseflow.enforcement.models import ProtectedPerson
from caseflow.enforcement.procedure import CASE, TIP
from caseflow.procedure import Citation
from caseflow.vault.keeping import keep
from documents.models import Document
from documents.numbering import faults
from tests import walk
from tests.enforcement.facts import FACTS, act, preserve_evidence
from tests.kernel import afresh, do, last_moment, limit, unchanged

pytestmark = pytest.mark.django_db
BROKER, NO_SIGN, RECORDS = "P-08", "P-20", "P-07"
MILLION = Decimal("1000000.00")


@pytest.fixture
def course():
    """A course beside the case that says what the test lets it say."""

    class Course:
        blocked: dict = {}
        paused: list = []

        def pending(self, case, what):
            return self.blocked.get(what, "")

        def pauses(self, case):
            return self.paused

        def remedy_ends(self, case):
            return None, None

    made = Course()
    courses.install(made)
    yield made
    courses.remove(made)


def proposed(bring_to, people, violation, **penalty):
    """A penalty proposed in a case of another violation."""
    case = bring_to("in_panel", change={"file": {"violation": violation}})
    facts = {"tier": "ordinary", "reasons": "……", "correction": "立即改正", **penalty}
    return do(case, "propose", people.reviewer, date(2026, 3, 24), **facts)


# decision before both DL-12 and DL-13 expire without written waiver


def test_nothing_is_decided_while_the_party_may_still_speak(bring_to, people):
    case = bring_to("notice_served")
    do(case, "record_statement", people.li, date(2026, 3, 31), speaker="石培德", content="……")
    for day in (date(2026, 3, 31), limit(case, "DL-12").legal_due, limit(case, "DL-13").legal_due):
        with unchanged(), pytest.raises(Refused, match="才届满"):
            do(case, "examine_statement", people.li, day, adopted="rejected", opinion="……", hour=17)
    do(case, "examine_statement", people.li, date(2026, 4, 8), adopted="rejected", opinion="……")


def test_a_waiver_nobody_signed_ends_nothing(bring_to, people):
    case = bring_to("notice_served")
    with unchanged(), pytest.raises(Refused, match="签署"):
        do(case, "accept_waiver", people.li, date(2026, 3, 31), signed_by="")


def test_no_row_leads_from_the_notice_to_the_decision_but_through_the_rights():
    behind = {"decided", "in_approval", "in_discussion"}
    short = [row.name for row in CASE if row.target in behind and {"notice_issued", "notice_served"} & {*row.source}]
    assert short == ["withdraw"]


# fine on a broker without 情节严重; fine for missing sign; fine for records without refusal evidence


def test_a_broker_is_not_fined_where_it_is_not_serious(bring_to, people):
    with pytest.raises(Refused, match="情节严重"):
        proposed(bring_to, people, BROKER, warning=True, fine=Decimal("5000.00"))
    proposed(bring_to, people, BROKER, warning=True)


def test_a_missing_sign_is_not_fined(bring_to, people):
    with pytest.raises(Refused):
        proposed(bring_to, people, NO_SIGN, fine=Decimal("1000.00"))


def test_records_are_not_fined_before_correction_was_refused(bring_to, people):
    with pytest.raises(Refused, match="拒不改正"):
        proposed(bring_to, people, RECORDS, fine=Decimal("10000.00"))


# surcharge > fine; surcharge on confiscation; surcharge during accepted review


def test_the_surcharge_stops_at_the_fine_and_takes_nothing_on_confiscation(bring_to):
    case = bring_to("overdue")
    fine = Decimal("55800.00")
    day_34 = date(2026, 4, 27) + timedelta(days=34)
    assert case.account(day_34 - timedelta(days=1)).surcharge == fine * 99 / 100
    for day in (day_34, day_34 + timedelta(days=1000)):
        assert case.account(day).surcharge == fine


def test_no_surcharge_runs_while_a_review_is_accepted(bring_to, course):
    case = bring_to("overdue")
    course.paused = [(date(2026, 4, 28), None)]
    assert case.account(date(2026, 8, 1)).surcharge == 0
    course.paused = [(date(2026, 4, 29), date(2026, 5, 28))]
    assert case.account(date(2026, 5, 29)).surcharge == 2 * Decimal("1674.00")


# court application on the 10th day after demand; later than 3 M


def test_the_court_is_not_asked_on_the_tenth_day_after_the_demand(bring_to, people):
    case = bring_to("demanded")  # served on Monday 12 October: the tenth working day is the 26th
    ask = FACTS["case", "apply_to_court"](people, case, None)[0]
    for day in (date(2026, 10, 22), date(2026, 10, 26)):
        with unchanged(), pytest.raises(Refused):
            do(case, "apply_to_court", people.principal, day, **ask)
    do(case, "apply_to_court", people.principal, date(2026, 10, 27), **ask)


def test_the_court_is_asked_within_three_months(bring_to, people):
    case = bring_to("demanded")  # six months to sue end on 10 October, a working Saturday
    assert limit(case, "DL-36").legal_due == date(2027, 1, 11)
    with unchanged(), pytest.raises(Refused, match="期限已于"):
        do(case, "apply_to_court", people.principal, date(2027, 1, 12), court="青岚县人民法院")
    do(case, "apply_to_court", people.principal, date(2027, 1, 11), court="青岚县人民法院")


def test_the_court_is_not_asked_while_the_decision_is_disputed(bring_to, people, course):
    case = bring_to("demanded")
    course.blocked = {"remedy": "行政复议尚未结束。"}
    with unchanged(), pytest.raises(Refused, match="行政复议"):
        do(case, "apply_to_court", people.principal, date(2026, 11, 2), court="青岚县人民法院")


# hearing hosted by an officer of the case; one officer only; recused officer signing later


def test_an_officer_of_the_case_does_not_host_its_hearing(bring_to, people):
    people.zhao.groups.add(walk.group_of("hearing_host"))
    zhao = type(people.zhao).objects.get(pk=people.zhao.pk)
    case = bring_to("in_hearing")
    facts = {**FACTS["case", "schedule_hearing"](people, case, last_moment(case)), "host": zhao}
    with unchanged(), pytest.raises(Refused, match="赵红 在本案中已担任“承办人”，不得再担任“听证主持人”"):
        do(case, "schedule_hearing", people.intake, date(2026, 4, 1), **facts)


def test_one_officer_is_not_enough(bring_to, people):
    case = bring_to("accepted")
    with unchanged(), pytest.raises(Refused, match="两名以上执法人员"):
        do(case, "file", people.head, date(2026, 3, 5), officers=[people.li])


def test_a_recused_officer_signs_nothing_afterwards(bring_to, people):
    case = bring_to("investigating")
    recusal = case.recusals.create(person=people.zhao, asked_by="石培德", ground="亲属", requested_on=date(2026, 3, 9))
    facts = {"recusal": recusal, "granted": True, "reasons": "属实", "replacement": people.wu}
    do(case, "decide_recusal", people.head, date(2026, 3, 10), **facts)
    with unchanged(), pytest.raises(NotPermitted, match="赵红 已被决定在本案中回避"):
        do(case, "conclude_investigation", people.zhao, date(2026, 3, 20))


# preserved goods past 7 WD without outcome


def test_preserved_goods_hold_up_the_end_of_the_investigation(bring_to, people):
    case = bring_to("investigating")
    do(case, "preserve_evidence", people.li, date(2026, 3, 9), **preserve_evidence(people, case, None))
    facts = FACTS["case", "conclude_investigation"](people, case, last_moment(case))
    with unchanged(), pytest.raises(Refused, match="登记保存的物品尚未全部作出处理决定"):
        do(case, "conclude_investigation", people.li, date(2026, 3, 12), **facts)


# penalty while police have the case


def test_there_is_no_fine_while_the_police_have_the_case(bring_to, people, course):
    case = bring_to("in_approval")
    now = last_moment(case)
    facts = FACTS["case", "decide_penalty"](people, case, now)
    course.blocked = {"fine": "案件已移送公安机关。"}
    with unchanged(), pytest.raises(Refused, match="已移送公安机关"):
        do(case, "decide_penalty", people.head, now.date(), hour=20, **facts)


def test_the_leaders_together_may_not_fine_either(bring_to, people, course):
    case = bring_to("in_discussion")
    facts = FACTS["case", "resolve_penalty"](people, case, last_moment(case))
    course.blocked = {"fine": "案件已移送公安机关。"}
    with unchanged(), pytest.raises(Refused, match="已移送公安机关"):
        do(case, "resolve_penalty", people.council1, date(2026, 4, 8), **facts)


def test_a_warning_alone_does_not_wait_for_the_police(bring_to, people, course):
    change = {
        "file": {"violation": BROKER},
        "propose": {**walk.PENALTY, "fine": Decimal("0.00"), "confiscation": Decimal("0.00")},
    }
    case = bring_to("in_approval", change=change)
    course.blocked = {"fine": "案件已移送公安机关。"}
    do(case, "decide_penalty", people.head, date(2026, 4, 3), reasons="……")
    assert afresh(case).state == "decided"


# publication of a woman's detail


def test_a_case_is_not_closed_while_a_paper_names_the_woman(bring_to, people):
    case = bring_to("closing")
    keep(ProtectedPerson(case=case, pseudonym="孕妇甲"), case.dossier.reference, identity="周小红 620702199001011234")
    papers = [case.dossier.papers.filter(served_on=None).first()]
    receipt = {**walk.service(people), "receiver": "周小红"}  # the receipt says who signed for the paper
    do(case, "serve_paper", people.li, date(2026, 11, 9), hour=18, papers=papers, **receipt)
    with unchanged(), pytest.raises(Refused, match="受保护人的身份信息"):
        do(case, "approve_closing", people.head, date(2026, 11, 11), opinion="同意。")


# decision citing 令53, repealed regulation, or APL 1996/2017 numbers


def test_nothing_repealed_is_relied_on():
    relied_on = {value for value in vars(citations).values() if isinstance(value, Citation)}
    relied_on |= {row.basis for procedure in (TIP, CASE) for row in procedure}
    repealed = ("卫生部令第53号", "卫生行政处罚程序", "1996", "2017", "卫生监督员")
    assert not [str(each) for each in relied_on if any(word in str(each) for word in repealed)]


# review body other than the county government


def test_the_body_of_review_is_the_government_of_the_county(agency):
    assert agency.for_paper()["government"] == "青岚县人民政府"


# on-the-spot decision without 复议前置 text


def test_there_are_no_decisions_on_the_spot():
    assert {row.source for row in CASE if "penalty_decision" in row.issues} == {("in_approval",), ("in_discussion",)}


# 60-day public notice


def test_a_public_notice_counts_as_service_after_thirty_days(bring_to, people):
    case = bring_to("notice_issued")
    facts = FACTS["case", "announce_service"](people, case, last_moment(case))
    do(case, "announce_service", people.li, date(2026, 3, 30), **facts)
    served = {**walk.service(people), "method": "SV8"}
    assert deemed_served(date(2026, 3, 30)) == date(2026, 4, 29)
    with unchanged(), pytest.raises(Refused, match="2026年4月29日才视为送达"):
        do(case, "serve_notice", people.li, date(2026, 4, 28), **served)
    do(case, "serve_notice", people.li, date(2026, 4, 29), **served)


# counting Sat make-up as rest day


def test_a_saturday_that_is_worked_is_a_working_day(bring_to, people):
    assert holidays.calendar().is_working(date(2026, 5, 9))
    case = bring_to("notice_issued")
    do(case, "serve_notice", people.li, date(2026, 4, 30), **walk.service(people))
    assert limit(case, "DL-13").legal_due == date(2026, 5, 11)  # 6, 7, 8, 9 (Saturday, worked), 11 May


# number allocated then deleted (gap)


def test_a_number_once_given_stays_in_the_register(bring_to):
    case = bring_to("decided")
    document = case.dossier.papers.get(kind="penalty_decision").document
    with pytest.raises(ValidationError):
        document.delete()
    assert faults() == []


def test_numbers_of_many_cases_follow_one_another(bring_to):
    for _ in range(3):
        bring_to("decided")
    key = Document.objects.filter(kind="penalty_decision").values_list("series_key", flat=True).first()
    assert list(Document.objects.register_of(key).values_list("serial", flat=True)) == [1, 2, 3]


# and what 5.2 and 2.4 add


def test_nobody_is_punished_more_for_defending_himself(bring_to, people):
    case = bring_to("re_examined")
    heavier = {**walk.PENALTY, "fine": Decimal("90000.00"), "reason": ""}
    with unchanged(), pytest.raises(Refused, match="不得因当事人陈述、申辩"):
        do(case, "renotify", people.head, date(2026, 4, 2), **heavier)


def test_a_heavier_penalty_than_notified_is_not_decided(bring_to, people):
    case = bring_to("in_approval")
    now = last_moment(case)
    case = act(case, "return_from_approval", people.head, now, reason="……")
    case = act(case, "propose", people.reviewer, now, **{**walk.PENALTY, "fine": Decimal("60000.00")})
    assert case.state == "in_legal_review"
    assert not [row.name for row in CASE.rows_by_source["in_legal_review"] if row.target == "in_approval"]
