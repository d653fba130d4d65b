"""The one way a record moves: who, when, on what conditions, once, and wholly or not at all."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caseflow.cases import transitions
from caseflow.cases.transitions import NotPermitted, Refused, Stale, digest_of, open_dossier, open_to, perform, rehearse
from caseflow.enforcement.models import Tip
from caseflow.procedure.table import performing
from documents.models import Document
from tests import walk
from tests.kernel import afresh, at, do, papers, unchanged, waiting_for, writes
from tests.walk import moment

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


@pytest.fixture
def accepted(bring_to):
    return bring_to("accepted")


@pytest.fixture
def officers(people):
    return {"officers": [people.li, people.zhao]}


# --- what a move brings about


def test_a_move_sets_the_state_and_writes_a_line_with_who_when_and_what(accepted, people, officers):
    event = do(accepted, "file", people.head, DAY, **officers)
    case = afresh(accepted)
    assert (case.state, case.filed_on) == ("filed", DAY)
    assert (event.transition, event.source, event.target) == ("file", "accepted", "filed")
    assert (event.actor, event.role, event.on, event.at) == (people.head, "head", DAY, moment(DAY, 16))
    assert event.part == "enforcement.case"
    assert [officer["name"] for officer in event.data["officers"]] == ["李建国", "赵红"]


def test_a_move_asks_the_next_person_and_issues_its_papers(accepted, people, officers):
    do(accepted, "file", people.head, DAY, **officers)
    assert waiting_for(accepted) == [("begin_investigation", "li")]
    assert papers(accepted) == ["acceptance_record", "filing_report"]


def test_an_act_leaves_the_record_where_it_is(bring_to, people):
    case = bring_to("filed")
    event = do(case, "annotate", people.li, DAY, note="已联系。", hour=17)
    assert (event.source, event.target, event.moved) == ("filed", "filed", False)
    assert afresh(case).state == "filed"


def test_a_new_file_has_a_reference_and_its_first_line(people, open_tip):
    tip = open_tip()
    (event,) = tip.dossier.events.all()
    assert tip.dossier.reference == "JB-620702-2026-00001"
    assert (event.seq, event.source, event.target, event.transition) == (1, "", "registered", "register")


def test_what_follows_by_itself_happens_in_the_same_move(bring_to, people):
    case = bring_to("decided")
    do(case, "serve_decision", people.li, date(2026, 4, 10), **walk.service(people))
    served, follows = case.dossier.events.order_by("-seq")[:2][::-1]
    assert (served.target, follows.target, follows.actor, follows.role) == ("served", "performing", None, "system")
    assert (follows.transition, follows.on) == ("await_performance", served.on)


def test_the_file_is_locked_before_anything_is_read_of_it(accepted, people, officers):
    with CaptureQueriesContext(connection) as queries, at(moment(DAY, 16)):
        perform(accepted, "file", by=people.head, **officers)
    reads = [each["sql"] for each in queries if each["sql"].startswith("SELECT")]
    assert 'FROM "cases_dossier"' in reads[0]
    if connection.vendor == "postgresql":
        assert "FOR UPDATE" in reads[0]


def test_a_transition_method_is_shut_to_everybody_but_perform(accepted):
    from django_fsm import TransitionNotAllowed

    with pytest.raises(TransitionNotAllowed):
        accepted.decline()


def test_a_state_cannot_be_set_by_hand(accepted):
    with pytest.raises(AttributeError):
        accepted.state = "archived"


def test_the_record_is_read_anew_under_the_lock(accepted, people, officers):
    old = afresh(accepted)
    do(accepted, "file", people.head, DAY, **officers)
    with unchanged(), pytest.raises(Refused) as refusal:
        do(old, "file", people.head, DAY, **officers)
    assert list(refusal.value.reasons) == ["wrong_state"]


# --- who


def test_whoever_lacks_the_role_is_told_so_by_name(accepted, people, officers):
    with unchanged(), pytest.raises(NotPermitted, match=r"赵红 没有办理这一步的角色（负责人）"):
        do(accepted, "file", people.zhao, DAY, **officers)


def test_a_role_held_per_case_is_only_for_those_on_the_file(bring_to, people):
    case = bring_to("investigating")
    with unchanged(), pytest.raises(NotPermitted, match=r"吴晓喆 不是本案的“承办人”"):
        do(case, "record_interview", people.wu, date(2026, 3, 9), **walk.interview(people, date(2026, 3, 9)))


def test_the_clock_does_nothing_that_takes_a_person(accepted, officers):
    with unchanged(), pytest.raises(NotPermitted):
        do(accepted, "file", None, DAY, **officers)


def test_a_person_does_nothing_that_is_left_to_the_clock(bring_to, people):
    case = bring_to("performing")
    with unchanged(), pytest.raises(NotPermitted, match="系统"):
        do(case, "default", people.li, date(2026, 4, 28))


def test_whoever_has_left_has_no_role(accepted, people, officers):
    people.head.is_active = False
    people.head.save()
    leaver = type(people.head).objects.get(pk=people.head.pk)
    with pytest.raises(NotPermitted):
        do(accepted, "file", leaver, DAY, **officers)


def test_a_superuser_moves_nothing(accepted, people, officers):
    admin = walk.make_person(people.agency, "admin", "管理员")
    admin.is_superuser = admin.is_staff = True
    admin.save()
    with pytest.raises(NotPermitted):
        do(accepted, "file", admin, DAY, **officers)


# --- what is missing


def test_every_guard_that_does_not_hold_says_its_sentence(accepted, people):
    with unchanged(), pytest.raises(Refused) as refusal:
        do(accepted, "file", people.head, DAY, officers=[people.li])
    assert refusal.value.reasons == {
        "two_officers": "案件须由两名以上执法人员承办（行政处罚法第四十二条）。请再选一名承办人。"
    }


def test_a_move_is_refused_in_any_other_state_with_both_named(accepted, people):
    with pytest.raises(Refused, match="现在是“已受理”，不能办理“批准结案”"):
        do(accepted, "approve_closing", people.head, DAY)


@pytest.mark.parametrize(("record", "row"), [("case", "accept"), ("tip", "register")])
def test_a_row_that_opens_a_file_does_nothing_to_one(record, row, bring_to, people, open_tip):
    case = bring_to("filed") if record == "case" else open_tip()
    by = people.head if record == "case" else people.intake
    with unchanged(), pytest.raises(Refused) as refusal:
        do(case, row, by, DAY, tip=None, hour=18)
    assert list(refusal.value.reasons) == ["wrong_state"]


def test_an_unknown_row_is_a_mistake_of_the_program(accepted, people):
    with pytest.raises(KeyError):
        perform(accepted, "fly", by=people.head)


def test_open_to_says_for_each_row_of_the_state_whether_and_why_not(bring_to, people):
    case = bring_to("notice_served")
    with at(moment(date(2026, 3, 31))):
        moves = {move.row.name: move for move in open_to(case, people.li)}
    assert moves["accept_waiver"].is_open
    assert "2026年4月7日" in moves["examine_statement"].unmet["rights_over"]
    assert "lapse_statement" not in moves
    assert "赵红" not in moves["supervise"].why_not
    assert "李建国 没有办理这一步的角色" in moves["supervise"].why_not


# --- on which day


def test_the_legal_day_may_lie_before_today(accepted, people, officers):
    event = do(accepted, "file", people.head, date(2026, 3, 9), on=DAY, **officers)
    assert (event.on, event.at.date()) == (DAY, date(2026, 3, 9))
    assert afresh(accepted).filed_on == DAY


def test_the_legal_day_may_not_lie_ahead(accepted, people, officers):
    with unchanged(), pytest.raises(Refused, match="日期2026年3月6日晚于今天"):
        do(accepted, "file", people.head, DAY, on=DAY + timedelta(days=1), **officers)


def test_the_legal_day_may_not_lie_before_the_step_it_follows(accepted, people, officers):
    with unchanged(), pytest.raises(Refused, match="日期2026年3月3日早于上一步的日期2026年3月4日"):
        do(accepted, "file", people.head, DAY, on=date(2026, 3, 3), **officers)


def test_an_act_inside_a_state_is_not_a_step_to_follow(bring_to, people):
    case = bring_to("investigating")
    do(case, "annotate", people.li, date(2026, 3, 12), note="……")
    event = do(case, "suspend", people.head, date(2026, 3, 13), on=date(2026, 3, 9), ground="SU4", reason="下落不明")
    assert event.on == date(2026, 3, 9)


def test_today_is_that_of_shanghai(accepted, people, officers):
    with at(moment(DAY, 0, 30)):  # in Greenwich it is still the day before
        assert perform(accepted, "file", by=people.head, **officers).on == DAY


# --- once


def test_the_same_submission_again_gives_the_line_of_the_first(accepted, people, officers):
    first = do(accepted, "file", people.head, DAY, token="abc", **officers)
    with unchanged():
        again = do(accepted, "file", people.head, DAY, token="abc", **officers)
    assert again == first


def test_another_submission_of_the_same_move_is_refused(accepted, people, officers):
    do(accepted, "file", people.head, DAY, token="abc", **officers)
    with unchanged(), pytest.raises(Refused) as refusal:
        do(accepted, "file", people.head, DAY, token="def", **officers)
    assert list(refusal.value.reasons) == ["wrong_state"]


def test_a_file_is_opened_once_by_one_submission(people, open_tip):
    facts = {"source": "tip_off", "channel": "phone", "about": walk.clinic(), "summary": "……"}
    opening = {"by": people.intake, "agency": people.agency, "token": "abc"}
    first = open_dossier(Tip, "register", **opening, **facts)
    with unchanged():
        assert open_dossier(Tip, "register", **opening, **facts) == first


def test_a_token_that_was_used_moves_nothing_else(accepted, people, officers):
    do(accepted, "file", people.head, DAY, token="abc", **officers)
    with unchanged():
        assert do(accepted, "annotate", people.head, DAY, token="abc", note="……").transition == "file"


def test_moves_without_a_token_are_all_kept_apart(bring_to, people):
    case = bring_to("filed")
    first = do(case, "annotate", people.li, DAY, note="一", hour=17)
    assert do(case, "annotate", people.li, DAY, note="一", hour=17) != first


# --- as it was seen


def test_a_form_filled_in_before_the_file_changed_is_stale(bring_to, people):
    case = bring_to("investigating")
    seen = case.dossier.seq
    done = do(case, "assess", people.li, date(2026, 3, 9), serious=True)
    with unchanged(), pytest.raises(Stale) as stale:
        do(case, "suspend", people.head, date(2026, 3, 10), version=seen, ground="SU4", reason="下落不明")
    assert stale.value.events == [done]


def test_a_remark_makes_no_form_stale(bring_to, people):
    case = bring_to("investigating")
    seen = case.dossier.seq
    do(case, "annotate", people.li, date(2026, 3, 9), note="……")
    do(case, "suspend", people.head, date(2026, 3, 10), version=seen, ground="SU4", reason="下落不明")
    assert afresh(case).state == "suspended"


def test_what_was_approved_is_what_is_issued(accepted, people, officers):
    with at(moment(DAY, 15)):
        digest = digest_of(rehearse(accepted, "file", by=people.head, **officers))
    do(accepted, "file", people.head, DAY, digest=digest, **officers)
    assert papers(accepted)[-1] == "filing_report"


def test_content_that_changed_after_it_was_seen_is_not_approved(accepted, people, officers):
    with at(moment(DAY, 15)):
        digest = digest_of(rehearse(accepted, "file", by=people.head, **officers))
    people.zhao.certificates.update(number="甘620702-9999")  # a new one; the report names it
    with unchanged(), pytest.raises(Refused) as refusal:
        do(accepted, "file", people.head, DAY, digest=digest, **officers)
    assert list(refusal.value.reasons) == ["content_changed"]


def test_a_rehearsal_keeps_nothing(accepted, people, officers):
    with unchanged(), at(moment(DAY)):
        (paper,) = rehearse(accepted, "file", by=people.head, **officers)
    assert paper.kind == "filing_report"


def test_a_rehearsal_is_refused_as_the_move_would_be(accepted, people, officers):
    with at(moment(DAY)), pytest.raises(NotPermitted):
        rehearse(accepted, "file", by=people.li, **officers)
    with at(moment(DAY)), pytest.raises(Refused):
        rehearse(accepted, "file", by=people.head, officers=[])


# --- wholly or not at all


@pytest.mark.parametrize(
    "broken", ["limits.apply", "work.follow", "_issue", "_perform_at_once", "_papers", "canonical"]
)
def test_nothing_is_half_done(broken, accepted, people, officers, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(f"caseflow.cases.transitions.{broken}", fail)
    with unchanged(), pytest.raises(RuntimeError):
        do(accepted, "file", people.head, DAY, **officers)


def test_a_paper_that_cannot_be_printed_stops_the_move_with_the_character(accepted, people):
    with unchanged(), pytest.raises(Refused) as refusal:
        do(accepted, "decline", people.head, DAY, ground="NF2", reason="查无王\U000f0000其人")
    assert "U+F0000" in refusal.value.reasons["unprintable"]


def test_no_number_is_used_up_by_a_move_that_failed(bring_to, people, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    case = bring_to("in_discussion")
    resolution = walk.PATH[[row[3] for row in walk.PATH].index("resolve_penalty")][4](people, date(2026, 4, 8))
    with monkeypatch.context() as broken:
        broken.setattr(transitions.Paper.objects, "bulk_create", fail)
        with pytest.raises(RuntimeError):
            do(case, "resolve_penalty", people.council1, date(2026, 4, 8), **resolution)
    do(case, "resolve_penalty", people.council1, date(2026, 4, 8), **resolution)
    assert Document.objects.get(kind="penalty_decision").serial == 1


def test_a_refusal_writes_nothing_to_the_database(accepted, people):
    with writes() as written, pytest.raises(Refused):
        do(accepted, "file", people.head, DAY, officers=[])
    assert written == []


def test_the_methods_stay_shut_after_a_move_that_failed(accepted, people, officers):
    from caseflow.procedure.table import moved_by_perform

    with pytest.raises(TypeError):
        do(accepted, "file", people.head, DAY, **officers, misspelt="")
    assert not moved_by_perform(accepted)
    with performing():
        assert moved_by_perform(accepted)


def test_the_day_of_closing_is_kept_and_taken_back(bring_to, people):
    case = bring_to("not_filed")
    assert case.dossier.closed_on == date(2026, 3, 5)
    archived = bring_to("archived")
    do(
        archived,
        "reopen",
        people.head,
        date(2026, 11, 20),
        ground="new_facts",
        document="督〔2026〕1号",
        reason="新事实",
    )
    assert afresh(archived).dossier.closed_on is None
