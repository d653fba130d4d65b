"""Assurance 7 and 8: Redis and Celery may die, repeat and lose what they like; the outbox stands in the database."""

import os
import random
import signal
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone

from documents import issuing
from documents.kinds import KINDS
from documents.models import Document
from documents.numbering import faults
from outbox.jobs import HANDLERS, Handler, enqueue, handler, owed
from outbox.models import Job
from outbox.runner import retry, run_due
from tests import walk
from tests.documents import samples
from tests.faults import carrying
from tests.faults.carrying import kill_group, needs_redis, worker
from tests.faults.conftest import FULL
from tests.pages.conftest import Desk

pytestmark = [pytest.mark.django_db(transaction=True), needs_redis]
LEASE = timedelta(seconds=6)  # longer than a paper takes on a machine with twenty times its load


@pytest.fixture
def issuing_tasks(settings, tmp_path, monkeypatch):
    """Jobs that issue one numbered paper each. Some of those who carry them out die of it, the first time."""
    died = tmp_path / "died"
    died.mkdir()
    kind = samples.KINDS["sample_notice"]
    context, _number = samples.SAMPLES[kind.name]
    monkeypatch.setitem(KINDS, kind.name, kind)
    monkeypatch.setattr(issuing, "enqueue", lambda *_args, **_options: None)  # what is proved here is the number

    def issue(payload):
        frozen = issuing.freeze(kind.name, context)
        issuing.issue(
            [frozen],
            agency_key="qinglan",
            agency_abbr="青",
            category="医",
            on=timezone.localdate(),
            token=payload["token"],
        )
        time.sleep(0.02)
        first_time = died / payload["token"]
        if payload["deadly"] and not first_time.exists():
            first_time.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    handler("test.issue", permits=owed, lease=LEASE, whole=True)(issue)
    settings.OUTBOX_LOOK_SECONDS = 3.0  # what messages bring is done by them, what nobody brings is found soon
    yield died
    HANDLERS.pop("test.issue")


def promise(numbers, deadly):
    """One task for each of ``numbers``, each in a transaction of its own, as moves do."""
    for n in numbers:
        with transaction.atomic():
            enqueue("test.issue", f"t{n}", {"token": f"t{n}", "deadly": n % deadly == 0})


def undone():
    """How many tasks are not done. An administrator has seen of those that are parked that a machine died, not they."""
    for job in Job.objects.parked().filter(kind="test.issue"):
        retry(job)
    return Job.objects.filter(kind="test.issue", done_at=None).count()


def until(done, seconds):
    """Looks again and again whether it is ``done``, for as long as a loaded machine may need."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_tasks_carried_by_redis_are_done_once_whoever_dies(issuing_tasks, on_disk, carry, tmp_path, scale, figures):
    """Groups of workers die at work: each is promised its share, and killed after the first task it has done."""
    tasks, kills, deadly = scale(12, 300), scale(2, 7), scale(4, 30)
    corner, log = carry(visibility_timeout=3), tmp_path / "worker.log"
    chance, began = random.Random(20260305), time.monotonic()

    def again():
        return log.read_text().count("was brought again")

    for kill in range(kills):
        share = range(tasks * kill // kills, tasks * (kill + 1) // kills)
        full = corner.waiting() + len(share)
        promise(share, deadly)
        until(lambda full=full: corner.waiting() >= full, 60)  # all who tell have told: none of them is forked
        connections.close_all()
        left, child = undone(), worker(log)
        assert until(lambda left=left: undone() < left, 600), log.read_text()[-3000:]
        time.sleep(chance.uniform(0.0, 0.5))
        kill_group(child)
        child.wait()
    last = worker(log)
    try:
        assert until(lambda: undone() == 0, 900), f"{undone()} of {tasks} are not done"
        assert until(lambda: again() >= scale(1, 5), 300), "Nothing was brought again."
    finally:
        kill_group(last)
        last.wait()
    papers = Document.objects.filter(token__startswith="t")
    assert sorted(papers.values_list("serial", flat=True)) == list(range(1, tasks + 1))
    assert papers.values("token").distinct().count() == tasks
    assert faults() == []
    figures(
        f"{tasks} tasks, {kills} worker groups and {len(list(issuing_tasks.iterdir()))} workers killed, {again()} "
        f"redeliveries observed: {papers.count()} papers, 0 double, 0 missing, in {time.monotonic() - began:.0f} s"
    )


def test_the_harness_notices_effects_that_are_not_made_once(issuing_tasks, on_disk):
    """The protection taken out: neither the key of the job nor one transaction; who dies after the effect repeats it."""
    issue, calls = HANDLERS["test.issue"].work, []

    def careless(payload):
        calls.append(payload)
        with transaction.atomic():
            issue({"token": f"careless-{len(calls)}", "deadly": False})
        if len(calls) == 1:
            raise OSError("died before it was done")

    HANDLERS["test.issue"] = Handler(careless, owed)
    enqueue("test.issue", "t0")
    run_due()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        run_due()
    assert Document.objects.count() == 2


def test_case_work_goes_on_while_redis_is_away(people, on_disk, settings, carry, tmp_path, scale, figures):
    """Five requests a second, some of which issue papers; the wire to Redis is cut for a while and mended."""
    wire, settings.OUTBOX_LOOK_SECONDS = carrying.Wire(), 2.0
    carry(wire.address)
    walk.clinic()
    desk = Desk(people.intake)
    connections.close_all()
    carrier = worker(tmp_path / "worker.log")
    try:
        answers = work_at(desk, requests=scale(5, 25))
        wire.cut()
        down = work_at(desk, requests=scale(15, 300))
        wire.mend()
        back = time.monotonic()
        answers += work_at(desk, requests=5)
        assert until(lambda: not Job.objects.open().exists(), 900)
        took = time.monotonic() - back
    finally:
        kill_group(carrier)
        carrier.wait()
        wire.cut()
    assert [status for status in answers + down if status >= 500] == []
    assert Job.objects.filter(kind=issuing.RENDER).count() >= 2
    assert not Document.objects.unrendered().exists()
    if FULL:
        assert took <= 60
    figures(f"{len(down)} requests while Redis was away, 0 × 5xx, drained {took:.1f} s after its return")


def work_at(desk, requests):
    """The answers to five requests a second: the inbox, the list, and now and then a tip by its form."""
    statuses, began = [], time.monotonic()
    for number in range(requests):
        if number % 5 == 0:
            statuses.append(register(desk).status_code)
        else:
            statuses.append(desk.client.get("/" if number % 2 else "/tips/").status_code)
        time.sleep(max(0.0, began + (number + 1) / 5 - time.monotonic()))
    return statuses


def register(desk):
    values = {**desk.form("/new/tip/register/"), "source": "tip_off", "channel": "phone", "violation": "P-01"}
    return desk.client.post(
        "/new/tip/register/", values | {"about_name": "惠康理疗", "summary": "称可鉴定", "act_place": "东关街"}
    )
