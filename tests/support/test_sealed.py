"""The child's record and the objector: sealed with two levels of key, opened for a purpose and logged, or never."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from caseflow.audit.models import Entry
from caseflow.cases.models import Event
from caseflow.support.models import Child, Look, Objection
from caseflow.vault.models import DataKey
from tests.pages.conftest import Desk
from tests.support import walk
from tests.walk import moment, sign_in

DAY = moment(walk.date(2026, 3, 20), 10)
WHY = {"purpose": "eligibility", "reason": "审核资格，核对登记的情况"}


def everything_stored():
    """Every text of the tables of support and of the files, as somebody with a copy of the database reads it."""
    found = []
    with connection.cursor() as cursor:
        for table in (t for t in connection.introspection.table_names() if t.startswith(("support_", "cases_"))):
            cursor.execute(f"SELECT * FROM {table}")
            found.append(repr(cursor.fetchall()))
    return "".join(found)


@pytest.mark.django_db
def test_nothing_of_the_child_and_no_number_stands_in_the_database(folk):
    family = walk.family_in_review(folk)
    text = everything_stored()
    assert "郑小禾" not in text
    assert "1990-04-01" not in text
    assert Child.objects.get(household=family).name  # there is something
    assert "何秀英" in text


@pytest.mark.django_db
def test_a_child_has_a_key_of_its_own_below_that_of_the_file(folk):
    family = walk.family_in_review(folk)
    key = Child.objects.get(household=family).key
    assert key.parent is not None
    assert key.parent.file == family.dossier.reference
    assert DataKey.objects.filter(parent=key.parent).count() >= 1


@pytest.mark.django_db
def test_the_objector_is_sealed_and_on_no_page(folk):
    application = walk.bring_to(folk, "publicity_1")
    facts = {**walk.OBJECTION, "named": True, "objector": "石某某", "contact": "13800000077"}
    application = walk.do(application, "object", folk.ma, (3, 13), **facts)
    assert "石某某" not in everything_stored()
    assert "13800000077" not in everything_stored()
    assert "objector" not in Event.objects.get(transition="object").data
    with time_machine.travel(DAY, tick=False):
        page = Desk(folk.jin).get(f"/cases/{application.dossier.reference}/").content.decode()
    assert Objection.objects.get().code in page
    assert "石某某" not in page


@pytest.fixture
def family(transactional_db, folk):
    return walk.family_in_review(folk)


def look(client, family, **data):
    address = f"/families/{family.dossier.reference}/sealed/"
    return client.post(address, data) if data else client.get(address)


def test_one_sees_it_for_a_reason_for_three_hours_and_each_time_is_logged(client, folk, family):
    with time_machine.travel(DAY, tick=False) as clock:
        sign_in(client, folk.zou)
        assert "郑小禾" not in look(client, family).content.decode()
        assert look(client, family, purpose="eligibility", reason="看看").status_code == 422
        assert look(client, family, **WHY).status_code == 302
        assert "郑小禾" in look(client, family).content.decode()
        assert Entry.objects.filter(action="identity.unsealed").count() >= 1
        clock.move_to(DAY + timedelta(hours=3, minutes=1))
        sign_in(client, folk.zou)
        page = look(client, family).content.decode()
        assert "郑小禾" not in page
        assert 'name="purpose"' in page  # asked again, whatever else the frame of the page says


def test_the_village_does_not_open_it_and_only_another_reviews_a_look(client, folk, family):
    with time_machine.travel(DAY, tick=False):
        sign_in(client, folk.zhou)
        assert look(client, family).status_code == 403
        Look.take(family, folk.jin, **WHY)
        sign_in(client, folk.jin)
        assert client.post(f"/families/looks/{Look.objects.get().pk}/review/").status_code == 403
        sign_in(client, folk.lu)
        assert client.post(f"/families/looks/{Look.objects.get().pk}/review/", {"finding": "必要"}).status_code == 302
    assert Look.objects.get().reviewed_by == folk.lu


def test_no_list_and_no_page_of_a_family_says_what_kind_it_is(client, folk, family):
    with time_machine.travel(DAY, tick=False):
        for who in (folk.zhou, folk.tian, folk.zou):
            sign_in(client, who)
            for page in ("/families/", f"/cases/{family.dossier.reference}/"):
                text = client.get(page).content.decode()
                assert "何秀英" in text
                assert not [word for word in ("二类", "残疾", "郑小禾", "DISABILITY") if word in text]
