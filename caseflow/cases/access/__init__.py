"""Who sees what and who may do what: one policy as data, one engine that everybody asks."""

from .engine import (
    Decision,
    UnscopedAccess,
    as_office,
    can,
    dossiers_visible_to,
    permits,
    procedures_of,
    readable,
    record_for,
    scope,
)
from .offices import Office, offices_of

__all__ = [
    "Decision",
    "Office",
    "UnscopedAccess",
    "as_office",
    "can",
    "dossiers_visible_to",
    "offices_of",
    "permits",
    "procedures_of",
    "readable",
    "record_for",
    "scope",
]
