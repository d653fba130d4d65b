"""A PostgreSQL server of our own, that may be killed: made, filled from the database of the test, thrown away."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.db import connection

from caseflow.operations.backup import postgres_environment
from tests.faults.serving import free_port


def binaries():
    """The directory of the server's programs, the newest; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = found[-1] if found else shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def unprivileged():
    """Somebody who may run a server: oneself, or the system's user for it where one is root."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return pwd.getpwnam("nobody").pw_name


class Cluster:
    """``kill`` takes the whole server away at once, ``start`` waits until it answers again."""

    def __init__(self, place, programs, disk=None, settings=""):
        self.settings = settings
        self.place, self.programs, self.user, self.port = place, programs, unprivileged(), free_port()
        self.data = (disk or place) / "data"

    @property
    def url(self):
        return f"postgresql://owner@127.0.0.1:{self.port}/caseflow"

    def run(self, program, *arguments, **options):
        return subprocess.run(
            [str(self.programs / program), *map(str, arguments)],
            user=self.user,
            cwd=self.place,
            capture_output=True,
            text=True,
            check=True,
            **options,
        )

    def make(self):
        options = ("-U", "owner", "--auth=trust", "-E", "UTF8", "--data-checksums", "--waldir", self.place / "wal")
        self.run("initdb", "-D", self.data, *options)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{self.place}'\n"
            )
            file.write("fsync = on\nsynchronous_commit = on\nfull_page_writes = on\nshared_buffers = 32MB\n")
            file.write(f"{self.settings}\n")  # the last word counts
            file.write("log_error_verbosity = terse\nlog_min_error_statement = panic\n")
        self.start()
        with psycopg.connect(self.url.replace("/caseflow", "/postgres"), autocommit=True) as server:
            server.execute("CREATE DATABASE caseflow")
        dump = subprocess.run(
            [self.programs / "pg_dump", "--no-owner", "--no-privileges"],
            env=postgres_environment(),
            capture_output=True,
            check=True,
        ).stdout
        subprocess.run([self.programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url], input=dump, check=True)
        connection.close()

    def start(self):
        """Seconds until the server answers."""
        began = time.monotonic()
        log = self.place / "log"
        self.run("pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "300", "start", stdin=subprocess.DEVNULL)
        return time.monotonic() - began

    def kill(self):
        first = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        children = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, text=True, check=False).stdout
        for pid in (first, *map(int, children.split())):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 30
        while Path(f"/proc/{first}").exists() and time.monotonic() < until:
            time.sleep(0.01)

    def stop(self):
        subprocess.run(
            [self.programs / "pg_ctl", "-D", self.data, "-m", "immediate", "stop"],
            user=self.user,
            capture_output=True,
            check=False,
        )


@contextmanager
def cluster(disk=None, settings=""):
    """``disk`` is where its tables lie, apart from its log, if that is to be another place; ``settings`` are lines more."""
    programs, place = binaries(), Path(tempfile.mkdtemp(prefix="caseflow-cluster-"))
    made = Cluster(place, programs, disk, settings)
    for each in filter(None, (place, disk)):
        if made.user:
            shutil.chown(each, made.user)
    try:
        made.make()
        yield made
    finally:
        made.stop()
        shutil.rmtree(place, ignore_errors=True)
