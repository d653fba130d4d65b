"""What holds for every answer: nothing foreign runs in a page, nothing stays in a cache, nothing typed is lost."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from . import drafts

POLICY = "default-src 'self'; object-src 'self'; frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'"


class Headers:
    """A strict content security policy, and no copies of inner pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ChosenLanguage(LocaleMiddleware):
    """Chinese, unless the person has chosen another language: what a browser asks for is nobody's choice."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        try:
            translation.activate(translation.get_supported_language_variant(chosen))
        except LookupError:
            translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class SignedIn(LoginRequiredMiddleware):
    """Every page asks who one is; what was typed into a form meanwhile is kept until the same person is back."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if drafts.keep_for_later(request):
            return HttpResponseRedirect(f"{reverse('login')}?next={quote(request.path)}")
        return super().handle_no_permission(request, view_func)


class InitialPassword:
    """Whoever was given a password chooses another one before anything else."""

    FREE = frozenset({"password", "logout", "login"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if (
            request.user.is_authenticated
            and request.user.password_is_initial
            and match
            and match.url_name not in self.FREE
        ):
            return redirect("password")
        return None
