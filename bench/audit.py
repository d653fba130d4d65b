"""What the audit costs: a chained line beside a plain one, and the reading of a million of them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from caseflow.audit import checkpoints
from caseflow.cases import chained
from caseflow.cases.models import Dossier, Event
from caseflow.enforcement.models import Tip

from . import ground
from .report import Table, engine, median, ms, p95, timed

EVENTS, QUICK, A_FILE = 1_000_000, 20_000, 20
AT_ONCE = 250  # files written by one statement
FACTS = '{"fee":"18600.00","happened_on":"2026-02-10","method":"ultrasound","note":"' + "当事人到场。" * 8 + '"}'


class Plain(models.Model):
    """The line of a file as it would be without a chain."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    part = models.CharField(max_length=60)
    transition = models.CharField(max_length=60)
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    actor = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    on = models.DateField()
    facts = models.TextField()
    papers = models.TextField()
    token = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001

    class Meta:
        app_label = "bench"
        constraints = [models.UniqueConstraint(fields=["dossier", "seq"], name="plain_seq_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.seq}"


def measure(quick: bool = False) -> list[Table]:
    people = ground.people()
    written = _writing(people, 100 if quick else 1500)
    return [written, _reading(people, QUICK if quick else EVENTS)]


def _said(number: int) -> dict[str, Any]:
    now = timezone.now()
    return {
        "seq": number,
        "part": "enforcement.tip",
        "transition": "annotate",
        "source": "registered",
        "target": "registered",
        "role": "intake",
        "at": now,
        "on": timezone.localdate(now),
        "facts": FACTS,
        "papers": "[]",
    }


def _writing(people: SimpleNamespace, rounds: int) -> Table:
    with connection.schema_editor() as editor:
        editor.create_model(Plain)
    plain, chained_ = (_file(people, name) for name in ("plain", "chained"))
    numbers, spent = count(1), {"a plain line": list[float](), "a chained line": list[float]()}

    def write_plain() -> None:
        with transaction.atomic():
            dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=plain.pk)
            dossier.seq = next(numbers)
            Plain.objects.create(dossier=dossier, actor=people.intake.pk, **_said(dossier.seq))
            dossier.save(update_fields=["seq"])

    def write_chained() -> None:
        with transaction.atomic():
            dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=chained_.pk)
            dossier.seq += 1
            event = Event(dossier=dossier, actor=people.intake, **_said(dossier.seq))
            chained.bind(event, dossier)
            event.save()
            dossier.save(update_fields=["seq", "head", "last_at"])

    for turn in range(rounds + 10):
        for name, write in (("a plain line", write_plain), ("a chained line", write_chained)):
            took = timed(write)
            if turn >= 10:
                spent[name].append(took)
    Dossier.objects.filter(pk=plain.pk).update(seq=0)  # without a chain there is nothing to verify
    rows = [[name, ms(median(times)), ms(p95(times))] for name, times in spent.items()]
    added = median(spent["a chained line"]) - median(spent["a plain line"])
    rows.append(["what the chain adds", f"{added:.2f}", ""])
    note = f"Aim: at most 1 ms of the median. {rounds} of each in turn: lock, line, file, commit."
    return Table(f"Writing a line on {engine()}", ["Transaction", "median ms", "p95 ms"], rows, note)


def _file(people: SimpleNamespace, name: str) -> Dossier:
    return Dossier.objects.create(
        reference=f"JB-{name}", procedure="enforcement.tip", agency=people.agency, opened_on=ground.TODAY
    )


def _reading(people: SimpleNamespace, events: int) -> Table:
    began = time.perf_counter()
    files = list(_files(people, events // A_FILE))
    loading = time.perf_counter() - began
    rows = []
    rows.append([f"{events:,} lines, no checkpoint", *_verified()])
    spent = timed(checkpoints.take)
    rows.append([f"a checkpoint over {len(files):,} files", f"{spent / 1000:.1f}", "", ""])
    rows.append([f"{events:,} lines against the checkpoint", *_verified()])
    _more(people, files, events // 100)
    rows.append([f"the last {events // 100:,} lines, one in each of as many files", *_verified("--since", "0")])
    note = (
        f"Aims: 60 s and 300 MB for a million lines, 2 s for the last hundredth. {A_FILE} lines a file; written in "
        f"{loading:.0f} s. Each reading is `manage.py verify_audit` in a process of its own; seconds do not count its start."
    )
    return Table(f"Verifying on {engine()}", ["Read", "seconds", "CPU s", "MB at most"], rows, note)


def _files(people: SimpleNamespace, wanted: int) -> Iterator[Dossier]:
    for start in range(0, wanted, AT_ONCE):
        stretch = range(start, min(wanted, start + AT_ONCE))
        with transaction.atomic():
            made = Dossier.objects.bulk_create(
                Dossier(
                    reference=f"JB-{number:07d}",
                    procedure="enforcement.tip",
                    agency=people.agency,
                    opened_on=ground.TODAY,
                )
                for number in stretch
            )
            Tip.objects.bulk_create(Tip(dossier=each, received_at=timezone.now(), summary="x") for each in made)
            _lines(people, made, A_FILE)
        yield from made


def _lines(people: SimpleNamespace, files: list[Dossier], each: int) -> None:
    events = []
    for dossier in files:
        for _n in range(each):
            dossier.seq += 1
            event = Event(dossier=dossier, actor=people.intake, **_said(dossier.seq))
            chained.bind(event, dossier)
            events.append(event)
    Event.objects.bulk_create(events, batch_size=1000)
    Dossier.objects.bulk_update(files, ["seq", "head", "last_at"], batch_size=AT_ONCE)


def _more(people: SimpleNamespace, files: list[Dossier], wanted: int) -> None:
    chosen = files[:wanted]
    for start in range(0, len(chosen), AT_ONCE):
        with transaction.atomic():
            _lines(people, chosen[start : start + AT_ONCE], 1)


def _verified(*options: str) -> tuple[str, str, str]:
    """Of a sound verification: its seconds, those of the processor with the start of the process, and its megabytes."""
    command = [sys.executable, "manage.py", "verify_audit", "--json", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    report = json.loads(process.stdout.read())
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert report["sound"], report["damages"][:5]
    cpu = usage.ru_utime + usage.ru_stime
    return f"{report['seconds']:.1f}", f"{cpu:.1f}", f"{usage.ru_maxrss / 1024:.0f}"
