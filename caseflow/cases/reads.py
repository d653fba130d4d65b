"""What somebody looked at: written before it is shown, and not shown where it cannot be written."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from caseflow import audit
from caseflow.audit import keys

from .text import comparable

Seen = dict[str, set[str]]  # by the reference of the file, the names of the fields
seen: ContextVar[Seen | None] = ContextVar("caseflow_seen", default=None)


def looked_at(user: Any, action: str, what: str, **said: Any) -> None:
    """Write that ``user`` has been shown something: a paper, an upload, an export, what a search found."""
    with transaction.atomic():
        audit.record(action, actor=user.pk, object=what, **said)


def fingerprint(words: str) -> str:
    """What stands in the log for words looked for: who has the key can ask for a name, nobody can read one."""
    return keys.fingerprints(comparable(words))[-1]


def showing(reference: str, field: str) -> None:
    """A personal datum is about to be shown in the clear."""
    fields = seen.get()
    if fields is not None:
        fields.setdefault(reference, set()).add(field)


class Reads:
    """One line in the log for each file whose personal data an answer shows, before the answer leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = seen.set({})
        try:
            response = self.get_response(request)
            for reference, fields in sorted((seen.get() or {}).items()):
                looked_at(request.user, "personal.read", reference, fields=sorted(fields))
            return response
        finally:
            seen.reset(token)
