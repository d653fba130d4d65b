"""Digests by which the number of a person or of a card is found again without being kept (reference 6.2)."""

import hmac

from caseflow.audit import keys


def digest(kind: str, text: str) -> str:
    """HMAC-SHA-256 of ``text``; empty for an empty text. ``kind`` keeps the sorts of numbers apart.

    The key comes from the first key of the audit, which is kept as long as the files are: no further secret is to be
    backed up, and a digest stays the same when later keys are added.
    """
    if not text:
        return ""
    first = next(iter(keys.all_keys().values()))
    key = hmac.digest(first, b"support-lookup", "sha256")
    return hmac.digest(key, f"{kind}\n{text}".encode(), "sha256").hex()
