"""What a page of the public carries in place of a cookie: proof that a form is ours, and leave to use a receipt again."""

import hashlib
from secrets import token_urlsafe

from django.core import signing

FORM, TICKET = "caseflow.public.form", "caseflow.public.ticket"
FORM_LASTS, TICKET_LASTS = 24 * 3600, 30 * 60  # seconds


def new() -> str:
    """The token of a form that is shown now."""
    return signing.TimestampSigner(salt=FORM).sign(token_urlsafe(32))


def read(signed: str) -> str:
    """What the token says: 256 random bits, the same however often the form is sent. Empty where it is not ours or too old."""
    return _read(FORM, signed, FORM_LASTS)


def once(token: str, what: str) -> str:
    """What stands in the file for a token, which itself is kept nowhere."""
    return hashlib.sha256(f"{what}|{token}".encode()).hexdigest()


def ticket(receipt: int) -> str:
    """Leave to go on with a receipt that was shown a moment ago, without typing it again."""
    return signing.TimestampSigner(salt=TICKET).sign(str(receipt))


def receipt_of(signed: str) -> int | None:
    """The receipt a ticket is for; None where it has run out."""
    found = _read(TICKET, signed, TICKET_LASTS)
    return int(found) if found.isdecimal() else None


def _read(salt: str, signed: str, lasts: int) -> str:
    try:
        return signing.TimestampSigner(salt=salt).unsign(signed, max_age=lasts)
    except signing.BadSignature:
        return ""
