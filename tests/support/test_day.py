"""The helper's day: what is due, in words; the visit; the pages of the township, the county and the year."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caseflow.support import calendar
from caseflow.support.models import Area, ContactDuty, Visit
from caseflow.support.procedure import Role
from tests.kernel import afresh
from tests.support import walk
from tests.walk import moment, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(transactional_db, folk):
    family = walk.bring_family_to(folk, "team_assignment")
    at(4, 8, calendar.run)
    at(6, 5, calendar.run)
    return afresh(family)


def at(month, day, act, hour=9):
    with time_machine.travel(moment(date(2026, month, day), hour), tick=False):
        return act()


def page(client, who, where, day=(6, 8), **query):
    with time_machine.travel(moment(date(2026, *day), 10), tick=False):
        sign_in(client, who)
        return client.get(where, query)


def typed(client, who, family, day=(6, 8), **changes):
    """The form of a visit as the phone has it, with what was typed."""
    where = f"/helper/visits/{family.dossier.reference}/"
    with time_machine.travel(moment(date(2026, *day), 10), tick=False):
        sign_in(client, who)
        html = client.get(where).content.decode()
        hidden = dict(re.findall(r'name="(token|version|who)" value="([^"]*)"', html))
        member = family.members.first()
        given = {
            **hidden,
            "channel": "HOME",
            "day": f"2026-{day[0]:02d}-{day[1]:02d}",
            "clock": "9:30",
            "occasion": "DRAGON",
            "members": str(member.pk),
            "items": ["health", "safety"],
            "observation": "两位都好",
            "next_step": "下周送药",
        }
        return where, {**given, **changes}


def post(client, where, data, day=(6, 8), **headers):
    with time_machine.travel(moment(date(2026, *day), 10), tick=False):
        return client.post(where, data, headers=headers or None)


def test_the_list_of_the_day_says_what_is_due_and_how_the_family_wishes_to_be_met(client, folk, family):
    text = page(client, folk.zhou, "/helper/").content.decode()
    assert "今日要办，1 家" in text
    assert "端午节" in text
    assert "比约定晚" in text  # the contact of April
    assert "愿意上门" in text
    assert 'href="tel:13893600002"' in text
    assert "逾期" not in text


def test_on_a_quiet_day_the_hint_is_shown_and_never_the_reason_nor_the_date(client, folk, family):
    walk.do(family, "describe", folk.zhou, (6, 5), contact_preference="HOME_OK", dates_to_avoid="6月9日")
    text = page(client, folk.zhou, "/helper/").content.decode()
    assert "这几天不打扰" in text
    assert "6月9日" not in text
    assert "今日要办，0 家" in text


def test_whoever_wishes_to_be_left_alone_stands_under_its_wish_and_not_among_what_is_late(client, folk, family):
    walk.do(family, "describe", folk.zhou, (6, 5), contact_preference="NO_FESTIVAL")
    text = page(client, folk.zhou, "/helper/").content.decode()
    assert "按家庭意愿" in text
    assert "节日不打扰" in text


def test_others_have_no_list_of_the_day(client, folk, family):
    assert page(client, folk.zou, "/helper/").status_code == 403
    other = Area.objects.create(code="620702104202", name="魏家庄", parent=folk.town)
    stranger = walk.make_person(folk.agency, "wei", "魏家庄专干", Role.VILLAGE_WORKER, other)
    assert "何秀英" not in page(client, stranger, "/helper/").content.decode()
    assert page(client, stranger, f"/helper/visits/{family.dossier.reference}/").status_code == 404
    assert page(client, stranger, f"/helper/families/{family.dossier.reference}/").status_code == 404


def test_a_visit_is_recorded_on_the_phone_without_a_script(client, folk, family):
    answer = post(client, *typed(client, folk.zhou, family))
    assert answer.status_code == 303
    text = page(client, folk.zhou, "/helper/").content.decode()
    assert "走访已经登记，办好了：" in text
    assert Visit.objects.get().visitors.get() == folk.zhou
    card = page(client, folk.zhou, f"/helper/families/{family.dossier.reference}/").content.decode()
    assert "下周送药" in card


def test_the_same_form_sent_twice_is_one_visit(client, folk, family):
    where, data = typed(client, folk.zhou, family)
    assert post(client, where, data, accept="application/json").json() == {"ok": True}
    assert post(client, where, data, accept="application/json").json() == {"ok": True}
    assert Visit.objects.count() == 1


def test_what_somebody_else_wrote_meanwhile_is_shown_beside_ones_own_and_the_person_decides(client, folk, family):
    where, data = typed(client, folk.zhou, family)
    other = {**typed(client, folk.lei, family)[1], "observation": "何女士说眼睛不舒服"}
    assert post(client, where, other).status_code == 303
    with time_machine.travel(moment(date(2026, 6, 8), 10), tick=False):
        sign_in(client, folk.zhou)
    waiting = post(client, where, data, accept="application/json")
    assert waiting.status_code == 409
    assert Visit.objects.count() == 1
    answer = post(client, where, data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "石磊" in text
    assert "何女士说眼睛不舒服" in text
    assert "两位都好" in text
    version = re.search(r'name="version" value="([^"]*)"', text)[1]
    assert post(client, where, {**data, "version": version}).status_code == 303
    assert Visit.objects.count() == 2


def test_what_is_missing_is_said_at_the_field(client, folk, family):
    where, data = typed(client, folk.zhou, family, clock="25:00")
    answer = post(client, where, data)
    assert answer.status_code == 422
    assert "几点开始" in answer.content.decode()
    assert post(client, where, {**data, "clock": "9:30", "next_step": ""}).status_code == 422


def test_signing_out_empties_the_device(client, folk, family):
    with time_machine.travel(moment(date(2026, 6, 8), 10), tick=False):
        sign_in(client, folk.zhou)
        assert client.post("/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_the_worker_sees_the_helpers_pages_alone_and_holds_to_the_policy(client, folk, family):
    answer = page(client, folk.zhou, "/helper/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_a_township_and_the_county_see_what_was_not_done(client, folk, family):
    late = page(client, folk.tian, "/helper/overdue/", day=(6, 20)).content.decode()
    assert "端午节" in late
    assert "比约定晚 1 天" in late
    county = page(client, folk.zou, "/helper/overdue/", day=(6, 20)).content.decode()
    assert "端午节" not in county  # told on the seventh day
    assert "端午节" in page(client, folk.zou, "/helper/overdue/", day=(6, 26)).content.decode()
    assert "端午节" in page(client, folk.zou, "/helper/overdue/", day=(6, 20), all="1").content.decode()
    assert page(client, folk.zhou, "/helper/overdue/", day=(6, 20)).status_code == 403


def more_families(folk, family, n):
    """As many again, with what is owed to them: rows, as a register that was moved here would bring them."""
    from caseflow.cases.models import Assignment, Dossier
    from caseflow.support.models import Household, Member

    for number in range(n):
        dossier = Dossier.objects.create(
            reference=f"GH-620702-2026-1{number:04d}",
            procedure="support.family",
            agency=folk.agency,
            opened_on=date(2026, 4, 1),
            title="某家",
        )
        made = Household(dossier=dossier, village=folk.village, found="visit", reason="x", state="team_assignment")
        made.accompanied_since = date(2026, 4, 7)
        made.save()
        Member.objects.create(household=made, name="某某", sex="2", birth_date=date(1965, 1, 1))
        for person, role in ((folk.zhou, "village_worker"), (folk.tian, "township_officer")):
            Assignment.objects.create(dossier=dossier, user=person, role=role, since=date(2026, 4, 1))
    from caseflow.support.models import CalendarRun

    CalendarRun.objects.exclude(job="start").delete()
    at(6, 5, calendar.run)


@pytest.mark.parametrize(("where", "who"), [("/helper/", "zhou"), ("/helper/overdue/", "tian")])
def test_lists_ask_as_much_for_many_families_as_for_one(client, folk, family, where, who):
    person = getattr(folk, who)

    def asked():
        page(client, person, where, day=(6, 22))
        with CaptureQueriesContext(connection) as queries:
            assert page(client, person, where, day=(6, 22)).status_code == 200
        return len(queries)

    few = asked()
    more_families(folk, family, 12)
    assert asked() == few
    assert few <= 40


def test_what_was_not_done_is_read_page_by_page(client, folk, family):
    more_families(folk, family, 45)
    first = page(client, folk.tian, "/helper/overdue/", day=(6, 22)).content.decode()
    key = re.search(r"\?after=([^\"&]+)", first)[1]
    second = page(client, folk.tian, "/helper/overdue/", day=(6, 22), after=key.replace("%2C", ",")).content.decode()
    shown = [len(re.findall('<td data-label="事由"', each)) for each in (first, second)]
    assert shown[0] == 40
    assert shown[1] > 0
    assert page(client, folk.tian, "/helper/overdue/", day=(6, 22), after="x,y").status_code == 200


def test_the_year_shows_what_ran_and_what_is_due(client, folk, family):
    text = page(client, folk.zhou, "/helper/calendar/").content.decode()
    assert "节日走访任务" in text
    assert "已办" in text
    assert page(client, folk.zhou, "/helper/calendar/", year="2027").status_code == 200
    assert page(client, folk.zhou, "/helper/calendar/", year="99999").status_code == 200
    assert page(client, folk.li if hasattr(folk, "li") else folk.p1, "/helper/calendar/").status_code in (200, 403)


def test_a_year_that_is_not_loaded_is_a_red_banner(client, folk, family):
    text = page(client, folk.zhou, "/helper/calendar/", day=(12, 2)).content.decode()
    assert ("banner--stop" in text) == ("放假调休安排" in text)
    assert "放假调休安排" in text


def test_who_reaches_an_age_is_listed_for_those_who_read_the_file(client, folk, family):
    with time_machine.travel(moment(date(2025, 8, 1), 10), tick=False):
        sign_in(client, folk.zhou)
        text = client.get("/helper/calendar/ages/60/").content.decode()
        assert "何秀英" in text
        assert "2025年8月20日" in text
        assert client.get("/helper/calendar/ages/61/").status_code == 404


def test_no_page_of_the_day_says_what_kind_of_family_it_is(client, folk, family):
    for where in (
        "/helper/",
        f"/helper/families/{family.dossier.reference}/",
        f"/helper/visits/{family.dossier.reference}/",
    ):
        text = page(client, folk.zhou, where).content.decode()
        assert not [word for word in ("残疾", "二类", "一类", "DISABILITY", "DEATH", "郑小禾") if word in text]
    assert ContactDuty.objects.exists()
