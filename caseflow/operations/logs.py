"""One line of JSON for each thing logged: with the number of the request, and without anything that could be somebody."""

import logging
import re
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from .scrubbing import scrub

# What a line may hold beside its message; anything else that a library attaches is left out.
KEYS = ("request_id", "route", "method", "status", "seconds", "status_code")
PLAIN = re.compile(r"[A-Za-z0-9_.:/<>-]{0,80}")
request_id: ContextVar[str] = ContextVar("caseflow_request_id", default="")


class WithRequest(logging.Filter):
    """Adds the number of the request that is being answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        if number := request_id.get():
            record.request_id = number
        return True


def told(record: logging.LogRecord) -> str:
    """The message without what could be somebody. Raises nothing: a log that fails is no log."""
    try:
        return scrub(record.getMessage())
    except Exception:  # noqa: BLE001 - arguments that do not fit the message
        return scrub(str(record.msg))


def where(error: BaseException, trace: TracebackType | None) -> str:
    """An error as its kinds and the places it passed, without its text and without source: both may hold names."""
    lines = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(type(current).__name__)
        frames = traceback.extract_tb(trace if current is error else current.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


class Json(JsonFormatter):
    """What goes to the journal of the machine."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": told(record),
        }
        for key in KEYS:
            value = getattr(record, key, None)
            if isinstance(value, int | float) or (isinstance(value, str) and PLAIN.fullmatch(value)):
                line[key] = value
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = where(record.exc_info[1], record.exc_info[2])
        return self.serialize_log_record(line)  # type: ignore[arg-type]


class Line(logging.Formatter):
    """What a developer reads on the screen: as little of anybody as in the journal."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"{self.formatTime(record)} {record.levelname} {record.name} {told(record)}"
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + where(record.exc_info[1], record.exc_info[2])
        return text
