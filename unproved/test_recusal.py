"""Test 25: after a recusal, a transfer or the loss of an office every further attempt is refused on the next request."""

from datetime import date

import pytest

from caseflow.cases.access import can, permits, scope
from caseflow.cases.duties import StandIn
from caseflow.cases.models import Draft, Paper
from caseflow.cases.transitions import NotPermitted, perform
from caseflow.enforcement.procedure import Role
from caseflow.people.models import User
from outbox.jobs import HANDLERS, enqueue, handler
from outbox.models import Job
from outbox.runner import run_due
from tests import walk
from tests.kernel import at, last_moment

pytestmark = pytest.mark.django_db
WAYS = ("recused", "transferred", "office lost", "account closed", "stand-in ended")


@pytest.fixture
def queued():
    """A kind of job as an export is one: it asks again when it runs."""
    done = []
    handler("tests.take_away", permits=permits("file.export"))(done.append)
    yield done
    del HANDLERS["tests.take_away"]


def leave(way, people, case, person):
    """What makes ``person`` keep out of the case."""
    day = date(2026, 3, 12)
    with at(walk.moment(day, 20)):
        if way == "recused":
            perform(case, "request_recusal", by=people.li, person=person, asked_by="石培德", ground="亲属")
            facts = {"recusal": case.recusals.get(), "granted": True, "reasons": "属实", "replacement": people.wu}
            perform(type(case).objects.get(pk=case.pk), "decide_recusal", by=people.head, **facts)
        elif way == "transferred":
            perform(case, "replace_officer", by=people.unit_head, leaving=person, joining=people.wu, reason="调离")
        elif way == "office lost":
            person.groups.clear()
        elif way == "account closed":
            User.objects.filter(pk=person.pk).update(is_active=False)
        else:
            StandIn.objects.filter(deputy=person).update(ended_on=day)


@pytest.mark.parametrize("way", WAYS)
def test_every_further_attempt_is_refused_on_the_next_request(way, bring_to, people, desk, queued, figures):
    case = bring_to("investigating")
    person = people.zhao
    with at(last_moment(case)):
        if way == "stand-in ended":
            person = walk.make_person(people.agency, "deputy", "副手", Role.FINANCE)
            leader = {"leader": people.head, "named_by": people.head, "role": "enforcement.head", "basis": "外出"}
            StandIn.objects.create(deputy=person, since=date(2026, 3, 1), until=date(2026, 12, 31), **leader)
        here, paper = f"/cases/{case}/", case.dossier.papers.filter(kind="inspection_record").first()
        tab = desk(person)  # opened before
        assert tab.get(here).status_code == 200
        Draft.objects.create(user=person, address=f"{here}annotate/", data={"note": ["写了一半"]})
        for n in range(3):
            enqueue("tests.take_away", f"tests.take_away:{n}", {"dossier": case.dossier_id}, actor=person.pk)
    leave(way, people, case, person)
    refused = 0
    with at(walk.moment(date(2026, 3, 13), 9)):
        pages = [here, f"{here}next/", f"{here}papers/", f"{here}annotate/", f"/cases/{case}.json", f"/papers/{paper.pk}.pdf"]
        answers = [tab.get(page) for page in pages]
        answers.append(tab.client.post(f"{here}annotate/", {"note": "写完了"}))
        answers.append(tab.client.post(f"{here}annotate/draft/", {"note": "写了一半"}))
        answers.append(tab.get(f"{here}annotate/?draft=1"))
        gone = (302,) if way == "account closed" else (403, 404)  # whose account is closed, is asked to sign in
        refused += sum(each.status_code in gone for each in answers)
        assert case.dossier.title not in "".join(each.content.decode() for each in answers)
        now = User.objects.get(pk=person.pk)
        refused += not can(now, "file.read", case).ok
        refused += not scope(now, Paper).filter(dossier=case.dossier).exists()
        with pytest.raises(NotPermitted):
            perform(type(case).objects.get(pk=case.pk), "annotate", by=now, note="再写一句")
        refused += 1
        run_due()
        refused += Job.objects.filter(kind="tests.take_away").exclude(given_up_at=None).count() if not queued else 0
    figures(f"{way}: {refused} of 15 refused")
    assert refused == 15


