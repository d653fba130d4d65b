"""What the proofs of the kernel share: acting on a day, and seeing whether anything in the database has changed."""

import hashlib
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from caseflow.cases.models import Deadline
from caseflow.cases.transitions import perform
from caseflow.cases.work import OPEN
from tests.walk import moment

READING = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "PRAGMA")


def at(moment_):
    """The clock stands at a moment."""
    return time_machine.travel(moment_, tick=False)


def do(record, name, by, day, /, hour=16, **facts):
    """``by`` performs a move at an hour of a day (16:00), and the event comes back."""
    with at(moment(day, hour)):
        return perform(record, name, by=by, **facts)


def afresh(record):
    return type(record).objects.select_related("dossier").get(pk=record.pk)


def last_moment(record):
    """An hour after the last that happened in a file."""
    return timezone.localtime(record.dossier.events.order_by("-seq").first().at) + timedelta(hours=1)


def waiting_for(record):
    """The open tasks of a record, with who has each of them."""
    tasks = record.dossier.processes.get(part=record.label()).task_set.filter(flow_task_type="HUMAN", status__in=OPEN)
    return [(task.flow_task.name, task.owner and task.owner.username) for task in tasks.order_by("pk")]


def open_task(record):
    process = record.dossier.processes.get(part=record.label())
    return process.task_set.get(flow_task_type="HUMAN", status__in=OPEN)


def running(record):
    """The codes of the limits that run in a file, in order, each as often as it runs."""
    return sorted(Deadline.objects.running().filter(dossier=record.dossier_id).values_list("code", flat=True))


def limit(record, code, **which):
    return Deadline.objects.filter(dossier=record.dossier_id, code=code, **which).latest("pk")


def papers(record):
    return list(record.dossier.papers.values_list("kind", flat=True))


def fingerprint():
    """A digest of every row of every table of the project."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = model._default_manager.order_by("pk").values_list()
        found[model._meta.db_table] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return found


@contextmanager
def unchanged():
    """Fails where a row of any table differs afterwards."""
    before = fingerprint()
    yield
    after = fingerprint()
    assert [table for table in before if before[table] != after[table]] == []


class Writes:
    """Counts the statements that write, those later rolled back too."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(READING):
            self.statements.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def writes():
    seen = Writes()
    with connection.execute_wrapper(seen):
        yield seen.statements


@contextmanager
def undone():
    """Whatever happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
