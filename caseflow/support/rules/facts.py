"""What the rules are asked about: adults, children, what has happened. Plain values, without names and numbers of people.

Keys are whatever the caller tells people apart by; no rule looks inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .policy import FamilyType
from .said import BadFacts


class Sex(TextChoices):
    MALE = "1", _("男")
    FEMALE = "2", _("女")


class Marital(TextChoices):
    """GB/T 2261.2, as far as a rule asks."""

    SINGLE = "10", _("未婚")
    MARRIED = "20", _("有配偶")
    WIDOWED = "30", _("丧偶")
    DIVORCED = "40", _("离婚")


class Proof(TextChoices):
    """How the one-child status is shown (Q8)."""

    CERTIFICATE = "CERTIFICATE", _("《独生子女父母光荣证》")
    VILLAGE = "VILLAGE", _("村（社区）证明")
    NONE = "NONE", _("还没有")


class Unit(TextChoices):
    """Who confirmed what happened to a child (7.3)."""

    HOSPITAL = "HOSPITAL", _("医疗机构")
    POLICE = "POLICE", _("公安机关")
    VILLAGE = "VILLAGE", _("村（居）民委员会")
    COURT = "COURT", _("人民法院")


@dataclass(frozen=True)
class Adult:
    """A mother or father who applies; ``hukou_here`` is Q6, ``died_on`` closes what is this person's own."""

    key: str
    born: date
    sex: Sex
    marital: Marital = Marital.MARRIED
    hukou_here: bool = True
    age_by: str = "ID"  # ID or HUKOU (Q10)
    died_on: date | None = None

    def alive(self, on: date) -> bool:
        return self.died_on is None or self.died_on > on


@dataclass(frozen=True)
class DisabilityCertificate:
    """The certificate of the Disabled Persons' Federation; ``generation`` 1 expired at the end of 2009."""

    grade: int
    issued_on: date
    valid_to: date | None = None
    generation: int = 2

    def valid(self, on: date) -> bool:
        return self.generation >= 2 and self.issued_on <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Child:
    """A child of ``parents`` (their keys): a child of one spouse alone is a step-child of the other."""

    born: date
    parents: frozenset[str]
    died_on: date | None = None
    declared: bool = False  # dead by judgment
    missing: bool = False
    adopted_on: date | None = None
    given_away: bool = False
    certificate: DisabilityCertificate | None = None
    confirmed_by: Unit = Unit.HOSPITAL

    def __post_init__(self) -> None:
        if self.died_on is not None and self.died_on < self.born:
            raise BadFacts(_t("离世的日期不能早于出生的日期，请核对。"))

    @property
    def joined_on(self) -> date:
        """The day from which the family had this child."""
        return self.adopted_on or self.born

    def living(self, on: date) -> bool:
        return self.joined_on <= on and (self.died_on is None or self.died_on > on)


@dataclass(frozen=True)
class Family:
    """One or two adults who live as a household, with every child of either, and how the status is proved."""

    adults: tuple[Adult, ...]
    children: tuple[Child, ...]
    proof: Proof = Proof.CERTIFICATE

    def __post_init__(self) -> None:
        if not 1 <= len(self.adults) <= 2:
            raise BadFacts(_t("一户登记一位或者两位家长。"))
        if len({each.key for each in self.adults}) < len(self.adults):
            raise BadFacts(_t("同一个人在一户里只登记一次。"))


class Status(TextChoices):
    """The status of a household, as far as money asks (7.1)."""

    CONFIRMED = "CONFIRMED", _("已确认")
    CONFIRMED_FUTURE = "CONFIRMED_FUTURE", _("已确认，待满年龄")
    SUSPENDED = "SUSPENDED", _("暂停")
    ENDED = "ENDED", _("已结束")
    OTHER = "OTHER", _("尚未确认")


@dataclass(frozen=True)
class Standing:
    """What the county has decided about a household and one person of it: what every cash rule asks first (G0).

    ``confirmed_from`` is the day of the decision (B14) unless it names an earlier one; ``closed_to`` the earlier of
    the person's and the household's last day (END-2).
    """

    type: FamilyType
    confirmed_from: date | None
    status: Status = Status.CONFIRMED
    closed_to: date | None = None
    parent: bool = True
    account_verified: bool = True
    fraud_flag: bool = False
    died_on: date | None = None
    end_code: str = ""  # of periods.Ending, where ``closed_to`` is set

    def confirmed_on(self, day: date) -> bool:
        """Whether the household was confirmed on a day and nothing had ended."""
        return (
            self.confirmed_from is not None
            and self.confirmed_from <= day
            and (self.closed_to is None or day <= self.closed_to)
        )


@dataclass(frozen=True)
class Stay:
    """One stay in a hospital; ``discharged`` is None while it goes on. No diagnosis.

    ``inpatient``: there are a number of the stay and a discharge summary (observation and day surgery have none).
    Raises BadFacts, with the sentence, for a stay that ends before it begins.
    """

    admitted: date
    discharged: date | None = None
    verified: bool = True
    inpatient: bool = True
    claimed_on: date | None = None  # None: not asked whether the claim is in time
    late_note: bool = False

    def __post_init__(self) -> None:
        if self.discharged is not None and self.discharged < self.admitted:
            raise BadFacts(
                _t("出院日期（%(out)s）早于入院日期（%(in)s），请核对。")
                % {"out": self.discharged.isoformat(), "in": self.admitted.isoformat()}
            )


@dataclass(frozen=True)
class Used:
    """What has been paid before: care days by year, and the keys of lines (2.2)."""

    care_days: Mapping[int, int] = field(default_factory=dict)
    keys: frozenset[Any] = frozenset()

    @classmethod
    def of(cls, care_days: Mapping[int, int] | None = None, keys: Iterable[Any] = ()) -> Used:
        for year, days in (care_days or {}).items():
            if days < 0:
                raise BadFacts(_t("%(year)d年已领的天数不能是负数。") % {"year": year})
        return cls(dict(care_days or {}), frozenset(keys))
