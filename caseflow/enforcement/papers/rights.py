"""The papers that tell the party of its rights, and what the party made of them (D26–D29)."""

from typing import Any

from caseflow.cases import parameters
from caseflow.procedure import Attempt
from documents.wording import date_words, moment_words

from .. import law
from ..codes import Adopted
from . import parts
from .context import builder
from .validate import complete

SEPARATE = "enforcement.separate_hearing_notice"
HEARD_SECTION = (
    "拟作出的处罚属于{hearing}规定的听证范围。{you}如要求听证，应当自收到本告知书之日起{days}内提出；"
    "逾期视为放弃听证权利。本机关不收取听证费用。"
)


@builder("prior_notice")
def prior_notice(case: Any, attempt: Attempt) -> dict[str, Any]:
    """Facts, grounds and content of the penalty proposed, and the rights of the party (APL art. 44)."""
    proposal, you = case.proposal, case.party.you
    offered = case.hearing_offered and not parameters.value(SEPARATE, attempt.on)
    paper = parts.about(
        case,
        attempt,
        opening=f"本机关于{parts.day(case.filed_on)}对{you}涉嫌{parts.cause(case)}一案立案调查"
        f"（案件来源：{case.get_source_display()}），现已调查终结。",
        facts=f"经查，{parts.sentence(case.findings)}",
        evidence=evidence_lines(case),
        operative=parts.imposed(case, proposal).opening(you, "拟"),
        penalties=parts.worded(case, proposal),
        discretion=discretion(case, proposal),
        correction=correction(proposal),
        rights=rights(case, attempt),
        hearing=hearing_section(case, attempt) if offered else "",
        contact=contact(case),
        articles=articles(case),
    )
    return complete("prior_notice", paper)


def evidence_lines(case: Any) -> list[str]:
    """Each item with what it proves, as a decision lists them."""
    return [
        each["name"] + (f"，证明{parts.phrase(each['proves'])}" if each["proves"] else "")
        for each in parts.evidence(case)
    ]


def discretion(case: Any, proposal: Any) -> str:
    """裁量: circumstances, tier and reasons."""
    seen = f"本案裁量情节：{parts.sentence(case.circumstances)}" if case.circumstances else ""
    return f"{seen}依照行政处罚裁量基准，适用“{proposal.get_tier_display()}”处罚阶次，理由：{parts.sentence(proposal.reasons)}"


def correction(proposal: Any) -> str:
    return f"责令改正的内容：{parts.sentence(proposal.correction)}" if proposal.correction else ""


def rights(case: Any, attempt: Attempt) -> str:
    return (
        f"依据{law.PRIOR_NOTICE}、{law.DEFENCE.article}，{case.party.you}有权进行陈述和申辩。"
        f"请于收到本告知书之日起{parts.term(law.STATEMENT, attempt.on)}内提出；逾期视为放弃。"
    )


def hearing_section(case: Any, attempt: Attempt) -> str:
    return HEARD_SECTION.format(
        hearing=law.HEARING, you=case.party.you, days=parts.term(law.HEARING_REQUEST, attempt.on)
    )


def contact(case: Any) -> str:
    """Where and with whom the rights are used."""
    agency = case.dossier.agency
    where = f"陈述、申辩可以当面或者书面提出。地址：{agency.address}" if agency.address else ""
    return parts.sentence("；".join(filter(None, [where, parts.contact(case)])))


def articles(case: Any) -> list[str]:
    """附法律条文: the substance of what is applied."""
    done = parts.conduct(case)
    cited = {str(each): each for each in (*done.violated, *done.basis)}
    return [f"{name}：{each.says}" for name, each in cited.items() if each.says]


@builder("hearing_rights_notice")
def hearing_rights_notice(case: Any, attempt: Attempt) -> dict[str, Any] | None:
    """The right to a hearing on a paper of its own, where the office has it so (APL art. 63)."""
    if not (case.hearing_offered and parameters.value(SEPARATE, attempt.on)):
        return None
    you = case.party.you
    return parts.about(
        case,
        attempt,
        opening=f"{you}涉嫌{parts.cause(case)}一案，本机关已调查终结。",
        operative=parts.imposed(case, case.proposal).opening(you, "拟"),
        penalties=parts.worded(case, case.proposal),
        hearing=hearing_section(case, attempt),
        contact=parts.sentence(parts.contact(case)),
    )


@builder("statement_record")
def statement_record(case: Any, attempt: Attempt) -> dict[str, Any]:
    """What the party brings forward, in its own words (D27)."""
    statement = case.statements.filter(waiver=False).last()
    who = attempt.facts.get("place") or f"{case.dossier.agency.name}"
    return parts.base(
        case,
        attempt,
        cause=parts.alleged(case),
        fields=[
            [parts.field("当事人", case.party.name)],
            [parts.field("时间", moment_words(attempt.at)), parts.field("地点", who)],
            [parts.field("陈述申辩人", statement.speaker)],
            [parts.field("针对的文书", parts.named(case.notice()))],
        ],
        officers=parts.officers(case, attempt.on),
        opening="就上述文书告知的事实、理由、依据和拟作出的行政处罚，请陈述和申辩。你提出的事实、理由和证据，"
        "本机关将进行复核；不会因陈述、申辩而给予更重的处罚。",
        body=statement.content,
        evidence=statement.evidence,
        closing="以上笔录已交我核对（向我宣读），与我所述一致。",
        signers=[[{"label": "陈述申辩人（签名）"}], [{"label": "执法人员（签名）"}, {"label": "记录人（签名）"}]],
    )


@builder("waiver_of_rights")
def waiver_of_rights(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The party's own declaration that it will not use its rights (D27a)."""
    notice, you = case.notice(), "本人" if case.party.is_citizen else "本单位"
    both = "陈述、申辩权利和要求听证的权利" if case.hearing_offered else "陈述、申辩权利"
    waiver = case.statements.filter(waiver=True).last()
    return parts.base(
        case,
        attempt,
        to=case.dossier.agency.name,
        declarant=case.party.name,
        opening=f"{you}已于{parts.day(notice.served_on)}收到你机关送达的{parts.named(notice)}，对告知的拟作出行政处罚的"
        f"内容及事实、理由、依据，以及依法享有的{both}均已清楚。",
        declared=f"{you}自愿放弃{both}。",
        content=waiver.content,
        declared_by=waiver.speaker,
        declared_on=date_words(attempt.on),
    )


@builder("statement_review")
def statement_review(case: Any, attempt: Attempt) -> dict[str, Any]:
    """What became of the party's facts, reasons and evidence (APL art. 45; D28)."""
    statements = list(case.statements.filter(waiver=False))
    notice = case.notice()
    return parts.about(
        case,
        attempt,
        notice=parts.named(notice),
        served=parts.day(notice.served_on),
        statements=[
            {
                "speaker": each.speaker,
                "on": date_words(each.on),
                "content": each.content,
                "evidence": each.evidence,
            }
            for each in statements
        ],
        adopted=str(Adopted(attempt.facts["adopted"]).label),
        rule="不得因当事人陈述、申辩而给予更重的处罚（" + str(law.DEFENCE) + "）。",
        opinions=[
            parts.opinion("承办人\n复核意见", attempt.facts["opinion"], parts.names(case.officers), attempt.on),
            parts.opinion("承办机构\n负责人意见"),
        ],
    )
