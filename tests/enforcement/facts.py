"""For every row of both procedures, what makes it lawful: facts, and whatever must have happened or come to pass before.

``lawful("case", "serve_notice", people, case)`` prepares the record and answers with the facts and the moment.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from unittest.mock import patch

from django.utils import timezone

from caseflow.cases import holidays, limits, transitions
from caseflow.cases.calendar import add_working_days
from caseflow.cases.models import Start, Upload
from caseflow.cases.transitions import perform
from caseflow.enforcement import law
from caseflow.enforcement.codes import NOT_FOR_THE_PARTY
from caseflow.enforcement.models import Appraisal, Hearing, Payment, Preservation, PreservedItem, Reporter
from caseflow.enforcement.procedure import CaseState, TipState
from caseflow.receipts import codes
from caseflow.vault.keeping import keep
from outbox.runner import run_due
from tests import kernel, walk
from tests.kernel import at, last_moment

FACTS = {}


def lawful(procedure, name, people, record):
    """The facts and the moment at which the row is lawful for ``record`` in its state."""
    given = FACTS[procedure, name](people, record, last_moment(record))
    return given if isinstance(given, tuple) else (given, last_moment(record))


def of(procedure, *names):
    def register(function):
        for name in names or (function.__name__,):
            FACTS[procedure, name] = function
        return function

    return register


def act(record, name, by, now, /, **facts):
    """A preparing move, a minute before what it prepares."""
    with at(now - timedelta(minutes=30)):
        perform(record, name, by=by, **facts)
    return kernel.afresh(record)


def working_days_after(now, days, hour=10):
    return walk.moment(add_working_days(now.date(), days, holidays.calendar()), hour)


def after(deadlines):
    """The morning after the last of some limits."""
    return walk.moment(max(each.legal_due for each in deadlines) + timedelta(days=1), 9)


def answerable(tip):
    """The reporter of the tip gave a name and a telephone number."""
    if tip.reporter_id is None:
        tip.reporter = Reporter(code=f"R-{tip.pk}")
        keep(tip.reporter, tip.dossier.reference, name="张三", phone="13800000000")
    tip.real_name = True
    tip.save()


def plain(procedure, facts, *names):
    for name in names:
        FACTS[procedure, name] = lambda p, record, now: dict(facts)


def case_in(people, state):
    """A case in a state. M61 is passed through at once, so the clock is held there; M75 is reached by a refusal."""
    match str(state):
        case CaseState.SERVED:
            with patch.object(transitions, "_perform_at_once", lambda record, attempt: None):
                return walk.bring_to(people, "performing")
        case CaseState.IN_COURT:
            case = walk.bring_to(people, "court_asked")
            facts = {"ruling_no": "（2026）甘0702行审5号", "note": "材料不全"}
            return act(case, "record_court_refusal", people.li, last_moment(case), **facts)
        case CaseState.IN_HEARING:
            case = walk.bring_to(people, "in_hearing")
            return scheduled(people, case, last_moment(case))
    return walk.bring_to(people, state)


def tip_in(people, state):
    """A tip in a state."""
    tip = walk.open_tip(people)
    if state != TipState.REGISTERED:
        tip = act(tip, "assign_check", people.unit_head, last_moment(tip), officers=[people.li, people.zhao])
    row = {TipState.TRANSFERRED: "transfer", TipState.NOT_FILED: "decline", TipState.ACCEPTED: "accept"}.get(state)
    return act(tip, row, people.head, last_moment(tip), **FACTS["tip", row](people, tip, None)) if row else tip


# --- the tip


@of("tip")
def register(p, tip, now):
    return {"source": "tip_off", "channel": "phone", "about": walk.clinic(), "summary": "称可付费鉴定胎儿性别"}


@of("tip")
def take_in(p, tip, now):
    """A tip that the public opened and nobody has read."""
    tip.from_public = True
    tip.save()
    return {}


@of("tip", "hear_from_reporter", "write_to_reporter")
def through_a_receipt(p, tip, now):
    codes.give(tip.dossier, "the token of a page")
    return {"text": "请补充收费的时间。"}


@of("tip")
def assign_check(p, tip, now):
    return {"officers": [p.li, p.zhao]}


@of("tip", "reply_reporter")
def reply_to_the_tip(p, tip, now):
    answerable(tip)
    return {"result": "已依法处理。"}


@of("tip")
def link_duplicate(p, tip, now):
    return {"original": walk.open_tip(p)}


plain("tip", {}, "accept")
plain("tip", {"addressee": "TR-D", "body": "青岚县市场监督管理局", "reason": "不属于本机关管辖"}, "transfer")
plain("tip", {"ground": "NF2", "reason": "没有证据"}, "decline")
plain("tip", {"note": "电话无人接听。"}, "annotate")


# --- filing, and what may be done in many states


@of("case")
def accept(p, case, now):
    return {"tip": walk.open_tip(p)}


@of("case")
def file(p, case, now):
    return {"officers": [p.li, p.zhao]}


@of("case")
def extend_case_limit_again(p, case, now):
    act(case, "extend_case_limit", p.head, now, reason="案情复杂")
    return {"reason": "仍需补充调查"}


@of("case")
def replace_officer(p, case, now):
    return {"leaving": p.zhao, "joining": p.wu, "reason": "调离"}


@of("case", "reply_reporter")
def reply_to_the_reporter(p, case, now):
    answerable(case.tips.get())
    return {"result": "已依法处理。"}


@of("case")
def supervise(p, case, now):
    return {
        "body": "市卫生健康委员会",
        "matter": "案件办理",
        "requirement": "依法办理并回复",
        "reply_by": now.date() + timedelta(days=15),
    }


@of("case")
def answer_supervision(p, case, now):
    act(case, "supervise", p.supervisor, now, **supervise(p, case, now))
    return {"reply": "正在办理。"}


plain("case", {"ground": "NF2", "reason": "没有证据"}, "decline")
plain("case", {"reason": "案情复杂"}, "extend_case_limit")
plain("case", {"phone": "0936-7654321"}, "describe_party")
plain("case", {"service_address": "青岚县城关镇东关街17号", "service_phone": "0936-7654321"}, "confirm_address")
plain("case", {"note": "已与当事人联系。"}, "annotate")


# --- investigation


@of("case", "inspect", "record_inspection")
def inspection(p, case, now):
    return walk.inspection(p, now.date())


@of("case", "interview", "record_interview")
def interview(p, case, now):
    return walk.interview(p, now.date())


@of("case")
def add_recording(p, case, now):
    upload = Upload.objects.create(
        dossier=case.dossier, sha256="0" * 64, name="现场.mp4", size=1, mime="video/mp4", by=p.li
    )
    return {"upload": upload, "device_no": "GL-07"}


@of("case")
def add_evidence(p, case, now):
    return {"kind": "EV4", "name": "收款流水", "proves": "违法所得", "collected_on": now.date()}


def an_item(p, case, now):
    if not case.evidence.exists():
        act(case, "add_evidence", p.li, now, **add_evidence(p, case, now))
    return case.evidence.first()


@of("case")
def verify_evidence(p, case, now):
    return {"items": [an_item(p, case, now)]}


@of("case")
def exclude_evidence(p, case, now):
    return {"item": an_item(p, case, now), "reason": "来源不明"}


@of("case")
def record_act(p, case, now):
    return {"happened_on": now.date() - timedelta(days=20), "method": "ultrasound", "fee": Decimal("18600.00")}


@of("case")
def strike_act(p, case, now):
    act(case, "record_act", p.li, now, **record_act(p, case, now))
    return {"act": case.acts.last(), "reason": "登记有误"}


@of("case")
def decide_recusal(p, case, now):
    act(case, "request_recusal", p.li, now, person=p.zhao, asked_by="石培德", ground="亲属")
    return {"recusal": case.recusals.last(), "granted": False, "reasons": "没有事实依据"}


GOODS = {"reason": "可能灭失", "place": "安和门诊部", "keeper": "石培德"}
ITEM = {"name": "超声诊断仪", "quantity": 1}


@of("case")
def preserve_evidence(p, case, now):
    return {"items": [dict(ITEM)], "emergency": True, **GOODS}


@of("case")
def dispose_preserved(p, case, now):
    act(case, "preserve_evidence", p.li, now, **preserve_evidence(p, case, now))
    return {"item": case.undecided_goods().last(), "outcome": "O1", "reason": "已复制留存"}


@of("case")
def lapse_preservation(p, case, now):
    kept = Preservation.objects.create(case=case, keeping="on_site", done_at=now, approved_at=now, **GOODS)
    item = PreservedItem.objects.create(preservation=kept, **ITEM)
    event = case.dossier.events.last()
    over = limits.begin(case.dossier, law.PRESERVATION, Start(now.date(), f"preserved:{item.pk}"), event)
    return {}, after([over])


@of("case")
def receive_appraisal(p, case, now):
    entrusted = {"body": "省疾控中心", "qualification": "CMA", "matters": "检材", "materials": "血样2份"}
    appraisal = Appraisal.objects.create(case=case, entrusted_on=now.date(), **entrusted)
    return {"appraisal": appraisal, "result": "检出胎儿游离DNA。"}


@of("case")
def conclude_investigation(p, case, now):
    verified = verify_evidence(p, case, now)
    act(case, "verify_evidence", p.li, now, **verified)
    act(case, "record_act", p.li, now, **record_act(p, case, now))
    return {
        "findings": "当事人利用超声为他人进行非医学需要的胎儿性别鉴定。",
        "crime_suspected": False,
        "crime_reason": "有执业资格的人员实施，未造成危害后果。",
        "advice": "给予警告，没收违法所得，并处罚款。",
    }


@of("case")
def discuss_in_panel(p, case, now):
    return {
        "held_at": now,
        "place": "三楼会议室",
        "chair": p.unit_head,
        "members": [p.li, p.zhao],
        "opinions": "一致同意。",
        "conclusion": "建议处罚。",
    }


plain("case", {"identity": "甲某某"}, "add_protected_person")
plain("case", {"serious": True, "reasons": "多次实施"}, "assess")
plain("case", {"found": "没有禁止“两非”标志", "opinion": "立即改正"}, "issue_supervision_opinion")
plain("case", dict(GOODS), "approve_preservation")
plain("case", {"ground": "SU4", "reason": "当事人下落不明"}, "suspend")
plain("case", {"ground": "TE2", "reason": "单位注销"}, "terminate")
plain("case", {"summary": "终止调查，报请结案。"}, "close_terminated")
plain(
    "case",
    {"body": "省疾控中心", "qualification": "CMA", "matters": "检材", "materials": "血样2份"},
    "entrust_appraisal",
)
FACTS["case", "request_recusal"] = lambda p, case, now: {"person": p.zhao, "asked_by": "石培德", "ground": "亲属"}
plain("case", {"reason": "当事人已经找到"}, "resume")
plain("case", {"reason": "事实不清"}, "return_to_investigation", "return_from_approval", "withdraw")


# --- proposal, review, notice, service


plain("case", walk.PENALTY, "propose")
plain(
    "case",
    {"items": {**walk.PASS, "facts": "fail"}, "conclusion": "correct", "opinion": "事实不清"},
    "return_to_panel",
    "return_for_investigation",
)
plain("case", {"items": dict(walk.PASS), "opinion": "同意。"}, "review_legality", "pass_second_review")


@of("case")
def approve_notice(p, case, now):
    if not case.reviews.filter(proposal=case.proposal, conclusion="agree").exists():
        act(case, "review_legality", p.legal, now, items=dict(walk.PASS), opinion="同意。")
    return {"opinion": "同意。"}


@of("case", "serve_notice", "serve_decision")
def serve(p, case, now):
    return walk.service(p)


def unserved(case, *kinds):
    found = case.dossier.papers.filter(served_on=None).exclude(kind__in=NOT_FOR_THE_PARTY)
    return [(found.filter(kind__in=kinds) if kinds else found).last()]


@of("case")
def serve_paper(p, case, now):
    return {"papers": unserved(case), **walk.service(p)}


@of("case")
def announce_service(p, case, now):
    for method, facts in (("SV2", {"receiver": "无人"}), ("SV5", {"tracking_no": "EX1"})):
        attempt = {**walk.service(p), **facts, "method": method, "served": False, "refusal": "查无此人"}
        act(case, "serve_paper", p.li, now, papers=unserved(case), **attempt)
    return {"papers": unserved(case), "reason": "下落不明", "announced_where": "本机关公告栏"}


# --- statement and hearing


plain("case", {"speaker": "石培德", "content": "初次违法，请求从轻。"}, "record_statement")
plain("case", {"signed_by": "石培德"}, "accept_waiver")
plain("case", {"requested_by": "石培德"}, "request_hearing")
plain("case", {"how": "申请人撤回申请"}, "end_hearing")
FACTS["case", "renotify"] = lambda p, case, now: {
    **walk.PENALTY,
    "fine": Decimal("60000.00"),
    "reason": "查明新的违法事实",
}


def of_the_party(case):
    return case.dossier.deadlines.running().filter(code__in=("DL-12", "DL-13"))


@of("case")
def examine_statement(p, case, now):
    act(case, "record_statement", p.li, now, speaker="石培德", content="初次违法，请求从轻。")
    return {"adopted": "rejected", "opinion": "没有新的事实。"}, after(of_the_party(case))


@of("case")
def lapse_statement(p, case, now):
    return {}, after(of_the_party(case))


@of("case")
def schedule_hearing(p, case, now):
    return {
        "scheduled_at": working_days_after(now, 8),
        "place": "一楼听证室",
        "host": p.host,
        "closed_reason": "涉及个人隐私",
    }


def scheduled(p, case, now):
    if case.hearing.scheduled_at is None:
        case = act(case, "schedule_hearing", p.intake, now, **schedule_hearing(p, case, now))
    return case


@of("case")
def postpone_hearing(p, case, now):
    scheduled(p, case, now)
    return {"ground": "HP1", "reason": "当事人住院", "scheduled_at": working_days_after(now, 15)}


@of("case")
def hold_hearing(p, case, now):
    case = scheduled(p, case, now)
    act(case, "serve_paper", p.li, now, papers=unserved(case, "hearing_notice"), **walk.service(p))
    facts = {"participants": "石培德、李建国、赵红", "record": "……", "opinion": "维持处罚建议。"}
    return facts, timezone.localtime(case.hearing.scheduled_at) + timedelta(hours=3)


# --- decision


MEETING = {
    "place": "二楼会议室",
    "expected": 3,
    "against": 0,
    "abstained": 0,
    "speeches": "一致同意。",
    "conclusion": "同意处罚。",
}
NO_PENALTY = {"ground": "NP2", "reasons": "初次违法且危害后果轻微", "education": "已当面教育。"}


@of("case")
def refer_to_discussion(p, case, now):
    return {"reason": "罚款数额较大", "meeting_at": now + timedelta(days=3), "place": "二楼会议室"}


@of("case", "resolve_penalty", "return_from_discussion")
def resolve(p, case, now):
    return {"held_at": now, "chair": p.council1, "present": [p.council1, p.council2, p.council3], **MEETING}


@of("case")
def resolve_no_penalty(p, case, now):
    return {**resolve(p, case, now), **NO_PENALTY}


@of("case")
def decide_penalty(p, case, now):
    if not case.was_resolved():
        act(case, "refer_to_discussion", p.head, now, **refer_to_discussion(p, case, now))
        act(case, "return_from_discussion", p.council1, now, **resolve(p, case, now))
    return {"reasons": "事实清楚。"}


plain("case", NO_PENALTY, "decide_no_penalty")
plain("case", {"addressee": "TR-D", "body": "青岚县市场监督管理局", "reason": "不属于本机关管辖"}, "transfer")


# --- performance, court, closing


@of("case")
def archive(p, case, now):
    with at(now):
        while run_due():
            pass
    return {"retention": "30年"}


@of("case")
def leave_nothing_to_perform(p, case, now):
    case.money.all().delete()
    return {}


@of("case")
def approve_plan(p, case, now):
    owed = sum((line.rest for line in case.account(now.date()).lines), Decimal("0.00"))
    first, later = working_days_after(now, 20).date(), working_days_after(now, 40).date()
    plan = [{"due_on": first, "amount": Decimal("30000.00")}, {"due_on": later, "amount": owed - Decimal("30000.00")}]
    return {"instalments": plan, "reason": "经营困难", "proof": "财务报表"}


@of("case")
def default(p, case, now):
    first = case.dossier.deadlines.running().filter(code="DL-21").order_by("legal_due").first()
    return {}, after([first])


@of("case")
def serve_demand(p, case, now):
    act(case, "issue_demand", p.li, now)
    return walk.service(p)


@of("case")
def apply_to_court(p, case, now):
    return {"court": "青岚县人民法院"}, datetime(2026, 11, 2, 17, tzinfo=walk.SHANGHAI)


def the_rest(case, now):
    return {"slip_no": f"R{case.dossier.seq}", "amount": case.account(now.date()).rest, "paid_on": now.date()}


@of("case")
def record_payment(p, case, now):
    return {"slip_no": f"P{case.pk}", "amount": Decimal("100.00"), "paid_on": now.date()}


@of("case")
def complete_performance(p, case, now):
    act(case, "record_payment", p.finance, now, **the_rest(case, now))
    return {"summary": "已缴清。"}


@of("case")
def record_refund(p, case, now):
    Payment.objects.create(case=case, slip_no=f"P{case.pk}", amount=Decimal("100.00"), paid_on=now.date())
    case.decisions.update(annulled_on=now.date())
    return {"slip_no": "T1", "amount": Decimal("100.00")}


@of("case")
def report_heard_case(p, case, now):
    Hearing.objects.create(case=case, requested_on=now.date(), requested_by="石培德", held_on=now.date())
    return {"note": "已报市卫生健康委员会。"}


@of("case")
def record_licence_action(p, case, now):
    return {"issuer": "青岚县卫生健康局", "done_on": now.date(), "document": "青卫医罚〔2026〕1号"}


plain("case", {}, "await_performance", "issue_demand", "approve_closing", "take_up_again")
plain("case", {"ruling_no": "（2026）甘0702行审5号"}, "record_court_acceptance", "record_stay", "record_resumption")
plain("case", {"ruling_no": "（2026）甘0702行审5号", "note": "材料不全"}, "record_court_refusal")
plain("case", {"court": "张掖市中级人民法院"}, "complain_of_refusal")
plain("case", {"amount": Decimal("100.00"), "reason": "主动消除危害"}, "waive_surcharge")
plain("case", {"cause": "CL9", "summary": "确无能力履行。"}, "close_by_court")
plain(
    "case",
    {"ground": "annulled_by_review", "document": "青政复决〔2026〕3号", "reason": "程序违法"},
    "reopen",
)
plain("case", {"summary": "决定被撤销，不再重新作出。"}, "close_annulled")
