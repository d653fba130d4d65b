"""The history of a file as people read it: who did what, when, which papers and limits came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.procedure import Procedure
from caseflow.procedure.limits import limit as known
from documents.kinds import kind

from .access.sight import Sight
from .calendar import length_words, short_day, weekday
from .models import Deadline, Dossier, Event, Paper

PAGE = 20

KINDS: Mapping[str, tuple[Any, Q]] = {
    "move": (gettext_lazy("流转"), ~Q(source=F("target"))),
    "paper": (gettext_lazy("文书"), ~Q(papers="[]")),
    "note": (gettext_lazy("批注"), Q(transition="annotate")),
    "clock": (gettext_lazy("系统"), Q(actor=None)),
}


@dataclass
class Entry:
    """A line of the history."""

    kind: str
    at: datetime
    text: str
    who: str = ""
    note: str = ""
    url: str = ""
    icon: str = ""
    details: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Log:
    """One page of the history, newest first, by days."""

    days: list[tuple[str, list[Entry]]]
    chosen: str
    earlier: int | None  # the number before which older lines are

    @property
    def chips(self) -> list[dict[str, Any]]:
        chosen = [("", _("全部")), *((name, words) for name, (words, _q) in KINDS.items())]
        return [
            {"label": words, "url": f"?log={name}#log" if name else "?#log", "current": name == self.chosen}
            for name, words in chosen
        ]


def read(
    dossier: Dossier, procedure: Procedure, labels: Any, sight: Sight, *, chosen: str = "", before: str = ""
) -> Log:
    """A page of the history as one person sees it; a number or a filter that makes no sense is left aside.

    ``labels(row name)`` gives the fields of the form of a row, by which facts are named.
    """
    chosen = chosen if chosen in KINDS else ""
    events: QuerySet[Event] = dossier.events.select_related("actor").order_by("-seq")
    if chosen:
        events = events.filter(KINDS[chosen][1])
    if before.isascii() and before.isdecimal() and len(before) < 9:
        events = events.filter(seq__lt=int(before))
    found = list(events[: PAGE + 1])
    shown = found[:PAGE]
    entries = list(_entries(shown, procedure, labels, sight))
    days = [
        (_day_words(day), list(group)) for day, group in groupby(entries, key=lambda each: timezone.localdate(each.at))
    ]
    return Log(days, chosen, shown[-1].seq if len(found) > PAGE else None)


def _day_words(day: date) -> str:
    named = short_day(day) if day.year == timezone.localdate().year else day.isoformat()
    words = _("%(day)s %(weekday)s") % {"day": named, "weekday": weekday(day)}
    return _("%(day)s · 今天") % {"day": words} if day == timezone.localdate() else words


def _entries(events: list[Event], procedure: Procedure, labels: Any, sight: Sight) -> Iterable[Entry]:
    papers: dict[int, list[Paper]] = {}
    for paper in Paper.objects.filter(event__in=events).select_related("document"):
        papers.setdefault(paper.event_id, []).append(paper)
    started: dict[int, list[Deadline]] = {}
    for deadline in Deadline.objects.filter(started_by__in=events):
        started.setdefault(deadline.started_by_id, []).append(deadline)
    for event in events:
        for deadline in started.get(event.pk, []):
            yield _of_limit(event, deadline)
        for paper in papers.get(event.pk, []):
            if sight.sees_paper(paper.kind) or paper.document.definition.sealed:
                yield _of_paper(event, paper)
        yield _of_event(event, procedure, labels, sight)


def _of_limit(event: Event, deadline: Deadline) -> Entry:
    rule = known(deadline.code)
    words = {
        "name": rule.name,
        "length": length_words(deadline.length, rule.unit),
        "day": short_day(deadline.legal_due),
    }
    text = _("开始计算%(name)s：%(length)s，至%(day)s") if deadline.length else _("开始计算%(name)s，至%(day)s")
    return Entry("clock", event.at, text % words)


def _of_paper(event: Event, paper: Paper) -> Entry:
    title = kind(paper.kind).title
    number = paper.document.number
    text = (
        _("制作%(title)s %(number)s") % {"title": title, "number": number}
        if number
        else _("制作%(title)s") % {"title": title}
    )
    return Entry("paper", event.at, text, url=reverse("paper", args=[paper.pk]))


def _of_event(event: Event, procedure: Procedure, labels: Any, sight: Sight) -> Entry:
    row = procedure.rows.get(event.transition)
    title = str(row.title) if row else event.transition
    if event.moved and event.source:
        states = {
            "from": procedure.states(event.source).label,
            "to": procedure.states(event.target).label,
            "what": title,
        }
        title = _("%(what)s，由“%(from)s”进入“%(to)s”") % states
    if event.on != timezone.localdate(event.at):
        title = _("%(what)s（%(day)s）") % {"what": title, "day": short_day(event.on)}
    fields = labels(event.transition)
    facts = sight.facts(event.transition, event.data)
    details = said(facts, fields)
    who = event.who
    if event.transition == "annotate":
        return Entry("note", event.at, _("批注"), who, note=facts.get("note", ""))
    kind_of = "move" if event.moved else "clock" if event.actor is None else "note"
    return Entry(kind_of, event.at, title, who, icon="" if event.moved or not event.actor else "edit", details=details)


def said(facts: Mapping[str, Any], fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Facts as label and words, in the order of the form; empty ones are left out."""
    named = [name for name in fields if name in facts] + [name for name in facts if name not in fields]
    found = []
    for name in named:
        field_ = fields.get(name)
        words = _words(facts[name], dict(_choices(field_)))
        if words:
            found.append((str(field_.label or name) if field_ is not None else name, words))
    return found


def _choices(field_: Any) -> Iterable[tuple[str, str]]:
    choices = getattr(field_, "choices", None)
    if not choices or getattr(field_, "queryset", None) is not None:
        return
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(each), str(words)) for each, words in label)
        else:
            yield str(value), str(label)


def _words(value: Any, choices: Mapping[str, str]) -> str:
    match value:
        case None | "" | [] | {}:
            return ""
        case True:
            return _("是")
        case False:
            return _("否")
        case {"name": name, "is": _is}:
            return str(name)
        case dict():
            return "\n".join(
                _("%(label)s：%(value)s") % {"label": k, "value": _words(v, choices)} for k, v in value.items()
            )
        case list():
            return "\n".join(_words(each, choices) for each in value)
        case str() if str(value) in choices:
            return choices[value]
        case str() if len(value) == 25 and value[10] == "T":
            return value[:16].replace("T", " ")
    return str(value)
