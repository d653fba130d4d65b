"""Days in hospital against an oracle that goes day by day, and the laws that every claim obeys."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.support.rules.facts import Standing, Stay, Used
from caseflow.support.rules.hospital import hospital_care
from caseflow.support.rules.policy import FamilyType

TODAY = date(2026, 12, 31)
ONE = timedelta(days=1)
FIRST = date(2023, 10, 1)


@st.composite
def stays(draw):
    admitted = draw(st.dates(date(2023, 10, 1), date(2026, 10, 1)))
    return Stay(admitted, admitted + draw(st.integers(0, 80)) * ONE)


@st.composite
def standings(draw):
    confirmed = draw(st.dates(date(2016, 1, 1), date(2026, 6, 1)))
    closed = draw(st.none() | st.dates(confirmed, TODAY))
    died = draw(st.none() | st.dates(confirmed, TODAY))
    return Standing(FamilyType.DEATH, confirmed, closed_to=closed, died_on=died)


borns = st.dates(date(1955, 1, 1), date(1967, 1, 1))
paids = st.dictionaries(st.integers(2023, 2026), st.integers(0, 30))


def sixty(born):
    if (born.month, born.day) == (2, 29) and (born.year + 60) % 4:
        return date(born.year + 60, 2, 28)
    return born.replace(year=born.year + 60)


def by_hand(born, standing, stays, paid):
    """Every day of three years, one after the other."""
    kept = {}
    day = FIRST
    while day <= TODAY:
        inside = any(s.admitted <= day < s.discharged or s.admitted == day == s.discharged for s in stays)
        after_death = standing.died_on is not None and (
            day > standing.died_on
            or (day == standing.died_on and not any(s.admitted == standing.died_on for s in stays))
        )
        if (
            inside
            and day >= standing.confirmed_from
            and (standing.closed_to is None or day <= standing.closed_to)
            and not after_death
            and day >= sixty(born)
            and paid.get(day.year, 0) + len(kept.get(day.year, ())) < 30
        ):
            kept.setdefault(day.year, []).append(day)
        day += ONE
    return kept


def found(born, standing, stays, paid):
    result = hospital_care("li", born, standing, stays, TODAY, used=Used.of(paid))
    return {line.year: [key[1] for key in line.keys] for line in result.lines}, result


@settings(max_examples=120, deadline=None)
@given(borns, standings(), st.lists(stays(), min_size=1, max_size=6), paids)
def test_the_days_are_what_going_day_by_day_gives(born, standing, stays, paid):
    days, result = found(born, standing, stays, paid)
    assert days == by_hand(born, standing, stays, paid)
    assert result.amount_fen == 10_000 * sum(map(len, days.values()))
    assert result.split.total == result.amount_fen


@settings(max_examples=100, deadline=None)
@given(borns, standings(), st.lists(stays(), min_size=1, max_size=5), paids, st.randoms(use_true_random=False))
def test_the_order_of_stays_does_not_matter_nor_does_telling_one_twice(born, standing, stays, paid, random):
    shuffled = [*stays, stays[0]]
    random.shuffle(shuffled)
    assert found(born, standing, stays, paid)[0] == found(born, standing, shuffled, paid)[0]


@settings(max_examples=100, deadline=None)
@given(borns, standings(), st.lists(stays(), min_size=2, max_size=5), st.data())
def test_claims_one_after_the_other_pay_what_one_claim_pays_and_no_day_twice(born, standing, stays, data):
    together = sum(map(len, found(born, standing, stays, {})[0].values()))
    cut = data.draw(st.integers(1, len(stays) - 1))
    first = hospital_care("li", born, standing, stays[:cut], TODAY)
    used = Used.of(keys=[key for line in first.lines for key in line.keys])
    second = hospital_care("li", born, standing, stays[cut:], TODAY, used=used)
    keys = [key for each in (first, second) for line in each.lines for key in line.keys]
    assert len(keys) == len(set(keys)) == together
