"""What an administrator sets: people, the authority, parameters and days off. None of it touches a case."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from caseflow.people import offices

GROUP = offices.SYSTEM
PERMISSION = offices.ASKS


def is_administrator(user: Any) -> bool:
    """Whether ``user`` makes accounts and settings."""
    return PERMISSION in user.roles


def guards_offices(user: Any) -> bool:
    """Whether ``user`` confirms the offices that another administrator asks for."""
    return offices.CONFIRMS in user.roles


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for administrators; a role in cases does not open it."""
    return _only(view, is_administrator)


def both_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that whoever makes accounts and whoever confirms offices both see."""
    return _only(view, lambda user: is_administrator(user) or guards_offices(user))


def _only(view: Callable[..., HttpResponse], may: Callable[[Any], bool]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user):
            raise PermissionDenied(_("这些设置由系统管理员办理。"))
        return view(request, *args, **kwargs)

    return guarded
