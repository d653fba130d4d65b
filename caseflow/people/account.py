"""How allauth works in this house: nobody signs up, no mail is sent, wrong passwords are delayed, a code counts once."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as ReauthenticatePasswordForm
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from caseflow import audit
from caseflow.strictjson import StrictJsonField

from . import devices, stepup
from .models import Notice, User
from .notices import tell

LONGEST_NAME = 60  # characters of what a security key is called
MALFORMED = (ValueError, TypeError, LookupError, AttributeError)  # what fido2 raises for what is no answer of a key
USED_CODE_KEPT = 180  # seconds; a code of an authenticator application is valid for 90 at most
WORDS = {
    "username_password_mismatch": _("账号或者密码不对。请注意大小写；忘记密码请找管理员重置。"),
    "too_many_login_attempts": _("输错的次数太多。请过五分钟再试；平时用的电脑不受影响。"),
    "incorrect_password": _("密码不对。"),
    "incorrect_code": _("验证码不对，或者已经用过。请等下一个验证码。"),
    "rate_limited": _("操作太频繁，请稍后再试。"),
    "cannot_delete_authenticator": _("这是唯一的验证方式，不能移除。请先添加另一种。"),
}


class Accounts(DefaultAccountAdapter):
    """Accounts are made by administrators, and known by their names alone."""

    error_messages = DefaultAccountAdapter.error_messages | WORDS
    first_time = False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A county's network has no mail; notices stand in the pages."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what has happened."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by device where it is known, else by account and by address."""
        name = str(credentials.get("username", ""))
        device = devices.known(request, name)
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_on_known_device" if device else "login_failed",
            key=f"device:{device}" if device else f"account:{name.strip().lower()}",
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Somebody who may not sign in any more is told what a stranger is told."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None  # type: ignore[attr-defined]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """One entry whether or not the account exists: it tells no more, and takes as long."""
        found = User.objects.filter(username=credentials.get("username", "")).values_list("pk", flat=True).first()
        with transaction.atomic():
            audit.record("login.failed", actor=found)

    def login(self, request: HttpRequest, user: Any) -> None:
        self.first_time = user.last_login is None
        with transaction.atomic():
            super().login(request, user)
            audit.record("login.succeeded", actor=user.pk)

    def logout(self, request: HttpRequest) -> None:
        with transaction.atomic():
            who = request.user.pk
            super().logout(request)
            if who:
                audit.record("logout", actor=who)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        if not self.first_time and not devices.known(request, user.username):
            tell(user, Notice.Kind.NEW_DEVICE, request, self.get_client_ip(request))
        devices.remember(request, response, user.username)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return render(request, "account/signup_closed.html", status=403)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not stepup.fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Where a second factor is required, it is what proves again who one is; the password alone is not enough."""
        methods = super().get_reauthentication_methods(user)
        stronger = [each for each in methods if each["id"] != "reauthenticate"]
        return stronger if stronger and stepup.factor_required() else methods


class Factors(DefaultMFAAdapter):
    """The secrets of second factors are not readable in a copy of the database."""

    error_messages = DefaultMFAAdapter.error_messages | WORDS

    def get_totp_issuer(self) -> str:
        return settings.SITE_TITLE

    def encrypt(self, text: str) -> str:
        return _secrets().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _secrets().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return not stepup.factor_required() or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def _secrets() -> MultiFernet:
    """The keys of second factors: the last file encrypts, all of them decrypt."""
    files = sorted((settings.KEYS_DIR / "factors").glob("*.key"), reverse=True)
    return MultiFernet([Fernet(file.read_text().strip()) for file in files])


class SignIn(LoginForm):
    """Account and password, in the words and the look of the house."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("账号")
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].max_length = 128  # type: ignore[attr-defined]


class _UsedOnce:
    """A code of an authenticator application counts once, however long it would still be valid."""

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        authenticator = getattr(self, "authenticator", None)
        if authenticator is None or authenticator.type == Authenticator.Type.TOTP:
            key = f"totp-used:{self.user.pk}:{''.join(code.split())}"  # type: ignore[attr-defined]
            if not cache.add(key, True, timeout=USED_CODE_KEPT):
                raise Factors().validation_error("incorrect_code")
        return code


class _InOurWords:
    """The field that proves who one is as this house calls it; a hint within it would only say the same again."""

    asked = "code"
    words: Any = _("验证码")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields[self.asked]  # type: ignore[attr-defined]
        field.label, field.help_text = self.words, ""
        field.widget.attrs.pop("placeholder", None)
        if self.asked == "code":
            field.widget.attrs["inputmode"] = "numeric"


class PasswordAgain(_InOurWords, ReauthenticatePasswordForm):
    """The proof before what cannot be undone, for whoever has no second factor."""

    asked, words = "password", _("密码")


class EnterCode(_InOurWords, _UsedOnce, AuthenticateForm):
    """The second step of signing in."""

    words = _("验证码或备用码")


class EnterCodeAgain(_InOurWords, _UsedOnce, ReauthenticateForm):
    """The proof before what cannot be undone."""

    words = _("验证码或备用码")


class Activate(_InOurWords, _UsedOnce, ActivateTOTPForm):
    """The first code of a new authenticator application."""


def _credential() -> StrictJsonField:
    return StrictJsonField(widget=forms.HiddenInput)


class _Judged:
    """What a security key is said to have answered; an answer that has not the form of one is a wrong one."""

    def clean(self) -> Any:
        try:
            return super().clean()  # type: ignore[misc]
        except MALFORMED:
            raise Factors().validation_error("incorrect_code") from None


class _Proved(_Judged):
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED:
            raise Factors().validation_error("incorrect_code") from None


class AddKey(_Judged, AddWebAuthnForm):
    """A security key, under a name that a page can show."""

    credential = _credential()

    def clean_name(self) -> str:
        name = str(super().clean_name())
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise forms.ValidationError(_("名称最多 60 个字，不能有看不见的字符。"))
        return name


class EnterKey(_Proved, AuthenticateWebAuthnForm):
    """The second step of signing in, with a security key."""

    credential = _credential()


class EnterKeyAgain(_Proved, ReauthenticateWebAuthnForm):
    """The proof before what cannot be undone, with a security key."""

    credential = _credential()
