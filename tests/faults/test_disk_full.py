"""Assurance 4: with the disk full nothing acknowledged is lost, whoever writes reads why, and whoever reads goes on."""

import resource
import sqlite3
import subprocess
import time

import pytest
import time_machine
from django.db import connection

from tests.faults.serving import Colleague, serving
from tests.operations.office import copy_of_the_database

pytestmark = pytest.mark.django_db(transaction=True)
MEGABYTES = 24


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
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)], capture_output=True, check=False
    )
    try:
        yield place, (Small if mounted.returncode == 0 else Limited)(place)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_loses_nothing_and_says_so(bring_to, people, disk, scale, figures):
    if connection.vendor != "sqlite":
        pytest.skip("tried with SQLite on a small disk alone")
    place, full = disk
    with time_machine.travel(time.time(), tick=True):
        li = Colleague.of(people.li, bring_to("filed"))
    path = copy_of_the_database(place / "var" / "caseflow.sqlite3")
    number = scale(20, 200)
    with serving(place) as (port, server):
        assert [li.write(port) for _each in range(5)] == [303] * 5
        full.fill(server)
        tried = [li.write(port) for _each in range(number)]
        read = [li.read(port) for _each in range(number)]
        full.free(server)
        began = time.monotonic()
        after = [li.write(port) for _each in range(50)]
        took = time.monotonic() - began
    assert set(tried) <= {303, 503}
    assert tried.count(503) >= number / 2
    assert all("请稍后再试" in text for _status, text in li.refused)
    assert read.count(200) >= 0.99 * number
    assert after == [303] * 50
    kept = sqlite3.connect(path)
    assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    tokens = {token for (token,) in kept.execute("SELECT token FROM cases_event")}
    kept.close()
    assert set(li.acknowledged) <= tokens
    figures(
        f"{tried.count(503)} of {number} writes refused with a page, {read.count(200)} of {number} reads answered, "
        f"50 of 50 writes in {took:.1f} s after space was freed, 0 of {len(li.acknowledged)} acknowledged lost"
    )
