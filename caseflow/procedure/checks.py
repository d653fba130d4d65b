"""``manage.py check``: the table, the methods and the work items tell the same story."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error

from .table import NOBODY, SYSTEM, Procedure


def procedure_holds_together(record_class: Any, items: set[str]) -> Iterator[Error]:
    """Every drift between the table of ``record_class``, its methods and ``items``, the work items of its flow."""
    procedure: Procedure = record_class.procedure
    name = record_class.__name__
    yield from _methods(procedure, record_class, name)
    yield from _rows(procedure, name)
    yield from _tasks(procedure, name, items)
    yield from _limits(procedure, name)
    yield from _states(procedure, name)


def _methods(procedure: Procedure, record_class: Any, name: str) -> Iterator[Error]:
    methods = {each.name for each in record_class._meta.get_field("state").get_all_transitions(record_class)}
    for row in sorted(set(procedure.rows) - methods):
        yield Error(f"{name} has no method for the transition {row!r}.", id="procedure.E001")
    if len(procedure.rows) != len(procedure.transitions):
        yield Error(f"{name}: two rows have the same name.", id="procedure.E006")


def _rows(procedure: Procedure, name: str) -> Iterator[Error]:
    states = set(procedure.states.values)
    roles = {*procedure.roles.values, *NOBODY}
    for row in procedure:
        if row.basis is None or not str(row.basis):
            yield Error(f"{name}: the row {row.name!r} has no basis in law.", id="procedure.E007")
        if unknown := ({*row.source, *filter(None, [row.target])} - states):
            yield Error(f"{name}: {row.name!r} names the states {sorted(unknown)}.", id="procedure.E008")
        if not row.by or set(row.by) - roles:
            yield Error(f"{name}: {row.name!r} is moved by nobody known.", id="procedure.E009")
        if codes := {code for code in (*row.pauses, *row.resumes) if code not in procedure.exclusions}:
            yield Error(f"{name}: {row.name!r} names the intervals {sorted(codes)}.", id="procedure.E010")
        if row.approval and not row.step_up:
            yield Error(f"{name}: {row.name!r} approves without asking who does.", id="procedure.E017")
        if row.at_once and row.by != (SYSTEM,):
            yield Error(f"{name}: {row.name!r} is performed at once, and not by the system.", id="procedure.E011")


def _tasks(procedure: Procedure, name: str, items: set[str]) -> Iterator[Error]:
    for odd in sorted({task.name for task in procedure.tasks} ^ items):
        yield Error(f"{name}: the task {odd!r} stands in only one of table and flow.", id="procedure.E002")
    for task in procedure.tasks:
        leaving = [row for row in procedure if row.target or len(procedure.tasks_of(task.state)) > 1]
        if not any(task.state in row.source and task.by in row.by for row in leaving):
            yield Error(f"{name}: no row finishes the task {task.name!r}.", id="procedure.E003")
    waiting = {task.state for task in procedure.tasks if task.when is None}
    for state in sorted({row.target for row in procedure if row.target} - waiting - set(procedure.final)):
        if any(state in row.source and row.target and row.by != (SYSTEM,) for row in procedure):
            at_once = any(row.at_once and state in row.source for row in procedure)
            if not at_once:
                yield Error(f"{name}: nobody is asked to move a record on from {state!r}.", id="procedure.E004")


def _limits(procedure: Procedure, name: str) -> Iterator[Error]:
    started = {limit for row in procedure for limit in row.starts}
    stopped = {limit for row in procedure for limit in row.stops}
    for limit in sorted(started, key=lambda each: each.code):
        if limit.on_expiry and limit.on_expiry not in procedure.rows:
            yield Error(f"{name}: {limit.code} runs out into nothing ({limit.on_expiry!r}).", id="procedure.E005")
        if limit not in stopped and not limit.on_expiry and not limit.effect:
            yield Error(f"{name}: {limit.code} is neither stopped nor has it an effect.", id="procedure.E012")


def _states(procedure: Procedure, name: str) -> Iterator[Error]:
    reached = {row.target for row in procedure if row.target}
    for state in sorted(set(procedure.states.values) - reached):
        yield Error(f"{name}: no row leads to {state!r}.", id="procedure.E013")
    ends = set(procedure.final)
    while grown := {row_state for row in procedure if row.target in ends for row_state in row.source} - ends:
        ends |= grown
    for state in sorted(set(procedure.states.values) - ends):
        yield Error(f"{name}: {state!r} reaches no end.", id="procedure.E014")
    placed = [state for phase in procedure.phases for state in phase.states]
    if sorted(placed) != sorted(procedure.states.values):
        yield Error(f"{name}: the phases do not hold every state once.", id="procedure.E015")
