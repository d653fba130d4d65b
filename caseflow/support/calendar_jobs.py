"""The jobs of the year that contact and visits bring: festivals, rhythms, birthdays, ages, the close of the care year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases import holidays

from . import contacts
from .calendar import Job, Occurrence, daily, monthly, register, yearly
from .rules import contact as rules
from .rules.channels import FESTIVALS, OPEN, Occasion, Status
from .rules.festivals import DAYS

STAY_LASTS = timedelta(days=31)  # how long somebody is reminded of a stay for which nothing was asked


# --- festivals and rhythms


def _festivals(first: date, last: date) -> Iterator[Occurrence]:
    for year in range(first.year, last.year + 2):
        for occasion in FESTIVALS:
            batch = contacts.festival_batch(occasion, year)
            if batch and first <= batch.opens <= last and occasion in contacts.festivals(batch.opens):
                yield Occurrence(f"{occasion.value}-{year}", batch.opens, batch.ends)


def _make_festival(each: Occurrence) -> int:
    from .models import Household

    name, _dash, year = each.period.rpartition("-")
    batch = contacts.festival_batch(Occasion(name), int(year))
    return batch.make(Household.objects.all()) if batch else 0


def _rhythm(rhythm: rules.Rhythm) -> tuple[Any, Any]:
    def occurrences(first: date, last: date) -> Iterator[Occurrence]:
        for found in rules.stretches(rhythm, first, last):
            yield Occurrence(found.period, found.first, found.last)

    def make(each: Occurrence) -> int:
        found = rules.stretch(rhythm, each.due_on)
        return sum(
            contacts.routine(cadence, found).make(contacts.planned(cadence, each.due_on))
            for cadence in contacts.rhythms(each.due_on)
            if cadence.rhythm == rhythm
        )

    return occurrences, make


def _ask_wishes(each: Occurrence) -> int:
    return contacts.wish_check(each.due_on.year).make(contacts.left_in_peace())


def _birthdays(first: date, last: date) -> Iterator[Occurrence]:
    for each in daily(first, last):
        yield Occurrence(each.period, each.due_on, each.due_on + timedelta(days=rules.BEFORE_BIRTHDAY))


def _greet(each: Occurrence) -> int:
    return contacts.greet(each.due_on + timedelta(days=rules.BEFORE_BIRTHDAY))


# --- ages


def ages(on: date) -> tuple[int, ...]:
    """The ages from which something begins: the allowance, and what is for elders."""
    from caseflow.cases import parameters

    return tuple(int(parameters.value(f"support.{key}", on)) for key in ("eligibility.age", "elder.age"))


def turning(month: date, age: int, months: int = 2) -> QuerySet[Any]:
    """The members who reach ``age`` in the month of ``month`` or in those after it, ``months`` in all."""
    from .models import Member

    first, after = _years_before(month, age), _years_before(_later(month, months), age)
    return Member.objects.filter(birth_date__gte=first, birth_date__lt=after, end_code="")


def _years_before(month: date, age: int) -> date:
    return date(month.year - age, month.month, 1)


def _later(month: date, months: int) -> date:
    total = month.year * 12 + month.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _check_ages(each: Occurrence) -> int:
    return sum(turning(each.due_on, age).count() for age in ages(each.due_on))


# --- the quarter, the care year, the next year


def _quarters(first: date, last: date) -> Iterator[Occurrence]:
    for found in rules.stretches(rules.Rhythm.QUARTER, first, last):
        yield Occurrence(found.period, found.first, found.last)


def _check_home_visits(each: Occurrence) -> int:
    """How many homes were not visited in the quarter that has ended."""
    from .models import ContactDuty

    before = rules.stretch(rules.Rhythm.QUARTER, each.due_on - timedelta(days=1))
    return ContactDuty.objects.open().filter(occasion=Occasion.QUARTER, period=before.period).count()


def unclaimed(year: int) -> QuerySet[Any]:
    """The households that were in hospital in a year and have asked for no care benefit since."""
    from .codes import Benefit
    from .models import Application, ContactDuty

    told = Q(occasion__in=(Occasion.HOSPITAL, Occasion.DISCHARGE), first__year=year)
    asked = Application.objects.filter(benefit=Benefit.HOSP_CARE, dossier__opened_on__year__gte=year)
    return ContactDuty.objects.filter(told).exclude(household__in=asked.values("household"))


def _remind_of_stays(each: Occurrence) -> int:
    from .models import Household

    found = Household.objects.filter(pk__in=unclaimed(each.due_on.year).values("household"))
    return contacts.Batch(Occasion.STAY_CLAIM, each.period, each.due_on, each.due_on + STAY_LASTS).make(found)


def missing(year: int) -> list[str]:
    """What of a year is not loaded yet, in words."""
    found = []
    if year not in holidays.calendar().years:
        found.append(str(_("放假调休安排")))
    if year not in DAYS:
        found.append(str(_("节日日期")))
    return found


def missing_next_year(today: date) -> list[str]:
    """What must be loaded and is not: asked from 1 December on for the year to come."""
    return missing(today.year + 1) if today.month == 12 else missing(today.year)


def _look_ahead(each: Occurrence) -> int | None:
    return None if missing(each.due_on.year + 1) else 1


# --- counting


def _count(each: Occurrence) -> int:
    """The contacts of the last year and a half by township, occasion and period; only the newest count matters."""
    from .models import ContactDuty, ContactTally

    if each.due_on < timezone.localdate():
        return 0
    since = each.due_on - timedelta(days=550)
    counted = Q(status__in=(*OPEN, Status.DONE, Status.LATE, Status.BY_WISH))
    over = Q(ends__lt=each.due_on) | ~Q(status__in=OPEN)
    found = (
        ContactDuty.objects.filter(counted & over, ends__gte=since, occasion__in=FESTIVALS)
        .order_by()
        .values("township", "occasion", "period")
        .annotate(
            due=Count("pk"),
            wished=Count("pk", filter=Q(by_wish=True, status__in=(Status.DONE, Status.BY_WISH))),
            kept=Count("pk", filter=Q(by_wish=False, status=Status.DONE)),
            after=Count("pk", filter=Q(status=Status.LATE)),
        )
    )
    ContactTally.objects.all().delete()
    now = timezone.now()
    return len(
        ContactTally.objects.bulk_create(
            ContactTally(
                township_id=row["township"],
                occasion=row["occasion"],
                period=row["period"],
                due=row["due"],
                in_window=row["kept"],
                by_wish=row["wished"],
                late=row["after"],
                counted_at=now,
            )
            for row in found
            if row["township"]
        )
    )


RHYTHMS = {
    rules.Rhythm.WEEK: _("每周的联系"),
    rules.Rhythm.HALF_MONTH: _("每半个月的上门"),
    rules.Rhythm.MONTH: _("每月的联系"),
    rules.Rhythm.TWO_MONTHS: _("每两个月的上门"),
    rules.Rhythm.QUARTER: _("每季度的上门"),
}

register(Job("festival", _("节日走访任务"), _("节日前15天"), _festivals, _make_festival))
for each, title in RHYTHMS.items():
    register(Job(f"contact-{each.value.lower()}", title, each.label, *_rhythm(each)))
register(Job("wishes", _("问一次联系意愿"), _("1月1日"), yearly(1, 1, 364), _ask_wishes))
register(Job("ages", _("快到年龄的人"), _("每月1日"), monthly(1), _check_ages))
register(Job("home-visits", _("上季度还没有上门的"), _("每季度第一天"), _quarters, _check_home_visits))
register(Job("birthday", _("生日问候"), _("每天"), _birthdays, _greet))
register(Job("care-year", _("住院护理年度结束，提醒没有申领的住院"), _("12月31日"), yearly(12, 31), _remind_of_stays))
register(Job("next-year", _("下一年的放假安排和节日日期已经录入"), _("12月1日"), yearly(12, 1), _look_ahead))
register(Job("tally", _("统计节日走访"), _("每天"), daily, _count))
