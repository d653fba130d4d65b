"""Instalments, demand and the application to the court (D41–D43)."""

from typing import Any

from caseflow.cases.limits import length_of
from caseflow.procedure import Attempt
from documents.wording import date_words, number_words

from .. import law, ledger
from ..money import Owed
from . import parts
from .context import builder
from .decision import collected, rate


def _decision(case: Any) -> Any:
    """The paper of the decision that is to be performed."""
    return case.file_paper("penalty_decision")


def _rows(case: Any) -> list[dict[str, Any]]:
    return [
        {"order": number, "due": date_words(each.due_on), "sum": parts.yuan(each.amount)}
        for number, each in enumerate(case.instalments.all(), 1)
    ]


@builder("instalment_approval")
def instalment_approval(case: Any, attempt: Attempt) -> dict[str, Any]:
    """What the party asked for, why, and who approves it (APL art. 66¶2)."""
    account, decision = case.account(attempt.on), _decision(case)
    return parts.about(
        case,
        attempt,
        decision=parts.named(decision),
        served=parts.day(decision.served_on),
        owed=[
            {"label": str(line.item.kind.label), "amount": parts.yuan(line.item.amount), "rest": parts.yuan(line.rest)}
            for line in account.lines
        ],
        reason=attempt.facts["reason"],
        proof=attempt.facts["proof"],
        rows=_rows(case),
        basis=str(law.INSTALMENTS),
        opinions=[
            parts.opinion("承办人意见", "", parts.names(case.officers)),
            parts.opinion("承办机构\n负责人意见"),
            parts.opinion("负责人\n审批意见", "同意按上述计划缴纳。", attempt.by, attempt.on),
        ],
    )


@builder("instalment_notice")
def instalment_notice(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The dates and sums of the plan, and what follows when one is missed (D41)."""
    rows, decision, you = _rows(case), _decision(case), case.party.you
    what = "罚没款" if case.money.filter(kind="confiscation", decision__annulled_on=None).exists() else "罚款"
    plan = f"分{'两' if len(rows) == 2 else number_words(len(rows))}期" if len(rows) > 1 else "延期"
    listed = "；".join(f"{each['due']}—{each['sum']}" for each in rows)
    return parts.about(
        case,
        attempt,
        opening=f"{you}以{parts.phrase(attempt.facts['reason'])}为由，对{parts.named(decision)}申请{plan}缴纳{what}。",
        body=f"经审查，同意{you}{plan}缴纳{decision.document.number}确定的{what}：{listed}。任何一期逾期未缴的，"
        "对该期未缴的罚款自逾期次日起依法加处罚款，本机关可以依法申请强制执行。",
        payment=f"请按期持缴款通知书到{collected(case.dossier.agency)}缴纳，或者通过电子支付系统缴纳。",
        basis=f"依据：{law.INSTALMENTS}。",
        contact=parts.sentence(parts.contact(case)),
    )


@builder("demand")
def demand(case: Any, attempt: Attempt) -> dict[str, Any]:
    """What is still owed, until when to perform, and the right to be heard (ACL art. 54; D42)."""
    decision, you = _decision(case), case.party.you
    return parts.about(
        case,
        attempt,
        unperformed=f"本机关于{parts.day(case.decision.on)}作出的{parts.named(decision)}已于{parts.day(decision.served_on)}送达，"
        f"{you}至今未履行下列义务：",
        obligations=obligations(case, attempt),
        demanded=f"依据{law.ACL}第五十四条，现予催告，请自收到本催告书之日起"
        f"{number_words(length_of(law.DEMAND, attempt.on))}个工作日内履行。对本催告有陈述、申辩的权利。逾期仍不履行的，"
        "本机关将依法申请人民法院强制执行。",
        payment=f"履行方式：持缴款通知书到{collected(case.dossier.agency)}缴纳，或者通过电子支付系统缴纳。",
        note=attempt.facts.get("note") or "",
        contact=parts.sentence(parts.contact(case)),
    )


def obligations(case: Any, attempt: Attempt) -> list[str]:
    """Fine, surcharge with rate and cap, confiscation: what is unpaid on the day."""
    found = []
    for line in case.account(attempt.on).lines:
        name = str(line.item.kind.label)
        if line.rest:
            found.append(f"{name}{parts.yuan(line.rest)}")
        if line.item.kind == Owed.FINE and (line.surcharge_rest or line.overdue):
            found.append(_surcharge(line, attempt))
    return found


def _surcharge(line: Any, attempt: Attempt) -> str:
    """加处罚款, accrued to the day, with the standard (ACL art. 45¶1) and the cap."""
    accrued = f"加处罚款{parts.yuan(line.surcharge_rest)}（截至{date_words(attempt.on)}）"
    if line.capped_on:
        return f"{accrued}，已达到罚款本数的上限，不再计算"
    return f"{accrued}，此后至缴清之日止，每日按罚款数额的{rate(attempt)}继续加处，加处罚款的数额不超出罚款的数额"


@builder("enforcement_application")
def enforcement_application(case: Any, attempt: Attempt) -> dict[str, Any]:
    """The court is asked to enforce: request, facts, demand, time limit and papers (ACL art. 53–55; D43)."""
    decision, demanded, agency = _decision(case), case.file_paper("demand"), case.dossier.agency
    window = ledger.enforcement_window(case, decision.served_on)
    return parts.base(
        case,
        attempt,
        court=attempt.facts.get("court") or agency.court,
        applicant=[
            parts.field("法定代表人", agency.head),
            parts.field("地　　址", agency.address),
            parts.field("联系电话", agency.phone),
        ],
        respondent_name=case.party.name,
        respondent=_described(parts.party(case)),
        requested=f"强制执行{parts.named(decision)}确定的下列义务：",
        obligations=obligations(case, attempt),
        request=parts.sentence(attempt.facts["request"]) if attempt.facts.get("request") else "",
        facts=_performed(case, decision),
        demanded=f"申请人于{parts.day(demanded.served_on)}向被申请人送达{parts.named(demanded)}，催告其在"
        f"{number_words(length_of(law.DEMAND, attempt.on))}个工作日内履行；被申请人至今仍未履行。",
        counted=[f"{step.label}：{step.value}" for step in window.steps],
        basis=f"依据{law.ACL}第五十三条、第五十四条、第五十五条，特申请贵院强制执行。",
        enclosed=enclosed(case, decision, demanded),
    )


def _described(party: dict[str, Any]) -> list[dict[str, str]]:
    person = party["type"] == "person"
    rows = [
        parts.field("公民身份号码" if person else "统一社会信用代码", party["id_number"]),
        parts.field("住　　址" if person else "住　　所", party["address"]),
        parts.field("联系电话", party["phone"]),
    ]
    return rows if person else [*rows, parts.field("法定代表人（负责人）", party["representative"])]


def _performed(case: Any, decision: Any) -> str:
    """The decision, its service, and that neither remedy nor performance followed."""
    return (
        f"被申请人{case.party.name}{parts.conduct(case).phrase}，违反了{parts.violated(case)}。申请人于"
        f"{parts.day(case.decision.on)}依据{parts.applied(case)}作出{parts.named(decision)}，并于"
        f"{parts.day(decision.served_on)}依法送达。决定内容：{parts.proposed(case, case.decision.proposal)}。"
        "被申请人在法定期限内未申请行政复议、未提起行政诉讼，也未履行上述决定确定的义务。"
    )


def enclosed(case: Any, decision: Any, demanded: Any) -> list[str]:
    """The papers of ACL art. 55."""
    opinions = [
        parts.named(case.file_paper(kind))
        for kind in ("statement_record", "waiver_of_rights", "hearing_record")
        if case.file_paper(kind)
    ]
    return [
        "强制执行申请书",
        f"行政决定书及作出决定的事实、理由和依据：{parts.named(decision)}",
        f"当事人的意见及行政机关催告情况：{'、'.join([*opinions, parts.named(demanded), '送达回执'])}",
        "申请强制执行标的情况：应缴款项和已缴款项明细",
        "法律、行政法规规定的其他材料：组织机构代码、法定代表人身份证明、授权委托书、证据材料",
    ]
