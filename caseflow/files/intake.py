"""Takes a file in: by its name, by what a process of its own finds inside, and by what the virus scanner says."""

from typing import IO

from . import names, sandbox, virus
from .verdicts import COPIES, QUARANTINE, REFUSALS, Refused, Verdict

__all__ = ["Refused", "Verdict", "take_in"]


def take_in(name: str, file: IO[bytes]) -> Verdict:
    """What becomes of ``file``, which stands at its beginning afterwards. Raises Refused where it is not taken."""
    extension = names.extension(name)
    if extension not in names.KINDS:
        raise Refused("type")
    try:
        found = sandbox.inspect(file, extension)
        if found.code in REFUSALS:
            raise Refused(found.code)
        verdict = Verdict(why=found.code if found.code in QUARANTINE else "")
        if found.copy_mime in COPIES and verdict.why != "virus":
            verdict.copy, verdict.copy_mime = found.copy, found.copy_mime
        answer = virus.ask(file)
    finally:
        file.seek(0)
    verdict.scanned = answer is not None
    if answer:
        verdict.why, verdict.copy, verdict.copy_mime = "virus", None, ""
    return verdict
