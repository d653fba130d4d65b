"""Whose turn it is on a payment batch and on the funds of a year."""

from viewflow import this
from viewflow.workflow import flow

from caseflow.cases.work import CaseFlow, WorkItem, by_state

from .procedure.batch import BATCH, BUDGET


class BatchFlow(CaseFlow):
    procedure = BATCH
    process_title = BATCH.title

    start = flow.StartHandle(this.open_record).Next(this.route)
    route = by_state(BATCH)

    check_lines = WorkItem()
    sign_batch = WorkItem()
    pay_batch = WorkItem()
    hand_to_bank = WorkItem()
    await_bank = WorkItem()
    mend_returns = WorkItem()
    reconcile = WorkItem()

    closed = flow.End()


class BudgetFlow(CaseFlow):
    procedure = BUDGET
    process_title = BUDGET.title

    start = flow.StartHandle(this.open_record).Next(this.route)
    route = by_state(BUDGET)

    keep_funds = WorkItem()

    closed = flow.End()
