"""What follows from signing in, proving again who one is, and changing a factor, an office or an account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import authentication_step_completed
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from caseflow import audit

from . import offices, sessions, stepup
from .models import Notice, User
from .notices import tell


def connect() -> None:
    user_logged_in.connect(begin, dispatch_uid="people.begin")
    authentication_step_completed.connect(proved, dispatch_uid="people.proved")
    post_save.connect(factor_added, sender=Authenticator, dispatch_uid="people.factor_added")
    post_delete.connect(factor_removed, sender=Authenticator, dispatch_uid="people.factor_removed")
    post_save.connect(account_saved, sender=User, dispatch_uid="people.account_saved")
    m2m_changed.connect(offices.holders_changed, sender=User.groups.through, dispatch_uid="people.holders")
    m2m_changed.connect(offices.permissions_changed, sender=Group.permissions.through, dispatch_uid="people.powers")


def begin(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """A session begins: when, where, on what; signing in is a proof of who one is."""
    if request is None:
        return
    request.session[sessions.BEGAN] = timezone.now().isoformat()
    request.session[sessions.DEVICE] = sessions.device_of(request)
    if "REMOTE_ADDR" in request.META:
        request.session[sessions.PLACE] = get_adapter().get_client_ip(request)[:45]
    stepup.mark(request)
    sessions.SessionStore.clear_expired()


def proved(sender: Any, request: HttpRequest, method: str, user: Any, **kwargs: Any) -> None:
    """A step of signing in, or a proof while signed in, which gets a new key."""
    if method == "mfa":
        request.session[stepup.FACTOR] = True
    if kwargs.get("reauthenticated"):
        with transaction.atomic():
            stepup.mark(request)
            request.session.cycle_key()
            audit.record("login.proved_again", actor=user.pk, method=method)


def factor_added(sender: Any, instance: Authenticator, created: bool, **kwargs: Any) -> None:
    if created:
        codes = instance.type == Authenticator.Type.RECOVERY_CODES
        _factor_changed(instance, "factor.added", Notice.Kind.CODES if codes else Notice.Kind.FACTOR_ADDED)


def factor_removed(sender: Any, instance: Authenticator, **kwargs: Any) -> None:
    if instance.type != Authenticator.Type.RECOVERY_CODES:
        _factor_changed(instance, "factor.removed", Notice.Kind.FACTOR_REMOVED)


def _factor_changed(factor: Authenticator, action: str, kind: Notice.Kind) -> None:
    """Every other session of the person ends; the own one goes on under a new key, proved by the new factor."""
    request = getattr(context, "request", None)
    mine = request is not None and request.user.is_authenticated and request.user.pk == factor.user_id
    with transaction.atomic():
        if mine and request is not None:
            if action == "factor.added":
                request.session[stepup.FACTOR] = True
            request.session.cycle_key()
        sessions.end(factor.user, but=request.session if mine and request is not None else None)
        tell(factor.user, kind, request if mine else None)
        actor = request.user.pk if request is not None and request.user.is_authenticated else None
        audit.record(action, actor=actor, object=f"user:{factor.user_id}", factor=str(factor.type))


def account_saved(sender: Any, instance: User, **kwargs: Any) -> None:
    """Whoever may not sign in any more is signed out."""
    if not instance.is_active:
        sessions.end(instance)
