"""Who did what, in chains nobody can change unseen: pure functions, the system log, checkpoints, verification."""

from .log import record

__all__ = ["record"]
