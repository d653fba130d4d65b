"""Moves that can go on for ever: three of the table lead a case in a circle, two of them with numbered papers."""

import json
import random
from datetime import date

from django.db import OperationalError

from caseflow.audit.verification import verify
from caseflow.cases.models import Dossier, Event
from caseflow.cases.transitions import Refused, perform
from caseflow.enforcement.models import EnforcementCase
from documents.models import Document
from documents.numbering import faults
from tests import walk
from tests.kernel import afresh, waiting_for

NOW = date(2026, 11, 16)  # after the last day of any walk


def afternoon():
    return walk.moment(NOW, 9)


def _facts(row, people):
    return next(facts(people, NOW) for _state, _day, _who, name, facts in walk.PATH if name == row)


CIRCLE = {
    "in_panel": ("return_to_investigation", "unit_head", lambda people: {"reason": "事实不清。"}),
    "investigating": ("conclude_investigation", "li", lambda people: _facts("conclude_investigation", people)),
    "concluded": (
        "discuss_in_panel",
        "unit_head",
        lambda people: _facts("discuss_in_panel", people) | {"held_at": walk.moment(NOW, 8)},
    ),
}


def cases_in_the_circle(people, number):
    return [walk.bring_to(people, "in_panel").pk for _each in range(number)]


def once_round(people, pk, token=""):
    """The next move of a case. Raises Refused where another process was quicker."""
    case = EnforcementCase.objects.select_related("dossier").get(pk=pk)
    row, who, facts = CIRCLE[case.state]
    return perform(case, row, by=getattr(people, who), token=token, version=case.dossier.seq, **facts(people))


def keep_moving(people, pks, seed, tell, rounds=10**9):
    """Move cases at random and tell of each move as soon as it is acknowledged: token, file, number of the line."""
    chance = random.Random(seed)
    for number in range(rounds):
        try:
            event = once_round(people, chance.choice(pks), f"{seed}-{number}")
        except (
            Refused,
            OperationalError,
        ):  # another was quicker, or it waited too long for the others: nothing is told
            continue
        tell(event.token, event.dossier_id, event.seq)


def lost(acknowledged):
    """Those of the acknowledged moves that the files do not hold."""
    kept = set(Event.objects.exclude(token=None).values_list("token", "dossier_id", "seq"))
    return [each for each in acknowledged if tuple(each) not in kept]


def half_done():
    """What is wrong with any file: a line missing, a state no line led to, a paper too few, work in vain, a broken chain."""
    found = list(faults())
    for dossier in Dossier.objects.all():
        lines = list(dossier.events.order_by("seq"))
        if [line.seq for line in lines] != list(range(1, dossier.seq + 1)):
            found.append(f"{dossier}: lines {[line.seq for line in lines]} of {dossier.seq}")
        for line in lines:
            named = sorted(kind for kind, _sha256 in json.loads(line.papers))
            issued = sorted(line.issued.values_list("kind", flat=True))
            if named != issued:
                found.append(f"{dossier}/{line.seq}: papers {issued}, named {named}")
    for case in EnforcementCase.objects.select_related("dossier"):
        last = case.dossier.events.order_by("seq").last()
        awaited = case.procedure.awaited(afresh(case))
        waiting = [name for name, _owner in waiting_for(case)]
        if last.target != case.state or waiting != ([awaited.name] if awaited else []):
            found.append(f"{case}: {case.state}, last line to {last.target}, waiting {waiting}")
    found += [f"{damage.chain}/{damage.seq}: {damage.kind}" for damage in verify().damages]
    if Document.objects.count() != Document.objects.filter(paper__isnull=False).count():
        found.append("papers in no file")
    return found
