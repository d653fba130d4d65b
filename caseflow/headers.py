"""What holds for every answer, also errors, files and static ones: nothing foreign runs, frames or keeps a page."""

import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from caseflow import strictjson
from caseflow.arriving import takes

REPORTS, REPORTS_KEPT, REPORT_BYTES, REPORTS_FOR = "policy-reports", 100, 16_384, 30 * 24 * 3600
FEATURES = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
)
# never an answer to a page of somebody else, not even to a link in it
EVIDENCE = frozenset({"paper", "upload", "upload-copy"})


def policy(frames: str = "'none'") -> str:
    """The content security policy; ``frames`` says who may show the answer in a frame."""
    directory = " ".join(
        f"{parts.scheme}://{parts.netloc}"
        for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        for parts in [urlsplit(app["settings"]["server_url"])]
    )
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",  # data: for the picture that an authenticator application reads
            "font-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "object-src 'self'",  # the viewer of PDF that comes with the browser
            f"form-action 'self' {directory}".rstrip(),  # signing in with the directory leads there from a form
            "base-uri 'none'",
            f"frame-ancestors {frames}",
            "require-trusted-types-for 'script'",
            "trusted-types default",
            "report-uri /policy-report/",
        )
    )


def framed(response: HttpResponse) -> HttpResponse:
    """A draft as PDF, shown beside the decision: the one kind of answer that our own pages may show in a frame."""
    response.headers["Content-Security-Policy"] = policy("'self'")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


class Headers:
    """The outermost middleware, so that no answer gets past it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", FEATURES)
        response.headers.setdefault("Cache-Control", "no-store")
        match = request.resolver_match
        if match is not None and match.url_name == "account_logout" and request.method == "POST":
            response.headers["Clear-Site-Data"] = (
                '"cache", "storage"'  # what a device kept for the person goes with them
            )
        return response


class FromOurPages:
    """What the browser says of where a request comes from (Fetch Metadata): posts and evidence only from our own pages.

    A page under ``no-referrer`` sends its forms with ``Origin: null``, which Django's check of forms refuses. Where the
    browser vouches for a request from the same origin, that origin is what is checked; where it says nothing (an old one,
    or no HTTPS), the token of the form decides, as it does where a browser sends no origin at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS", "TRACE"}:
            site = request.headers.get("Sec-Fetch-Site")
            if site not in {None, "same-origin", "none"}:
                return _elsewhere()
            if request.META.get("HTTP_ORIGIN") == "null":
                request.META.pop("HTTP_ORIGIN")
                if site == "same-origin":
                    request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        site, mode = request.headers.get("Sec-Fetch-Site"), request.headers.get("Sec-Fetch-Mode")
        if site in {None, "same-origin", "none"}:
            return None
        evidence = request.resolver_match is not None and request.resolver_match.url_name in EVIDENCE
        if mode == "navigate" and request.headers.get("Sec-Fetch-Dest") == "document" and not evidence:
            return None  # a link in a letter
        return _elsewhere()


def _elsewhere() -> HttpResponse:
    return HttpResponseForbidden(_("这个请求来自别的网站，没有办理。"), content_type="text/plain; charset=utf-8")


# What browsers report


@takes("application/csp-report", "application/json")
@csrf_exempt
@login_not_required
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Keep what a browser says it has stopped: bounded in size, in number and in time."""
    if not ratelimit.consume(request, app="", action="report", config={"report": "30/m/ip,300/m/key"}, key="all"):
        return HttpResponse(status=429)
    body = request.read(REPORT_BYTES + 1)
    try:
        found = strictjson.read(body) if len(body) <= REPORT_BYTES else None
    except ValueError:
        found = None
    told = found.get("csp-report") if isinstance(found, dict) else None
    if not isinstance(told, dict):
        return HttpResponse(status=400)
    _keep(told)
    return HttpResponse(status=204)


def _keep(told: dict[str, Any]) -> None:
    words = {
        "directive": str(told.get("effective-directive") or told.get("violated-directive", ""))[:60],
        "blocked": str(told.get("blocked-uri", ""))[:120],
        "page": urlsplit(str(told.get("document-uri", ""))[:300]).path[:120],
        "source": str(told.get("source-file", ""))[:120],
    }
    key = hashlib.sha256(json.dumps(words).encode()).hexdigest()
    kept = cache.get(REPORTS) or {}
    count = kept.get(key, {}).get("count", 0)
    kept[key] = words | {"count": count + 1, "at": timezone.now()}
    newest = sorted(kept.items(), key=lambda each: each[1]["at"], reverse=True)[:REPORTS_KEPT]
    cache.set(REPORTS, dict(newest), REPORTS_FOR)


def reports() -> list[dict[str, Any]]:
    """What browsers have reported in the last month, the newest first."""
    return sorted((cache.get(REPORTS) or {}).values(), key=lambda each: each["at"], reverse=True)
