"""Where the public comes in: by the host name alone, and leaving behind whatever says who they are."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import set_urlconf

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FILES = frozenset({"caseflow.css", "favicon.svg", "icons.svg"})  # of static/; nothing runs on these pages
# What a request may bring along: where it goes, from which page, and in which form.
LEFT = re.compile(
    r"HTTP_(HOST|ORIGIN|SEC_FETCH_(SITE|MODE|DEST|USER)|X_FORWARDED_PROTO|X_REQUEST_ID|IF_NONE_MATCH"
    r"|IF_MODIFIED_SINCE|TRANSFER_ENCODING|EXPECT|CONNECTION)"
)
SAYS_WHO = ("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "REMOTE_USER")


class Door:
    """Gives a request to the public host its own addresses, and every other host none of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
        if not settings.PUBLIC_HOST or host.rstrip(".") != settings.PUBLIC_HOST:
            return self.get_response(request)
        forget(request)
        request.urlconf = settings.PUBLIC_URLCONF  # type: ignore[assignment]
        set_urlconf(settings.PUBLIC_URLCONF)
        response = _refused(request) or self.get_response(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers.pop("Vary", None)
        return response


def forget(request: HttpRequest) -> None:
    """Nothing that comes after this can keep, log or even see where the request came from and with what."""
    for name in list(request.META):
        if name in SAYS_WHO or (name.startswith("HTTP_") and not LEFT.fullmatch(name)):
            del request.META[name]
    request.META["REMOTE_ADDR"] = ""
    for known in ("headers", "COOKIES", "accepted_types", "accepted_types_by_precedence"):
        request.__dict__.pop(known, None)  # read before, kept on the request


def _refused(request: HttpRequest) -> HttpResponse | None:
    from .views import not_found, too_large

    path = request.path_info
    if path.startswith(settings.STATIC_URL) and path.removeprefix(settings.STATIC_URL) not in FILES:
        return not_found(request)
    return too_large(request) if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes() else None


def most_bytes() -> int:
    """How large a request may be: its files, and what is typed."""
    return (settings.PUBLIC_FILES * settings.PUBLIC_FILE_MB + 1) * 1024**2
