"""Assurance 4: with the disk full nothing acknowledged is lost, whoever writes reads why, and whoever reads goes on."""

import resource
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.faults import cluster
from tests.faults.conftest import FULL
from tests.faults.serving import Colleague, serving
from tests.operations.office import copy_of_the_database

pytestmark = pytest.mark.django_db(transaction=True)
MEGABYTES = 24 if "sqlite" in settings.DATABASES["default"]["ENGINE"] else 128


class Small:
    """A disk of its own that is soon full."""

    def __init__(self, place):
        self.ballast = place / "ballast"

    def fill(self, server):
        with self.ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def free(self, server):
        self.ballast.unlink()


class Limited:
    """Where no disk may be mounted: the server's processes may make no file longer."""

    def __init__(self, place):
        self.place = place

    def fill(self, server):
        longest = (self.place / "var" / "caseflow.sqlite3-wal").stat().st_size
        self._limit(server, longest)

    def free(self, server):
        self._limit(server, resource.RLIM_INFINITY)

    def _limit(self, server, size):
        children = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=True).stdout
        for pid in map(int, children.split()):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.fixture
def disk(tmp_path):
    """A place of its own, how it is filled, and whether it is a disk of its own."""
    place = Path(tempfile.mkdtemp(prefix="caseflow-disk-"))  # where the user of a server may come too
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)], capture_output=True, check=False
    )
    try:
        yield place, (Small if mounted.returncode == 0 else Limited)(place)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
        shutil.rmtree(place, ignore_errors=True)


def work_on_a_full_disk(colleague, port, server, full, number):
    """What was answered while the disk was full, until ``number`` writes were refused, and afterwards, in words."""
    assert [colleague.write(port) for _each in range(5)] == [303] * 5
    full.fill(server)
    tried = []
    while tried.count(503) < number:  # what has room in pages that are there already may succeed
        tried.append(colleague.write(port))
        assert tried[-1] in {303, 503}, colleague.refused[-1]
        assert len(tried) < 20 * number, "The disk is not full."
    read = [colleague.read(port) for _each in range(number)]
    full.free(server)
    began = time.monotonic()
    after = [colleague.write(port) for _each in range(50)]
    took = time.monotonic() - began
    assert all("请稍后再试" in text for _status, text in colleague.refused)
    assert read.count(200) >= 0.99 * number
    assert after == [303] * 50
    if FULL:
        assert took <= 10
    return (
        f"{tried.count(503)} of {len(tried)} writes refused, each with the page, {read.count(200)} of {number} reads "
        f"answered, 50 of 50 writes in {took:.1f} s after space was freed"
    )


def test_a_full_disk_loses_nothing_and_says_so(bring_to, people, on_disk, disk, scale, figures):
    if connection.vendor != "sqlite":
        pytest.skip("of PostgreSQL below")
    place, full = disk
    li = Colleague.of(people.li, bring_to("filed"))
    path = copy_of_the_database(place / "var" / "caseflow.sqlite3")
    with serving(place) as (port, server):
        told = work_on_a_full_disk(li, port, server, full, scale(20, 200))
    kept = sqlite3.connect(path)
    assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    tokens = {token for (token,) in kept.execute("SELECT token FROM cases_event")}
    kept.close()
    assert set(li.acknowledged) <= tokens
    figures(f"{told}, 0 of {len(li.acknowledged)} acknowledged lost")


@pytest.mark.postgres
def test_a_server_on_a_full_disk_loses_nothing_and_says_so(bring_to, people, on_disk, disk, tmp_path, scale, figures):
    """Its tables lie on the small disk, its log does not: with the log on a full disk it stops, as if it were killed."""
    place, full = disk
    if connection.vendor != "postgresql" or cluster.binaries() is None or isinstance(full, Limited):
        pytest.skip("needs PostgreSQL, the programs of its server, and a disk that may be mounted")
    li = Colleague.of(people.li, bring_to("filed"))
    with cluster.cluster(place) as cared_for:
        with serving(tmp_path, CASEFLOW_DATABASE=cared_for.url) as (port, server):
            told = work_on_a_full_disk(li, port, server, full, scale(20, 200))
        with psycopg.connect(cared_for.url) as opened:
            tokens = {token for (token,) in opened.execute("SELECT token FROM cases_event")}
    assert set(li.acknowledged) <= tokens
    figures(f"{told}, 0 of {len(li.acknowledged)} acknowledged lost")
