"""Processes of our own: forked from the test, at work on its database over connections of their own, killed at will."""

import json
import os
import select
import signal
import time
import traceback

from django.db import connections


class Child:
    """A forked process that calls ``work(tell)``; what it tells arrives here even if it is killed right after."""

    def __init__(self, work):
        connections.close_all()  # a connection is no thing to share
        read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(read)
            status = 1
            try:
                work(lambda *facts: os.write(write, (json.dumps(facts) + "\n").encode()))
                status = 0
            except BaseException:  # noqa: BLE001  # the parent hears of it
                os.write(write, (json.dumps(["failed", traceback.format_exc()[-3000:]]) + "\n").encode())
            finally:
                os._exit(status)
        os.close(write)
        self._read, self._heard = read, b""

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def until_heard(self, seconds=300):
        """Wait until it tells something: it is at work now."""
        assert select.select([self._read], [], [], seconds)[0], f"Process {self.pid} says nothing."

    def heard(self):
        """Whether it has told something, or ended."""
        return bool(select.select([self._read], [], [], 0)[0])

    def wait(self, seconds=300):
        """Everything it told, in order, once it has ended. A process that does not end is killed, and that is a failure."""
        until = time.monotonic() + seconds
        while select.select([self._read], [], [], max(0, until - time.monotonic()))[0]:
            heard = os.read(self._read, 1 << 16)
            if not heard:
                break
            self._heard += heard
        else:
            self.kill()
            os.waitpid(self.pid, 0)
            raise AssertionError(f"Process {self.pid} did not end.")
        os.close(self._read)
        os.waitpid(self.pid, 0)
        return [json.loads(line) for line in self._heard.splitlines()]


def side_by_side(*works, seconds=900):
    """Run all at once, each in a process; what each told. Raises where one failed."""
    children = [Child(work) for work in works]
    told = [child.wait(seconds) for child in children]
    for lines in told:
        assert not [line for line in lines if line[0] == "failed"], lines[-1][1]
    return told
