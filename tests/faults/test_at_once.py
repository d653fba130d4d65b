"""Assurance 9, 10, 11: what two people send in the same instant is done once, and the other one is told.

Two processes, each with a page open, each on a connection of its own; a barrier lets both send at once.
"""

import multiprocessing
import threading

import pytest
import time_machine
from django.contrib.auth import get_user_model

from caseflow.cases.models import Dossier, Event
from caseflow.enforcement.models import EnforcementCase, Tip
from caseflow.enforcement.procedure import Role
from tests import walk
from tests.faults import moving
from tests.faults.processes import side_by_side
from tests.pages.conftest import Desk

pytestmark = pytest.mark.django_db(transaction=True)
START = multiprocessing.get_context("fork")


@pytest.fixture
def clock():
    with time_machine.travel(moving.afternoon(), tick=True):
        yield


def sending(barrier, person, pages):
    """Work for a process: open each page as ``person``, fill in, wait for the other one, send; tell what came back.

    A page is (address, what is typed, what is looked for in the answer).
    """

    def work(tell):
        desk = Desk(get_user_model().objects.get(pk=person.pk))
        desk.client.raise_request_exception = False
        for address, typed, wanted in pages:
            values = {**desk.form(address), **typed}
            try:
                barrier.wait(300)
            except threading.BrokenBarrierError:
                raise AssertionError("The other process has gone.") from None
            answer = desk.client.post(address, values)
            text = answer.content.decode()
            tell(answer.status_code, answer.headers.get("Location", ""), [each in text for each in wanted])

    return work


def test_of_two_leaders_one_approves_and_the_other_sees_who(people, on_disk, clock, scale, figures):
    number = scale(8, 300)
    other = walk.make_person(people.agency, "head2", "何副局长", Role.HEAD)
    addresses = [f"/cases/{walk.open_tip(people).dossier.reference}/accept/" for _each in range(number)]
    barrier = START.Barrier(2)
    told = side_by_side(
        sending(barrier, people.head, [(each, {}, [other.name]) for each in addresses]),
        sending(barrier, other, [(each, {}, [people.head.name]) for each in addresses]),
    )
    refused = [lines[2] for pair in zip(*told, strict=True) for lines in pair if lines[0] == 409]
    assert sorted({status for lines in told for status, *_rest in lines}) == [303, 409]
    assert len(refused) == number
    assert all(seen == [True] for seen in refused)
    approved = Event.objects.filter(transition="accept", part=Tip.label())
    assert approved.count() == number == EnforcementCase.objects.count()
    assert moving.half_done() == []
    wins = sum(lines[0] == 303 for lines in told[0])
    figures(f"{number} pairs: {number} approvals ({wins} by the one), {number} refusals that name the other, 0 errors")


def test_a_form_sent_twice_has_one_effect(people, on_disk, clock, scale, figures):
    number = scale(10, 500)
    walk.clinic()
    tip = {"source": "tip_off", "channel": "phone", "violation": "P-01"}
    tip |= {"about_name": "惠康理疗", "summary": "称可鉴定", "act_place": "东关街"}
    desk = Desk(people.intake)
    forms = [{**desk.form("/new/tip/register/"), **tip} for _each in range(number)]
    barrier, before = START.Barrier(2), Dossier.objects.count()

    def work(tell):
        client = Desk(people.intake).client
        client.raise_request_exception = False
        for form in forms:
            barrier.wait(300)
            answer = client.post("/new/tip/register/", form)
            tell(answer.status_code, answer.headers.get("Location", ""))

    told = side_by_side(work, work)
    later = [desk.client.post("/new/tip/register/", form) for form in forms[:20]]  # and once more, much later
    assert {status for lines in told for status, _where in lines} == {303}
    assert [where for _status, where in told[0]] == [where for _status, where in told[1]]
    assert [answer["Location"] for answer in later] == [where for _status, where in told[0][:20]]
    assert Dossier.objects.count() - before == number
    assert moving.half_done() == []
    figures(f"{number} forms sent twice at once: {number} files, every second answer led to the same one")


WRITTEN = "甲路{}号", "乙路{}号"


def edits(people, case, number, **more):
    """What came back to two who describe the party of a case ``number`` times, each time in the same instant."""
    barrier, address = START.Barrier(2), f"/cases/{case.dossier.reference}/describe_party/"
    pair = (people.li, people.zhao, *WRITTEN), (people.zhao, people.li, *reversed(WRITTEN))
    return side_by_side(
        *[
            sending(
                barrier,
                person,
                [
                    (address, {"address": mine.format(n), **more}, [other.name, theirs.format(n), mine.format(n)])
                    for n in range(number)
                ],
            )
            for person, other, mine, theirs in pair
        ]
    )


def test_nothing_typed_is_silently_overwritten(people, on_disk, clock, scale, figures):
    number, case = scale(10, 200), walk.bring_to(people, "filed")
    told = edits(people, case, number)
    lines = case.dossier.events.filter(transition="describe_party").order_by("seq")
    roads = [line.data["address"] for line in lines]
    for n, (li, zhao) in enumerate(zip(*told, strict=True)):
        kept, loser = (WRITTEN[0], zhao) if li[0] == 303 else (WRITTEN[1], li)
        assert {li[0], zhao[0]} == {303, 409}, n
        assert loser[2] == [True, True, True], n  # who, what they wrote, and what one typed oneself
        assert roads[n] == kept.format(n)
    assert len(roads) == number
    figures(f"{number} pairs of edits: {number} kept, {number} refused with what the other one wrote, 0 overwritten")


def test_the_harness_notices_who_overwrites_unseen(people, on_disk, clock):
    """The protection taken out: the form does not say which version it was filled in on."""
    told = edits(people, walk.bring_to(people, "filed"), 1, version="")
    assert [lines[0][0] for lines in told] == [303, 303]
