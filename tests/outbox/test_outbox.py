"""A promise made in a transaction is kept after it: at least once, by one at a time, and not for ever."""

import logging
import threading
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from outbox import pool
from outbox.checks import kinds_say_for_whom
from outbox.jobs import HANDLERS, LEASE, Later, ask_by_the_clock, enqueue, handler, owed
from outbox.models import Job
from outbox.runner import AWAY, MAX_ATTEMPTS, PAUSES, carry_out, claim, give_up, retry, run_due, tidy

pytestmark = pytest.mark.django_db


@pytest.fixture
def later():
    """Moves the clock on."""
    with time_machine.travel(timezone.now()) as clock:
        yield clock.shift


def test_a_job_is_carried_out_once(done):
    enqueue("note", "k1", {"n": 1})
    assert run_due() == 1
    assert run_due() == 0
    assert done == [{"n": 1}]
    assert Job.objects.get().done_at


def test_the_same_key_is_the_same_job(done):
    assert enqueue("note", "k1", {"n": 1}).pk == enqueue("note", "k1", {"n": 2}).pk
    run_due()
    enqueue("note", "k1", {"n": 3})
    assert run_due() == 0
    assert done == [{"n": 1}]


def test_a_key_belongs_to_one_kind(done):
    enqueue("note", "k1")
    with pytest.raises(ValueError, match="note"):
        enqueue("other", "k1")


def test_a_job_of_a_transaction_that_was_rolled_back_never_was(done):
    with transaction.atomic():
        enqueue("note", "k1")
        transaction.set_rollback(True)
    assert run_due() == 0


def test_a_failed_job_waits_longer_each_time_and_is_parked_after_five(failing, later):
    enqueue("fail", "k1")
    for attempt, pause in enumerate(PAUSES, 1):
        assert run_due() == 1
        assert failing() == attempt
        assert run_due() == 0
        later(pause + timedelta(seconds=1))
    assert run_due() == 1
    later(timedelta(days=1))
    assert run_due() == 0
    job = Job.objects.parked().get()
    assert (job.attempts, failing()) == (MAX_ATTEMPTS, MAX_ATTEMPTS)
    assert job.error == "OSError: 赵晓喆 has no answer"


def test_a_job_that_lacks_what_is_away_waits_however_long_and_is_done_soon_after(later):
    away = [True]

    @handler("fetch", permits=owed)
    def fetch(payload):
        if away:
            raise Later from ConnectionError("no answer")

    enqueue("fetch", "k1")
    for _time in range(3 * MAX_ATTEMPTS):
        assert run_due() == 1
        assert (job := Job.objects.get()).attempts == 0
        assert job.is_open
        later(AWAY)
    away.clear()
    run_due()
    HANDLERS.pop("fetch")
    assert Job.objects.get().done_at


def test_the_log_does_not_repeat_what_the_error_says(failing, caplog):
    enqueue("fail", "k1")
    with caplog.at_level(logging.WARNING):
        run_due()
    assert "OSError" in caplog.text
    assert "赵晓喆" not in caplog.text


def test_a_parked_job_is_taken_up_again_by_a_person(failing, done):
    job = enqueue("fail", "k1")
    Job.objects.update(parked_at=timezone.now(), attempts=MAX_ATTEMPTS)
    assert run_due() == 0
    retry(job)
    Job.objects.update(kind="note")
    assert run_due() == 1
    assert len(done) == 1


def test_nobody_else_gets_a_leased_job_until_the_lease_runs_out(done, later):
    enqueue("note", "k1")
    assert claim(Job.objects.all())
    assert claim(Job.objects.all()) is None
    later(LEASE + timedelta(seconds=1))
    assert run_due() == 1
    assert Job.objects.get().attempts == 2


def test_a_worker_whose_lease_ran_out_no_longer_speaks_for_the_job(done, failing, later):
    enqueue("fail", "k1")
    slow = claim(Job.objects.all())
    later(LEASE + timedelta(seconds=1))
    second = claim(Job.objects.all())
    carry_out(slow)
    job = Job.objects.get()
    assert (job.attempts, job.error, job.lease_until is not None) == (2, "", True)
    carry_out(second)
    assert Job.objects.get().error


def test_a_job_whose_worker_died_each_time_is_parked(done, later):
    enqueue("note", "k1")
    for _ in range(MAX_ATTEMPTS):
        assert claim(Job.objects.all())
        later(LEASE + timedelta(seconds=1))
    assert run_due() == 0
    assert Job.objects.parked().get().error == "abandoned"


def test_an_unknown_kind_waits_for_the_program_that_knows_it(later):
    enqueue("unknown", "k1")
    run_due()
    assert Job.objects.open().get().error.startswith("KeyError")


def test_a_limit_is_kept(done):
    for number in range(3):
        enqueue("note", f"k{number}")
    assert run_due(limit=2) == 2
    assert Job.objects.open().count() == 1


def test_two_handlers_for_one_kind_are_a_mistake(done):
    with pytest.raises(ValueError, match="note"):
        handler("note")(print)
    assert "note" in HANDLERS


def test_the_command_does_what_is_due_and_ends(done):
    enqueue("note", "k1")
    enqueue("note", "k2")
    out = StringIO()
    call_command("work", "--once", stdout=out)
    assert out.getvalue() == "2 carried out, 0 open, 0 parked.\n"


def test_after_the_commit_a_job_is_woken_and_trouble_does_not_reach_the_request(
    settings, done, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr("outbox.pool.wake", woken.append)
    settings.OUTBOX_RUNS = "after_commit"
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("note", "k1")
        assert woken == []
    assert woken == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_two_connections_never_carry_out_one_job(done):
    for number in range(40):
        enqueue("note", f"k{number}", {"n": number})

    def work() -> None:
        run_due()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(payload["n"] for payload in done) == list(range(40))
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_the_background_keeps_a_promise_by_itself(settings, done):
    import time

    settings.OUTBOX_RUNS = "after_commit"
    job = enqueue("note", "k1", {"n": 1})
    until = time.monotonic() + 120
    while Job.objects.filter(pk=job.pk, done_at=None).exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert done == [{"n": 1}]


def test_a_job_is_refused_where_the_person_may_no_longer_have_it(later):
    may, calls = {7}, []
    handler("private", permits=lambda actor, payload: actor in may)(calls.append)
    try:
        enqueue("private", "k1", {"n": 1}, actor=7)
        enqueue("private", "k2", {"n": 2}, actor=7)
        run_due(limit=1)
        may.clear()
        run_due()
    finally:
        HANDLERS.pop("private")
    assert calls == [{"n": 1}]
    given_up = Job.objects.get(key="k2")
    assert (given_up.is_open, given_up.parked_at, given_up.why) == (False, None, "NotPermitted")
    later(timedelta(days=1))
    assert run_due() == 0


def test_a_kind_that_does_not_say_for_whom_stops_the_start_and_is_never_carried_out():
    calls = []
    handler("careless")(calls.append)
    try:
        assert [fault.id for fault in kinds_say_for_whom(None)] == ["outbox.E001"]
        enqueue("careless", "k1")
        run_due()
    finally:
        HANDLERS.pop("careless")
    assert calls == []
    assert Job.objects.get().given_up_at


def test_every_kind_of_the_program_says_for_whom():
    assert kinds_say_for_whom(None) == []
    assert {"documents.render", "cases.sweep", "outbox.tidy"} <= set(HANDLERS)


def test_what_only_the_clock_may_ask_for_is_not_done_for_a_person():
    enqueue("outbox.tidy", "k1", actor=7)
    run_due()
    assert Job.objects.get().given_up_at


def test_effects_in_the_database_happen_once_with_the_job(later):
    """The first call loses its lease before it ends: what it wrote is undone, and the second call's stays."""

    def work(payload):
        Job.objects.create(kind="effect", key=f"effect-{Job.objects.count()}", not_before=far, created_at=far)
        if not slow:
            slow.append(1)
            later(LEASE + timedelta(seconds=1))
            run_due()

    slow, far = [], timezone.now() + timedelta(days=9)
    handler("once", permits=owed, whole=True)(work)
    try:
        enqueue("once", "k1")
        run_due()
    finally:
        HANDLERS.pop("once")
    assert Job.objects.filter(kind="effect").count() == 1
    assert Job.objects.get(key="k1").done_at


def test_the_clock_asks_once_in_each_stretch_and_not_for_what_still_waits(later, monkeypatch):
    monkeypatch.setattr("outbox.jobs.CLOCK", {"cases.sweep": timedelta(minutes=15)})
    assert [ask_by_the_clock(), ask_by_the_clock()] == [1, 0]
    later(timedelta(hours=3))
    assert ask_by_the_clock() == 0  # the first still waits
    run_due()
    assert [ask_by_the_clock(), ask_by_the_clock()] == [1, 0]


def test_the_look_out_finds_what_a_restart_or_a_lost_wake_up_left(settings, done, monkeypatch):
    monkeypatch.setattr("outbox.pool.close_old_connections", lambda: None)
    monkeypatch.setattr("outbox.pool.connections", SimpleNamespace(close_all=lambda: None))
    settings.OUTBOX_RUNS = "after_commit"
    enqueue("note", "k1", {"n": 1})  # its wake-up is never sent: the transaction of a test does not commit
    assert done == []
    pool.look()
    assert done == [{"n": 1}]


def test_a_serving_process_keeps_one_look_out():
    lookout = pool.keep_looking(3600)
    try:
        assert lookout.is_alive()
        assert pool.keep_looking(3600) is lookout
    finally:
        lookout.stopped.set()
        lookout.join()


def test_a_parked_job_is_given_up_by_decision_and_not_twice(failing, later):
    enqueue("fail", "k1")
    for _ in range(MAX_ATTEMPTS):
        run_due()
        later(timedelta(hours=1))
    job = Job.objects.parked().get()
    assert [give_up(job), give_up(job), retry(job)] == [True, False, False]
    assert run_due() == 0
    assert Job.objects.get().why == "OSError"


def test_what_is_over_is_forgotten_after_a_month(done, later):
    enqueue("note", "k1")
    run_due()
    later(timedelta(days=29))
    assert tidy() == 0
    later(timedelta(days=2))
    assert tidy() == 1
