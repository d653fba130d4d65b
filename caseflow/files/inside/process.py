"""The process that takes one file apart: shuts itself in, looks, and says in one line of JSON what it found."""

import ctypes
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import IO

CPU_SECONDS = 20
MEMORY = 512 * 1024 * 1024  # bytes
FILE_BYTES = 100 * 1024 * 1024
NEW_USER, NEW_NET, NO_NEW_PRIVILEGES = 0x10000000, 0x40000000, 38


class Finding(Exception):
    """Something to say of the file instead of a copy."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def shut_in() -> bool:
    """Limits of time, memory and files, no new rights, no network; returns whether the network is still there."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    try:
        return all(system.unshare(flags) != 0 for flags in (NEW_USER | NEW_NET, NEW_NET))
    except AttributeError:  # no Linux
        return True


def look(file: IO[bytes], extension: str, copy: IO[bytes]) -> tuple[str, str]:
    """The code of what is wrong, empty where nothing is, and the media type of the copy that was made, or nothing."""
    from . import content

    examine: Callable[..., tuple[str, str]]
    kind = content.kind_of(file, extension)
    if kind == "pdf":
        from .pdfs import examine
    elif kind in content.PICTURES:
        from .pictures import examine
    elif kind in {"zip", "docx", "xlsx"}:
        from .archives import examine
    elif kind == "txt":
        from .texts import examine
    else:
        from .others import examine
    code, mime = examine(file, kind, copy)
    return content.passenger(file, kind) or code, mime


def most_memory() -> int:
    """Kilobytes that lay in memory at once; what getrusage says counts the parent before it became this process."""
    try:
        with open("/proc/self/status") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("VmHWM")), 0)
    except OSError:  # no Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(extension: str, copy: str) -> None:
    network = shut_in()
    code, mime = "", ""
    with open(int(copy), "w+b", closefd=False) as room:
        try:
            code, mime = look(sys.stdin.buffer, extension, room)
        except Finding as finding:
            code = finding.code
        except MemoryError:
            code = "unfinished"
        if not mime:
            room.truncate(0)
    said = {
        "code": code,
        "copy": mime,
        "network": network,
        "kilobytes": most_memory(),
        "seconds": round(time.process_time(), 3),
    }
    print(json.dumps(said), flush=True)
    os._exit(0)  # libraries that were fed nonsense are not asked to clear up
