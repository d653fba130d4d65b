"""The receipt number: five characters that find it, sixteen digits that prove it, and how both are read back."""

import hashlib
import re
import secrets
from functools import lru_cache

from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.utils import timezone

from caseflow.cases.models import Dossier

from .models import Receipt

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32, none that looks like another: 25 bits
LOCATOR, DIGITS = 5, 16
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SHAPE = re.compile(rf"([{LETTERS}]{{{LOCATOR}}})([0-9]{{{DIGITS}}})")


def digits_of(token: str) -> str:
    """The sixteen digits for a form with this ``token``: the same form sent twice gives the same receipt.

    The token has 256 random bits and is kept nowhere but in the page that was sent.
    """
    return str(int.from_bytes(hashlib.sha256(f"receipt|{token}".encode()).digest()) % 10**DIGITS).zfill(DIGITS)


def give(dossier: Dossier, token: str) -> str:
    """Make the receipt of a file, in the caller's transaction, and return it as it is shown; the same token again too."""
    digits = digits_of(token)
    known = Receipt.objects.filter(dossier=dossier).first()
    if known is None:
        locator = _free()
        known = Receipt.objects.create(
            dossier=dossier, locator=locator, digest=make_password(digits), given_on=timezone.localdate()
        )
    return shown(known.locator, digits)


def _free() -> str:
    while Receipt.objects.filter(locator=(found := "".join(secrets.choice(LETTERS) for _n in range(LOCATOR)))).exists():
        pass
    return found


def shown(locator: str, digits: str) -> str:
    """``K7M2P-1234-5678-9012-3456``"""
    return "-".join([locator, *(digits[at : at + 4] for at in range(0, DIGITS, 4))])


def read(typed: str) -> tuple[str, str]:
    """Locator and digits of what somebody typed, with whatever signs between; two empty strings where it is no receipt."""
    plain = re.sub(r"[\s\-–—_.·,，。]+", "", typed[:200].translate(_FULL_WIDTH)).upper()
    found = _SHAPE.fullmatch(plain)
    return (found[1], found[2]) if found else ("", "")


def find(typed: str) -> Receipt | None:
    """The receipt; None where it is unknown or wrong. Either way one row is looked for and one hash is made."""
    locator, digits = read(typed)
    known = Receipt.objects.select_related("dossier__agency").filter(locator=locator).first()
    encoded = known.digest if known else _nobodys(get_hasher().algorithm)
    return known if check_password(digits, encoded) and known is not None else None


@lru_cache
def _nobodys(algorithm: str) -> str:
    """A hash of the kind in use that no digits fit."""
    return make_password(secrets.token_urlsafe(20))
