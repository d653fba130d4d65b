"""A coverage as numerator and denominator (reference 3.6): a share only where there is something to cover."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """``done`` of ``all``; ``counts`` says what is counted."""

    name: Any
    done: int
    all: int
    counts: Any

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 means everybody; None where there is nobody to cover."""
        return self.done * 100 // self.all if self.all else None

    @property
    def is_full(self) -> bool:
        return self.done == self.all
