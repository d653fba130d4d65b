"""Offices of a village or township act in the files of their area, and only while they hold them."""

from datetime import date

import pytest

from caseflow.cases.access import dossiers_visible_to
from caseflow.cases.transitions import NotPermitted, Refused, open_dossier, perform
from caseflow.people.models import User
from caseflow.support import placing
from caseflow.support.models import Area, Household, Post
from caseflow.support.procedure import Role
from tests.kernel import at
from tests.support import walk
from tests.walk import moment

pytestmark = pytest.mark.django_db
MORNING = moment(date(2026, 3, 5), 9)


@pytest.fixture
def elsewhere(folk):
    """Somebody of another village of the same township."""
    other = Area.objects.create(code="620702104202", name="魏家庄", parent=folk.town)
    return walk.make_person(folk.agency, "wei", "魏家庄专干", Role.VILLAGE_WORKER, other)


def sees(user, record):
    return dossiers_visible_to(User.objects.get(pk=user.pk)).filter(pk=record.dossier_id).exists()


def test_a_file_comes_to_whoever_holds_an_office_in_its_area(folk, elsewhere):
    family = walk.open_family(folk)
    assert all(sees(who, family) for who in (folk.zhou, folk.lei, folk.he, folk.ma, folk.bai, folk.zou, folk.lu))
    assert not sees(elsewhere, family)
    with at(MORNING), pytest.raises(NotPermitted):
        perform(family, "describe", by=elsewhere, contact_preference="PHONE_ONLY")


def test_nobody_registers_a_family_of_another_area(folk, elsewhere):
    with at(MORNING), pytest.raises(Refused, match="不在您的辖区"):
        open_dossier(Household, "register", by=elsewhere, agency=folk.agency, **walk.met(folk))


def test_whoever_leaves_a_post_loses_the_files_and_the_successor_gets_them(folk, elsewhere):
    family = walk.open_family(folk)
    Post.objects.filter(user=folk.zhou).update(until=date(2026, 3, 4))
    Post.objects.create(user=elsewhere, role=Role.VILLAGE_WORKER, area=folk.village)
    with at(MORNING):
        assert placing.after_a_change_of_posts([folk.village]) == 1
    assert not sees(folk.zhou, family)
    assert sees(elsewhere, family)


def test_the_panel_sees_an_application_while_it_is_deliberated_and_never_the_family(folk):
    application = walk.bring_to(folk, "accepted")
    assert not sees(folk.p1, application)
    application = walk.do(application, "check_home", folk.ma, (3, 9), **walk.checked(second=folk.lei))
    assert sees(folk.p1, application)
    assert not sees(folk.p1, application.household)
