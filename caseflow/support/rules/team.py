"""How complete a team is, who of the family it does not reach, and whether both posts are held (T-1 to T-4): pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

FPA_SEC, TOWN_CADRE, VILLAGE_FP, VILLAGE_DOCTOR, VOLUNTEER = FIVE = (
    "FPA_SEC",
    "TOWN_CADRE",
    "VILLAGE_FP",
    "VILLAGE_DOCTOR",
    "VOLUNTEER",
)
TOWN_LEADER, VILLAGE_CADRE, LOCAL_CONTACT, STAND_IN = "DUAL_TOWN_LEADER", "DUAL_VILLAGE", "LOCAL_CONTACT", "STAND_IN"
COMPLETE, UNCOVERED, INCOMPLETE, NONE = "complete", "uncovered", "incomplete", "none"


@dataclass(frozen=True)
class Serving:
    """Somebody who serves on the day that is asked about: person, role, whether blocked, whether of the two posts."""

    person: int
    code: str
    stands_for: str = ""
    dual: bool = False
    blocked: bool = False

    @property
    def counts(self) -> bool:
        """A stand-in never does (T-8), nor whoever is blocked (T-3)."""
        return self.code in FIVE and not self.blocked


@dataclass(frozen=True)
class Completeness:
    """``filled`` of the five, the ``gaps`` with whoever stands in (None: nobody), and the members nobody is named for."""

    filled: int
    gaps: Mapping[str, int | None]
    uncovered: tuple[int, ...]
    begun: bool
    dual: bool

    @property
    def state(self) -> str:
        if not self.begun:
            return NONE
        if self.gaps:
            return INCOMPLETE
        return UNCOVERED if self.uncovered else COMPLETE


def completeness(serving: Iterable[Serving], primary: Mapping[int, int | None]) -> Completeness:
    """What T-3 and T-4 say of a team; ``primary`` gives for each living member the person named for them."""
    team = list(serving)
    held = {each.code for each in team if each.counts}
    standing = {each.stands_for: each.person for each in team if each.code == STAND_IN and not each.blocked}
    fixed = {each.person for each in team if not each.blocked and each.code != STAND_IN}
    return Completeness(
        filled=len(held),
        gaps={code: standing.get(code) for code in FIVE if code not in held},
        uncovered=tuple(member for member, person in primary.items() if person not in fixed),
        begun=any(each.code != STAND_IN for each in team),
        dual=has_both_posts(team),
    )


def has_both_posts(serving: Collection[Serving]) -> bool:
    """T-4: a leader of the township and a cadre of the village committee, in the team or beside it."""
    fit = [each for each in serving if not each.blocked]
    town = any(each.code == TOWN_LEADER or (each.code == TOWN_CADRE and each.dual) for each in fit)
    village = any(each.code == VILLAGE_CADRE or (each.code == VILLAGE_FP and each.dual) for each in fit)
    return town and village


def has_a_post(serving: Collection[Serving]) -> bool:
    """A4: at least one of the two."""
    return any(
        not each.blocked and (each.code in (TOWN_LEADER, VILLAGE_CADRE) or (each.dual and each.code in FIVE[1:3]))
        for each in serving
    )
