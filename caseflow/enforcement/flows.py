"""Whose turn it is on a tip and on a case. What may happen is in ``procedure``."""

from viewflow import this
from viewflow.workflow import flow

from caseflow.cases.work import CaseFlow, WorkItem, by_state

from .procedure import CASE, TIP


class TipFlow(CaseFlow):
    procedure = TIP
    process_title = TIP.title

    start = flow.StartHandle(this.open_record).Next(this.route)
    route = by_state(TIP)

    take_in_clue = WorkItem()
    assign_clue = WorkItem()
    decide_on_clue = WorkItem()

    closed = flow.End()


class EnforcementFlow(CaseFlow):
    procedure = CASE
    process_title = CASE.title

    start = flow.StartHandle(this.open_record).Next(this.route)
    route = by_state(CASE)

    decide_filing = WorkItem()
    begin_investigation = WorkItem()
    investigate = WorkItem()
    await_resumption = WorkItem()
    report_termination = WorkItem()
    hold_panel = WorkItem()
    propose_penalty = WorkItem()
    sign_notice = WorkItem()
    review_first = WorkItem()
    deliver_notice = WorkItem()
    hear_party = WorkItem()
    conduct_hearing = WorkItem()
    arrange_hearing = WorkItem()
    review_second = WorkItem()
    decide = WorkItem()
    discuss = WorkItem()
    deliver_decision = WorkItem()
    collect = WorkItem()
    collect_plan = WorkItem()
    demand_performance = WorkItem()
    sign_application = WorkItem()
    await_court = WorkItem()
    follow_court = WorkItem()
    sign_closing = WorkItem()
    file_away = WorkItem()
    decide_redo = WorkItem()

    closed = flow.End()
