"""The papers enforcement issues: which there are, and what goes into each."""

from . import closing, decision, filing, hearing, investigation, measures, performance, rights, service
from .catalogue import CATALOGUE
from .context import context

__all__ = [
    "CATALOGUE",
    "closing",
    "context",
    "decision",
    "filing",
    "hearing",
    "investigation",
    "measures",
    "performance",
    "rights",
    "service",
]
