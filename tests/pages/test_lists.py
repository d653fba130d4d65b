"""Lists: what they are narrowed to, page by page, and what hostile addresses get."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from caseflow.cases import lists, pages
from caseflow.cases.models import Dossier
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


@pytest.fixture
def files(people, bring_to, tips):
    """Five tips that wait and four that became cases, of which one has no limit that runs."""
    for state in ("in_legal_review", "filed", "not_filed", "concluded"):
        bring_to(state)


VALUE = {
    "reference": lambda line: line.dossier.reference,
    "opened": lambda line: line.dossier.opened_on,
    "due": lambda line: line.dossier.next_due or date.max,
    "state": lambda line: type(line.record).procedure.states.values.index(line.record.state),
}


@pytest.mark.parametrize("address", ["/tips/", "/cases/"])
@pytest.mark.parametrize("name", sorted(VALUE))
def test_a_list_is_read_in_the_order_of_a_column_on_and_back(files, people, desk, monkeypatch, name, address):
    head = desk(people.head)
    everything = len(shown(head.get(address)))
    monkeypatch.setattr(lists, "PAGE", 2)
    for sort, sign in ((name, "ascending"), (f"-{name}", "descending")):
        pages = [head.get(address, data={"sort": sort})]
        while more := pages[-1].context["listing"].later_url:
            pages.append(head.get(address + more))
        lines = [line for page in pages for line in page.context["listing"].lines]
        assert len({line.dossier.pk for line in lines}) == len(lines) == everything
        values = [VALUE[name](line) for line in lines if VALUE[name](line) != date.max]
        assert values == sorted(values, reverse=sign == "descending")
        assert all(VALUE[name](line) == date.max for line in lines[len(values) :])
        assert f'aria-sort="{sign}"' in pages[-1].content.decode()
        back = head.get(address + pages[-1].context["listing"].earlier_url)
        assert shown(back) == shown(pages[-2])


def test_the_head_of_a_column_turns_the_order_round_and_keeps_what_was_asked(tips, people, desk):
    columns = desk(people.intake).get("/tips/?done=no").context["listing"].columns()
    assert columns["due"] == {"url": "?done=no&sort=due", "aria": ""}
    page = desk(people.intake).get("/tips/?done=no&sort=due")
    assert page.context["listing"].columns()["due"] == {"url": "?done=no&sort=-due", "aria": "ascending"}
    assert "期限早的在前" in page.content.decode()
    assert shown(desk(people.intake).get("/tips/?sort=words")) == shown(desk(people.intake).get("/tips/"))


def test_the_files_of_before_know_their_stage(files):
    known = dict(Dossier.objects.values_list("pk", "stage"))
    assert len(set(known.values())) > 3
    Dossier.objects.update(stage=0)
    import_module("caseflow.enforcement.migrations.0005_stage_of_files").tell_stages(apps, None)
    assert dict(Dossier.objects.values_list("pk", "stage")) == known


@pytest.mark.parametrize("sort", ["reference", "opened", "due", "state"])
def test_every_order_reads_its_index(sort, tips, people):
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite for its plan")
    wanted = {"reference": "file_reference", "opened": "file_opened", "due": "file_due", "state": "file_stage"}
    for sign in ("", "-"):
        for key in ("", f"&after={tips[0].dossier_id}", f"&before={tips[0].dossier_id}"):
            with CaptureQueriesContext(connection) as queries:
                lists.listing(people.intake, "enforcement.tip", QueryDict(f"sort={sign}{sort}{key}"))
            asked = [each["sql"] for each in queries.captured_queries if f"LIMIT {lists.PAGE + 1}" in each["sql"]]
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]}")
                text = "\n".join(row[3] for row in cursor.fetchall())
            assert f"INDEX {wanted[sort]}" in text
            assert "TEMP B-TREE" not in text


@pytest.mark.parametrize("sort", ["reference", "-opened", "due", "-state"])
def test_an_order_costs_as_many_queries_for_many_pages_as_for_one(
    sort, people, desk, django_assert_max_num_queries, monkeypatch
):
    intake = desk(people.intake)
    for _n in range(7):
        new_tip(people)
    monkeypatch.setattr(lists, "PAGE", 2)
    address = f"?sort={sort}"
    intake.get("/tips/")
    while address:
        with django_assert_max_num_queries(14):
            address = intake.get("/tips/" + address).context["listing"].later_url


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
    with django_assert_num_queries(12):
        intake.get("/tips/")
    for _n in range(29):
        new_tip(people)
    with django_assert_num_queries(12):
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


@pytest.mark.parametrize(
    ("label", "heads"),
    [
        ("enforcement.case", "当事人 · 案由"),
        ("enforcement.tip", "被举报对象 · 案由"),
        ("support.family", "家庭 · 村（社区）"),
        ("support.application", "家庭 · 事项"),
    ],
)
def test_a_list_heads_its_columns_in_the_words_of_its_procedure(label, heads):
    page = pages.page_class(label)
    assert f"{page.whom} · {page.cause}" == heads


def test_a_list_without_any_file_does_not_speak_of_conditions(people, desk):
    text = desk(people.intake).get("/tips/").content.decode()
    assert "这里还没有内容" in text
    assert "去掉几个条件" not in text
    assert "去掉几个条件" in desk(people.intake).get("/tips/?q=ahmz").content.decode()
