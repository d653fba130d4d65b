"""What the frame around every page shows: where this person may go, and how much waits."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from . import inbox, pages
from .access import procedures_of
from .office import is_administrator
from .papers import is_keeper


def frame(request: HttpRequest) -> dict[str, Any]:
    """A context processor. What costs a query is a function, so that a page without its frame does not ask."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}

    @cache
    def lists() -> list[type[pages.Page]]:
        return [pages.page_class(label) for label in procedures_of(user)]

    return {
        "inbox_count": cache(lambda: inbox.badge(user)),
        "lists": lists,
        "administers": cache(lambda: is_administrator(user)),
        "keeps_register": cache(lambda: is_keeper(user)),
    }
