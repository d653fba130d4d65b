"""Wrong passwords are delayed, not locked: the attacker waits, the owner on the own device does not."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.faults.conftest import FULL

TOO_MANY = "输错的次数太多"


def try_password(client, name, password, **options):
    return client.post("/login/", {"login": name, "password": password}, **options).content.decode()


@pytest.mark.faults
def test_an_attacker_waits_and_the_owner_on_a_known_device_does_not(li, record_property):
    """With the limit keyed by account alone (``devices.known`` answering nothing) the owner is shut out as well."""
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        owner = li.sign_in()
        owner.post("/logout/")
        attacker = Client(REMOTE_ADDR="10.9.9.9")
        judged = sum(TOO_MANY not in try_password(attacker, "li", f"wrong-{n}") for n in range(10))
        assert judged == 5
    got_in = 0
    for number in range(20):
        with time_machine.travel(start + timedelta(seconds=12 * (number + 1)), tick=False):
            judged += TOO_MANY not in try_password(attacker, "li", "wrong again")
            got_in += li.password(owner).session.get("account_login") is not None
            owner.session.flush()
            keep = {name: value for name, value in owner.cookies.items() if "device" in name}
            owner = Client()
            owner.cookies.update(keep)
    assert judged <= 5
    assert got_in == 20
    record_property("figures", f"{judged} tries judged in 5 minutes, the owner got in {got_in} of 20 times")


def test_forged_headers_do_not_make_an_address(li):
    cache.clear()
    judged = 0
    for number in range(50 if FULL else 30):
        forged = {
            "HTTP_X_FORWARDED_FOR": f"10.0.0.{number}",
            "HTTP_X_REAL_IP": f"10.1.0.{number}",
            "HTTP_FORWARDED": "for=x",
        }
        judged += TOO_MANY not in try_password(Client(), f"name{number}", "wrong", **forged)
    assert judged == 20  # of one address in five minutes


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(li, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    judged = 0
    for number in range(30):
        said = {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 192.0.2.7"}
        judged += TOO_MANY not in try_password(Client(), f"name{number}", "wrong", **said)
    assert judged == 20


def test_a_device_known_to_one_person_is_none_to_another(li, people):
    with time_machine.travel(timezone.now(), tick=False):
        client = li.sign_in()
        client.post("/logout/")
        for _n in range(5):
            try_password(client, "zhao", "wrong")
        assert TOO_MANY in try_password(client, "zhao", "wrong")
        assert TOO_MANY not in try_password(client, "li", "wrong")


def test_codes_of_the_second_factor_are_limited_too(li):
    with time_machine.travel(timezone.now(), tick=False):
        client = li.password()
        texts = [client.post("/login/code/", {"code": f"{n:06}"}).content.decode() for n in range(7)]
    assert TOO_MANY in texts[-1]
