"""The papers of filing, investigation and measures: issued by the moves that issue them, and set as they were frozen."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from caseflow.enforcement.papers.context import context
from documents.issuing import preview
from tests import walk
from tests.enforcement.papers.reading import document_of, leaves, printed, squeezed, text_of
from tests.walk import step

pytestmark = pytest.mark.django_db

HOSTILE = "{{ 7*7 }}<script>alert(1)</script>&amp;"
REPORTER = {
    "real_name": True,
    "reporter_name": "何不言",
    "reporter_phone": "13900000001",
    "reporter_address": "青岚县城关镇西街2号",
    "wants_reply": True,
    "wants_reward": True,
}
BODY = {
    "addressee": "TR-A",
    "body": "青岚县市场监督管理局",
    "reason": "线索反映的是虚假广告，不属于卫生健康行政处罚范围",
}
GOODS = [
    {
        "name": "彩色多普勒超声诊断仪",
        "model": "SSI-6000",
        "serial_no": "SN20240017",
        "maker": "某某医疗器械有限公司",
        "seal_no": "0021",
    },
    {"name": "检查登记本", "quantity": 2, "unit": "本", "condition": "完好"},
]
KEEP = {"reason": "设备可能被转移", "place": "安和门诊部二楼超声检查室", "keeper": "石培德"}
APPRAISAL = {
    "body": "青岚司法鉴定中心",
    "qualification": "司法鉴定许可证620000001",
    "matters": "超声影像是否显示胎儿性别特征",
    "materials": "超声影像光盘1张，封签号0022\n检查登记本1册",
    "due_on": date(2026, 4, 10),
}
SAMPLES = [
    {
        "kind": "product",
        "name": "米非司酮片",
        "model": "25mg×6片",
        "batch": "240801",
        "quantity": "2盒",
        "stock": "10盒",
    },
    {"kind": "other", "name": "采血管", "place": "一楼采血室", "method": "随机抽取", "quantity": "3支"},
]
DECLINED = {"ground": "NF2", "reason": "经两次现场核查，没有发现违法行为的证据"}


def checked_tip(people, **facts):
    tip = walk.open_tip(people, **facts)
    return step(
        people,
        tip,
        (3, 3),
        "unit_head",
        "assign_check",
        {"officers": [people.li, people.zhao], "note": "两日内到现场核查。"},
    )


def case_with(people, *steps, state="investigating", **options):
    case = walk.bring_to(people, state, **options)
    for day, who, what, facts in steps:
        case = step(people, case, day, who, what, facts(case) if callable(facts) else facts)
    return case


def kept(people):
    return case_with(
        people,
        ((3, 6), "head", "approve_preservation", KEEP),
        ((3, 6), "li", "preserve_evidence", {"items": GOODS}),
    )


def disposed(people, outcome="O1"):
    case = kept(people)
    for item in case.undecided_goods():
        step(
            people,
            case,
            (3, 9),
            "li",
            "dispose_preserved",
            {"item": item, "outcome": outcome, "reason": "已经复制取证"},
        )
    return case


def recused(people):
    asked = {"person": people.zhao, "asked_by": "石培德", "ground": "与被检查人有亲属关系"}
    case = case_with(people, ((3, 9), "li", "request_recusal", asked))
    decided = {"recusal": case.recusals.get(), "granted": True, "reasons": "情况属实", "replacement": people.wu}
    return step(people, case, (3, 10), "head", "decide_recusal", decided)


def supervised(people):
    asked = {
        "body": "青岚县司法局",
        "matter": "办案进度",
        "requirement": "1.查清事实；\n2.按期办结。",
        "reply_by": date(2026, 3, 20),
    }
    case = case_with(people, ((3, 6), "supervisor", "supervise", asked))
    return step(people, case, (3, 9), "unit_head", "answer_supervision", {"reply": "正在依法调查，已经询问当事人。"})


def suspended(people):
    case = walk.bring_to(people, "suspended")
    return step(people, case, (3, 20), "head", "resume", {"reason": "当事人已经找到"})


def transferred(people):
    case = disposed(people, "O6")
    return step(people, case, (3, 12), "head", "transfer", {**BODY, "materials": "现场笔录1份\n询问笔录1份"})


def appraised(people):
    return case_with(people, ((3, 9), "li", "entrust_appraisal", APPRAISAL))


def opined(people):
    told = {
        "found": "二楼门口没有禁止“两非”的醒目标志",
        "opinion": "在显著位置设置标志",
        "correct_by": date(2026, 3, 20),
    }
    return case_with(people, ((3, 9), "li", "issue_supervision_opinion", told))


def answered(people):
    case = walk.bring_to(people, "filed", tip=walk.open_tip(people, **REPORTER))
    return step(people, case, (3, 6), "intake", "reply_reporter", {"result": "已经立案，正在调查"})


def moved(people, row, day, who, facts, **facts_of_tip):
    return step(people, checked_tip(people, **facts_of_tip), day, who, row, facts)


WAYS = {
    "tip_register": lambda p: walk.open_tip(p, **REPORTER),
    "reporter_sheet": lambda p: walk.open_tip(p, **REPORTER),
    "check_assignment": checked_tip,
    "tip_transfer_letter": lambda p: moved(p, "transfer", (3, 5), "head", BODY),
    "no_filing_approval": lambda p: moved(p, "decline", (3, 5), "head", DECLINED),
    "reporter_reply": answered,
    "acceptance_record": lambda p: walk.bring_to(p, "accepted"),
    "filing_report": lambda p: walk.bring_to(p, "filed"),
    "inspection_record": lambda p: walk.bring_to(
        p, "investigating", change={"inspect": {"checklist": {"IC06": "fail", "IC01": "pass"}, "recorder_no": "A0017"}}
    ),
    "interview_record": lambda p: walk.bring_to(p, "concluded"),
    "supervision_opinion": opined,
    "preservation_decision": kept,
    "item_list": kept,
    "preservation_disposal": disposed,
    "appraisal_commission": appraised,
    "case_transfer": transferred,
    "investigation_report": lambda p: walk.bring_to(p, "concluded"),
    "panel_record": lambda p: walk.bring_to(p, "in_panel"),
    "approval_sheet": lambda p: walk.bring_to(p, "notice_issued"),
    "legal_review_opinion": lambda p: walk.bring_to(p, "notice_issued"),
    "recusal_request": recused,
    "recusal_decision": recused,
    "supervision_notice": supervised,
    "supervision_reply": supervised,
    "suspension_decision": suspended,
    "resumption_decision": suspended,
    "termination_decision": lambda p: walk.bring_to(p, "terminated"),
    "withdrawal_decision": lambda p: case_with(p, ((3, 12), "head", "withdraw", {"reason": "违法事实不能成立"})),
}
OFFICIAL = {"tip_transfer_letter", "supervision_notice", "supervision_reply"}  # bear a title of their own


def issued(record, kind):
    return record.dossier.papers.filter(kind=kind).select_related("document").last().document


@pytest.mark.parametrize("kind", WAYS)
def test_a_move_issues_its_paper_with_everything_it_was_frozen_with(kind, people):
    record = WAYS[kind](people)
    paper = record.dossier.papers.filter(kind=kind).last()
    assert bool(paper.document.number) == bool(paper.document.definition.series)
    text = printed(record, kind, title=paper.document.content["title"] if kind in OFFICIAL else "")
    assert "令53" not in text


def test_the_reporter_is_named_in_no_paper_of_the_file(people):
    tip = checked_tip(people, **REPORTER)
    tip = step(people, tip, (3, 5), "head", "transfer", BODY)
    contents = [paper.document.context for paper in tip.dossier.papers.select_related("document")]
    assert len(contents) == 5
    for secret in (REPORTER["reporter_name"], REPORTER["reporter_phone"], REPORTER["reporter_address"]):
        assert not any(secret in content for content in contents)
    assert issued(tip, "reporter_sheet").definition.sealed
    assert tip.reporter.code in printed(tip, "reporter_reply")


def test_an_anonymous_tip_has_no_sealed_sheet_and_no_answer(people):
    tip = step(people, checked_tip(people), (3, 5), "head", "decline", DECLINED)
    kinds = set(tip.dossier.papers.values_list("kind", flat=True))
    assert kinds == {"tip_register", "check_assignment", "no_filing_approval"}


def test_a_protected_person_answers_under_her_pseudonym(people):
    case = case_with(people, ((3, 6), "li", "add_protected_person", {"identity": "周小兰"}))
    talk = walk.interview(people, date(2026, 3, 9), role="protected", name="", protected=case.protected.get())
    case = step(people, case, (3, 9), "li", "record_interview", talk)
    text = printed(case, "interview_record")
    assert "孕妇甲" in text
    assert "依法保密，另行封存" in text
    assert "周小兰" not in text
    assert "被询问人（捺印）" in text


def test_what_people_type_is_printed_and_never_markup(people):
    case = case_with(people, change={"inspect": {"findings": HOSTILE}})
    assert squeezed(HOSTILE) in printed(case, "inspection_record")


def test_samples_are_recorded_by_their_sort(people):
    case = appraised(people)
    taken = SimpleNamespace(on=date(2026, 3, 9), by=people.li, facts={"samples": SAMPLES}, row=SimpleNamespace(name=""))
    for kind, name in (("product_sampling_record", "米非司酮片"), ("other_sampling_record", "采血管")):
        frozen = context(kind, case, taken)
        assert [each["name"] for each in frozen["samples"]] == [name]
        text = text_of(preview(kind, frozen))
        assert not [leaf for leaf in leaves(frozen) if squeezed(leaf) not in text]
        assert context(kind, case, SimpleNamespace(**{**vars(taken), "facts": {}})) is None


def test_the_sheet_of_approval_ticks_what_is_asked_for(people):
    case = case_with(people, ((3, 9), "head", "extend_case_limit", {"reason": "案情复杂", "days": 30}))
    sheet = issued(case, "approval_sheet").content
    assert [each["label"] for each in sheet["matters"] if each["ticked"]] == ["延期"]
    assert "2026年6月3日" in sheet["request"]
    assert "30日" in sheet["request"]
    kept_sheet = issued(kept(people), "approval_sheet").content
    assert [each["label"] for each in kept_sheet["matters"] if each["ticked"]] == ["先行登记保存"]


@pytest.mark.parametrize(
    ("state", "day", "who", "what", "facts", "label"),
    [
        (
            "overdue",
            (5, 6),
            "head",
            "waive_surcharge",
            {"amount": Decimal("100.00"), "reason": "主动改正"},
            "减免加处罚款",
        ),
        ("reopened", None, "", "", {}, "重新办理"),
        ("reopened", (6, 2), "head", "take_up_again", {"note": "重新调查"}, "恢复办理"),
    ],
)
def test_other_matters_are_named_on_the_sheet_of_approval(people, state, day, who, what, facts, label):
    case = walk.bring_to(people, state)
    if day:
        case = step(people, case, day, who, what, facts)
    sheet = issued(case, "approval_sheet").content
    assert [each["label"] for each in sheet["matters"] if each["ticked"]] == [f"其他：{label}"]


def test_preserved_goods_are_decided_on_within_seven_working_days(people):
    body = issued(kept(people), "preservation_decision").content["body"]
    assert "保存期限：自2026年3月6日至2026年3月17日。" in body


def test_a_transfer_without_goods_has_no_list(people):
    case = case_with(people, ((3, 12), "head", "transfer", BODY))
    kinds = list(case.dossier.papers.values_list("kind", flat=True))
    assert "case_transfer" in kinds
    assert "item_list" not in kinds


@pytest.mark.parametrize("kind", ["filing_report", "approval_sheet"])
def test_an_approval_of_usual_length_is_one_sheet(bring_to, kind):
    case = bring_to("notice_issued")
    document = document_of(case, kind)
    document.pdf()
    assert document.pages == 1
