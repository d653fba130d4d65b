"""What goes into the papers of an application in the village and the township."""

from typing import Any

from caseflow.cases import limits
from caseflow.cases.calendar.days import add_working_days
from caseflow.cases.holidays import calendar
from caseflow.procedure import Attempt

from .. import law
from ..codes import QUESTIONS, VERDICTS, Benefit, Level, Mode, ObjectionCode, Track
from . import parts
from .context import builder

UNDERTAKING = "本人所说和所交材料属实，愿意承担相应的法律责任。"
WORDS = dict(VERDICTS)


def _account(application: Any) -> str:
    account = application.applicant.accounts.filter(ended_on=None).last()
    return f"{account.bank}，尾号{account.last4}" if account else "以后登记"


@builder("support_application")
def application_form(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-01 in triplicate: the family signs, the office has filled it in."""
    household, member = application.household, application.applicant
    others = [each.name for each in household.members.all() if each.pk != member.pk]
    rows = [
        parts.row(parts.cell("申请人", member.name), parts.cell("证件后四位", member.id_last4)),
        parts.row(parts.cell("出生日期", parts.day(member.birth_date)), parts.cell("电话", member.phone)),
        parts.row(parts.cell("另一位家长", "、".join(others)), parts.cell("村（社区）", household.village)),
        parts.one("住址", household.address),
        parts.row(
            parts.cell("申请事项", Benefit(application.benefit).label),
            parts.cell("办理方式", Track(application.track).label),
        ),
        parts.one("申请理由", application.wishes),
        parts.one("收款账户", _account(application)),
        parts.row(
            parts.cell("公示方式", Mode(application.mode).label if application.mode else "不公示"),
            parts.cell("代填人", application.helped_by or attempt.by),
        ),
        parts.row(parts.cell("申请编号", application.dossier.reference), parts.cell("代办人", application.agent)),
        parts.one("承诺", UNDERTAKING),
    ]
    return parts.base(
        application,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("申请人\n签名（指印）", f"{attempt.facts['signed_by']}签字。", None, attempt.on),
            parts.opinion("村（居）委会\n评议和意见"),
            parts.opinion("乡镇（街道）\n审核意见"),
            parts.opinion("县级审批意见"),
        ],
    )


def _letter(application: Any, attempt: Attempt, body: list[str], signed_by: str = "", **more: Any) -> dict[str, Any]:
    signer = signed_by or application.household.village.parent.office
    to = parts.addressed(application.applicant)
    return parts.base(application, attempt, to=to, body=["您好！", *body], signed_by=signer, **more)


@builder("support_receipt")
def receipt(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-01a on the same day (L-1): what was handed in, and what happens next."""
    within = limits.length_of(law.COMPLETENESS, attempt.on)
    last = add_working_days(attempt.on, within, calendar())
    body = [
        f"您提出的“{Benefit(application.benefit).label}”申请，我们今天收到了，编号{application.dossier.reference}。",
        f"{parts.day(last)}以前，我们会告诉您材料是不是齐全；到时没有告诉您缺什么，就是受理了。",
        "材料我们能核验的，不用您再跑。",
        parts.asks(application),
    ]
    return _letter(application, attempt, body)


@builder("support_acceptance")
def acceptance(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-01a: it is accepted; by when it is decided."""
    limit = law.SHORT_TRACK if application.is_short else law.WHOLE
    body = [
        f"您的“{Benefit(application.benefit).label}”申请（{application.dossier.reference}）已经受理。",
        f"从今天起{limits.length_of(limit, attempt.on)}个工作日内作出决定，公示和等待其他机关答复的时间不计算在内。",
        parts.asks(application),
    ]
    return _letter(application, attempt, body)


@builder("support_correction")
def correction(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-05: all that is missing, once, and how to get help."""
    days = limits.length_of(law.SUPPLEMENT, attempt.on)
    body = [
        f"您的申请（{application.dossier.reference}）还差下面的材料：",
        *parts.lines(attempt.facts["missing"]),
        f"怎样办：{attempt.facts['how']}",
        f"请在收到本通知的次日起{days}日内补齐；来不及的，可以延长一次。没有补齐的，以后随时可以再申请。",
        parts.asks(application),
    ]
    return _letter(application, attempt, body)


@builder("support_check")
def check(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-06: facts question by question in neutral words."""
    record = application.check_record
    answers = [
        parts.one(f"{code} {label}", str(WORDS.get(record.answers.get(code, ""), "未填"))) for code, label in QUESTIONS
    ]
    rows = [
        parts.one("申请编号", application.dossier.reference),
        parts.one("申请人、见到的人", f"{application.applicant.name}；见到{record.met}"),
        parts.one("核对的材料", record.seen),
        *answers,
        *parts.told("疑点", record.doubts),
        *parts.told("家庭的话", record.words),
        parts.one("关系声明", "调查人与这个家庭没有近亲属关系，没有代填这件申请。"),
    ]
    second = [parts.opinion("调查人二", "", record.second, record.on)] if record.second else []
    return parts.base(
        application,
        attempt,
        rows=rows,
        wide=True,
        opinions=[parts.opinion("调查人一", "", record.by, record.on), *second, parts.opinion("被访人")],
    )


@builder("support_deliberation")
def deliberation(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-08: who was there, who kept out and why, how they voted."""
    held = application.vote
    present = list(held.present.order_by("pk"))
    recused = "；".join(f"{each['name']}（{each['reason']}）" for each in held.recused)
    rows = [
        parts.row(parts.cell("申请编号", application.dossier.reference), parts.cell("地点", held.place)),
        parts.row(parts.cell("主持人", held.chair), parts.cell("日期", parts.day(held.on))),
        parts.row(parts.cell("应到", f"{held.due}人"), parts.cell("到会", f"{len(present)}人")),
        parts.one("到会成员", parts.names(present)),
        parts.one("回避", recused),
        parts.one("介绍的情况", held.facts),
        parts.one(
            "表决",
            f"有表决权{held.voters}人：同意{held.in_favour}票，反对{held.against}票，弃权{held.abstained}票。",
        ),
        parts.one("结果", "三分之二以上同意，通过。" if held.passed else "同意的不足三分之二，没有通过。"),
        parts.one("不同意见", held.dissent),
        parts.one("全体签名", "\n\n"),
    ]
    office = application.household.village.office
    return parts.base(application, attempt, rows=rows, opinions=[parts.opinion("主持人"), parts.opinion(office)])


@builder("support_notice")
def notice(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-09: exactly the words that the privacy filter has passed, and how they are shown."""
    held = application.round
    village = application.household.village
    office = village.office if held.level == Level.VILLAGE else village.parent.office
    shown = {
        Mode.PANEL_ONLY: "本公示只在评议组和乡镇监督人员中查阅，不张贴，不转发。",
        Mode.MINIMAL: "本公示张贴在公示栏，期满次一工作日撤下。",
        Mode.FULL_LIST: "本公示张贴在公示栏，期满次一工作日撤下。",
    }
    return parts.base(
        application,
        attempt,
        body=parts.lines(held.text),
        how=shown.get(held.mode, ""),
        signed_by=office,
    )


@builder("support_objection")
def objection(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-09b: the objector by code alone."""
    found = application.open_objection
    rows = [
        parts.one("申请编号", application.dossier.reference),
        parts.one("异议人", f"代号 {found.code}"),
        parts.row(parts.cell("类别", ObjectionCode(found.kind).label), parts.cell("渠道", found.channel)),
        parts.row(parts.cell("登记日期", parts.day(found.on)), parts.cell("实名", "是" if found.named else "否")),
        parts.one("反映的情况", found.content),
        parts.one("处理", "公示中止，由没有参加原调查的人复核，十个工作日内答复。"),
    ]
    return parts.base(application, attempt, rows=rows, opinions=[parts.opinion("登记人", "", attempt.by, attempt.on)])


@builder("support_objection_result")
def objection_result(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-09c to the applicant; the objector hears the same without anything private."""
    found = application.objections.order_by("pk").last()
    after = "评议组已按新的情况重新评议。" if found.upheld else "我们将重新公示，公示期重新计算。"
    body = [
        f"您的申请（{application.dossier.reference}）在公示期间有人提出异议，我们已经复核。",
        f"复核结论：{found.conclusion}",
        after,
        parts.asks(application),
    ]
    return _letter(application, attempt, body)


@builder("support_township_review")
def township_review(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-10a: met in person, data compared, doubts solved."""
    review = application.review
    rows = [
        parts.row(
            parts.cell("申请编号", application.dossier.reference), parts.cell("申请人", application.applicant.name)
        ),
        parts.row(parts.cell("当面见到", "是" if review.met else "否"), parts.cell("日期", parts.day(review.on))),
        parts.one("村级意见", application.village_opinion),
        parts.one("信息比对", review.matched),
        parts.one("疑点的核实", review.solved),
        parts.one("建议", "建议批准" if review.agreed else "建议不予批准"),
    ]
    return parts.base(
        application,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("经办人", review.opinion, review.by, review.on),
            parts.opinion("分管领导"),
        ],
    )
