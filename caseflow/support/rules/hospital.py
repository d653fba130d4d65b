"""HOSP_CARE, the allowance for days in hospital (reference 2.4), day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.calendar import ONE_DAY, Calendar, add_months, due, long_day
from caseflow.procedure import Duty, Unit

from .dates import birthday, each_day, limit
from .facts import Standing, Stay, Used
from .ganzhou import GANZHOU
from .guards import guards, of_type
from .money import Yuan
from .policy import Benefit, BenefitRow, Book
from .results import PayLine, Result, shares, unset, version
from .said import BadFacts, Line, Reason, reason
from .settings import DEFAULTS, Settings

Kept = tuple[int, BenefitRow, date]  # care year, the row of the day, the day


def inpatient_days(stay: Stay, settings: Settings = DEFAULTS, *, until: date | None = None) -> frozenset[date]:
    """The days of one stay by O7: the day of admission counts, that of discharge does not; in and out on one day is one.

    A stay that goes on counts up to the day before ``until``, which may be its last.
    """
    out = stay.discharged if stay.discharged is not None else until
    if out is None or out < stay.admitted:
        return frozenset()
    counts_last = out == stay.admitted or (settings.day_rule == "IN_AND_OUT" and stay.discharged is not None)
    return frozenset(each_day(stay.admitted, out if counts_last else out - ONE_DAY))


def days_of_each(stays: Sequence[Stay], settings: Settings = DEFAULTS, *, until: date | None = None) -> list[set[date]]:
    """The days of every stay in their order; a day of two stays is of the later admitted one (a transfer)."""
    taken: set[date] = set()
    found: list[set[date]] = [set() for _stay in stays]
    for n in sorted(range(len(stays)), key=lambda n: (stays[n].admitted, n), reverse=True):
        found[n] = set(inpatient_days(stays[n], settings, until=until)) - taken
        taken |= found[n]
    return found


def hospital_care(
    person: str,
    born: date,
    standing: Standing,
    stays: Sequence[Stay],
    on: date,
    *,
    used: Used | None = None,
    book: Book = GANZHOU,
    settings: Settings = DEFAULTS,
    calendar: Calendar | None = None,
) -> Result:
    """What ``stays`` give on the day of the claim. A calendar day counts once, whatever the order of the stays.

    ``used.care_days`` are the days paid by care year, ``used.keys`` the days paid, as ``(person, day)``.
    Raises BadFacts, with the sentence, for a stay that lies in the future.
    """
    used = used or Used()
    refuse_future(stays, on)
    reasons = [of_type(standing, settings.hospital_types, "O1")]
    reasons += guards(Benefit.HOSP_CARE, standing, on, book, settings, closing=standing.closed_to)
    counted = [stay for stay in stays if _admitted(stay, on, settings, calendar or Calendar.of_library(), reasons)]
    union = set().union(*(inpatient_days(each, settings, until=on) for each in counted))
    if len(union) < sum(len(inpatient_days(each, settings, until=on)) for each in counted):
        reasons.append(reason("OVERLAP", True, _("住院日期有重叠，同一天只算一次。"), "7.10"))
    days = _within(union, born, standing, book, reasons, {each.admitted for each in counted})
    days -= {day for day in days if (person, day) in used.keys}
    kept, sums = _capped(person, days, standing, used, book, settings, reasons)
    if not stays:
        sums = _before_any_stay(born, standing, on, used, book, settings, reasons)
    elif not kept:
        reasons.append(reason("NO_DAYS", False, _("没有可以计发的住院天数。"), "2.4"))
    open_ = any(each.met is False for each in reasons)
    lines = () if open_ else tuple(_lines(person, kept, book))
    total = Yuan(sum(each.amount_fen for each in lines))
    head = [Line(_("住院天数（同一天只算一次）"), _days(len(union)))] if stays else []
    return Result(
        Benefit.HOSP_CARE,
        on,
        lines,
        tuple(reasons),
        tuple({r.code: r for line in kept for r in unset(book.funding(line[1].funding, line[2]))}.values()),
        (*head, *sums, Line(_("合计"), total, True)),
        version(book, on),
        {"person": person, "born": born, "standing": standing, "stays": tuple(stays), "used": used.care_days},
        settings,
    )


def _before_any_stay(
    born: date, standing: Standing, on: date, used: Used, book: Book, settings: Settings, reasons: list[Reason]
) -> list[Line]:
    """What somebody could have who has not been in hospital: from which day, how much a day, how many days."""
    row = book.benefit(Benefit.HOSP_CARE, on)
    if row is None:
        return []
    turns = birthday(born, row.age or 0)
    text = _("%(day)s满%(age)d周岁，当天起计。") if turns <= on else _("%(day)s满%(age)d周岁，从那天起可以领。")
    reasons.append(reason("AGE_60", turns <= on, text, "R-AGE", day=turns, age=row.age))
    left = [] if row.cap is None else [max(0, row.cap - used.care_days.get(care_year(on, standing, settings), 0))]
    return [Line(_("每天"), Yuan(row.unit_fen)), *(Line(_("今年还可以领的天数"), _days(n)) for n in left)]


def refuse_future(stays: Sequence[Stay], on: date) -> None:
    """Raises BadFacts for a day after ``on``."""
    for stay in stays:
        if stay.admitted > on or (stay.discharged is not None and stay.discharged > on):
            late = stay.discharged if stay.admitted <= on else stay.admitted
            raise BadFacts(_t("住院日期%(day)s还没有到，请核对。") % {"day": long_day(late or stay.admitted)})


def claim_until(discharged: date, settings: Settings, calendar: Calendar) -> date:
    """The last day on which a stay can be claimed without a note: R-MON and R-ROLL from the discharge."""
    row = limit("CLAIM", _("申领期限"), settings.claim_months, Unit.MONTHS, Duty.PARTY_RIGHT)
    return due(row, discharged, calendar).legal_due


def _admitted(stay: Stay, on: date, settings: Settings, calendar: Calendar, reasons: list[Reason]) -> bool:
    """Whether a stay is counted at all; why not goes to ``reasons``."""
    values = {"day": stay.admitted}
    if not stay.inpatient:
        text = _("%(day)s的一次没有住院号和出院小结，留观、日间手术、家庭病床不计。")
        reasons.append(reason("NOT_INPATIENT", True, text, "2.4", **values))
        return False
    if not stay.verified:
        text = _("%(day)s入院的一次还没有核对出院记录和结算单。")
        reasons.append(reason("NOT_VERIFIED", None, text, "2.4", **values))
        return False
    if stay.discharged is None and (on - stay.admitted).days <= settings.interim_days:
        text = _("%(day)s入院，还没有出院；住满%(days)d天以后可以中途申领，或者出院后一次申领。")
        reasons.append(reason("STILL_IN", True, text, "2.4", days=settings.interim_days, **values))
        return False
    if stay.claimed_on is None or stay.discharged is None:
        return True
    last = claim_until(stay.discharged, settings, calendar)
    if stay.claimed_on > last and not stay.late_note:
        text = _("%(day)s入院的一次应在%(last)s以前申领；晚了的，写明原因、由县级签字就可以办。")
        reasons.append(reason("CLAIM_LATE", None, text, "2.4", last=last, **values))
        return False
    return True


def _within(
    union: set[date], born: date, standing: Standing, book: Book, reasons: list[Reason], admitted: set[date]
) -> set[date]:
    """The days that count, with a reason for every kind of day that does not."""
    since = book.benefit_from(Benefit.HOSP_CARE)
    age = _age(book, union)
    turns = birthday(born, age)
    confirmed, closed, died = standing.confirmed_from, standing.closed_to, standing.died_on
    out: Sequence[tuple[str, Any, Callable[[date], bool], dict[str, Any], str]] = (
        ("BEFORE_POLICY", _("其中%(n)d天在政策实施（%(day)s）以前。"), lambda d: d < since, {"day": since}, "2.4"),
        (
            "BEFORE_CONFIRMED",
            _("其中%(n)d天在资格确认（%(day)s）以前。"),
            lambda d: confirmed is None or d < confirmed,
            {"day": confirmed or _("还没有")},
            "2.4",
        ),
        (
            "AFTER_CLOSED",
            _("其中%(n)d天在登记情况变化以后（%(day)s止）。"),
            lambda d: closed is not None and d > closed,
            {"day": closed or ""},
            "END-2",
        ),
        (
            "AFTER_DEATH",
            _("计到%(day)s的前一天为止。"),
lambda d: died is not None and (d > died or (d == died and died not in admitted)),
            {"day": died or ""},
            "2.4",
        ),
        ("UNDER_60", _("其中%(n)d天在满%(age)d周岁（%(day)s）以前。"), lambda d: d < turns, {"day": turns, "age": age}, "R-AGE"),
    )  # fmt: skip
    days = set(union)
    for code, text, falls, values, ref in out:
        gone = {day for day in days if falls(day)}
        days -= gone
        if gone:
            reasons.append(reason(code, True, text, ref, n=len(gone), **values))
    if union and turns <= max(union):
        reasons.append(reason("AGE_60", True, _("%(day)s满%(age)d周岁，当天起计。"), "R-AGE", day=turns, age=age))
    return days


def _age(book: Book, days: set[date]) -> int:
    row = book.benefit(Benefit.HOSP_CARE, max(days, default=date.max))
    return (row.age or 0) if row else 0


def care_year(day: date, standing: Standing, settings: Settings) -> int:
    """The year a care day belongs to (O6): of the calendar, or that which began on the anniversary of confirmation."""
    if settings.hospital_year == "CALENDAR" or standing.confirmed_from is None:
        return day.year
    since = standing.confirmed_from
    began = add_months(since, 12 * (day.year - since.year))
    return day.year if began <= day else day.year - 1


def _capped(
    person: str,
    days: set[date],
    standing: Standing,
    used: Used,
    book: Book,
    settings: Settings,
    reasons: list[Reason],
) -> tuple[list[Kept], list[Line]]:
    """The first days of each year up to the cap, less what has been paid."""
    kept: list[Kept] = []
    sums: list[Line] = []
    by_year: dict[int, list[date]] = {}
    for day in sorted(days):
        by_year.setdefault(care_year(day, standing, settings), []).append(day)
    for year, of_year in by_year.items():
        before = max(used.care_days.get(year, 0), _paid_in(person, year, standing, used, settings))
        taken: list[Kept] = []
        for day in of_year:
            row = book.benefit(Benefit.HOSP_CARE, day)
            if row is not None and (row.cap is None or before + len(taken) < row.cap):
                taken.append((year, row, day))
        kept += taken
        sums.append(Line(_t("%(year)d年可计天数") % {"year": year}, _days(len(of_year))))
        if before:
            sums.append(Line(_t("%(year)d年已领") % {"year": year}, _days(before)))
        if len(taken) < len(of_year):
            row = book.benefit(Benefit.HOSP_CARE, of_year[-1])
            text = _("%(year)d年每人最多%(cap)d天，超出的%(n)d天不计。")
            cap = row.cap if row else 0
            reasons.append(reason("CAP", True, text, "O6", year=year, cap=cap, n=len(of_year) - len(taken)))
    for unit in dict.fromkeys(row.unit_fen for _year, row, _day in kept):
        sums.append(Line(_("每天"), Yuan(unit)))
    return kept, sums


def _paid_in(person: str, year: int, standing: Standing, used: Used, settings: Settings) -> int:
    return sum(who == person and care_year(day, standing, settings) == year for who, day in _care_keys(used))


def _care_keys(used: Used) -> Iterator[tuple[str, date]]:
    for key in used.keys:
        if isinstance(key, tuple) and len(key) == 2 and isinstance(key[1], date):
            yield key


def _lines(person: str, kept: list[Kept], book: Book) -> Iterator[PayLine]:
    """One line a year and rate."""
    for year, row in dict.fromkeys((year, row) for year, row, _day in kept):
        days = [day for of_year, of_row, day in kept if (of_year, of_row) == (year, row)]
        fen = row.unit_fen * len(days)
        split = shares(book.funding(row.funding, days[0]), fen)
        keys = tuple((person, day) for day in days)
        yield PayLine(Benefit.HOSP_CARE, person, year, len(days), row.unit_fen, fen, split, keys)


def _days(n: int) -> str:
    return _t("%(n)d天") % {"n": n}
