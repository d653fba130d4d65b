"""Every route has an action, and nothing is shown that nobody decided on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, get_resolver

from .engine import decided, note

OPEN, OWN, HOUSE = "open", "own", "house"
SAYS_NOTHING = frozenset({403, 404, 405})


class Undecided(Exception):
    """A view answered without having asked whether it may."""


def action_of(name: str) -> str:
    """The action of the route ``name``; empty for one that nobody declared."""
    return str(import_module(settings.ROUTES).ACTIONS.get(name, ""))


class Decided:
    """Asks what can be asked before a view, and shows no answer that was not decided on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = decided.set([])
        try:
            response = self.get_response(request)
            asked = getattr(request, "action", None)
            if asked is None or decided.get() or response.status_code in SAYS_NOTHING:
                return response
            if getattr(request, "asked_to_prove", False):  # led away to prove who one is, before anything was decided
                return response
            if settings.UNDECIDED_RAISES:
                raise Undecided(f"{request.path} answered as {asked!r} without a decision.")
            return not_found(request)
        finally:
            decided.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        action = action_of(match.view_name if match else "")
        request.action = action  # type: ignore[attr-defined]
        if not action:
            raise Http404
        if action in (OPEN, OWN, HOUSE):
            note(action, True)
        elif permissions := import_module(settings.ROUTES).OFFICES.get(action):
            allowed = bool(request.user.is_authenticated and request.user.roles & set(permissions))
            note(action, allowed)
            if kwargs and not allowed:  # of whom or what is asked, is nobody else's business
                raise Http404


@contextmanager
def aside() -> Iterator[None]:
    """Inside, what is asked is not what the page is about: the frame around it."""
    token = decided.set(None)
    try:
        yield
    finally:
        decided.reset(token)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The same bytes for what does not exist and for what one may not see: nothing of the address, no token."""
    from ..frame import frame

    user = getattr(request, "user", None)
    content = render_to_string("404.html", {"user": user, **frame(request)})
    return HttpResponseNotFound(content)


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every route of both hosts with its address and its name, those that are included too."""
    if patterns is None:
        patterns = [*get_resolver().url_patterns, *get_resolver(settings.PUBLIC_URLCONF).url_patterns]
    for each in patterns:
        address = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, address)
        elif isinstance(each, URLPattern):
            yield address, each.name or ""
