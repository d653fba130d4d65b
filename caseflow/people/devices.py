"""Devices on which somebody has signed in before: what others type wrongly elsewhere does not slow them down."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

KNOWN_FOR = 180 * 24 * 3600  # seconds since the last sign-in there
_signer = signing.TimestampSigner(salt="caseflow.people.devices")


def cookie_name(username: str) -> str:
    """One cookie for each person of a shared machine; its name tells nobody who that is."""
    sign = hmac.new(settings.SECRET_KEY.encode(), username.strip().lower().encode(), hashlib.sha256).hexdigest()[:12]
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}device-{sign}"


def known(request: HttpRequest, username: str) -> str:
    """What the device is called where ``username`` has signed in on it, else an empty string."""
    try:
        value = _signer.unsign(request.COOKIES.get(cookie_name(username), ""), max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    owner, _colon, device = value.partition(":")
    return device if owner == username.strip().lower() else ""


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Let the browser prove from now on that ``username`` has signed in on it."""
    device = known(request, username) or secrets.token_urlsafe(12)
    response.set_cookie(
        cookie_name(username),
        _signer.sign(f"{username.strip().lower()}:{device}"),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
