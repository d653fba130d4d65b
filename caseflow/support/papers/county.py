"""What goes into the papers of the county: the approval sheet, the decisions, the roster, the revocation."""

from typing import Any

from caseflow.procedure import Attempt

from ..codes import QUESTIONS, REASONS, Benefit
from ..shares import document_of
from . import parts
from .context import builder

LEVELS = {"province": "省级", "city": "市级", "district": "区级"}
SHOWN = {code: str(label) for (question, label) in QUESTIONS for code in [REASONS[question]]}


def _split(decision: Any) -> str:
    return "，".join(f"{LEVELS.get(level, level)}{amount}元" for level, amount in decision.split.items())


def _month(day: Any) -> str:
    return f"{day.year}年{day.month}月" if day else ""


@builder("support_approval")
def approval(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-10: three signatures, the facts they rest on, and the version of the policy."""
    decision, vote, review = application.decision, application.vote, application.review
    rows = [
        parts.row(
            parts.cell("申请编号", application.dossier.reference), parts.cell("申请人", application.applicant.name)
        ),
        parts.row(
            parts.cell("事项", Benefit(application.benefit).label),
            parts.cell("村（社区）", application.household.village),
        ),
        parts.one(
            "评议", f"同意{vote.in_favour}票，反对{vote.against}票，弃权{vote.abstained}票" if vote else "本事项不评议"
        ),
        parts.one("乡镇意见", review.opinion if review else ""),
        parts.row(
            parts.cell("结果", "准予" if decision.grants else "不予"),
            parts.cell("起始月份", _month(decision.start_month)),
        ),
        parts.one("金额", parts.yuan(decision.amount)),
        *parts.told("分级负担", _split(decision)),
        parts.one("政策依据", decision.policy),
        *parts.told("理由", decision.explanation),
        *parts.told("与核查结论不同的理由", decision.deviation),
    ]
    return parts.base(
        application,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion(
                "经办人意见",
                "建议准予。" if decision.grants else "建议不予。",
                decision.proposed_by,
                decision.proposed_on,
            ),
            parts.opinion("科室负责人\n意见", "同意。", decision.endorsed_by, decision.endorsed_on),
            parts.opinion("局分管领导\n意见", attempt.facts.get("opinion", ""), attempt.by, attempt.on),
        ],
    )


def _letter(application: Any, attempt: Attempt, body: list[str]) -> dict[str, Any]:
    return parts.base(application, attempt, to=parts.addressed(application.applicant), body=["您好！", *body])


@builder("support_grant")
def grant(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-10 to the family: what, how much, from when, where it is paid."""
    decision = application.decision
    what = str(Benefit(application.benefit).label)
    account = application.applicant.accounts.filter(ended_on=None).last()
    paid = f"，发至您尾号{account.last4}的账户" if account else "；收款账户请告诉村专干，由他（她）代为登记"
    monthly = f"自{_month(decision.start_month)}起按月发放" if decision.start_month else "按规定发放"
    amount = f"，每月{parts.yuan(decision.amount)}" if decision.amount and decision.start_month else ""
    amount = amount or (f"，{parts.yuan(decision.amount)}" if decision.amount else "")
    body = [
        f"您申请的“{what}”事项，经审核符合规定，{monthly}{amount}{paid}。",
        f"政策依据：{document_of(decision.policy)}。",
        parts.remedies(application.dossier.agency),
        parts.asks(application),
    ]
    return _letter(application, attempt, body)


@builder("support_refusal")
def refusal(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-10 to the family: which rule, why, and that one may apply again."""
    decision = application.decision
    which = "、".join(f"“{SHOWN[code]}”" for code in decision.reasons if code in SHOWN) or "有关"
    body = [
        f"经核查，您目前暂不符合“{Benefit(application.benefit).label}”规定中{which}一条，原因是：{decision.explanation}",
        "如情况变化可随时再申请。",
        parts.remedies(application.dossier.agency),
        parts.asks(application),
    ]
    return _letter(application, attempt, body)


@builder("support_roster")
def roster(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-20 for filing: the number masked, the amount in figures and capitals."""
    decision, member = application.decision, application.applicant
    return parts.base(
        application,
        attempt,
        to=attempt.facts["sent_to"],
        opening=f"现将{application.household.village.parent}关怀帮扶项目名册报请备案。",
        heads=["序号", "姓名", "性别", "证件号码", "村（社区）、事项", "金额（元）、起始月份"],
        rows=[
            [
                "1",
                member.name,
                member.get_sex_display(),
                f"**************{member.id_last4}" if member.id_last4 else "",
                f"{application.household.village} {Benefit(application.benefit).label}",
                " ".join(
                    filter(
                        None, (f"{decision.amount:.2f}" if decision.amount else "按标准", _month(decision.start_month))
                    )
                ),
            ]
        ],
        total=parts.yuan(decision.amount),
        maker=str(decision.proposed_by),
        checker=str(decision.endorsed_by),
        leader=str(decision.decided_by),
    )


@builder("support_hearing")
def hearing(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-23: before anything is taken away, the person is heard."""
    body = [
        f"关于您的“{Benefit(application.benefit).label}”（{application.dossier.reference}），我们看到新的情况：",
        *parts.lines(attempt.facts["facts"]),
        "我们拟撤销原来的决定。请在收到本告知的次日起五个工作日内告诉我们您的意见，电话、口头、书面都可以，村专干可以代为记录。",
        "在听到您的意见或者期满以前，我们不作决定。",
        parts.asks(application),
    ]
    return _letter(application, attempt, body)


@builder("support_revocation")
def revocation(application: Any, attempt: Attempt) -> dict[str, Any]:
    """F-23: why, what the person said to it, and the remedies."""
    body = [
        f"关于您的“{Benefit(application.benefit).label}”（{application.dossier.reference}），我们撤销原来的决定。",
        f"理由：{attempt.facts['reason']}",
        f"您的意见：{application.heard}" if application.heard else "期满没有收到您的意见。",
        "已经发放的款项需要核对发放月份的，另行与您商量，不影响您提出意见。",
        parts.remedies(application.dossier.agency),
        parts.asks(application),
    ]
    return _letter(application, attempt, body)
