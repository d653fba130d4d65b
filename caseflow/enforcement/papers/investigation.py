"""What goes into the papers of an investigation: records, opinions, reports, reviews, and its stops and starts."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from caseflow.procedure import Attempt
from documents.kinds import kind
from documents.wording import moment_words, money

from .. import law
from ..codes import CheckItem, InterviewRole, ReviewConclusion, ReviewItem, Suspension, Termination
from . import parts
from .context import builder

RIGHTS = (
    "你应当如实回答询问，不得作虚假陈述；与本案无关的问题有权拒绝回答；认为我们与本案有利害关系的，有权申请回避。"
    "你还有权进行陈述和申辩。是否听清？是否申请回避？"
)
TURN = re.compile(r"\s*(问|答)\s*[：:]\s*(.*)")


@builder("inspection_record")
def inspection_record(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D05: what was seen, in order, without law and without judgment."""
    scene = case.inspections.last()
    on = timezone.localdate(scene.started_at)
    people = parts.officers(case, on, [scene.officer1, scene.officer2])
    who = parts.party(case)
    return parts.base(
        case,
        attempt,
        fields=[
            [parts.field("被检查人", who["name"])],
            [parts.field("统一社会信用代码" if who["type"] == "unit" else "公民身份号码", who["id_number"])],
            [parts.field("地址", who["address"])],
            [parts.field("法定代表人（负责人）", who.get("representative")), parts.field("联系电话", who["phone"])],
            [parts.field("检查机关", case.dossier.agency.name)],
            [parts.field("检查时间", parts.span(scene.started_at, scene.ended_at))],
            [parts.field("检查地点", scene.place)],
            [parts.field("执法人员", parts.names(each["name"] for each in people))],
            [parts.field("陪同检查人", scene.companion), parts.field("执法记录仪编号", scene.recorder_no)],
        ],
        opening=_opening(case, people),
        findings=scene.findings,
        checks=_checks(scene.checklist),
        evidence=[each.name for each in case.evidence.filter(collected_on=on)],
        signers=[
            [{"label": "被检查人（签名）"}],
            [{"label": "陪同人（签名）"}, {"label": "见证人（签名）"}],
            [{"label": "执法人员（签名）"}, {"label": "执法人员（签名）"}],
        ],
    )


def _opening(case: Any, people: list[dict[str, str]]) -> str:
    named, numbers = "、".join(each["name"] for each in people), "、".join(each["certificate"] for each in people)
    return (
        f"我们是{case.dossier.agency.name}的执法人员{named}，执法证号{numbers}，现依法进行检查，请予配合。"
        "你享有陈述、申辩和申请回避的权利。（执法人员已出示执法证件）"
    )


CHECKED = {"pass": "符合", "fail": "不符合", "none": "不涉及"}


def _checks(checklist: dict[str, str] | None) -> list[str]:
    """The checklist (1.3) in its order: the item and what was found."""
    found = checklist or {}
    return [f"{label}：{CHECKED.get(found[code], found[code])}" for code, label in CheckItem.choices if code in found]


@builder("interview_record")
def interview_record(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D06; a protected person is asked and answers under her pseudonym, and nothing else of her is printed (6.9)."""
    talk = case.interviews.last()
    on, hidden = timezone.localdate(talk.started_at), talk.protected is not None
    people = parts.officers(case, on, [talk.officer1, talk.officer2])
    who = "被询问人（捺印）" if hidden else "被询问人（签名）"
    return parts.base(
        case,
        attempt,
        cause=f"涉嫌{parts.cause(case)}",
        times=f"第{_times(case, talk)}次询问",
        fields=[
            *_interviewee(talk, attempt, on),
            [parts.field("询问时间", parts.span(talk.started_at, talk.ended_at))],
            [parts.field("询问地点", talk.place)],
            [
                parts.field("询问人", parts.names(each["name"] for each in people)),
                parts.field("记录人", talk.recorder or talk.officer2),
            ],
        ],
        opening=_introduction(case, people),
        dialogue=[
            {"question": RIGHTS, "answer": attempt.facts.get("rights_answer") or ""},
            *_dialogue(talk.content),
        ],
        signers=[
            [{"label": who}],
            [{"label": "询问人（签名）"}, {"label": "询问人（签名）"}],
            [{"label": "记录人（签名）"}],
        ],
    )


def _interviewee(talk: Any, attempt: Attempt, on: date) -> list[list[dict[str, str]]]:
    name = parts.field("被询问人", talk.protected or talk.name)
    relation = parts.field("与本案关系", InterviewRole(talk.role).label)
    if talk.protected is not None:
        return [[name, relation], [parts.field("身份信息", "依法保密，另行封存")]]
    return [
        [name, parts.field("性别", talk.sex), parts.field("年龄", _age(talk.id_no, on)), relation],
        [parts.field("公民身份号码", talk.id_no), parts.field("联系电话", talk.phone)],
        [parts.field("工作单位及职务", talk.unit)],
        [parts.field("住址", attempt.facts.get("address"))],
    ]


def _age(id_no: str, on: date) -> str:
    """Years of age by the identity number, or nothing."""
    if len(id_no) != 18 or not id_no[6:14].isdigit():
        return ""
    year, month_day = int(id_no[6:10]), (int(id_no[10:12]), int(id_no[12:14]))
    return f"{on.year - year - ((on.month, on.day) < month_day)}岁"


def _times(case: Any, talk: Any) -> int:
    same = {"protected": talk.protected} if talk.protected else {"name": talk.name, "protected": None}
    return case.interviews.filter(pk__lte=talk.pk, **same).count()


def _introduction(case: Any, people: list[dict[str, str]]) -> str:
    named = "、".join(f"{each['name']}（执法证号：{each['certificate']}）" for each in people)
    return (
        f"我们是{case.dossier.agency.name}的执法人员{named}，这是我们的执法证件，请你过目。"
        f"现就涉嫌{parts.cause(case)}一案的有关情况依法向你询问。"
    )


def _dialogue(content: str) -> list[dict[str, str]]:
    """问 and 答 as turns; a line without either goes on from the line before."""
    turns: list[dict[str, str]] = []
    last = "question"
    for line in filter(str.strip, content.splitlines()):
        turn = TURN.fullmatch(line)
        if turn and turn[1] == "问":
            turns.append({"question": turn[2].strip(), "answer": ""})
            last = "question"
        elif turn and turns:
            turns[-1]["answer"] += turn[2].strip()
            last = "answer"
        else:
            turns = turns or [{"question": "", "answer": ""}]
            turns[-1][last] += line.strip()
    return turns


@builder("supervision_opinion")
def supervision_opinion(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D07: what was found and what is to be corrected."""
    facts = attempt.facts
    until = facts.get("correct_by")
    limit = (
        f"请于{parts.day(until)}前改正完毕，并将改正情况书面报告本机关。"
        if until
        else "请立即改正，并将改正情况书面报告本机关。"
    )
    return parts.base(
        case,
        attempt,
        party=parts.party(case),
        found=parts.sentence(facts["found"]),
        basis=f"依据{law.CORRECTION}和有关卫生健康法律、法规、规章的规定，提出以下监督意见：",
        opinion=f"{parts.sentence(facts['opinion'])}",
        limit=limit,
        contact=parts.contact(case),
        signers=["被监督人（签收）"],
        officers=parts.officers(case, attempt.on),
    )


@builder("recusal_request")
def recusal_request(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D45: who asks that somebody keep out of the case, and why."""
    asked = case.recusals.last()
    return parts.base(
        case,
        attempt,
        party=parts.party(case)["name"],
        cause=f"涉嫌{parts.cause(case)}",
        applicant=asked.asked_by,
        person=str(asked.person),
        post="、".join(filter(None, [asked.person.unit, asked.person.post])),
        ground=parts.sentence(asked.ground),
        basis=str(law.RECUSAL),
        receivers=parts.names(case.officers),
    )


@builder("recusal_decision")
def recusal_decision(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D45: the head decides; the investigation did not stop meanwhile."""
    asked = attempt.facts["recusal"]
    instead = attempt.facts.get("replacement")
    decided = "准予回避" if asked.granted else "驳回回避申请"
    body = [
        (
            f"{asked.asked_by}于{parts.day(asked.requested_on)}申请{asked.person}在{parts.matter(case)}中回避，"
            f"理由为：{parts.sentence(asked.ground)}"
        ),
        f"经审查，{parts.sentence(asked.reasons)}依据{law.RECUSAL}的规定，决定{decided}。",
    ]
    if asked.granted:
        body.append(
            f"自本决定作出之日起，{asked.person}不得参与本案办理"
            + (f"，由{instead}接替承办。" if instead else "。")
            + "此前依法取得的证据，由承办机构重新审查后决定是否采用。"
        )
    return parts.base(case, attempt, to=asked.asked_by, body=body)


def _course(case: Any, attempt: Attempt, *said: str) -> dict[str, Any]:
    """A decision on the course of the investigation (D37)."""
    filed = f"本机关于{parts.day(case.filed_on)}对{case.party.you}涉嫌{parts.cause(case)}的行为立案调查。"
    return parts.base(case, attempt, party=parts.party(case), body=[filed, *said])


@builder("suspension_decision")
def suspension_decision(case: Any, attempt: Attempt) -> dict[str, Any]:
    ground = Suspension(attempt.facts["ground"]).label
    return _course(
        case,
        attempt,
        f"因{ground}（{parts.phrase(attempt.facts['reason'])}），依据{parts.under(law.SUSPENSION)}，"
        f"决定自{parts.day(attempt.on)}起中止调查。",
        "中止调查的情形消除后，本机关将立即恢复调查。中止调查的期间不计入办案期限。",
    )


@builder("resumption_decision")
def resumption_decision(case: Any, attempt: Attempt) -> dict[str, Any]:
    number = parts.number_of(case, "suspension_decision")
    since = case.interval("EX2")
    begun = f"本机关于{parts.day(since[0])}决定中止调查（{number}）。" if since else ""
    return _course(
        case,
        attempt,
        f"{begun}现{parts.phrase(attempt.facts['reason'])}，中止调查的情形已经消除。依据{parts.under(law.SUSPENSION)}，"
        f"决定自{parts.day(attempt.on)}起恢复调查。",
    )


@builder("termination_decision")
def termination_decision(case: Any, attempt: Attempt) -> dict[str, Any]:
    ground = Termination(attempt.facts["ground"]).label
    return _course(
        case,
        attempt,
        f"经查，{ground}（{parts.phrase(attempt.facts['reason'])}）。依据{parts.under(law.TERMINATION)}，决定终止调查。",
        "对本案采取的措施同时解除。",
        parts.remedies(case),
    )


@builder("withdrawal_decision")
def withdrawal_decision(case: Any, attempt: Attempt) -> dict[str, Any]:
    return _course(
        case,
        attempt,
        f"经调查，{parts.sentence(attempt.facts['reason'])}依据{law.DECISION}的规定，决定撤销本案。",
        "对本案采取的措施同时解除。",
        parts.remedies(case),
    )


@builder("investigation_report")
def investigation_report(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D22: the whole of what was found, and what is proposed."""
    facts, done = attempt.facts, parts.conduct(case)
    return parts.base(
        case,
        attempt,
        cause=f"涉嫌{parts.cause(case)}",
        party=parts.party(case),
        filed=parts.day(case.filed_on),
        unit=parts.unit(case),
        officers=parts.officers(case, attempt.on),
        course=_investigated(case),
        findings=case.findings,
        acts=[_act(each) for each in case.acts.filter(struck=False)],
        income=_income(case),
        evidence=parts.evidence(case),
        nature=f"上述行为涉嫌{parts.cause(case)}，违反了{parts.violated(case)}的规定。",
        circumstances=case.circumstances,
        party_opinion=case.party_opinion,
        crime=f"{'涉嫌犯罪' if case.crime_suspected else '不涉嫌犯罪'}。{parts.sentence(case.crime_reason)}",
        advice=parts.sentence(facts["advice"]),
        norms=[f"{each}：{each.says}" if each.says else str(each) for each in (*done.violated, *done.basis)],
        opinions=[parts.opinion("负责人意见")],
    )


def _investigated(case: Any) -> str:
    """Where the case came from and what was done, in the order of the days."""
    said = [
        f"本案来源于{case.get_source_display()}，{parts.day(case.accepted_on)}受理，{parts.day(case.filed_on)}立案。",
        *(
            f"{parts.span(each.started_at, each.ended_at)}，执法人员{each.officer1}、{each.officer2}在{each.place}进行现场检查。"
            for each in case.inspections.select_related("officer1", "officer2")
        ),
        *(
            f"{parts.span(each.started_at, each.ended_at)}，{each.officer1}、{each.officer2}询问{each}。"
            for each in case.interviews.select_related("officer1", "officer2", "protected")
        ),
        *(_kept(each) for each in case.preservations.exclude(done_at=None)),
        *(
            f"{parts.day(each.entrusted_on)}，委托{each.body}进行技术鉴定，{parts.day(each.received_on)}收到鉴定意见。"
            for each in case.appraisals.all()
        ),
    ]
    return "\n".join(said)


def _kept(kept: Any) -> str:
    items = "、".join(
        f"{each.name}{each.quantity}{each.unit}（{each.get_outcome_display()}）" for each in kept.items.all()
    )
    return f"{parts.day(timezone.localdate(kept.done_at))}，对有关物品先行登记保存：{items}。"


def _act(act: Any) -> dict[str, str]:
    return {
        "on": parts.day(act.on),
        "place": act.place,
        "person": str(act.protected or ""),
        "method": str(act.get_method_display()),
        "conveyed": str(act.get_conveyed_display()),
        "fee": f"{act.fee:.2f}",
        "refunded": f"{act.refunded:.2f}",
        "net": f"{act.net:.2f}",
    }


def _income(case: Any) -> dict[str, str]:
    """The sum of what was received and not given back, in figures and words."""
    return money(Decimal(case.income()))


@builder("panel_record")
def panel_record(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D23: three or more, both officers among them."""
    facts = attempt.facts
    chair, members = facts.get("chair"), facts["members"]
    report = case.dossier.events.filter(transition="conclude_investigation").order_by("seq").last()
    advice = parts.sentence(report.data["advice"]) if report else ""
    seats = len({each.pk for each in [*members, *([chair] if chair else [])]}) + 1
    places = [{"label": "合议人员（签名）"} for _seat in range(seats - 1)] + [{"label": "记录人（签名）"}]
    return parts.base(
        case,
        attempt,
        cause=f"涉嫌{parts.cause(case)}",
        fields=[
            [parts.field("当事人", case.party.name)],
            [parts.field("合议时间", moment_words(facts["held_at"]))],
            [parts.field("合议地点", facts.get("place"))],
            [parts.field("主持人", chair), parts.field("记录人", facts.get("recorder") or parts.BLANK)],
            [parts.field("参加人", parts.names(members))],
        ],
        recusal="主持人询问：参加合议的人员是否有应当回避的情形？参加人均表示没有。",
        report=f"承办人汇报：{parts.sentence(case.findings)}{advice}",
        opinions=facts["opinions"],
        conclusion=facts["conclusion"],
        signers=[places[start : start + 2] for start in range(0, len(places), 2)],
    )


@builder("legal_review_opinion")
def legal_review_opinion(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D25: eight items, a conclusion and its reasons (2.6)."""
    review = case.reviews.last()
    return parts.base(
        case,
        attempt,
        review="第二次法制审核" if review.second else "第一次法制审核",
        party=case.party.name,
        cause=f"涉嫌{parts.cause(case)}",
        sender=parts.unit(case) or parts.names(case.officers),
        sent=_sent(case),
        materials=_materials(case),
        items=[_item(label, review.items.get(code)) for code, label in ReviewItem.choices],
        conclusions=parts.choices(ReviewConclusion, review.conclusion),
        opinion=parts.sentence(review.opinion),
        reviewer=str(review.by),
        qualification=review.by.legal_qualification,
        reviewed=parts.day(review.on),
    )


def _item(label: Any, verdict: str | None) -> dict[str, Any]:
    """One of the eight items; what was not examined has no box ticked."""
    ticked = {"pass": ["通过"], "fail": ["不通过"]}.get(verdict or "", [])
    return {"label": str(label), "result": parts.boxes(("通过", "不通过"), ticked)}


def _sent(case: Any) -> str:
    """The day the file came to the reviewer: of the last move into this state."""
    moved = case.dossier.events.filter(transition__in=SENDING).order_by("seq").last()
    return parts.day(moved.on) if moved else ""


SENDING = ("propose", "examine_statement", "accept_waiver", "lapse_statement", "hold_hearing", "end_hearing")


def _materials(case: Any) -> str:
    """The papers of the file as they lay before the reviewer."""
    titles = dict.fromkeys(str(kind(each).title) for each in case.dossier.papers.values_list("kind", flat=True))
    return "、".join(titles)
