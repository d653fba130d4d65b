"""Runs the process that takes a file apart: little time, little memory, no network, and nothing it says is believed.

The limits are set in the child before it reads a byte (``inside/process.py``); here only the clock on the wall is kept.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from .verdicts import COPIES, room_for_copy

ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 60  # for one that waits; one that works has less
LONGEST_ANSWER = 2000  # bytes
COPY_BYTES = 100 * 1024 * 1024
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True; "
    "from caseflow.files.inside.process import main; main(*sys.argv[2:])"
)


@dataclass
class Found:
    """``code`` of verdicts, empty where nothing is wrong; the kilobytes that the child needed at most."""

    code: str = ""
    copy_mime: str = ""
    copy: IO[bytes] | None = None
    network: bool = True
    kilobytes: int = 0
    seconds: float = 0.0


def inspect(file: IO[bytes], extension: str) -> Found:
    """What the child says of ``file``; "unfinished" where it dies, takes too long or talks nonsense."""
    with TemporaryFile() as content, TemporaryFile() as copy, TemporaryDirectory() as nowhere:
        file.seek(0)
        while chunk := file.read(1 << 20):
            content.write(chunk)
        content.seek(0)
        said = _run(extension, content, copy, nowhere)
        return _believed(said, copy)


def _run(extension: str, content: IO[bytes], copy: IO[bytes], nowhere: str) -> bytes:
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", START, str(ROOT), extension, str(copy.fileno())],
        stdin=content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(copy.fileno(),),
        cwd=nowhere,
        env={"LANG": "C.UTF-8", "TMPDIR": nowhere},
        start_new_session=True,
    )
    try:
        said, _nothing = child.communicate(timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        said = b""
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdout:
            child.stdout.close()
    return said if child.returncode == 0 else b""


def _believed(said: bytes, copy: IO[bytes]) -> Found:
    try:
        told = json.loads(said) if 0 < len(said) <= LONGEST_ANSWER else None
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("code"), str):
        return Found("unfinished")
    found = Found(
        told["code"],
        network=told.get("network") is not False,
        kilobytes=int(told.get("kilobytes", 0)),
        seconds=float(told.get("seconds", 0)),
    )
    mime, size = told.get("copy"), os.fstat(copy.fileno()).st_size
    if mime in COPIES and 0 < size <= COPY_BYTES:
        copy.seek(0)
        kept = room_for_copy()
        while chunk := copy.read(1 << 20):
            kept.write(chunk)
        kept.seek(0)
        if kept.read(8).startswith(COPIES[mime]):
            found.copy, found.copy_mime = kept, mime
        kept.seek(0)
    return found
