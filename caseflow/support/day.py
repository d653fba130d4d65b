"""The day of whoever visits families, on a telephone: what is due, how each family wishes to be met, the visit itself.

Every page works without a script. With one, what was typed without a network waits on the device (see ADR 0017).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.core.signing import Signer
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.cases import drafts, history, moves
from caseflow.cases.access import record_for, scope
from caseflow.cases.access.routes import aside
from caseflow.cases.models import Event
from caseflow.cases.transitions import Refused, Stale, role_for

from . import calendar_jobs, contacts, visiting
from .codes import Contact
from .models import ContactDuty, Household, Post, QuietSpan, Visit
from .procedure import Role
from .procedure.words import OF_TOWNSHIP
from .rules.channels import OPEN, URGENT, Status
from .rules.quiet import is_quiet

FAMILIES = 300  # of one person, more than the caps of reference 3.2 allow
SHOWN = 60  # cards on the page
AHEAD = timedelta(days=7)
VISIT = "record_visit"
_device = Signer(salt="caseflow.support.device")


@dataclass
class Card:
    """A family on the list of the day."""

    household: Household
    duties: list[ContactDuty] = field(default_factory=list)
    quiet: bool = False
    last: Visit | None = None

    @property
    def urgent(self) -> bool:
        return any(duty.occasion in URGENT for duty in self.duties)

    @property
    def first_due(self) -> date:
        return min((duty.last for duty in self.duties), default=date.max)

    @property
    def names(self) -> str:
        return _t("、").join(each.addressed for each in self.household.members.all())

    @property
    def call(self) -> str:
        """The number to call: open to whoever reads the file of the family (access_fields)."""
        return next((each.phone for each in self.household.members.all() if each.phone), "")

    @property
    def safe_to_call(self) -> str:
        return next((each.safe_to_call for each in self.household.members.all() if each.safe_to_call), "")

    @property
    def wish(self) -> str:
        return str(Contact(self.household.contact_preference).label)

    @property
    def only_calls(self) -> bool:
        return self.household.contact_preference in (Contact.PHONE_ONLY, Contact.MESSAGE_ONLY)

    @property
    def reference(self) -> str:
        return self.household.dossier.reference

    @property
    def visit_url(self) -> str:
        return reverse("helper-visit", args=[self.reference])

    @property
    def url(self) -> str:
        return reverse("helper-family", args=[self.reference])

    def lines(self) -> list[dict[str, Any]]:
        return [said(duty) for duty in self.duties]


def said(duty: ContactDuty, today: date | None = None) -> dict[str, Any]:
    """A duty as the list says it: what, and how it stands to its last day. A family reads no reproach over our shoulder."""
    today = today or timezone.localdate()
    late = (today - duty.last).days
    if duty.status not in OPEN:
        words, level, sign = str(duty.get_status_display()), "ok", "ok"  # type: ignore[attr-defined]
    elif late > 0:
        words, level, sign = _t("比约定晚 %(n)d 天") % {"n": late}, "late", "late"
    elif late == 0:
        words, level, sign = _t("今天"), "today", "today"
    else:
        words, level, sign = _t("还有 %(n)d 天") % {"n": -late}, "soon" if -late <= 7 else "later", "soon"
    return {"what": duty.title, "words": words, "level": level, "sign": sign, "on": duty.last, "duty": duty}


def cards(user: Any, today: date) -> tuple[list[Card], list[Card], list[Card]]:
    """What is due today, what waits because the days are quiet, and what is kept by leaving the family alone.

    Bounded by the families of one person; the number of queries does not depend on how many there are.
    """
    mine = list(visiting.families(user).order_by("pk")[:FAMILIES])
    duties: Any = scope(user, ContactDuty).filter(household__in=mine)
    due = list(duties.due(today).filter(first__lte=today).select_related("member").order_by("last", "pk"))
    township = [each for each in _urgent_of_township(user, today) if each.household_id not in {*mine}]  # type: ignore[attr-defined]
    wished = list(
        duties.filter(status=Status.BY_WISH, visit=None, first__lte=today, last__gte=today).select_related("member")
    )
    by_family: dict[int, list[ContactDuty]] = defaultdict(list)
    for duty in [*due, *township]:
        by_family[duty.household_id].append(duty)  # type: ignore[attr-defined]
    keys = {*by_family, *(each.household_id for each in wished)}  # type: ignore[attr-defined]
    families = _families(user, keys)
    quiet = _quiet(keys, today)
    last = _last_visits(keys)
    found = [Card(families[pk], owed, pk in quiet, last.get(pk)) for pk, owed in by_family.items() if pk in families]
    found.sort(key=lambda card: (not card.urgent, card.first_due, card.household.pk))
    alone: dict[int, list[ContactDuty]] = defaultdict(list)
    for duty in wished:
        if duty.household_id in families:  # type: ignore[attr-defined]
            alone[duty.household_id].append(duty)  # type: ignore[attr-defined]
    return (
        [card for card in found if card.urgent or not card.quiet][:SHOWN],
        [card for card in found if card.quiet and not card.urgent][:SHOWN],
        [Card(families[pk], owed) for pk, owed in alone.items()][:SHOWN],
    )


def _urgent_of_township(user: Any, today: date) -> list[ContactDuty]:
    """Whom the township looks after on the same day."""
    held = Post.objects.held(today).filter(user=user, role__in=OF_TOWNSHIP).values_list("area", flat=True)
    areas = list(held)
    if not areas:
        return []
    found = scope(user, ContactDuty).filter(township__in=areas, occasion__in=URGENT, status__in=OPEN, first__lte=today)
    return list(found.select_related("member").order_by("last", "pk")[:SHOWN])


def _families(user: Any, keys: set[int]) -> dict[int, Household]:
    found = scope(user, Household).filter(pk__in=keys).select_related("dossier", "village__parent")
    return {each.pk: each for each in found.prefetch_related("members")}


def _quiet(keys: set[int], today: date) -> set[int]:
    """Which of the families are left alone today."""
    spans: dict[int, list[Any]] = defaultdict(list)
    for each in QuietSpan.objects.filter(household__in=keys):
        spans[each.household_id].append(each.span)  # type: ignore[attr-defined]
    days = contacts.reach(today)
    return {pk for pk, of in spans.items() if is_quiet(of, today, days)}


def _last_visits(keys: set[int]) -> dict[int, Visit]:
    """The newest visit that reached somebody, of each family."""
    recent = Visit.objects.filter(household__in=keys, reached=True, began_at__gte=timezone.now() - timedelta(days=200))
    found: dict[int, Visit] = {}
    for each in recent.order_by("-began_at")[: FAMILIES * 10]:
        found.setdefault(each.household_id, each)  # type: ignore[attr-defined]
    return found


def device_of(request: HttpRequest) -> str:
    """What tells one person's data on a device from another's: nothing that can be read back."""
    return _device.signature(f"{request.user.pk}")[:24]


def visits_families(user: Any) -> bool:
    """Whether the list of the day is for somebody."""
    return bool(user.roles & {f"support.{role.value}" for role in (*visiting.HELPING, *visiting.OF_PLACE)})


def helpers_only(user: Any) -> None:
    if not visits_families(user):
        raise PermissionDenied(_t("这一页给走访家庭的人用。"))


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """今日要办."""
    user: Any = request.user
    helpers_only(user)
    day = timezone.localdate()
    due, quiet, alone = cards(user, day)
    village = next((card.household.village for card in due), None)
    context = {
        "section": "helper",
        "day": day,
        "due": due,
        "quiet": quiet,
        "alone": alone,
        "late": sum(1 for card in due if card.first_due < day),
        "device": device_of(request),
        "phone": village.parent.phone if village is not None and village.parent else "",
        "missing": calendar_jobs.missing_next_year(day),
        "is_township": Role.TOWNSHIP_OFFICER.value in {each.rpartition(".")[2] for each in user.roles},
    }
    return render(request, "support/day.html", context)


def _family(request: HttpRequest, reference: str) -> Household:
    record = record_for(request.user, reference)
    if not isinstance(record, Household):
        raise Http404
    return record


@require_safe
def family(request: HttpRequest, reference: str) -> HttpResponse:
    """How one family wishes to be met, whom it may call, what is due and what was promised."""
    user: Any = request.user
    household = _family(request, reference)
    helpers_only(user)
    day = timezone.localdate()
    owed = list(
        household.duties.exclude(status=Status.SUPPRESSED)
        .filter(first__lte=day + AHEAD)
        .select_related("member")
        .order_by("-last")[:20]
    )  # type: ignore[attr-defined]
    card = Card(household, [duty for duty in owed if duty.status in OPEN], household.pk in _quiet({household.pk}, day))
    visits = list(household.visits.prefetch_related("members", "visitors").order_by("-began_at")[:3])
    context = {
        "section": "helper",
        "card": card,
        "people": [{"of": each, "call": each.phone} for each in household.members.all() if each.lives],
        "team": [{"of": each, "call": each.phone} for each in household.team_on(day)],
        "done": [said(duty, day) for duty in owed if duty.status not in OPEN],
        "visits": visits,
        "device": device_of(request),
        "page_url": reverse("dossier", args=[reference]),
    }
    return render(request, "support/family_card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    """The form of a visit; sent anew after the network was gone, it is the same visit, and never writes over others'."""
    user: Any = request.user
    household = _family(request, reference)
    row = household.procedure.rows[VISIT]
    if request.method == "POST":
        if done := _done_before(household, request.POST.get("token", "")):
            return _done(request, household, done)
        return _submitted(request, household)
    role_for(household, row.by, user, row)
    if household.state not in row.source:
        messages.warning(request, _t("这个家庭的档案已经结了，不再登记走访。"))
        return redirect("helper-day")
    form = moves.form_of(household, VISIT, user, initial={"version": str(household.dossier.seq)})
    return _page(request, household, form)


def _done_before(household: Household, token: str) -> Event | None:
    return Event.objects.filter(token=token, dossier=household.dossier).first() if token else None


def _submitted(request: HttpRequest, household: Household) -> HttpResponse:
    try:
        event = moves.submit(household, VISIT, by=request.user, data=request.POST)
    except moves.InvalidFacts as invalid:
        return _page(request, household, invalid.form, status=422)
    except Stale as stale:
        household.dossier.refresh_from_db(fields=["seq"])
        data = request.POST.copy()
        data["version"] = str(household.dossier.seq)
        form = moves.form_of(household, VISIT, request.user, data)
        form.is_valid()
        return _page(request, household, form, status=409, changes=_changes(household, form, stale.events))
    except Refused as refused:
        form = moves.form_of(household, VISIT, request.user, request.POST)
        form.is_valid()
        form.refuse(refused.reasons)
        return _page(request, household, form, status=422)
    return _done(request, household, event)


def _changes(household: Household, form: Any, events: list[Event]) -> list[dict[str, Any]]:
    """Who wrote what meanwhile; of another visit, what it says, to be compared with one's own."""
    rows = household.procedure.rows
    return [
        {
            "who": event.who,
            "what": str(rows[event.transition].title) if event.transition in rows else event.transition,
            "at": event.at,
            "said": history.said(event.data, form.fields) if event.transition == VISIT else [],
        }
        for event in events
    ]


def _done(request: HttpRequest, household: Household, event: Event) -> HttpResponse:
    drafts.discard(request.user, request.path)
    kept = household.visits.filter(saved_at=event.at).first()
    done = [duty.title for duty in kept.duties.all()] if kept else []
    words = _t("走访已经登记。")
    if done:
        words = _t("走访已经登记，办好了：%(what)s。") % {"what": _t("、").join(dict.fromkeys(done))}
    elif kept is not None and kept.counted_on is None:
        words = _t("走访已经登记。晚于 48 小时，等乡镇确认以后计入。")
    messages.success(request, words)  # read on the next page, whoever asked
    if _from_script(request):
        return JsonResponse({"ok": True})
    response = redirect("helper-day")
    response.status_code = 303
    return response


def _from_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _page(
    request: HttpRequest, household: Household, form: Any, *, status: int = 200, changes: Any = None
) -> HttpResponse:
    if _from_script(request):  # the device keeps what was typed; the person is asked on the page
        return JsonResponse({"ok": False, "reasons": [str(each) for each in form.errors.values()]}, status=status)
    day = timezone.localdate()
    quiet = household.pk in _quiet({household.pk}, day)
    with aside():
        card = Card(household, list(household.duties.due(day)), quiet)  # type: ignore[attr-defined]
    context = {
        "section": "helper",
        "card": card,
        "form": form,
        "changes": changes,
        "who": drafts.signature(request.user),
        "device": device_of(request),
    }
    return render(request, "support/visit.html", context, status=status)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at an address from which it sees the pages of the day and no other."""
    path = finders.find("helper-worker.js") or ""
    with open(str(path), "rb") as script:
        return HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
