"""Whose turn it is: one open task, for the right person, for as long as the record waits for it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from caseflow.cases.models import CaseProcess
from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import NotPermitted
from caseflow.cases.work import claim, reassign, release
from caseflow.enforcement.procedure import CASE
from tests import walk
from tests.enforcement.facts import FACTS
from tests.kernel import at, do, open_task, unchanged, waiting_for
from tests.walk import moment

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 9)


def history(record):
    process = record.dossier.processes.get(part=record.label())
    return [
        (task.flow_task.name, task.status) for task in process.task_set.filter(flow_task_type="HUMAN").order_by("pk")
    ]


@pytest.fixture
def discussed(bring_to):
    """A case that waits for a council member, and so far for nobody in particular."""
    return bring_to("in_discussion")


# --- the task follows the state


@pytest.mark.parametrize("state", [state for state in CASE.states.values if state != "served"])
def test_a_case_waits_for_what_its_state_asks_and_for_nothing_else(state, bring_to):
    case = bring_to(state)
    awaited = CASE.awaited(case)
    assert [name for name, _owner in waiting_for(case)] == ([awaited.name] if awaited else [])


def test_a_tip_waits_for_the_unit_head_and_then_for_the_head(people, open_tip):
    tip = open_tip()
    assert waiting_for(tip) == [("assign_clue", None)]
    do(tip, "assign_check", people.unit_head, DAY, officers=[people.li])
    assert waiting_for(tip) == [("decide_on_clue", None)]
    do(tip, "decline", people.head, DAY, ground="NF2", reason="没有证据")
    assert waiting_for(tip) == []


def test_where_nothing_is_awaited_the_process_is_over(bring_to):
    for state in ("not_filed", "archived"):
        case = bring_to(state)
        assert CaseProcess.objects.get(part=case.label(), record_pk=case.pk).status == STATUS.DONE


def test_a_file_that_is_taken_up_again_is_waited_for_again(bring_to, people):
    case = bring_to("archived")
    do(case, "reopen", people.head, date(2026, 11, 20), ground="new_facts", document="督〔2026〕1号", reason="新事实")
    assert waiting_for(case) == [("decide_redo", None)]


def test_the_task_stays_through_acts_inside_a_state(bring_to, people):
    case = bring_to("investigating")
    before = open_task(case)
    do(case, "assess", people.li, DAY, serious=True)
    assert open_task(case) == before


def test_in_one_state_one_is_awaited_and_then_another(bring_to, people):
    case = bring_to("in_legal_review")
    assert waiting_for(case) == [("review_first", None)]
    do(case, "review_legality", people.legal, date(2026, 3, 26), items=dict(walk.PASS), opinion="同意。")
    assert waiting_for(case) == [("sign_notice", None)]
    assert history(case)[-2:] == [("review_first", STATUS.DONE), ("sign_notice", STATUS.NEW)]


def test_a_hearing_is_arranged_and_then_conducted_by_its_host(bring_to, people):
    case = bring_to("in_hearing")
    assert waiting_for(case) == [("arrange_hearing", "li")]
    facts = {"scheduled_at": moment(date(2026, 4, 20)), "place": "听证室", "host": people.host, "is_open": True}
    do(case, "schedule_hearing", people.intake, date(2026, 3, 31), hour=17, **facts)
    assert waiting_for(case) == [("conduct_hearing", "host")]


def test_what_a_returned_case_waits_for_is_a_new_task(bring_to, people):
    case = bring_to("in_approval")
    do(case, "return_from_approval", people.head, date(2026, 4, 3), reason="事实不清")
    assert history(case)[-1] == ("propose_penalty", STATUS.NEW)
    assert [name for name, _status in history(case)].count("propose_penalty") == 2


# --- who has done it


def test_whoever_moves_the_case_has_done_the_task(accepted_case, people):
    do(accepted_case, "file", people.head, date(2026, 3, 5), officers=[people.li, people.zhao])
    done = Task.objects.get(process__caseprocess__record_pk=accepted_case.pk, flow_task__endswith="decide_filing")
    assert (done.status, done.owner) == (STATUS.DONE, people.head)


@pytest.fixture
def accepted_case(bring_to):
    return bring_to("accepted")


def test_a_task_in_another_persons_name_is_done_by_who_did_it(discussed, people):
    claim(open_task(discussed), people.council2)
    met = FACTS["case", "return_from_discussion"](people, discussed, moment(date(2026, 4, 8)))
    do(discussed, "return_from_discussion", people.council1, date(2026, 4, 8), **met)
    done = Task.objects.filter(flow_task__endswith="discuss").latest("pk")
    assert (done.status, done.owner) == (STATUS.DONE, people.council1)


def test_a_move_by_somebody_else_than_awaited_cancels_the_task(bring_to, people):
    case = bring_to("investigating")
    do(case, "withdraw", people.head, DAY, reason="立案错误")
    assert ("investigate", STATUS.CANCELED) in history(case)
    assert waiting_for(case) == [("deliver_decision", "li")]


def test_a_move_of_the_clock_cancels_the_task(bring_to):
    case = bring_to("notice_served")
    with at(moment(date(2026, 4, 20))):
        assert sweep() == 1
    assert ("hear_party", STATUS.CANCELED) in history(case)
    assert waiting_for(case) == [("review_second", None)]


# --- roles that are held per case


def test_work_of_an_officer_goes_to_the_first_of_the_case(bring_to):
    assert waiting_for(bring_to("filed")) == [("begin_investigation", "li")]


def test_a_new_officer_takes_over_the_open_work(bring_to, people):
    case = bring_to("investigating")
    do(case, "replace_officer", people.unit_head, DAY, leaving=people.li, joining=people.wu, reason="调离")
    assert waiting_for(case) == [("investigate", "zhao")]


def test_the_work_of_the_other_officer_stays_with_whoever_has_it(bring_to, people):
    case = bring_to("investigating")
    do(case, "replace_officer", people.unit_head, DAY, leaving=people.zhao, joining=people.wu, reason="调离")
    assert waiting_for(case) == [("investigate", "li")]


def test_a_recused_officer_loses_the_open_work(bring_to, people):
    case = bring_to("investigating")
    do(case, "request_recusal", people.li, DAY, person=people.li, asked_by="李建国", ground="亲属")
    facts = {"recusal": case.recusals.get(), "granted": True, "reasons": "属实", "replacement": people.wu}
    do(case, "decide_recusal", people.head, DAY, hour=17, **facts)
    assert waiting_for(case) == [("investigate", "zhao")]


# --- take, give back, hand over


def test_a_task_is_taken_by_whoever_holds_its_role(discussed, people):
    claim(open_task(discussed), people.council2)
    assert waiting_for(discussed) == [("discuss", "council2")]


def test_a_task_is_not_taken_twice(discussed, people):
    task = open_task(discussed)
    claim(task, people.council1)
    with unchanged(), pytest.raises(PermissionDenied, match="已经有人领取"):
        claim(task, people.council2)


def test_a_task_is_not_taken_without_its_role(discussed, people):
    with unchanged(), pytest.raises(NotPermitted, match="钱进"):
        claim(open_task(discussed), people.unit_head)


def test_a_task_is_not_taken_in_an_office_that_excludes_an_earlier_one(bring_to, people):
    case = bring_to("in_panel")
    people.legal.groups.add(walk.group_of("reviewer"))
    people.reviewer.groups.add(walk.group_of("legal_reviewer"))
    do(case, "propose", people.reviewer, date(2026, 3, 24), **walk.PENALTY)
    with unchanged(), pytest.raises(NotPermitted, match="孔令辉 在本案中已担任“审核人”，不得再以“法制审核人”身份办理"):
        claim(open_task(case), type(people.reviewer).objects.get(pk=people.reviewer.pk))


def test_a_task_that_is_over_is_not_taken(bring_to, people):
    case = bring_to("in_panel")
    task = open_task(case)
    do(case, "propose", people.reviewer, date(2026, 3, 24), **walk.PENALTY)
    with unchanged(), pytest.raises(PermissionDenied):
        claim(task, people.reviewer)


def test_a_task_is_given_back_and_taken_by_another(discussed, people):
    task = open_task(discussed)
    claim(task, people.council1)
    release(task, people.council1)
    assert waiting_for(discussed) == [("discuss", None)]
    claim(task, people.council2)


def test_only_its_owner_gives_a_task_back(discussed, people):
    task = open_task(discussed)
    for holder in (None, people.council1):
        if holder:
            claim(task, holder)
        with unchanged(), pytest.raises(PermissionDenied, match="不在您名下"):
            release(task, people.council2)


def test_a_task_is_handed_to_a_colleague_of_the_same_role(discussed, people):
    task = open_task(discussed)
    claim(task, people.council1)
    reassign(task, to=people.council2, by=people.council1)
    assert waiting_for(discussed) == [("discuss", "council2")]


def test_an_unowned_task_is_handed_out_by_whoever_could_take_it(discussed, people):
    reassign(open_task(discussed), to=people.council2, by=people.council1)
    assert waiting_for(discussed) == [("discuss", "council2")]


def test_an_unowned_task_is_not_handed_out_by_anybody_else(discussed, people):
    with unchanged(), pytest.raises(NotPermitted):
        reassign(open_task(discussed), to=people.council2, by=people.unit_head)


def test_a_task_is_not_handed_to_somebody_without_the_role(discussed, people):
    task = open_task(discussed)
    claim(task, people.council1)
    with unchanged(), pytest.raises(NotPermitted):
        reassign(task, to=people.unit_head, by=people.council1)


def test_a_task_in_another_name_is_not_handed_over(discussed, people):
    task = open_task(discussed)
    claim(task, people.council1)
    with unchanged(), pytest.raises(PermissionDenied, match="只有本人可以转交"):
        reassign(task, to=people.council3, by=people.council2)


def test_a_task_that_is_over_is_not_handed_over(bring_to, people):
    case = bring_to("in_panel")
    task = open_task(case)
    do(case, "propose", people.reviewer, date(2026, 3, 24), **walk.PENALTY)
    with unchanged(), pytest.raises(PermissionDenied):
        reassign(task, to=people.reviewer, by=people.reviewer)


def test_work_on_a_case_goes_to_its_other_officer_but_to_no_third(bring_to, people):
    case = bring_to("investigating")
    task = open_task(case)
    with pytest.raises(NotPermitted, match="吴晓喆 不是本案的“承办人”"):
        reassign(task, to=people.wu, by=people.li)
    reassign(task, to=people.zhao, by=people.li)
    assert waiting_for(case) == [("investigate", "zhao")]
