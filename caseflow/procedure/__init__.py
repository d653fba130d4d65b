"""The words in which a procedure laid down by law is written down.

Pure data: nothing here touches the database or knows a particular case.
"""

from .table import (
    NOBODY,
    PUBLIC,
    SYSTEM,
    Attempt,
    Citation,
    Duty,
    Guard,
    HumanTask,
    Parameter,
    Phase,
    Procedure,
    TimeLimit,
    Transition,
    Unit,
    guard,
)

__all__ = [
    "NOBODY",
    "PUBLIC",
    "SYSTEM",
    "Attempt",
    "Citation",
    "Duty",
    "Guard",
    "HumanTask",
    "Parameter",
    "Phase",
    "Procedure",
    "TimeLimit",
    "Transition",
    "Unit",
    "guard",
]
