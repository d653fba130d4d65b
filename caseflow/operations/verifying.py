"""Every night the chains and the papers are looked over; what is found rings until it is settled."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command

from contentstore import Unavailable
from outbox.jobs import Later, every

from .models import note


@every(timedelta(days=1), "operations.verify", lease=timedelta(minutes=20))
def verify(payload: dict[str, Any]) -> None:
    """Raises CommandError where the chains could not be verified: the job is tried again, and parked at last."""
    note("papers", _faults_of_papers())
    note("chain", _faults_of_chains())


def _faults_of_papers() -> int:
    try:
        call_command("verify_papers", stdout=StringIO())
    except Unavailable as away:  # asked before the chains, which take a minute
        raise Later from away
    except CommandError as found:
        return len(str(found).splitlines())
    return 0


def _faults_of_chains() -> int:
    said = StringIO()
    try:
        call_command("verify_audit", json=True, record=True, stdout=said)
    except SystemExit:  # it found damage, and has said which
        return max(1, len(json.loads(said.getvalue())["damages"]))
    return 0
