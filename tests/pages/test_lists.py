"""Lists: what they are narrowed to, page by page, and what hostile addresses get."""

from datetime import date

import pytest

from caseflow.cases import lists
from caseflow.enforcement.models import Institution
from tests.walk import open_tip as new_tip


@pytest.fixture
def tips(people):
    """Five tips about five clinics on five days, oldest first."""
    names = ("安和门诊部", "康宁口腔门诊部", "马家巷仁爱诊所", "柳河镇中心卫生院", "𠮷田诊所")
    return [
        new_tip(people, day=date(2026, 3, 2 + n), about=Institution.objects.create(name=name))
        for n, name in enumerate(names)
    ]


def shown(answer):
    return [line.dossier.title for line in answer.context["listing"].lines]


def test_the_newest_comes_first(tips, people, desk):
    assert shown(desk(people.intake).get("/tips/"))[0] == "𠮷田诊所"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("安和", ["安和门诊部"]),
        ("ahmzb", ["安和门诊部"]),
        ("kangning", ["康宁口腔门诊部"]),
        ("诊所 马家", ["马家巷仁爱诊所"]),
        ("𠮷田", ["𠮷田诊所"]),
        ("JB-620702-2026-00003", ["马家巷仁爱诊所"]),
        ("jb-620702-2026-00003", ["马家巷仁爱诊所"]),
        ("2026-00002", ["康宁口腔门诊部"]),
        ("没有这一家", []),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'; DROP TABLE cases_dossier;--", []),
    ],
)
def test_words_names_initials_and_references_are_found(tips, people, desk, words, names):
    assert shown(desk(people.intake).get("/tips/", data={"q": words})) == names


def test_a_reference_is_found_beyond_the_window_and_words_are_not(tips, people, desk, monkeypatch):
    monkeypatch.setattr(lists, "WINDOW", 2)
    intake = desk(people.intake)
    assert shown(intake.get("/tips/", data={"q": "安和"})) == []
    assert shown(intake.get("/tips/", data={"q": "JB-620702-2026-00001"})) == ["安和门诊部"]
    assert "更早的请用完整编号查" in intake.get("/tips/", data={"q": "安和"}).content.decode()


def test_filters_narrow_and_say_so_with_a_way_back(bring_to, people, desk, on_day):
    bring_to("filed")
    bring_to("in_legal_review", tip=new_tip(people, about=Institution.objects.create(name="康宁口腔门诊部")))
    with on_day(3, 25):
        head = desk(people.head)
        assert len(shown(head.get("/cases/"))) == 2
        assert shown(head.get("/cases/?phase=3")) == ["康宁口腔门诊部"]
        assert len(shown(head.get("/cases/?cause=P-01"))) == 2
        assert shown(head.get("/cases/?cause=P-02")) == []
        assert len(shown(head.get(f"/cases/?officer={people.li.pk}"))) == 2
        assert shown(desk(people.wu).get("/cases/?officer=me")) == []
        assert shown(head.get("/cases/?due=late")) == []
        assert shown(head.get("/cases/?due=week")) == ["康宁口腔门诊部"]
        assert len(shown(head.get("/cases/?since=2026-03-04&until=2026-03-04"))) == 2
        assert shown(head.get("/cases/?until=2026-03-03")) == []
        assert len(shown(head.get("/cases/?done=no"))) == 2
        page = head.get("/cases/?phase=3&done=no").content.decode()
    assert "所处环节：合议·法制审核" in page
    assert 'href="?done=no"' in page
    assert "去掉这个条件" in page


def test_the_overdue_are_those_whose_duty_is_over(bring_to, people, desk, on_day):
    bring_to("in_legal_review")
    with on_day(4, 3):
        assert len(shown(desk(people.head).get("/cases/?due=late"))) == 1


def test_pages_lead_on_and_back_by_key(tips, people, desk, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    intake = desk(people.intake)
    first = intake.get("/tips/")
    second = intake.get("/tips/" + first.context["listing"].later_url)
    third = intake.get("/tips/" + second.context["listing"].later_url)
    assert [len(shown(page)) for page in (first, second, third)] == [2, 2, 1]
    assert third.context["listing"].later is None
    back = intake.get("/tips/" + third.context["listing"].earlier_url)
    assert shown(back) == shown(second)
    assert first.context["listing"].earlier is None
    assert shown(intake.get("/tips/" + back.context["listing"].earlier_url)) == shown(first)


@pytest.mark.parametrize(
    "query",
    [
        "page=-1", "page=0", "page=abc", "page=1e9", f"page={10**20}", "sort=reporter__name", "sort=-id;--",
        "after=abc", "after=-1", f"after={2**70}", "after=%00", "before=x", "after=1&before=1", "after=1&after=2",
        "phase=99", "phase=-1", "cause=P-99", "officer=abc", f"officer={2**70}", "due=never", "done=maybe",
        "since=2026-02-30", "since=0000-01-01", "until=9999-12-31", "q=%00", "q=%EF%BF%BF", "q=" + "长" * 5000,
        "q[]=x", "q=" + "a+" * 100, "phase=1&phase=2", "state=archived&dossier__words=x",
    ],
)  # fmt: skip
def test_addresses_that_make_no_sense_are_left_aside(tips, people, desk, query):
    for page in ("/tips/", "/cases/"):
        answer = desk(people.intake).get(f"{page}?{query}")
        assert answer.status_code == 200


@pytest.mark.parametrize("reference", ["abc", "-1", str(2**70), "..", "%00", "LF-620702-2026-00001'--"])
def test_references_that_make_no_sense_are_not_found(people, desk, reference):
    assert desk(people.head).get(f"/cases/{reference}/").status_code == 404


def test_a_list_costs_as_many_queries_for_thirty_lines_as_for_one(people, desk, django_assert_num_queries):
    new_tip(people)
    intake = desk(people.intake)
    intake.get("/tips/")
    with django_assert_num_queries(11):
        intake.get("/tips/")
    for _n in range(29):
        new_tip(people)
    with django_assert_num_queries(11):
        answer = intake.get("/tips/")
    assert len(shown(answer)) == 30


def test_htmx_gets_the_table_alone(tips, people, desk):
    answer = desk(people.intake).get("/tips/", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "安和门诊部" in answer.content.decode()


def test_the_box_above_every_page_leads_to_the_file_or_to_the_list(tips, people, desk, at):
    intake = desk(people.intake)
    assert intake.get("/search/", data={"q": " jb-620702-2026-00003 "})["Location"] == at(tips[2])
    assert intake.get("/search/", data={"q": "安和"})["Location"].startswith("/tips/?q=")
    assert intake.get("/search/").status_code == 302
