"""An office with a year's files or many years', the people in it, and what each of them does all day."""

import json
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import Max
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseflow.cases import chained, moves
from caseflow.cases.models import Assignment, Dossier, Event
from caseflow.cases.sweep import sweep
from caseflow.enforcement.models import EnforcementCase
from caseflow.people.models import User
from tests import walk

from . import copies, ground

LINES = 200  # of a file, as docs/assurance.md plans for
PAIRS = 40  # of officers
DONE = ("archived",) * 2 + ("closed",) + ("not_filed",) * 11
OPEN = ("accepted", "in_legal_review", "investigating", "investigating", "in_court", "in_court")
# What is done in a file again and again, each time by the form of the page. Two of nine moves print a paper.
ROUNDS = {
    "investigating": ("annotate",) * 4 + ("conclude_investigation", "discuss_in_panel", "return_to_investigation"),
    "in_court": ("annotate", "record_stay", "annotate", "record_resumption"),
}
BY_UNIT_HEAD = frozenset({"discuss_in_panel", "return_to_investigation"})


class Office:
    """Its files are copies of walked ones; they can become more."""

    def __init__(self) -> None:
        if timezone.localdate() < ground.TODAY:
            raise SystemExit(f"The walked cases end in November 2026: set the clock to {ground.TODAY} or later.")
        self.people = ground.people()
        walked = ground.walked(self.people, DONE + OPEN)
        sweep()  # whatever the clock brings about has happened, and is not brought about in every copy
        self.template = copies.Template(self.people, PAIRS)
        for case in walked:
            _fill(case, self.people.li)
            _fill(case.tips.select_related("dossier").first(), self.people.intake)
        self.template.close()
        self.lines = Event.objects.count()

    def grow(self, lines: int) -> None:
        """Make the files so many that they have ``lines`` lines."""
        first, missing = self.template.free(), lines - self.all_lines
        self.template.copy(first, first + max(1, round(missing / self.lines)))

    @property
    def all_lines(self) -> int:
        return Event.objects.count()

    @property
    def last_line(self) -> int:
        return Event.objects.aggregate(last=Max("pk"))["last"]

    def readers(self) -> list[dict[str, Any]]:
        """Who looks at what: the pages are drawn as often as they stand in the list of a person."""
        found = []
        for officer, references in _desks().items():
            found.append({"session": session(officer), "paths": list(_paths(references))})
        for who in ("head", "unit_head"):
            found.append({"session": session(getattr(self.people, who)), "paths": list(_paths(_newest()))})
        return found

    def cases(self) -> list[dict[str, Any]]:
        """The files in which something can be done, with what and by whom."""
        found, sessions = [], dict[int, str]()
        unit_head = session(self.people.unit_head)
        held = Assignment.objects.filter(role="case_officer", ended_on=None).select_related("user").order_by("pk")
        officers: dict[int, list[User]] = {}
        for each in held:
            officers.setdefault(each.dossier_id, []).append(each.user)
        copied = EnforcementCase.objects.filter(state__in=ROUNDS, dossier__gt=self.template.stride["cases_dossier"])
        for case in copied.select_related("dossier"):  # what copies are made of, stays as it is
            team = officers.get(case.dossier_id, [])
            if not team:
                continue
            mine = sessions.setdefault(team[0].pk, "") or session(team[0])
            sessions[team[0].pk] = mine
            rows = [
                (row, unit_head if row in BY_UNIT_HEAD else mine, _typed(row, self.people, team))
                for row in ROUNDS[case.state]
            ]
            found.append({"path": reverse("dossier", args=[case.dossier.reference]), "rows": rows, "at": 0})
        return found


def session(user: Any) -> str:
    """The key of a session begun as at the door: with a second factor, the proof of who one is fresh."""
    return str(walk.sign_in(Client(), user).session.session_key)


def _fill(record: Any, by: Any) -> None:
    """Remarks, until the file has as many lines as one of a year has; bound as every line is."""
    dossier: Dossier = record.dossier
    dossier.refresh_from_db()
    wanted = LINES if record.label() == "enforcement.case" else 2
    lines = []
    for number in range(dossier.seq + 1, wanted + 1):
        dossier.seq = number
        event = Event(
            dossier=dossier,
            seq=number,
            part=record.label(),
            transition="annotate",
            source=record.state,
            target=record.state,
            actor=by,
            role="case_officer",
            at=dossier.last_at,
            on=timezone.localdate(dossier.last_at),
            facts=json.dumps(
                {"note": f"第{number}次批注：已电话联系当事人。"}, ensure_ascii=False, separators=(",", ":")
            ),
        )
        chained.bind(event, dossier)
        lines.append(event)
    Event.objects.bulk_create(lines)
    dossier.save(update_fields=["seq", "head", "last_at"])


def _desks() -> dict[User, list[str]]:
    """By officer, the files they work on now."""
    found: dict[User, list[str]] = {}
    held = Assignment.objects.filter(role="case_officer", ended_on=None, dossier__closed_on=None)
    for each in held.select_related("user", "dossier").order_by("-dossier_id"):
        found.setdefault(each.user, []).append(each.dossier.reference)
    return {officer: references[:10] for officer, references in found.items()}


def _newest() -> list[str]:
    files = Dossier.objects.filter(procedure="enforcement.case").order_by("-pk")
    return list(files.values_list("reference", flat=True)[:20])


def _paths(references: list[str]) -> Iterator[str]:
    listed = reverse("cases")
    for reference in references:
        yield from [reverse("inbox")] * 2
        yield from [reverse("dossier", args=[reference])] * 3
        yield from [listed, f"{listed}?officer=me&done=no", f"{listed}?due=week"]
        yield f"{listed}?q={reference}"
        yield reverse("papers", args=[reference])


def _typed(row: str, people: SimpleNamespace, team: list[User]) -> dict[str, Any]:
    """What a person types into the form of a row."""
    facts: dict[str, Any] = {
        "annotate": {"note": "已电话联系当事人。"},
        "record_stay": {"ruling_no": "（2026）甘0702执1号"},
        "record_resumption": {"ruling_no": "（2026）甘0702执2号"},
        "return_to_investigation": {"reason": "事实不清，补充调查。"},
        "conclude_investigation": walk_facts("conclude_investigation", people),
        "discuss_in_panel": walk_facts("discuss_in_panel", people)
        | {"held_at": walk.moment(date.today(), 0), "members": team[:2]},
    }[row]
    fields = moves.form_class("enforcement.case", row).base_fields
    typed = {name: moves.plain(fields[name], value) for name, value in facts.items()}
    return {"on": date.today().isoformat(), **{name: _posted(value) for name, value in typed.items()}}


def _posted(value: Any) -> Any:
    if isinstance(value, list):
        return [_posted(each) for each in value]
    return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M") if hasattr(value, "hour") else str(value)


def walk_facts(row: str, people: SimpleNamespace) -> dict[str, Any]:
    """The facts of a row on the usual path of a case."""
    return next(facts(people, ground.TODAY) for _state, _day, _who, name, facts in walk.PATH if name == row)
