"""What holds for every answer: nothing foreign runs in a page, nothing stays in a cache, nothing typed is lost."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

from caseflow.acting import acting

from . import drafts


class ChosenLanguage(LocaleMiddleware):
    """Chinese, unless the person has chosen another language: what a browser asks for is nobody's choice."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if hasattr(request, "urlconf"):  # the pages of the public keep no choice: the address says it
            chosen = translation.get_language_from_path(request.path_info) or ""
        try:
            translation.activate(translation.get_supported_language_variant(chosen))
        except LookupError:
            translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class ForWhom:
    """The database is told who is asking, and shows the rows of no other authority."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(request.user):
            return self.get_response(request)


class SignedIn(LoginRequiredMiddleware):
    """Every page asks who one is; what was typed into a form meanwhile is kept until the same person is back."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if drafts.keep_for_later(request):
            return HttpResponseRedirect(f"{reverse('account_login')}?next={quote(request.path)}")
        return super().handle_no_permission(request, view_func)
