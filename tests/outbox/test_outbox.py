"""A promise made in a transaction is kept after it: at least once, by one at a time, and not for ever."""

import logging
import threading
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from outbox.jobs import HANDLERS, enqueue, handler
from outbox.models import Job
from outbox.runner import LEASE, MAX_ATTEMPTS, PAUSES, carry_out, claim, retry, run_due

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
