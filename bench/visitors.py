"""People who use the pages whatever they cost: a request begins when it was planned, not when the last one was answered.

A process of its own, which knows nothing of Django: ``python -m bench.visitors`` reads what to do as JSON and prints what
each request took. The time counts from the planned moment, so that a queue in front of the server is part of it.
"""

import heapq
import http.client
import json
import random
import re
import secrets
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from urllib.parse import urlencode

AT_ONCE = 64  # requests of one process on their way
PATIENCE, GRACE = 30, 10  # seconds: of one request, and for all of them after the last was planned
HIDDEN = re.compile(r'<input type="hidden" name="(token|version)" value="([^"]*)"')
ACTS, READS = "move", "read"


class Visitors:
    """Plans ``moves`` and ``reads`` a second for some seconds, and remembers how each went."""

    def __init__(self, plan: dict[str, Any]):
        self.plan, self.chance = plan, random.Random(plan["seed"])
        self.taken: list[tuple[str, float, str]] = []
        self.planned: list[tuple[float, int, Callable[[float], None]]] = []
        self.number = count()
        self.free = list(plan["cases"])
        self.secret = secrets.token_hex(16)
        self.pool = ThreadPoolExecutor(AT_ONCE)
        self.begun = self.over = 0
        self.counting = threading.Lock()

    def work(self) -> None:
        begin = time.monotonic()
        self.end = begin + self.plan["seconds"]
        self._arrive(begin, self.plan["moves"], self._visit)
        self._arrive(begin, self.plan["reads"] - 2 * self.plan["moves"], self._look)  # a move brings two reads along
        while time.monotonic() < self.end + GRACE and (self.planned or self.begun > self.over):
            if not self.planned:
                time.sleep(0.01)  # what is on its way may plan something more
                continue
            if (early := self.planned[0][0] - time.monotonic()) > 0:
                time.sleep(min(early, 0.005))  # what is on its way may plan something sooner
                continue
            at, _number, act = heapq.heappop(self.planned)
            self.begun += 1
            self.pool.submit(self._do, act, at)
        self.pool.shutdown(wait=True, cancel_futures=True)
        left = self.begun - self.over + len(self.planned)
        self.taken += [(READS, 0.0, f"not begun {GRACE} s after the end")] * left

    def _do(self, act: Callable[[float], None], at: float) -> None:
        try:
            act(at)
        finally:
            with self.counting:
                self.over += 1

    def _arrive(self, begin: float, rate: float, act: Callable[[float], None]) -> None:
        at = begin
        while rate > 0:
            at += self.chance.expovariate(rate)
            if at > self.end:
                return
            self._then(at, act)

    def _then(self, at: float, act: Callable[[float], None]) -> None:
        heapq.heappush(self.planned, (at, next(self.number), act))

    # What somebody does

    def _look(self, at: float) -> None:
        reader = self.chance.choice(self.plan["readers"])
        path = self.chance.choice(reader["paths"])
        self._ask(READS, at, path, reader["session"])

    def _visit(self, at: float) -> None:
        """The form of a move; after a while its submission, and the page that follows."""
        if not self.free:
            self.taken.append((ACTS, 0.0, "no file is free"))
            return
        case = self.free.pop(self.chance.randrange(len(self.free)))
        row, session, facts = case["rows"][case["at"] % len(case["rows"])]
        path = f"{case['path']}{row}/"
        form = self._ask(READS, at, path, session)
        hidden = dict(HIDDEN.findall(form or ""))
        if not hidden:
            self._then(time.monotonic() + 1, lambda _at: self.free.append(case))
            return
        thought = at + self.chance.expovariate(1 / self.plan["thinking"])
        self._then(max(thought, time.monotonic()), lambda at: self._submit(at, case, path, session, facts | hidden))

    def _submit(self, at: float, case: dict[str, Any], path: str, session: str, facts: dict[str, Any]) -> None:
        if self._ask(ACTS, at, path, session, facts | {"csrfmiddlewaretoken": self.secret}) is not None:
            case["at"] += 1
            self._ask(READS, time.monotonic(), case["path"], session)
        self.free.append(case)

    def _ask(self, kind: str, planned: float, path: str, session: str, facts: Any = None) -> str | None:
        """The text of the answer; None where it was not the one hoped for, of which the first words are kept."""
        said, went = None, ""
        try:
            status, said = self._answer(path, session, facts)
            if status != (303 if facts else 200):
                went, said = f"{status} {path} {_words(said)}", None
        except (OSError, http.client.HTTPException) as error:
            went = f"{type(error).__name__} {path}"
        self.taken.append((kind, (time.monotonic() - planned) * 1000, went))
        return said

    def _answer(self, path: str, session: str, facts: Any) -> tuple[int, str]:
        """As nginx asks: a connection for each request."""
        asked = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=PATIENCE)
        headers = {"Cookie": f"session={session}; csrf={self.secret}", "Accept": "text/html"}
        try:
            if facts:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                asked.request("POST", path, urlencode(facts, doseq=True), headers)
            else:
                asked.request("GET", path, headers=headers)
            answer = asked.getresponse()
            return answer.status, answer.read().decode()
        finally:
            asked.close()


def _words(page: str) -> str:
    """What an error says, short enough for a table."""
    main = page.partition("<main")[2] or page
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())[:200]


def main() -> None:
    visitors = Visitors(json.load(sys.stdin))
    visitors.work()
    json.dump(visitors.taken, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
