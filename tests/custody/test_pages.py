"""The pages of a sealed identity: asked on the page of the file, decided by another, shown once and under a name."""

import pytest
from django.urls import reverse

from caseflow.audit.models import Entry
from caseflow.custody.models import Unsealing
from tests.pages.conftest import Desk, address

from .conftest import REASON

FORM = {"ground": "inquiry", "reason": REASON, "minutes": "20"}


def text(answer):
    return answer.content.decode()


@pytest.fixture
def request_of(tip, clock, around):
    """What the unit head has asked for on the page of the tip."""
    desk = Desk(around.unit_head)
    assert "申请查看" in text(desk.get(address(tip)))
    where = reverse("unsealing-ask", args=[tip.dossier.reference, "enforcement.reporter", tip.reporter.pk])
    assert desk.client.post(where, FORM).status_code == 302
    return Unsealing.objects.get()


def test_a_sealed_identity_is_asked_for_granted_and_shown_under_the_name_of_who_looks(request_of, around):
    asker, decider, pk = Desk(around.unit_head), Desk(around.protector), request_of.pk
    assert request_of.name in text(decider.get(reverse("unsealings")))
    assert "批准查看" not in text(asker.get(reverse("unsealing", args=[pk])))
    decider.client.post(reverse("unsealing-decide", args=[pk]), {"grant": "1", "answer": "同意。"})
    page = asker.client.post(reverse("unsealing-look", args=[pk]))
    assert "何不言" in text(page)
    assert text(page).count(f"{around.unit_head} unit_head 2026-03-03 09:00:00") == 24
    assert f'http-equiv="refresh" content="1200;url={reverse("unsealing", args=[pk])}"' in text(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_no_page_but_the_look_shows_it(request_of, around, tip):
    pages = [address(tip), reverse("unsealings"), reverse("unsealing", args=[request_of.pk])]
    desks = [Desk(getattr(around, who)) for who in ("unit_head", "protector", "head", "auditor", "admin", "li")]
    shown = [text(desk.get(each)) for desk in desks for each in pages]
    shown += [text(desk.client.post(reverse("unsealing-look", args=[request_of.pk]))) for desk in desks]
    assert not any(word in page for page in shown for word in ("何不言", "13900001111"))


def test_to_others_a_request_does_not_exist(request_of, around):
    for person in (around.li, around.legal, around.admin):
        client = Desk(person).client
        answers = [client.get(reverse("unsealing", args=[request_of.pk]))]
        for name in ("look", "close", "review", "decide"):
            answers.append(client.post(reverse(f"unsealing-{name}", args=[request_of.pk])))
        assert [each.status_code for each in answers] == [404] * 5


def test_the_auditor_sees_that_it_happened(request_of, around):
    Desk(around.protector).client.post(reverse("unsealing-decide", args=[request_of.pk]), {"grant": "1"})
    Desk(around.unit_head).client.post(reverse("unsealing-look", args=[request_of.pk]))
    desk = Desk(around.auditor)
    assert request_of.name in text(desk.get(reverse("unsealings")))
    assert "您的账号有新的提醒" in text(desk.get(reverse("unsealings")))


def test_a_look_is_no_get(request_of, around):
    assert Desk(around.unit_head).get(reverse("unsealing-look", args=[request_of.pk])).status_code == 405


def test_asking_deciding_and_looking_want_a_fresh_proof_of_who_one_is(request_of, around, clock, tip):
    asker, decider = Desk(around.unit_head), Desk(around.protector)
    clock.shift(301)
    where = reverse("unsealing-ask", args=[tip.dossier.reference, "enforcement.reporter", tip.reporter.pk])
    tries = [
        asker.client.post(where, FORM),
        decider.client.post(reverse("unsealing-decide", args=[request_of.pk]), {"grant": "1"}),
    ]
    Unsealing.objects.filter(pk=request_of.pk).update(
        granted=True, decided_by=around.head, granted_at=request_of.asked_at, until=request_of.asked_at.replace(hour=23)
    )
    tries.append(asker.client.post(reverse("unsealing-look", args=[request_of.pk])))
    assert not [each for each in tries if each.status_code != 302 or "?next=" not in each.url]
    assert not Entry.objects.filter(action="identity.unsealed").exists()


def test_in_danger_one_ticks_what_follows(tip, around, clock):
    desk = Desk(around.intake)
    where = reverse("unsealing-ask", args=[tip.dossier.reference, "enforcement.reporter", tip.reporter.pk])
    typed = {**FORM, "ground": "danger"}
    assert desk.client.post(f"{where}?emergency=1", typed).status_code == 422
    assert desk.client.post(f"{where}?emergency=1", {**typed, "sure": "on"}).status_code == 302
    assert "紧急查看，待确认" in text(Desk(around.head).get(reverse("unsealings"))) or Unsealing.objects.get().is_open


def test_an_incomplete_request_keeps_what_was_typed(tip, around, clock):
    where = reverse("unsealing-ask", args=[tip.dossier.reference, "enforcement.reporter", tip.reporter.pk])
    answer = Desk(around.unit_head).client.post(where, {**FORM, "reason": "想看看"})
    assert (answer.status_code, "想看看" in text(answer), "至少 20 个字" in text(answer)) == (422, True, True)
