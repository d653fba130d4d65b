"""What the office has set -- days off, parameters -- is read once in a request or a move, and not again."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_delete, post_save

Rows = tuple[tuple[Any, ...], ...]
_read: ContextVar[dict[str, Rows] | None] = ContextVar("settled", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Inside, each table is read once at most."""
    if _read.get() is not None:
        yield
        return
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def rows(model: str, *fields: str) -> Rows:
    """All rows of a table of settings, in the order of ``fields``; these tables are short."""
    known = _read.get()
    if known is not None and model in known:
        return known[model]
    found = tuple(apps.get_model(model).objects.order_by(*fields).values_list(*fields))
    if known is not None:
        known[model] = found
    return found


def forget(**kwargs: Any) -> None:
    """Read again, even within a request; saving a setting does this, writing many at once does not."""
    if _read.get() is not None:
        _read.set({})


def _remember(**kwargs: Any) -> None:
    _read.set({})


def _let_go(**kwargs: Any) -> None:
    _read.set(None)


request_started.connect(_remember)
request_finished.connect(_let_go)
for _model in ("cases.CalendarDay", "cases.ParameterValue"):
    post_save.connect(forget, sender=_model)
    post_delete.connect(forget, sender=_model)
