"""The walk over a whole table: row × office × state, each cell performed or refused, and nothing changed by a refusal."""

from contextlib import nullcontext

import pytest

from caseflow.cases.access import Office, as_office
from caseflow.cases.transitions import NotPermitted, Refused, perform
from caseflow.procedure import NOBODY, PUBLIC
from tests.kernel import afresh, at, fingerprint, last_moment, undone, writes


def is_allowed(record, row, role, person):
    """What the table says of the row, and the policy of who does it in this file."""
    if record.state not in row.source or role not in row.by:
        return False
    return role in NOBODY or as_office(person, f"move.{row.name}", record, Office(role)).ok


def walk_through(record, procedure, lawful, person_of, cells, around=lambda row, state: nullcontext()):
    """Try every cell of the state that ``record`` is in.

    ``lawful(row, record)`` prepares a row and gives its facts, its moment and, where the usual holder of a role may not
    in this file, another one; ``person_of(role)`` is who holds a role.
    """
    before, state = fingerprint(), record.state
    roles = (*procedure.roles.values, *NOBODY)
    for row in procedure:
        with undone(), around(row, state):
            reached = state in row.source
            facts, moment = lawful(row.name, record) if reached else ({}, last_moment(record))
            record.dossier.forget("team")  # what makes it lawful may have appointed somebody
            with at(moment):
                for role in roles:
                    person = person_of(role)
                    if is_allowed(record, row, role, person):
                        with undone():
                            succeeds(record, row, person, facts)
                        cells["allowed"] += 1
                    else:
                        is_refused(record, row, person, facts)
                        cells["refused"] += 1
    assert fingerprint() == before


def succeeds(record, row, person, facts):
    event = perform(record, row.name, by=person, **facts)
    moved = afresh(record)
    first = moved.dossier.events.get(pk=event.pk)
    actor = None if person == PUBLIC else person
    assert (first.transition, first.source, first.actor) == (row.name, record.state, actor)
    assert first.target == (row.target or record.state)


def is_refused(record, row, person, facts):
    with writes() as written, pytest.raises((Refused, NotPermitted)) as refusal:
        perform(record, row.name, by=person, **facts)
    assert str(refusal.value)
    assert written == []
