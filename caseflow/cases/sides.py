"""Writes who took which side of a matter, and says whom that keeps from what: by themselves, or through a stand-in."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from caseflow.procedure import Attempt
from caseflow.procedure.duties import Side, clash

from .duties import Duty
from .models import Dossier, Event, Record


class Taken(NamedTuple):
    """A person takes a side; ``item`` is what a single deed is about."""

    person: Any
    side: str
    item: str = ""
    through: Any = None


def read(deed: str) -> tuple[str, str]:
    """``draft:penalty`` as side and item."""
    side, _colon, item = deed.partition(":")
    return side, item


def of_office(record: Record, role: str) -> list[str]:
    side = record.procedure.sides.get(role)
    return [str(side)] if side else []


def refusal(dossier: Dossier, person: Any, wanted: Iterable[str]) -> str:
    """The sentence why ``person`` may not take one of the sides ``wanted`` in the matter, or an empty string."""
    mine = [(side, item) for pk, side, item in dossier.sides if pk == person.pk]
    for deed in wanted:
        side, item = read(deed)
        if other := clash(side, {each for each, about in mine if about == item or each == Side.RECUSED}):
            words = {"person": person, "other": Side(other).label, "side": Side(side).label}
            return _("%(person)s 在本案或者关联案卷中已有“%(other)s”的职责，不得再“%(side)s”。") % words
    return ""


def appointed(dossier: Dossier) -> set[int]:
    """The keys of the appointments that hold now."""
    return {each.pk for each in dossier.team if each.ended_on is None}


def taken(record: Record, attempt: Attempt, before: set[int]) -> Iterable[Taken]:
    """The sides that ``attempt`` puts people on: whoever acts, whom they stand in for, whoever was appointed."""
    if attempt.by is not None:
        deeds = [*of_office(record, attempt.role), *attempt.row.deeds]
        for deed in deeds:
            yield Taken(attempt.by, *read(deed))
            if attempt.behalf is not None:
                yield Taken(attempt.behalf, *read(deed), attempt.by)
    for each in record.dossier.team:
        if each.ended_on is None and each.pk not in before:
            yield Taken(each.user, Side.BE_APPOINTED, each.role)
            for side in of_office(record, each.role):
                yield Taken(each.user, side)
            for person in filter(None, (attempt.by, attempt.behalf)):
                yield Taken(person, Side.APPOINT, each.role)
        elif each.since == each.ended_on == attempt.on:  # of a meeting: whoever sat in it answers for it
            for side in of_office(record, each.role):
                yield Taken(each.user, side)
    yield from record.sides_of(attempt)


def write(record: Record, attempt: Attempt, event: Event, before: set[int]) -> None:
    """Keep the sides that people have taken with ``event``; ``before`` are the appointments that held before it.

    Raises Refused where one clashes; nothing is then kept.
    """
    from .transitions import Refused

    dossier, new = record.dossier, []
    here = {(person, side, item) for person, side, item, file in dossier.duties_of_matter if file == dossier.pk}
    for each in taken(record, attempt, before):
        key = (each.person.pk, str(each.side), each.item)
        if key in here:
            continue
        if each.side != Side.RECUSED and (why := refusal(dossier, each.person, [f"{each.side}:{each.item}"])):
            raise Refused({"duties_apart": why})
        here.add(key)
        dossier.duties_of_matter.append((*key, dossier.pk))
        new.append(each)
    matter = dossier.key_of_matter
    Duty.objects.bulk_create(
        Duty(
            dossier=dossier,
            matter=matter,
            person=each.person,
            duty=each.side,
            item=each.item,
            event=event,
            through=each.through,
        )
        for each in sorted(new, key=lambda each: each.person.pk)
    )


def join(dossier: Dossier, other: Dossier) -> None:
    """The two files are one matter from now on: what somebody did in one keeps them from the other side in both.

    Raises Refused where somebody has already taken sides in the two that exclude each other.
    """
    from .transitions import Refused

    mine, theirs = dossier.key_of_matter, other.key_of_matter
    if mine == theirs:
        return
    for person, side, item in theirs_of(other):
        fellow = Taken(_Keyed(person), side, item)
        if why := refusal(dossier, fellow.person, [f"{side}:{item}"]):
            raise Refused({"duties_apart": why})
    first = min(mine, theirs)
    for key in (mine, theirs):
        if key != first:
            Duty.objects.filter(matter=key).update(matter=first)
            Dossier.objects.filter(matter=key).update(matter=first)
    Dossier.objects.filter(pk__in=(mine, theirs)).exclude(pk=first).update(matter=first)
    for each in (dossier, other):
        each.matter_id = first if each.pk != first else None
        each.forget("duties_of_matter", "joined_team")


def theirs_of(dossier: Dossier) -> list[tuple[int, str, str]]:
    dossier.forget("duties_of_matter")
    return [each for each in dossier.sides if each[1] != Side.RECUSED]


class _Keyed:
    """A person of whom only the key is known, until a sentence names them."""

    def __init__(self, pk: int):
        self.pk = pk

    def __str__(self) -> str:
        from django.contrib.auth import get_user_model

        return str(get_user_model()._default_manager.get(pk=self.pk))
