"""Internal references of files: one gap-free sequence per prefix, authority and year."""

from datetime import date
from typing import Any

from documents.numbering import take


def next_reference(prefix: str, agency: Any, day: date) -> str:
    """``LF-620702-2026-00042``; taken in the caller's transaction."""
    serial = take(f"reference/{prefix}/{agency.region_code}/{day.year}")
    return f"{prefix}-{agency.region_code}-{day.year}-{serial:05d}"
