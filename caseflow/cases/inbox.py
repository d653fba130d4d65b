"""The inbox: what waits for one person, what waits for whoever holds a role, and what waits for others.

Every query reads a bounded stretch of an index (see the migration of the two partial indexes), so that the page costs
the same with a hundred and with a million open tasks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import merge
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from caseflow.procedure import HumanTask

from . import pages, registry
from .access import offices_of, readable, scope
from .models import Assignment, CaseProcess, Deadline, Dossier
from .work import OPEN

OWN = 200  # one's own tasks on the page: more than anybody has on the desk
QUEUE = 50  # of a role, oldest first
WAITING = 20
MY_FILES = 200  # the newest files of a person in which something may wait for others
# Of a task: looked up for each one, since joined, PostgreSQL would read all processes to find those of ten tasks.
FILE = Subquery(CaseProcess.objects.filter(pk=OuterRef("process")).values("dossier"))
BADGE = 99  # the most that the navigation counts

Key = tuple[datetime, int]


@dataclass
class Row:
    """A task as the inbox shows it."""

    task: Task
    awaited: HumanTask
    dossier: Dossier
    deadline: Deadline | None
    mine: bool
    act: str = ""  # the words of the button, and where it leads
    url: str = ""

    @property
    def title(self) -> str:
        return str(self.awaited.title)

    @property
    def short(self) -> str:
        return pages.short_reference(self.dossier.reference)

    @property
    def page(self) -> str:
        return pages.address_of(self.dossier)


@dataclass
class Group:
    """A stretch of the inbox."""

    key: str
    title: Any
    note: Any = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        return self.key == "late"


@dataclass
class Inbox:
    groups: list[Group]
    waiting: list[Row]
    more: str  # the key after which the queue goes on

    @property
    def total(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def late(self) -> int:
        return self._count("late")

    @property
    def today(self) -> int:
        return self._count("today")

    def _count(self, key: str) -> int:
        return next((len(group.rows) for group in self.groups if group.key == key), 0)


def human() -> QuerySet[Task]:
    return Task.objects.filter(flow_task_type="HUMAN")


def inbox(user: Any, after: str = "") -> Inbox:
    """Everything on one page; ``after`` is the key with which the last page of the queue ended."""
    start = read_key(after)
    mine = human().filter(status=STATUS.ASSIGNED, owner=user)
    mine = mine.filter(readable(user, FILE))
    own = [] if start else list(mine.order_by("created", "id")[:OWN])
    queued = queue(user, start)
    tasks = own + queued[:QUEUE]
    waiting = [] if start else _waiting(user)
    rows = _rows([*tasks, *waiting], user)
    others = {task.pk for task in waiting}
    return Inbox(
        _grouped(row for row in rows if row.task.pk not in others),
        [row for row in rows if row.task.pk in others],
        key_of(queued[QUEUE - 1]) if len(queued) > QUEUE else "",
    )


def queue(user: Any, start: Key | None = None) -> list[Task]:
    """The oldest tasks that nobody has taken in the roles of ``user``, one more than a page of them.

    One query for each role: a single one could not follow the order of the index.
    """
    found = []
    for permission in sorted(offices_of(user)):
        tasks = human().filter(status=STATUS.NEW, owner_permission=permission)
        tasks = tasks.filter(readable(user, FILE))
        if start:
            tasks = tasks.filter(Q(created__gt=start[0]) | Q(created=start[0], id__gt=start[1]), created__gte=start[0])
        found.append(list(tasks.order_by("created", "id")[: QUEUE + 1]))
    return list(merge(*found, key=lambda task: (task.created, task.pk)))[: QUEUE + 1]


def key_of(task: Task) -> str:
    return f"{task.created.isoformat()},{task.pk}"


def read_key(text: str) -> Key | None:
    """Where a page begins; None for anything that is no key."""
    moment, _comma, pk = text.partition(",")
    try:
        found = parse_datetime(moment)
    except ValueError:
        return None
    valid = found is not None and timezone.is_aware(found) and pk.isascii() and pk.isdecimal() and len(pk) < 19
    return (found, int(pk)) if found is not None and valid else None


def _waiting(user: Any) -> list[Task]:
    """Open work of others in the files of ``user``, newest file first."""
    files = scope(user, Assignment).filter(user=user, ended_on=None).order_by("-dossier_id")
    mine = list(files.values_list("dossier_id", flat=True)[:MY_FILES])
    if not mine:
        return []
    tasks = human().filter(status__in=OPEN, process__caseprocess__dossier__in=set(mine)).exclude(owner=user)
    return list(
        tasks.exclude(status=STATUS.NEW, owner_permission__in=list(offices_of(user))).order_by("-created")[:WAITING]
    )


def _rows(tasks: list[Task], user: Any) -> list[Row]:
    """Tasks with their files and nearest limits: three queries, however many there are."""
    processes = CaseProcess.objects.filter(pk__in={task.process_id for task in tasks}).select_related("dossier")
    by_pk = {process.pk: process for process in processes}
    owners = _people(tasks)
    limits: dict[int, list[Deadline]] = {}
    for deadline in Deadline.objects.running().filter(dossier__in={each.dossier_id for each in by_pk.values()}):
        limits.setdefault(deadline.dossier_id, []).append(deadline)
    today = timezone.localdate()
    rows = []
    for task in tasks:
        process = by_pk.get(task.process_id)
        if process is None:
            continue
        task.owner = owners.get(task.owner_id)
        nearest = pages.nearest(limits.get(process.dossier_id, ()), today)
        rows.append(_row(task, process, nearest, user))
    return rows


def _people(tasks: Iterable[Task]) -> Mapping[int, Any]:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.in_bulk({task.owner_id for task in tasks if task.owner_id})


def _row(task: Task, process: CaseProcess, deadline: Deadline | None, user: Any) -> Row:
    procedure = registry.record_class(process.part).procedure
    awaited = procedure.task(task.flow_task.name)
    row = Row(task, awaited, process.dossier, deadline, task.owner_id == user.pk)
    rows = pages.page_class(process.part).rows_of(awaited)
    if len(rows) == 1:
        row.act = str(procedure.rows[rows[0]].title)
        row.url = reverse("move", args=[process.dossier.reference, rows[0]])
    else:
        row.act, row.url = _("打开"), row.page
    return row


def _grouped(rows: Iterable[Row]) -> list[Group]:
    today = timezone.localdate()
    groups = {
        "late": Group("late", _("已逾期"), _("请先办这些；超期须说明原因")),
        "today": Group("today", _("今天")),
        "soon": Group("soon", _("7 天内")),
        "later": Group("later", _("以后")),
    }
    for row in rows:
        groups[_when(row.deadline, today)].rows.append(row)
    for group in groups.values():
        group.rows.sort(key=lambda row: (row.deadline.safe_due if row.deadline else today, row.task.created))
    return [group for group in groups.values() if group.rows]


def _when(deadline: Deadline | None, today: Any) -> str:
    if deadline is None or deadline.suspended:
        return "later"
    if deadline.legal_due < today:
        return "late"
    if deadline.safe_due <= today:
        return "today"
    return "soon" if deadline.safe_due <= today + timedelta(days=7) else "later"


def badge(user: Any) -> str:
    """How much waits for a person, never counted further than the badge shows."""
    waits = Q(status=STATUS.ASSIGNED, owner=user)
    if offices := offices_of(user):
        waits |= Q(status=STATUS.NEW, owner_permission__in=list(offices))
    found = human().filter(waits, readable(user, FILE)).order_by()
    n = found[: BADGE + 1].count()
    return f"{BADGE}+" if n > BADGE else str(n or "")


def task_for(user: Any, pk: int) -> Task | None:
    """An open task in a file that ``user`` sees."""
    return human().filter(readable(user, FILE), pk=pk, status__in=OPEN).first()


def colleagues_for(task: Task, user: Any) -> QuerySet[Any]:
    """Who could do the task instead of ``user``, by role; whether the file forbids it, is asked when it is handed over."""
    from django.contrib.auth import get_user_model

    app_label, _dot, codename = (task.owner_permission or "").partition(".")
    people = get_user_model()._default_manager.filter(is_active=True, agency=user.agency_id).exclude(pk=user.pk)
    held = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app_label)
    return people.filter(held).distinct().order_by("name")
