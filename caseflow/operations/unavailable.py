"""What somebody reads while nothing can be written: not that an error happened, but that it goes on in a moment."""

import errno
import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
OURS = (
    "no such",
    "near ",
    "too many",
    "wrong number",
)  # what SQLite calls operational and is a mistake of this program
SECONDS = 10


def answer(request: HttpRequest) -> HttpResponse:
    """The answer to whatever nobody caught: handler500. The database or the disk is away: 503, else 500."""
    if not is_passing():
        return server_error(request)
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(SECONDS)
    return response


def is_passing() -> bool:
    """Whether what is being handled will be over by itself."""
    return any(map(_is_passing, _causes(sys.exc_info()[1])))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, OperationalError | InterfaceError) and not str(error).startswith(OURS)
