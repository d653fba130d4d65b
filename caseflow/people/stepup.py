"""Proving again who one is: not more than five minutes before what cannot be undone."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

FRESH = 300  # seconds
PROVED_AT, FACTOR = "proved_at", "factor"  # names in the data of a session


def factor_required() -> bool:
    return settings.SECOND_FACTOR


def has_factor(request: HttpRequest) -> bool:
    """Whether this session was begun, or confirmed since, with a second factor."""
    return bool(request.session.get(FACTOR))


def fresh(request: HttpRequest) -> bool:
    """Whether the person has proved who it is within the last five minutes; signing in is such a proof."""
    proved = request.session.get(PROVED_AT)
    return isinstance(proved, int | float) and proved <= _now() < proved + FRESH


def mark(request: HttpRequest) -> None:
    request.session[PROVED_AT] = _now()


def _now() -> float:
    return timezone.now().timestamp()


def ask(request: HttpRequest, back: str) -> HttpResponse:
    """To the page where one proves again who one is, and from there to ``back``."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        raise PermissionDenied
    response = redirect(f"{methods[0]['url']}?{urlencode({'next': back})}")
    response.status_code = 303
    return response


def step_up(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that unseals, pays, exports or gives offices; a form is submitted again as soon as the proof is given.

    Not for forms with sealed fields or files: what is submitted waits in the session. A move of the table asks by itself
    (``Transition.step_up``) and keeps what was typed as a draft. Reading the form is left free where the view says
    ``step_up_to_submit`` instead.
    """
    return _asking(view, frozenset())


def step_up_to_submit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As ``step_up``, for a page that everybody who may see it may read without a proof."""
    return _asking(view, frozenset({"GET", "HEAD"}))


def _asking(view: Callable[..., HttpResponse], free: frozenset[str]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in free and not fresh(request):
            request.asked_to_prove = True  # type: ignore[attr-defined]
            raise ReauthenticationRequired  # allauth's middleware leads to the page and back
        return view(request, *args, **kwargs)

    asked.step_up = True  # type: ignore[attr-defined]
    return asked
