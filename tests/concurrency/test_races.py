"""The same thing done twice at the same moment, over connections of their own: it happens once.

On PostgreSQL the lock of the row decides, on SQLite that of the file.
"""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from caseflow.cases.models import Event
from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import HARMLESS, NotPermitted, Refused, open_dossier, perform, role_for
from caseflow.cases.work import claim, reassign, release
from caseflow.enforcement.models import EnforcementCase, Tip
from caseflow.enforcement.procedure import CASE, TIP
from caseflow.procedure import PUBLIC
from documents.models import Document
from documents.numbering import faults
from tests import walk
from tests.enforcement.facts import FACTS, case_in, lawful, tip_in
from tests.kernel import afresh, at, last_moment, open_task, waiting_for
from tests.walk import moment

HELD = {  # the state in which a row of several sources is tried, where it is not the first of them
    "describe_party": "filed",
    "extend_case_limit": "filed",
    "extend_case_limit_again": "filed",
    "serve_paper": "filed",
    "announce_service": "filed",
    "reopen": "performing",
    "record_payment": "performing",
    "record_refund": "performing",
    "record_licence_action": "performing",
}


pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Start all at once, each in a thread and on a connection of its own; what each returned or raised."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            connection.ensure_connection()
            barrier.wait(120)
            outcomes[number] = act()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is the outcome
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def sound(record):
    """Numbers without gap or double, events in order, and one task at most: the one that is awaited."""
    record = afresh(record)
    assert faults() == []
    seqs = list(record.dossier.events.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, record.dossier.seq + 1))
    awaited = record.procedure.awaited(record)
    assert [name for name, _owner in waiting_for(record)] == ([awaited.name] if awaited else [])
    issued = Document.objects.filter(paper__dossier=record.dossier)
    assert issued.count() == record.dossier.papers.count()


def by_state():
    """The rows of both procedures, each with the state in which it is tried."""
    found = {}
    for procedure in (TIP, CASE):
        for row in procedure:
            if row.source:
                state = HELD.get(row.name, row.source[0]) if procedure is CASE else row.source[0]
                found.setdefault((procedure.name, str(state)), []).append(row)
    return [pytest.param(*place, rows, id=".".join(place)) for place, rows in found.items()]


@pytest.mark.parametrize(("procedure", "state", "rows"), by_state())
def test_each_move_is_made_once(procedure, state, rows, people):
    """Two submissions with one token and a third with another: one line is written."""
    for row in rows:
        record = (case_in if procedure == "case" else tip_in)(people, state)
        facts, day = lawful(procedure, row.name, people, record)
        by, record = whoever_may(people, record, row), afresh(record)
        version = None if row.target not in {None, record.state} else record.dossier.seq

        def submit(token, record=record, row=row, by=by, version=version, facts=facts):
            return lambda: perform(record, row.name, by=by, token=token, version=version, **facts)

        with at(day):
            outcomes = together(submit(f"{record}-1"), submit(f"{record}-1"), submit(f"{record}-2"))
        since = Event.objects.filter(dossier=record.dossier, transition=row.name, seq__gt=record.dossier.seq)
        made_once(row, outcomes, list(since))
        sound(record)


def whoever_may(people, record, row):
    if row.by == (PUBLIC,):
        return PUBLIC
    for key in walk.ROLES:
        try:
            role_for(record, row.by, getattr(people, key))
        except NotPermitted:
            continue
        return getattr(people, key)
    return None


def made_once(row, outcomes, written):
    first, again, other = outcomes
    won = [outcome for outcome in outcomes if isinstance(outcome, Event)]
    if row.name in HARMLESS:
        assert first == again
        assert {event.pk for event in written} == {first.pk, other.pk}
        return
    assert len(written) == 1, (row.name, outcomes)
    assert all(outcome == written[0] for outcome in won)
    assert first == again if len(won) == 2 else won == [other]
    assert all(isinstance(outcome, Refused) for outcome in outcomes if outcome not in won), (row.name, outcomes)


@pytest.mark.parametrize("record_class", [Tip, EnforcementCase])
def test_a_file_is_opened_once(record_class, people):
    procedure = record_class.procedure
    name = next(row.name for row in procedure if not row.source)
    facts = FACTS[procedure.name, name](people, None, None)
    by = people.intake if record_class is Tip else people.head

    def submit(token):
        return lambda: open_dossier(record_class, name, by=by, agency=people.agency, token=token, **facts)

    before = record_class.objects.count()
    first, again = together(submit(f"{name}-1"), submit(f"{name}-1"))
    assert first == again
    assert record_class.objects.count() == before + 1
    sound(first)


def test_files_opened_at_once_have_references_of_their_own(people):
    facts = FACTS["tip", "register"](people, None, None)
    opening = {"by": people.intake, "agency": people.agency}
    tips = together(*[lambda: open_dossier(Tip, "register", **opening, **facts) for _ in range(4)])
    assert len({tip.dossier.reference for tip in tips}) == 4
    serials = sorted(int(tip.dossier.reference.rpartition("-")[2]) for tip in tips)
    assert serials == list(range(serials[0], serials[0] + 4))


CONFLICTS = [
    ("accepted", ("file", "head"), ("decline", "head")),
    ("investigating", ("suspend", "head"), ("conclude_investigation", "li")),
    ("investigating", ("terminate", "head"), ("conclude_investigation", "zhao")),
    ("in_panel", ("propose", "reviewer"), ("return_to_investigation", "unit_head")),
    ("in_legal_review", ("approve_notice", "head"), ("return_to_panel", "legal2")),
    ("notice_served", ("request_hearing", "intake"), ("accept_waiver", "li")),
    ("re_examined", ("renotify", "head"), ("pass_second_review", "legal")),
    ("in_approval", ("decide_no_penalty", "head"), ("return_from_approval", "head")),
    ("in_discussion", ("resolve_penalty", "council1"), ("resolve_no_penalty", "council2")),
    ("court_asked", ("record_court_acceptance", "li"), ("record_court_refusal", "zhao")),
    ("reopened", ("take_up_again", "head"), ("close_annulled", "head")),
]


@pytest.mark.parametrize(
    ("state", "one", "other"), CONFLICTS, ids=lambda value: value if isinstance(value, str) else value[0]
)
def test_of_two_moves_that_exclude_each_other_one_is_made(state, one, other, people):
    case = case_in(people, state)
    given = [(name, getattr(people, who), lawful("case", name, people, case)[0]) for name, who in (one, other)]
    case = afresh(case)
    now = last_moment(case)
    with at(now):
        outcomes = together(*[lambda each=each: perform(case, each[0], by=each[1], **each[2]) for each in given])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Event", "Refused"]
    sound(case)


def test_the_clock_and_a_person_do_not_both_move_a_case(people):
    case = case_in(people, "performing")
    facts = lawful("case", "approve_plan", people, case)[0]
    due = case.dossier.deadlines.get(code="DL-21", stopped_on=None).legal_due
    with at(moment(date(2026, 4, 29))):
        swept, approved = together(
            lambda: sweep(), lambda: perform(case, "approve_plan", by=people.head, on=due, **facts)
        )
    assert (swept >= 1, isinstance(approved, Refused)) in {(True, True), (False, False)}
    assert afresh(case).state == ("overdue" if swept else "deferred")
    sound(case)


def test_a_slip_is_recorded_once_in_two_cases(people):
    cases = [case_in(people, "performing") for _ in range(2)]
    pay = {"slip_no": "ONE", "amount": Decimal("100.00"), "paid_on": date(2026, 4, 13)}
    with at(moment(date(2026, 4, 13))):
        outcomes = together(
            *[lambda case=case: perform(case, "record_payment", by=people.finance, **pay) for case in cases]
        )
    assert sorted(type(each).__name__ for each in outcomes) == ["Event", "Refused"]
    for case in cases:
        sound(case)


# --- work


def test_a_task_is_claimed_once(people):
    case = case_in(people, "in_discussion")
    task = open_task(case)
    claimants = (people.council1, people.council2, people.council3)
    outcomes = together(*[lambda person=person: claim(task, person) for person in claimants])
    assert outcomes.count(None) == 1
    assert all(isinstance(outcome, PermissionDenied) for outcome in outcomes if outcome)
    assert waiting_for(case) == [("discuss", claimants[outcomes.index(None)].username)]


def test_a_task_is_claimed_or_done(people):
    case = case_in(people, "in_discussion")
    task, facts = open_task(case), lawful("case", "resolve_penalty", people, case)[0]
    with at(last_moment(case)):
        claimed, moved = together(
            lambda: claim(task, people.council2), lambda: perform(case, "resolve_penalty", by=people.council1, **facts)
        )
    assert isinstance(moved, Event)
    assert claimed is None or isinstance(claimed, PermissionDenied)
    sound(case)


def test_a_task_is_given_back_or_handed_over(people):
    case = case_in(people, "in_discussion")
    task = open_task(case)
    claim(task, people.council1)
    released, handed = together(
        lambda: release(task, people.council1), lambda: reassign(task, to=people.council2, by=people.council1)
    )
    owner = waiting_for(case)[0][1]
    assert handed is None  # before or after it was given back, its owner may hand it on
    assert owner == "council2"
    assert released is None or isinstance(released, PermissionDenied)


# --- the clock


def test_sweeps_at_once_move_each_file_once(people):
    cases = [case_in(people, "performing") for _ in range(4)]
    with at(moment(date(2026, 5, 20))):
        outcomes = together(*[sweep for _ in range(3)])
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    for case in cases:
        assert case.dossier.events.filter(transition="default").count() == 1
        sound(case)


def test_a_sweep_and_a_statement_of_the_party_are_one_after_the_other(people):
    case = case_in(people, "notice_served")
    said = {"speaker": "石培德", "content": "……"}
    with at(moment(date(2026, 4, 8))):
        _swept, stated = together(sweep, lambda: perform(case, "record_statement", by=people.li, **said))
    state = afresh(case).state
    assert (state, type(stated)) in {("notice_served", Event), ("re_examined", Refused)}
    sound(case)
