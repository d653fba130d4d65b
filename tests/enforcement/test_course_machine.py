"""Any course of a case: moves in any order by anybody, time passing, the clock late; what holds, holds after every step."""

import os
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import HARMLESS, NotPermitted, Refused, perform
from caseflow.enforcement.procedure import CASE, CaseState, Role
from documents.numbering import faults
from tests import walk
from tests.enforcement.facts import FACTS
from tests.kernel import afresh, at, last_moment, waiting_for, writes

pytestmark = pytest.mark.django_db
SHORT = settings(
    max_examples=int(os.environ.get("COURSES", "3")),  # from each of the states in which a course can begin
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
BEGINNINGS = [
    state for state in CaseState.values if state not in {"accepted", "not_filed", "served", "archived", "terminated"}
]


def an_appraisal(case):
    found = case.appraisals.filter(received_on=None).last()
    if found is None:
        raise Refused({"appraisal_awaited": "没有等待结果的技术鉴定。"})
    return found


NOT_CONJURED = {  # where test_matrix makes up what must have happened before, here it must have happened
    "receive_appraisal": lambda case, now: {"appraisal": an_appraisal(case), "result": "……"},
    "record_refund": lambda case, now: {"slip_no": f"T{case.dossier.seq}", "amount": case.account(now.date()).refund},
    "record_payment": lambda case, now: {
        "slip_no": f"P{case.dossier.seq}",
        "amount": case.account(now.date()).rest / 2,
    },
    "report_heard_case": lambda case, now: {"note": "已报备。"},
    **{name: lambda case, now: {} for name in ("default", "lapse_preservation", "leave_nothing_to_perform")},
}


class Course(RuleBasedStateMachine):
    people = anybody = beginning = None  # set by the test

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.case = None

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed):
        self.random = Random(f"{self.beginning} {seed}")
        self.case = walk.bring_to(self.people, self.beginning)
        self.now = self.evening(last_moment(self.case))
        self.remember()

    @staticmethod
    def evening(moment):
        """Late enough for whatever happened on the day."""
        return moment.replace(hour=18, minute=0)

    def remember(self):
        self.case = afresh(self.case)
        self.events = self.case.dossier.events.count()
        self.due = dict(self.case.dossier.deadlines.values_list("pk", "legal_due"))

    # --- what may happen

    @rule()
    def whoever_is_awaited_moves(self):
        if awaited := CASE.awaited(self.case):
            rows = [row for row in CASE.rows_by_source[self.case.state] if awaited.by in row.by]
            row = self.random.choice([row for row in rows if row.target] or rows)
            self.attempt(row, self.random.choice(self.holders(row)))

    @rule()
    def somebody_acts(self):
        row = self.random.choice([row for row in CASE.rows_by_source[self.case.state] if row.name not in HARMLESS])
        self.attempt(row, self.random.choice(self.holders(row)))

    @rule()
    def anybody_tries(self):
        row = self.random.choice(CASE.rows_by_source[self.case.state])
        self.attempt(row, self.random.choice(self.anybody))

    @precondition(lambda self: self.case.state in {CaseState.INVESTIGATING, CaseState.SUSPENDED})
    @rule()
    def it_rests_or_goes_on(self):
        name = "suspend" if self.case.state == CaseState.INVESTIGATING else "resume"
        self.attempt(CASE.rows[name], self.people.head)

    @rule()
    def time_passes(self):
        self.now += timedelta(days=self.random.choice([1, 3, 10, 40]))

    @rule()
    def the_clock_comes(self):
        with at(self.now):
            performed = sweep()
        assert self.case.dossier.events.count() >= self.events + performed
        self.remember()

    def attempt(self, row, by):
        """Make the move lawful as far as that can be done, and try it: it succeeds wholly or changes nothing."""
        try:
            with transaction.atomic():
                facts, moment = self.lawful(row)
        except (Refused, NotPermitted):
            return
        self.now = max(self.now, moment)
        self.remember()
        with at(self.now), writes() as written:
            try:
                event = perform(self.case, row.name, by=by, version=self.case.dossier.seq, **facts)
            except (Refused, NotPermitted) as refusal:
                note(f"{row.name} by {by}: {refusal}")
                self.unmoved(written)
                return
        note(f"{row.name} by {by}")
        assert event.seq == self.events + 1
        self.now = self.evening(self.now + timedelta(days=1))
        self.remember()

    def lawful(self, row):
        if row.name in {"propose", "renotify"}:
            return self.proposal(row), self.now
        if row.name in NOT_CONJURED:
            return NOT_CONJURED[row.name](self.case, self.now), self.now
        given = FACTS["case", row.name](self.people, self.case, self.now)
        return given if isinstance(given, tuple) else (given, self.now)

    def proposal(self, row):
        """As heavy as the law allows for the income of the case as it stands."""
        found = self.case.range()
        reason = {"reason": "查明新的违法事实"} if row.name == "renotify" else {}
        return {**walk.PENALTY, "confiscation": self.case.income(), "fine": found.fine_max, **reason}

    def unmoved(self, written):
        if written:  # rolled back
            assert self.case.dossier.events.count() == self.events
            assert dict(self.case.dossier.deadlines.values_list("pk", "legal_due")) == self.due
        assert afresh(self.case).state == self.case.state

    def holders(self, row):
        keys = [key for key, (role, _name) in walk.ROLES.items() if role in row.by]
        return [getattr(self.people, key) for key in keys] or [None]

    # --- what always holds

    @invariant()
    def nobody_stands_on_two_sides(self):
        held = {}
        for person, role in [
            *self.case.dossier.events.exclude(actor=None).values_list("actor", "role"),
            *self.case.dossier.assignments.values_list("user", "role"),
        ]:
            held.setdefault(person, set()).add(role)
        assert not [pair for pair in CASE.incompatible for roles in held.values() if pair <= roles]

    @invariant()
    def whoever_decides_did_not_prepare(self):
        actors = {}
        for row, actor in self.case.dossier.events.exclude(actor=None).values_list("transition", "actor"):
            actors.setdefault(row, set()).add(actor)
        prepared = actors.get("propose", set()) | actors.get("conclude_investigation", set())
        decided = actors.get("decide_penalty", set()) | actors.get("approve_notice", set())
        assert not prepared & decided

    @invariant()
    def the_state_is_that_of_the_events(self):
        state = ""
        events = list(self.case.dossier.events.order_by("seq").values_list("seq", "source", "target", "transition"))
        for number, (seq, source, target, name) in enumerate(events, 1):
            row = CASE.rows[name]
            assert (seq, source) == (number, state)
            assert target == (row.target or source)
            assert source in row.source or not (source or row.source)
            state = target
        assert (self.case.state, self.case.dossier.seq) == (state, len(events))

    @invariant()
    def numbers_have_no_gap(self):
        assert faults() == []

    @invariant()
    def exactly_what_is_awaited_is_open(self):
        awaited = CASE.awaited(self.case)
        assert [name for name, _owner in waiting_for(self.case)] == ([awaited.name] if awaited else [])
        assert (self.case.state in CASE.final) == (awaited is None)
        if self.case.state in CASE.final:
            assert self.case.dossier.closed_on

    @invariant()
    def one_clock_of_a_kind_runs(self):
        running = list(self.case.dossier.deadlines.running().values_list("code", "item"))
        assert len(running) == len(set(running))

    @invariant()
    def no_date_moves_by_itself(self):
        for pk, legal_due in self.case.dossier.deadlines.values_list("pk", "legal_due"):
            assert self.due.get(pk, legal_due) == legal_due

    @invariant()
    def time_that_is_left_out_is_not_counted(self):
        ninety = self.case.dossier.deadlines.running().filter(code="DL-17").prefetch_related("extensions").first()
        if ninety is None or ninety.suspended:
            return
        left_out = set()
        for each in self.case.dossier.exclusions.all():
            if each.start > ninety.legal_due or each.end is None:
                return
            first = max(each.start, ninety.day0)
            left_out |= {first + timedelta(days=n) for n in range((each.end - first).days)}
        longer = sum(each.length for each in ninety.extensions.all())
        assert (ninety.nominal_due - ninety.day0).days == ninety.length + longer + len(left_out)

    @invariant()
    def the_file_reminds_of_its_nearest_day(self):
        running = self.case.dossier.deadlines.running().values_list("safe_due", flat=True)
        assert self.case.dossier.next_due == min(running, default=None)

    @invariant()
    def two_officers_or_no_investigation(self):
        held = self.case.dossier.assignments.filter(role=Role.OFFICER, ended_on=None)
        assert held.count() >= 2

    @invariant()
    def papers_belong_to_their_events(self):
        for paper in self.case.dossier.papers.select_related("event", "document"):
            assert paper.event.dossier_id == self.case.dossier_id
            assert f'["{paper.kind}","{paper.document.context_sha256}"]' in paper.event.papers


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_whatever_happens_the_file_holds_together(beginning, people):
    Course.people, Course.beginning = people, beginning
    Course.anybody = [
        walk.make_person(people.agency, "all", "万能", *Role),
        people.wu,
        people.legal2,
        people.zhao,
        None,
    ]
    run_state_machine_as_test(Course, settings=SHORT)
