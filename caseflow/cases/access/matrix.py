"""Every cell of the policy, evaluated: what is compared with the table that somebody else has written."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .. import registry
from .vocabulary import FieldClass, Policy, Relation, policies

ADMINISTRATORS = ("change_user", "confirm_roles", "read_audit")


class Cell(NamedTuple):
    procedure: str
    kind: str  # do, see
    what: str  # an action, a class of data
    role: str
    state: str
    relation: str
    answer: str  # yes, no; visible, masked, hidden, grant


def roles_of(procedure: Any) -> tuple[str, ...]:
    return (*map(str, procedure.roles.values), *ADMINISTRATORS)


def cells_of(policy: Policy, procedure: Any, actions: Iterable[str] = (), roles: Iterable[str] = ()) -> Iterator[Cell]:
    """Action × office × state × relation, then class × office × relation; of those actions and offices, or of all."""
    name, roles = procedure.name, tuple(roles) or roles_of(procedure)
    for action in actions or policy.actions:
        for role in roles:
            for state in procedure.states.values:
                for relation in Relation.values:
                    answer = "yes" if policy.allows(action, role, state, relation) else "no"
                    yield Cell(name, "do", action, role, str(state), relation, answer)
    for kind in FieldClass:
        for role in roles:
            for relation in Relation.values:
                yield Cell(name, "see", kind.value, role, "", relation, policy.shows(kind, role, relation).value)


def cells() -> Iterator[Cell]:
    """All cells of all procedures that have a policy."""
    for label, policy in policies().items():
        yield from cells_of(policy, registry.record_class(label).procedure)
