"""What an administrator sets: people, the authority, parameters and days off. None of it touches a case."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

GROUP = "系统管理员"
PERMISSION = "people.change_user"


def is_administrator(user: Any) -> bool:
    return PERMISSION in user.roles


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for administrators; a role in cases does not open it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_administrator(request.user):
            raise PermissionDenied(_("这些设置由系统管理员办理。"))
        return view(request, *args, **kwargs)

    return guarded
