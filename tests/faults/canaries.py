"""Invented people whose names, numbers and accounts are planted wherever something can be said, and looked for where not."""

import random
from pathlib import Path

NUMBER = 500
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "麒麟翀赟喆旻昇昱珺琛璟瑄璇瑾瓒璐頔颢鹍鹏麾黛鑫淼焱垚骉犇羴毳"


def planted(number=NUMBER, seed=43):
    """Names, identity numbers, telephones and accounts, a quarter each; none occurs in anything the program says."""
    chance, found = random.Random(seed), []
    while len(found) < number:
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 3))
        kind = len(found) % 4
        if kind == 0:
            found.append(name)
        elif kind == 1:
            found.append(
                f"110101{chance.randrange(1950, 2008)}{chance.randrange(101, 1228):04d}{chance.randrange(10**3, 10**4)}"
            )
        elif kind == 2:
            found.append(f"19{chance.randrange(10**9):09d}")
        else:
            found.append(f"621700{chance.randrange(10**13):013d}")
    assert len(set(found)) == number
    return found


def in_files(directory, canaries):
    """Which canaries lie in the files below a directory, and where."""
    paths = [path for path in Path(directory).rglob("*") if path.is_file()]
    return [(path.name, found) for path in paths for found in in_bytes(path.read_bytes(), canaries)]


def in_bytes(content, canaries):
    """Which canaries a text holds, as it is or as programs write what is not ASCII."""
    return [
        canary
        for canary in canaries
        if any(
            each in content
            for each in {
                canary.encode(),
                canary.encode("gb18030"),
                canary.encode("utf-16-le"),
                canary.encode("unicode_escape"),
                "".join(f"%{byte:02X}" for byte in canary.encode()).encode()
                if not canary.isascii()
                else canary.encode(),
            }
        )
    ]
