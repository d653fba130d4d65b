"""The page of a file: what stands in it, what comes next and what still blocks it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caseflow.cases.transitions import perform
from caseflow.enforcement.procedure import Role
from tests.walk import PATH

# From when money is due (Administrative Penalty Law art. 67).
OF_MONEY = {"performing", "overdue", "demanded", "court_asked", "in_court", "closing", "archived"}


def test_every_place_a_link_may_lead_to_is_on_the_page(bring_to, people, desk, on_day, at):
    case = bring_to("investigating")
    with on_day(3, 12):
        text = desk(people.li).get(at(case)).content.decode()
    from caseflow.enforcement.pages import CasePage

    for place in (*CasePage.places, "log"):
        assert text.count(f'id="{place}"') == 1, place


def test_every_mend_of_a_guard_is_a_place_of_the_page(db):
    from caseflow.enforcement.pages import CasePage, TipPage
    from caseflow.enforcement.procedure import CASE, TIP

    for procedure, page in ((CASE, CasePage), (TIP, TipPage)):
        mends = {guard.mend for row in procedure for guard in row.requires if guard.mend}
        assert mends <= set(page.places)


def test_every_task_has_the_rows_by_which_it_is_done(db):
    from caseflow.enforcement.pages import CasePage, TipPage
    from caseflow.enforcement.procedure import CASE, TIP

    for procedure, page in ((CASE, CasePage), (TIP, TipPage)):
        assert set(page.lead) == {task.name for task in procedure.tasks}
        for task in procedure.tasks:
            for name in page.rows_of(task):
                assert task.state in procedure.rows[name].source
                assert task.by in procedure.rows[name].by


@pytest.mark.parametrize("state", sorted({state for state, *_rest in PATH if state} - {"closed"}))
def test_the_page_is_there_in_every_state(state, bring_to, people, desk, on_day, at):
    case = bring_to(state)
    shown = {
        "head": 200,
        "li": 404 if state == "accepted" else 200,  # nobody has been appointed yet
        "finance": 200 if state in OF_MONEY else 404,
    }
    with on_day(11, 16):
        answers = {name: desk(getattr(people, name)).get(at(case)) for name in shown}
    assert {name: answer.status_code for name, answer in answers.items()} == shown
    text = answers["head"].content.decode()
    assert case.get_state_display() in text
    assert "<title>" in text
    assert 'lang="zh-hans"' in text


@pytest.mark.parametrize("state", ["suspended", "terminated", "in_hearing", "deferred", "reopened", "not_filed"])
def test_and_on_every_detour(state, bring_to, people, desk, on_day, at):
    case = bring_to(state)
    with on_day(6, 2):
        text = desk(people.head).get(at(case)).content.decode()
    banners = {"suspended": "有期间不计入期限：中止调查期间", "reopened": "本案正在重新办理"}
    assert banners.get(state, case.get_state_display()) in text


def test_the_next_step_is_a_button_for_whoever_is_awaited(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        mine = desk(people.li).get(at(case)).content.decode()
        his = desk(people.head).get(at(case)).content.decode()
    assert f'<a class="btn btn--primary btn--wide" href="{at(case, "serve_notice")}">登记告知书送达</a>' in mine
    assert "等 李建国（承办人） 办理" in his
    assert at(case, "serve_notice") not in his


def test_what_blocks_the_next_step_is_listed_with_the_place_that_mends_it(bring_to, people, desk, on_day, at):
    case = bring_to("investigating", skip=("verify_evidence", "record_interview"))
    with on_day(3, 12):
        perform(case, "add_evidence", by=people.li, kind="EV1", name="账页", proves="收费")
        text = desk(people.li).get(at(case)).content.decode()
    assert "还不能办理，缺" in text
    assert "还有 1 件证据没有核验" in text
    assert f'<a href="{at(case)}#evidence">看证据</a>' in text


def test_a_protected_person_is_a_pseudonym_with_a_lock(bring_to, people, desk, on_day, at):
    case = bring_to("investigating")
    with on_day(3, 12):
        perform(case, "add_protected_person", by=people.li, identity="赵美丽 身份证 620702199001011234")
        text = desk(people.li).get(at(case)).content.decode()
        data = desk(people.li).get(f"/cases/{case}.json").content.decode()
    assert "孕妇甲" in text
    assert "身份已封存，文书用代称" in text
    assert "赵美丽" not in text + data
    assert "620702199001011234" not in text + data


def test_whoever_was_present_when_the_leaders_met_stands_in_the_team(bring_to, people, desk, on_day, at):
    case = bring_to("decided")
    with on_day(4, 10):
        members = desk(people.li).get(at(case)).context["page"].members()
    sat = [(str(each["user"]), each["words"]) for each in members if each["role"] == Role.COUNCIL.label]
    assert sat == [(name, "4月8日参加") for name in ("周一鸣", "郑二强", "冯三立")]
    assert {"李建国", "赵红"} <= {str(each["user"]) for each in members}


def test_a_limit_shows_its_sum(bring_to, people, desk, on_day, at):
    case = bring_to("notice_served")
    with on_day(3, 31):
        text = desk(people.li).get(at(case)).content.decode()
    assert "为什么是 4月7日？" in text
    assert "送达之日（当日不计）" in text
    assert 'class="ruler"' in text


def test_the_money_is_shown_with_its_sum(bring_to, people, desk, on_day, at):
    case = bring_to("performing")
    with on_day(4, 15):
        text = desk(people.finance).get(at(case)).content.decode()
    assert "55,800.00" in text
    assert f'<a href="{at(case, "record_payment")}">登记缴款</a>' in text


def test_the_history_is_read_by_kind_and_page(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        li = desk(people.li)
        for n in range(25):
            li.submit(at(case, "annotate"), note=f"第{n}次联系")
        first = li.get(at(case)).content.decode()
        assert "第24次联系" in first
        assert "第0次联系" not in first
        before = first.split("&amp;before=")[1].split("#")[0]
        assert "第0次联系" in li.get(at(case), data={"before": before}).content.decode()
        moves = li.get(at(case), data={"log": "move"}).content.decode()
        assert "由“已受理”进入“已立案”" in moves
        assert "第24次联系" not in moves
        part = li.get(at(case), data={"log": "note"}, headers={"HX-Request": "true", "HX-Target": "log-list"})
        assert "<html" not in part.content.decode()
        for query in ("log=x", "before=x", "before=-1", f"before={10**20}", "log=move&before=%00"):
            assert li.get(f"{at(case)}?{query}").status_code == 200


def test_what_was_typed_is_named_as_the_form_names_it(bring_to, people, desk, on_day, at):
    case = bring_to("concluded")
    with on_day(3, 23):
        text = desk(people.li).get(at(case)).content.decode()
    assert "<dt>查明事实</dt>" in text
    assert "<dt>findings</dt>" not in text


def test_the_card_of_the_next_step_comes_alone(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        answer = desk(people.li).get(at(case, "next"))
    assert "登记告知书送达" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_file_as_json(bring_to, people, desk, on_day):
    case = bring_to("filed")
    with on_day(3, 6):
        answer = desk(people.li).get(f"/cases/{case}.json")
    assert (answer["Content-Type"], json.loads(answer.content)["state"]) == ("application/json", "filed")


def test_the_page_costs_as_many_queries_for_thirty_of_everything_as_for_one(bring_to, people, desk, on_day, at):
    case = bring_to("investigating")
    counts = []
    with on_day(3, 12):
        li = desk(people.li)
        perform(case, "add_protected_person", by=people.li)
        for _time in range(2):
            li.get(at(case))
            with CaptureQueriesContext(connection) as queries:
                assert li.get(at(case)).status_code == 200
            counts.append(len(queries))
            for n in range(15):
                perform(case, "add_evidence", by=people.li, kind="EV1", name=f"账页{n}", proves="收费")
                perform(case, "add_protected_person", by=people.li)
    assert counts[0] == counts[1] <= 47


def test_leaders_are_led_to_who_can_see_the_file_and_nobody_else(bring_to, people, desk, on_day, at):
    case = bring_to("investigating")
    link = f'href="{at(case, "who")}"'
    with on_day(3, 12):
        for name, leads in (("head", True), ("principal", True), ("li", False), ("unit_head", False)):
            assert (link in desk(getattr(people, name)).get(at(case)).content.decode()) is leads, name
        page = desk(people.head).get(at(case, "who")).content.decode()
    assert "谁能看到" in page
    assert "李建国" in page


def test_whoever_may_name_a_stand_in_is_led_there(people, desk):
    for name, leads in (("head", True), ("li", False)):
        assert ('href="/stand-ins/"' in desk(getattr(people, name)).get("/").content.decode()) is leads, name
        assert desk(getattr(people, name)).get("/stand-ins/").status_code == (200 if leads else 403), name


def test_the_unlawful_income_is_shown_with_its_sum(bring_to, people, desk, on_day, at):
    case = bring_to("concluded")
    with on_day(3, 21):
        text = desk(people.li).get(at(case)).content.decode()
    assert f'<strong class="num">¥{case.income():,.2f}</strong>' in text
    assert "违法所得合计" in text


def test_a_period_of_the_party_that_has_run_out_is_over_and_not_late(bring_to, people, desk, on_day, at):
    case = bring_to("performing")
    with on_day(12, 1):
        text = desk(people.li).get(at(case)).content.decode()
    beside = text.partition('id="h-running"')[2].partition("</section>")[0]
    assert "申请行政复议期限" not in beside
    row = text.partition("申请行政复议期限")[2].partition("</tr>")[0]
    assert "已届满" in row
    assert "逾期 " not in row


def test_all_papers_are_counted_though_only_the_newest_are_shown(bring_to, people, desk, on_day, at):
    case = bring_to("closing")
    held = case.dossier.papers.exclude(kind="reporter_sheet").count()
    with on_day(11, 16):
        sections = desk(people.head).get(at(case)).context["sections"]
    papers = next(each for each in sections if each.anchor == "papers")
    assert papers.count == held > len(papers.data) == 12
