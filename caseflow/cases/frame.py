"""What the frame around every page shows: where this person may go, and how much waits."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from caseflow.people.models import Agency
from caseflow.people.offices import ADMINISTRATORS, AUDIT

from . import inbox, pages
from .access import procedures_of
from .access.routes import aside
from .office import guards_offices, is_administrator
from .office.stand_ins import delegable
from .papers import is_keeper

AUDITS = f"people.{ADMINISTRATORS[AUDIT]}"


def _agency_name() -> str:
    return Agency.objects.values_list("name", flat=True).first() or ""


def _beside(answer: Callable[[], Any]) -> Callable[[], Any]:
    """What the frame asks decides nothing about the page in it."""

    def ask() -> Any:
        with aside():
            return answer()

    return cache(ask)


def _common(colours: set[str]) -> str:
    """The colours of whoever works for one side of the house alone."""
    return colours.pop() if len(colours) == 1 else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """A context processor. What costs a query is a function, so that a page without its frame does not ask."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        directories = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return {"agency_name": _agency_name, "directories": directories}

    lists = _beside(lambda: [pages.page_class(label) for label in procedures_of(user)])
    return {
        "inbox_count": _beside(lambda: inbox.badge(user)),
        "lists": lists,
        "colours": cache(lambda: _common({each.colours for each in lists()})),
        "administers": cache(lambda: is_administrator(user) or guards_offices(user)),
        "reads_log": cache(lambda: AUDITS in user.roles),
        "makes_settings": cache(lambda: is_administrator(user)),
        "names_stand_ins": cache(lambda: bool(delegable(user))),
        "keeps_register": _beside(lambda: is_keeper(user)),
    }
