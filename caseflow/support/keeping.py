"""What support says of the custody of its files: who leads, who keeps, and for how long (reference 6.3)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from caseflow.custody.kinds import Identity, Kept, Kind, Period, register

from . import law
from .procedure import Role

LEADERS = frozenset({f"support.{Role.LEADER.value}"})
KEEPERS = frozenset({f"support.{Role.SECTION_HEAD.value}"})
PERIODS = (Period("30年", 30, date(2016, 1, 1), law.RECORDS),)


def _nobody(record: Any) -> Iterator[Identity]:
    """What is sealed here is opened on a page of its own, for a purpose, or by nobody."""
    return iter(())


def _kept(record: Any) -> Kept | None:
    return Kept("30年", record.dossier.closed_on) if record.dossier.closed_on else None


def register_kinds() -> None:
    for name in ("family", "application", "ticket", "review", "batch", "budget"):
        label = f"support.{name}"
        register(Kind(label, _nobody, LEADERS, KEEPERS, PERIODS, _kept))
