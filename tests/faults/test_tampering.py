"""Whoever changes the database past the program is found out, with the file and the line (acceptance test 17).

Shown to fail without its protections: ``test_no_layer_suffices_alone`` takes out the checkpoint and then the key, and
what they catch is missed.
"""

from random import Random

import pytest

from caseflow.audit import checkpoints, keys
from caseflow.audit.verification import verify
from tests.audit import histories

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(bring_to, people, scale):
    """Cases with a dozen lines each, under a checkpoint."""
    cases = [bring_to("filed") for _n in range(scale(3, 10))]
    for case in cases:
        histories.write(case, people.li, 8)
    checkpoints.take()
    for case in cases:
        case.dossier.refresh_from_db()
    return [case.dossier for case in cases]


@pytest.fixture
def others(files, people):
    return {"dossiers": files, "people": [people.li.pk, people.zhao.pk]}


def found(kind, dossier, seq, others, anchors):
    """Whether a change is found, and whether the first thing said of the file names the line."""
    with histories.tampered():
        expected = kind(dossier, seq, others)
        said = [each for each in verify(anchors).damages if each.chain == dossier.reference]
    return bool(said), bool(said) and said[0].seq == expected


def test_twelve_ways_of_changing_the_past_are_found(files, others, scale, figures):
    anchors = checkpoints.anchored()
    wanted = scale(3, 10)
    tried = [
        (kind.__name__, *found(kind, dossier, seq, others, anchors))
        for kind in histories.KINDS
        for dossier, seq in histories.places(files, wanted)
    ]
    seen, exact = sum(each[1] for each in tried), sum(each[2] for each in tried)
    figures(f"{seen} of {len(tried)} found, {exact} with file and line")
    assert [name for name, is_seen, _exact in tried if not is_seen] == []
    assert exact * 12 >= 11 * len(tried)
    assert verify(anchors).sound


def test_a_line_appended_without_the_key_is_flagged(files, others, scale, figures):
    wanted, flagged = scale(10, 100), 0
    for dossier, seq in histories.places(files, wanted):
        with histories.tampered():
            forged = histories.append_forged(dossier, seq, others)
            flagged += ("forged", dossier.reference, forged) in [
                (each.kind, each.chain, each.seq) for each in verify().damages
            ]
    figures(f"{flagged} of {wanted} forged lines flagged")
    assert flagged == wanted


def test_nobody_is_accused_where_nothing_was_changed(bring_to, people, scale, figures):
    chance, alarms, rounds = Random(9), 0, scale(4, 20)
    for _n in range(rounds):
        case = bring_to(chance.choice(["accepted", "filed", "investigating"]))
        histories.write(case, people.head, chance.randint(0, 5))
        if chance.random() < 0.5:
            checkpoints.take()
        alarms += len(verify(checkpoints.anchored()).damages)
        alarms += len(verify(checkpoints.anchored(), incremental=True).damages)
    figures(f"{alarms} false alarms in {rounds} databases")
    assert alarms == 0


def test_no_layer_suffices_alone(files, others):
    """What the checkpoint alone sees is missed without it, and so is what the key alone sees where it was stolen."""
    dossier, seq = next(histories.places(files, 1))

    def missed(anchors, **more):
        hands = {**others, **more}
        return {kind.__name__ for kind in histories.KINDS if not found(kind, dossier, seq, hands, anchors)[0]}

    unanchored = {"delete_last_and_roll_back", "delete_file"}
    assert missed({}) == unanchored
    assert missed({}, key=keys.current()[1]) == unanchored | {"rewrite", "append_forged"}
    assert missed(checkpoints.anchored(), key=keys.current()[1]) == {"append_forged"}
