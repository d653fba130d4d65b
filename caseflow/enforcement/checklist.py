"""What a case must have before it is closed (reference 3.5, 3.6): one line for each point of the checklist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Duty
from caseflow.procedure.limits import limit as known
from caseflow.vault import keeping

from .codes import Closing
from .courses import pending

AFTER_CLOSING = {"DL-49", "DL-50"}
UNPAID_BUT_CLOSED = {Closing.CL2, Closing.CL3, Closing.CL8, Closing.CL9}

FILED = ("acceptance_record", "filing_report")
INVESTIGATED = (*FILED, "investigation_report", "panel_record")
NOTIFIED = (*INVESTIGATED, "legal_review_opinion", "approval_sheet", "prior_notice")
HEARD = ("hearing_request_register", "hearing_notice", "hearing_record", "hearing_opinion")


@dataclass(frozen=True)
class Line:
    """A point of the checklist; ``missing`` answers with what is missing, or with an empty string."""

    code: str
    sentence: Any
    missing: Callable[[Any, date], str]
    mend: str = ""


def required_papers(case: Any) -> tuple[str, ...]:
    """The kinds of paper that the path of the case demands (3.6)."""
    decision = case.decisions.last()
    if case.closing == Closing.CL6:
        return (*FILED, "case_transfer")
    if case.closing == Closing.CL7:
        return (*FILED, "termination_decision")
    if decision is None or decision.kind == "withdrawal":
        return FILED
    if decision.kind == "no_penalty":
        return (*INVESTIGATED, "no_penalty_decision")
    needed: tuple[str, ...] = (*NOTIFIED, "penalty_decision")
    if case.was_heard:
        needed += HEARD
    if decision.resolved_together:
        needed += ("discussion_record",)
    if case.dossier.events.filter(transition="apply_to_court").exists():
        needed += ("demand", "enforcement_application")
    return needed


def _papers(case: Any, on: date) -> str:
    from documents.kinds import kind

    papers = list(case.dossier.papers.select_related("document"))
    held = {each.kind for each in papers}
    missing = [str(kind(name).title) for name in required_papers(case) if name not in held]
    must_serve = {"prior_notice", "penalty_decision", "no_penalty_decision", "withdrawal_decision"}
    last = {each.kind: each for each in papers if each.kind in must_serve}
    unserved = [str(kind(each.kind).title) for each in last.values() if each.served_on is None]
    parts = []
    if missing:
        parts.append(_("缺少文书：%(papers)s。") % {"papers": _("、").join(missing)})
    if unserved:
        parts.append(_("没有送达：%(papers)s。") % {"papers": _("、").join(unserved)})
    return "".join(parts)


def _goods(case: Any, on: date) -> str:
    left = [each.name for each in case.undecided_goods()]
    return _("登记保存的物品没有最终处理：%(items)s。") % {"items": _("、").join(left)} if left else ""


def _deadlines(case: Any, on: date) -> str:
    codes = case.dossier.deadlines.running().values_list("code", flat=True).distinct()
    duties = [known(code) for code in codes if code not in AFTER_CLOSING]
    open_ = [str(limit.name) for limit in duties if limit.duty == Duty.AGENCY_DUTY]
    return _("仍在计算的期限：%(limits)s。") % {"limits": _("、").join(open_)} if open_ else ""


def _money(case: Any, on: date) -> str:
    if case.closing in UNPAID_BUT_CLOSED:
        return ""
    account = case.account(on)
    return "" if account.settled else _("罚没款没有结清。")


def _reporter(case: Any, on: date) -> str:
    waiting = [
        str(tip) for tip in case.tips.select_related("reporter", "dossier") if tip.answerable and not tip.replied_on
    ]
    if waiting:
        return _("实名举报人没有答复：%(tips)s。") % {"tips": _("、").join(waiting)}
    return pending(case, "reward")


def _redaction(case: Any, on: date) -> str:
    protected = [each for each in case.protected.all() if each.identity]
    if not protected:
        return ""
    papers = list(case.dossier.papers.select_related("document"))
    texts = [each.document.context for each in papers]
    named = [keeping.occurs(person, "identity", texts) for person in protected]
    leaking = [paper for paper, *found in zip(papers, *named, strict=True) if any(found)]
    return (
        _("文书中出现了受保护人的身份信息：%(papers)s。")
        % {"papers": _("、").join(each.document.number or each.kind for each in leaking)}
        if leaking
        else ""
    )


def _licence(case: Any, on: date) -> str:
    decision = case.decision
    if decision is None or decision.proposal is None or not decision.proposal.licence:
        return ""
    done = case.dossier.events.filter(transition="record_licence_action").exists()
    return "" if done else _("许可证件的处理没有执行登记。")


def _course(what: str) -> Callable[[Any, date], str]:
    return lambda case, on: pending(case, what)


LINES = {
    1: Line("papers_complete", lazy("必备文书不齐全或者没有送达。"), _papers, "papers"),
    2: Line("goods_disposed", lazy("登记保存、查封、扣押的物品没有最终处理。"), _goods, "evidence"),
    3: Line("deadlines_stopped", lazy("还有没有办结的期限。"), _deadlines, "deadlines"),
    4: Line("money_settled", lazy("罚没款没有结清。"), _money, "money"),
    5: Line("publication_correct", lazy("处罚信息公示没有办理。"), _course("publication"), "courses"),
    6: Line("reporter_answered", lazy("实名举报人没有答复。"), _reporter, "reporter"),
    7: Line("referral_final", lazy("涉嫌犯罪移送没有结束。"), _course("crime"), "courses"),
    8: Line("protected_unnamed", lazy("文书中出现了受保护人的身份信息。"), _redaction, "papers"),
    9: Line("disposition_sent", lazy("处分建议没有送出。"), _course("disposition"), "courses"),
    10: Line("licence_executed", lazy("许可证件的处理没有执行登记。"), _licence, "papers"),
}
