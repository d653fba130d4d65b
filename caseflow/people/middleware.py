"""Every page of the staff asks for a second factor, and a session that is not used ends."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from . import stepup

WITHOUT_FACTOR = frozenset(  # what somebody signed in with a password alone may open: the way to the second factor
    {
        "account_logout",
        "set_language",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)


class SecondFactor:
    """Leads whoever has no second factor yet to where one is set up; what needs no signing in stays open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.session.touch()  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user: Any = request.user
        if not stepup.factor_required() or not user.is_authenticated or stepup.has_factor(request):
            return None
        entrance = not getattr(view_func, "login_required", True)
        if entrance or (request.resolver_match and request.resolver_match.view_name in WITHOUT_FACTOR):
            return None
        if is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            here = request.get_full_path() if request.method == "GET" else reverse("inbox")
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}")
        return redirect("mfa_index")
