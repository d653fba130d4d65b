"""How often something may be tried, without knowing who tries: slots in the shared cache, and no cache, no try.

A slot is taken by ``add``, which succeeds once on every kind of cache, and comes free when its time is over. So within
any period there are never more tries than slots.
"""

import hashlib
import logging

from django.core.cache import cache

log = logging.getLogger(__name__)
HOUR = 3600  # seconds


def take(what: str, about: str, *, most: int, seconds: int) -> bool:
    """Whether one more try is allowed about ``about``; it is counted. False where the cache does not answer."""
    name = hashlib.sha256(about.encode()).hexdigest()[:32]
    try:
        return any(cache.add(f"limit|{what}|{name}|{slot}", 1, seconds) for slot in range(most))
    except Exception as away:  # noqa: BLE001 - each kind of cache fails in its own way, and none may open the door
        log.warning("The limit of %s is closed: %s", what, type(away).__name__)
        return False
