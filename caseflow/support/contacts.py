"""The duties of contact as rows: made set by set, fitted to what a family wishes, kept by visits (reference 3.5).

A duty is a function of the calendar, of when the family joined and of what it wishes now: made late, early or twice it
is the same row. ``rules.contact`` says what it is; here it is written down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest

from caseflow.cases import parameters

from .codes import Purpose, Risk
from .inserting import insert_from
from .procedure.contact import CONTACTED, RESTING
from .rules import contact as rules
from .rules import quiet
from .rules.channels import ALWAYS, FESTIVALS, OPEN, URGENT, Channel, Occasion, Preference, Status, left_alone
from .rules.quiet import Span

if TYPE_CHECKING:
    from .models import Household, Visit

LEAST_LEFT = timedelta(7)  # of a stretch that had begun when the family joined, for it to be owed
HORIZON = timedelta(40)  # days after a window in which its alerts lie, or the quiet days that put them off
CHUNK = 1_000
COLUMNS = (
    "household_id",
    "member_id",
    "township_id",
    "occasion",
    "period",
    "opens",
    "ends",
    "first",
    "last",
    "alert_township",
    "alert_association",
    "alert_county",
    "status",
    "by_wish",
)
SETTINGS = {
    Occasion.CHONGYANG: "support.contact_chongyang",
    Occasion.NEWYEAR: "support.contact_newyear",
    Occasion.ASSOCIATION: "support.contact_association",
}


_only: ContextVar[frozenset[int] | None] = ContextVar("contacts_only", default=None)


@contextmanager
def only(households: Iterable[int]) -> Iterator[None]:
    """Make duties for these households alone, for the time of a story."""
    token = _only.set(frozenset(households))
    try:
        yield
    finally:
        _only.reset(token)


def festivals(on: date) -> tuple[Occasion, ...]:
    """The festivals that oblige on a day."""
    return tuple(each for each in FESTIVALS if each in ALWAYS or parameters.value(SETTINGS[each], on))


def reach(on: date) -> int:
    return int(parameters.value("support.contact_quiet_days", on))


def spans_of(household: Household) -> tuple[Span, ...]:
    return tuple(each.span for each in household.quiet_spans.all())


def refusing() -> QuerySet[Any]:
    """The households in which somebody does not, or no longer, consent to contact by a team (F-04, C)."""
    from .models import Consent

    answers = Consent.objects.filter(purpose=Purpose.C)
    newer = answers.filter(member=OuterRef("member"), withdrawn_on=None)
    return answers.filter(Q(given=False, withdrawn_on=None) | (Q(withdrawn_on__isnull=False) & ~Exists(newer))).values(
        "household"
    )


def preference_of(household: Household) -> Preference:
    """How the family wishes to be met; without consent to visits it is left alone but for urgent matters."""
    if refusing().filter(household=household.pk).exists():
        return Preference.NO_CONTACT
    return Preference(household.contact_preference)


# --- making duties


@dataclass(frozen=True)
class Batch:
    """All duties of one occasion and period: which families, from when to when."""

    occasion: Occasion
    period: str
    opens: date
    ends: date
    each_member: bool = False

    @cached_property
    def window(self) -> rules.Window:
        """Where no quiet day is near."""
        return rules.window(self.opens, self.ends)

    def make(self, households: QuerySet[Any]) -> int:
        """Make what does not exist yet for these households, and return how many that were."""
        from .models import ContactDuty

        if (few := _only.get()) is not None:
            households = households.filter(pk__in=few)

        near = touched(self.opens, self.ends + HORIZON, self.reach)
        joined = Q(accompanied_since__isnull=True) | Q(accompanied_since__lte=self.ends - LEAST_LEFT)
        joined |= Q(accompanied_since__lte=self.opens)
        found = households.filter(joined, state__in=CONTACTED)
        plain = self._insert(found.exclude(pk__in=near))
        apart = found.filter(pk__in=near)
        if not self.each_member:
            made = ContactDuty.objects.filter(occasion=self.occasion, period=self.period, member=None)
            apart = apart.exclude(pk__in=made.values("household"))
        return plain + sum(self._one_by_one(each) for each in _chunks(apart))

    def _insert(self, households: QuerySet[Any]) -> int:
        """One statement for all families with no quiet day near."""
        from .models import ContactDuty, Member

        path, source = ("household__", Member.objects.filter(household__in=households, end_code=""))
        if not self.each_member:
            path, source = "", households
        alone = Q(**{f"{path}contact_preference__in": _leaving(self.occasion)})
        if self.occasion in left_alone(Preference.NO_CONTACT):
            alone |= Q(**{f"{path}pk__in": refusing()})
        opens = _day(self.opens)
        first = Greatest(Coalesce(F(f"{path}accompanied_since"), opens), opens, output_field=models.DateField())
        rows = (
            source.order_by()
            .annotate(
                c_household=F("household_id") if self.each_member else F("pk"),
                c_member=F("pk") if self.each_member else Cast(Value(None), models.BigIntegerField()),
                c_township=F(f"{path}village__parent"),
                c_occasion=_text(self.occasion),
                c_period=_text(self.period),
                c_opens=opens,
                c_ends=_day(self.ends),
                c_first=first,
                c_last=_day(self.window.last),
                c_a1=_day(self.window.alerts[0]),
                c_a2=_day(self.window.alerts[1]),
                c_a3=_day(self.window.alerts[2]),
                c_status=Case(When(alone, then=_text(Status.BY_WISH)), default=_text(Status.PLANNED)),
                c_wish=Case(When(alone, then=Value(True)), default=Value(False)),
            )
            .values_list(
                *("c_household", "c_member", "c_township", "c_occasion", "c_period", "c_opens", "c_ends"),
                *("c_first", "c_last", "c_a1", "c_a2", "c_a3", "c_status", "c_wish"),
            )
        )
        return insert_from(ContactDuty, COLUMNS, rows)

    def _one_by_one(self, households: list[tuple[int, int, str, date | None]]) -> int:
        """Families with days to avoid nearby, each with a window of its own."""
        from .models import ContactDuty, Member, QuietSpan

        keys = [pk for pk, *_more in households]
        said = {"occasion": self.occasion, "period": self.period}
        known = set(ContactDuty.objects.filter(household__in=keys, **said).values_list("household", "member"))
        unwilling = set(refusing().filter(household__in=keys).values_list("household", flat=True))
        spans: dict[int, list[Span]] = defaultdict(list)
        for pk, first, last in QuietSpan.objects.filter(household__in=keys).values_list(
            "household", "first_day", "last_day"
        ):
            spans[pk].append(Span.of(first, last))
        people: dict[int, list[int | None]] = defaultdict(list)
        if self.each_member:
            living = Member.objects.filter(household__in=keys, end_code="").order_by("pk")
            for pk, member in living.values_list("household", "pk"):
                people[pk].append(member)
        rows = [
            ContactDuty(
                household_id=pk,
                member_id=member,
                township_id=township,
                **self.fitted(
                    since, tuple(spans[pk]), Preference.NO_CONTACT if pk in unwilling else Preference(preference)
                ),
            )
            for pk, township, preference, since in households
            for member in (people[pk] if self.each_member else [None])
            if (pk, member) not in known
        ]
        ContactDuty.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)
        return len(rows)

    @cached_property
    def reach(self) -> int:
        return reach(self.ends)

    def fitted(self, since: date | None, spans: tuple[Span, ...], preference: Preference) -> dict[str, Any]:
        """What depends on the household: since when it is accompanied, its days to avoid, how it wishes to be met."""
        first = max(self.opens, since or self.opens)
        found = rules.window(first, self.ends, spans, self.reach)
        if self.occasion == Occasion.BIRTHDAY and found.last < self.ends:
            found = rules.Window(first, self.ends, found.alerts, True)
        status, by_wish = Status.PLANNED, False
        if found.suppressed:
            status = Status.SUPPRESSED
        elif self.occasion in left_alone(preference):
            status, by_wish = Status.BY_WISH, True
        return {
            "occasion": self.occasion,
            "period": self.period,
            "opens": self.opens,
            "ends": self.ends,
            "first": found.first,
            "last": found.last,
            **_alerts(found.alerts),
            "status": status,
            "by_wish": by_wish,
        }


def _alerts(days: tuple[date, date, date]) -> dict[str, date]:
    return dict(zip(("alert_township", "alert_association", "alert_county"), days, strict=True))


def _day(day: date) -> Any:
    return Cast(Value(day), models.DateField())


def _text(text: str) -> Any:
    return Cast(Value(str(text)), models.CharField(max_length=24))


def _leaving(occasion: Occasion) -> list[str]:
    return [each.value for each in Preference if occasion in left_alone(each)]


def touched(first: date, last: date, days: int) -> QuerySet[Any]:
    """The households with a quiet day from ``first`` to ``last``."""
    from .models import QuietSpan

    room = timedelta(days)
    first, last = first - room, last + room
    if (last - first).days >= 364:
        return QuietSpan.objects.values("household")
    a, b = first.month * 100 + first.day, last.month * 100 + last.day
    whole, crossing = Q(first_day__lte=F("last_day")), Q(first_day__gt=F("last_day"))
    if a <= b:
        found = (whole & Q(first_day__lte=b, last_day__gte=a)) | (crossing & (Q(first_day__lte=b) | Q(last_day__gte=a)))
    else:
        found = crossing | (whole & (Q(last_day__gte=a) | Q(first_day__lte=b)))
    return QuietSpan.objects.filter(found).values("household")


def _chunks(households: QuerySet[Any]) -> Iterator[list[tuple[int, int, str, date | None]]]:
    at = 0
    while found := list(
        households.filter(pk__gt=at)
        .order_by("pk")
        .values_list("pk", "village__parent", "contact_preference", "accompanied_since")[:CHUNK]
    ):
        yield found
        at = found[-1][0]


# --- what is owed when


def festival_batches(on: date, first: date, last: date) -> Iterator[Batch]:
    """The batches of festivals that open from ``first`` to ``last``, by the settings of the day ``on``."""
    for year in range(first.year, last.year + 2):
        for occasion in festivals(on):
            found = festival_batch(occasion, year)
            if found is not None and first <= found.opens <= last:
                yield found


def festival_batch(occasion: Occasion, year: int) -> Batch | None:
    """The batch of a festival; None where its date is not loaded yet, of which the banner tells."""
    try:
        found = rules.festival(occasion, year)
    except ValueError:
        return None
    return Batch(occasion, str(year), found.first, found.last)


def planned(cadence: rules.Cadence, on: date) -> QuerySet[Any]:
    """The households whose profile has ``cadence`` on a day: their own, that of high risk, of their township, the usual one."""
    from .models import ContactPlan, Household

    has = [each.value for each in rules.Profile if cadence in rules.cadences(each, on)]
    running = ContactPlan.objects.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
    areas = dict(running.exclude(area=None).values_list("area", "profile"))
    usual = parameters.value("support.contact_profile", on) in has
    here = Q(village__parent__in=[area for area, profile in areas.items() if (profile in has) != usual])
    own, high = running.filter(household=OuterRef("pk")), Q(risk_level=Risk.HIGH)
    of_place = (~here if usual else here) & ~high
    if rules.Profile.HIGH.value in has:
        of_place |= high
    return Household.objects.filter((of_place & ~Exists(own)) | Exists(own.filter(profile__in=has)))


def rhythms(on: date) -> tuple[rules.Cadence, ...]:
    """Every cadence that any profile has on a day, once."""
    return tuple(dict.fromkeys(each for profile in rules.Profile for each in rules.cadences(profile, on)))


def routine(cadence: rules.Cadence, stretch: rules.Stretch) -> Batch:
    return Batch(cadence.occasion, stretch.period, stretch.first, stretch.last, cadence.each_member)


def wish_check(year: int) -> Batch:
    return Batch(Occasion.WISH_CHECK, str(year), date(year, 1, 1), date(year, 12, 31))


def left_in_peace() -> QuerySet[Any]:
    """The households that are asked once a year whether that is still what they wish."""
    from .models import Household

    return Household.objects.filter(Q(contact_preference=Preference.NO_CONTACT) | Q(pk__in=refusing()))


def greet(day: date) -> int:
    """The duties of the birthdays on ``day`` of those who wish to be greeted, and how many are new."""
    from .models import Greeting, Household

    common = (day.month, day.day) == (2, 28) and (day + timedelta(1)).month == 3
    born = Q(member__birth_date__month=day.month, member__birth_date__day=day.day)
    if common:  # born on 29 February
        born |= Q(member__birth_date__month=2, member__birth_date__day=29)
    wishing = Greeting.objects.filter(born, member__end_code="", since__lte=day).select_related("member")
    made = 0
    for each in wishing.order_by("pk"):
        household = Household.objects.select_related("village").get(pk=each.member.household_id)  # type: ignore[attr-defined]
        batch = Batch(Occasion.BIRTHDAY, str(day.year), day - timedelta(rules.BEFORE_BIRTHDAY), day)
        made += _for_member(batch, household, each.member)
    return made


def _for_member(batch: Batch, household: Household, member: Any) -> int:
    from .models import ContactDuty

    few = _only.get()
    if household.state not in CONTACTED or (few is not None and household.pk not in few):
        return 0
    fitted = batch.fitted(household.accompanied_since, spans_of(household), preference_of(household))
    fitted["township_id"] = household.village.parent_id
    said = {name: fitted.pop(name) for name in ("occasion", "period")}
    _duty, new = ContactDuty.objects.get_or_create(household=household, member=member, **said, defaults=fitted)
    return int(new)


# --- one household


def follow(household: Household, on: date) -> None:
    """The file has come to another state: contact begins to be owed, or no longer is."""
    if household.state in CONTACTED and household.accompanied_since is None:
        begin(household, on)
    elif household.state in RESTING and household.accompanied_since is not None:
        household.accompanied_since = None
        type(household)._default_manager.filter(pk=household.pk).update(accompanied_since=None)
        household.duties.filter(status__in=OPEN).update(status=Status.SUPPRESSED)


def begin(household: Household, on: date) -> None:
    """The family is accompanied from ``on``: what has opened and still leaves time is owed to it."""
    household.accompanied_since = on
    alone = type(household)._default_manager.filter(pk=household.pk)
    alone.update(accompanied_since=on)
    for cadence in rhythms(on):
        if planned(cadence, on).filter(pk=household.pk).exists():
            routine(cadence, rules.stretch(cadence.rhythm, on)).make(alone)
    for batch in festival_batches(on, on - timedelta(rules.BEFORE_FESTIVAL), on):
        batch.make(alone)
    refit(household, on)


def keep_spans(household: Household) -> None:
    """The days to avoid as they are written down, as days that can be counted with."""
    from .models import QuietSpan

    wanted_now = set(quiet.read(household.dates_to_avoid))
    if wanted_now != set(spans_of(household)):
        household.quiet_spans.all().delete()
        QuietSpan.objects.bulk_create(
            QuietSpan(
                household=household,
                first_day=each.first[0] * 100 + each.first[1],
                last_day=each.last[0] * 100 + each.last[1],
            )
            for each in sorted(wanted_now)
        )


def refit(household: Household, on: date) -> None:
    """Its wishes have changed: the duties that still run become what they would be had they been made now."""
    preference, spans = preference_of(household), spans_of(household)
    _wish_check(household, preference, on)
    running = household.duties.filter(visit=None, ends__gte=on).exclude(occasion__in=URGENT | {Occasion.STAY_CLAIM})
    for duty in running.exclude(occasion=Occasion.WISH_CHECK):
        batch = Batch(Occasion(duty.occasion), duty.period, duty.opens, duty.ends, duty.member_id is not None)
        fitted = batch.fitted(household.accompanied_since, spans, preference)
        if fitted["status"] == Status.PLANNED and duty.status == Status.ATTEMPTED:
            fitted["status"] = Status.ATTEMPTED
        for name, value in fitted.items():
            setattr(duty, name, value)
        duty.save()


def _wish_check(household: Household, preference: Preference, on: date) -> None:
    asked = household.duties.filter(occasion=Occasion.WISH_CHECK, period=str(on.year), visit=None)
    if preference != Preference.NO_CONTACT:
        asked.filter(status__in=OPEN).update(status=Status.SUPPRESSED)
    elif not asked.update(status=Status.PLANNED):
        wish_check(on.year).make(type(household)._default_manager.filter(pk=household.pk))


def owe(household: Household, owed: Iterable[rules.Owed], period: str, member: Any = None) -> None:
    """Duties that an event brings about; the same event again is the same duties."""
    from .models import ContactDuty

    ContactDuty.objects.bulk_create(
        [
            ContactDuty(
                household=household,
                member=member,
                township_id=household.village.parent_id,
                occasion=each.occasion,
                period=period,
                opens=each.first,
                ends=each.last,
                first=each.first,
                last=each.last,
                **_alerts(rules.window(each.first, each.last).alerts),
            )
            for each in owed
        ],
        ignore_conflicts=True,
    )


# --- visits


def covered(household: Household, visit: Visit) -> list[Any]:
    """The open duties that a visit, or a try, was about."""
    members = {each.pk for each in visit.members.all()}
    due = household.duties.due(visit.on)  # type: ignore[attr-defined]
    return [
        duty
        for duty in due
        if (not visit.reached or duty.member_id is None or duty.member_id in members)
        and ASKS_FOR.get(Occasion(duty.occasion), "") in ("", *visit.items)
    ]


ASKS_FOR = {Occasion.STAY_CLAIM: "benefits", Occasion.WISH_CHECK: "wishes"}  # the item without which it was not that


def fulfil(household: Household, visit: Visit) -> list[Any]:
    """Mark every duty that a counted visit keeps, and return them."""
    preference = preference_of(household)
    met = rules.Met(
        visit.on,
        Channel(visit.channel),
        visit.reached,
        visit.minutes,
        visit.visitors.count(),
        visit.by_wish,
        quiet.is_quiet(spans_of(household), visit.on, reach(visit.on)),
    )
    kept = []
    for duty in covered(household, visit):
        found = rules.judge(duty.occasion, duty.first, duty.last, preference, met)
        if found.keeps:
            duty.status, duty.by_wish, duty.done_on, duty.visit = found.status, found.by_wish, visit.on, visit
            duty.save(update_fields=["status", "by_wish", "done_on", "visit"])
            kept.append(duty)
    return kept


def miss(household: Household, visit: Visit, on: date) -> rules.Tried:
    """Nobody was reached: two tries on different days are an attempt, one more calls for a look the same day."""
    last = household.visits.filter(reached=True, began_at__lt=visit.began_at).order_by("-began_at").first()
    since = household.visits.filter(reached=False)
    if last is not None:
        since = since.filter(began_at__gt=last.began_at)
    found = rules.tried(each.on for each in since)
    if found.attempted:
        pks = [duty.pk for duty in covered(household, visit)]
        household.duties.filter(pk__in=pks).update(status=Status.ATTEMPTED)
    if found.welfare_check:
        owe(household, [rules.Owed(Occasion.WELFARE_CHECK, on, on)], on.isoformat())
    return found
