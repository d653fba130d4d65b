"""Signing in as production asks for it: with a second factor."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.test import Client

from tests import walk

PASSWORD = "caseflow-demo"  # of everybody whom tests/walk.py makes


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.SECOND_FACTOR = True


def code_of(secret, steps=0):
    """What the application on the telephone shows now, or ``steps`` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


class Person:
    """Somebody with a telephone, who signs in through the pages."""

    def __init__(self, user):
        self.user, self.secret = user, generate_totp_secret()
        TOTP.activate(user, self.secret)
        self.codes = RecoveryCodes.activate(user).get_unused_codes()
        user.refresh_from_db()

    def password(self, client=None, **options):
        client = client or Client()
        self.answer = client.post("/login/", {"login": self.user.username, "password": PASSWORD}, **options)
        return client

    def sign_in(self, client=None, steps=0, **options):
        client = self.password(client, **options)
        self.answer = client.post("/login/code/", {"code": code_of(self.secret, steps)}, **options)
        return client

    def factors(self):
        return set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))


@pytest.fixture
def li(people):
    return Person(people.li)


@pytest.fixture
def office(agency):
    """``office("系统管理员", "anna")`` is somebody who holds it, signed in."""

    def make(name, username):
        user = walk.make_person(agency, username, username)
        user.groups.set([Group.objects.get(name=name)])
        return user, walk.sign_in(Client(), user)

    return make
