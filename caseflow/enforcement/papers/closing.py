"""Closing and archive (D44, D53)."""

from typing import Any

from django.db.models import QuerySet

from caseflow.cases.models import Paper
from caseflow.procedure import Attempt

from .. import checklist, courses
from ..amounts import shown
from ..models.evidence import PreservedItem
from . import parts
from .context import builder

# 卷宗材料 in the order of Model A (reference 4.8); whatever is not named belongs to the last group.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("结案材料", ("closing_report", "closing_approval")),
    (
        "立案材料",
        (
            "tip_register",
            "check_assignment",
            "acceptance_record",
            "filing_report",
            "no_filing_approval",
            "tip_transfer_letter",
            "case_transfer",
        ),
    ),
    (
        "调查取证材料",
        (
            "inspection_record",
            "interview_record",
            "supervision_opinion",
            "preservation_decision",
            "preservation_disposal",
            "product_sampling_record",
            "other_sampling_record",
            "appraisal_commission",
            "item_list",
            "recusal_request",
            "recusal_decision",
            "suspension_decision",
            "resumption_decision",
        ),
    ),
    (
        "处罚材料",
        (
            "investigation_report",
            "panel_record",
            "approval_sheet",
            "legal_review_opinion",
            "prior_notice",
            "statement_record",
            "waiver_of_rights",
            "statement_review",
            "discussion_notice",
            "discussion_record",
            "penalty_decision",
            "no_penalty_decision",
            "withdrawal_decision",
            "termination_decision",
            "address_confirmation",
            "public_service_notice",
            "service_receipt",
            "instalment_approval",
            "instalment_notice",
            "demand",
            "enforcement_application",
        ),
    ),
    (
        "听证材料",
        (
            "hearing_rights_notice",
            "hearing_request_register",
            "hearing_notice",
            "hearing_postponement",
            "hearing_record",
            "hearing_termination_record",
            "hearing_opinion",
        ),
    ),
)
PLACE = {kind: group for group, (_name, kinds) in enumerate(GROUPS) for kind in kinds}
OUTSIDE = frozenset({"reporter_sheet", "reporter_reply"})  # in the sealed bag of the tip, never in the volume
DECIDED = ("penalty_decision", "no_penalty_decision", "withdrawal_decision", "termination_decision", "case_transfer")
EXECUTED = {
    "apply_to_court": "申请人民法院强制执行",
    "record_court_acceptance": "人民法院受理或者准予强制执行，{ruling_no}",
    "record_court_refusal": "人民法院不予受理或者不准予强制执行，{ruling_no}",
    "record_licence_action": "登记许可证件的处理：{issuer}，{document}",
}


@builder("closing_report")
def closing_report(case: Any, attempt: Attempt) -> dict[str, Any]:
    """What was decided, how it was performed, and on what ground the case is closed (D44)."""
    summary = str(attempt.facts.get("summary") or attempt.facts.get("reason") or "")
    reported = parts.opinion("承办人意见", "符合结案条件，建议结案。", parts.names(case.officers), attempt.on)
    return parts.about(
        case,
        attempt,
        **_outcome(case, attempt),
        summary=summary,
        opinions=[reported, parts.opinion("审核意见"), parts.opinion("负责人\n审批意见")],
    )


def _outcome(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The case from filing to performance, as report and approval state it."""
    replies = [parts.day(tip.replied_on) for tip in case.tips.all() if tip.replied_on]
    return {
        "source": str(case.get_source_display()),
        "filed_on": parts.day(case.filed_on),
        "decision": parts.named(decided(case)),
        "content": content(case),
        "performance": performance(case, attempt),
        "slips": [
            f"{each.slip_no}（{parts.day(each.paid_on)}，{parts.yuan(each.amount)}）" for each in case.payments.all()
        ],
        "goods": [
            f"{each.name}：{each.get_outcome_display()}（{parts.day(each.outcome_on)}）"
            for each in PreservedItem.objects.filter(preservation__case=case).exclude(outcome="")
        ],
        "replied": "；".join(filter(None, ["、".join(replies), courses.outcome(case, "reward")])),
        "publication": courses.outcome(case, "publication"),
        "closing": f"{case.closing} {case.get_closing_display()}",
    }


def decided(case: Any) -> Any:
    """The paper that ended the course of the case."""
    return case.dossier.papers.filter(kind__in=DECIDED).select_related("document").last()


def content(case: Any) -> str:
    decision = case.decisions.last()
    if decision is None:
        return str(case.get_closing_display())
    if decision.proposal is None:
        return f"{decision.get_kind_display()}。{parts.sentence(decision.reasons) if decision.reasons else ''}"
    return f"{parts.proposed(case, decision.proposal)}。"


def performance(case: Any, attempt: Attempt) -> list[str]:
    """Each sum owed with what was paid of it, and what court and issuer of the licence did."""
    found = [
        f"{line.item.kind.label}{shown(line.item.amount)}，已缴{shown(line.paid)}"
        + (f"；加处罚款{shown(line.surcharge)}，已缴{shown(line.surcharge_paid)}" if line.surcharge else "")
        for line in case.account(attempt.on).lines
    ]
    done = case.dossier.events.filter(transition__in=EXECUTED).order_by("seq")
    return found + [f"{parts.day(each.on)}{EXECUTED[each.transition].format(**each.data)}" for each in done]


@builder("closing_approval")
def closing_approval(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The head approves after the checklist of 3.5."""
    report = case.file_paper("closing_report")
    return parts.about(
        case,
        attempt,
        **_outcome(case, attempt),
        report=parts.named(report),
        checks=[
            {"ticked": not line.missing(case, attempt.on), "label": CHECKED[number]}
            for number, line in checklist.LINES.items()
        ],
        opinions=[
            parts.opinion("承办人意见", "建议结案。", parts.names(case.officers), report.event.on if report else None),
            parts.opinion("审核意见"),
            parts.opinion("负责人\n审批意见", attempt.facts.get("opinion") or "同意结案。", attempt.by, attempt.on),
        ],
    )


CHECKED = {
    1: "必备文书齐全并已送达",
    2: "登记保存、查封、扣押的物品已有最终处理",
    3: "各项期限已经办结",
    4: "罚没款已结清或者依法不再收缴",
    5: "处罚信息公示已办理或者不需公示",
    6: "举报人已答复，奖励已决定或者不涉及",
    7: "涉嫌犯罪移送已结束或者不涉及",
    8: "文书中没有受保护人的身份信息",
    9: "处分建议已送出或者不涉及",
    10: "许可证件的处理已执行或者不涉及",
}


# --- archive


@builder("archive_cover")
def archive_cover(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The cover of the volume (4.8)."""
    rows, decision = contents(case), decided(case)
    return _volume(
        case,
        title=f"{case.party.name}{parts.cause(case)}案",
        cover=[
            [parts.field("当事人", case.party.name)],
            [parts.field("决定书文号", decision.document.number if decision else "")],
            [parts.field("处理结果", content(case))],
            [parts.field("承办机构", parts.unit(case)), parts.field("承办人", parts.names(case.officers))],
            [parts.field("立案日期", parts.day(case.filed_on)), parts.field("结案日期", parts.day(closed_on(case)))],
            [parts.field("本卷件数", f"{len(rows)}件"), parts.field("本卷页数", _pages(case))],
            [parts.field("案卷编号", case.dossier.reference)],
        ],
        fonds="",
        catalogue="",
        volume="",
        file_number=attempt.facts.get("archive_no") or "",
        retention=attempt.facts["retention"],
    )


def _volume(case: Any, **more: Any) -> dict[str, Any]:
    """Cover and index bear no date of their own."""
    return {"agency": case.dossier.agency.for_paper(), **more}


def closed_on(case: Any) -> Any:
    return case.dossier.events.filter(transition="approve_closing").values_list("on", flat=True).last()


def volume(case: Any) -> QuerySet[Paper]:
    """The papers of the volume, those of its tips included."""
    dossiers = [case.dossier_id, *case.tips.values_list("dossier_id", flat=True)]
    return Paper.objects.filter(dossier__in=dossiers).exclude(kind__in=OUTSIDE).select_related("document")


def kept(case: Any) -> list[Paper]:
    """The papers of the volume in archive order."""
    papers = volume(case).select_related("event")
    return sorted(papers, key=lambda each: (PLACE.get(each.kind, len(GROUPS)), each.event.at, each.pk))


def contents(case: Any) -> list[dict[str, str]]:
    """卷内目录: the page on which each paper begins. A paper that could not be set and is void has none."""
    rows, page = [], 1
    for each in kept(case):
        document = each.document
        rows.append(
            {
                "number": document.number,
                "author": case.dossier.agency.name,
                "title": str(document.definition.title),
                "date": document.issued_on.isoformat(),
                "page": str(page) if document.pages else "",
                "remark": "作废" if document.status == "void" else "",
            }
        )
        page += document.pages
    return rows


def _pages(case: Any) -> str:
    return f"{sum(each.document.pages for each in volume(case))}页"


@builder("archive_index")
def archive_index(case: Any, attempt: Attempt) -> dict[str, Any]:
    """卷内目录, in the order of Model A (4.8)."""
    return _volume(case, contents=contents(case))


@builder("archive_note")
def archive_note(case: Any, attempt: Attempt) -> dict[str, Any]:
    """备考表: the state of the volume, and who made it up."""
    lines = [f"本卷共{volume(case).count()}件，{_pages(case)}，按结案、立案、调查取证、处罚、听证等顺序排列。"]
    if case.tips.exclude(reporter=None).exists():
        lines.append("举报人身份材料另装密封袋保存，启封须经负责人批准。")
    if case.protected.exists():
        lines.append("受保护人代称对照材料另装密封袋保存，启封须经负责人批准。")
    if attempt.facts.get("note"):
        lines.append(attempt.facts["note"])
    return parts.base(
        case,
        attempt,
        statement="\n".join(lines),
        filed_by=str(attempt.by),
        checked_by="",
        filed_on=parts.day(attempt.on),
    )
