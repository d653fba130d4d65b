"""What a township and the county see of contact: what was not done in time, how the festivals went, the year's calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_safe

from caseflow.cases.access import scope

from . import calendar as kept
from . import calendar_jobs, day
from .models import ContactDuty, ContactTally, Member, Post
from .procedure import Role
from .procedure.words import OF_COUNTY, OF_TOWNSHIP
from .rules.channels import Occasion

PAGE = 40
FESTIVALS = 6  # the newest of them, in the table of how they went
ASSOCIATION = Role.ASSOCIATION


def _offices(user: Any) -> set[str]:
    return {each.removeprefix("support.") for each in user.roles if each.startswith("support.")}


def _watches(user: Any) -> str:
    """Whose eyes the page is for: the county, the association, a township; the widest of them. Nobody else may look."""
    held = _offices(user)
    if held & {role.value for role in OF_COUNTY}:
        return "county"
    if ASSOCIATION.value in held:
        return "association"
    if held & {role.value for role in OF_TOWNSHIP}:
        return "township"
    raise PermissionDenied(_t("这一页给乡镇（街道）和县（区）的人用。"))


def townships(user: Any, today: date) -> list[int]:
    """Where somebody holds an office of a township."""
    return list(Post.objects.held(today).filter(user=user, role__in=OF_TOWNSHIP).values_list("area", flat=True))


@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """What was not done in time, oldest first; the county sees first what has waited for its third alert."""
    user: Any = request.user
    watches, today = _watches(user), timezone.localdate()
    everything = watches == "township" or request.GET.get("all") == "1"
    found = _overdue(user, watches, today, everything)
    rows = list(_after(found, request.GET.get("after", ""))[: PAGE + 1])
    areas = townships(user, today) if watches == "township" else None
    context = {
        "section": "families",
        "watches": watches,
        "everything": everything,
        "rows": [{**day.said(duty, today), "household": duty.household} for duty in rows[:PAGE]],
        "more": f"{rows[PAGE - 1].last.isoformat()},{rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "festivals": festivals(areas),
    }
    return render(request, "support/overdue.html", context)


def _overdue(user: Any, watches: str, today: date, everything: bool) -> QuerySet[ContactDuty]:
    readable: Any = scope(user, ContactDuty)
    found = readable.overdue(today)
    if watches == "township":
        found = found.filter(township__in=townships(user, today), alert_township__lte=today)
    elif not everything:
        told = "alert_county__lte" if watches == "county" else "alert_association__lte"
        found = found.filter(**{told: today})
    found = found.select_related("household__dossier", "household__village__parent", "member")
    return found.prefetch_related("household__members").order_by("last", "pk")


def _after(found: QuerySet[ContactDuty], key: str) -> QuerySet[ContactDuty]:
    """What comes after the last line of the page before; anything that is no key is the first page."""
    last, pk = read_key(key)
    return found if last is None else found.filter(Q(last__gt=last) | Q(last=last, pk__gt=pk), last__gte=last)


def read_key(key: str) -> tuple[date | None, int]:
    """The day and the key of the row with which a page ended; None for anything that is no key."""
    said, _comma, pk = key.partition(",")
    try:
        last = date.fromisoformat(said)
    except ValueError:
        return None, 0
    return (last, int(pk)) if pk.isascii() and pk.isdecimal() and len(pk) < 19 else (None, 0)


def festivals(areas: list[int] | None) -> list[dict[str, Any]]:
    """有人问: of each festival, how many contacts were made in their window or are kept by the wish of the family."""
    found = ContactTally.objects.all() if areas is None else ContactTally.objects.filter(township__in=areas)
    summed = (
        found.order_by()
        .values("occasion", "period")
        .annotate(all=Sum("due"), kept=Sum("in_window"), wished=Sum("by_wish"), after=Sum("late"))
    )
    rows = [
        {
            "what": str(Occasion(row["occasion"]).label),
            "year": row["period"],
            "all": row["all"],
            "kept": row["kept"],
            "wished": row["wished"],
            "after": row["after"],
            "open": row["all"] - row["kept"] - row["wished"] - row["after"],
            "share": f"{100 * (row['kept'] + row['wished']) / row['all']:.1f}%" if row["all"] else "",
            "day": _day_of(row["occasion"], row["period"]),
        }
        for row in summed
    ]
    return sorted(rows, key=lambda row: row["day"], reverse=True)[:FESTIVALS]


def _day_of(occasion: str, period: str) -> date:
    from .rules import contact

    return contact.day_of(occasion, int(period))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The year: what has run, what is due, what comes; and what is missing for it."""
    user: Any = request.user
    _of_support(user)
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    of = int(asked) if asked.isascii() and asked.isdecimal() and 2020 <= int(asked[:4]) <= 2100 else today.year
    of = min(max(of, 2020), 2100)
    entries = [
        {
            "what": entry.job.title,
            "when": entry.job.when,
            "period": entry.occurrence.period,
            "on": entry.occurrence.due_on,
            "ran": entry.ran_at,
            "made": entry.made,
            "state": entry.state(today),
        }
        for entry in kept.year(of, today)
    ]
    months: dict[int, list[Any]] = {}
    for entry in entries:
        months.setdefault(entry["on"].month, []).append(entry)
    context = {
        "section": "year",
        "device": day.device_of(request),
        "year": of,
        "before": of - 1,
        "after": of + 1,
        "months": sorted(months.items()),
        "missing": calendar_jobs.missing_next_year(today),
        "ages": calendar_jobs.ages(today),
        "today": today,
    }
    return render(request, "support/calendar.html", context)


def _of_support(user: Any) -> None:
    if not _offices(user):
        raise PermissionDenied(_t("这一页给办理关怀帮扶的人用。"))
    scope(user, ContactDuty)  # decides that the page is for whoever reads files of support


@require_safe
def ages(request: HttpRequest, age: int) -> HttpResponse:
    """Who reaches an age this month or the next, among the families that one may read."""
    user: Any = request.user
    today = timezone.localdate()
    if age not in calendar_jobs.ages(today):
        raise Http404
    _of_support(user)
    found = calendar_jobs.turning(today.replace(day=1), age) & scope(user, Member)
    found = _after_born(found, request.GET.get("after", "")).select_related(
        "household__dossier", "household__village__parent"
    )
    rows = list(found.order_by("birth_date", "pk")[: PAGE + 1])
    context = {
        "section": "year",
        "age": age,
        "rows": [{"member": each, "on": _birthday(each.birth_date, age)} for each in rows[:PAGE]],
        "more": f"{rows[PAGE - 1].birth_date.isoformat()},{rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }
    return render(request, "support/turning.html", context)


def _birthday(born: date, age: int) -> date:
    from .rules.dates import birthday

    return birthday(born, age)


def _after_born(found: QuerySet[Any], key: str) -> QuerySet[Any]:
    last, pk = read_key(key)
    if last is None:
        return found
    return found.filter(Q(birth_date__gt=last) | Q(birth_date=last, pk__gt=pk), birth_date__gte=last)
