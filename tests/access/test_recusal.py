"""Test 25: after a recusal, a transfer or the loss of an office every further attempt is refused on the next request.

That each address leads somewhere is shown by the same person's opening it just before.
"""

from datetime import date

import pytest

from caseflow.cases.access import can, scope
from caseflow.cases.duties import StandIn
from caseflow.cases.models import Draft, Paper
from caseflow.cases.transitions import NotPermitted, perform
from caseflow.enforcement.procedure import Role
from caseflow.errands import exports
from caseflow.errands.models import Export
from caseflow.people.models import User
from outbox.models import Job
from outbox.runner import run_due
from tests import walk
from tests.kernel import afresh, at

pytestmark = pytest.mark.django_db
WAYS = ("recused", "transferred", "office lost", "account closed", "stand-in ended")
SIGNED_OUT = ("office lost", "account closed")  # whoever loses those is asked to sign in again first
DAY = date(2026, 3, 12)


def leave(way, people, case, person):
    """What makes ``person`` keep out of the case."""
    if way == "recused":
        perform(case, "request_recusal", by=people.li, person=person, asked_by="石培德", ground="亲属")
        facts = {"recusal": case.recusals.get(), "granted": True, "reasons": "属实", "replacement": people.wu}
        perform(afresh(case), "decide_recusal", by=people.head, **facts)
    elif way == "transferred":
        perform(case, "replace_officer", by=people.unit_head, leaving=person, joining=people.wu, reason="调离")
    elif way == "office lost":
        person.groups.clear()
    elif way == "account closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        StandIn.objects.filter(deputy=person).update(ended_on=DAY)


def deputy_of(leader, agency):
    """Somebody who reads the case for no other reason than standing in for a leader."""
    person = walk.make_person(agency, "deputy", "副手", Role.FINANCE)
    until = {"since": date(2026, 3, 1), "until": date(2026, 12, 31)}
    StandIn.objects.create(
        deputy=person, leader=leader, named_by=leader, role="enforcement.head", basis="外出", **until
    )
    return person


def run():
    while run_due():
        pass


@pytest.mark.parametrize("way", WAYS)
def test_every_further_attempt_is_refused_on_the_next_request(way, bring_to, people, desk, figures):
    case, person = bring_to("investigating"), people.zhao
    if way == "stand-in ended":
        person = deputy_of(people.head, people.agency)
    here, paper = f"/cases/{case}/", case.dossier.papers.filter(kind="inspection_record").first()
    with at(walk.moment(DAY, 20)):
        tab = desk(person)  # opened before
        ready = exports.ask(person, dossier=case.dossier)
        run()
        pages = [here, f"{here}next/", f"{here}papers/", f"{here}annotate/", f"/cases/{case}.json"]
        pages += [f"/papers/{paper.pk}.pdf", f"/exports/{ready.pk}/"]
        assert [tab.get(page).status_code for page in pages] == [200] * 7
        Draft.objects.create(user=person, address=f"{here}annotate/", data={"note": ["写了一半"]})
        queued = exports.ask(person, dossier=case.dossier)
    with at(walk.moment(DAY, 20, 2)):
        leave(way, people, case, person)
    with at(walk.moment(DAY, 20, 4)):
        refused = [*from_the_tab(tab, pages, here, case, way), *from_within(case, person), not_made(queued)]
    figures(f"{way}: {sum(refused)} of {len(refused)} refused")
    assert all(refused), refused
    assert len(refused) == 16


def from_the_tab(tab, pages, here, case, way):
    answers = [tab.get(page) for page in pages]
    answers.append(tab.client.post(f"{here}annotate/", {"note": "写完了"}))
    answers.append(tab.client.post(f"{here}annotate/draft/", {"note": "写了一半"}))
    answers.append(tab.get(f"{here}annotate/?draft=1"))
    answers.append(tab.client.post(f"/exports/case/{case}/"))
    assert case.dossier.title not in "".join(each.content.decode() for each in answers)
    gone = (302, 404) if way in SIGNED_OUT else (404,)
    return [each.status_code in gone for each in answers]


def from_within(case, person):
    now = User.objects.get(pk=person.pk)
    yield not can(now, "file.read", afresh(case)).ok
    yield not scope(now, Paper).filter(dossier=case.dossier).exists()
    with pytest.raises(NotPermitted):
        perform(afresh(case), "annotate", by=now, note="再写一句")
    yield True
    yield not exports.may_have(now, Export.objects.filter(requester=now).first())


def not_made(export):
    """What was asked for before is given up when its turn comes."""
    run()
    job = Job.objects.get(kind=exports.EXPORT, payload={"export": export.pk})
    return job.given_up_at is not None and Export.objects.get(pk=export.pk).ready_at is None


def test_whoever_handed_work_over_does_it_no_more(bring_to, people, desk):
    """A transfer of the work alone: both stay legal reviewers, and the one who has it is asked."""
    from tests.kernel import open_task

    case = bring_to("in_legal_review")
    with at(walk.moment(date(2026, 3, 25), 9)):
        mine, hers = desk(people.legal), desk(people.legal2)
        task = open_task(case)
        mine.client.post(f"/tasks/{task.pk}/claim/")
        assert mine.client.post(f"/tasks/{task.pk}/hand-over/", {"to": people.legal2.pk}).status_code == 302
        mine.client.post(f"/tasks/{task.pk}/claim/", {"release": "1"})
        mine.client.post(f"/tasks/{task.pk}/hand-over/", {"to": people.legal.pk})
        assert open_task(case).owner == people.legal2
        assert hers.get(f"/tasks/{task.pk}/hand-over/").status_code == 200
