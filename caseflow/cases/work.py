"""Whose turn it is: viewflow's tasks, kept in step with the state of the record.

The flow decides nothing. Its one gateway reads the state.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from viewflow import this
from viewflow.workflow import STATUS, flow
from viewflow.workflow.models import Task

from caseflow.procedure import HumanTask, Procedure, Transition

from . import registry
from .models import CaseProcess, Dossier, Record

OPEN = (STATUS.NEW, STATUS.ASSIGNED)


class DossierLock:
    """Whoever works on a process locks its file -- the row ``perform`` locks -- and nothing before it."""

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            Dossier.objects.select_for_update().get(processes=process_pk)
            yield


class WorkItem(flow.View):
    """The human task of the same name in the table of the procedure."""

    def __init__(self) -> None:
        super().__init__(view=None)  # the work is done on the page of the record

    def __set_name__(self, flow_class: Any, name: str) -> None:
        task = flow_class.procedure.task(name)
        self.Annotation(title=task.title)
        self.Permission(flow_class.procedure.permission(task.by))
        self.Assign(_assignee(task.by))
        self.Next(this.route)


class StateSwitch(flow.Switch):
    """The gateway decides from the record alone, so passing it leaves no row behind."""

    def _create(self, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        node = next(node for node, holds in self._branches if holds is None or holds(prev_activation))
        return node._create(prev_activation, token)


def by_state(procedure: Procedure) -> Any:
    """The gateway: on to the task of the state the record is in, or to the end."""
    switch = StateSwitch()
    for task in procedure.tasks:
        switch.Case(getattr(this, task.name), _awaits(task.name))
    return switch.Default(this.closed)


def _awaits(name: str) -> Any:
    def awaits(activation: Any) -> bool:
        awaited = _awaited(seen_in(activation.process))
        return awaited is not None and awaited.name == name

    return awaits


def _awaited(record: Record) -> HumanTask | None:
    if getattr(record, "awaited_in", None) != (record.state, record.dossier.seq):
        record.awaited_in, record.awaited = (record.state, record.dossier.seq), record.procedure.awaited(record)  # type: ignore[attr-defined]
    return record.awaited  # type: ignore[attr-defined]


def _assignee(role: str) -> Any:
    """Work in a role that is held per case goes to whoever holds it; all other work waits for somebody to take it."""

    def choose(activation: Any) -> Any:
        record = seen_in(activation.process)
        return record.assignee(role) if role in record.procedure.per_case else None

    return choose


def seen_in(process: CaseProcess) -> Record:
    """The record as ``follow`` has just moved it under the lock, else as the database has it."""
    if not hasattr(process, "seen"):
        model = registry.record_class(process.part)
        process.seen = model._default_manager.select_related("dossier").get(pk=process.record_pk)
    return process.seen


class CaseFlow(flow.Flow):
    """The base of every flow: it starts with a record and ends where nothing is awaited."""

    process_class = CaseProcess
    lock_impl = DossierLock()

    def open_record(self, activation: Any, record: Record) -> CaseProcess:
        process = activation.process
        process.dossier, process.part, process.record_pk = record.dossier, record.label(), record.pk
        process.seen = record
        return process


def begin(record: Record) -> None:
    """Ask for the first work on a new record."""
    registry.flow_class(record.label()).start.run(record=record)


def follow(record: Record, row: Transition, by: Any) -> None:
    """Close the tasks the record has left behind and open the one it has come to."""
    awaited = _awaited(record)
    open_tasks = list(_open_tasks(record))
    if awaited and [task.flow_task.name for task in open_tasks] == [awaited.name]:
        return
    process = open_tasks[0].process.caseprocess if open_tasks else _process(record)
    process.seen = record
    done = None
    for task in open_tasks:
        activation = _activation(task, process)
        if done is None and by is not None and record.procedure.task(task.flow_task.name).by in row.by:
            task.owner, task.status = by, STATUS.ASSIGNED
            activation.start(request=None)
            activation.complete()
            done = activation
        else:
            activation.cancel()
    if awaited or record.state in record.procedure.final:  # else in passing: the next move follows at once
        left = done or _activation(open_tasks[-1] if open_tasks else _first_task(process), process)
        left._activate_next({process.flow_class.route._create(left, left.task.token)})


def _activation(task: Task, process: CaseProcess) -> Any:
    task.process = process
    return task.flow_task.activation_class(task)


def _first_task(process: CaseProcess) -> Task:
    return process.task_set.get(flow_task=process.flow_class.start)


def _process(record: Record) -> CaseProcess:
    return CaseProcess.objects.get(part=record.label(), record_pk=record.pk)


def _open_tasks(record: Record) -> Any:
    """The open human tasks of a record, each with its process."""
    mine = {"process__caseprocess__part": record.label(), "process__caseprocess__record_pk": record.pk}
    return Task.objects.filter(**mine, flow_task_type="HUMAN", status__in=OPEN).select_related("process__caseprocess")


def refresh_assignee(record: Record) -> None:
    """After the people of a file have changed: the open work goes to those who hold it now."""
    awaited = record.procedure.awaited(record)
    if awaited is None or awaited.by not in record.procedure.per_case:
        return
    held = {each.user_id for each in record.dossier.team if each.role == awaited.by and each.ended_on is None}
    for task in _open_tasks(record):
        activation = task.flow_task.activation_class(task)
        if task.status == STATUS.ASSIGNED and task.owner_id not in held:
            activation.unassign()
        if task.status == STATUS.NEW and (person := record.assignee(awaited.by)):
            activation.assign(person)


def record_of(task: Task) -> Record:
    """The record a task is about."""
    process = task.process if isinstance(task.process, CaseProcess) else CaseProcess.objects.get(pk=task.process_id)
    return registry.record_class(process.part)._default_manager.select_related("dossier").get(pk=process.record_pk)


@contextmanager
def _locked(task: Task) -> Iterator[Any]:
    with transaction.atomic():
        Dossier.objects.select_for_update().get(processes=task.process_id)
        fresh = Task.objects.get(pk=task.pk)
        yield fresh.flow_task.activation_class(fresh)


def claim(task: Task, user: Any) -> None:
    """Take a task that nobody has. Raises PermissionDenied with the reason."""
    from .transitions import role_for

    with _locked(task) as activation:
        if activation.task.status != STATUS.NEW:
            raise PermissionDenied(_("这项工作已经有人领取或者已经办结，请刷新待办。"))
        awaited = activation.flow_class.procedure.task(activation.flow_task.name)
        role_for(record_of(activation.task), (awaited.by,), user)
        activation.assign(user)


def release(task: Task, user: Any) -> None:
    """Give a task back to everybody in its role."""
    with _locked(task) as activation:
        if activation.task.status != STATUS.ASSIGNED or activation.task.owner_id != user.pk:
            raise PermissionDenied(_("这项工作现在不在您名下，不能退回。"))
        activation.unassign()


def reassign(task: Task, to: Any, by: Any) -> None:
    """Hand a task over to a colleague who may do it. Only its owner does, or whoever holds the role unowned."""
    from .transitions import role_for

    with _locked(task) as activation:
        awaited = activation.flow_class.procedure.task(activation.flow_task.name)
        record = record_of(activation.task)
        if activation.task.status == STATUS.ASSIGNED and activation.task.owner_id != by.pk:
            raise PermissionDenied(_("这项工作在他人名下，只有本人可以转交。"))
        if activation.task.status == STATUS.NEW:
            role_for(record, (awaited.by,), by)
        elif activation.task.status != STATUS.ASSIGNED:
            raise PermissionDenied(_("这项工作已经办结。"))
        role_for(record, (awaited.by,), to)
        if activation.task.status == STATUS.ASSIGNED:
            activation.unassign()
        activation.assign(to)
