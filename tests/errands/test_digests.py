"""Whoever wants one gets a letter a day that says how much is due and nothing of what it is."""

from datetime import date

import pytest
import time_machine
from django.core import mail

from caseflow.errands.digests import letter_to
from caseflow.errands.models import Reminders
from outbox.jobs import enqueue
from outbox.models import Job
from tests.walk import ROLES, moment

DAY = moment(date(2026, 7, 20), 8)


@pytest.fixture
def letters(settings, background):
    """``letters()`` lets the clock ask for the letters of the day and sends them."""
    settings.EMAIL_HOST = "mail.example"

    def send(key="errands.digests@1"):
        enqueue("errands.digests", key)
        background()
        return mail.outbox

    return send


@pytest.fixture
def waiting(bring_to, people):
    """A case in which something of 李建国 is overdue, who wants letters."""
    case = bring_to("investigating")
    people.li.email = "li@example.gov.cn"
    people.li.save()
    Reminders.objects.create(person=people.li, wanted=True)
    return case


def test_a_letter_says_how_much_and_neither_who_nor_what(waiting, people, letters, settings):
    settings.SITE_ADDRESS = "https://caseflow.example"
    with time_machine.travel(DAY, tick=False):
        (letter,) = letters()
    text = letter.subject + letter.body
    assert letter.to == ["li@example.gov.cn"]
    assert "已经逾期" in text
    assert "https://caseflow.example" in text
    for secret in (waiting.dossier.reference, waiting.dossier.title, "安和", *(name for _role, name in ROLES.values())):
        assert secret not in text


def test_the_same_day_brings_no_second_letter(waiting, letters):
    with time_machine.travel(DAY, tick=False):
        letters()
        assert len(letters("errands.digests@2")) == 1


def test_a_repetition_is_known_by_its_number(waiting, people):
    with time_machine.travel(DAY, tick=False):
        one, two = (letter_to(people.li, "2026-07-20") for _time in range(2))
    assert one.extra_headers["Message-ID"] == two.extra_headers["Message-ID"]


def test_nobody_gets_a_letter_without_wanting_one_or_after_leaving(waiting, people, letters):
    people.li.is_active = False
    people.li.save()
    with time_machine.travel(DAY, tick=False):
        assert letters() == []


def test_a_letter_that_waited_until_its_reader_left_is_not_sent(waiting, people, background):
    with time_machine.travel(DAY, tick=False):
        enqueue("errands.digest", "k1", {"person": people.li.pk, "day": "2026-07-20"}, actor=people.li.pk)
        Reminders.objects.update(wanted=False)
        background()
    assert mail.outbox == []
    assert Job.objects.get(key="k1").why == "NotPermitted"


def test_a_letter_about_somebody_else_is_refused(waiting, people, background):
    with time_machine.travel(DAY, tick=False):
        enqueue("errands.digest", "k1", {"person": people.li.pk, "day": "2026-07-20"}, actor=people.zhao.pk)
        background()
    assert mail.outbox == []


def test_without_a_mail_server_nothing_is_promised(waiting, letters, settings):
    settings.EMAIL_HOST = ""
    with time_machine.travel(DAY, tick=False):
        assert letters() == []
    assert not Job.objects.filter(kind="errands.digest").exists()


def test_nothing_due_is_no_letter(people, letters):
    people.li.email = "li@example.gov.cn"
    people.li.save()
    Reminders.objects.create(person=people.li, wanted=True)
    with time_machine.travel(DAY, tick=False):
        assert letters() == []


def test_everybody_chooses_for_themselves(people, desk):
    office = desk(people.li)
    answer = office.client.post("/reminders/", {"wanted": "on", "email": ""})
    assert (answer.status_code, "要收提醒" in answer.content.decode()) == (422, True)
    office.client.post("/reminders/", {"wanted": "on", "email": "li@example.gov.cn"})
    people.li.refresh_from_db()
    assert (people.li.email, Reminders.objects.get().wanted) == ("li@example.gov.cn", True)
    office.client.post("/reminders/", {"email": "li@example.gov.cn"})
    assert Reminders.objects.get().wanted is False
