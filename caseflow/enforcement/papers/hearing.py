"""The papers of a hearing, from the request to the opinion of its host (D29a–D32)."""

from typing import Any

from django.utils import timezone

from caseflow.procedure import Attempt
from documents.wording import date_words, moment_words

from .. import law
from ..codes import Postponement
from . import parts
from .context import builder

ABSENT = "无正当理由不出席或者中途退出的，视为放弃听证权利。"


@builder("hearing_request_register")
def hearing_request_register(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The request with the last day on which it could be made (D29a)."""
    hearing, notice = case.hearing, case.notice()
    limit = case.dossier.deadlines.filter(code=law.HEARING_REQUEST.code).last()
    return parts.about(
        case,
        attempt,
        notice=parts.named(notice),
        served=parts.day(notice.served_on),
        last_day=parts.day(limit.legal_due if limit else None),
        requested_by=hearing.requested_by,
        requested_on=date_words(hearing.requested_on),
        way=hearing.way,
        grounds=hearing.grounds,
        checked=f"申请在{parts.term(law.HEARING_REQUEST, attempt.on)}的期限内提出（{law.HEARING_REQUESTED.law}第六十四条"
        "第一项），应当组织听证。",
        opinions=[parts.opinion("登记人", "已登记。", attempt.by, attempt.on), parts.opinion("承办机构\n负责人意见")],
    )


@builder("hearing_notice")
def hearing_notice(case: Any, attempt: Attempt) -> dict[str, Any]:
    """Time, place, host and the rights of the party in the hearing (APL art. 64)."""
    hearing, you = case.hearing, case.party.you
    panel = [("主持人", hearing.host), ("听证员", hearing.members), ("记录员", hearing.clerk)]
    people = "，".join(f"{label}{name}" for label, name in panel if name)
    return parts.about(
        case,
        attempt,
        body=f"应{you}要求，定于{moment_words(hearing.scheduled_at)}在{hearing.place}{way(hearing)}举行听证。{people}，"
        "均非本案调查人员；如认为有利害关系，可在听证前申请回避。可以亲自参加，也可以委托一至二名代理人。" + ABSENT,
        closed=f"不公开举行的理由：{parts.sentence(hearing.closed_reason)}" if not hearing.is_open else "",
        prepare="请携带身份证明参加；委托代理人的，应当提交授权委托书。请准备有关证据，通知证人出席作证。",
        contact=parts.sentence(parts.contact(case)),
    )


def way(hearing: Any) -> str:
    return "公开" if hearing.is_open else "不公开"


@builder("hearing_postponement")
def hearing_postponement(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The hearing is put off, and to which day (D30a)."""
    hearing, you = case.hearing, case.party.you
    earlier = case.dossier.papers.filter(kind__in=["hearing_notice", "hearing_postponement"]).last()
    ground = Postponement(attempt.facts["ground"]).label
    return parts.about(
        case,
        attempt,
        body=f"本机关{parts.named(earlier)}通知{you}的听证，因{ground}（{parts.phrase(attempt.facts['reason'])}），"
        f"决定延期举行。现定于{moment_words(hearing.scheduled_at)}在{hearing.place}{way(hearing)}举行，"
        f"主持人{hearing.host}。其他事项仍按原通知办理。" + ABSENT,
        contact=parts.sentence(parts.contact(case)),
    )


@builder("hearing_record")
def hearing_record(case: Any, attempt: Attempt) -> dict[str, Any]:
    """What was said in the hearing; everybody present signs every page (D31)."""
    hearing = case.hearing
    return parts.base(
        case,
        attempt,
        cause=parts.alleged(case),
        fields=[*_head(case, hearing), [parts.field("参加人", hearing.participants)]],
        opening=f"主持人核对参加人身份，宣布案由和听证纪律，告知当事人在听证中的权利和义务，询问是否申请回避。"
        f"本次听证依据{law.HEARING_HELD.law}第六十三条、第六十四条举行。",
        body=hearing.record,
        closing="以上笔录已交参加人核对（宣读），与听证情况一致。",
        signers=[
            [{"label": "当事人、代理人（签名）"}],
            [{"label": "主持人（签名）"}, {"label": "记录员（签名）"}],
            [{"label": "调查人员（签名）"}],
        ],
    )


def _head(case: Any, hearing: Any) -> list[list[dict[str, str]]]:
    when = moment_words(hearing.scheduled_at) if hearing.scheduled_at else ""
    return [
        [parts.field("当事人", case.party.name)],
        [parts.field("时间", when), parts.field("方式", f"{way(hearing)}举行")],
        [parts.field("地点", hearing.place)],
        [
            parts.field("主持人", hearing.host),
            parts.field("听证员", hearing.members),
            parts.field("记录员", hearing.clerk),
        ],
        [parts.field("调查人员", parts.names(case.officers))],
    ]


@builder("hearing_termination_record")
def hearing_termination_record(case: Any, attempt: Attempt) -> dict[str, Any]:
    """Why no hearing was held to its end (D31a)."""
    hearing = case.hearing
    return parts.base(
        case,
        attempt,
        cause=parts.alleged(case),
        fields=[[parts.field("申请人", hearing.requested_by)], *_head(case, hearing)],
        body=f"{case.party.you}于{date_words(hearing.requested_on)}要求听证。现因{parts.phrase(hearing.ended_how)}，"
        f"听证于{date_words(attempt.on)}终止。依据{law.HEARING_HELD.law}第六十四条，视为放弃听证权利的，"
        "本机关依法继续办理，不再组织听证。",
        signers=[
            [{"label": "当事人、代理人（签名）"}],
            [{"label": "主持人（签名）"}, {"label": "记录员（签名）"}],
        ],
    )


@builder("hearing_opinion")
def hearing_opinion(case: Any, attempt: Attempt) -> dict[str, Any]:
    """What the host makes of facts, evidence, law, discretion and procedure (D32)."""
    hearing, proposal = case.hearing, case.notified() or case.proposal
    return parts.about(
        case,
        attempt,
        held=date_words(hearing.held_on or timezone.localdate(hearing.scheduled_at)),
        place=hearing.place,
        way=f"{way(hearing)}举行",
        host=str(hearing.host or ""),
        members=hearing.members,
        clerk=hearing.clerk,
        participants=hearing.participants,
        notice=parts.named(case.notice()),
        proposed=parts.proposed(case, proposal),
        opinions=[
            parts.opinion("听证意见", hearing.opinion, hearing.host, attempt.on),
            parts.opinion("听证员意见"),
        ],
    )
