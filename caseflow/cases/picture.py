"""A record as plain JSON: what the API serves for it, and what a story checks."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone

from caseflow.procedure.limits import limit as known

from . import registry, work
from .access.sight import view_of
from .facts import plain
from .models import CaseProcess, Deadline, Exclusion, Record

Part = Callable[[Any], dict[str, Any]]
_parts: dict[str, list[Part]] = {}
_columns: dict[str, set[str]] = {}
SHARED = frozenset(
    [
        "reference",
        "procedure",
        "title",
        "subject",
        "state",
        "opened_on",
        "closed_on",
        "version",
        "next_due",
        "deadlines",
        "tasks",
        "team",
        "documents",
        "papers",
        "events",
    ]
)


def part_of_picture(label: str, columns: str) -> Callable[[Part], Part]:
    """Let a procedure add to the picture of its records what only it knows. Never a sealed identity.

    ``columns`` are the names of what it adds; each has a class in the policy of the procedure.
    """

    def add(part: Part) -> Part:
        _parts.setdefault(label, []).append(part)
        _columns.setdefault(label, set()).update(columns.split())
        return part

    return add


def columns_of(label: str) -> frozenset[str]:
    """The names of all that is in the picture of a record."""
    return SHARED.union(_columns.get(label, ()))


def picture(record: Record, today: date | None = None) -> dict[str, Any]:
    """The record with its limits, papers, events, tasks and team as it stands; days are ISO, money two decimals."""
    today = today or timezone.localdate()
    dossier, procedure = record.dossier, record.procedure
    found = {
        "reference": dossier.reference,
        "procedure": record.label(),
        "title": dossier.title,
        "subject": dossier.subject,
        "state": record.state,
        "opened_on": dossier.opened_on,
        "closed_on": dossier.closed_on,
        "version": dossier.seq,
        "next_due": dossier.next_due,
        "deadlines": _deadlines(record, today),
        "tasks": _tasks(record),
        "team": [
            {"role": each.role, "name": str(each.user), "since": each.since}
            for each in dossier.assignments.filter(ended_on=None).select_related("user")
        ],
        **_papers(record),
        "events": [
            {
                "seq": each.seq,
                "transition": each.transition,
                "ref": procedure.rows[each.transition].ref if each.transition in procedure.rows else "",
                "source": each.source,
                "target": each.target,
                "actor": str(each.actor) if each.actor else None,
                "role": each.role,
                "on": each.on,
                "at": each.at,
            }
            for each in dossier.events.filter(part=record.label()).select_related("actor").order_by("seq")
        ],
    }
    for part in _parts.get(record.label(), ()):
        found.update(part(record))
    if strange := found.keys() - columns_of(record.label()):
        raise LookupError(f"Nobody said that {sorted(strange)} are in the picture of {record.label()}.")
    return _plain(found)


def export(record: Record, user: Any) -> dict[str, Any]:
    """The picture without what ``user`` may not see."""
    shown = view_of(user, record)
    return {name: value for name, value in picture(record).items() if shown.sees_column(name)}


def simple_picture(thing: Model) -> dict[str, Any]:
    """The columns of something that has no procedure: an institution, a device."""
    fields = [each for each in thing._meta.concrete_fields if not each.is_relation and not each.primary_key]
    return _plain({"is": thing._meta.model_name, **{each.name: getattr(thing, each.name) for each in fields}})


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return f"{value:.2f}"
        case datetime():
            return timezone.localtime(value).isoformat(timespec="minutes")
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(each) for each in value]
        case Model():
            return str(value)
    return plain(value)


def _deadlines(record: Record, today: date) -> dict[str, Any]:
    """By code, the newest that runs, else the newest; ``items`` are all of a code that runs once for each item."""
    by_code: dict[str, list[Deadline]] = {}
    for each in record.dossier.deadlines.prefetch_related("extensions").order_by("pk"):
        by_code.setdefault(each.code, []).append(each)
    exclusions = list(record.dossier.exclusions.all())
    found = {}
    for code, deadlines in sorted(by_code.items()):
        shown = max(deadlines, key=lambda each: (each.stopped_on is None, each.pk))
        found[code] = _deadline(shown, exclusions, today)
        if any(each.item for each in deadlines):
            found[code]["items"] = [_deadline(each, exclusions, today) for each in deadlines]
    return found


def _deadline(deadline: Deadline, exclusions: list[Exclusion], today: date) -> dict[str, Any]:
    rule = known(deadline.code)
    return {
        "name": rule.name,
        "status": status(deadline, today),
        "day0": deadline.day0,
        "length": deadline.length,
        "unit": rule.unit,
        "nominal_due": deadline.nominal_due,
        "legal_due": deadline.legal_due,
        "safe_due": deadline.safe_due,
        "moment_due": deadline.moment_due,
        "provisional": deadline.provisional,
        "suspended": deadline.suspended and deadline.stopped_on is None,
        "stopped_on": deadline.stopped_on,
        "item": deadline.item,
        "extensions": [{"length": each.length, "on": each.on} for each in deadline.extensions.all()],
        "exclusions": [
            {"code": each.code, "start": each.start, "end": each.end}
            for each in exclusions
            if each.code in rule.exclusions and (each.end is None or each.end >= deadline.day0)
        ],
    }


def status(deadline: Deadline, today: date) -> str:
    """running; overdue (it runs, and its last day is over); met (ended in time); stopped (ended after its last day)."""
    if deadline.stopped_on is None:
        return "overdue" if deadline.legal_due < today and not deadline.suspended else "running"
    return "met" if deadline.stopped_on <= deadline.legal_due else "stopped"


def _papers(record: Record) -> dict[str, Any]:
    """``documents``: the kinds in the order of issue; ``papers``: the same with number, dates and hash."""
    papers = list(record.dossier.papers.select_related("document", "event").order_by("pk"))
    return {
        "documents": [each.kind for each in papers],
        "papers": [
            {
                "kind": each.kind,
                "code": each.document.definition.code,
                "title": each.document.definition.title,
                "number": each.document.number,
                "issued_on": each.document.issued_on,
                "served_on": each.served_on,
                "status": each.document.status,
                "event": each.event.seq,
                "sha256": each.document.context_sha256,
            }
            for each in papers
        ],
    }


def _tasks(record: Record) -> list[dict[str, Any]]:
    """What is awaited of whom; ``owner`` is empty while nobody has taken it."""
    found: list[dict[str, Any]] = []
    process = CaseProcess.objects.filter(part=record.label(), record_pk=record.pk).first()
    if process is None:
        return found
    for task in process.task_set.filter(flow_task_type="HUMAN", status__in=work.OPEN).select_related("owner"):
        awaited = record.procedure.task(task.flow_task.name)
        found.append(
            {
                "name": awaited.name,
                "title": awaited.title,
                "role": awaited.by,
                "owner": str(task.owner) if task.owner else None,
            }
        )
    return found


def picture_of(reference: str) -> dict[str, Any]:
    """The picture of the record a file is about. Raises Dossier.DoesNotExist."""
    from .models import Dossier

    return picture(registry.root_of(Dossier.objects.get(reference=reference)))
