"""How an amount is borne by the levels, as it is kept with a decision: the rules of ``rules``, on the rows of the county."""

import re
from datetime import date
from decimal import Decimal

from .rules.ganzhou import GANZHOU
from .rules.policy import Book
from .rules.results import shares as split

FEN = 100  # a yuan
DIGEST = re.compile(r"（[0-9a-f]{12}）$")


def shares(benefit: str, amount: Decimal | None, on: date, book: Book = GANZHOU) -> dict[str, str]:
    """Yuan by level, as text; empty where no amount was named or the county has not set who pays."""
    row = book.benefit(benefit, on)
    if amount is None or row is None:
        return {}
    from .calculator import settings_on

    settings = settings_on(on)
    chosen = {"funding.medical": settings.funding_medical, "funding.funeral": settings.funding_funeral}
    found = split(book.funding(chosen.get(row.funding, row.funding), on), int(amount * FEN))
    return found.as_json() if found else {}


def document_of(policy: str) -> str:
    """The document alone, as a letter to a family names it."""
    return DIGEST.sub("", policy)


def policy_in_force(on: date, book: Book = GANZHOU) -> str:
    """The document and the digest of the rows, as a decision names them."""
    policy = book.policy(on)
    return f"{policy.document}（{book.digest[:12]}）" if policy else ""
