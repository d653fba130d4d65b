"""The dataclasses of a procedure table, and the binding of its rows to django-fsm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any

import django_fsm
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SYSTEM = "system"  # the clock, not a person
PUBLIC = "public"  # somebody outside, through the pages of the public: known to the file by a receipt at most
NOBODY: Mapping[str, Any] = MappingProxyType({SYSTEM: _("系统"), PUBLIC: _("公众网页")})  # no person of the house
NO_FACTS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Citation:
    """An article relied on; ``says`` gives its substance in the words of the law."""

    law: str
    article: str
    says: str = ""

    def __str__(self) -> str:
        return f"{self.law}{self.article}"


class Unit(TextChoices):
    """In what a time limit is counted."""

    WORKING_DAYS = "working_days", _("个工作日")
    CALENDAR_DAYS = "calendar_days", _("日")
    MONTHS = "months", _("个月")
    YEARS = "years", _("年")
    HOURS = "hours", _("小时")
    MINUTES = "minutes", _("分钟")

    @property
    def by_the_clock(self) -> bool:
        """Whether it runs from a moment and through nights and holidays alike."""
        return self in (Unit.HOURS, Unit.MINUTES)


class Duty(TextChoices):
    """Whose time limit it is; what the last day means depends on it."""

    PARTY_RIGHT = "party_right", _("当事人的期限")
    AGENCY_DUTY = "agency_duty", _("本机关的职责")
    EXTERNAL = "external", _("其他机关的期限")


@dataclass(frozen=True)
class TimeLimit:
    """One row of the table of time limits.

    ``length`` is counted in ``unit``; ``parameter`` names the setting that may replace it. ``backwards`` limits
    are the last day on which something may be done before ``day 0`` (a hearing). ``exclusions`` are the codes
    of intervals that are not counted. ``verified`` is False where the law leaves the number open. ``trigger`` is
    the event of day 0, in words; ``rolls`` is False where no day off moves the last day.
    """

    code: str
    name: Any
    length: int
    unit: Unit
    duty: Duty
    basis: Citation
    parameter: str = ""
    on_expiry: str = ""
    effect: Any = ""
    exclusions: tuple[str, ...] = ()
    backwards: bool = False
    verified: bool = True
    repeated: bool = False  # several may run at once in one file (one for each preserved item)
    trigger: Any = ""
    rolls: bool = True

    def __hash__(self) -> int:
        return hash(self.code)


@dataclass(frozen=True)
class Parameter:
    """A value that an office may set, with a date from which it holds; ``default`` is what the reference gives."""

    key: str
    name: Any
    default: Any
    basis: Citation | None = None
    verified: bool = True
    hint: Any = ""


@dataclass(frozen=True)
class Attempt:
    """What somebody is about to do: the row, the person (None: see ``role``), the moment, the legal day, the facts."""

    row: Transition
    by: Any
    at: datetime
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    role: str = SYSTEM
    behalf: Any = None  # the leader whom ``by`` stands in for


@dataclass(frozen=True)
class Guard:
    """A statement that must be true before a move, and the sentence shown while it is not.

    ``test(record, attempt)`` answers with True, or with False, or with the sentence itself where the sentence needs
    names or numbers. A guard ``of_facts`` judges what is typed for the move; all others hold for the record as it
    stands and therefore disable the button. ``mend`` is the place on the page of the record that mends it. A guard
    that holds ``by_itself`` waits for nobody but for what earlier moves left to be done after their commit.
    """

    code: str
    test: Callable[[Any, Attempt], Any]
    sentence: Any
    ref: str = ""
    mend: str = ""
    of_facts: bool = False
    by_itself: bool = False

    def unmet(self, record: Any, attempt: Attempt) -> str:
        """The sentence that says what is missing, or an empty string."""
        answer = self.test(record, attempt)
        if answer is True:
            return ""
        return str(answer if isinstance(answer, str) else self.sentence)


def guard(
    sentence: Any, *, ref: str = "", mend: str = "", of_facts: bool = False, by_itself: bool = False
) -> Callable[[Callable[[Any, Attempt], Any]], Guard]:
    """Make a guard of a function; its code is the name of the function."""
    return lambda test: Guard(test.__name__, test, sentence, ref, mend, of_facts, by_itself)


@dataclass(frozen=True)
class Transition:
    """One row of the table: who may move a record from where to where, on what conditions, with what effect.

    ``target`` None leaves the record where it is: an act inside a state. ``issues`` are the names of kinds of paper.
    ``starts`` and ``stops`` are time limits. ``at_once`` rows are performed by the system as soon as their guards
    hold. ``opens`` names the procedure of the record that the row opens.
    """

    name: str
    title: Any
    source: tuple[str, ...]
    target: str | None
    by: tuple[str, ...]
    basis: Citation
    ref: str = ""
    requires: tuple[Guard, ...] = ()
    issues: tuple[str, ...] = ()
    starts: tuple[TimeLimit, ...] = ()
    stops: tuple[TimeLimit, ...] = ()
    extends: tuple[TimeLimit, ...] = ()
    pauses: tuple[str, ...] = ()  # codes of intervals that begin here and are not counted
    resumes: tuple[str, ...] = ()  # codes of intervals that end here
    at_once: bool = False
    approval: bool = False  # shown with the paper beside the decision
    step_up: bool = False  # whoever approves or pays has proved again who one is, at most five minutes before
    opens: str = ""
    sealed: tuple[str, ...] = ()  # facts that are never written in the file
    deeds: tuple[str, ...] = ()  # sides whoever does it takes, beyond that of the office: "draft:penalty"

    @property
    def is_act(self) -> bool:
        return not self.ref

    @property
    def is_nobodys(self) -> bool:
        """Whether no person of the house performs it."""
        return not set(self.by) - set(NOBODY)

    def unmet(self, record: Any, attempt: Attempt, *, standing: bool = False) -> dict[str, str]:
        """Code and sentence of every guard that does not hold; ``standing`` leaves out those of the facts."""
        found = {}
        for each in self.requires:
            if standing and each.of_facts:
                continue
            if sentence := each.unmet(record, attempt):
                found[each.code] = sentence
        return found


@dataclass(frozen=True)
class HumanTask:
    """What a record waits for while it is in a state, and from whom.

    Where one state awaits first one person and then another, ``when`` says of which record this task is the next.
    """

    name: str
    state: str
    by: str
    title: Any
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Phase:
    """A stretch of the course: its place on the status strip, and its own diagram."""

    name: Any
    states: tuple[str, ...]


_performing: ContextVar[bool] = ContextVar("performing", default=False)


@contextmanager
def performing() -> Iterator[None]:
    """Open the transition methods, which are shut to everybody but ``perform()``."""
    token = _performing.set(True)
    try:
        yield
    finally:
        _performing.reset(token)


def moved_by_perform(record: Any) -> bool:
    """A condition of every transition method: nobody but ``perform()`` calls it."""
    return _performing.get()


@dataclass(frozen=True)
class Procedure:
    """A whole procedure: its states, tasks and rows."""

    name: str  # as stories and addresses call it: "case"
    app_label: str
    title: Any
    states: type[TextChoices]
    roles: type[TextChoices]
    tasks: tuple[HumanTask, ...]
    transitions: tuple[Transition, ...]
    phases: tuple[Phase, ...] = ()
    final: tuple[str, ...] = ()
    incompatible: frozenset[frozenset[str]] = frozenset()  # roles that one person may not hold in one file
    per_case: frozenset[str] = frozenset()  # roles that only those assigned to the file act in
    exclusions: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)  # intervals not counted: name and basis
    codes: Mapping[Any, str] = field(default_factory=dict)  # what a reference calls the states: M11
    delegable: frozenset[str] = frozenset()  # offices that somebody may stand in for
    sides: Mapping[Any, str] = field(default_factory=dict)  # the side of a matter that each office stands on

    @cached_property
    def rows(self) -> dict[str, Transition]:
        return {row.name: row for row in self.transitions}

    @cached_property
    def limits(self) -> dict[str, TimeLimit]:
        return {limit.code: limit for row in self for limit in (*row.starts, *row.stops)}

    @cached_property
    def _tasks_by_state(self) -> dict[str, tuple[HumanTask, ...]]:
        return {state: tuple(task for task in self.tasks if task.state == state) for state in self.states.values}

    def tasks_of(self, state: str) -> tuple[HumanTask, ...]:
        return self._tasks_by_state[state]

    def awaited(self, record: Any) -> HumanTask | None:
        """What ``record`` waits for now; None where it waits for nobody."""
        return next((task for task in self.tasks_of(record.state) if task.when is None or task.when(record)), None)

    @cached_property
    def rows_by_source(self) -> dict[str, tuple[Transition, ...]]:
        found: dict[str, list[Transition]] = {}
        for row in self:
            for source in row.source:
                found.setdefault(source, []).append(row)
        return {source: tuple(rows) for source, rows in found.items()}

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.transitions)

    def __hash__(self) -> int:
        return hash((self.app_label, self.name))

    def task(self, name: str) -> HumanTask:
        return next(task for task in self.tasks if task.name == name)

    def permission(self, role: str) -> str:
        return f"{self.app_label}.{role}"

    def clash(self, role: str, others: Iterator[str] | frozenset[str] | set[str]) -> str:
        """The first of ``others`` that one person may not hold beside ``role`` in one file, or an empty string."""
        return next((other for other in sorted(others) if frozenset((role, other)) in self.incompatible), "")

    def transition(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """Bind a model method to the row of the same name; django-fsm does the rest.

        The facts reach the method from ``record.attempt``: django-fsm has arguments of its own that some bear the
        names of.
        """
        row = self.rows[method.__name__]

        @wraps(method)
        def move(record: Any) -> Any:
            return method(record, **record.attempt.facts)

        return django_fsm.transition(
            field="state",
            source=list(row.source) or "*",
            target=row.target,
            conditions=[moved_by_perform],
            custom={"row": row},
        )(move)
