"""The date rules of the reference (1.7), on the kernel's calendar: R-AGE, R-DAY, R-MON, R-ROLL, R-WD, R-TZ, R-INT.

* R-AGE: somebody has reached N on the N-th birthday itself; born on 29 February, in a common year on the 28th.
* R-DAY, R-MON, R-ROLL, R-WD: the limits of the kernel (``caseflow.cases.calendar``), to which ``limit`` gives the row.
* R-TZ: a limit ends with 23:59:59 of its last day in the time of the place; filing in office hours counts that day.
* R-INT: an office's limit runs in working days and stops for the intervals of ``INTERRUPTIONS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases.calendar import ONE_DAY, add_months
from caseflow.procedure import Citation, Duty, TimeLimit, Unit

RULES = "《民法典》"
AGE = Citation(RULES, "第一千二百五十九条", "“以上”“届满”包括本数。")
PERIODS = Citation(RULES, "第二百零一条至第二百零三条", "开始的当日不计入；最后一日是法定休假日的，顺延。")
INTERRUPTED = Citation("本机关办事规则", "关于等待期间的规定")

WAITING_APPLICANT, PUBLICITY, WAITING_ORGAN = "INT-APPLICANT", "INT-PUBLICITY", "INT-ORGAN"
INTERRUPTIONS = {
    WAITING_APPLICANT: (_("等待申请人补充材料"), INTERRUPTED),
    PUBLICITY: (_("公示期间"), INTERRUPTED),
    WAITING_ORGAN: (_("等待其他机关答复"), INTERRUPTED),
}


class Month(NamedTuple):
    """A calendar month; months compare in the order of time."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """``2026-03``. Raises ValueError for anything else."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
        if not found:
            raise ValueError(text)
        return cls.of(date(int(found[1]), int(found[2]), 1))

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return add_months(self.first, 1) - ONE_DAY

    @property
    def iso(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def plus(self, months: int) -> Month:
        return Month.of(add_months(self.first, months))

    def until(self, last: Month) -> Iterator[Month]:
        """This month and those after it up to and including ``last``."""
        month = self
        while month <= last:
            yield month
            month = month.plus(1)


def birthday(born: date, age: int) -> date:
    """The day on which somebody born on ``born`` reaches ``age`` (R-AGE)."""
    return add_months(born, 12 * age)


def has_reached(born: date, age: int, on: date) -> bool:
    return birthday(born, age) <= on


def age_on(born: date, on: date) -> int:
    """Completed years on a day; negative before the birth."""
    years = on.year - born.year
    return years if birthday(born, years) <= on else years - 1


def limit(code: str, name: object, length: int, unit: Unit, duty: Duty, *, interrupted: bool = False) -> TimeLimit:
    """A row for the kernel's counting: rolled (R-ROLL), and stopped by every interval of R-INT where ``interrupted``."""
    stops = tuple(INTERRUPTIONS) if interrupted else ()
    return TimeLimit(code, name, length, unit, duty, PERIODS, exclusions=stops)


def expires_at(last: date) -> datetime:
    """The last second of a limit that ends on ``last`` (R-TZ)."""
    return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))


def received_on(moment: datetime) -> date:
    """The day that filing at ``moment`` counts as, by the clock of the place (R-TZ)."""
    return timezone.localdate(moment)


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included."""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
