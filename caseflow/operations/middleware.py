"""Each request gets a number, one line in the log and its place in the metrics: by its route, never by its address."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import metrics
from .logs import request_id

GIVEN = re.compile(r"[0-9a-f]{16,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
logger = logging.getLogger("caseflow.requests")


class Observed:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.SECURE_PROXY_SSL_HEADER else ""
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        token, began = request_id.set(number), time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            match = request.resolver_match
            route = (match.view_name or "unnamed") if match else "none"
            method = request.method if request.method in METHODS else "other"
            metrics.REQUESTS.labels(route, method, response.status_code).inc()
            metrics.SECONDS.labels(route).observe(seconds)
            facts = {"route": route, "method": method, "status": response.status_code, "seconds": round(seconds, 4)}
            if not hasattr(request, "urlconf"):  # of what the public asks for there is no line, only numbers
                logger.info("answered", extra=facts)
            response["X-Request-ID"] = number
            return response
        finally:
            request_id.reset(token)
