"""Signing in with a county's own directory: it says who somebody is, never that there is somebody new."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from caseflow import audit

from .models import Notice, User
from .notices import tell


class Directory(DefaultSocialAccountAdapter):
    """People of the directory are matched to accounts by name once, and by the directory's own identifier from then on."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        user = self._known(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))
        with transaction.atomic():
            sociallogin.connect(request, user)
            tell(user, Notice.Kind.DIRECTORY, request)
            audit.record("directory.matched", actor=user.pk)

    @staticmethod
    def _known(sociallogin: Any) -> User | None:
        """The active account of the name the directory gives, unless somebody else of the directory has it already."""
        data = sociallogin.account.extra_data
        claims = {**data.get("id_token", {}), **data.get("userinfo", {})}
        name = str(claims.get(settings.OIDC_CLAIM) or "")
        user = User.objects.filter(username=name, is_active=True).first() if name else None
        if user is None or SocialAccount.objects.filter(user=user).exists():
            return None
        return user
