"""Lists of files: what the address asks for, one page of it by key, and words that say so.

A page is reached by the key of the last line before it, so that page 1,000 costs what page 1 costs. Searching for words
compares the words of at most ``WINDOW`` files, the newest ones; by its reference a file of any age is found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import orders, pages, registry
from .access import dossiers_visible_to
from .fields import CleanCharField, IsoDateField
from .forms import CleanForm
from .models import Assignment, Deadline, Dossier
from .orders import ORDERS
from .text import comparable

PAGE = 30
WHOLE = 500  # lines that are read at once where all are wanted
WINDOW = 50_000  # files whose words are compared

FURTHER = ("officer", "done", "since", "until", "sort")
DUE = (
    ("", gettext_lazy("不限")),
    ("late", gettext_lazy("已逾期")),
    ("today", gettext_lazy("今天到期")),
    ("week", gettext_lazy("7 天内")),
    ("month", gettext_lazy("30 天内")),
)


class Filters(CleanForm):
    """What a list may be narrowed to. A value that makes no sense is left aside, not refused."""

    q = CleanCharField(label=gettext_lazy("编号、名称或者拼音首字母"), max_length=60, required=False)
    phase = forms.ChoiceField(label=gettext_lazy("所处环节"), required=False)
    cause = forms.ChoiceField(label=gettext_lazy("事项"), required=False)
    grade = forms.ChoiceField(label=gettext_lazy("缓急"), required=False)
    due = forms.ChoiceField(label=gettext_lazy("期限"), choices=DUE, required=False)
    officer = forms.ChoiceField(label=gettext_lazy("办理人"), required=False)
    since = IsoDateField(label=gettext_lazy("自何日起建立"), required=False)
    until = IsoDateField(label=gettext_lazy("到何日为止"), required=False)
    done = forms.ChoiceField(
        label=gettext_lazy("办结"),
        choices=(("", gettext_lazy("全部")), ("no", gettext_lazy("在办")), ("yes", gettext_lazy("已办结"))),
        required=False,
    )

    sort = forms.ChoiceField(
        label=gettext_lazy("排序"), choices=[(key, each.words) for key, each in ORDERS.items()], required=False
    )

    def __init__(self, data: QueryDict, *, label: str, user: Any):
        super().__init__(data)
        page = pages.page_class(label)
        procedure = registry.record_class(label).procedure
        self.user = user
        self._choose("phase", _("全部环节"), [(str(n), phase.name) for n, phase in enumerate(procedure.phases)])
        if len(procedure.phases) == 1:
            self._choose("phase", _("全部状态"), procedure.states.choices)
        self.fields["cause"].label = page.cause
        self._choose("cause", page.every_cause, page.causes)
        if page.grades:
            self._choose("grade", _("全部"), page.grades[1])
        self._choose("officer", _("所有人"), self._officers(procedure))
        self.fields["q"].widget.attrs["placeholder"] = _("如 ahmz 或者 2026-00042")

    def _choose(self, name: str, everything: str, choices: Iterable[tuple[Any, Any]]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def _officers(self, procedure: Any) -> list[tuple[str, str]]:
        """Those whose office it is to be appointed; whether any of them has a file is nobody's business here."""
        from django.contrib.auth import get_user_model

        people = get_user_model()._default_manager.filter(agency=self.user.agency_id, is_active=True)
        held = people.filter(
            groups__permissions__content_type__app_label=procedure.app_label,
            groups__permissions__codename__in=sorted(procedure.per_case),
        ).distinct()
        others = [(str(each.pk), str(each)) for each in held.order_by("name")[:200] if each.pk != self.user.pk]
        return [("me", _("我")), *others]

    @property
    def further(self) -> list[Any]:
        """The fields that are asked for less often."""
        return [self[name] for name in FURTHER]

    @property
    def order(self) -> orders.Order:
        return ORDERS[self.chosen.get("sort", "")]

    @property
    def is_narrow(self) -> bool:
        return any(name in self.chosen for name in FURTHER)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The values that make sense and narrow something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


@dataclass
class Line:
    """A file as its list shows it."""

    record: Any
    dossier: Dossier
    deadline: Deadline | None
    officers: str
    details: Any = None

    @property
    def url(self) -> str:
        return pages.address_of(self.dossier)

    @property
    def short(self) -> str:
        return pages.short_reference(self.dossier.reference)


@dataclass
class Listing:
    """One page of a list."""

    lines: list[Line]
    filters: Filters
    data: QueryDict
    earlier: int | None = None
    later: int | None = None
    beyond: bool = False  # older files were not searched

    def address(self, **changes: Any) -> str:
        """The address of this list with something changed; a key of a page is not carried over."""
        query = self.data.copy()
        for name in ("after", "before", *changes):
            query.pop(name, None)
        for name, value in changes.items():
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    @property
    def later_url(self) -> str:
        return self.address(after=self.later) if self.later else ""

    @property
    def earlier_url(self) -> str:
        return self.address(before=self.earlier) if self.earlier else ""

    def columns(self) -> dict[str, dict[str, str]]:
        """By column that one may sort by: the address that does, or turns the order round, and the order in force."""
        now = self.filters.chosen.get("sort", "")
        return {
            name: {
                "url": self.address(sort=f"-{name}" if now == name else name),
                "aria": {name: "ascending", f"-{name}": "descending"}.get(now, ""),
            }
            for name in orders.COLUMNS
        }

    def chips(self) -> list[dict[str, Any]]:
        """The conditions in force, each with the address without it."""
        found = []
        for name, value in self.filters.chosen.items():
            field = self.filters.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            if isinstance(value, date):
                words = value.isoformat()
            label = _("%(what)s：%(value)s") % {"what": field.label, "value": words}
            found.append({"label": label, "url": self.address(**{name: None}), "removable": True})
        return found


def listing(user: Any, label: str, data: QueryDict) -> Listing:
    """The page of the list of ``label`` that ``data`` asks for."""
    filters = Filters(data, label=label, user=user)
    files = _narrowed(user, label, filters.chosen)
    after, before = _line(user, label, data, "after"), _line(user, label, data, "before")
    found = orders.read(files, filters.order, PAGE + 1, after=after, before=before)
    if before is not None and after is None:
        more, found = len(found) > PAGE, found[-PAGE:]
        earlier, later = more, bool(found)
    else:
        later, earlier, found = len(found) > PAGE, after is not None, found[:PAGE]
    page = Listing(_lines(_records(found, label), label), filters, data)
    page.earlier = found[0].pk if found and earlier else None
    page.later = found[-1].pk if found and later else None
    page.beyond = "q" in filters.chosen and _floor() > 0
    return page


def everything(user: Any, label: str, data: QueryDict, most: int) -> list[Line]:
    """All lines of the list that ``data`` asks for, newest first; no more than ``most`` of them."""
    filters = Filters(data, label=label, user=user)
    found = list(_narrowed(user, label, filters.chosen).order_by("-id")[:most])
    stretches = (found[start : start + WHOLE] for start in range(0, len(found), WHOLE))
    return [line for stretch in stretches for line in _lines(_records(stretch, label), label)]


def _line(user: Any, label: str, data: QueryDict, name: str) -> Dossier | None:
    """The file whose key stands in the address, as it stands in the list now; None for anything that is none."""
    text = data.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return dossiers_visible_to(user).filter(procedure=label, pk=int(text)).first()


def _narrowed(user: Any, label: str, chosen: Mapping[str, Any]) -> QuerySet[Dossier]:
    found = dossiers_visible_to(user).filter(procedure=label)
    if "q" in chosen:
        found = search(found, chosen["q"])
    if "phase" in chosen:
        found = found.filter(id__in=_in_phase(label, chosen["phase"]).values("dossier"))
    if "cause" in chosen:
        found = found.filter(subject=dict(pages.page_class(label).causes)[chosen["cause"]])
    if "grade" in chosen:
        found = found.filter(id__in=_graded(label, chosen["grade"]).values("dossier"))
    if "officer" in chosen:
        person = user.pk if chosen["officer"] == "me" else int(chosen["officer"])
        found = found.filter(pages.page_class(label).held_by(person))
    if "since" in chosen:
        found = found.filter(opened_on__gte=chosen["since"])
    if "until" in chosen:
        found = found.filter(opened_on__lte=chosen["until"])
    if "done" in chosen:
        found = found.filter(closed_on__isnull=chosen["done"] == "no")
    return _by_due(found, chosen["due"]) if "due" in chosen else found


def _by_due(found: QuerySet[Dossier], when: str) -> QuerySet[Dossier]:
    today = timezone.localdate()
    if when == "late":
        over = Deadline.objects.over(today, timezone.now()).filter(dossier=OuterRef("pk"), code__in=_duties())
        return found.filter(Exists(over), next_due__lte=today)
    last = today + {"today": timedelta(0), "week": timedelta(7), "month": timedelta(30)}[when]
    return found.filter(next_due__gte=today, next_due__lte=last)


def _duties() -> list[str]:
    from caseflow.procedure import Duty
    from caseflow.procedure.limits import limits

    return [code for code, limit in limits().items() if limit.duty == Duty.AGENCY_DUTY]


def search(found: QuerySet[Dossier], text: str) -> QuerySet[Dossier]:
    """Files whose reference begins with the text, where there are any, else those whose words hold every word of it."""
    wanted = comparable(text)
    start = wanted.upper()
    begun = found.filter(reference__gte=start, reference__lt=f"{start}\U0010ffff")
    if start.isascii() and "-" in start and begun.exists():
        return begun
    words = Q(id__gt=_floor())
    for word in wanted.split()[:6]:
        words &= Q(words__contains=word)
    return found.filter(words)


def _floor() -> int:
    """The key below which words are not compared."""
    newest = Dossier.objects.aggregate(newest=Max("id"))["newest"] or 0
    return max(0, newest - WINDOW)


def _in_phase(label: str, phase: str) -> QuerySet[Any]:
    model: Any = registry.record_class(label)
    phases = model.procedure.phases
    states = (phase,) if len(phases) == 1 else phases[int(phase)].states
    return model._default_manager.filter(state__in=states)


def _graded(label: str, grade: str) -> QuerySet[Any]:
    grades = pages.page_class(label).grades
    assert grades is not None  # no other value is chosen
    return registry.record_class(label)._default_manager.filter(**{grades[0]: grade})


def _records(found: list[Dossier], label: str) -> list[Any]:
    """What the files are about, in their order."""
    by_file = {each.pk: each for each in found}
    records = {
        each.dossier_id: each for each in registry.record_class(label)._default_manager.filter(dossier__in=found)
    }
    for pk, record in records.items():
        record.dossier = by_file[pk]
    return [records[pk] for pk in by_file if pk in records]


def _lines(records: list[Any], label: str) -> list[Line]:
    """Records with their nearest limits and people: a fixed number of queries."""
    ids = [record.dossier_id for record in records]
    limits: dict[int, list[Deadline]] = {}
    for deadline in Deadline.objects.running().filter(dossier__in=ids):
        limits.setdefault(deadline.dossier_id, []).append(deadline)
    people: dict[int, list[str]] = {}
    held = Assignment.objects.filter(dossier__in=ids, ended_on=None).annotate(name=F("user__name"))
    for dossier, name in held.order_by("pk").values_list("dossier_id", "name"):
        people.setdefault(dossier, []).append(name)
    details = pages.page_class(label).details(records)
    holders = pages.page_class(label).holders(records)
    today = timezone.localdate()
    return [
        Line(
            record,
            record.dossier,
            pages.nearest(limits.get(record.dossier_id, ()), today),
            _("、").join(dict.fromkeys(people.get(record.dossier_id, ())))
            if holders is None
            else holders.get(record.pk, ""),
            details.get(record.pk),
        )
        for record in records
    ]


def tabs(label: str, data: QueryDict) -> list[dict[str, Any]]:
    """Questions that everybody asks every day, ready made."""
    base = reverse(pages.page_class(label).list_name)
    ready = (
        (_("我的在办"), "officer=me&done=no"),
        (_("全部在办"), "done=no"),
        (_("已逾期"), "due=late"),
        (_("已办结"), "done=yes"),
        (_("全部"), ""),
    )
    asked = {key: value for key, value in data.items() if value and key not in ("after", "before", "sort")}
    return [
        {"label": words, "url": f"{base}?{query}", "current": dict(QueryDict(query).items()) == asked}
        for words, query in ready
    ]


def found_exactly(user: Any, text: str) -> Dossier | None:
    """The file whose reference the text is."""
    wanted = comparable(text).upper().strip()
    if not wanted:
        return None
    return dossiers_visible_to(user).filter(reference=wanted).first()


def hits(user: Any, label: str, text: str) -> int:
    """Whether a list finds something: one, none, or several, counted no further."""
    return search(dossiers_visible_to(user).filter(procedure=label), text)[:2].count()
