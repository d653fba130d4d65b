"""What a move will bring about, said beside its form before it is submitted, for the legal day typed there."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from caseflow.procedure import TimeLimit, Transition

from . import holidays, limits, pages
from .calendar import due, length_words, short_day, weekday
from .transitions import try_on


@dataclass(frozen=True)
class Effect:
    """A line of what will happen after the submission."""

    icon: str
    text: str
    sub: str = ""


def effects(page: pages.Page, row: Transition, on: date) -> list[Effect]:
    """What the move will bring about if ``on`` is its legal day, as far as it can be said before the facts are typed."""
    record = page.record
    found = []
    if row.target and row.target != record.state:
        words = {"state": record.procedure.states(row.target).label}
        found.append(Effect("right", _("进入“%(state)s”") % words))
    found += [effect for limit in row.starts if (effect := _starting(page, row, limit, on))]
    for limit in row.extends:
        found.append(Effect("clock", _("延长%(name)s") % {"name": limit.name}, str(limit.basis)))
    if row.pauses:
        names = _("、").join(str(record.procedure.exclusions[code][0]) for code in row.pauses)
        found.append(Effect("pause", _("从这一天起不计入期限：%(names)s") % {"names": names}))
    stops = {limit.code for limit in row.stops}
    running = [each for each in record.dossier.deadlines.running() if each.code in stops]
    if running:
        names = _("、").join(dict.fromkeys(str(record.procedure.limits[each.code].name) for each in running))
        found.append(Effect("check", _("不再计算：%(names)s") % {"names": names}))
    following = next((task for task in record.procedure.tasks_of(row.target)), None) if row.target else None
    if following:
        words = {"task": following.title, "role": record.procedure.roles(following.by).label}
        found.append(Effect("inbox", _("生成待办：%(task)s（%(role)s）") % words))
    return found


def _starting(page: pages.Page, row: Transition, limit: TimeLimit, on: date) -> Effect | None:
    """A limit that begins with the move, with its last day where the day of the move is its day 0."""
    length = limits.length_of(limit, on)
    words = {"name": limit.name, "length": length_words(length, limit.unit)}
    text = _("%(name)s：%(length)s") % words if length else str(limit.name)
    if limit.code in page.told_by_facts:
        return Effect("clock", text, str(limit.trigger))
    starts = list(page.record.starts_of(limit, replace(try_on(page.record, row, page.user), on=on)))
    if not starts:
        return None
    if limit.backwards or starts[0].item or starts[0].day0 != on:
        return Effect("clock", text, str(limit.trigger))
    end = due(limit, on, holidays.calendar(), length=length).legal_due
    days = {"day": short_day(on), "end": short_day(end), "weekday": weekday(end)}
    if on == page.today:
        return Effect("clock", text, _("按今天（%(day)s）计算，至%(end)s %(weekday)s") % days)
    return Effect("clock", text, _("按%(day)s计算，至%(end)s %(weekday)s") % days)
