"""Handlers of one test only, and nothing that runs by itself."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from outbox.jobs import HANDLERS, handler, owed


@pytest.fixture(autouse=True)
def nothing_runs_by_itself(settings: Any) -> None:
    settings.OUTBOX_RUNS = "worker"


@pytest.fixture
def done(request: Any) -> Iterator[list[dict[str, Any]]]:
    """The payloads that a handler called ``note`` has received."""
    received: list[dict[str, Any]] = []
    handler("note", permits=owed)(received.append)
    yield received
    HANDLERS.pop("note")


@pytest.fixture
def failing() -> Iterator[Callable[[], int]]:
    """A handler called ``fail`` that always fails; says how often it was called."""
    calls: list[Any] = []

    @handler("fail", permits=owed)
    def fail(payload: dict[str, Any]) -> None:
        calls.append(payload)
        raise OSError("赵晓喆 has no answer")

    yield lambda: len(calls)
    HANDLERS.pop("fail")
