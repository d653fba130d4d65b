"""Files of which no copy is made: recordings, and the office documents of before 2007."""

from typing import IO

from .content import bytes_of

MACROS, SEALED = ("_VBA_PROJECT".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))


def examine(file: IO[bytes], kind: str, copy: IO[bytes]) -> tuple[str, str]:
    if kind != "ole":
        return "", ""
    with bytes_of(file) as mapped:
        if mapped.find(SEALED) >= 0:
            return "encrypted", ""
        return ("active" if mapped.find(MACROS) >= 0 else ""), ""
