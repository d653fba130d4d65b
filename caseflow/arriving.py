"""What may arrive at all: how much, of which kind and in which encoding, asked before anything reads it."""

import codecs
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters

FORM, FORM_WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
KINDS = frozenset({FORM, FORM_WITH_FILES})


class Request(WSGIRequest):
    """A request whose header cannot choose how it is read: a codec that is no encoding would stop it before any answer."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


def takes(*kinds: str) -> Callable[[Any], Any]:
    """The view reads bodies of these content types, and no forms."""

    def marked(view: Any) -> Any:
        view.takes = frozenset(kinds)
        return view

    return marked


class Arriving:
    """Refuses what nothing of the site reads: 413 for too much, 415 for another kind or encoding. The body stays unread.

    A form without files is held to ``DATA_UPLOAD_MAX_MEMORY_SIZE``, everything else to ``REQUEST_MAX_BYTES``. Addresses
    and forms are UTF-8: a charset that says otherwise would let signs through that no field could ever see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_utf8(request.content_params.get("charset", "utf-8")):  # type: ignore[union-attr]
            return _refused(415)
        if _length(request) > _most(request):
            return _refused(413)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        kinds = getattr(view, "takes", KINDS)
        if request.method in {"GET", "HEAD"} or not _length(request) or request.content_type in kinds:
            return None
        return _refused(415)


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _length(request: HttpRequest) -> int:
    """The bytes that are said to come, which are all that will be read."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


def _most(request: HttpRequest) -> int:
    limit = settings.REQUEST_MAX_BYTES
    return min(limit, settings.DATA_UPLOAD_MAX_MEMORY_SIZE) if request.content_type == FORM else limit


def _refused(status: int) -> HttpResponse:
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
