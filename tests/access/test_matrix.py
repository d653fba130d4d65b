"""The policy against the table that was written beside it from the law: every cell, and every row noticed when it changes."""

import random
from dataclasses import replace
from functools import cache

import pytest

from caseflow.cases.access.matrix import cells, cells_of, roles_of
from caseflow.cases.access.vocabulary import READ, FieldClass, Relation, Shown, policies
from caseflow.enforcement.procedure import CASE, TIP

from .expand import expand

PROCEDURES = {"enforcement.tip": TIP, "enforcement.case": CASE}
TOLD, ALLOWED, SEEN = expand()


def differences(found):
    """Where the policy and the table disagree."""
    for each in found:
        if each.kind == "do":
            here = (each.procedure, each.what, each.role, each.state, each.relation)
            if (each.answer == "yes") != (here in ALLOWED):
                yield each
        elif each.answer != SEEN.get((each.what, each.role, each.relation), "hidden"):
            yield each


def test_both_tables_say_the_same_in_every_cell(figures):
    every = [each for each in cells() if each.procedure in TOLD["states"]]  # support has a table of its own
    assert list(differences(every)) == []
    assert {each[:5] for each in ALLOWED} <= {
        (each.procedure, each.what, each.role, each.state, each.relation) for each in every if each.kind == "do"
    }
    assert len(every) >= 40_000
    figures(f"{len(every):,} cells, {len(ALLOWED):,} of them allowed, 0 differences")


def test_the_table_speaks_of_the_states_offices_and_relations_there_are():
    assert {*TOLD["states"]["case"].values()} == {*CASE.states.values}
    assert {*TOLD["states"]["tip"].values()} == {*TIP.states.values}
    assert TOLD["roles"] == [*roles_of(CASE)]
    assert TOLD["relations"] == Relation.values
    assert TOLD["classes"] == FieldClass.values


@pytest.mark.parametrize("part", ["read", "file", "moves"])
def test_every_row_names_an_article(part):
    assert all(row["article"] for rows in TOLD[part].values() for row in rows)


def mutated(policy, chance):
    """``policy`` with one entry changed -- a state, a relation, an office, what is shown -- and where that can matter."""
    rules, sights = list(policy.rules), list(policy.sights)
    if chance.random() < 0.2:
        i = chance.randrange(len(sights))
        each = sights[i]
        sights[i] = replace(each, shown=chance.choice([s for s in Shown if s != each.shown]))
        return replace(policy, sights=tuple(sights)), each, {"actions": [READ], "roles": [each.role]}
    i = chance.randrange(len(rules))
    each, what = rules[i], chance.choice(["state", "relation", "office", "gone"])
    if what == "state":
        every = sorted({str(state) for state in PROCEDURES[policy.label].states.values})
        rules[i] = replace(each, states=each.states ^ {chance.choice(every)})
    elif what == "relation":
        rules[i] = replace(each, relations=each.relations ^ {Relation(chance.choice(Relation.values[2:]))})
    elif what == "office":
        others = [role for role in PROCEDURES[policy.label].roles.values if role != each.role]
        rules[i] = replace(each, role=chance.choice(others))
    else:
        del rules[i]
    actions = policy.actions if each.action == READ else [each.action]
    roles = {each.role, rules[i].role} if what == "office" else {each.role}
    return replace(policy, rules=tuple(rules)), (what, each), {"actions": actions, "roles": sorted(roles)}


def test_whoever_changes_one_entry_is_noticed(figures):
    chance, noticed, idle, unnoticed = random.Random(20260302), 0, 0, []
    every = [each for each in policies().values() if each.label in PROCEDURES]
    before = cache(
        lambda label, actions, roles: list(cells_of(policies()[label], PROCEDURES[label], actions=actions, roles=roles))
    )
    weights = [len(each.rules) for each in every]
    while noticed + len(unnoticed) < 200:
        policy = chance.choices(every, weights)[0]
        changed, what, where = mutated(policy, chance)
        procedure = PROCEDURES[policy.label]
        cells_now = list(cells_of(changed, procedure, **where))
        if cells_now == before(policy.label, tuple(where["actions"]), tuple(where["roles"])):
            idle += 1  # what another row says as well, or of a file that the office does not read
            continue
        if next(differences(cells_now), None) is not None:
            noticed += 1
        else:
            unnoticed.append(what)
    figures(f"{noticed} of 200 changed entries noticed; {idle} more changed no cell")
    assert noticed >= 198, unnoticed
