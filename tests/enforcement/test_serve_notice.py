"""Service of the notice (T21): what each method asks for (2.5), and the rights that begin with it."""

from datetime import date

import pytest

from caseflow.cases.transitions import Refused
from tests import walk
from tests.kernel import afresh, do, limit, papers, running, unchanged

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 30)
WITHOUT = {  # a method, what it asks for beside two servers, and which guard says so
    "SV1": ({"receiver": "石培德"}, "service_complete"),
    "SV2": ({"receiver": "石培德"}, "service_complete"),
    "SV3": ({"refusal": "拒绝签收", "witness": "居委会王某"}, "service_complete"),
    "SV4": ({"receiver": "石培德"}, "service_complete"),
    "SV5": ({"tracking_no": "EB123456789CN"}, "service_complete"),
    "SV7": ({"receiver": "看守所"}, "service_complete"),
    "SV9": ({"refusal": "到场后拒绝签收"}, "service_complete"),
}


@pytest.fixture
def case(bring_to):
    return bring_to("notice_issued")


def serve(case, people, day=DAY, **facts):
    servers = {"server1": people.li, "server2": people.zhao, "place": "安和门诊部"}
    return do(case, "serve_notice", people.li, day, **{**servers, **facts})


def refused(case, people, day=DAY, **facts):
    with unchanged(), pytest.raises(Refused) as refusal:
        serve(case, people, day, **facts)
    return list(refusal.value.reasons)


@pytest.mark.parametrize("method", WITHOUT)
def test_a_method_that_has_what_it_asks_for_serves(method, case, people):
    serve(case, people, method=method, **WITHOUT[method][0])
    assert afresh(case).state == "notice_served"
    assert case.notice().served_on == DAY


@pytest.mark.parametrize("method", WITHOUT)
def test_a_method_that_lacks_what_it_asks_for_does_not(method, case, people):
    facts, guard = WITHOUT[method]
    for missing in facts:
        assert refused(case, people, method=method, **{**facts, missing: ""}) == [guard]


def test_without_a_method_nothing_is_served(case, people):
    assert refused(case, people) == ["service_complete"]


@pytest.mark.parametrize("method", ["SV1", "SV2", "SV3", "SV9"])
def test_what_is_handed_over_is_handed_over_by_two(method, case, people):
    assert "two_servers" in refused(case, people, method=method, **WITHOUT[method][0], server2=None)
    assert "two_servers" in refused(case, people, method=method, **WITHOUT[method][0], server2=people.reviewer)


@pytest.mark.parametrize("method", ["SV4", "SV5", "SV7"])
def test_what_others_carry_needs_no_second_server(method, case, people):
    serve(case, people, method=method, **WITHOUT[method][0], server2=None)


def test_what_is_left_is_left_at_the_domicile(case, people):
    assert refused(case, people, method="SV3", **WITHOUT["SV3"][0], place="") == ["left_at_domicile"]


def test_the_party_agreed_to_be_served_electronically(case, people):
    assert refused(case, people, method="SV6") == ["service_complete"]
    agreed = {"service_address": "东关街17号", "service_email": "a@example.cn", "accepts_electronic": True}
    do(case, "confirm_address", people.li, DAY, hour=15, **agreed)
    serve(case, people, method="SV6")


def test_a_public_notice_comes_first_and_its_time_is_over(case, people):
    assert refused(case, people, method="SV8") == ["announcement_over"]
    for method, facts in (("SV2", {"receiver": "无人"}), ("SV5", {"tracking_no": "EB1"})):
        failed = {**walk.service(people), **facts, "method": method, "served": False, "refusal": "查无此人"}
        do(case, "serve_paper", people.li, DAY, papers=[case.notice()], **failed)
    do(case, "announce_service", people.li, DAY, papers=[case.notice()], reason="下落不明", announced_where="公告栏")
    assert refused(case, people, date(2026, 4, 28), method="SV8") == ["announcement_over"]
    serve(case, people, date(2026, 4, 29), method="SV8")
    assert case.notice().served_on == date(2026, 4, 29)


def test_one_failed_attempt_is_no_reason_for_a_public_notice(case, people):
    failed = {**walk.service(people), "served": False, "refusal": "无人"}
    for _ in range(2):  # twice in the same way
        do(case, "serve_paper", people.li, DAY, papers=[case.notice()], **failed)
    facts = {"reason": "下落不明", "announced_where": "公告栏"}
    with unchanged(), pytest.raises(Refused, match="两次以上不同方式"):
        do(case, "announce_service", people.li, DAY, papers=[case.notice()], **facts)


def test_the_time_of_a_public_notice_is_left_out(case, people):
    for method, facts in (("SV2", {"receiver": "无人"}), ("SV5", {"tracking_no": "EB1"})):
        failed = {**walk.service(people), **facts, "method": method, "served": False, "refusal": "查无此人"}
        do(case, "serve_paper", people.li, DAY, papers=[case.notice()], **failed)
    do(case, "announce_service", people.li, DAY, papers=[case.notice()], reason="下落不明", announced_where="公告栏")
    serve(case, people, date(2026, 4, 29), method="SV8")
    assert limit(case, "DL-17").nominal_due == date(2026, 7, 3)  # 30 days after 3 June


def test_the_rights_of_the_party_run_from_the_day_of_service(case, people):
    serve(case, people, date(2026, 4, 2), on=DAY, method="SV2", receiver="石培德")
    assert running(case) == ["DL-12", "DL-13", "DL-17"]
    assert (limit(case, "DL-13").day0, limit(case, "DL-13").legal_due) == (DAY, date(2026, 4, 7))
    assert papers(case)[-1] == "service_receipt"


def test_where_no_hearing_is_offered_only_the_statement_runs(bring_to, people):
    change = {
        "file": {"violation": "P-08"},
        "propose": {**walk.PENALTY, "fine": 0, "confiscation": 0},
    }
    case = bring_to("notice_issued", change=change)
    serve(case, people, method="SV2", receiver="石培德")
    assert running(case) == ["DL-12", "DL-17"]
