"""The application as it is deployed: gunicorn with its own settings, a worker beside it, and what both of them use."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

STARTING = 90  # seconds, with the fonts of the papers


@dataclass(frozen=True)
class Served:
    """Where the pages are, and the processes behind them."""

    port: int
    server: int
    worker: int

    def processes(self) -> list[int]:
        """The keys of all processes of the server and the worker, as they are now."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and (parent := _parent(entry)) is not None:
                children.setdefault(parent, []).append(int(entry.name))
        found, waiting = [], [self.server, self.worker]
        while waiting:
            found.append(waiting.pop())
            waiting += children.get(found[-1], [])
        return found


@contextmanager
def served(*options: str) -> Iterator[Served]:
    """The pages and the worker on the database of this process, as the role that the application works as."""
    port = _free_port()
    environment = _environment() | {"CASEFLOW_BIND": f"127.0.0.1:{port}"}
    gunicorn = ["-m", "gunicorn", "caseflow.wsgi", "--config", "deploy/gunicorn.conf.py", *options]
    started = []
    with (Path(settings.VAR_DIR) / "served.log").open("ab") as log:
        try:
            for command in (gunicorn, ["manage.py", "work"]):
                call = [sys.executable, *command]
                started.append(subprocess.Popen(call, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log))
            _until_it_answers(port, started[0], Path(log.name))
            yield Served(port, started[0].pid, started[1].pid)
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(60)


def _environment() -> dict[str, str]:
    """Of a real office, not of a demonstration: second factors, keys elsewhere, no superuser of the database."""
    chosen = {"CASEFLOW_DEMONSTRATION": "0", "CASEFLOW_HOSTS": "127.0.0.1"}
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["CASEFLOW_DATABASE"])
        host = url.netloc.rpartition("@")[2]
        chosen["CASEFLOW_DATABASE"] = urlunsplit(url._replace(netloc=f"{settings.DATABASE_ROLES}_app@{host}"))
    return {**os.environ, **chosen}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until_it_answers(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + STARTING
    while True:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asked.request("GET", "/health/live")
            if asked.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            asked.close()
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(log.read_text()[-3000:])
        time.sleep(0.1)


def _parent(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


# --- what they use


@dataclass(frozen=True)
class Use:
    """At one moment: megabytes of memory of all processes, their open handles, connections to the server, log of writes."""

    memory: float
    handles: int
    connections: int
    log: float


def used(by: Served) -> Use:
    memory, handles = 0.0, 0
    for process in by.processes():
        try:
            status = Path(f"/proc/{process}/status").read_text()
            memory += next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")) / 1024
            handles += len(os.listdir(f"/proc/{process}/fd"))
        except (OSError, StopIteration):
            continue  # it has just ended
    return Use(memory, handles, *_of_the_database(handles))


def _of_the_database(handles: int) -> tuple[int, float]:
    if connection.vendor == "sqlite":
        log = Path(f"{connection.settings_dict['NAME']}-wal")
        return 0, log.stat().st_size / 2**20 if log.exists() else 0.0
    with connection.cursor() as cursor:
        role = f"{settings.DATABASE_ROLES}_app"
        cursor.execute("SELECT count(*), 0 FROM pg_stat_activity WHERE usename = %s", [role])
        count, _zero = cursor.fetchone()
        cursor.execute("SELECT coalesce(sum(size), 0) FROM pg_ls_waldir()")
        return count, float(cursor.fetchone()[0]) / 2**20
