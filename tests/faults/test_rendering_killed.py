"""Assurance 5: whenever a worker that sets papers is killed, each paper ends with exactly one file, the one its row names."""

import hashlib
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from documents import issuing, rendering, storage
from documents.models import Document
from documents.numbering import faults
from outbox.jobs import LEASE
from outbox.models import Job
from outbox.runner import retry, run_due
from tests import walk
from tests.faults.processes import Child, side_by_side

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 2
POINTS = ("claimed", "set", "written", "synced", "renamed", "recorded")


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A machine with twenty times its load needs half a minute to begin: how long a paper may take is not what is tried."""
    monkeypatch.setattr(rendering, "SECONDS", 600)


def stop():
    os.kill(os.getpid(), signal.SIGKILL)


def stop_at(point, tell):
    """In a process of its own: lets it die at a named point of the setting of a paper."""

    def then_stop(function):
        def call(*args, **options):
            function(*args, **options)
            tell(point)
            stop()

        return call

    def stop_first(*_args, **_options):
        tell(point)
        stop()

    if point == "claimed":
        issuing.render = stop_first
    elif point == "set":
        storage.write = stop_first
    elif point == "written":
        os.fsync = stop_first
    elif point == "synced":
        os.fsync = then_stop(os.fsync)
    elif point == "renamed":
        replace = os.replace
        os.replace = lambda old, new: then_stop(replace)(old, new) if storage.NEW in str(old) else replace(old, new)
    elif point == "recorded":
        issuing.render = then_stop(issuing.render)


def worker(now, point=""):
    """Sets papers until it dies, or until none is left; ``now`` is when: leases of the dead have run out by then."""

    def work(tell):
        if point:
            stop_at(point, tell)
        with time_machine.travel(now, tick=True):
            while run_due(limit=1):
                tell("set one")

    return work


def kill_at_points(rounds, now):
    """``rounds`` deaths at each named point; returns the moment after, and the points that were reached."""
    seen = set()
    for point in POINTS * rounds:
        now = later(now)
        told = Child(worker(now, point)).wait(900)  # a process that sets papers begins slowly on a loaded machine
        seen |= {line[0] for line in told if line[0] != "set one"}
    return now, seen


def kill_at_random(kills, now, seed=20260305):
    """``kills`` deaths of workers side by side at random moments: half before the first paper, half among others."""
    chance = random.Random(seed)
    for turn in range(kills // WORKERS):
        now = later(now)
        children = [Child(worker(now)) for _worker in range(WORKERS)]
        if turn % 2:
            until = time.monotonic() + 120
            while not any(child.heard() for child in children) and time.monotonic() < until:
                time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.3))
        for child in children:
            child.kill()
        told = [line for child in children for line in child.wait()]
        assert not [line for line in told if line[0] == "failed"], told
    return now


def later(now):
    """When the leases of the dead have run out; an administrator has seen that the machine died and not the job."""
    for job in Job.objects.parked():
        retry(job)
    return now + LEASE + timedelta(seconds=1)


def drain(now, rounds=8):
    """Undisturbed at last. On a loaded machine a setter may give up in time; the next round takes its paper up again."""
    for _round in range(rounds):
        side_by_side(worker(now), worker(now), seconds=900)
        now = later(now) + timedelta(hours=1)
        if not Job.objects.filter(done_at=None, kind=issuing.RENDER).exists():
            break


def papers_are_sound():
    """Each number has one file and the row names it; returns what is not so."""
    wrong = list(faults())
    for document in Document.objects.all():
        if not document.is_rendered:
            wrong.append(f"{document.pk} has no file")
        elif hashlib.sha256(storage.path_of(document.pdf_sha256).read_bytes()).hexdigest() != document.pdf_sha256:
            wrong.append(f"{document.pk} has another file")
    return wrong


def orphans():
    known = set(Document.objects.values_list("pdf_sha256", flat=True))
    unfinished = list((Path(settings.DOCUMENTS_DIR) / storage.NEW).glob("*"))
    return unfinished, [digest for digest in storage.digests() if digest not in known]


def set_again(document):
    """The digest of the paper, set anew from what was frozen."""
    return hashlib.sha256(issuing.set_anew(document).pdf).hexdigest()


def test_papers_survive_the_death_of_those_who_set_them(people, on_disk, scale, figures):
    rounds, kills = scale(1, 10), scale(4, 140)
    for _case in range(scale(1, 25)):
        walk.bring_to(people, "notice_served")
    began = time.monotonic()
    now, seen = kill_at_points(rounds, timezone.now())
    assert seen >= set(POINTS)
    now = later(kill_at_random(kills, now))
    died_with = Job.objects.filter(kind=issuing.RENDER, done_at=None).count()
    assert died_with  # they were at work when they died
    drain(now)
    assert not Job.objects.filter(done_at=None, kind=issuing.RENDER).exists()
    assert papers_are_sound() == []
    left = len(orphans()[0])
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1), tick=True):
        storage.tidy()
    assert orphans() == ([], [])
    again = list(Document.objects.order_by("?")[: scale(3, 40)])
    assert [set_again(document) for document in again] == [document.pdf_sha256 for document in again]
    figures(
        f"{kills + rounds * len(POINTS)} kills ({rounds * len(POINTS)} at {len(POINTS)} points) in "
        f"{time.monotonic() - began:.0f} s, {died_with} papers open after the last; {Document.objects.count()} papers "
        f"with the one file of their row, {left} unfinished files swept, 0 orphans, {len(again)} set again byte for byte"
    )


def test_the_harness_notices_a_paper_that_nobody_promised_to_set(people, on_disk):
    """The protection taken out: without the row of the outbox nobody comes back to a paper whose setter died."""
    walk.open_tip(people)
    Job.objects.all().delete()
    side_by_side(worker(timezone.now()))
    assert papers_are_sound() != []
