"""Test 24: of every pair that excludes each other nobody takes both, on the page, in the service, in the database."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

import writeonce
from caseflow.cases import sides
from caseflow.cases.duties import Duty, StandIn
from caseflow.cases.models import Assignment, Dossier
from caseflow.cases.transitions import NotPermitted, Refused, open_to, perform
from caseflow.enforcement.models import Tip
from caseflow.enforcement.procedure import Role
from caseflow.enforcement.procedure.words import SIDES
from caseflow.people.models import User
from caseflow.procedure.duties import INCOMPATIBLE, PAIRS, Side
from tests import walk
from tests.enforcement.facts import lawful
from tests.enforcement.test_separation import SIGNATURES
from tests.kernel import at, last_moment, undone

pytestmark = pytest.mark.django_db
BOTH_WAYS = sorted({(a.value, b.value) for a, b, _basis in PAIRS} | {(b.value, a.value) for a, b, _basis in PAIRS})
OFFICES = {
    SIDES[role].value: role for role in (Role.OFFICER, Role.REVIEWER, Role.LEGAL, Role.HEAD, Role.HOST, Role.FINANCE)
}
OFFICES[Side.VOTE.value] = Role.COUNCIL
OF_OFFICES = [(one, other) for one, other in BOTH_WAYS if one in OFFICES and other in OFFICES]


@pytest.fixture
def everybody(people):
    return walk.make_person(people.agency, "all", "万能", *Role)


def takes(dossier, person, side, item=""):
    """Straight into the table, past the program."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_duty (dossier_id, matter, person_id, duty, item) VALUES (%s, %s, %s, %s, %s)",
            [dossier.pk, dossier.key_of_matter, person.pk, side, item],
        )


def again(record):
    found = type(record).objects.select_related("dossier__agency").get(pk=record.pk)
    return found


def test_there_are_enough_pairs_and_each_rests_on_something():
    assert len(INCOMPATIBLE) >= 12
    assert all(basis.law and basis.article for _one, _other, basis in PAIRS)


def test_the_database_refuses_both_of_every_pair(open_tip, people, figures):
    dossier = open_tip().dossier
    for first, second in BOTH_WAYS:
        with undone():
            takes(dossier, people.wu, first)
            with pytest.raises(IntegrityError):
                takes(dossier, people.wu, second)
            takes(dossier, people.zhao, second)
    figures(f"{len(INCOMPATIBLE)} pairs, both ways, refused by the database")


def test_the_service_refuses_both_of_every_pair(open_tip, people):
    tip = open_tip()
    for first, second in BOTH_WAYS:
        with undone():
            takes(tip.dossier, people.wu, first)
            found = again(tip)
            assert str(Side(first).label) in sides.refusal(found.dossier, people.wu, [second])
            assert sides.refusal(found.dossier, people.zhao, [second]) == ""


def linked(people, case):
    """The files of one matter: the case, the tip it came from, another tip merged into it, and that one's duplicate."""
    tip = Tip.objects.select_related("dossier").get(case=case)
    with at(last_moment(case)):
        merged, twin = walk.open_tip(people, act_place="别处"), walk.open_tip(people, act_place="又一处")
        perform(merged, "accept", by=people.head, into=again(case))
        perform(twin, "link_duplicate", by=people.unit_head, original=again(merged))
    return [again(each).dossier for each in (case, tip, merged, twin)]


@pytest.mark.parametrize("second", sorted(OFFICES))
def test_page_service_and_database_refuse_both_offices_of_every_pair(second, bring_to, people, everybody, desk, scale):
    """In the same file, and in each of those that are one matter with it."""
    role = OFFICES[second]
    state, row = SIGNATURES[role]
    case = bring_to(state)
    if role in case.procedure.per_case:
        day = last_moment(case).date()
        Assignment.objects.create(dossier=case.dossier, user=everybody, role=role, since=day)
    files = linked(people, case)
    assert len({each.key_of_matter for each in files}) == 1
    with at(last_moment(case)):
        there = desk(everybody)
        for n, first in enumerate(sorted(one for one, other in OF_OFFICES if other == second)):
            for file in files[n % 4 :: scale(4, 1)]:
                with undone():
                    takes(file, everybody, first)
                    refused_three_times(again(case), row, everybody, second, there)


def refused_three_times(case, row, person, second, there):
    by = case.procedure.rows[row].by
    assert not any(move.is_open for move in open_to(case, person) if move.row.by == by)
    with pytest.raises(NotPermitted):
        perform(case, row, by=person)
    assert there.client.post(f"/cases/{case}/{row}/", {}).status_code == 403
    with pytest.raises(IntegrityError):
        takes(case.dossier, person, second)


@pytest.mark.parametrize("who", ["leader", "deputy"])
def test_whoever_stands_in_is_refused_what_either_of_the_two_must_not(who, bring_to, people, desk, figures):
    """On the page, in the service, in the database; whichever of the two stands on the other side of the matter."""
    case = bring_to("in_approval")
    leader = walk.make_person(people.agency, "leader", "另一副局长", Role.HEAD)
    deputy = walk.make_person(people.agency, "deputy", "副手", Role.SUPERVISOR)
    named_by(leader, deputy, last_moment(case).date())
    person, files = {"leader": leader, "deputy": deputy}[who], linked(people, case)
    firsts = sorted(one for one, other in OF_OFFICES if other == "approve")
    with at(last_moment(case)):
        there = desk(deputy)
        assert there.get(f"/cases/{case}/return_from_approval/").status_code == 200
        for n, first in enumerate(firsts):
            with undone():
                takes(files[n % 4], person, first)
                found = again(case)
                with pytest.raises(NotPermitted, match=str(Side(first).label)):
                    perform(found, "return_from_approval", by=User.objects.get(pk=deputy.pk), reason="……")
                assert there.client.post(f"/cases/{case}/return_from_approval/", {}).status_code == 403
                with pytest.raises(IntegrityError):
                    takes(found.dossier, person, "approve")
    figures(f"{len(firsts)} sides of the {who} refused to the stand-in, by page, service and database")


def named_by(leader, deputy, day):
    """``deputy`` stands in for ``leader`` on a day."""
    StandIn.objects.create(
        leader=leader, deputy=deputy, named_by=leader, role="enforcement.head", since=day, until=day, basis="外出"
    )


def test_whoever_sat_in_the_meeting_has_voted_and_investigates_no_more(bring_to, people):
    """All who were present, not only whoever wrote it down."""
    case = bring_to("decided")
    voted = set(Duty.objects.filter(dossier=case.dossier, duty="vote").values_list("person", flat=True))
    assert voted == {people.council1.pk, people.council2.pk, people.council3.pk}
    with pytest.raises(IntegrityError):
        takes(case.dossier, people.council3, "investigate")


def test_the_database_refuses_whatever_follows_a_recusal(open_tip, people):
    dossier = open_tip().dossier
    takes(dossier, people.wu, "investigate")
    takes(dossier, people.wu, "recused")
    for side in (each for each in Side.values if each not in ("recused", "investigate")):
        with pytest.raises(IntegrityError):
            takes(dossier, people.wu, side)


def test_what_was_taken_is_neither_changed_nor_deleted_nor_replaced(open_tip, people):
    dossier = open_tip().dossier
    takes(dossier, people.wu, "investigate")
    for statement in (
        "UPDATE cases_duty SET duty = 'review'",
        f"UPDATE cases_duty SET person_id = {people.zhao.pk}",
        "DELETE FROM cases_duty",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert writeonce.missing() == []


def test_a_stand_in_carries_what_the_leader_did_and_the_leader_what_the_stand_in_did(bring_to, people):
    """孔令辉 reviewed the case; whoever stands in for 孙正 decides in both their names."""
    case = bring_to("in_approval")
    deputy = walk.make_person(people.agency, "deputy", "副手", Role.UNIT_HEAD)
    day = last_moment(case).date()
    StandIn.objects.create(
        leader=people.head,
        deputy=deputy,
        named_by=people.head,
        role="enforcement.head",
        since=day,
        until=day,
        basis="外出",
    )
    with at(last_moment(case)):
        perform(again(case), "return_from_approval", by=User.objects.get(pk=deputy.pk), reason="……")
    taken = set(Duty.objects.filter(dossier=case.dossier, duty="approve").values_list("person", "through"))
    assert (deputy.pk, None) in taken
    assert {person for person, _through in taken} == {deputy.pk, people.head.pk}


def test_what_was_done_with_the_tip_counts_in_the_case(bring_to, people):
    case = bring_to("in_approval")
    tip = Tip.objects.select_related("dossier").get(case=case)
    assert tip.dossier.key_of_matter == case.dossier.key_of_matter
    other = walk.make_person(people.agency, "head2", "另一负责人", Role.HEAD)
    takes(tip.dossier, other, "investigate")
    with at(last_moment(case)), pytest.raises(NotPermitted, match="承办调查"):
        perform(again(case), "return_from_approval", by=other, reason="……")


def test_files_in_which_somebody_took_opposite_sides_are_not_joined(open_tip, people):
    one, other = open_tip(), open_tip(act_place="别处")
    takes(one.dossier, people.wu, "investigate")
    takes(other.dossier, people.wu, "approve")
    with pytest.raises(Refused, match="吴晓喆"):
        sides.join(Dossier.objects.get(pk=one.dossier_id), Dossier.objects.get(pk=other.dossier_id))
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(dossier=other.dossier).update(matter=one.dossier.key_of_matter)


def test_whoever_registered_a_tip_does_not_decide_on_it(people):
    both = walk.make_person(people.agency, "both", "兼任", Role.INTAKE, Role.HEAD)
    people.intake = both
    tip = walk.open_tip(people)
    facts, moment = lawful("tip", "accept", people, tip)
    with at(moment), pytest.raises(NotPermitted, match="登记线索"):
        perform(again(tip), "accept", by=both, **facts)


def test_whoever_is_challenged_does_not_decide_on_it_even_through_a_stand_in(bring_to, people):
    case = bring_to("investigating")
    deputy = walk.make_person(people.agency, "deputy", "副手", Role.UNIT_HEAD)
    day = date(2026, 3, 9)
    with at(walk.moment(day, 20)):
        perform(case, "request_recusal", by=people.li, person=people.head, asked_by="石培德", ground="亲属")
        StandIn.objects.create(
            leader=people.head,
            deputy=deputy,
            named_by=people.head,
            role="enforcement.head",
            since=day,
            until=day,
            basis="外出",
        )
        facts = {"recusal": case.recusals.get(), "granted": False, "reasons": "没有依据"}
        with pytest.raises(Refused, match="被申请回避"):
            perform(again(case), "decide_recusal", by=User.objects.get(pk=deputy.pk), **facts)
