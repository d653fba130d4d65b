"""Payment, demand, court, closing and what comes after (T36–T47)."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases import parameters
from caseflow.cases.calendar import long_day
from caseflow.procedure import Attempt, guard
from documents import issuing

from .. import checklist, ledger
from ..amounts import shown
from ..courses import pending
from ..procedure.words import CaseState


@guard(lazy("没有需要履行的款项。"))
def something_to_perform(case: Any, attempt: Attempt) -> bool:
    return case.owing


@guard(lazy("还有需要履行的款项。"))
def nothing_to_perform(case: Any, attempt: Attempt) -> bool:
    return not case.owing


@guard(lazy("分期、延期须在逾期以前申请。"), ref="R-24")
def before_default(case: Any, attempt: Attempt) -> bool:
    if case.state == CaseState.PERFORMING and not case.account(attempt.on).overdue:
        return True
    return bool(parameters.value("enforcement.plan_after_default", attempt.on))


@guard(
    lazy("分期计划须写明每期日期和金额，金额大于零，合计等于尚未缴纳的数额，日期在批准之后。"),
    ref="R-24",
    of_facts=True,
)
def plan_adds_up(case: Any, attempt: Attempt) -> bool | str:
    rows = attempt.facts.get("instalments") or []
    if not rows or any(row["amount"] <= 0 for row in rows):
        return False
    account = case.account(attempt.on)
    owed = sum((line.rest for line in account.lines), Decimal("0.00"))
    planned = sum((row["amount"] for row in rows), Decimal("0.00"))
    if planned != owed:
        return _("各期合计 %(planned)s，尚未缴纳 %(owed)s，两者须相等。") % {
            "planned": shown(planned),
            "owed": shown(owed),
        }
    days = [row["due_on"] for row in rows]
    if days != sorted(set(days)) or days[0] <= attempt.on:
        return _("各期日期须依次在批准日期之后，且不重复。")
    return True


@guard(lazy("须有书面申请和经济困难的证明。"), ref="R-24", of_facts=True)
def hardship_proved(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("proof"))


@guard(lazy("没有逾期未缴的款项。"))
def unpaid(case: Any, attempt: Attempt) -> bool:
    return case.account(attempt.on).overdue > 0


@guard(lazy("缴款日期不能晚于今天，也不能早于决定日期。"), ref="R-22", of_facts=True)
def paid_by_now(case: Any, attempt: Attempt) -> bool:
    day = attempt.facts.get("paid_on")
    decision = case.decisions.last()
    return day is None or (day <= attempt.on and (decision is None or decision.on <= day))


@guard(lazy("这张票据已经登记过。"), ref="R-22", of_facts=True)
def slip_new(case: Any, attempt: Attempt) -> bool:
    from ..models import Payment

    return not Payment.objects.filter(slip_no=attempt.facts["slip_no"]).exists()


@guard(lazy("缴款金额多于尚未缴纳的数额，请核对票据。"), ref="R-22", of_facts=True)
def not_overpaid(case: Any, attempt: Attempt) -> bool | str:
    day = attempt.facts.get("paid_on") or attempt.on
    rest = case.account(day).rest
    return 0 < attempt.facts["amount"] <= rest or _(
        "截至%(day)s尚未缴纳 %(rest)s，缴款金额须大于零，且不能多于此数。"
    ) % {
        "day": long_day(day),
        "rest": shown(rest),
    }


@guard(lazy("减免的数额不能多于已经产生的加处罚款。"), of_facts=True)
def waives_what_accrued(case: Any, attempt: Attempt) -> bool:
    return 0 < attempt.facts["amount"] <= case.account(attempt.on).surcharge


@guard(lazy("没有应当退还的款项，或者退还的数额过多。"), of_facts=True)
def refund_due(case: Any, attempt: Attempt) -> bool:
    return 0 < attempt.facts["amount"] <= case.account(attempt.on).refund


@guard(lazy("没有应当退还的款项。"), mend="money")
def something_to_refund(case: Any, attempt: Attempt) -> bool:
    return case.account(attempt.on).refund > 0


@guard(lazy("还没有制作催告书。"), mend="papers")
def demand_issued(case: Any, attempt: Attempt) -> bool:
    demand = case.file_paper("demand")
    return demand is not None and demand.served_on is None


@guard(lazy("催告书已经制作，等待送达。"), mend="papers")
def demand_not_issued(case: Any, attempt: Attempt) -> bool:
    demand = case.file_paper("demand")
    return demand is None or demand.served_on is not None


@guard(lazy("现在还不能申请人民法院强制执行。"), ref="A-13", mend="deadlines")
def court_may_be_asked(case: Any, attempt: Attempt) -> bool | str:
    return " ".join(sentence for _code, sentence in ledger.against_court_application(case, attempt.on)) or True


@guard(lazy("罚款、没收款和加处罚款没有全部缴清。"), mend="money")
def paid_in_full(case: Any, attempt: Attempt) -> bool | str:
    account = case.account(attempt.on)
    if account.rest:
        return _("还有 %(rest)s 没有缴清。") % {"rest": shown(account.rest)}
    return not account.refund or _("还有 %(sum)s 应当退还。") % {"sum": shown(account.refund)}


@guard(lazy("以法院受理或者终结执行结案的，须已经向法院申请；无法执行的，须写明依据。"), of_facts=True)
def court_cause_holds(case: Any, attempt: Attempt) -> bool:
    cause = attempt.facts.get("cause")
    asked = case.dossier.events.filter(transition="apply_to_court").exists()
    return cause == "CL9" or (cause in {"CL2", "CL3"} and asked and case.state in {CaseState.IN_COURT})


@guard(lazy("法院没有裁定不予受理或者不准予执行。"))
def court_refused(case: Any, attempt: Attempt) -> bool:
    return case.dossier.events.filter(transition="record_court_refusal").exists()


def _closing(number: int) -> Any:
    """One line of the closing checklist (3.5) as a guard."""
    line = checklist.LINES[number]

    def test(case: Any, attempt: Attempt) -> bool | str:
        return line.missing(case, attempt.on) or True

    test.__name__ = line.code
    return guard(line.sentence, ref=f"3.5({number})", mend=line.mend)(test)


CHECKLIST = tuple(_closing(number) for number in sorted(checklist.LINES))


@guard(lazy("须写明保管期限；卷内目录和备考表由系统生成。"), of_facts=True)
def index_complete(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("retention"))


@guard(lazy("还有文书正在排印，卷内目录的页号尚不能确定，请稍等片刻再归档。"), ref="4.8", mend="papers", by_itself=True)
def papers_rendered(case: Any, attempt: Attempt) -> bool | str:
    from ..papers.closing import volume

    waiting = [
        paper.document for paper in volume(case) if not paper.document.is_rendered and not paper.document.is_void
    ]
    if failing := issuing.failing(waiting):
        return _("%(papers)s排印失败，系统会再试；一直不成的，请告知系统管理员，或者把它登记作废以后再归档。") % {
            "papers": _("、").join(_("《%(title)s》") % {"title": each} for each in failing)
        }
    return not waiting


@guard(lazy("须写明复议决定、判决或者监督文书的名称和文号。"), of_facts=True)
def redo_document(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("document") and attempt.facts.get("ground"))


@guard(lazy("还有没有结束的复议、诉讼或者移送程序。"), mend="courses")
def courses_over(case: Any, attempt: Attempt) -> bool | str:
    return pending(case, "closing") or True


@guard(lazy("已缴的款项须先退还。"), mend="money")
def refunded(case: Any, attempt: Attempt) -> bool:
    return not case.account(attempt.on).refund


@guard(lazy("回复期限须在今天以后。"), of_facts=True)
def reply_ahead(case: Any, attempt: Attempt) -> bool:
    return attempt.facts["reply_by"] > attempt.on


@guard(lazy("没有等待回复的督办。"))
def supervised(case: Any, attempt: Attempt) -> bool:
    from .. import law

    return case.running(law.SUPERVISION_REPLY) is not None


@guard(lazy("本案没有经过听证，不需要报告。"))
def was_heard(case: Any, attempt: Attempt) -> bool:
    return case.was_heard
