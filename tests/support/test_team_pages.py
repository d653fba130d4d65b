"""What the pages show of a team, to whom: the family page, the coverages of the county."""

import re
from datetime import date

import pytest
from django.test import Client

from caseflow.support.models import Household, Member
from tests.kernel import at
from tests.support import walk
from tests.walk import moment

pytestmark = pytest.mark.django_db
MORNING = moment(date(2026, 5, 4), 9)


@pytest.fixture
def family(folk):
    """Accompanied, with a plan; its members have an address and a telephone."""
    family = walk.accompany_to(folk, "delivery")
    where = {"address": "石桥村三组22号", "contact_preference": "HOME_OK", "dates_to_avoid": "10月15日至21日"}
    return walk.do(family, "describe", folk.zhou, (4, 24), **where)


def page(user, address):
    client = Client()
    client.force_login(user)
    with at(MORNING):
        return client.get(address)


def text(user, family):
    answer = page(user, f"/cases/{family.dossier.reference}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_of_the_office_sees_the_team_its_gaps_and_who_stands_in(folk, family):
    family = walk.do(family, "leave_team", folk.vol, (4, 25))
    shown = text(folk.tian, family)
    assert "4 / 5" in shown
    assert "志愿者空缺" in shown
    assert "石小梅 暂代" in shown
    assert "高建芳" in shown
    assert "何秀英女士" in re.search(r"还没有主要联系人：(.*?)</p>", shown, re.DOTALL).group(1)


def test_a_helper_sees_needs_and_plan_and_no_money(folk, family):
    shown = text(folk.fpa, family)
    assert "过冬的柴备好" in shown
    assert "冬天劈柴吃力" in shown
    assert "怎样联系" in shown
    assert family.application.dossier.reference not in shown


def test_a_volunteer_sees_how_to_reach_the_family_and_nothing_of_its_file(folk, family):
    shown = text(folk.vol, family)
    for told in ("何秀英女士", "13893600002", "石桥村三组22号", "10月15日至21日", "连心卡"):
        assert told in shown
    for hidden in (
        "1965",
        "走访时说起难处",
        "冬天劈柴吃力",
        "过冬的柴备好",
        "已确认</dd>",
        "需求评估表",
        "子女信息</h2>",
    ):
        assert hidden not in shown


def test_a_doctor_sees_what_concerns_health_alone(folk, family):
    shown = text(folk.doc, family)
    assert "去县医院路远" in shown
    assert "按时复诊" in shown
    assert "冬天劈柴吃力" not in shown


def test_a_paper_of_the_file_is_not_for_a_volunteer_but_the_card_is(folk, family):
    papers = {each.kind: each.pk for each in family.dossier.papers.all()}
    assert page(folk.vol, f"/papers/{papers['support_card']}.pdf").status_code == 200
    assert page(folk.vol, f"/papers/{papers['support_plan']}.pdf").status_code in (403, 404)
    assert page(folk.fpa, f"/papers/{papers['support_plan']}.pdf").status_code == 200


def test_whoever_helps_another_family_does_not_see_this_one(folk, family):
    assert page(folk.vol2, f"/cases/{family.dossier.reference}/").status_code == 404


def test_the_page_says_that_the_case_rests(folk, family):
    family = walk.do(family, "suspend", folk.tian, (4, 30), **walk.ABROAD)
    shown = text(folk.tian, family)
    assert "暂停：长期外出" in shown
    assert "恢复：帮扶中" in shown
    assert "恢复：需求评估" not in shown


def test_the_coverages_of_the_county_in_three_figures(folk, family):
    member = family.members.get()
    family = walk.do(family, "record_doctor", folk.doc, (4, 25), member=member, status="SIGNED")
    answer = page(folk.zou, "/families/coverages/")
    assert [(each.done, each.all) for each in answer.context["figures"]] == [(1, 1), (1, 1), (0, 1)]
    walk.do(family, "record_proof", folk.tian, (4, 26), member=member, until=date(2028, 1, 1))
    assert page(folk.zou, "/families/coverages/").context["figures"][2].percent == 100


def test_whoever_declined_a_doctor_is_not_counted_as_missing(folk, family):
    walk.do(family, "record_doctor", folk.doc, (4, 25), member=family.members.get(), status="DECLINED")
    figure = page(folk.zou, "/families/coverages/").context["figures"][1]
    assert (figure.done, figure.all, figure.percent) == (0, 0, None)


def test_families_whose_team_is_not_complete_page_by_page(folk, family, django_assert_num_queries):
    few = page(folk.zou, "/families/coverages/")
    assert "何秀英女士家" in few.content.decode()
    copies(family, 31)
    client = Client()
    client.force_login(folk.zou)
    with at(MORNING):
        client.get("/families/coverages/")
        with django_assert_num_queries(10):
            answer = client.get("/families/coverages/")
        assert len(answer.context["lines"]) == 30
        rest = client.get(answer.context["later"])
    assert len(rest.context["lines"]) == 2
    assert page(folk.vol2, "/families/coverages/").context["lines"] == []


def test_a_volunteer_gets_no_figures(folk, family):
    answer = page(folk.vol, "/families/coverages/")
    assert answer.context["figures"] == []


def copies(family, many):
    """More files like it, as rows: their way is not what this is about."""
    dossier = family.dossier
    for number in range(many):
        dossier.pk, dossier.reference = None, f"GH-620702-2026-9{number:04}"
        dossier._state.adding = True
        dossier.save()
        row = Household(**{each.attname: getattr(family, each.attname) for each in family._meta.concrete_fields})
        row.pk, row.dossier_id = None, dossier.pk
        row.save()
        Member.objects.create(household=row, name="何某", sex="2", birth_date=date(1960, 1, 1))
