"""Takes out of a text what could be somebody: what reaches a log is copied, kept and read by people without an office.

A log of this program is plain English. So everything that is not ASCII goes, which takes every Chinese name and
sentence with it, and of the rest what looks like a number of a person or an account, an address, or a value that a
database quotes.
"""

import re

from django.conf import settings

MASK = "[...]"
QUOTED = re.compile(r'"(?![a-z_][a-z0-9_.]*")[^"\n]*"')  # the name of a column or a constraint may stay
PATTERNS = (
    re.compile(r"^[ \t]*(?:DETAIL|HINT|CONTEXT|STATEMENT|QUERY|WHERE):.*$", re.MULTILINE),
    re.compile(r"(?:DETAIL|STATEMENT):.*"),
    re.compile(r"Key \(.*?\)=\(.*?\)"),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    re.compile(r"(?:%[0-9A-Fa-f]{2})+"),  # as browsers write what is not ASCII
    re.compile(r"(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\x[0-9A-Fa-f]{2})+"),  # as programs do
    re.compile(r"(?:&#x?[0-9A-Fa-f]+;)+"),
    re.compile(r"(?<!\d)1\d{2}[ -]\d{4}[ -]\d{4}(?!\d)"),  # a telephone in groups
    re.compile(r"(?<!\d)\d{4}(?:[ -]\d{4}){2,4}(?:[ -]\d{1,4})?(?!\d)"),  # an account or a receipt in groups
    re.compile(r"(?<!\d)\d{6}[ -]\d{8}[ -]\d{3}[\dXx](?!\d)"),  # an identity number in groups
    re.compile(r"\d{7,}[Xx]?"),  # identity numbers, telephones, accounts, receipts
    re.compile(r"[^\x09\x0a\x20-\x7e]+"),
)


def scrub(text: str) -> str:
    """The text without what could be somebody."""
    text = QUOTED.sub(f'"{MASK}"', text)
    for pattern in PATTERNS:
        text = pattern.sub(MASK, text)
    for word in settings.LOG_HIDES:
        text = re.sub(re.escape(word), MASK, text, flags=re.IGNORECASE)
    return text
