"""The people around a sealed identity: who decides, who audits; and a tip whose reporter gave a name."""

from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.models import Group

from caseflow.custody import kinds, unsealing
from caseflow.people.models import User
from tests.walk import moment

REPORTER = {"real_name": True, "reporter_name": "何不言", "reporter_phone": "13900001111"}
REASON = "须当面向举报人核实其所述的收费时间、地点和数额。"
DAY = date(2026, 3, 3)


def make(agency, username, group):
    user = User.objects.create_user(username=username, name=username, agency=agency)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def around(people, agency):
    """``protector`` is the protection officer, ``auditor`` and ``admin`` are administrators."""
    people.protector = make(agency, "protector", "保护专员")
    people.auditor = make(agency, "auditor", "审计管理员")
    people.admin = make(agency, "admin", "系统管理员")
    return people


@pytest.fixture
def tip(open_tip, around):
    return open_tip(**REPORTER)


@pytest.fixture
def clock():
    """The clock stands at nine of a day and is moved by hand."""
    with time_machine.travel(moment(DAY, 9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def asks(tip, clock):
    """``asks(person)`` is a request of that person about the reporter."""

    def ask(person, record=None, **options):
        record = record or tip
        (identity,) = kinds.identities_of(record)
        options = {"ground": "inquiry", "reason": REASON, "minutes": 30, **options}
        return unsealing.ask(person, record, identity, **options)

    return ask


@pytest.fixture
def granted(asks, around):
    """A request of the unit head that the protection officer has granted."""
    request = asks(around.unit_head)
    return unsealing.decide(around.protector, request.pk, grant=True)


def seen(person, request):
    return SimpleNamespace(**dict(zip(("request", "texts"), unsealing.look(person, request.pk), strict=True)))
