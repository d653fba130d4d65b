"""Offices are given by two people; the three kinds of administrator stay three people; nobody writes an office otherwise."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from caseflow.audit.models import Entry
from caseflow.people import offices
from caseflow.people.models import RoleChange, User
from tests import walk


@pytest.fixture
def anna(office):
    return office(offices.SYSTEM, "anna")


@pytest.fixture
def gerda(office):
    return office(offices.SECURITY, "gerda")


def group(name):
    return Group.objects.get(name=name)


def test_two_people_give_an_office_and_the_log_says_who(anna, gerda, people):
    change = offices.ask(people.wu, group("档案管理员"), anna[0])
    assert people.wu.groups.filter(name="档案管理员").count() == 0
    gerda[1].post(f"/admin/offices/{change.pk}/", {"grant": "1"})
    assert people.wu.groups.filter(name="档案管理员").exists()
    said = Entry.objects.get(action="role.granted", object=f"user:{people.wu.pk}")
    assert said.actor == gerda[0].pk
    assert f'"asked_by":{anna[0].pk}' in said.body
    assert offices.settle(change.pk, gerda[0], grant=True) is None  # settled already


def test_nobody_confirms_what_one_has_asked_for_oneself(anna, gerda, people):
    change = offices.ask(people.wu, group("档案管理员"), anna[0])
    for person in (anna[0], people.head, people.wu):
        with pytest.raises(PermissionDenied):
            offices.settle(change.pk, person, grant=True)
    with pytest.raises(PermissionDenied):
        offices.ask(people.wu, group("档案管理员"), gerda[0])
    with pytest.raises(PermissionDenied):
        offices.ask(anna[0], group(offices.AUDIT), anna[0])


@pytest.mark.parametrize("same", ["settled_by", "person"])
def test_the_database_refuses_one_person_in_two_places(same, anna, gerda, people):
    change = offices.ask(people.wu, group("档案管理员"), anna[0])
    facts = {"settled_by": anna[0]} if same == "settled_by" else {"person": anna[0]}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleChange.objects.filter(pk=change.pk).update(granted=True, **facts)


@pytest.mark.parametrize("held", [offices.SYSTEM, offices.SECURITY, offices.AUDIT])
@pytest.mark.parametrize("wanted", [offices.SYSTEM, offices.SECURITY, offices.AUDIT, "负责人"])
def test_administrators_are_three_people(held, wanted, office, anna, gerda):
    if held == wanted:
        return
    person, _client = office(held, "one")
    with pytest.raises(ValidationError):
        offices.ask(person, group(wanted), anna[0])
    with pytest.raises(ValidationError), transaction.atomic():  # by whatever way
        person.groups.add(group(wanted))
    assert set(person.groups.values_list("name", flat=True)) == {held}


def test_an_office_is_taken_away_at_once_by_one(anna, people):
    here = walk.sign_in(Client(), people.head)
    anna[1].post(f"/admin/people/{people.head.pk}/offices/{group('负责人').pk}/take/")
    assert User.objects.get(pk=people.head.pk).roles == frozenset()
    assert here.get("/account/").status_code == 302


def test_no_form_writes_an_office_a_right_or_a_password(anna, people):
    before = User.objects.values().get(pk=people.li.pk)
    wanted = {
        "username": "li", "name": "李建国", "is_active": "on", "is_superuser": "on", "is_staff": "on", "agency": "9",
        "password": "x", "setup_code": "x", "legal_qualification": before["legal_qualification"], "user_permissions": "1", "groups": group("负责人").pk,
        "certificate-TOTAL_FORMS": 0, "certificate-INITIAL_FORMS": 0,
    }  # fmt: skip
    anna[1].post(f"/admin/people/{people.li.pk}/", wanted)
    walk.sign_in(Client(), people.li).post("/account/password/", wanted)
    after = User.objects.values().get(pk=people.li.pk)
    assert {name for name in before if before[name] != after[name]} <= {"last_login"}
    assert set(people.li.groups.values_list("name", flat=True)) == {"承办人"}
    assert people.li.role_changes.get().settled_at is None


def test_the_first_administrators_are_appointed_at_the_machine(people, agency):
    from django.core.management import CommandError, call_command

    call_command("appoint", "anna", offices.SYSTEM, name="安娜")
    anna = User.objects.get(username="anna")
    assert offices.ASKS in anna.roles
    assert anna.setup_code
    with pytest.raises(CommandError):
        call_command("appoint", "li", offices.SECURITY)
