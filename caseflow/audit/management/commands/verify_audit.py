"""Reads the chains and says what was changed past the program. Exit: 0 sound, 1 damaged, 2 could not be verified."""

import json
import sys
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from caseflow import audit
from caseflow.audit import checkpoints, notes
from caseflow.audit.places import Directory
from caseflow.audit.sources import End
from caseflow.audit.verification import Damage, Report, verify

SHOWN = 100  # damages that are named in the log


class Command(BaseCommand):
    help = "Verifies every chain: hashes, ends, checkpoints, states, keys. Exit 0 sound, 1 damaged, 2 not verified."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--case", default="", metavar="REF", help="this file alone")
        parser.add_argument("--since", type=int, metavar="N", help="only what came after checkpoint N (0: the last)")
        parser.add_argument("--against", metavar="FILE", help="compare with this note, or the last in this directory")
        parser.add_argument("--key", default="", help="the public key that the note was signed with, if not ours")
        parser.add_argument("--record", action="store_true", help="write the result into the log")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        began = monotonic()
        try:
            with checkpoints.snapshot():
                report = self._verify(**options)
        except (ImproperlyConfigured, LookupError, notes.Unsigned, OSError, ValueError, DatabaseError) as wrong:
            raise CommandError(f"Not verified: {wrong}", returncode=2) from wrong
        seconds = round(monotonic() - began, 1)
        if options["record"]:
            _record(report, options)
        if options["json"]:
            self.stdout.write(json.dumps({**report.as_dict(), "seconds": seconds}))
        else:
            for damage in report.damages:
                many = f" ({damage.count})" if damage.count > 1 else ""
                self.stdout.write(f"{damage.chain} {damage.seq}: {damage.kind}{many}")
            said = "sound" if report.sound else f"{len(report.damages)} damages, {report.missing} links missing"
            self.stdout.write(f"{report.links} links of {report.chains} chains in {seconds} s: {said}.")
        if not report.sound:
            sys.exit(1)

    def _verify(self, *, case: str, since: int | None, against: str | None, key: str, **options: Any) -> Report:
        said, seen, damages = checkpoints.compared_with(since or None)
        if since and (said is None or said.number != since):
            raise LookupError(f"There is no checkpoint {since}.")
        if against is not None:
            said, seen = _outside(against, key)
        report = verify(seen, only=case, incremental=since is not None)
        if case and not report.chains and not report.damages:
            raise LookupError(f"There is no file {case}.")
        report.damages = [*damages, *report.damages]
        report.checkpoint = said.number if said else 0
        return report


def _outside(against: str, key: str) -> tuple[notes.Checkpoint, dict[str, End]]:
    path = Path(against)
    if path.is_dir():
        return checkpoints.outside(Directory(path), verifier=key)
    return checkpoints.outside(Directory(path.parent), int(path.name[:8]), key)


def _record(report: Report, options: dict[str, Any]) -> None:
    found: list[Damage] = report.damages[:SHOWN]
    with transaction.atomic():
        audit.record(
            "audit.verified",
            actor=None,
            object=options["case"],
            links=report.links,
            chains=report.chains,
            checkpoint=report.checkpoint,
            whole=options["since"] is None and not options["case"],
            damages=len(report.damages),
            found=[[each.kind, each.chain, each.seq, each.count] for each in found],
        )
