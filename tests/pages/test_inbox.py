"""The inbox: what waits for me, for my office, and for others, at the same price for little and for much."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from viewflow.workflow.models import Task

from caseflow.cases import inbox
from tests.walk import open_tip as new_tip


def open_task(case):
    return Task.objects.get(process__caseprocess__dossier=case.dossier, flow_task_type="HUMAN", finished=None)


def test_work_is_grouped_by_its_nearest_duty(bring_to, people, desk, on_day):
    bring_to("notice_issued")
    with on_day(3, 30):
        assert "以后" in desk(people.li).get("/").content.decode()
    with on_day(5, 29):
        assert "7 天内" in desk(people.li).get("/").content.decode()
    with on_day(6, 3):
        assert "今天" in desk(people.li).get("/").content.decode()
    with on_day(6, 5):
        text = desk(people.li).get("/").content.decode()
    assert "已逾期" in text
    assert "逾期 2 天" in text


def test_the_row_carries_the_move_it_asks_for(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        text = desk(people.li).get("/").content.decode()
    assert f'href="{at(case, "serve_notice")}">登记告知书送达</a>' in text


def test_work_of_an_office_is_seen_by_whoever_holds_it_until_one_takes_it(bring_to, people, desk, on_day):
    case = bring_to("in_legal_review")
    task = open_task(case)
    with on_day(3, 25):
        assert "法制审核" in desk(people.legal).get("/").content.decode()
        answer = desk(people.legal2).client.post(f"/tasks/{task.pk}/claim/", follow=True)
        assert "已领取，归您办理" in answer.content.decode()
        assert "现在没有等您办的事" in desk(people.legal).get("/").content.decode()
        assert "在您名下" in desk(people.legal2).get("/").content.decode()


def test_two_who_take_the_same_work_get_one_answer_each(bring_to, people, desk, on_day):
    task = open_task(bring_to("in_legal_review"))
    with on_day(3, 25):
        desk(people.legal).client.post(f"/tasks/{task.pk}/claim/")
        answer = desk(people.legal2).client.post(f"/tasks/{task.pk}/claim/", follow=True)
    assert "这项工作已经有人领取或者已经办结" in answer.content.decode()
    task.refresh_from_db()
    assert task.owner == people.legal


def test_work_is_given_back(bring_to, people, desk, on_day):
    task = open_task(bring_to("in_legal_review"))
    with on_day(3, 25):
        desk(people.legal).client.post(f"/tasks/{task.pk}/claim/")
        answer = desk(people.legal).client.post(f"/tasks/{task.pk}/claim/", {"release": 1}, follow=True)
    assert "已退回" in answer.content.decode()
    task.refresh_from_db()
    assert (task.owner, task.status) == (None, "NEW")


def test_work_is_handed_over_to_a_colleague_who_may_do_it(bring_to, people, desk, on_day):
    task = open_task(bring_to("in_legal_review"))
    with on_day(3, 25):
        legal = desk(people.legal)
        legal.client.post(f"/tasks/{task.pk}/claim/")
        page = legal.get(f"/tasks/{task.pk}/hand-over/").content.decode()
        assert "沈玉兰" in page
        assert "李建国" not in page
        assert legal.client.post(f"/tasks/{task.pk}/hand-over/").status_code == 422
        legal.client.post(f"/tasks/{task.pk}/hand-over/", {"to": people.legal2.pk})
    task.refresh_from_db()
    assert task.owner == people.legal2


def test_work_in_a_file_one_does_not_see_does_not_exist(bring_to, people, desk):
    task = open_task(bring_to("in_legal_review"))
    people.finance.groups.clear()
    assert desk(people.finance).get(f"/tasks/{task.pk}/hand-over/").status_code == 404
    assert desk(people.finance).get(f"/tasks/{2**63}/hand-over/").status_code == 404


def test_one_sees_what_ones_files_wait_for(bring_to, people, desk, on_day):
    bring_to("in_legal_review")
    with on_day(3, 25):
        text = desk(people.li).get("/").content.decode()
    assert "等待他人" in text
    assert "等待领取：法制审核" in text


@pytest.fixture
def many_tips(people):
    def make(n):
        for _number in range(n):
            new_tip(people)

    return make


def test_the_page_costs_as_many_queries_for_thirty_tasks_as_for_one(
    many_tips, people, desk, on_day, django_assert_num_queries
):
    many_tips(1)
    with on_day(3, 3):
        chief = desk(people.unit_head)
        chief.get("/")
        with django_assert_num_queries(12):
            chief.get("/")
        many_tips(29)
        with django_assert_num_queries(12):
            text = chief.get("/").content.decode()
    assert text.count('class="row row--plain"') == 30


def test_a_long_queue_is_read_page_by_page_from_the_oldest(many_tips, people, desk, on_day, monkeypatch):
    monkeypatch.setattr(inbox, "QUEUE", 3)
    many_tips(7)
    with on_day(3, 3):
        seen, after = [], ""
        while True:
            found = inbox.inbox(people.unit_head, after)
            seen += [row.task.pk for group in found.groups for row in group.rows]
            after = found.more
            if not after:
                break
    assert seen == sorted(seen)
    assert len(seen) == 7


@pytest.mark.parametrize(
    "key", ["", "x", "2026-03-02,1", "2026-03-02T09:00:00+08:00", "2026-03-02T09:00:00+08:00,-1", "9" * 400 + ",1"]
)
def test_a_key_that_makes_no_sense_begins_at_the_beginning(key, people, desk, db):
    assert inbox.read_key(key) is None
    assert desk(people.head).get("/", data={"after": key}).status_code == 200


def test_the_badge_counts_no_further_than_it_shows(many_tips, people, monkeypatch):
    monkeypatch.setattr(inbox, "BADGE", 2)
    assert inbox.badge(people.unit_head) == ""
    many_tips(2)
    assert inbox.badge(people.unit_head) == "2"
    many_tips(1)
    assert inbox.badge(people.unit_head) == "2+"


@pytest.mark.django_db
def test_the_inbox_reads_its_two_indexes(people):
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite for its plan")
    with CaptureQueriesContext(connection) as queries:
        inbox.inbox(people.li)
    plans = []
    with connection.cursor() as cursor:
        for each in queries.captured_queries:
            if "viewflow_task" in each["sql"]:
                cursor.execute(f"EXPLAIN QUERY PLAN {each['sql']}")
                plans += [row[3] for row in cursor.fetchall()]
    text = "\n".join(plans)
    assert "USING INDEX inbox_own" in text
    assert "USING INDEX inbox_queue" in text
    assert "SCAN viewflow_task" not in text
