"""Which papers exist: the apps register their kinds here when they are loaded."""

from dataclasses import dataclass
from datetime import date
from typing import Any

PAPERS = "paper/"


@dataclass(frozen=True)
class Series:
    """How a kind of paper is numbered: one gap-free sequence per agency, series and year.

    A letter bears a 文号, ``{abbr}卫{category}{nature}〔{year}〕{n}号``; a form a 编号, year and running number.
    """

    nature: str = ""
    categorised: bool = True

    @classmethod
    def letter(cls, nature: str) -> "Series":
        """文号 of an enforcement paper, by category of law (医) and nature of the paper (罚告)."""
        return cls(nature)

    @classmethod
    def official(cls, nature: str = "") -> "Series":
        """文号 of an ordinary official letter (公文), which has no category of law: ``青卫函〔2026〕3号``."""
        return cls(nature, categorised=False)

    @classmethod
    def form(cls) -> "Series":
        """编号 of an internal form, one sequence for each kind of paper."""
        return cls(categorised=False, nature="#")

    @property
    def is_form(self) -> bool:
        return self.nature == "#"

    def key(self, kind: "DocumentKind", agency_key: str, category: str, on: date) -> str:
        """The name of the counter; ``numbering.faults`` knows those of papers by their prefix."""
        if self.is_form:
            return f"{PAPERS}{agency_key}/{kind.code}/{on.year}"
        return f"{PAPERS}{agency_key}/{category if self.categorised else ''}/{self.nature}/{on.year}"

    def number(self, serial: int, agency_abbr: str, category: str, on: date) -> str:
        if self.is_form:
            return f"{on.year}{serial:05d}"
        return f"{agency_abbr}卫{category if self.categorised else ''}{self.nature}〔{on.year}〕{serial}号"


@dataclass(frozen=True)
class DocumentKind:
    """A kind of paper. ``name`` is stored and therefore never changes; ``code`` is the one of the catalogue of forms."""

    name: str
    code: str
    title: Any
    template: str
    series: Series | None = None
    seal: bool = False  # bears the agency's seal over its name and the date
    outgoing: bool = False  # goes to a party or another agency
    copies: int = 1
    attached: bool = False  # belongs to the paper it is issued with, and names that one's number
    sealed: bool = False  # names a protected person: kept in the sealed bag of the file


KINDS: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> DocumentKind:
    if KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(f"Two kinds of paper are called {kind.name!r}.")
    return kind


def kind(name: str) -> DocumentKind:
    return KINDS[name]
