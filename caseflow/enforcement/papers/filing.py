"""What goes into the papers from the tip to the filing of a case, and into those that may be issued at any time."""

from typing import Any

from caseflow.procedure import NOBODY, Attempt
from documents.wording import moment_words

from .. import law
from ..codes import Addressee, NotFiled, Source
from . import parts
from .context import builder

CONDITIONS = (
    "有明确的违法嫌疑人或者危害后果",
    "有来源可靠的事实依据",
    "属于卫生健康行政处罚的范围",
    "属于本机关管辖",
    "未超过行政处罚追责时效",
)


@builder("tip_register")
def tip_register(tip: Any, attempt: Attempt) -> dict[str, Any]:
    """D01 as it lies in the file: the reporter by code, never by name (7.2)."""
    return parts.base(
        tip,
        attempt,
        source=str(tip.get_source_display()),
        channel=str(tip.get_channel_display()),
        received=moment_words(tip.received_at),
        receiver=str(attempt.by or NOBODY[attempt.role]),
        reporter=_reporter(tip),
        **_reported(tip, attempt),
        urgent=parts.boxes(("一般", "紧急"), ["紧急" if tip.urgent else "一般"]),
    )


@builder("reporter_sheet")
def reporter_sheet(tip: Any, attempt: Attempt) -> dict[str, Any] | None:
    """The sealed sheet of D01: who the reporter is, is written on it by hand and nowhere in the database in clear."""
    if (
        tip.reporter is None or tip.from_public
    ):  # who wrote their name into the page themselves has it in the vault alone
        return None
    return parts.base(
        tip,
        attempt,
        code=tip.reporter.code,
        received=moment_words(tip.received_at),
        receiver=str(attempt.by),
        notice="身份信息由系统封存。本表所列姓名、证件号码、电话、地址由登记人手工填写，填写后装入密封袋，不入案卷正卷。",
    )


def _reporter(tip: Any) -> dict[str, Any]:
    wishes = ["实名" if tip.real_name else "匿名"]
    wishes += ["要求答复"] if tip.wants_reply else []
    wishes += ["要求奖励"] if tip.wants_reward else []
    code = tip.reporter.code if tip.reporter else ""
    return {"code": code, "wishes": parts.boxes(("实名", "匿名", "要求答复", "要求奖励"), wishes)}


def _reported(tip: Any, attempt: Attempt) -> dict[str, str]:
    """Whom and what the tip is about."""
    return {
        "about": tip.subject_name,
        "address": tip.about_address,
        "act": parts.act_named(tip.violation, attempt.on),
        "act_time": parts.period(tip.act_from, tip.act_to),
        "act_place": tip.act_place,
        "content": tip.summary,
        "duplicate_of": tip.duplicate_of.dossier.reference if tip.duplicate_of else "",
    }


@builder("check_assignment")
def check_assignment(tip: Any, attempt: Attempt) -> dict[str, Any]:
    """D01a: who is to check the clue, and by when."""
    limit = tip.dossier.deadlines.running().filter(code=law.VERIFY_CLUE.code).first()
    region = tip.dossier.agency.region_code
    return parts.base(
        tip,
        attempt,
        source=str(tip.get_source_display()),
        received=moment_words(tip.received_at),
        **_reported(tip, attempt),
        officers=[parts.officer(each, attempt.on, region) for each in attempt.facts["officers"]],
        note=attempt.facts.get("note", ""),
        due=parts.day(limit.legal_due) if limit else "",
        assigned_by=str(attempt.by),
    )


@builder("acceptance_record")
def acceptance_record(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D02: the case is accepted for handling."""
    tip = attempt.facts["tip"]
    first = tip.dossier.events.order_by("seq").select_related("actor").first()
    handlers = parts.names(each.user for each in tip.dossier.assignments.select_related("user"))
    handler = handlers or str((first and first.actor) or "")
    return parts.base(
        case,
        attempt,
        tip=tip.dossier.reference,
        sources=parts.choices(Source, case.source),
        party=parts.party(case),
        accepted=parts.day(case.accepted_on),
        summary=case.summary,
        act_time=parts.period(case.act_from, case.act_to),
        act_place=case.act_place,
        cause=parts.cause(case),
        designation=case.designation,
        opinions=[
            parts.opinion("经办人意见", "建议受理。", handler, attempt.on),
            parts.opinion("负责人意见", "同意受理。", attempt.by, attempt.on),
        ],
    )


@builder("filing_report")
def filing_report(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D03: the day on it is the day of filing, from which the ninety days run."""
    people = parts.officers(case, attempt.on)
    handlers = parts.names(case.officers)
    return parts.base(
        case,
        attempt,
        party=parts.party(case),
        cause=f"涉嫌{parts.cause(case)}",
        source=str(case.get_source_display()),
        accepted=parts.day(case.accepted_on),
        summary=case.summary,
        evidence=_first_evidence(case),
        violated=parts.violated(case),
        conditions=parts.boxes(CONDITIONS, CONDITIONS),
        officers=people,
        filed=parts.day(case.filed_on),
        opinions=[
            parts.opinion("经办人意见", f"依据{law.FILING}的规定，建议立案。", handlers, attempt.on),
            parts.opinion("科室负责人\n意见"),
            parts.opinion("主管负责人\n意见", f"同意立案，由{handlers}承办。", attempt.by, attempt.on),
        ],
    )


def _first_evidence(case: Any) -> str:
    tips = [f"线索登记材料（{tip.dossier.reference}）" for tip in case.tips.select_related("dossier")]
    return "；".join([*tips, *(each.name for each in case.evidence.all())])


@builder("no_filing_approval")
def no_filing_approval(record: Any, attempt: Attempt) -> dict[str, Any]:
    """D04: of a tip, or of a case that was accepted."""
    is_case = hasattr(record, "party")
    region = record.dossier.agency.region_code
    checked = [each.user for each in record.dossier.assignments.select_related("user")]
    return parts.base(
        record,
        attempt,
        name=record.party.name if is_case else record.subject_name,
        address=record.party.address if is_case else record.about_address,
        act=parts.act_named(record.violation, attempt.on),
        source=str(record.get_source_display()),
        received=parts.day(record.accepted_on) if is_case else moment_words(record.received_at),
        summary=record.summary,
        grounds=parts.choices(NotFiled, attempt.facts["ground"]),
        reason=parts.sentence(attempt.facts["reason"]),
        officers=[parts.officer(each, attempt.on, region) for each in checked],
        opinions=[
            parts.opinion("经办人意见", "建议不予立案。" if checked else "", parts.names(checked)),
            parts.opinion("科室负责人\n意见"),
            parts.opinion("负责人\n审批意见", "同意不予立案。", attempt.by, attempt.on),
        ],
    )


@builder("reporter_reply")
def reporter_reply(record: Any, attempt: Attempt) -> dict[str, Any] | None:
    """D46 in general terms, to the reporter by code; None where nobody can be answered."""
    tips = [record] if hasattr(record, "answerable") else list(record.tips.select_related("reporter", "dossier"))
    tips = [tip for tip in tips if tip.answerable]
    tips = [tip for tip in tips if tip.replied_on == attempt.on] or tips
    if not tips:
        return None
    days = "、".join(dict.fromkeys(parts.day(tip.dossier.opened_on) for tip in tips))
    agency = record.dossier.agency
    reward = "你提出的举报奖励要求，本机关将依照有关规定办理，并另行告知。"
    body = [
        f"你于{days}举报的事项，本机关已依法{_handled(record, attempt)}。",
        f"线索编号：{'、'.join(tip.dossier.reference for tip in tips)}。",
        *parts.lines(f"处理结果：{_result(attempt)}"),
        *([reward] if any(tip.wants_reward for tip in tips) else []),
        "你的身份信息依法保密。感谢你对卫生健康行政执法工作的监督和支持。",
        f"联系电话：{agency.phone}；联系地址：{agency.address}。",
    ]
    codes = "、".join(tip.reporter.code for tip in tips)
    note = "一式两份，一份交举报人，一份存档。"
    return parts.base(record, attempt, to=f"举报人（代号{codes}）", body=body, copies_note=note)


def _handled(record: Any, attempt: Attempt) -> str:
    """受理并立案 / 不予立案 / 移送…: the stage the matter has reached."""
    if body := attempt.facts.get("body"):
        return f"移送{body}"
    if getattr(record, "not_filed", "") or getattr(record, "result", ""):
        return "决定不予立案"
    if getattr(record, "filed_on", None):
        return "受理并立案"
    return "受理"


def _result(attempt: Attempt) -> str:
    facts = attempt.facts
    if facts.get("body"):
        return "该事项不属于本机关职权范围，请向接收机关了解办理情况。"
    if ground := facts.get("ground"):
        return f"经核查，{NotFiled(ground).label}，决定不予立案。"
    return parts.sentence(facts["result"])


@builder("tip_transfer_letter")
def tip_transfer_letter(tip: Any, attempt: Attempt) -> dict[str, Any]:
    """D20a, an official letter (函); who reported stays with us."""
    facts, agency = attempt.facts, tip.dossier.agency
    act = parts.act_named(tip.violation, attempt.on)
    place = f"（地址：{tip.about_address}）" if tip.about_address else ""
    handlers = parts.names(each.user for each in tip.dossier.assignments.select_related("user")) or str(attempt.by)
    body = parts.lines(
        f"{parts.day(tip.dossier.opened_on)}，我局收到反映{tip.subject_name}{place}涉嫌{act}的线索"
        f"（编号：{tip.dossier.reference}，来源：{tip.get_source_display()}），主要内容为：",
        parts.sentence(tip.summary),
        f"经核查，{parts.sentence(facts['reason'])}依据{law.JURISDICTION}的规定，该线索不属于我局管辖，"
        f"属于{Addressee(facts['addressee']).label}职权范围，现移送你单位依法处理。",
        "举报人身份信息依法保密，不随本函移送；确需联系举报人的，由我局转达。请将处理结果函告我局。",
        "专此函达。",
    )
    return parts.base(
        tip,
        attempt,
        title=parts.heading(f"{agency.name}关于移送", tip.subject_name, f"涉嫌{act}线索的函"),
        to=facts["body"],
        body=body,
        attachments=["线索核查材料"],
        note=f"联系人：{handlers}；联系电话：{agency.phone}",
    )


@builder("supervision_notice")
def supervision_notice(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D51: the matter is put under supervision, and a reply is due on a day."""
    facts, agency = attempt.facts, case.dossier.agency
    body = parts.lines(
        f"根据{facts['body']}的督办要求，现对{parts.matter(case)}予以督办。有关事项通知如下：",
        "一、督办事项",
        parts.sentence(facts["matter"]),
        "二、办理要求",
        parts.sentence(facts["requirement"]),
        "三、回复期限",
        f"请于{parts.day(facts['reply_by'])}前书面报告办理情况。逾期不报告或者办理不力的，依照有关规定处理。",
    )
    return parts.base(
        case,
        attempt,
        title=parts.heading(f"{agency.name}关于督办", case.party.name, f"涉嫌{parts.cause(case)}案的通知"),
        to=parts.unit(case) or "本案承办机构",
        body=body,
        note=f"案件编号：{case.dossier.reference}；联系电话：{agency.phone}",
        copies_to=facts["body"],
        issued_by=agency.name,
    )


@builder("supervision_reply")
def supervision_reply(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D51: what was done, to the body that supervises."""
    asked = case.dossier.events.filter(transition="supervise").order_by("seq").last()
    agency, facts = case.dossier.agency, asked.data
    notice = parts.named(case.file_paper("supervision_notice"))
    body = parts.lines(
        f"根据你单位{parts.day(asked.on)}的督办要求，我局以{notice}对{parts.matter(case)}进行了督办。"
        "现将办理情况函复如下：",
        f"督办事项：{parts.sentence(facts['matter'])}",
        f"办理情况：{parts.sentence(attempt.facts['reply'])}",
        "专此函复。",
    )
    return parts.base(
        case,
        attempt,
        title=parts.heading(f"{agency.name}关于", case.party.name, f"涉嫌{parts.cause(case)}案督办事项的复函"),
        to=facts["body"],
        body=body,
        note=parts.contact(case),
    )


CASE_LIMIT = f"{law.CASE_IN_TIME}的规定和《卫生健康行政处罚程序规定》的有关规定"
MATTERS = (
    "先行登记保存",
    "查封、扣押",
    "延期",
    "听证告知",
    "行政处罚",
    "案件移送",
    "申请法院强制执行",
)


@builder("approval_sheet")
def approval_sheet(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D24 for the move that asks for it: the box, what is proposed and who has approved."""
    ticked, other, text, opinions = REQUESTS[attempt.row.name](case, attempt)
    return parts.base(
        case,
        attempt,
        party=case.party.name,
        cause=f"涉嫌{parts.cause(case)}",
        matters=[*parts.boxes(MATTERS, ticked), {"label": f"其他：{other or '／'}", "ticked": bool(other)}],
        facts=case.findings or case.summary,
        evidence="；".join(each.name for each in case.evidence.filter(status="verified")),
        violated=parts.violated(case),
        basis=text["basis"],
        request=text["request"],
        officers=parts.officers(case, attempt.on),
        opinions=opinions,
    )


def _signed(case: Any, reviewed: Any = None, legal: Any = None, head: Any = None) -> list[dict[str, str]]:
    """The cells of D24 in their order; who has not signed leaves an empty one."""
    return [
        parts.opinion("承办人意见"),
        reviewed or parts.opinion("审核意见"),
        legal or parts.opinion("法制审核\n意见"),
        head or parts.opinion("负责人\n审批意见"),
    ]


def _extension(case: Any, attempt: Attempt) -> tuple[Any, ...]:
    limit, days = case.running(law.CASE), case.extension_of(law.CASE, attempt)
    again = attempt.row.name.endswith("again")
    request = (
        f"本案于{parts.day(case.filed_on)}立案，办案期限至{parts.day(limit.legal_due)}届满。"
        f"因{parts.phrase(attempt.facts['reason'])}，不能在期限内作出决定，拟{'再次' if again else ''}延长办案期限{days}日。"
    )
    approved = "经集体讨论，同意延期。" if again else "同意延期。"
    head = parts.opinion("负责人\n审批意见", approved, attempt.by, attempt.on)
    return ["延期"], "", {"basis": CASE_LIMIT, "request": request}, _signed(case, head=head)


def _preservation(case: Any, attempt: Attempt) -> tuple[Any, ...]:
    facts = attempt.facts
    kept = facts.get("preservation") or case.preservations.exclude(approved_at=None).order_by("approved_at").last()
    late = "（情况紧急，已当场实施，现补办批准手续）" if kept.done_at else ""
    request = (
        f"{parts.sentence(kept.reason)}拟对有关物品先行登记保存{late}。保存方式：{kept.get_keeping_display()}；"
        f"保存地点：{kept.place}；保管人：{kept.keeper}。"
    )
    head = parts.opinion("负责人\n审批意见", "同意先行登记保存。", attempt.by, attempt.on)
    return ["先行登记保存"], "", {"basis": f"{law.APL}第五十六条", "request": request}, _signed(case, head=head)


def _proposal(case: Any, attempt: Attempt) -> tuple[Any, ...]:
    reviewed = parts.opinion("审核意见", "拟同意，报法制审核。", attempt.by, attempt.on)
    return ["行政处罚"], "", _penalty(case), _signed(case, reviewed=reviewed)


def _penalty(case: Any) -> dict[str, str]:
    proposal = case.proposal
    reasons = f"裁量阶次：{proposal.get_tier_display()}。裁量理由：{parts.sentence(proposal.reasons)}"
    return {"basis": parts.applied(case), "request": f"拟{parts.proposed(case, proposal)}。\n{reasons}"}


def _notice(case: Any, attempt: Attempt) -> tuple[Any, ...]:
    proposal = case.proposal
    review = case.review_of(proposal, second=False)
    reviewed = parts.opinion("审核意见", "拟同意。", proposal.by, proposal.on)
    legal = review and parts.opinion("法制审核\n意见", review.opinion, review.by, review.on)
    head = parts.opinion("负责人\n审批意见", attempt.facts.get("opinion") or "同意。", attempt.by, attempt.on)
    ticked = ["听证告知"] if case.hearing_offered else []
    return ticked, "行政处罚事先告知", _penalty(case), _signed(case, reviewed, legal, head)


def _waiver(case: Any, attempt: Attempt) -> tuple[Any, ...]:
    amount = parts.money(attempt.facts["amount"])
    request = (
        f"{parts.sentence(attempt.facts['reason'])}"
        f"拟减免加处罚款人民币{amount['figures']}元（大写：{amount['words']}）。"
    )
    head = parts.opinion("负责人\n审批意见", "同意减免。", attempt.by, attempt.on)
    return [], "减免加处罚款", {"basis": f"{law.ACL}第四十二条", "request": request}, _signed(case, head=head)


def _reopening(case: Any, attempt: Attempt) -> tuple[Any, ...]:
    request = f"{case.get_redo_display()}（{attempt.facts['document']}）。{parts.sentence(attempt.facts['reason'])}拟重新办理本案。"
    head = parts.opinion("负责人\n审批意见", "同意重新办理。", attempt.by, attempt.on)
    return [], "重新办理", {"basis": attempt.facts["document"], "request": request}, _signed(case, head=head)


def _taking_up(case: Any, attempt: Attempt) -> tuple[Any, ...]:
    note = parts.sentence(attempt.facts["note"]) if attempt.facts.get("note") else ""
    request = f"本案因{case.get_redo_display()}重新办理，拟恢复调查，由{parts.names(case.officers)}承办。{note}"
    head = parts.opinion("负责人\n审批意见", "同意恢复办理。", attempt.by, attempt.on)
    return [], "恢复办理", {"basis": str(law.INVESTIGATION), "request": request}, _signed(case, head=head)


REQUESTS = {
    "extend_case_limit": _extension,
    "extend_case_limit_again": _extension,
    "approve_preservation": _preservation,
    "propose": _proposal,
    "approve_notice": _notice,
    "waive_surcharge": _waiver,
    "reopen": _reopening,
    "take_up_again": _taking_up,
}
