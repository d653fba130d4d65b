"""The one way a record moves. Whatever a move brings about happens in one transaction."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caseflow.people.models import Agency
from caseflow.procedure import NOBODY, PUBLIC, SYSTEM, Attempt, Transition
from caseflow.procedure.table import performing
from documents import issuing

from . import calendar, chained, limits, settled, sides, work
from .access import Office, as_office, offices_of
from .access.vocabulary import FieldClass, policies
from .facts import canonical
from .identifiers import masked
from .models import Dossier, Event, Paper, Record

Done = TypeVar("Done")
HARMLESS = frozenset({"annotate"})  # acts that change nothing another form was filled in on


class Refused(Exception):
    """The procedure does not allow the move now. ``reasons`` are guard codes with sentences for whoever asked."""

    def __init__(self, reasons: Mapping[str, str]):
        self.reasons = dict(reasons)
        super().__init__(" ".join(self.reasons.values()))


class Stale(Refused):
    """Somebody else has written in the file since the form was opened; ``events`` are what they did."""

    def __init__(self, events: list[Event]):
        self.events = events
        super().__init__({"stale": _("您打开这个页面以后，案卷已有变化。请核对下面的变化，再提交一次。")})


class NotPermitted(PermissionDenied):
    """Not this person. The sentence names the person and the reason."""

    code = "not_permitted"


@dataclass(frozen=True)
class Move:
    """A row as it stands for one person now: open, or what is missing, or why not for this person."""

    row: Transition
    unmet: dict[str, str]
    why_not: str = ""

    @property
    def is_open(self) -> bool:
        return not self.unmet and not self.why_not


def perform(
    record: Record,
    name: str,
    /,
    *,
    by: Any,
    on: date | None = None,
    at: datetime | None = None,
    token: str = "",
    version: int | None = None,
    digest: str = "",
    **facts: Any,
) -> Event:
    """Move ``record`` by the row ``name`` and return the line written in its file.

    ``by`` None is the clock, PUBLIC somebody outside, of whom nothing is known here. ``on`` is the legal day of the act, from which limits run (default: today). ``token``
    makes a repeated submission answer with what the first one did. ``version`` is the number of the last event the
    person had seen, ``digest`` what ``digest_of`` gave for the papers they approved.

    Raises Refused (not now, and what is missing), Stale (the file changed meanwhile) or NotPermitted (not this
    person); nothing has then changed.
    """

    def move() -> Event:
        with transaction.atomic(), settled.once():
            current, attempt, done = _prepare(record, name, by, on, at, token, version, facts)
            return done or _move(current, attempt, token, digest)

    return _twice(move)


def rehearse(record: Record, name: str, /, *, by: Any, on: date | None = None, **facts: Any) -> list[issuing.Frozen]:
    """The papers that the move would issue, exactly as it would issue them; nothing is kept.

    Raises as ``perform`` does.
    """
    with transaction.atomic(), settled.once():
        record, attempt, _done = _prepare(record, name, by, on, None, "", None, facts)
        _record_facts(record, attempt)
        papers = _papers(record, attempt)
        transaction.set_rollback(True)
    return papers


def open_dossier(
    record_class: type[Record],
    name: str,
    /,
    *,
    by: Any,
    agency: Agency,
    on: date | None = None,
    at: datetime | None = None,
    token: str = "",
    **facts: Any,
) -> Record:
    """Open a file with a new record by the row ``name``, and return the record. Raises as ``perform`` does."""
    row = record_class.procedure.rows[name]

    def move() -> Record:
        with transaction.atomic(), settled.once():
            if token and (done := Event.objects.filter(token=token).select_related("dossier").first()):
                return record_class._default_manager.select_related("dossier").get(dossier=done.dossier)
            dossier = Dossier(procedure=record_class.label(), agency=agency, opened_on=on or timezone.localdate(at))
            record = record_class(dossier=dossier, state=row.target)  # type: ignore[misc]  # every record has a state
            attempt = _permitted(record, row, by, on, at, facts)
            if unmet := row.unmet(record, attempt):
                raise Refused(unmet)
            dossier.reference = record_class.new_reference(agency, dossier.opened_on)
            dossier.save()
            record.dossier = dossier
            _move(record, attempt, token, opening=True)
        return record

    return _twice(move)


def _twice(move: Callable[[], Done]) -> Done:
    """Where another file has just taken what is given once only -- a token, a slip -- the second attempt sees it."""
    try:
        return move()
    except IntegrityError:
        return move()


def _prepare(
    record: Record,
    name: str,
    by: Any,
    on: date | None,
    at: datetime | None,
    token: str,
    version: int | None,
    facts: dict[str, Any],
) -> tuple[Record, Attempt, Event | None]:
    """Lock, fetch, permit and guard."""
    row = record.procedure.rows[name]
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("agency").get(pk=record.dossier_id)
    record = type(record)._default_manager.get(pk=record.pk)
    record.dossier = dossier
    if token and (done := Event.objects.filter(token=token).first()):
        return record, Attempt(row, by, done.at, done.on), done
    attempt = _permitted(record, row, by, on, at, facts)
    _not_stale(dossier, version)
    if unmet := row.unmet(record, attempt):
        raise Refused(unmet)
    return record, attempt, None


def _permitted(
    record: Record, row: Transition, by: Any, on: date | None, at: datetime | None, facts: dict[str, Any]
) -> Attempt:
    """The attempt, once the state, the days and the person are right."""
    at = at or timezone.now()
    on = on or timezone.localdate(at)
    if record.pk and record.state not in row.source:  # a row without a source opens a file and does nothing to one
        raise Refused(
            {
                "wrong_state": _("现在是“%(state)s”，不能办理“%(move)s”。")
                % {"state": record.get_state_display(), "move": row.title}  # type: ignore[attr-defined]
            }
        )
    office = office_for(record, row.by, by, row)
    if on > timezone.localdate(at):
        raise Refused({"in_future": _("日期%(on)s晚于今天，请改为实际发生的日期。") % {"on": calendar.long_day(on)}})
    if row.source:
        _after_what_it_follows(record, on)
    return Attempt(row, None if by == PUBLIC else by, at, on, facts, office.role, office.leader)


def _after_what_it_follows(record: Record, on: date) -> None:
    last = max(filter(None, record.dossier.past.values()), default=None)
    if last and on < last:
        raise Refused(
            {
                "before_previous": _("日期%(on)s早于上一步的日期%(last)s，请核对先后。")
                % {"on": calendar.long_day(on), "last": calendar.long_day(last)}
            }
        )


def role_for(record: Record, roles: Iterable[str], user: Any, row: Transition | None = None) -> str:
    """The role in which ``user`` may act. Raises NotPermitted with person and reason."""
    return office_for(record, roles, user, row).role


def office_for(record: Record, roles: Iterable[str], user: Any, row: Transition | None = None) -> Office:
    """The office in which ``user`` may act, one's own or a leader's. Raises NotPermitted with person and reason.

    ``row`` is what is to be done; without it the question is whether the office may be exercised in this file at all.
    """
    if user is None or user == PUBLIC:
        if (nobody := user or SYSTEM) in roles:
            return Office(nobody)
        raise NotPermitted(_("这一步须由人办理，系统不能代办。"))
    procedure, offices = record.procedure, offices_of(user)
    held = [
        Office(role, offices[permission]) for role in roles if (permission := procedure.permission(role)) in offices
    ]
    if not held:
        names = _("、").join(str(procedure.roles(role).label) for role in roles if role not in NOBODY) or _("系统")
        raise NotPermitted(_("%(person)s 没有办理这一步的角色（%(roles)s）。") % {"person": user, "roles": names})
    reasons = []
    for office in held:
        reason = next(
            filter(
                None, (_why_not(record, office.role, person, row) for person in filter(None, (user, office.leader)))
            ),
            "",
        )
        if not reason and record.pk and row is not None:
            reason = as_office(user, f"move.{row.name}", record, office).why
        if not reason:
            return office
        reasons.append(reason)
    raise NotPermitted(reasons[0])


def _why_not(record: Record, role: str, user: Any, row: Transition | None) -> str:
    """Why ``user`` -- who acts, or who is stood in for -- may not take part in ``role``, or an empty string."""
    if reason := record.barred(user):
        return reason
    procedure = record.procedure
    if other := procedure.clash(role, roles_taken(record, user)):
        return _("%(person)s 在本案中已担任“%(other)s”，不得再以“%(role)s”身份办理。") % {
            "person": user,
            "other": procedure.roles(other).label,
            "role": procedure.roles(role).label,
        }
    if role in procedure.per_case and role not in assigned_roles(record, user):
        return _("%(person)s 不是本案的“%(role)s”。") % {"person": user, "role": procedure.roles(role).label}
    wanted = [*sides.of_office(record, role), *(row.deeds if row is not None else ())]
    return sides.refusal(record.dossier, user, wanted)


def assigned_roles(record: Record, user: Any) -> set[str]:
    """The roles in which ``user`` is on the file now."""
    return {each.role for each in record.dossier.team if each.user_id == user.pk and each.ended_on is None}


def roles_taken(record: Record, user: Any) -> set[str]:
    """The roles ``user`` has acted in or been assigned to on this file, ever."""
    dossier = record.dossier
    acted = {role for actor, role in dossier.past if actor == user.pk}
    return acted | {each.role for each in dossier.team if each.user_id == user.pk}


def _not_stale(dossier: Dossier, version: int | None) -> None:
    if version is None or version == dossier.seq:
        return
    since = dossier.events.filter(seq__gt=version).exclude(transition__in=HARMLESS).select_related("actor")
    if events := list(since.order_by("seq")):
        raise Stale(events)


def _record_facts(record: Record, attempt: Attempt) -> None:
    """The transition method: django-fsm sets the state, the method records the facts.

    What it words itself is kept in the file and printed on papers, so it is Chinese, whoever types.
    """
    record.attempt = attempt
    before = _fields(record)
    with performing(), translation.override(settings.LANGUAGE_CODE):
        getattr(record, attempt.row.name)()
    if record.pk is None:
        record.save()
    elif changed := [name for name, value in _fields(record).items() if value != before[name]]:
        record.save(update_fields=changed)


def _fields(record: Record) -> dict[str, Any]:
    columns = [
        field.attname for field in record._meta.concrete_fields if not field.primary_key
    ]  # given once, by saving
    return {name: deepcopy(getattr(record, name)) for name in columns}


def _move(record: Record, attempt: Attempt, token: str, digest: str = "", *, opening: bool = False) -> Event:
    source, before = "" if opening else record.state, sides.appointed(record.dossier)
    _record_facts(record, attempt)
    papers = _papers(record, attempt)
    if digest and digest != digest_of(papers):
        raise Refused({"content_changed": _("您看过以后，文书内容有了变化。请重新核对文书，再作决定。")})
    event = _write(record, attempt, source, papers, token)
    sides.write(record, attempt, event, before)
    try:
        limits.apply(record, attempt, event)
    except calendar.TooLate as late:
        raise Refused({"too_late": str(late)}) from late
    if record.label() == record.dossier.procedure:
        record.dossier.stage = record.procedure.states.values.index(record.state)
    record.dossier.save(
        update_fields=["seq", "head", "last_at", "title", "subject", "words", "closed_on", "next_due", "stage"]
    )
    if opening:
        work.begin(record)
    elif record.state != source or len(record.procedure.tasks_of(record.state)) > 1:
        work.follow(record, attempt.row, attempt.by)
    if record.state != source:
        _perform_at_once(record, attempt)
    _issue(record, event, papers)
    return event


def _write(record: Record, attempt: Attempt, source: str, papers: list[Any], token: str) -> Event:
    dossier = record.dossier
    dossier.seq += 1
    if record.state in record.procedure.final and dossier.closed_on is None:
        dossier.closed_on = attempt.on
    event = Event(
        dossier=dossier,
        seq=dossier.seq,
        part=record.label(),
        transition=attempt.row.name,
        source=source,
        target=record.state,
        actor=attempt.by,
        role=attempt.role,
        at=attempt.at,
        on=attempt.on,
        facts=canonical(_told(record, attempt)),
        papers=canonical([[frozen.kind, frozen.sha256] for frozen in papers]),
        token=token or None,
    )
    chained.bind(event, dossier)
    event.save()
    dossier.forget("past")
    return event


def _told(record: Record, attempt: Attempt) -> dict[str, Any]:
    """The facts as the line keeps them, for good: nothing sealed, and of what is personal only the form of it.

    What a number was stands in the record, where it can be corrected and erased.
    """
    policy, row = policies().get(record.label()), attempt.row
    kinds = policy.facts if policy else {}
    return {
        name: masked(value) if isinstance(value, str) and kinds.get((row.name, name)) == FieldClass.PERSONAL else value
        for name, value in attempt.facts.items()
        if name not in row.sealed
    }


def _perform_at_once(record: Record, attempt: Attempt) -> None:
    """What follows by itself: the first row of the system whose guards hold."""
    for row in record.procedure.rows_by_source.get(record.state, ()):
        if row.at_once:
            following = Attempt(row, None, attempt.at, attempt.on, {}, SYSTEM)
            if not row.unmet(record, following):
                perform(record, row.name, by=None, on=attempt.on, at=attempt.at)
                return


def _papers(record: Record, attempt: Attempt) -> list[Any]:
    """The frozen papers of an attempt. Raises Refused where a paper cannot be printed."""
    try:
        contexts = ((kind, record.paper(kind, attempt)) for kind in attempt.row.issues)
        return [issuing.freeze(kind, context) for kind, context in contexts if context is not None]
    except issuing.Unprintable as unprintable:
        raise Refused({"unprintable": str(unprintable)}) from unprintable


def digest_of(papers: list[issuing.Frozen]) -> str:
    """What stands for the content of papers: whoever approves them approves exactly this."""
    return hashlib.sha256("".join(frozen.sha256 for frozen in papers).encode()).hexdigest()


def _issue(record: Record, event: Event, papers: list[Any]) -> None:
    if not papers:
        return
    dossier = record.dossier
    issued = issuing.issue(
        papers,
        agency_key=dossier.agency.key,
        agency_abbr=dossier.agency.abbr,
        category=dossier.agency.category,
        on=timezone.localdate(event.at),
        token=f"{dossier.reference}/{event.seq}",
        actor=event.actor_id,
    )
    Paper.objects.bulk_create(
        Paper(dossier=dossier, event=event, document=document, kind=document.kind) for document in issued
    )


def try_on(record: Record, row: Transition, by: Any, **facts: Any) -> Attempt:
    """An attempt that is not performed: what a page shows before it is submitted."""
    return Attempt(row, by, timezone.now(), timezone.localdate(), facts, row.by[0])


def open_to(record: Record, user: Any) -> list[Move]:
    """The rows of the present state for ``user``: a guard does not hide one, it says what is missing."""
    moves = []
    for row in record.procedure.rows_by_source.get(record.state, ()):
        if row.is_nobodys:
            continue
        try:
            role_for(record, row.by, user, row)
        except NotPermitted as refusal:
            moves.append(Move(row, {}, str(refusal)))
            continue
        moves.append(Move(row, row.unmet(record, try_on(record, row, user), standing=True)))
    return moves
