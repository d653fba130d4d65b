"""The authority, its people and the walked cases that the measurements start from."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any

import time_machine
from django.conf import settings

from caseflow.cases.access import offices_of
from caseflow.enforcement.models import EnforcementCase
from caseflow.people.models import User
from tests import walk

TODAY = date(2026, 11, 16)  # after the last day of any walk


@contextmanager
def clock() -> Iterator[None]:
    """Walks end on days of 2026: what is measured happens after them, with a clock that runs."""
    with time_machine.travel(walk.moment(TODAY, 9), tick=True):
        yield


def people() -> SimpleNamespace:
    """An authority with its people; passwords are hashed the quick way."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return walk.make_people(walk.make_agency())


def case(people: SimpleNamespace, state: str) -> EnforcementCase:
    """A case walked to ``state``."""
    return walk.bring_to(people, state)


def walked(people: SimpleNamespace, states: Iterable[str]) -> list[EnforcementCase]:
    """A case in each of the states."""
    return [case(people, state) for state in states]


def signed_in(person: Any) -> User:
    """The person as a page has them when it comes to a move: asked for their offices, and nothing else."""
    user = User.objects.get(pk=person.pk)
    assert offices_of(user)
    return user
