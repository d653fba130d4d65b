"""The page of a file: what all procedures share, and the registry of what is particular to each.

A procedure derives from ``Page`` and registers its class; the kernel asks the registry and names no procedure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Exists, F, OuterRef, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from viewflow.workflow.models import Task

from caseflow.procedure import Duty, Guard, HumanTask, Transition
from caseflow.procedure.limits import exclusions as grounds
from caseflow.procedure.limits import limit as known

from . import limits
from .access.sight import Sight, view_of
from .access.vocabulary import FieldClass
from .calendar import Due, long_day, short_day
from .models import Assignment, Deadline, Dossier, Paper, Record
from .transitions import Move, open_to, try_on
from .work import OPEN

CARDS = 12  # papers on the page of a file; all of them have a page of their own

_pages: dict[str, type["Page"]] = {}


def register_page(label: str, page_class: type["Page"]) -> None:
    """Make known what is particular on the pages of a procedure."""
    _pages[label] = page_class


def page_class(label: str) -> type["Page"]:
    """Raises KeyError for a procedure that has no pages."""
    return _pages[label]


def page_of(record: Record, user: Any) -> "Page":
    return page_class(record.label())(record, user)


def address_of(dossier: Dossier) -> str:
    return reverse("dossier", args=[dossier.reference])


def short_reference(reference: str) -> str:
    """``2026-00042``, as lists and headings say it."""
    return "-".join(reference.split("-")[-2:])


@dataclass(frozen=True)
class Section:
    """A card of the page: where links lead to, its heading, its template, and what that shows."""

    anchor: str
    title: Any
    template: str
    data: Any = None
    count: int | None = None
    note: Any = ""
    links: tuple[tuple[str, str], ...] = ()  # address and words
    in_tabs: bool = True
    kind: FieldClass = FieldClass.FILE  # whoever does not see data of this class does not see the card


@dataclass(frozen=True)
class Banner:
    """A fact that changes what one may do. ``tone`` is nothing, warn, stop or ok."""

    title: Any
    text: Any = ""
    tone: str = ""
    url: str = ""
    link: Any = ""


@dataclass(frozen=True)
class Running:
    """A time limit as the page shows it: what it is called, when it ends and why."""

    deadline: Deadline
    name: str
    lede: str
    sum: Due | None
    basis: str
    effect: str

    @property
    def duty(self) -> str:
        return known(self.deadline.code).duty

    @property
    def lapsed(self) -> bool:
        """Whether a period of the party has run out, so that it calls for nothing."""
        mine = self.duty == Duty.PARTY_RIGHT and not self.deadline.suspended
        return mine and (self.deadline.stopped_on or timezone.localdate()) > self.deadline.legal_due

    @property
    def badge(self) -> Any:
        """What the badge of the limit shows: a right of others that has ended was not late."""
        stopped = self.deadline.stopped_on
        if self.lapsed:
            return {"words": _("已届满"), "level": "later", "on": self.deadline.legal_due}
        if stopped is None or self.duty == Duty.AGENCY_DUTY:
            return self.deadline
        return {"words": _("已结束"), "level": "later", "on": min(stopped, self.deadline.legal_due)}


@dataclass(frozen=True)
class Missing:
    """A line of what blocks a move: the sentence, and where it is mended."""

    text: str
    url: str = ""
    link: str = ""
    tone: str = "missing"
    sub: str = ""


@dataclass(frozen=True)
class Step:
    """A move offered on the page: where its form is, and what it still lacks."""

    row: Transition
    url: str
    missing: tuple[Missing, ...] = ()

    icon: str = "right"

    @property
    def title(self) -> str:
        return str(self.row.title)


@dataclass
class Next:
    """The card of the next step."""

    awaited: HumanTask | None
    task: Task | None = None
    lead: Step | None = None  # the move of the awaited work, where this person may make it
    waits_for: str = ""  # who is to act, where it is somebody else
    onwards: list[Step] = field(default_factory=list)  # moves that lead to another state
    acts: list[Step] = field(default_factory=list)  # what may be done inside this one
    blocked: list[Step] = field(default_factory=list)


def nearest(deadlines: Iterable[Deadline], today: date) -> Deadline | None:
    """The limit that calls for something first.

    A duty of the authority stays until it is done; the right of somebody else that has run out calls for nothing.
    """
    calling = [
        each
        for each in deadlines
        if each.stopped_on is None and (known(each.code).duty == Duty.AGENCY_DUTY or each.legal_due >= today)
    ]
    return min(calling, key=lambda each: (each.suspended, each.safe_due), default=None)


class Page:
    """What the page of a record shows, to one person."""

    do_not_call_in_templates: ClassVar[bool] = True  # lists show the class itself
    list_name: ClassVar[str] = "cases"  # the list the record stands in
    noun: ClassVar[Any] = ""
    symbol: ClassVar[str] = "case"
    colours: ClassVar[str] = ""  # a class of the style sheet with colours of its own
    openings: ClassVar[tuple[str, ...]] = ()  # the rows by whose form a file is opened
    lead: ClassVar[Mapping[str, tuple[str, ...]]] = {}  # task: the rows it is done by, the first open one leads
    places: ClassVar[Mapping[str, Any]] = {}  # anchor: the words of a link that leads there
    icons: ClassVar[Mapping[str, str]] = {}  # row: a symbol
    keepers: ClassVar[frozenset[str]] = frozenset()  # the offices that keep the register of papers
    for_a_day: ClassVar[frozenset[str]] = frozenset()  # roles in which one takes part on one day
    told_by_facts: ClassVar[frozenset[str]] = frozenset()  # limits whose day 0 is among what is typed for a move
    checks: ClassVar[Mapping[str, Any]] = {}  # guard: what it has found in order, for whoever approves
    must_be_served: ClassVar[frozenset[str]] = frozenset()  # kinds of paper
    causes: ClassVar[tuple[tuple[str, Any], ...]] = ()  # what a list may be narrowed to
    grades: ClassVar[tuple[str, tuple[tuple[str, Any], ...]] | None] = None  # a further column: its name, its values
    whom: ClassVar[Any] = lazy("名称")  # what the title of a file names, as a list heads it
    cause: ClassVar[Any] = lazy("事项")  # what its subject names
    every_cause: ClassVar[Any] = lazy("全部事项")
    finds: ClassVar[Any] = lazy("编号、名称或者拼音首字母")  # what the search knows a file by
    team_title: ClassVar[Any] = lazy("办理人")
    nobody_yet: ClassVar[Any] = lazy("还没有指定办理人")

    def __init__(self, record: Any, user: Any):
        self.record, self.user = record, user
        self.dossier: Dossier = record.dossier
        self.procedure = record.procedure
        self.today = timezone.localdate()

    # What a procedure may say differently

    def meta(self) -> Iterable[tuple[str, str]]:
        """The line below the title: label and value."""
        return ()

    def banners(self) -> Iterable[Banner]:
        return ()

    def sections(self) -> Iterable[Section]:
        """The cards of the procedure, before those every file has."""
        return ()

    def item_name(self, item: str) -> str:
        """What one of several limits of a kind is about."""
        return ""

    @classmethod
    def details(cls, records: list[Any]) -> dict[int, Any]:
        """What a list adds to each record, by its key; asked once for the whole list."""
        return {}

    @classmethod
    def held_by(cls, person: int) -> Any:
        """The files that somebody is asked for by name in: those whose people they are among."""
        return Exists(Assignment.objects.filter(dossier=OuterRef("pk"), user=person, ended_on=None))

    @classmethod
    def holders(cls, records: list[Any]) -> dict[int, str] | None:
        """Who sees to each record, by its key, where that is not everybody on its file."""
        return None

    @classmethod
    def figures(cls, user: Any) -> list[dict[str, Any]]:
        """Figures above the list: label, value, a word about it."""
        return []

    # What every file has

    @cached_property
    def sight(self) -> Sight:
        """What this person sees of the file."""
        return view_of(self.user, self.record)

    def all_sections(self) -> Iterator[Section]:
        for section in self.sections():
            if self.sight.sees(section.kind):
                yield replace(section, data=self.sight.view(section.data))
        papers = self.papers
        yield Section(
            "papers",
            _("文书"),
            "cases/_papers.html",
            papers,
            len(papers) if len(papers) < CARDS else self._shown_papers().count(),
            links=((reverse("papers", args=[self.dossier.reference]), _("全部文书")),),
        )
        yield Section(
            "deadlines",
            pgettext("several", "期限"),
            "cases/_deadlines.html",
            self.stopped,
            len(self.running) + len(self.stopped),
        )

    @cached_property
    def papers(self) -> list[dict[str, Any]]:
        """The newest papers of the file, as cards."""
        found = self._shown_papers().select_related("document", "event__actor").order_by("-pk")
        return [self._card(each) for each in found[:CARDS] if self.sight.sees_paper(each.kind)]

    def _shown_papers(self) -> QuerySet[Paper]:
        hidden = [kind for kind in self.sight.policy.papers if not self.sight.sees_paper(kind)]
        return self.dossier.papers.exclude(kind__in=hidden)

    def _card(self, paper: Paper) -> dict[str, Any]:
        document = paper.document
        made = {"day": short_day(document.issued_on), "who": paper.event.who}
        lines = [_("%(who)s %(day)s") % made]
        if document.definition.sealed:
            lines.append(_("密封件，只有登记的人可以打开"))
        if document.is_void:
            lines.append(_("已作废：%(reason)s") % {"reason": document.void_reason})
        elif not document.is_rendered:
            lines.append(_("正在生成 PDF，点开即可查看"))
        elif document.pages:
            lines[0] = _("%(who)s %(day)s，%(n)d 页") % {**made, "n": document.pages}
        if paper.served_on:
            lines.append(_("%(day)s送达") % {"day": short_day(paper.served_on)})
        elif document.definition.outgoing and not document.is_void and paper.kind in self.must_be_served:
            lines.append(_("尚未送达"))
        return {
            "title": document.title,
            "url": reverse("paper", args=[paper.pk]),
            "look": "draft" if document.is_void else "letter" if document.definition.seal else "form",
            "number": document.number,
            "lines": lines,
        }

    @property
    def title(self) -> str:
        return self.dossier.title or self.dossier.reference

    @property
    def url(self) -> str:
        return address_of(self.dossier)

    def move_url(self, row: str) -> str:
        return reverse("move", args=[self.dossier.reference, row])

    @property
    def crumbs(self) -> list[dict[str, Any]]:
        return [{"label": self.noun, "url": reverse(self.list_name)}, {"label": self.dossier.reference}]

    def crumbs_of_move(self) -> list[dict[str, Any]]:
        return [*self.crumbs[:-1], {"label": self.title, "url": self.url}, {"label": self.short}]

    @property
    def short(self) -> str:
        return short_reference(self.dossier.reference)

    @property
    def tone(self) -> str:
        """How the pill of the state looks."""
        if self.record.state in self.procedure.final:
            return "off"
        return "stop" if self.late else ""

    @cached_property
    def deadlines(self) -> list[Deadline]:
        """All limits of the file, those that still run first."""
        found = self.dossier.deadlines.prefetch_related("extensions").select_related("started_by")
        return sorted(found, key=lambda each: (each.stopped_on is not None, each.safe_due, each.pk))

    @cached_property
    def running(self) -> list[Running]:
        """The limits nothing has ended yet, those of the party that have run out last."""
        shown = [self._running(each) for each in self.deadlines if each.stopped_on is None]
        return sorted(shown, key=lambda each: each.lapsed)

    @cached_property
    def counting(self) -> list[Running]:
        return [each for each in self.running if not each.lapsed]

    @cached_property
    def stopped(self) -> list[Running]:
        return [self._running(each) for each in self.deadlines if each.stopped_on is not None]

    @cached_property
    def exclusions(self) -> list[Any]:
        return list(self.dossier.exclusions.all())

    def _running(self, deadline: Deadline) -> Running:
        limit = known(deadline.code)
        about = self.item_name(deadline.item) if deadline.item else ""
        lede = _("%(day)s届满 · %(duty)s") % {"day": long_day(deadline.legal_due), "duty": limit.duty.label}
        if deadline.stopped_on is None and limit.duty == Duty.AGENCY_DUTY and deadline.safe_due != deadline.legal_due:
            lede = _("%(day)s届满，内部按%(safe)s提醒 · %(duty)s") % {
                "day": long_day(deadline.legal_due),
                "safe": short_day(deadline.safe_due),
                "duty": limit.duty.label,
            }
        found = limits.sum_of(deadline, self.exclusions if limit.exclusions else [], deadline.extensions.all())
        basis = str(limit.basis) if limit.verified else _("%(basis)s（未核定）") % {"basis": limit.basis}
        name = _("%(name)s（%(about)s）") % {"name": limit.name, "about": about} if about else str(limit.name)
        return Running(deadline, name, lede, found, basis, str(limit.effect))

    @cached_property
    def nearest(self) -> Deadline | None:
        return nearest(self.deadlines, self.today)

    @cached_property
    def late(self) -> list[Running]:
        """The duties of the authority that are overdue."""
        return [
            each
            for each in self.running
            if each.deadline.is_over(timezone.now()) and not each.deadline.suspended and each.duty == Duty.AGENCY_DUTY
        ]

    def all_banners(self) -> Iterator[Banner]:
        if self.late:
            names = _("、").join(each.name for each in self.late)
            yield Banner(_("期限已经超过"), names, "stop", "#deadlines", _("看期限"))
        open_now = [each for each in self.exclusions if each.end is None]
        if open_now:
            words = _("、").join(str(grounds()[each.code].name) for each in open_now)
            since = min(each.start for each in open_now)
            yield Banner(
                _("有期间不计入期限：%(grounds)s") % {"grounds": words},
                _("自%(day)s起。期间结束以后，期限接着计算。") % {"day": long_day(since)},
            )
        yield from self.banners()

    @cached_property
    def moves_made(self) -> list[dict[str, Any]]:
        """Every change of state, oldest first."""
        made = self.dossier.events.exclude(source=F("target")).order_by("seq")
        return [dict(each) for each in made.values("source", "target", "on", "transition")]

    def road(self) -> list[dict[str, Any]]:
        """The phases with the day on which each was entered, for the status strip."""
        phases = self.procedure.phases
        here = next((n for n, phase in enumerate(phases) if self.record.state in phase.states), 0)
        over = self.record.state in self.procedure.final
        steps = []
        for n, phase in enumerate(phases):
            entered = [
                m["on"] for m in self.moves_made if m["target"] in phase.states and m["source"] not in phase.states
            ]
            done = (n < here and bool(entered)) or (n == here and over)
            step: dict[str, Any] = {"name": phase.name, "far": abs(n - here) > 1, "on": None, "words": ""}
            step["state"] = "done" if done else "current" if n == here else "ahead"
            if done and entered:
                step["on"] = entered[-1]
            elif n == here and self.nearest and not self.nearest.suspended:
                step["on"] = self.nearest.legal_due
                step["words"] = _("至 %(day)s") % {"day": short_day(self.nearest.legal_due)}
            steps.append(step)
        return steps

    @cached_property
    def team(self) -> list[Any]:
        """Who works on the file now, and who took part in it for a day."""
        shown = (each for each in self.dossier.team if each.ended_on is None or each.role in self.for_a_day)
        found = {(each.user_id, each.role): each for each in shown}
        prefetch_related_objects([each.user for each in found.values()], "certificates")
        return list(found.values())

    def members(self) -> list[dict[str, Any]]:
        """The team, with what a certificate says today or the day of taking part."""
        region = self.dossier.agency.region_code
        found = []
        for each in self.team:
            certificate = each.user.certificate_on(self.today, region)
            words = _("执法证 %(number)s，有效") % {"number": certificate.number} if certificate else ""
            role = self.procedure.roles(each.role).label
            if each.ended_on:
                words = _("%(day)s参加") % {"day": short_day(each.since)}
            found.append({"user": each.user, "role": role, "words": words or each.user.post or each.user.unit})
        return found

    # The next step

    def mended(self, row: Transition, unmet: Mapping[str, str]) -> tuple[Missing, ...]:
        """What blocks a row, each with a link to the place that mends it."""
        mends = {each.code: each.mend for each in row.requires}
        return tuple(
            Missing(sentence, f"{self.url}#{mend}", str(self.places.get(mend, _("去看看"))))
            if mend
            else Missing(sentence)
            for sentence, mend in ((sentence, mends.get(code, "")) for code, sentence in unmet.items())
        )

    def holds(self, guard: Guard, row: Transition) -> bool:
        """Whether a guard with words for what it has found in order is content."""
        if guard.code not in self.checks or guard.of_facts or self.record.state not in row.source:
            return False
        return not guard.unmet(self.record, try_on(self.record, row, self.user))

    def _step(self, move: Move) -> Step:
        name = move.row.name
        missing = self.mended(move.row, move.unmet)
        return Step(
            move.row, self.move_url(name), missing, self.icons.get(name, "edit" if move.row.is_act else "right")
        )

    @cached_property
    def next(self) -> Next:
        awaited = self.procedure.awaited(self.record)
        moves = open_to(self.record, self.user)
        found = Next(awaited, self._open_task())
        lead = self.leading(awaited, moves)
        if awaited and (lead is None or lead.why_not):
            found.waits_for = self._whoever(awaited, found.task)
        for move in moves:
            if move.why_not:
                continue
            step = self._step(move)
            if move is lead:
                found.lead = step
            elif move.unmet:
                found.blocked.append(step)
            elif move.row.target:
                found.onwards.append(step)
            else:
                found.acts.append(step)
        return found

    def leading(self, awaited: HumanTask | None, moves: list[Move]) -> Move | None:
        """The move by which the awaited work is done."""
        if awaited is None:
            return None
        by_name = {move.row.name: move for move in moves}
        named = [by_name[name] for name in self.rows_of(awaited) if name in by_name]
        return next((move for move in named if move.is_open), named[0] if named else None)

    @classmethod
    def rows_of(cls, awaited: HumanTask) -> tuple[str, ...]:
        return cls.lead.get(awaited.name, ())

    def _open_task(self) -> Task | None:
        return (
            Task.objects.filter(
                process__caseprocess__dossier=self.dossier,
                process__caseprocess__part=self.record.label(),
                flow_task_type="HUMAN",
                status__in=OPEN,
            )
            .select_related("owner")
            .first()
        )

    def _whoever(self, awaited: HumanTask, task: Task | None) -> str:
        role = self.procedure.roles(awaited.by).label
        if task is not None and task.owner is not None:
            return _("%(person)s（%(role)s）") % {"person": task.owner, "role": role}
        return str(role)
