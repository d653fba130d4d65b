"""Asks ClamAV, where the office has it; where it has not, or it does not answer, nobody says that a file was looked at."""

import logging
import socket
import struct
from typing import IO

from django.conf import settings

SECONDS = 10
CHUNK = 1 << 16
log = logging.getLogger(__name__)


def ask(file: IO[bytes]) -> bool | None:
    """Whether clamd finds something in ``file``; None where it was not asked or does not know."""
    if not settings.CLAMAV:
        return None
    try:
        answer = _answer(file)
    except OSError as error:
        log.warning("clamd does not answer: %s", type(error).__name__)
        return None
    if answer.endswith(b"FOUND"):
        return True
    return False if answer.endswith(b"OK") else None


def _answer(file: IO[bytes]) -> bytes:
    """clamd's INSTREAM: pieces with their length before them, an empty one at the end."""
    file.seek(0)
    with _connect(settings.CLAMAV) as line:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while b"\0" not in answer and len(answer) < CHUNK and (piece := line.recv(4096)):
            answer += piece
    return answer.rstrip(b"\0\n ")


def _connect(address: str) -> socket.socket:
    """A path is a socket of this machine, ``host:port`` one of another."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(address)
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
