"""What goes into the papers of requests, referrals, emergencies and annual reviews."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases import parameters
from caseflow.procedure import Attempt
from documents.kinds import Series

from ..need_codes import (
    Channel,
    Confirmed,
    Ground,
    LineKind,
    Need,
    Outcome,
    Priority,
    Satisfaction,
    Signer,
)
from ..rules.priorities import PRIORITIES
from ..rules.review import Result
from . import parts
from .catalogue import _kind, _sheet
from .context import builder

NEEDS = (
    _sheet("ticket", "F-18", _("需求登记单")),
    _sheet("ticket_result", "F-18", _("需求办理单"), outgoing=True, copies=2),
    _kind("referral", "F-19", _("转介函"), Series.official("函"), "referral", seal=True, outgoing=True, copies=2),
    _sheet("annual_exit", "F-23", _("停发、转出审批表"), copies=3),
    _sheet("annual_review", "F-28", _("年审表"), copies=3),
    _sheet("emergency", "F-29", _("紧急事件处置单")),
)
QUOTES = {each.code: (str(each.name), each.quote) for each in PRIORITIES}
SIGNED = {
    Signer.PATIENT: "本人",
    Signer.RELATIVE: "近亲属",
    Signer.REPRESENTATIVE: "监护人、受托人，授权已登记",
    Signer.HOSPITAL: "医疗机构负责人批准",
}
DOCUMENT = "区委发〔2017〕40号"


def clock(moment: Any) -> str:
    """2026年3月2日 14:05"""
    local = timezone.localtime(moment)
    return f"{parts.day(local.date())} {local:%H:%M}"


def _head(ticket: Any) -> list[Any]:
    return [
        parts.row(parts.cell("编号", ticket.dossier.reference), parts.cell("村（社区）", ticket.household.village)),
        parts.row(parts.cell("家庭", parts.family(ticket.household)), parts.cell("谁提出", ticket.who)),
        parts.row(parts.cell("类别", Need(ticket.category).label), parts.cell("缓急", Priority(ticket.priority).label)),
    ]


@builder("support_ticket")
def ticket_sheet(ticket: Any, attempt: Attempt) -> dict[str, Any]:
    """F-18, as it is registered: the words of the family, as they were said."""
    rows = [
        *_head(ticket),
        parts.row(parts.cell("渠道", Channel(ticket.channel).label), parts.cell("时间", clock(ticket.heard_at))),
        parts.one("原话", ticket.words),
    ]
    return parts.base(ticket, attempt, rows=rows, opinions=[parts.opinion("登记人", "", attempt.by, attempt.on)])


def _line(each: Any) -> str:
    said = f"（{each.who}）" if each.who else ""
    return f"{clock(each.at)}　{each.called}{said}{f'：{each.text}' if each.text else ''}"


@builder("support_ticket_result")
def ticket_result(ticket: Any, attempt: Attempt) -> dict[str, Any]:
    """F-18, second part: what was done, what came of it, and what the family says to it."""
    lines = [_line(each) for each in ticket.lines.exclude(kind=LineKind.STEP)]
    satisfaction = Satisfaction(ticket.satisfaction).label if ticket.satisfaction else ""
    how = Confirmed(ticket.confirmed_how).label if ticket.confirmed_how else "没有联系上，下次走访时再问"
    rows = [
        *_head(ticket),
        parts.one("原话", ticket.words),
        parts.one("办理人", ticket.owner),
        parts.one("办理经过", "\n".join(lines)),
        parts.row(parts.cell("结果", Outcome(ticket.result).label), parts.cell("凭据", ticket.evidence)),
        parts.one("办成了什么", ticket.conclusion),
        *parts.told("还能提供的帮助", ticket.offer),
        parts.row(parts.cell("满意程度", satisfaction), parts.cell("怎样确认", how)),
    ]
    leader = [parts.opinion("分管领导", "同意办结。", ticket.agreed_by, ticket.agreed_on)] if ticket.agreed_on else []
    return parts.base(
        ticket,
        attempt,
        rows=rows,
        opinions=[parts.opinion("办理人", "", ticket.owner, attempt.on), *leader, parts.opinion("家庭成员")],
    )


@builder("support_referral")
def referral(ticket: Any, attempt: Attempt) -> dict[str, Any]:
    """F-19: what is asked, on what ground, the least that must be known; with a receipt to send back."""
    last = ticket.referral
    name, quote = QUOTES.get(last.basis, ("", ""))
    source = quote if "条例" in quote or "办法" in quote else f"{DOCUMENT}"
    grounds = {
        Ground.CONSENT: f"本函所告知的信息，已经本人单独同意（同意事项第F项，{parts.day(last.consent.on) if last.consent else ''}）。",
        Ground.DUTY: f"本函所告知的信息，依照法定职责提供：{last.ground_text}。",
        Ground.URGENT: f"本函所告知的信息，为保护人身安全紧急提供：{last.ground_text}。",
    }
    reply = f"请于{parts.day(last.reply_by)}以前" if last.reply_by else "请在收到本函后十个工作日内"
    disregard = parameters.value("support.allowance_not_income", attempt.on)
    body = [
        f"现将下列事项转介你单位，请予办理。编号：{ticket.dossier.reference}。",
        f"请求的事：{last.asked}",
        *([f"依据：“{name}”，{source}。"] if name else []),
        "；".join(f"{label}：{value}" for label, value in last.told()) + "。",
        grounds[Ground(last.ground)],
        "以上信息只用于办理本事项；办结、未接或者本函撤回以后，请即停止使用，并予删除或者封存。",
        *(["该家庭领取的扶助补助，按规定不计入家庭收入。"] if disregard else []),
        f"{reply}，将回执退回本局。联系人：{ticket.owner}，电话：{_phone(ticket)}。",
    ]
    return parts.base(ticket, attempt, to=last.organ, title="关于转介帮扶事项的函", body=body)


def _phone(ticket: Any) -> str:
    village = ticket.household.village
    phones = [getattr(ticket.owner, "phone", ""), village.phone, village.parent.phone, ticket.dossier.agency.phone]
    return next(filter(None, phones), "")


@builder("support_emergency")
def emergency(ticket: Any, attempt: Attempt) -> dict[str, Any] | None:
    """F-29, once the leader has looked at it: clock times, people, who signed what."""
    if not ticket.is_emergency:
        return None
    steps = [f"{_line(each)}{f'（{SIGNED[each.signer]}）' if each.signer else ''}" for each in ticket.steps]
    rows = [
        *_head(ticket),
        parts.row(parts.cell("接报时间", clock(ticket.heard_at)), parts.cell("渠道", Channel(ticket.channel).label)),
        parts.one("原话", ticket.words),
        parts.one("处置经过", "\n".join(steps)),
        parts.one("后续", ticket.conclusion),
    ]
    return parts.base(
        ticket,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("处置人", "", ticket.owner, attempt.on),
            parts.opinion("乡镇、街道\n分管领导", attempt.facts.get("opinion", ""), attempt.by, attempt.on),
        ],
    )


def _of_member(found: Any) -> list[Any]:
    changes = found.text or "没有"
    return [
        parts.row(parts.cell("本人", found.member.addressed), parts.cell("结果", Result(found.result).label)),
        parts.row(
            parts.cell("核对", f"{parts.day(found.seen_on)}，{Channel(found.way).label}"),
            parts.cell("核对人", found.by),
        ),
        parts.one("理由", "\n".join(found.reasons) or "情况没有变化"),
        parts.one("本人的话、需要", changes),
    ]


@builder("support_annual_review")
def review_sheet(review: Any, attempt: Attempt) -> dict[str, Any]:
    """F-28: what was found about each member, and what follows, in the neutral words of letters."""
    findings = list(review.findings.select_related("member", "by"))
    rows = [
        parts.row(parts.cell("编号", review.dossier.reference), parts.cell("年度", f"{review.year}年")),
        parts.row(
            parts.cell("家庭", parts.family(review.household)), parts.cell("村（社区）", review.household.village)
        ),
        *(row for each in findings for row in _of_member(each)),
    ]
    first = findings[0] if findings else None
    return parts.base(
        review,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("家庭成员"),
            parts.opinion("村（社区）", "情况属实。", first and first.by, first and first.seen_on),
            parts.opinion("乡镇、街道", review.township_opinion, review.township_by, review.township_on),
            parts.opinion("县级", attempt.facts.get("opinion", ""), attempt.by, attempt.on),
        ],
    )


@builder("support_annual_exit")
def exit_sheet(review: Any, attempt: Attempt) -> dict[str, Any]:
    """F-23: whose month is the last one, why, how the person was told, and what the person said."""
    leaving = review.leaving()
    rows = [
        parts.row(parts.cell("编号", review.dossier.reference), parts.cell("年度", f"{review.year}年")),
        *(
            row
            for each in leaving
            for row in (
                parts.row(
                    parts.cell("本人", each.member.addressed),
                    parts.cell("计至", _last_month(each, attempt)),
                ),
                parts.one("理由", "\n".join(each.reasons)),
            )
        ),
        parts.row(parts.cell("说明日期", parts.day(review.told_on)), parts.cell("怎样说明", review.told_how)),
        parts.one("本人意见", review.statement),
        parts.one("此前的款项", "此前发放的款项不受影响；需要核对发放月份的，另行商量。"),
    ]
    return parts.base(
        review,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("乡镇、街道", review.township_opinion, review.township_by, review.township_on),
            parts.opinion("县级", review.county_opinion, review.county_by, review.county_on),
            parts.opinion("局分管领导\n意见", attempt.facts.get("opinion", ""), attempt.by, attempt.on),
        ],
    )


def _last_month(found: Any, attempt: Attempt) -> str:
    day = found.event_on or attempt.on
    return f"{day.year}年{day.month}月"
