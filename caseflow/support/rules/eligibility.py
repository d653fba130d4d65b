"""Who qualifies (reference 1.1): every condition Q1–Q10 with its sentence, hard cases handed to people.

The rules recommend; a named officer decides. A condition that needs a person's eye has ``met=None`` and makes the
outcome MANUAL_REVIEW unless another condition fails outright.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .dates import birthday, has_reached
from .facts import Adult, Child, Family, Marital, Proof, Sex, Unit
from .policy import FamilyType
from .said import Reason, plain, reason
from .settings import DEFAULTS, Settings

FUTURE_CODES = frozenset({"WOMAN_UNDER_49", "SINGLE_PARENT_UNDER_49"})


class Outcome(TextChoices):
    """What the rules recommend."""

    ELIGIBLE = "ELIGIBLE", _("符合")
    FUTURE = "FUTURE", _("其他都符合，年满以后起发")
    MANUAL_REVIEW = "MANUAL_REVIEW", _("由县级人工核实")
    NOT_ELIGIBLE = "NOT_ELIGIBLE", _("暂不符合")


BEST_FIRST = tuple(Outcome)


@dataclass(frozen=True)
class PersonVerdict:
    key: str
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Verdict:
    """What is recommended for a household on a day: for each adult, and the best of these for the household.

    ``event_on`` is the qualifying event: the death, or the issue of the certificate of grade 1 to 3.
    """

    type: FamilyType
    on: date
    outcome: Outcome
    event_on: date | None
    reasons: tuple[Reason, ...]
    persons: tuple[PersonVerdict, ...]

    def of(self, key: str) -> PersonVerdict:
        return next(each for each in self.persons if each.key == key)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of everything that does not hold or needs a look, of the household and of its adults."""
        every = (*self.reasons, *(each for person in self.persons for each in person.reasons))
        return frozenset(each.code for each in every if each.met is not True)

    def as_json(self) -> dict[str, Any]:
        return {
            "type": str(self.type),
            "on": plain(self.on),
            "outcome": str(self.outcome),
            "event_on": plain(self.event_on),
            "reasons": [each.as_json() for each in self.reasons],
            "persons": [
                {"key": each.key, "outcome": str(each.outcome), "reasons": [r.as_json() for r in each.reasons]}
                for each in self.persons
            ],
        }


def judge(family: Family, on: date, settings: Settings = DEFAULTS, *, type: FamilyType | None = None) -> Verdict:
    """Q1 to Q10 for a family on a day, for the ``type`` applied for, else for the one that the children speak for."""
    found = type or type_of(family, on)
    shared = tuple(_shared(family, found, on, settings))
    persons = tuple(
        PersonVerdict(adult.key, _outcome((*shared, *own)), own)
        for adult in family.adults
        if adult.alive(on)
        for own in [tuple(_own(adult, family, on, settings))]
    )
    outcomes = [each.outcome for each in persons] or [Outcome.NOT_ELIGIBLE]
    best = min(outcomes, key=BEST_FIRST.index)
    return Verdict(found, on, best, event_day(family, found, on), shared, persons)


def type_of(family: Family, on: date) -> FamilyType:
    """The type that the children speak for: while one lives who has a certificate, disability."""
    living = [each for each in family.children if each.living(on)]
    gone = [each for each in family.children if not each.living(on) and each.died_on]
    if living and (any(each.certificate for each in living) or not gone):
        return FamilyType.DISABILITY
    return FamilyType.DEATH


def event_day(family: Family, type: FamilyType, on: date) -> date | None:
    """The day of the qualifying event, None where there is none yet."""
    if type == FamilyType.DISABILITY:
        issued = [c.certificate.issued_on for c in family.children if c.certificate and c.living(on)]
        return min(issued, default=None)
    return max((c.died_on for c in family.children if c.died_on and c.died_on <= on), default=None)


def _outcome(reasons: tuple[Reason, ...]) -> Outcome:
    failed = [each.code for each in reasons if each.met is False]
    if any(code not in FUTURE_CODES for code in failed):
        return Outcome.NOT_ELIGIBLE
    if any(each.met is None for each in reasons):
        return Outcome.MANUAL_REVIEW
    return Outcome.FUTURE if failed else Outcome.ELIGIBLE


def _shared(family: Family, type: FamilyType, on: date, settings: Settings) -> Iterator[Reason]:
    """The conditions of the household."""
    yield _born_since(family, settings)
    yield _one_child(family, type, on)
    if type == FamilyType.DEATH:
        yield _none_living(family, on)
    else:
        yield from _certified(family, on)
    yield from _no_later_child(family, type, on)
    yield from _counted(family, on)
    yield _honour(family, settings)
    yield _period(family, settings)
    yield from _hard_cases(family, type, on)


def _own(adult: Adult, family: Family, on: date, settings: Settings) -> Iterator[Reason]:
    """The conditions of one adult: Q2, Q6, Q10, and being a parent."""
    yield of_age(adult, family, on, settings)
    if adult.hukou_here:
        yield reason("HUKOU_ELSEWHERE", True, _("户籍在本区。"), "Q6")
    else:
        yield reason("HUKOU_ELSEWHERE", False, _("户籍不在本区，请在户籍所在地申请；需要的话我们帮着联系。"), "Q6")
    if adult.key not in concerned(family):
        yield reason("NOT_PARENT", False, _("待遇发给孩子的父母本人。"), "G0")
    if adult.age_by != "ID":
        yield reason("AGE_BY_HUKOU", True, _("没有领过身份证，年龄按户口簿认定。"), "Q10")


def _born_since(family: Family, settings: Settings) -> Reason:
    met = all(each.born >= settings.born_from for each in family.adults)
    text = _("夫妻双方都在%(day)s以后出生。") if met else _("夫妻双方须在%(day)s以后出生，这一条暂不符合。")
    return reason("BORN_BEFORE_1933", met, text, "Q1", day=settings.born_from)


def woman_of(family: Family) -> Adult | None:
    """The wife whose age counts for both; None for a single parent."""
    if len(family.adults) == 2:
        return next((each for each in family.adults if each.sex == Sex.FEMALE), None)
    return None


def of_age(adult: Adult, family: Family, on: date, settings: Settings) -> Reason:
    """Q2: the wife's age for a couple, the own age for a single parent; she or he has reached it on the birthday."""
    age, woman = settings.monthly_age, woman_of(family)
    if woman is not None and woman.alive(on):
        met, who = has_reached(woman.born, age, on), woman
        text = _("女方已满%(age)d周岁。") if met else _("女方到%(day)s满%(age)d周岁，从那个月起发。")
        return reason("WOMAN_UNDER_49", met, text, "Q2", age=age, day=birthday(who.born, age))
    if len(family.adults) == 1 and adult.marital == Marital.MARRIED and adult.sex == Sex.MALE:
        return reason("SPOUSE_NEEDED", None, _("还没有登记女方的出生日期；有配偶的，按女方的年龄认定。"), "Q2")
    met = has_reached(adult.born, age, on)
    text = _("本人已满%(age)d周岁。") if met else _("本人到%(day)s满%(age)d周岁，从那个月起发。")
    code = "WOMAN_UNDER_49" if adult.marital == Marital.MARRIED else "SINGLE_PARENT_UNDER_49"
    return reason(code, met, text, "Q2", age=age, day=birthday(adult.born, age))


def _living(family: Family, on: date) -> list[Child]:
    return [each for each in family.children if each.living(on)]


def concerned(family: Family) -> frozenset[str]:
    """The adults whose child it is that the family is cared for: a later spouse is none of them."""
    theirs = [each.parents for each in family.children if each.died_on or each.certificate]
    keys = frozenset(each.key for each in family.adults)
    return keys & frozenset().union(*theirs) or keys


def _own_children(family: Family) -> list[Child]:
    """The children whom all of them have, and who were not given away."""
    keys = concerned(family)
    return [each for each in family.children if keys <= each.parents and not each.given_away]


def _one_child(family: Family, type: FamilyType, on: date) -> Reason:
    """Q3: only one child, or never two alive at the same time, or of several only one survived."""
    living = [each for each in _living(family, on) if each in _own_children(family)]
    if len(living) > 1:
        return reason("MORE_THAN_ONE_CHILD", False, _("登记信息里不止一位子女，这一条暂不符合。"), "Q3")
    if not family.children:
        return reason("MORE_THAN_ONE_CHILD", None, _("子女情况还没有登记，可以由工作人员代填。"), "Q3")
    last = event_day(family, type, on)
    if type == FamilyType.DEATH and sum(each.died_on == last for each in family.children if last) > 1:
        return reason("MORE_THAN_ONE_CHILD", None, _("有两位子女同一天离世，由县级核实后认定。"), "Q3")
    return reason("MORE_THAN_ONE_CHILD", True, _("独生子女（或者同一时期只有一位子女）。"), "Q3")


def _none_living(family: Family, on: date) -> Reason:
    living = [each for each in _living(family, on) if each in _own_children(family)]
    if any(not each.missing for each in living):
        return reason("LIVING_CHILD", False, _("登记信息里还有一位子女，这一条暂不符合。"), "Q4a")
    if living:
        return reason("MISSING_CHILD", None, _("需要等人民法院的判决，日期以判决为准；手续我们陪着办。"), "Q4a")
    return reason("LIVING_CHILD", True, _("孩子的事已经核过，不用再提供材料。"), "Q4a")


def _certified(family: Family, on: date) -> Iterator[Reason]:
    """Q4b: a valid certificate of the second generation or later, grade 1 to 3."""
    held = [c.certificate for c in _living(family, on) if c.certificate]
    if not held or not any(each.valid(on) for each in held):
        text = _("还没有有效的《残疾人证》（第一代证已停用），换领或者评定以后就可以接着办。")
        yield reason("NO_VALID_DISABILITY_CERT", False, text, "Q4b")
        return
    yield reason("NO_VALID_DISABILITY_CERT", True, _("《残疾人证》有效。"), "Q4b")
    graded = any(each.valid(on) and 1 <= each.grade <= 3 for each in held)
    text = _("残疾等级为一级至三级。") if graded else _("残疾等级须为一级至三级，目前的等级暂不符合。")
    yield reason("GRADE_4", graded, text, "Q4b")


def _no_later_child(family: Family, type: FamilyType, on: date) -> Iterator[Reason]:
    """Q5: no child born or adopted after the event; told as a change of the register (6.5)."""
    living = [each for each in _living(family, on) if each in _own_children(family)]
    if type == FamilyType.DEATH:
        gone = [c.died_on for c in family.children if c.died_on and c.died_on <= on]
        later = [c for c in living if gone and c.joined_on >= min(gone)]
        doubtful = []
    else:
        since = event_day(family, type, on)
        ours = [c for c in _own_children(family) if not c.certificate and since and since <= c.joined_on <= on]
        later, doubtful = [c for c in ours if c.living(on)], [c for c in ours if not c.living(on)]
    born = [c for c in later if c.adopted_on is None]
    adopted = [c for c in later if c.adopted_on is not None]
    changed = _("依据登记信息变化，这一条暂不符合。")
    yield reason("NEW_BIRTH", not born, _("此后没有再生育。") if not born else changed, "Q5")
    yield reason("ADOPTION", not adopted, _("此后没有收养。") if not adopted else changed, "Q5")
    if doubtful:
        yield reason("LATER_CHILD", None, _("此后的登记信息有过变化，由县级核实后认定。"), "Q5")


def _counted(family: Family, on: date) -> Iterator[Reason]:
    """Q7: step-children and children given away are counted by people, not by the program."""
    keys = concerned(family)
    others = [each for each in _living(family, on) if each not in _own_children(family)]
    if any(not keys <= each.parents and not each.given_away for each in others):
        yield reason("STEP_CHILD_REVIEW", None, _("再婚家庭的子女怎样计算，由县级核实后认定。"), "Q7")
    if any(each.given_away for each in others):
        yield reason("GIVEN_AWAY_REVIEW", None, _("由他人抚养的子女怎样计算，由县级核实后认定。"), "Q7")


def _honour(family: Family, settings: Settings) -> Reason:
    """Q8, a soft condition unless the county has made it a hard one."""
    if family.proof == Proof.CERTIFICATE:
        return reason("NO_HONOUR_CERT", True, _("有《独生子女父母光荣证》。"), "Q8")
    if settings.certificate_required:
        return reason("NO_HONOUR_CERT", False, _("本地要求有《独生子女父母光荣证》，我们帮着补办。"), "Q8")
    if family.proof == Proof.VILLAGE:
        return reason("NO_HONOUR_CERT", True, _("没有《独生子女父母光荣证》，由村（社区）证明。"), "Q8")
    return reason("NO_HONOUR_CERT", None, _("《独生子女父母光荣证》不在手边的，可以由村（社区）出证明。"), "Q8")


def _period(family: Family, settings: Settings) -> Reason:
    """Q9: born in the one-child period."""
    births = [each.born for each in _own_children(family)]
    met = all(settings.child_from <= each <= settings.child_to for each in births)
    text = _("孩子在规定的时期内出生。")
    if not met:
        text = _("孩子的出生日期须在%(first)s至%(last)s之间，这一条暂不符合。")
    return reason("OUTSIDE_ONE_CHILD_PERIOD", met, text, "Q9", first=settings.child_from, last=settings.child_to)


def _hard_cases(family: Family, type: FamilyType, on: date) -> Iterator[Reason]:
    """What is accepted with a further step."""
    gone = [c for c in family.children if c.died_on and c.died_on <= on]
    if type == FamilyType.DEATH and any(c.confirmed_by == Unit.VILLAGE for c in gone):
        yield reason("VILLAGE_PROOF", True, _("由村（社区）证明的，两人一起入户核实，公安信息以后再核对。"), "1.1")
    if any(c.declared and c.confirmed_by != Unit.COURT for c in gone):
        yield reason("JUDGMENT_NEEDED", None, _("宣告的日期以人民法院的判决为准，请先核对判决书。"), "1.1")
