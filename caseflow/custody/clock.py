"""What the clock does here: ends grants, and suspends whoever opened an emergency that nobody confirmed."""

from datetime import timedelta
from typing import Any

from outbox.jobs import every

from . import unsealing


@every(timedelta(minutes=5), "custody.sweep")
def sweep(payload: dict[str, Any]) -> None:
    unsealing.end_expired()
    unsealing.suspend_unconfirmed()
