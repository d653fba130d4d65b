"""A corner of Redis for one test, a way to cut the wire to it, and Celery workers that are forked from the test."""

import os
import secrets
import signal
import socket
import sys
import threading
from contextlib import contextmanager, suppress

import pytest
import redis

from outbox import carrier
from tests.faults.processes import Child

REDIS = ("127.0.0.1", 6379)
NUMBER = 13  # the database of these tests
SOON = {"unacked_restore_interval": 1, "unacked_restore_throttle": 1, "unacked_mutex_expire": 5}  # seconds, not minutes


class Corner:
    """Keys that no other test has, nor another checkout on the same server: all begin with ``prefix``."""

    def __init__(self):
        self.redis, self.prefix = redis.Redis(*REDIS, db=NUMBER), f"caseflow-{secrets.token_hex(6)}."

    def waiting(self):
        """How many messages no worker has taken yet."""
        return self.redis.llen(f"{self.prefix}outbox")

    def all_keys(self):
        return list(self.redis.scan_iter(match=f"{self.prefix}*"))


@contextmanager
def carried(settings):
    """``carry(host, **options)`` lets the outbox be carried by Redis at ``host`` and returns our corner of it."""
    corner, conf = Corner(), carrier.app.conf
    before = conf.broker_url, dict(conf.broker_transport_options)

    def told(url, options):
        conf.broker_url, conf.broker_transport_options = url, options
        carrier.app._pool = carrier.app.amqp._producer_pool = None
        carrier._quiet_until = 0.0

    def carry(host=REDIS, **options):
        url = f"redis://{host[0]}:{host[1]}/{NUMBER}"
        settings.OUTBOX_RUNS, settings.OUTBOX_REDIS = "celery", url
        told(url, {**before[1], **SOON, "global_keyprefix": corner.prefix, **options})
        return corner

    try:
        yield carry
    finally:
        told(*before)
        if keys := corner.all_keys():
            corner.redis.delete(*keys)


def reachable():
    try:
        return redis.Redis(*REDIS, db=NUMBER).ping()
    except redis.RedisError:
        return False


needs_redis = pytest.mark.skipif(not reachable(), reason="needs Redis at 127.0.0.1:6379")


def worker(log, processes=2):
    """Celery as ``manage.py work`` starts it, in a process group of its own; it writes its log to ``log``."""

    def work(tell):
        os.setsid()
        sys.stdout = sys.stderr = open(log, "a", buffering=1)  # noqa: SIM115  # Django's handlers write there
        from outbox.management.commands.work import told_by_redis

        told_by_redis(processes)

    return Child(work)


def kill_group(child):
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


class Wire:
    """What lies between us and Redis: a port of our own that passes everything on, until it is cut."""

    def __init__(self):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = self.door.getsockname()
        self.open, self.pipes = True, []
        threading.Thread(target=self._accept, args=[self.door], daemon=True).start()

    def cut(self):
        """Whoever is connected is cut off, and nobody else is let in."""
        self.open = False
        with suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        for pipe in self.pipes:
            with suppress(OSError):
                pipe.shutdown(socket.SHUT_RDWR)
            pipe.close()

    def mend(self):
        self.open, self.pipes = True, []
        self.door = socket.create_server(self.address)
        threading.Thread(target=self._accept, args=[self.door], daemon=True).start()

    def _accept(self, door):
        with suppress(OSError):
            while True:
                near, _address = door.accept()
                far = socket.create_connection(REDIS)
                self.pipes += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=[one, other], daemon=True).start()

    def _pass_on(self, one, other):
        with suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
