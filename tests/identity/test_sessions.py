"""Sessions: listed, ended one by one or all, dead after what should end them, over after half an hour or ten hours."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from caseflow.people import sessions
from caseflow.people.models import Session
from tests import walk
from tests.faults.conftest import FULL

from .conftest import PASSWORD


def alive(cookie):
    """Whether a copy of a cookie still opens a page."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return thief.get("/account/").status_code == 200


def cookie_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def log_out(client, user):
    client.post("/logout/")


def change_password(client, user):
    values = {
        "old_password": PASSWORD,
        "new_password1": "渠边第三棵杏树今天开花了",
        "new_password2": "渠边第三棵杏树今天开花了",
    }
    assert client.post("/account/password/", values).status_code == 302
    assert client.get("/account/").status_code == 200  # the own session goes on, under a new key


def change_factor(client, user):
    client.post("/account/factors/codes/new/")
    user.authenticator_set.filter(type="totp").delete()


def change_office(client, user):
    user.groups.add(Group.objects.get(name="档案管理员"))


def deactivate(client, user):
    user.is_active = False
    user.save()


@pytest.mark.faults
@pytest.mark.parametrize("what", [log_out, change_password, change_factor, change_office, deactivate])
def test_old_cookies_are_dead_on_the_next_request(what, agency, people, record_property):
    """Taking a receiver out of ``signals.connect()`` lets the cookies of that kind live on."""
    rounds, dead = 20 if FULL else 2, 0
    from .conftest import Person

    for number in range(rounds):
        user = walk.make_person(agency, f"user{number}", "某人", certificate=False)
        Person(user)
        here, elsewhere = (walk.sign_in(Client(), user) for _place in range(2))
        old = [cookie_of(here)] if what is log_out else [cookie_of(here), cookie_of(elsewhere)]
        assert all(alive(cookie) for cookie in old)
        what(here, user)
        dead += not any(alive(cookie) for cookie in old)
    assert dead == rounds
    record_property("figures", f"{dead} of {rounds} dead after {what.__name__}")


def test_half_an_hour_without_use_ends_a_session(people):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        client = walk.sign_in(Client(), people.li)
    for minutes in (29, 58, 87):  # in use all the time
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert client.get("/account/").status_code == 200
    with time_machine.travel(start + timedelta(minutes=87 + 31), tick=False):
        assert client.get("/account/")["Location"].startswith("/login/")


def test_ten_hours_end_a_session_however_much_it_is_used(people):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        client = walk.sign_in(Client(), people.li)
    for minutes in range(20, 600, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert client.get("/account/").status_code == 200
    with time_machine.travel(start + timedelta(hours=10, seconds=-60), tick=False):
        assert client.get("/account/").status_code == 200
    with time_machine.travel(start + timedelta(hours=10, seconds=60), tick=False):
        assert client.get("/account/").status_code == 302


def test_the_table_holds_no_key_that_a_cookie_could_be_made_of(people):
    client = walk.sign_in(Client(), people.li)
    assert not Session.objects.filter(session_key=cookie_of(client)).exists()
    row = Session.objects.get(session_key=sessions.digest(cookie_of(client)))
    assert (row.user, alive(row.session_key)) == (people.li, False)


def test_one_sees_the_own_sessions_and_ends_them(people):
    here = walk.sign_in(Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/143"), people.li)
    there, further = (walk.sign_in(Client(), people.li) for _n in range(2))
    stranger = walk.sign_in(Client(), people.zhao)
    assert here.get("/account/").content.decode().count("退出这处登录") == 3
    here.post("/account/sessions/", {"which": sessions.digest(cookie_of(there))})
    here.post("/account/sessions/", {"which": sessions.digest(cookie_of(stranger))})  # not one's own
    assert [client.get("/account/").status_code for client in (here, there, further, stranger)] == [200, 302, 200, 200]
    here.post("/account/sessions/", {"which": "others"})
    assert [client.get("/account/").status_code for client in (here, further)] == [200, 302]
    assert here.post("/account/sessions/", {"which": "all"})["Location"] == "/login/"
    assert here.get("/account/").status_code == 302


def test_signing_in_and_proving_again_give_new_keys(li):
    client = li.password()
    before = cookie_of(client)
    from .conftest import code_of

    client.post("/login/code/", {"code": code_of(li.secret)})
    signed_in = cookie_of(client)
    assert signed_in != before
    with time_machine.travel(timezone.now() + timedelta(minutes=7)):
        client.post("/prove/code/", {"code": code_of(li.secret)})
    assert cookie_of(client) != signed_in
    assert not alive(signed_in)
