"""The settings of an office: a value from a day on, or what the reference gives."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from caseflow.procedure.limits import parameter as known

from . import settled

_overrides: ContextVar[Mapping[str, Any]] = ContextVar("parameter_overrides", default=MappingProxyType({}))


@contextmanager
def overridden(values: Mapping[str, Any]) -> Iterator[None]:
    """Other values for the time of a story."""
    for key in values:
        known(key)
    token = _overrides.set({**_overrides.get(), **values})
    try:
        yield
    finally:
        _overrides.reset(token)


def value(key: str, on: date | None = None) -> Any:
    """The value of ``key`` on a day, of the type of its default. Raises LookupError for a key nobody declared."""
    parameter = known(key)
    overrides = _overrides.get()
    if key in overrides:
        return _of_type(parameter.default, overrides[key])
    day = on or timezone.localdate()
    held = [
        value
        for name, since, value in settled.rows("cases.ParameterValue", "key", "valid_from", "value")
        if name == key and since <= day
    ]
    return _of_type(parameter.default, held[-1]) if held else parameter.default


def _of_type(default: Any, text: Any) -> Any:
    if isinstance(default, bool):
        return str(text).lower() in {"1", "true", "yes", "是"}
    if isinstance(default, int):
        return int(text)
    if isinstance(default, Decimal):
        return Decimal(str(text))
    return text
