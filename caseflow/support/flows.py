"""Whose turn it is on a family's file and on an application. What may happen is in ``procedure``."""

from viewflow import this
from viewflow.workflow import flow

from caseflow.cases.work import CaseFlow, WorkItem, by_state

from .procedure import APPLICATION, FAMILY


class FamilyFlow(CaseFlow):
    procedure = FAMILY
    process_title = FAMILY.title

    start = flow.StartHandle(this.open_record).Next(this.route)
    route = by_state(FAMILY)

    register_family = WorkItem()
    settle_refusal = WorkItem()
    apply = WorkItem()
    form_team = WorkItem()
    assess = WorkItem()
    draft_plan_with_team = WorkItem()
    draft_plan = WorkItem()
    check_plan_in_county = WorkItem()
    check_plan = WorkItem()
    go_on = WorkItem()
    confirm_stage = WorkItem()
    assess_stage_with_team = WorkItem()
    assess_stage = WorkItem()
    look_again = WorkItem()
    accompany = WorkItem()
    sign_closing_of_family = WorkItem()

    closed = flow.End()


class ApplicationFlow(CaseFlow):
    procedure = APPLICATION
    process_title = APPLICATION.title

    start = flow.StartHandle(this.open_record).Next(this.route)
    route = by_state(APPLICATION)

    hand_in = WorkItem()
    check_papers = WorkItem()
    await_papers = WorkItem()
    check = WorkItem()
    take_claim = WorkItem()
    hold_meeting = WorkItem()
    sign_without_notice = WorkItem()
    post_notice = WorkItem()
    sign_after_notice = WorkItem()
    answer_in_township = WorkItem()
    answer_objection = WorkItem()
    take_over = WorkItem()
    sign_review = WorkItem()
    review = WorkItem()
    end_notice = WorkItem()
    sign_decision = WorkItem()
    check_decision = WorkItem()
    draft_decision = WorkItem()
    send_roster = WorkItem()

    closed = flow.End()
