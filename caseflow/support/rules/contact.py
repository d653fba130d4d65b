"""How often a family is met, on which occasions, within which days, and what keeps such a duty (reference 3.5).

Values in, values out. The kernel of it is ``window``: quiet days are cut out of every window, and the window ends before
them where they cover its last day; alerts count the days that are not quiet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .channels import Channel, Occasion, Preference, Status, is_urgent, usual, wanted
from .dates import birthday
from .festivals import Festival, festival_day
from .quiet import REACH, Span, is_quiet
from .said import Reason, reason

ONE_DAY = timedelta(1)
BEFORE_FESTIVAL = 15  # days; a setting
BEFORE_BIRTHDAY = 3
ALERTS = (1, 3, 7)  # the day, of those that are not quiet, on which the township, the association, the county is told
SAVED_WITHIN = timedelta(hours=48)
LEAST_CALL = 1  # minutes of a call that stands for a visit
TRIES = 2  # on different days, before a duty counts as attempted


# --- days


@dataclass(frozen=True)
class Window:
    """The days within which a duty is kept: quiet ones between them are left out.

    ``alerts`` are the days on which the township, the association and the county are told that it was not kept.
    ``suppressed``: every day was quiet, nothing is owed.
    """

    first: date
    last: date
    alerts: tuple[date, date, date]
    suppressed: bool = False
    reasons: tuple[Reason, ...] = ()


def window(first: date, last: date, spans: Iterable[Span] = (), reach: int = REACH) -> Window:
    """The window from ``first`` to ``last``, both included, with the quiet days taken into account."""
    return _window(first, last, tuple(spans), reach)


@lru_cache(maxsize=4096)
def _window(first: date, last: date, spans: tuple[Span, ...], reach: int) -> Window:
    """Many families avoid the same days."""
    end = last
    while end >= first and is_quiet(spans, end, reach):
        end -= ONE_DAY
    reasons = [reason("WINDOW", True, _("%(first)s至%(last)s。"), "3.5", first=first, last=last)]
    if end < first:
        reasons.append(reason("QUIET", None, _("这一段日子都不打扰，不作安排。"), "3.5"))
        return Window(first, last, _alerts(last, spans, reach), True, tuple(reasons))
    if end < last:
        reasons.append(reason("QUIET", None, _("随后是不打扰的日子，到%(last)s为止办好。"), "3.5", last=end))
    return Window(first, end, _alerts(end, spans, reach), False, tuple(reasons))


def _alerts(last: date, spans: tuple[Span, ...], reach: int) -> tuple[date, date, date]:
    day, counted, found = last, 0, []
    while counted < ALERTS[-1]:
        day += ONE_DAY
        if not is_quiet(spans, day, reach) or (day - last).days > 366:  # a family with no other days is told of as well
            counted += 1
            if counted in ALERTS:
                found.append(day)
    return found[0], found[1], found[2]


# --- profiles


class Rhythm(TextChoices):
    """The stretches of the calendar in each of which something is due once."""

    WEEK = "WEEK", _("每周")
    HALF_MONTH = "HALF_MONTH", _("每半个月")
    MONTH = "MONTH", _("每月")
    TWO_MONTHS = "TWO_MONTHS", _("每两个月")
    QUARTER = "QUARTER", _("每季度")
    YEAR = "YEAR", _("每年")


class Stretch(NamedTuple):
    """One stretch of a rhythm, and the name under which its duty is stored."""

    period: str
    first: date
    last: date


class Cadence(NamedTuple):
    occasion: Occasion
    rhythm: Rhythm
    each_member: bool = False


class Profile(TextChoices):
    DEFAULT = "DEFAULT", _("每人每月联系一次，每户每季度上门一次")
    BEIJING = "BEIJING", _("每人每月联系一次")
    ANYUE = "ANYUE", _("每户每周联系一次，每月见面一次，每季度上门一次")
    QINGPU = "QINGPU", _("每户每两个月上门一次")
    HIGH = "HIGH", _("每户每周联系一次，每半个月上门一次")


@dataclass(frozen=True)
class ProfileRow:
    """What a profile asked for from a day on (reference 3.5)."""

    profile: Profile
    valid_from: date
    cadences: tuple[Cadence, ...]


PROFILES = (
    ProfileRow(
        Profile.DEFAULT,
        date(2017, 6, 16),
        (Cadence(Occasion.ROUTINE, Rhythm.MONTH, True), Cadence(Occasion.QUARTER, Rhythm.QUARTER)),
    ),
    ProfileRow(Profile.BEIJING, date(2017, 6, 16), (Cadence(Occasion.ROUTINE, Rhythm.MONTH, True),)),
    ProfileRow(
        Profile.ANYUE,
        date(2017, 6, 16),
        (
            Cadence(Occasion.ROUTINE, Rhythm.WEEK),
            Cadence(Occasion.MEET, Rhythm.MONTH),
            Cadence(Occasion.QUARTER, Rhythm.QUARTER),
        ),
    ),
    ProfileRow(Profile.QINGPU, date(2017, 6, 16), (Cadence(Occasion.QUARTER, Rhythm.TWO_MONTHS),)),
    ProfileRow(
        Profile.HIGH,
        date(2017, 6, 16),
        (Cadence(Occasion.ROUTINE, Rhythm.WEEK), Cadence(Occasion.QUARTER, Rhythm.HALF_MONTH)),
    ),
)


def cadences(profile: str, on: date, rows: Iterable[ProfileRow] = PROFILES) -> tuple[Cadence, ...]:
    """What ``profile`` asks for on a day: its newest row that is in force; nothing before the first."""
    held = [row for row in rows if row.profile == profile and row.valid_from <= on]
    return max(held, key=lambda row: row.valid_from).cadences if held else ()


def stretch(rhythm: str, on: date) -> Stretch:
    """The stretch of ``rhythm`` in which a day lies."""
    match rhythm:
        case Rhythm.WEEK:
            first = on - timedelta(on.weekday())
            year, week, _weekday = on.isocalendar()
            return Stretch(f"{year}-W{week:02d}", first, first + timedelta(6))
        case Rhythm.HALF_MONTH:
            if on.day < 16:
                return Stretch(f"{on:%Y-%m}-A", on.replace(day=1), on.replace(day=15))
            return Stretch(f"{on:%Y-%m}-B", on.replace(day=16), _month_end(on))
    months = {Rhythm.MONTH: 1, Rhythm.TWO_MONTHS: 2, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}[Rhythm(rhythm)]
    number = (on.month - 1) // months
    first = date(on.year, number * months + 1, 1)
    last = _month_end(date(on.year, (number + 1) * months, 1))
    name = {1: f"{on:%Y-%m}", 2: f"{on.year}-D{number + 1}", 3: f"{on.year}-Q{number + 1}", 12: f"{on.year}"}[months]
    return Stretch(name, first, last)


def _month_end(on: date) -> date:
    return (on.replace(day=28) + timedelta(4)).replace(day=1) - ONE_DAY


def stretches(rhythm: str, first: date, last: date) -> Iterator[Stretch]:
    """The stretches that begin on a day from ``first`` to ``last``, both included."""
    found = stretch(rhythm, first)
    while found.first <= last:
        if found.first >= first:
            yield found
        found = stretch(rhythm, found.last + ONE_DAY)


# --- festivals and birthdays

SOLAR = {Occasion.NEWYEAR: (1, 1), Occasion.ASSOCIATION: (5, 29)}


def day_of(occasion: str, year: int) -> date:
    """The day of a festival of a year. Raises BadFacts where its date is not loaded."""
    solar = SOLAR.get(Occasion(occasion))
    return date(year, *solar) if solar else festival_day(Festival(occasion), year)


def festival(occasion: str, year: int, spans: Iterable[Span] = (), reach: int = REACH) -> Window:
    """The window of a festival: it opens 15 days before and closes at the end of the day itself."""
    day = day_of(occasion, year)
    return window(day - timedelta(BEFORE_FESTIVAL), day, spans, reach)


def greeting(born: date, year: int, spans: Iterable[Span] = (), reach: int = REACH) -> Window:
    """The window of the birthday in ``year`` of whoever wishes to be greeted; none beside a day to avoid."""
    day, spans = birthday(born, year - born.year), tuple(spans)
    found = window(day - timedelta(BEFORE_BIRTHDAY), day, spans, reach)
    if is_quiet(spans, day, reach):
        return Window(found.first, day, found.alerts, True, found.reasons)
    return found


# --- what keeps a duty


@dataclass(frozen=True)
class Met:
    """What is known of a visit: the day, how, how long, how many came, whether somebody was reached, by whose wish.

    ``quiet``: the day was one on which the family is left alone.
    """

    on: date
    channel: Channel
    reached: bool
    minutes: int = 0
    present: int = 1
    by_wish: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Judged:
    """Whether a visit keeps a duty, as what, and the sentences why."""

    keeps: bool
    status: Status
    by_wish: bool
    reasons: tuple[Reason, ...]


def judge(occasion: str, first: date, last: date, preference: str, met: Met) -> Judged:
    """Whether a visit keeps the duty of ``occasion`` that is owed from ``first`` to ``last``.

    Later than ``last`` it is done all the same, and stays counted as late.
    """
    need = wanted(Occasion(occasion), Preference(preference))
    ways = need.channels or frozenset(Channel)
    by_wish = met.by_wish or (need.by_wish and met.channel not in usual(Occasion(occasion)).channels)
    long_enough = met.channel != Channel.PHONE or met.minutes >= LEAST_CALL
    checks = (
        reason("REACHED", met.reached, _("见到或者联系上了本人。"), "3.5"),
        reason("OPEN", met.on >= first, _("在%(first)s以后。"), "3.5", first=first),
        reason(
            "CHANNEL",
            met.channel in ways or (met.by_wish and not is_urgent(occasion)),
            _("方式合乎要求，或者本人这样希望。"),
            "3.5",
        ),
        reason(
            "QUIET",
            not met.quiet or met.by_wish or is_urgent(occasion),
            _("不在不打扰的日子，或者本人这样希望。"),
            "3.5",
        ),
        reason("MINUTES", long_enough, _("电话至少%(n)d分钟。"), "3.5", n=LEAST_CALL),
        reason("PRESENT", met.present >= need.people, _("到场不少于%(n)d人。"), "3.5", n=need.people),
    )
    keeps = all(each.met for each in checks)
    status = Status.DONE if met.on <= last else Status.LATE
    return Judged(keeps, status if keeps else Status.PLANNED, keeps and by_wish, checks)


def counts(began: datetime, saved: datetime) -> bool:
    """Whether a visit counts by itself: written down within 48 hours; later the township confirms it."""
    return saved - began <= SAVED_WITHIN


class Tried(NamedTuple):
    """What follows from tries that reached nobody."""

    attempted: bool
    welfare_check: bool


def tried(days: Iterable[date]) -> Tried:
    """From the days of every try since somebody was last reached, one for each try.

    Two on different days are an attempt; one more calls for the township to look after them on the same day.
    """
    found = sorted(days)
    attempted = len(set(found)) >= TRIES
    return Tried(attempted, len(found) > TRIES and len(set(found[:-1])) >= TRIES)


class Owed(NamedTuple):
    """A duty that an event brings about."""

    occasion: Occasion
    first: date
    last: date


def after_event(kind: str, learned: date) -> tuple[Owed, ...]:
    """What is owed once the office learns of something that calls for somebody to come; no quiet day holds it up."""
    after = {n: learned + timedelta(n) for n in (1, 3, 7, 10)}
    return {
        "HOSPITAL": (Owed(Occasion.HOSPITAL, learned, after[1]), Owed(Occasion.HOSPITAL_VISIT, learned, after[3])),
        "DISCHARGE": (Owed(Occasion.DISCHARGE, learned, after[7]),),
        "MAJOR_EVENT": (Owed(Occasion.MAJOR_EVENT, learned, after[1]),),
        "BEREAVEMENT_NEW": (
            Owed(Occasion.BEREAVEMENT_NEW, learned, after[3]),
            Owed(Occasion.BEREAVEMENT_SECOND, learned, after[10]),
        ),
    }[kind]
