"""Moves per second through ``perform()``, beside the barest transaction of the same machine in the same minutes."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseflow.cases.models import Dossier, Event
from caseflow.cases.transitions import open_dossier, perform
from caseflow.enforcement.models import EnforcementCase, Tip
from tests import walk

from . import ground
from .report import Table, engine, median, ms, p95, timed, undisturbed

FLOOR = "floor: atomic{update; create}"
AIMS = {"postgresql": 8, "sqlite": 20}  # times the floor, for moves without paper
Step = tuple[str, Callable[[], Any]]


def measure(quick: bool = False) -> list[Table]:
    cases, rounds = (2, 5) if quick else (5, 20)
    people = ground.people()
    investigated = [ground.case(people, "in_panel") for _each in range(cases)]
    enforced = [ground.case(people, "in_court") for _each in range(cases)]
    spent: dict[str, list[float]] = defaultdict(list)
    statements: dict[str, int] = {}
    with ground.clock():
        floor = _floor(walk.open_tip(people, day=ground.TODAY).dossier)
        for turn in range(rounds + 1):
            for at in range(cases):
                for name, action in _steps(people, investigated[at], enforced[at]):
                    if turn == 0:  # the first turn warms up, and counts
                        statements[FLOOR], statements[name] = _counted(floor), _counted(action)
                    else:
                        spent[FLOOR].append(timed(floor))
                        spent[name].append(timed(action))
    least = undisturbed(spent[FLOOR])
    rows = [
        [
            name,
            str(statements[name]),
            ms(median(times)),
            ms(p95(times)),
            f"{1000 / median(times):.0f}",
            f"{undisturbed(times) / least:.1f}",
        ]
        for name, times in spent.items()
    ]
    head = ["Move", "SQL", "median ms", "p95 ms", "per second", "× floor"]
    note = (
        f"Aim: within {AIMS[connection.vendor]} × the floor, papers apart. "
        f"{cases * rounds} samples a row, each beside one of the floor; the ratio is that of the lower quartiles. "
        "BEGIN and COMMIT are counted too."
    )
    return [Table(f"Moves on {engine()}", head, rows, note)]


def _steps(people: SimpleNamespace, case: EnforcementCase, enforced: EnforcementCase) -> Iterator[Step]:
    """One turn, after which each case is again in the state it began in."""
    li, unit_head, intake = people.li, people.unit_head, people.intake
    yield "an act without effect (annotate)", _move(case, "annotate", li, note="已电话联系当事人。")
    yield "a move without paper (T17)", _move(case, "return_to_investigation", unit_head, reason="事实不清。")
    yield (
        "a move with one paper (T15)",
        _move(case, "conclude_investigation", li, **_facts("conclude_investigation", people)),
    )
    yield (
        "a move with one paper (T16)",
        _move(case, "discuss_in_panel", unit_head, **_facts("discuss_in_panel", people)),
    )
    yield "an act that starts a limit", _move(enforced, "record_stay", li, ruling_no="（2026）甘0702执1号")
    yield "an act that stops a limit", _move(enforced, "record_resumption", li, ruling_no="（2026）甘0702执2号")
    yield "opening a tip: paper, limit, first work", _opening(people, intake)


def _move(record: EnforcementCase, name: str, by: Any, **facts: Any) -> Callable[[], Any]:
    by = ground.signed_in(by)
    return lambda: perform(record, name, by=by, **facts)


def _opening(people: SimpleNamespace, by: Any) -> Callable[[], Any]:
    by, about = ground.signed_in(by), walk.clinic()
    facts = {"source": "tip_off", "channel": "phone", "about": about, "summary": "称可付费鉴定胎儿性别"}
    return lambda: open_dossier(Tip, "register", by=by, agency=people.agency, **facts)


def _facts(row: str, people: SimpleNamespace, day: date = ground.TODAY) -> dict[str, Any]:
    return next(facts(people, day) for _state, _day, _who, name, facts in walk.PATH if name == row)


def _floor(dossier: Dossier) -> Callable[[], None]:
    """The least that a file kept as a list of events costs: one row changed, one row more."""
    numbers = count(2)

    def write() -> None:
        with transaction.atomic():
            number, now = next(numbers), timezone.now()
            Dossier.objects.filter(pk=dossier.pk).update(seq=number)
            Event.objects.create(
                dossier=dossier, seq=number, prev=number, transition="note", at=now, on=timezone.localdate(now)
            )

    return write


def _counted(action: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)
