"""The set-up code: how somebody gets the first password, or another one, that no administrator knows."""

import secrets
from datetime import timedelta
from functools import lru_cache
from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow import audit

from . import sessions
from .models import Notice, User
from .notices import tell

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
VALID = timedelta(days=3)


def give(person: User, by: User | None, *, factors_too: bool = False) -> str:
    """A new code for ``person``, to be handed over; the old password and every session end with it.

    ``by`` is the administrator, or None at the machine itself. ``factors_too`` removes the second factors as well, for
    somebody who has lost the telephone.
    """
    code = "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _group in range(4))
    with transaction.atomic():
        person.set_unusable_password()
        person.setup_code, person.setup_until = make_password(_plain(code)), timezone.now() + VALID
        person.save()
        if factors_too:
            person.authenticator_set.all().delete()  # type: ignore[attr-defined]
            tell(person, Notice.Kind.FACTORS_REMOVED)
        sessions.end(person)
        tell(person, Notice.Kind.RESET)
        audit.record("password.reset", actor=by.pk if by else None, object=f"user:{person.pk}", factors_too=factors_too)
    return code


def _plain(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isascii() and letter.isalnum())


STRONG = _("至少 12 个字符；不要用单位、系统的名称和常见的密码。")


def _password(label: Any, complete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget)


class SetUpForm(forms.Form):
    """Account, code and the own new password. A wrong code and an account that does not exist look and last the same."""

    login = forms.CharField(label=_("账号"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    code = forms.CharField(
        label=_("设置码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("管理员当面交给您的四组字母和数字，三天内有效，只能用一次。"),
    )
    password1 = _password(_("新密码"), "new-password")
    password2 = _password(_("再输一次新密码"), "new-password")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any):
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        self.request = request
        self.fields["password1"].help_text = STRONG
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data["password1"] != data["password2"]:
            self.add_error("password2", _t("两次输入的新密码不一样。"))
        else:
            try:
                validate_password(data["password1"])
            except ValidationError as weak:
                self.add_error("password1", weak)
        if not self.errors:
            self._check_code(data)
        return data

    def _check_code(self, data: dict[str, Any]) -> None:
        key = f"setup:{data['login'].strip().lower()}"
        if not ratelimit.consume(self.request, app="allauth.account", action="set_up", key=key):
            raise ValidationError(_t("输错的次数太多。请过五分钟再试。"))
        person = User.objects.filter(username=data["login"].strip(), is_active=True).first()
        valid = person is not None and person.setup_code and person.setup_until and person.setup_until > timezone.now()
        encoded = person.setup_code if person and valid else _nobodys(get_hasher().algorithm)
        if not check_password(_plain(data["code"]), encoded) or not valid:
            raise ValidationError(_t("账号或者设置码不对，或者设置码已经过期、已经用过。请找管理员重新发放。"))
        try:
            validate_password(data["password1"], person)
        except ValidationError as weak:
            self.add_error("password1", weak)
        self.user = person

    def save(self) -> User:
        """The password is the person's own from here on; the code is used up."""
        person = self.user
        assert person is not None  # the form is valid
        with transaction.atomic():
            person.set_password(self.cleaned_data["password1"])
            person.setup_code, person.setup_until = "", None
            person.save()
            sessions.end(person)
            tell(person, Notice.Kind.PASSWORD, self.request)
            audit.record("password.set", actor=person.pk)
        return person


@lru_cache
def _nobodys(algorithm: str) -> str:
    """A hash of the kind in use that no code fits: what is unknown takes as long as what is wrong."""
    return make_password(secrets.token_urlsafe(20))
