"""Whose turn it is on a request and on a review. What may happen is in ``procedure``."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow

from caseflow.cases.work import CaseFlow, WorkItem, by_state, seen_in

from .procedure import REVIEW, TICKET


class OwnItem(WorkItem):
    """Work of whoever owns the request: it stands on that person's desk and on nobody else's."""

    def __set_name__(self, flow_class: Any, name: str) -> None:
        super().__set_name__(flow_class, name)
        self.Assign(_owner)


def _owner(activation: Any) -> Any:
    record: Any = seen_in(activation.process)
    return record.owner


class TicketFlow(CaseFlow):
    procedure = TICKET
    process_title = TICKET.title

    start = flow.StartHandle(this.open_record).Next(this.route)
    route = by_state(TICKET)

    assign_ticket = WorkItem()
    assign_in_county = WorkItem()
    assign_again = WorkItem()
    answer_family_in_village = OwnItem()
    answer_family_in_county = OwnItem()
    answer_family = OwnItem()
    solve_in_village = OwnItem()
    solve_in_county = OwnItem()
    solve = OwnItem()
    follow_referral_in_village = OwnItem()
    follow_referral_in_county = OwnItem()
    follow_referral = OwnItem()
    ask_family_in_village = OwnItem()
    ask_family_in_county = OwnItem()
    ask_family = OwnItem()
    ask_third_in_village = OwnItem()
    ask_third_in_county = OwnItem()
    ask_third = OwnItem()
    agree = WorkItem()
    confirm_with_family_in_village = OwnItem()
    confirm_with_family_in_county = OwnItem()
    confirm_with_family = OwnItem()

    closed = flow.End()


class ReviewFlow(CaseFlow):
    procedure = REVIEW
    process_title = REVIEW.title

    start = flow.StartHandle(this.open_record).Next(this.route)
    route = by_state(REVIEW)

    see_family = WorkItem()
    check_review = WorkItem()
    confirm_review = WorkItem()
    sign_exit = WorkItem()
    tell_family = WorkItem()

    closed = flow.End()
