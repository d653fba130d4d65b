"""The whole way of a case through the pages, from a telephone call to the archive, with a hearing."""

import re
from datetime import date

import pytest

from caseflow.enforcement.models import EnforcementCase
from outbox.runner import run_due
from tests import walk

pytestmark = pytest.mark.browser


def passed(**more):
    return {f"items-{item}": "pass" for item in walk.PASS} | more


def test_a_tip_becomes_an_archived_case(everybody, at_desk, on_day, tmp_path):
    walk.clinic()
    with on_day(date(2026, 3, 2)):
        intake = at_desk("intake")
        intake.go("/new/tip/register/")
        intake.fill(
            channel="电话",
            source="群众举报",
            about="安和门诊部",
            summary="称可付费鉴定胎儿性别",
            act_place="东关街17号",
        )
        intake.submit()
        tip = re.search(r"JB-\d+-\d+-\d+", intake.page.url).group()
    with on_day(date(2026, 3, 4)):
        head = at_desk("head")
        head.act(tip, "accept")
        case = str(EnforcementCase.objects.select_related("dossier").get())
    with on_day(date(2026, 3, 5)):
        head.go(f"/cases/{case}/file/")
        head.fill(officers=["李建国"])
        head.submit()
        assert "两名以上执法人员" in head.text  # refused, and what was chosen is kept
        assert head.page.locator("[name=officers]:checked").count() == 1
        head.act(case, "file", officers=["李建国", "赵红"])
    investigate(case, at_desk, on_day, tmp_path)
    give_notice(case, at_desk, on_day)
    hear(case, at_desk, on_day)
    decide_and_collect(case, at_desk, on_day)
    with on_day(date(2026, 5, 11)):
        run_due()
        at_desk("archivist").act(case, "archive", retention="30年")
    finished = EnforcementCase.objects.select_related("dossier").get()
    assert finished.state == "archived"
    kinds = set(finished.dossier.papers.values_list("kind", flat=True))
    assert {
        "filing_report",
        "prior_notice",
        "hearing_record",
        "penalty_decision",
        "closing_report",
        "archive_index",
    } <= kinds
    for desk in ("li", "head", "legal", "council1"):
        assert at_desk(desk).failures == []


def investigate(case, at_desk, on_day, tmp_path):
    slips = tmp_path / "流水.txt"
    slips.write_text("2026-02-10 转账 18600.00 元")
    with on_day(date(2026, 3, 6)):
        at_desk("li").act(
            case,
            "inspect",
            started_at="2026-03-06 09:00",
            ended_at="2026-03-06 11:00",
            place="二楼超声检查室",
            officer1="李建国",
            officer2="赵红",
            shown=True,
            findings="超声诊断仪一台在用，门口没有“两非”标志。",
        )
    with on_day(date(2026, 3, 9)):
        li = at_desk("li")
        li.act(
            case,
            "record_interview",
            started_at="2026-03-09 14:00",
            ended_at="2026-03-09 15:00",
            place="询问室",
            officer1="李建国",
            officer2="赵红",
            shown=True,
            role="party",
            name="石培德",
            content="问：是否收取费用？\n答：收取过。",
        )
        li.act(case, "add_evidence", kind="电子数据", name="收款流水", proves="违法所得", upload=str(slips))
        li.act(case, "verify_evidence", items=["收款流水"])
        li.act(case, "record_act", happened_on="2026-02-10", method="超声", fee="１８，６００．００")
    with on_day(date(2026, 3, 20)):
        li.act(
            case,
            "conclude_investigation",
            findings="2026年2月10日，当事人利用超声为他人进行非医学需要的胎儿性别鉴定。",
            crime_suspected="no",
            crime_reason="有资质人员实施，未造成后果。",
            advice="给予行政处罚。",
        )


def give_notice(case, at_desk, on_day):
    with on_day(date(2026, 3, 23)):
        at_desk("unit_head").act(
            case,
            "discuss_in_panel",
            held_at="2026-03-23 09:00",
            place="三楼会议室",
            chair="钱进",
            members=["李建国", "赵红"],
            opinions="一致同意。",
            conclusion="建议处罚。",
        )
    with on_day(date(2026, 3, 24)):
        reviewer = at_desk("reviewer")
        reviewer.go(f"/cases/{case}/propose/")
        wrong = {"tier": "一般", "reasons": "多次实施。", "warning": True, "confiscation": "18600", "fine": "5000"}
        reviewer.fill(**wrong)
        reviewer.submit()
        assert "37200.00元" in reviewer.text  # the sum in words: two to six times the income
        reviewer.act(case, "propose", **{**wrong, "fine": "55800"})
    with on_day(date(2026, 3, 26)):
        at_desk("legal").act(case, "review_legality", **passed(opinion="同意。"))
    with on_day(date(2026, 3, 27)):
        at_desk("head").act(case, "approve_notice")
    with on_day(date(2026, 3, 30)):
        serve(at_desk("li"), case, "serve_notice")


def serve(desk, case, row, **more):
    desk.act(case, row, method="SV2", receiver="石培德", relation="负责人", server1="李建国", server2="赵红", **more)


def hear(case, at_desk, on_day):
    with on_day(date(2026, 4, 1)):
        at_desk("intake").act(case, "request_hearing", requested_by="石培德", way="书面")
    with on_day(date(2026, 4, 2)):
        at_desk("li").act(
            case,
            "schedule_hearing",
            scheduled_at="2026-04-20 09:30",
            place="一楼听证室",
            is_open="no",
            closed_reason="涉及个人隐私",
            host="顾承远",
            members="沈玉兰",
            clerk="王敏",
        )
    with on_day(date(2026, 4, 3)):
        serve(at_desk("li"), case, "serve_paper", papers=["行政处罚听证通知书"])
    with on_day(date(2026, 4, 20)):
        at_desk("host").act(
            case,
            "hold_hearing",
            participants="李建国、赵红、石培德",
            record="双方陈述、质证、辩论。",
            opinion="维持原处罚建议。",
        )


def decide_and_collect(case, at_desk, on_day):
    with on_day(date(2026, 4, 22)):
        at_desk("legal2").act(case, "pass_second_review", **passed(opinion="同意。"))
    with on_day(date(2026, 4, 23)):
        head = at_desk("head")
        head.go(f"/cases/{case}/decide_penalty/")
        assert "须先集体讨论" in head.text
        head.act(case, "refer_to_discussion", reason="罚款数额较大", meeting_at="2026-04-27 09:00", place="二楼会议室")
    with on_day(date(2026, 4, 27)):
        at_desk("council1").act(
            case,
            "resolve_penalty",
            held_at="2026-04-27 09:00",
            place="二楼会议室",
            chair="周一鸣",
            expected="3",
            present=["周一鸣", "郑二强", "冯三立"],
            against="0",
            abstained="0",
            speeches="一致同意。",
            conclusion="同意处罚。",
        )
    with on_day(date(2026, 4, 28)):
        serve(at_desk("li"), case, "serve_decision")
    with on_day(date(2026, 5, 6)):
        at_desk("finance").act(case, "record_payment", slip_no="甘财〔2026〕0001", amount="74,400.00")
    with on_day(date(2026, 5, 7)):
        at_desk("li").act(case, "complete_performance")
    with on_day(date(2026, 5, 8)):
        at_desk("head").act(case, "approve_closing")
