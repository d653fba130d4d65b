"""What each procedure says of its files: whose identities are sealed in them, who leads, who keeps, and for how long."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from caseflow.procedure import Citation
from caseflow.vault.models import SealedRow


class Identity(NamedTuple):
    """Somebody who is sealed: the row, and the code or pseudonym by which the file knows them."""

    row: SealedRow
    name: str

    @property
    def what(self) -> str:
        return self.row._meta.label_lower


@dataclass(frozen=True)
class Period:
    """How long a class of files is kept, from a day on; ``years`` is None for files that are kept for good."""

    name: str
    years: int | None
    since: date
    basis: Citation


class Kept(NamedTuple):
    """The class a file was given, and the legal day from whose year it counts."""

    name: str
    day: date


@dataclass(frozen=True)
class Kind:
    """The rules of the files of one procedure; ``leaders`` and ``keepers`` are permissions."""

    label: str
    identities: Callable[[Any], Iterable[Identity]]
    leaders: frozenset[str]
    keepers: frozenset[str]
    periods: tuple[Period, ...]
    kept: Callable[[Any], Kept | None]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.label] = kind


def kind_of(label: str) -> Kind:
    """Raises LookupError for a procedure that has said nothing: nothing of it is unsealed or destroyed."""
    return _kinds[label]


def kinds() -> list[Kind]:
    return list(_kinds.values())


def identity_of(record: Any, what: str, row: int) -> Identity | None:
    """The identity in the file of ``record``; None where there is none with this key."""
    return next((each for each in identities_of(record) if each.what == what and each.row.pk == row), None)


def identities_of(record: Any) -> list[Identity]:
    """Those of whom something is sealed."""
    known = _kinds.get(record.label())
    return [each for each in known.identities(record) if each.row.key_id] if known else []  # type: ignore[attr-defined]
