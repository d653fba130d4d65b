"""The laws of a team (T-1 to T-4), for every team there could be."""

from hypothesis import given
from hypothesis import strategies as some

from caseflow.support.codes import FIVE as CODES
from caseflow.support.codes import TeamState
from caseflow.support.rules import team as rules
from caseflow.support.rules.coverage import Figure
from caseflow.support.rules.team import FIVE, STAND_IN, Serving, completeness, has_a_post, has_both_posts

PEOPLE = some.integers(1, 12)
OF_FIVE = some.builds(
    Serving, person=PEOPLE, code=some.sampled_from(FIVE), dual=some.booleans(), blocked=some.booleans()
)
EXTRAS = some.builds(
    Serving,
    person=PEOPLE,
    code=some.sampled_from((rules.TOWN_LEADER, rules.VILLAGE_CADRE, rules.LOCAL_CONTACT)),
    blocked=some.booleans(),
)
STANDING = some.builds(Serving, person=PEOPLE, code=some.just(STAND_IN), stands_for=some.sampled_from(FIVE))
TEAMS = some.lists(some.one_of(OF_FIVE, EXTRAS, STANDING), max_size=12)
PRIMARY = some.dictionaries(some.integers(100, 103), some.one_of(some.none(), PEOPLE), max_size=3)


def test_the_codes_are_those_of_the_closed_lists():
    assert tuple(each.value for each in CODES) == FIVE
    assert {rules.COMPLETE, rules.UNCOVERED, rules.INCOMPLETE, rules.NONE} == set(TeamState.values)


@given(TEAMS, PRIMARY)
def test_what_is_filled_and_what_is_empty_are_the_five(team, primary):
    found = completeness(team, primary)
    assert found.filled + len(found.gaps) == len(FIVE)
    assert set(found.gaps) <= set(FIVE)


@given(TEAMS, PRIMARY, STANDING)
def test_a_stand_in_never_counts(team, primary, stand_in):
    before, after = completeness(team, primary), completeness([*team, stand_in], primary)
    assert (after.filled, after.uncovered, after.state) == (before.filled, before.uncovered, before.state)
    assert set(after.gaps) == set(before.gaps)


@given(TEAMS, PRIMARY, OF_FIVE)
def test_one_more_person_never_makes_a_team_less_complete(team, primary, newcomer):
    before, after = completeness(team, primary), completeness([*team, newcomer], primary)
    assert after.filled >= before.filled
    assert set(after.uncovered) <= set(before.uncovered)
    assert has_both_posts([*team, newcomer]) or not has_both_posts(team)


@given(TEAMS, PRIMARY)
def test_complete_is_five_of_five_and_everybody_reached_and_nothing_else(team, primary):
    found = completeness(team, primary)
    held = {each.code for each in team if each.code in FIVE and not each.blocked}
    named = {each.person for each in team if each.code != STAND_IN and not each.blocked}
    everybody = all(person in named for person in primary.values())
    assert (found.state == rules.COMPLETE) == (held == set(FIVE) and everybody)
    assert (found.state == rules.UNCOVERED) == (held == set(FIVE) and not everybody)


@given(TEAMS)
def test_whoever_is_blocked_holds_no_post(team):
    blocked = [Serving(each.person, each.code, each.stands_for, each.dual, True) for each in team]
    assert not has_both_posts(blocked)
    assert not has_a_post(blocked)
    assert completeness(blocked, {}).filled == 0


@given(TEAMS)
def test_both_posts_are_at_least_one(team):
    assert has_a_post(team) or not has_both_posts(team)


@given(some.integers(0, 10_000), some.integers(0, 10_000))
def test_a_share_is_a_hundred_only_where_everybody_is_covered(done, more):
    figure = Figure("", done, done + more, "")
    assert (figure.percent == 100) == (figure.is_full and figure.all > 0)
    assert figure.percent is None or 0 <= figure.percent <= 100
