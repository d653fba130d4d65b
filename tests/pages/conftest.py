"""Somebody at a desk: a signed-in client on a day, and what a page says."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from tests.walk import moment


class Desk:
    """The pages as one person uses them."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user)

    def get(self, address, **options):
        return self.client.get(address, **options)

    def form(self, address):
        """What the form at an address holds before anybody types, as a browser would send it back."""
        page = self.get(address).context
        values = {bound.html_name: bound.value() for bound in page["form"] if bound.value() is not None}
        return {**values, **{name: page[name] for name in ("who", "digest") if name in page}}

    def submit(self, address, **values):
        """Fill in the form at an address and send it."""
        return self.client.post(address, {**self.form(address), **values})


@pytest.fixture
def desk():
    """``desk(people.head)``"""
    return Desk


@pytest.fixture
def on_day():
    """``with on_day(4, 10):`` the clock stands at 10:24 of a day of 2026."""
    return lambda month, day: time_machine.travel(moment(date(2026, month, day), 10, 24), tick=False)


def address(record, *parts):
    return "/".join(["/cases", record.dossier.reference, *parts, ""])


@pytest.fixture
def at():
    """``at(case, "file")``: the address of a file or of one of its moves."""
    return address
