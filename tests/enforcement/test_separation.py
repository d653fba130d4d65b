"""One person, one side of a case: the matrix of reference 5.2, at assignment and again at signature; recusal; certificates."""

from datetime import date, timedelta

import pytest

from caseflow.cases.models import Assignment, Event
from caseflow.cases.transitions import NotPermitted, Refused, open_to, role_for
from caseflow.enforcement.procedure import CASE, Role
from caseflow.people.models import Certificate
from tests import walk
from tests.enforcement.facts import FACTS, act, lawful, scheduled
from tests.kernel import (
    afresh,
    at,
    do,
    last_moment,
    unchanged,
    undone,
    waiting_for,
)
from tests.walk import moment

pytestmark = pytest.mark.django_db

# Reference 5.2, row by row: whom each may not also be. A head in either post is a head.
MATRIX = {
    "case_officer": {"reviewer", "legal_reviewer", "head", "principal_head", "hearing_host", "finance"},
    "reviewer": {"case_officer", "legal_reviewer", "head", "principal_head", "finance"},
    "legal_reviewer": {"case_officer", "reviewer", "head", "principal_head", "finance"},
    "head": {"case_officer", "reviewer", "legal_reviewer", "hearing_host", "finance"},
    "principal_head": {"case_officer", "reviewer", "legal_reviewer", "hearing_host", "finance"},
    "hearing_host": {"case_officer", "head", "principal_head", "finance"},
    "finance": {"case_officer", "reviewer", "legal_reviewer", "head", "principal_head", "hearing_host"},
    "council_member": {"case_officer"},  # whoever investigates does not vote
}
FORBIDDEN = sorted({(a, b) for a, others in MATRIX.items() for b in others} | {("case_officer", "council_member")})
SIGNATURES = {  # a state in which each role has something to sign, and what
    "case_officer": ("investigating", "assess"),
    "reviewer": ("in_panel", "propose"),
    "legal_reviewer": ("in_legal_review", "review_legality"),
    "head": ("in_approval", "return_from_approval"),
    "principal_head": ("demanded", "apply_to_court"),
    "council_member": ("in_discussion", "return_from_discussion"),
    "hearing_host": ("in_hearing", "end_hearing"),
    "finance": ("performing", "record_payment"),
}


def took_part(case, person, role):
    """``person`` acted on the file in ``role``."""
    last = case.dossier.events.order_by("-seq").first()
    seq = Event.objects.filter(dossier=case.dossier).count() + 1
    case.dossier.seq = seq
    case.dossier.save()
    Event.objects.create(
        dossier=case.dossier,
        seq=seq,
        part=case.label(),
        transition="annotate",
        source=case.state,
        target=case.state,
        actor=person,
        role=role,
        at=last.at,
        on=last.on,
    )


@pytest.fixture
def everybody(people):
    """Somebody who holds every role, and a certificate."""
    return walk.make_person(people.agency, "all", "万能", *Role)


def label(role):
    return str(Role(role).label)


# --- the matrix


def test_the_table_says_what_the_matrix_says():
    assert {frozenset(pair) for pair in FORBIDDEN} == CASE.incompatible


def test_the_matrix_reads_the_same_both_ways():
    assert all((b, a) in FORBIDDEN for a, b in FORBIDDEN)


@pytest.mark.parametrize("second", SIGNATURES)
def test_at_signature_nobody_stands_on_two_sides(second, bring_to, people, everybody):
    state, row = SIGNATURES[second]
    case = bring_to(state)
    if state == "in_hearing":
        case = scheduled(people, case, last_moment(case))
    facts, day = lawful("case", row, people, case)
    if second in CASE.per_case:
        Assignment.objects.create(dossier=case.dossier, user=everybody, role=second, since=day.date())
    for first in SIGNATURES:
        if first == second:
            continue
        with undone():
            took_part(case, everybody, first)
            if (first, second) in FORBIDDEN:
                with unchanged(), pytest.raises(NotPermitted) as refusal:
                    do(case, row, everybody, day.date(), hour=23, **facts)
                assert str(refusal.value) == (
                    f"万能 在本案中已担任“{label(first)}”，不得再以“{label(second)}”身份办理。"
                )
            else:
                do(case, row, everybody, day.date(), hour=23, **facts)


@pytest.mark.parametrize("first", sorted(MATRIX["case_officer"] | {"council_member"}))
@pytest.mark.parametrize("row", ["file", "replace_officer", "decide_recusal"])
def test_at_assignment_nobody_becomes_an_officer_beside_another_office(row, first, bring_to, people, everybody):
    case = bring_to("accepted" if row == "file" else "investigating")
    facts = {
        "file": lambda: {"officers": [people.li, everybody]},
        "replace_officer": lambda: {"leaving": people.zhao, "joining": everybody, "reason": "调离"},
        "decide_recusal": lambda: {
            **FACTS["case", "decide_recusal"](people, case, last_moment(case)),
            "granted": True,
            "replacement": everybody,
        },
    }[row]()
    took_part(case, everybody, first)
    by = people.unit_head if row == "replace_officer" else people.head
    with unchanged(), pytest.raises(Refused, match=f"万能 在本案中已担任“{label(first)}”，不得再担任“承办人”"):
        do(case, row, by, last_moment(case).date(), hour=23, **facts)


@pytest.mark.parametrize("first", sorted(MATRIX["hearing_host"]))
def test_at_assignment_nobody_hosts_a_hearing_beside_another_office(first, bring_to, people, everybody):
    case = bring_to("in_hearing")
    took_part(case, everybody, first)
    facts = {**FACTS["case", "schedule_hearing"](people, case, last_moment(case)), "host": everybody}
    with unchanged(), pytest.raises(Refused, match=f"万能 在本案中已担任“{label(first)}”，不得再担任“听证主持人”"):
        do(case, "schedule_hearing", people.intake, last_moment(case).date(), hour=23, **facts)


def test_whoever_was_assigned_is_on_that_side_without_having_acted(bring_to, people, everybody):
    case = bring_to("accepted")
    day = last_moment(case).date()
    do(case, "file", people.head, day, hour=18, officers=[people.li, everybody])
    with pytest.raises(NotPermitted, match="万能 在本案中已担任“承办人”"):
        do(case, "withdraw", everybody, day, hour=19, reason="立案错误")


def test_whoever_has_left_the_side_stays_kept_apart(bring_to, people, everybody):
    case = bring_to("accepted")
    day = last_moment(case).date()
    do(case, "file", people.head, day, hour=18, officers=[people.li, everybody])
    do(case, "replace_officer", people.unit_head, day, hour=19, leaving=everybody, joining=people.zhao, reason="调离")
    with pytest.raises(NotPermitted, match="万能 在本案中已担任“承办人”"):
        do(case, "withdraw", everybody, day, hour=20, reason="立案错误")


def test_an_officer_whose_post_changes_does_not_approve_her_own_case(bring_to, people):
    case = bring_to("in_approval")
    people.li.groups.add(walk.group_of(Role.HEAD))
    promoted = type(people.li).objects.get(pk=people.li.pk)
    with unchanged(), pytest.raises(NotPermitted, match="李建国 在本案中已担任“承办人”，不得再以“负责人”身份办理"):
        do(case, "return_from_approval", promoted, date(2026, 4, 3), reason="……")


def test_in_another_case_the_same_person_may_be_on_another_side(bring_to, people, everybody):
    one, other = bring_to("in_approval"), bring_to("in_approval")
    took_part(one, everybody, "reviewer")
    do(other, "return_from_approval", everybody, date(2026, 4, 3), reason="……")
    assert afresh(other).state == "in_panel"


def test_of_two_roles_the_one_that_is_allowed_is_taken(bring_to, people, everybody):
    """An inspector of the head's office may remark on a case as head where she has reviewed nothing."""
    case = bring_to("in_panel")
    took_part(case, everybody, "unit_head")
    assert role_for(case, ("case_officer", "head"), everybody) == "head"


# --- panel, council, hearing


def test_the_chair_of_the_panel_is_no_officer_of_the_case(bring_to, people):
    case = bring_to("concluded")
    facts = FACTS["case", "discuss_in_panel"](people, case, last_moment(case))
    in_the_chair = {"chair": people.li, "members": [people.unit_head, people.zhao]}
    with pytest.raises(Refused, match="李建国 是本案承办人，不能主持合议"):
        do(case, "discuss_in_panel", people.unit_head, date(2026, 3, 23), **{**facts, **in_the_chair})


def test_an_officer_does_not_vote(bring_to, people):
    case = bring_to("in_discussion")
    facts = FACTS["case", "resolve_penalty"](people, case, last_moment(case))
    facts["present"] = [people.council1, people.council2, people.li]
    with pytest.raises(Refused, match="李建国 在本案中已担任“承办人”，不得再担任“集体讨论成员”"):
        do(case, "resolve_penalty", people.council1, date(2026, 4, 8), **facts)


@pytest.mark.parametrize("seat", ["chair", "present"])
def test_whoever_has_ever_investigated_does_not_sit_with_the_leaders(seat, bring_to, people):
    case = bring_to("in_discussion")
    people.li.groups.add(walk.group_of(Role.COUNCIL))
    do(case, "replace_officer", people.unit_head, date(2026, 4, 7), leaving=people.li, joining=people.wu, reason="调离")
    facts = FACTS["case", "resolve_penalty"](people, case, last_moment(case))
    facts[seat] = people.li if seat == "chair" else [*facts["present"], people.li]
    with pytest.raises(Refused, match="李建国 在本案中已担任“承办人”，不得再担任“集体讨论成员”"):
        do(case, "resolve_penalty", people.council1, date(2026, 4, 8), **facts)


@pytest.mark.parametrize("row", ["resolve_penalty", "return_from_discussion"])
def test_whoever_sat_with_the_leaders_does_not_investigate_afterwards(row, bring_to, people):
    case = bring_to("in_discussion")
    do(case, row, people.council1, date(2026, 4, 8), **FACTS["case", row](people, case, last_moment(case)))
    member = walk.make_officer(people.council2)
    with pytest.raises(Refused, match="郑二强 在本案中已担任“集体讨论成员”，不得再担任“承办人”"):
        do(
            case,
            "replace_officer",
            people.unit_head,
            date(2026, 4, 9),
            leaving=people.li,
            joining=member,
            reason="调离",
        )
    held = case.dossier.assignments.filter(role=Role.COUNCIL).order_by("pk").values_list("user", "since", "ended_on")
    day = date(2026, 4, 8)
    assert list(held) == [(each.pk, day, day) for each in (people.council1, people.council2, people.council3)]


@pytest.mark.parametrize("row", ["pass_second_review", "return_to_panel", "return_for_investigation"])
def test_a_legal_reviewer_who_hosted_the_hearing_does_not_do_the_second_review(row, bring_to, people):
    people.legal2.groups.add(walk.group_of(Role.HOST))
    host = type(people.legal2).objects.get(pk=people.legal2.pk)
    case = bring_to("in_hearing")
    day = last_moment(case)
    facts = FACTS["case", "schedule_hearing"](people, case, day)
    case = act(case, "schedule_hearing", people.intake, day, **{**facts, "host": host})
    case = act(case, "end_hearing", host, day, how="撤回")
    facts = FACTS["case", row](people, case, day)
    with unchanged(), pytest.raises(Refused, match="主持听证的人不得再作本案第二次法制审核"):
        do(case, row, host, day.date(), hour=20, **facts)
    do(case, row, people.legal, day.date(), hour=20, **facts)


def test_only_a_host_hosts(bring_to, people):
    case = bring_to("in_hearing")
    facts = {**FACTS["case", "schedule_hearing"](people, case, last_moment(case)), "host": people.reviewer}
    with pytest.raises(Refused, match="孔令辉 没有“听证主持人”角色"):
        do(case, "schedule_hearing", people.intake, date(2026, 4, 1), **facts)


def test_only_the_host_of_the_case_conducts_its_hearing(bring_to, people):
    other = walk.make_person(people.agency, "host2", "另一主持", Role.HOST)
    case = scheduled(people, case := bring_to("in_hearing"), last_moment(case))
    with pytest.raises(NotPermitted, match="另一主持 不是本案的“听证主持人”"):
        do(case, "end_hearing", other, date(2026, 4, 1), how="撤回")


def test_a_plan_is_not_approved_by_whoever_keeps_the_money(bring_to, people, everybody):
    case = bring_to("performing")
    do(case, "record_payment", everybody, date(2026, 4, 13), slip_no="A1", amount=100, paid_on=date(2026, 4, 13))
    facts = FACTS["case", "approve_plan"](people, case, last_moment(case))
    with pytest.raises(NotPermitted, match="万能 在本案中已担任“财务人员”，不得再以“负责人”身份办理"):
        do(case, "approve_plan", everybody, date(2026, 4, 14), **facts)


# --- two officers


@pytest.mark.parametrize("row", ["inspect", "interview"])
def test_two_different_officers_go_to_the_scene(row, bring_to, people):
    case = bring_to("filed")
    facts = {**FACTS["case", row](people, case, last_moment(case)), "officer2": people.li}
    with unchanged(), pytest.raises(Refused, match="两名不同的执法人员"):
        do(case, row, people.li, date(2026, 3, 5), hour=17, **facts)


def test_the_same_officer_twice_is_one(bring_to, people):
    case = bring_to("accepted")
    with pytest.raises(Refused, match="两名以上执法人员"):
        do(case, "file", people.head, date(2026, 3, 5), officers=[people.li, people.li])


def test_an_officer_of_another_case_does_not_investigate_this_one(bring_to, people):
    case = bring_to("filed")
    facts = {**FACTS["case", "inspect"](people, case, last_moment(case)), "officer2": people.wu}
    with pytest.raises(Refused, match="吴晓喆 不是本案的承办人"):
        do(case, "inspect", people.li, date(2026, 3, 5), hour=17, **facts)


def test_two_different_servers_hand_over_a_paper(bring_to, people):
    case = bring_to("notice_issued")
    with pytest.raises(Refused, match="须有两名送达人"):
        do(case, "serve_notice", people.li, date(2026, 3, 30), **walk.service(people, server2=people.li))


# --- certificates


def certificate(person, **changes):
    Certificate.objects.filter(user=person).update(**changes)
    return type(person).objects.get(pk=person.pk)


BAD = {
    "expired": {"valid_to": date(2026, 3, 4)},
    "not yet valid": {"valid_from": date(2026, 3, 6)},
    "of another region": {"regions": "620703"},
    "suspended": {"status": "suspended"},
    "revoked": {"status": "revoked"},
}


@pytest.mark.parametrize("fault", BAD)
def test_a_certificate_counts_on_the_day_and_in_the_region(fault, bring_to, people):
    case = bring_to("accepted")
    zhao = certificate(people.zhao, **BAD[fault])
    with unchanged(), pytest.raises(Refused, match="赵红 在2026年3月5日没有本区域有效的执法证"):
        do(case, "file", people.head, date(2026, 3, 5), officers=[people.li, zhao])


def test_a_certificate_is_good_on_its_last_day(bring_to, people):
    case = bring_to("accepted")
    zhao = certificate(people.zhao, valid_to=date(2026, 3, 5))
    do(case, "file", people.head, date(2026, 3, 5), officers=[people.li, zhao])
    assert afresh(case).state == "filed"


def test_a_certificate_that_ended_meanwhile_is_noticed_at_the_scene_and_at_service(bring_to, people):
    case = bring_to("investigating")
    certificate(people.zhao, valid_to=date(2026, 3, 8))
    facts = walk.inspection(people, date(2026, 3, 9))
    with pytest.raises(Refused, match="赵红 在2026年3月9日没有本区域有效的执法证"):
        do(case, "record_inspection", people.li, date(2026, 3, 9), **facts)
    facts = {"papers": [case.dossier.papers.first()], **walk.service(people)}
    with pytest.raises(Refused, match="赵红 在2026年3月9日没有本区域有效的执法证"):
        do(case, "serve_paper", people.li, date(2026, 3, 9), **facts)


def test_the_day_of_the_scene_counts_and_not_the_day_of_typing(bring_to, people):
    case = bring_to("filed")
    certificate(people.zhao, valid_from=date(2026, 3, 7))
    with pytest.raises(Refused, match="赵红 在2026年3月6日没有本区域有效的执法证"):
        do(case, "inspect", people.li, date(2026, 3, 9), **walk.inspection(people, date(2026, 3, 6)))


def test_an_auxiliary_without_a_certificate_never_counts(bring_to, people):
    helper = walk.make_person(people.agency, "helper", "协管员", Role.OFFICER, certificate=False)
    case = bring_to("accepted")
    with pytest.raises(Refused, match="协管员 在2026年3月5日没有本区域有效的执法证"):
        do(case, "file", people.head, date(2026, 3, 5), officers=[people.li, helper])


def test_a_legal_reviewer_has_the_legal_qualification(bring_to, people):
    case = bring_to("in_legal_review")
    people.legal.legal_qualification = ""
    people.legal.save()
    with pytest.raises(Refused, match="法律职业资格"):
        do(case, "review_legality", people.legal, date(2026, 3, 26), items=dict(walk.PASS), opinion="同意。")


# --- recusal


@pytest.fixture
def recused(bring_to, people):
    """A case that 赵红 must keep out of since 10 March; 吴晓喆 is in her place."""
    case = bring_to("investigating")
    day = date(2026, 3, 9)
    do(case, "request_recusal", people.li, day, person=people.zhao, asked_by="石培德", ground="亲属")
    facts = {"recusal": case.recusals.get(), "granted": True, "reasons": "属实", "replacement": people.wu}
    do(case, "decide_recusal", people.head, date(2026, 3, 10), **facts)
    return afresh(case)


LATER = date(2026, 3, 11)


def test_whoever_is_recused_does_nothing_more(recused, people):
    with unchanged(), pytest.raises(NotPermitted, match="赵红 已被决定在本案中回避，不得再参与办理"):
        do(recused, "assess", people.zhao, LATER, serious=True)


def test_whoever_is_recused_sees_no_move_open(recused, people):
    with at(moment(LATER)):
        assert not any(move.is_open for move in open_to(recused, people.zhao))


def test_whoever_is_recused_is_no_longer_on_the_case(recused, people):
    assert [str(person) for person in recused.officers] == ["李建国", "吴晓喆"]
    ended = recused.dossier.assignments.get(user=people.zhao)
    assert (ended.ended_on, ended.reason) == (date(2026, 3, 10), "属实")


def test_whoever_is_recused_does_not_come_back(recused, people):
    facts = {"leaving": people.wu, "joining": people.zhao, "reason": "……"}
    with pytest.raises(Refused, match="赵红 已被决定在本案中回避"):
        do(recused, "replace_officer", people.unit_head, LATER, **facts)


def test_whoever_is_recused_serves_nothing(recused, people):
    facts = {"papers": [recused.dossier.papers.first()], **walk.service(people)}
    with pytest.raises(Refused, match="赵红 已被决定在本案中回避"):
        do(recused, "serve_paper", people.li, LATER, **facts)


def test_whoever_is_recused_is_not_beside_the_officer_at_the_scene(recused, people):
    with pytest.raises(Refused, match="赵红 不是本案的承办人"):
        do(recused, "record_inspection", people.li, LATER, **walk.inspection(people, LATER))


@pytest.mark.parametrize("who", ["legal", "reviewer", "council2", "host", "head", "unit_head"])
def test_anybody_may_be_recused(who, bring_to, people):
    case = bring_to("investigating")
    person = getattr(people, who)
    head = walk.make_person(people.agency, "deputy", "副局长", Role.HEAD)
    do(case, "request_recusal", people.li, date(2026, 3, 9), person=person, asked_by="石培德", ground="亲属")
    do(case, "decide_recusal", head, date(2026, 3, 10), recusal=case.recusals.get(), granted=True, reasons="属实")
    with at(moment(LATER)):
        assert all(
            "已被决定在本案中回避" in move.why_not or "没有办理" in move.why_not for move in open_to(case, person)
        )
    assert afresh(case).barred(person)


@pytest.mark.parametrize(("state", "row", "field"), [("concluded", "discuss_in_panel", "members")])
def test_whoever_is_recused_does_not_sit_in_the_panel(state, row, field, bring_to, people):
    case = bring_to(state)
    case.recusals.create(person=people.wu, asked_by="……", ground="……", requested_on=LATER, granted=True)
    facts = FACTS["case", row](people, case, last_moment(case))
    facts[field] = [*facts[field], people.wu]
    with pytest.raises(Refused, match="吴晓喆 已被决定在本案中回避"):
        do(case, row, people.unit_head, date(2026, 3, 23), **facts)


def test_whoever_is_recused_does_not_vote(bring_to, people):
    case = bring_to("in_discussion")
    case.recusals.create(person=people.council3, asked_by="……", ground="……", requested_on=LATER, granted=True)
    facts = FACTS["case", "resolve_penalty"](people, case, last_moment(case))
    with pytest.raises(Refused, match="冯三立 已被决定在本案中回避"):
        do(case, "resolve_penalty", people.council1, date(2026, 4, 8), **facts)


def test_until_the_decision_nothing_stops(bring_to, people):
    case = bring_to("investigating")
    do(case, "request_recusal", people.li, date(2026, 3, 9), person=people.zhao, asked_by="石培德", ground="亲属")
    do(case, "assess", people.zhao, date(2026, 3, 10), serious=True)


def test_a_recusal_that_is_denied_changes_nothing(bring_to, people):
    case = bring_to("investigating")
    do(case, "request_recusal", people.li, date(2026, 3, 9), person=people.zhao, asked_by="石培德", ground="亲属")
    facts = {"recusal": case.recusals.get(), "granted": False, "reasons": "没有依据"}
    do(case, "decide_recusal", people.head, date(2026, 3, 10), **facts)
    do(case, "assess", people.zhao, LATER, serious=True)


def test_nobody_decides_on_his_own_recusal(bring_to, people):
    case = bring_to("investigating")
    do(case, "request_recusal", people.li, date(2026, 3, 9), person=people.head, asked_by="石培德", ground="亲属")
    facts = {"recusal": case.recusals.get(), "granted": False, "reasons": "没有依据"}
    with unchanged(), pytest.raises(Refused, match="本人的回避不能由本人决定"):
        do(case, "decide_recusal", people.head, date(2026, 3, 10), **facts)


def test_two_officers_remain_after_a_recusal(bring_to, people):
    case = bring_to("investigating")
    do(case, "request_recusal", people.li, date(2026, 3, 9), person=people.zhao, asked_by="石培德", ground="亲属")
    facts = {"recusal": case.recusals.get(), "granted": True, "reasons": "属实"}
    for replacement in (None, people.zhao, people.li):
        with unchanged(), pytest.raises(Refused):
            do(case, "decide_recusal", people.head, date(2026, 3, 10), replacement=replacement, **facts)


def test_in_another_case_whoever_is_recused_goes_on(recused, bring_to, people):
    other = bring_to("investigating")
    do(other, "assess", people.zhao, LATER + timedelta(days=1), serious=True)
    assert waiting_for(other) == [("investigate", "li")]
