"""The papers of service: receipt, confirmation of the address, public notice (D38–D40)."""

from typing import Any

from caseflow.cases import parameters
from caseflow.procedure import Attempt
from documents.wording import moment_words, number_words, period_words

from ..codes import ServiceMethod
from . import parts
from .context import builder

SUMMARISED = (
    "body",
    "operative",
    "penalties",
    "unperformed",
    "obligations",
    "demanded",
    "rights",
    "hearing",
    "payment",
    "remedies",
)

TOLD = [
    "一、为便于当事人及时收到行政处罚文书，保证程序顺利进行，当事人应当如实提供确切的送达地址。",
    "二、提供的地址不准确、变更后未及时告知，导致文书未能被实际接收的，文书退回之日或者送达人在送达回执上记明情况之日视为送达之日。",
    "三、经受送达人同意，可以采用能够确认其收悉的电子方式送达，以送达信息到达受送达人特定系统的日期为送达日期；需要纸质文书的，本机关应当提供。",
    "四、确认的送达地址适用于本案的各个阶段，包括催告和申请人民法院强制执行。",
]


@builder("service_receipt")
def service_receipt(case: Any, attempt: Attempt) -> dict[str, Any]:
    """One attempt to serve papers, and when they count as served (2.5)."""
    service = case.services.last()
    servers = [each for each in (service.server1, service.server2) if each]
    return parts.base(
        case,
        attempt,
        cause=parts.alleged(case),
        recipient=service.recipient,
        papers=[
            {
                "title": str(each.document.definition.title),
                "number": each.document.number,
                "copies": "1份",
            }
            for each in service.papers.select_related("document")
        ],
        methods=parts.choices(ServiceMethod, service.method),
        place=service.place or case.party.service_address or case.party.address,
        at=moment_words(service.at) if service.served_on else "",
        served_on=parts.day(service.served_on) or "未送达",
        receiver=service.receiver,
        relation=service.relation,
        refusal=service.refusal,
        witness=service.witness,
        servers=parts.officers(case, attempt.on, servers),
        tracking=service.tracking_no,
    )


@builder("address_confirmation")
def address_confirmation(case: Any, attempt: Attempt) -> dict[str, Any]:
    """Where papers reach the party, confirmed by itself (D39)."""
    party = case.party
    return parts.about(
        case,
        attempt,
        told=TOLD,
        recipient=party.name,
        address=party.service_address,
        phone=party.service_phone,
        email=party.service_email,
        electronic=parts.boxes(
            ["同意电子送达", "不同意电子送达"], ["同意电子送达" if party.accepts_electronic else "不同意电子送达"]
        ),
        confirmed="我已阅读并听明白本确认书的告知事项，提供的上述送达地址真实、有效。",
        officers=parts.officers(case, attempt.on),
    )


@builder("public_service_notice")
def public_service_notice(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The notice by which papers count as served after thirty days (CPL art. 95; D40)."""
    service, agency = case.services.last(), case.dossier.agency
    papers = list(service.papers.select_related("document"))
    days = period_words(int(parameters.value("enforcement.public_notice_days", attempt.on)), "calendar_days")
    return parts.base(
        case,
        attempt,
        body=f"{case.party.name}：本机关依法作出{'、'.join(parts.named(each) for each in papers)}，因"
        f"{parts.phrase(service.refusal)}，现公告送达。请到{agency.address}领取。自本公告发出之日起，经过{days}，即视为送达。",
        summaries=[
            {"title": f"《{each.document.definition.title}》主要内容", "lines": summary(each.document.content)}
            for each in papers
        ],
        announced_where=service.announced_where,
        contact=parts.sentence(parts.contact(case)),
    )


def summary(paper: dict[str, Any]) -> list[str]:
    """The main content of a paper, taken from what it says itself."""
    lines: list[str] = []
    for key in SUMMARISED:
        said = paper.get(key) or ""
        if isinstance(said, list):
            lines.append((lines.pop() if lines else "") + "；".join(_numbered(said)))
        elif said:
            lines.append(said)
    return lines


def _numbered(texts: list[str]) -> list[str]:
    """一、警告; 二、罚款…"""
    return [f"{number_words(place)}、{text}" for place, text in enumerate(texts, 1)]
