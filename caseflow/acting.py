"""For whom this process is at work: what PostgreSQL is told before each statement, so that it can hide other rows.

Row-level security is the net below the policy of the application: a query that forgot to ask who is asking finds
nothing of another authority. Whoever has not been named sees nothing of the scoped tables.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, NamedTuple, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class Acting(NamedTuple):
    """A person's key and the key of their authority, as PostgreSQL reads them; ``*`` is every authority."""

    actor: str = ""
    agency: str = ""


NOBODY, SYSTEM = Acting(), Acting("", "*")
current: ContextVar[Acting] = ContextVar("caseflow_acting", default=NOBODY)


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """Inside, the database shows what belongs to the authority of ``user``; nothing of any where nobody is signed in."""
    known = user is not None and user.is_authenticated
    with _as(Acting(str(user.pk), str(user.agency_id or "")) if known else NOBODY):
        yield


@contextmanager
def system() -> Iterator[None]:
    """Inside, the program itself is at work, for every authority: the clock, the outbox, a command."""
    with _as(SYSTEM):
        yield


@contextmanager
def _as(who: Acting) -> Iterator[None]:
    token = current.set(who)
    try:
        yield
    finally:
        current.reset(token)


def for_the_system(function: Function) -> Function:
    """What a command does, it does for every authority."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        with system():
            return function(*args, **kwargs)

    return call  # type: ignore[return-value]
