"""The discussion of the leaders and the decision (D33–D36)."""

from typing import Any

from caseflow.cases import parameters
from caseflow.procedure import Attempt
from documents.wording import date_words, moment_words, number_words

from .. import law
from ..codes import Adopted, NoPenalty
from ..money import SURCHARGE_RATE
from ..procedure import Role
from . import parts, rights
from .context import builder
from .validate import complete

GROUNDS = {
    NoPenalty.NP1: law.SLIGHT,
    NoPenalty.NP2: law.SLIGHT,
    NoPenalty.NP3: law.NO_FAULT,
    NoPenalty.NP4: law.NOT_ESTABLISHED,
    NoPenalty.NP5: law.LIMITATION,
    NoPenalty.NP6: law.NOT_ANSWERABLE,
}


@builder("discussion_notice")
def discussion_notice(case: Any, attempt: Attempt) -> dict[str, Any]:
    """When, where and why the leaders meet (APL art. 57¶2; D33a)."""
    facts, proposal = attempt.facts, case.proposal
    return parts.base(
        case,
        attempt,
        subject=parts.matter(case),
        meeting_at=moment_words(facts["meeting_at"]),
        place=facts["place"],
        members=parts.names(leaders(case)),
        attending=parts.names(case.officers) + "（承办人）；法制审核人员",
        reason=facts["reason"],
        basis=str(law.COLLECTIVE_DISCUSSION),
        grounds=[sentence for _code, sentence in case.needs_discussion(proposal)],
        proposed=parts.proposed(case, proposal),
        materials="案件调查终结报告、合议记录、法制审核意见书、行政处罚事先告知书及当事人意见",
        opinions=[parts.opinion("负责人", "提交集体讨论。", attempt.by, attempt.on)],
    )


def leaders(case: Any) -> list[Any]:
    """Those who discuss together: whoever holds the office in the agency of the case."""
    from caseflow.people.models import User

    held = User.objects.filter(agency=case.dossier.agency, is_active=True)
    return list(held.filter(groups__permissions__codename=Role.COUNCIL).distinct().order_by("pk"))


@builder("discussion_record")
def discussion_record(case: Any, attempt: Attempt) -> dict[str, Any]:
    """Who was there, who said what, how they voted and what they resolved (D33)."""
    facts = attempt.facts
    present, proposal = list(facts["present"]), case.proposal
    return parts.base(
        case,
        attempt,
        cause=f"涉嫌{parts.cause(case)}",
        fields=_meeting(case, facts),
        sections=[
            _section("回避", "主持人询问，参加讨论人员均表示与本案没有利害关系，不需要回避。"),
            _section("议题", f"{parts.matter(case)}的处理。"),
            _section("承办人汇报", _reported(case, proposal)),
            _section("讨论意见", facts.get("speeches", "")),
            _section("表决", _votes(facts, len(present))),
            _section("不同意见", facts.get("dissent") or "没有。"),
            _section("讨论结论", parts.sentence(_conclusion(facts))),
        ],
        signers=[
            [{"label": "参加讨论人员（签名）"}],
            [{"label": "主持人（签名）"}, {"label": "记录人（签名）"}],
        ],
    )


def _section(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "lines": [line for line in text.split("\n") if line.strip()] or ["／"]}


def _meeting(case: Any, facts: Any) -> list[list[dict[str, str]]]:
    present = list(facts["present"])
    held = moment_words(facts["held_at"]) if facts.get("held_at") else ""
    return [
        [parts.field("会议名称", "行政处罚案件集体讨论会")],
        [parts.field("当事人", case.party.name)],
        [parts.field("时间", held), parts.field("地点", facts.get("place"))],
        [
            parts.field("应到", f"{facts['expected']}人"),
            parts.field("实到", f"{len(present)}人"),
            parts.field("主持人", facts.get("chair")),
        ],
        [parts.field("出席", parts.names(present))],
        [parts.field("缺席", _people(facts.get("absent")))],
        [parts.field("列席", _people(facts.get("attendees")) or f"{parts.names(case.officers)}（承办人）")],
    ]


def _people(value: Any) -> str:
    return parts.names(value) if isinstance(value, list | tuple) else str(value or "")


def _reported(case: Any, proposal: Any) -> str:
    found = parts.sentence(case.findings) if case.findings else ""
    return (
        f"{found}拟作出的行政处罚：{parts.proposed(case, proposal)}。" if proposal else found or "见案件调查终结报告。"
    )


def _votes(facts: Any, present: int) -> str:
    against, abstained = int(facts.get("against") or 0), int(facts.get("abstained") or 0)
    return f"同意{present - against - abstained}人，反对{against}人，保留意见{abstained}人。"


def _conclusion(facts: Any) -> str:
    ground = facts.get("ground")
    because = (
        f"不予行政处罚，情形：{NoPenalty(ground).label}。理由：{parts.phrase(facts['reasons'])}。" if ground else ""
    )
    return because + str(facts.get("conclusion") or "")


@builder("penalty_decision")
def penalty_decision(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The decision with the six items of APL 59; refused where one is missing."""
    decision, you = case.decision, case.party.you
    proposal = decision.proposal
    paper = parts.about(
        case,
        attempt,
        opening=_filed(case),
        facts=f"经查，{parts.sentence(case.findings)}",
        evidence=rights.evidence_lines(case),
        heard=heard(case),
        resolved=_resolved(decision),
        discretion=rights.discretion(case, proposal),
        reasons=parts.sentence(decision.reasons) if decision.reasons else "",
        operative=parts.imposed(case, proposal).opening(you),
        penalties=parts.worded(case, proposal),
        correction=rights.correction(proposal),
        payment=payment(case, attempt, proposal),
        remedies=remedies(case),
        publicity=f"本决定信息将依法自作出之日起{parts.term(law.PUBLISH_DECISION, attempt.on)}内向社会公开。",
    )
    return complete("penalty_decision", paper)


def _filed(case: Any) -> str:
    return (
        f"本机关于{parts.day(case.filed_on)}对{case.party.you}涉嫌{parts.cause(case)}一案立案调查"
        f"（案件来源：{case.get_source_display()}）。"
    )


def _resolved(decision: Any) -> str:
    return "本案经本机关负责人集体讨论决定。" if decision.resolved_together else ""


def heard(case: Any) -> str:
    """How the party was told and heard, and what became of what it said (APL art. 45)."""
    notice, you = case.notice(), case.party.you
    if notice is None:
        return ""
    both = "陈述、申辩和要求听证" if case.hearing_offered else "陈述、申辩"
    told = (
        f"本机关于{parts.day(notice.served_on)}向{you}送达{parts.named(notice)}，告知拟作出行政处罚的内容及事实、"
        + (f"理由、依据，以及依法享有的{both}的权利。")
    )
    lines = [*_statements(case, both), *_hearing(case)]
    return told + (
        "".join(lines) or f"{you}在规定期限内未{'陈述、申辩，也未要求听证' if case.hearing_offered else '陈述、申辩'}。"
    )


def _statements(case: Any, both: str) -> list[str]:
    you, lines = case.party.you, []
    for each in case.statements.filter(on__gte=case.notice().event.on):
        if each.waiver:
            lines.append(f"{you}于{date_words(each.on)}书面声明放弃{both}的权利。")
            continue
        examined = f"经复核，本机关认为：{parts.sentence(each.opinion)}" if each.opinion else ""
        adopted = f"对该意见{Adopted(each.adopted).label}。" if each.adopted else ""
        lines.append(f"{you}于{date_words(each.on)}陈述、申辩称：{parts.sentence(each.content)}{examined}{adopted}")
    return lines


def _hearing(case: Any) -> list[str]:
    hearing, you = case.hearing, case.party.you
    if hearing is None:
        return []
    if hearing.held_on:
        return [
            f"应{you}要求，本机关于{date_words(hearing.held_on)}举行听证。听证意见：{parts.sentence(hearing.opinion)}"
        ]
    return [f"{you}于{date_words(hearing.requested_on)}要求听证，因{parts.phrase(hearing.ended_how)}，听证终止。"]


def payment(case: Any, attempt: Attempt, proposal: Any) -> str:
    """To whom, how and until when to pay, and what a delay costs (APL art. 67, 72)."""
    if not proposal.money:
        return ""
    where = collected(case.dossier.agency)
    lines = f"请自收到本决定书之日起{parts.term(law.PAYMENT, attempt.on)}内，持缴款通知书到{where}缴纳，或者通过电子支付系统缴纳。"
    if proposal.fine:
        lines += f"到期不缴纳罚款的，依据{law.SURCHARGE}，每日按罚款数额的{rate(attempt)}加处罚款，加处罚款的数额不超出罚款的数额。"
    return lines


def collected(agency: Any) -> str:
    """The collecting bank with the account."""
    return f"{agency.bank}（账号：{agency.bank_account}）" if agency.bank_account else agency.bank


def rate(attempt: Attempt) -> str:
    """百分之三."""
    return f"百分之{number_words(int(parameters.value(SURCHARGE_RATE.key, attempt.on) * 100))}"


def remedies(case: Any) -> str:
    return parts.remedies(case) + (
        "复议、诉讼期间不停止本决定的执行（法律另有规定的除外）。"
        "逾期不申请复议、不提起诉讼又不履行的，本机关将依法申请人民法院强制执行。"
    )


@builder("no_penalty_decision")
def no_penalty_decision(case: Any, attempt: Attempt) -> dict[str, Any]:
    """No penalty: facts, ground, education and remedies (APL art. 33; D36)."""
    decision = case.decision
    ground = NoPenalty(decision.ground)
    found = "涉嫌的事实：" if ground == NoPenalty.NP4 else "经查，"
    paper = parts.about(
        case,
        attempt,
        opening=_filed(case),
        facts=f"{found}{parts.sentence(case.findings or case.summary)}",
        established=ground != NoPenalty.NP4,
        evidence=rights.evidence_lines(case),
        heard=heard(case),
        resolved=_resolved(decision),
        reasons=f"理由：{parts.sentence(decision.reasons)}",
        decided=f"鉴于{ground.label}，依据{GROUNDS[ground]}，决定不予行政处罚。",
        education=f"本机关已依法对{case.party.you}进行教育：{parts.sentence(decision.education)}",
        remedies=parts.remedies(case),
    )
    return complete("no_penalty_decision", paper)
