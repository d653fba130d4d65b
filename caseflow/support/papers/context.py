"""What goes into a paper: one builder a kind, found by its name."""

from collections.abc import Callable
from typing import Any

from django.utils import translation

from caseflow.procedure import Attempt

Builder = Callable[[Any, Attempt], dict[str, Any] | None]
_builders: dict[str, Builder] = {}


def builder(kind: str) -> Callable[[Builder], Builder]:
    """Register what goes into the papers of ``kind``."""

    def register(build: Builder) -> Builder:
        _builders[kind] = build
        return build

    return register


def context(kind: str, record: Any, attempt: Attempt) -> dict[str, Any] | None:
    """The context of a paper of ``kind`` for ``attempt``, or None where it issues none."""
    with translation.override("zh-hans"):
        return _builders[kind](record, attempt)
