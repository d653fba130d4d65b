"""The links of a chain as pure functions of what they say: nothing here knows a database or a setting."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from .canonical import canonical, dumps

VERSION = 1
PREFIX = "audit-v1\n"
START = "0" * 64  # what the first link of a chain follows
ALGORITHMS = ("sha256", "sm3")  # SM3 where the office must use the national algorithms
SKEW = timedelta(seconds=5)  # a clock that goes back by more is marked


def moment(at: datetime) -> str:
    """``2026-03-02T01:00:00.000000Z``: a moment as the chain writes it, in UTC to the microsecond."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).replace(tzinfo=None).isoformat(
        timespec="microseconds"
    ) + "Z"


def in_order(now: datetime, before: datetime | None) -> tuple[datetime, bool]:
    """The moment to write after ``before``: never earlier, with a mark where the clock went back."""
    if before is None or now >= before:
        return now, False
    return before, before - now > SKEW


def digest(
    alg: str,
    chain: str,
    seq: int,
    at: str,
    actor: int | None,
    action: str,
    object: str,
    body: dict[str, Any],
    prev: str,
) -> str:
    """The hash of a link, 64 hexadecimal digits; the body counts by its own hash, so that it can be withheld."""
    return linked(alg, chain, seq, at, actor, action, object, body_digest(alg, body), prev)


def body_digest(alg: str, body: dict[str, Any]) -> str:
    return hashlib.new(alg, dumps(body).encode()).hexdigest()


def linked(
    alg: str, chain: str, seq: int, at: str, actor: int | None, action: str, object: str, body: str, prev: str
) -> str:
    """As ``digest``, of a body of which only the hash is known."""
    event = {
        "v": VERSION,
        "alg": alg,
        "case": chain,
        "seq": seq,
        "at": at,
        "actor": actor,
        "action": action,
        "object": object,
        "body": body,
        "prev": prev,
    }
    return hashlib.new(alg, (PREFIX + dumps(event)).encode()).hexdigest()


def mac(alg: str, key: bytes, hash: str) -> str:
    """What nobody can write who does not hold the key of the application, 64 hexadecimal digits."""
    return hmac.digest(key, hash.encode(), alg).hex()


def body_text(body: dict[str, Any]) -> str:
    """Raises as ``canonical`` does: what cannot be hashed everywhere alike does not enter a chain."""
    return canonical(body)
