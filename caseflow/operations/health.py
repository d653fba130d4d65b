"""Whether this process lives, and whether it can work: asked by machines, before anything else looks at the request."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from caseflow.acting import system

from . import alarms, metrics
from .models import Look

SECONDS = 5.0  # for which an answer stands: asking often costs nothing
LOCAL = frozenset({"127.0.0.1", "::1", ""})


@dataclass(frozen=True)
class Ready:
    """``needs`` must all hold, else the site is not ready; ``alarms`` tell of what works for now."""

    needs: dict[str, bool]
    facts: dict[str, Any]
    alarms: list[str]

    @property
    def ok(self) -> bool:
        return all(self.needs.values())


_known: tuple[float, Ready] | None = None
_migrated = False


def ready(afresh: bool = False) -> Ready:
    """What was found within the last seconds, or is found now."""
    global _known
    if afresh or _known is None or time.monotonic() - _known[0] > SECONDS:
        with system():
            _known = time.monotonic(), _look()
    return _known[1]


def _look() -> Ready:
    now = timezone.now()
    needs = {"database": _writes()}
    if not needs["database"]:
        return Ready(needs, {}, [])
    try:
        needs["migrations"] = _is_migrated()
        used = alarms.disk_used()
        needs["disk"] = used < alarms.DISK_FULL
        last, chain = alarms.last_sweep(), Look.objects.filter(name="chain").first()
        facts = {
            "disk_used_percent": used,
            "outbox_age_seconds": int(alarms.outbox_age(now).total_seconds()),
            "sweep_age_seconds": int((now - last).total_seconds()) if last else None,
            "chain_checked": chain and chain.at.isoformat(timespec="seconds"),
            "chain_faults": chain and chain.faults,
        }
        return Ready(needs, facts, [alarm.code for alarm in alarms.alarms(now)])
    except DatabaseError:  # as before the first migration
        return Ready(needs | {"migrations": False}, {}, [])


def _writes() -> bool:
    """Whether a row could be written now; it is taken back."""
    try:
        with transaction.atomic():
            Look.objects.update_or_create(name="health", defaults={"at": timezone.now()})
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def may_ask(request: HttpRequest) -> bool:
    """Details are for this machine, and for whoever brings the token; never for what a proxy passes on."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and secrets.compare_digest(given.encode(), token.encode()):
        return True
    passed_on = "X-Forwarded-For" in request.headers or "X-Forwarded-Proto" in request.headers
    return request.META.get("REMOTE_ADDR", "") in LOCAL and not passed_on


class Health:
    """Answers /health/live, /health/ready and /metrics without session, language or a host name that must be known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.answers = {"/health/live": self.live, "/health/ready": self.ready, "/metrics": self.metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answers.get(request.path_info)
        if answer is None or request.method not in {"GET", "HEAD"} or hasattr(request, "urlconf"):  # not of the staff
            return self.get_response(request)
        response = answer(request)
        response["Cache-Control"] = "no-store"
        return response

    def live(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"live": True})

    def ready(self, request: HttpRequest) -> HttpResponse:
        found = ready()
        said: dict[str, Any] = {"ready": found.ok}
        if may_ask(request):
            said |= {"needs": found.needs, "alarms": found.alarms, **found.facts}
        return JsonResponse(said, status=200 if found.ok else 503)

    def metrics(self, request: HttpRequest) -> HttpResponse:
        if not may_ask(request):
            return HttpResponse("Not Found\n", status=404, content_type="text/plain")
        with system():
            text, kind = metrics.exposition()
        return HttpResponse(text, content_type=kind)
