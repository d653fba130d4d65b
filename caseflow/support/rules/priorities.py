"""What others give first to these families (reference 2.2, second table): referrals without money in this system."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .dates import has_reached
from .policy import FamilyType
from .said import Reason, reason
from .settings import DEFAULTS, Settings


@dataclass(frozen=True)
class Circumstances:
    """What a member has said about life at home. None: not asked, which refuses nothing."""

    born: date
    type: FamilyType
    wants_nursing: bool | None = None
    low_income: bool | None = None
    rural: bool | None = None
    dangerous_house: str = ""  # grade A to D
    housing_difficulty: bool | None = None
    sudden_trouble: bool | None = None
    no_support: bool | None = None  # no ability to work, no income, nobody who must support
    large_medical_costs: bool | None = None


class Priority(NamedTuple):
    """One row: who receives the referral, what is recorded as priority, and the test (None: somebody must ask)."""

    code: str
    name: Any
    organ: Any
    means: Any
    test: Callable[[Circumstances, date, Settings], bool | None]
    quote: str
    since: date = date(2017, 6, 16)


def _all(*facts: bool | None) -> bool | None:
    if any(each is False for each in facts):
        return False
    return None if any(each is None for each in facts) else True


def _elder(c: Circumstances, on: date, s: Settings) -> bool:
    return has_reached(c.born, s.elder_age, on)


PRIORITIES = (
    Priority(
        "P_NURSING",
        _("优先入住养老机构"),
        _("民政部门"),
        _("就地就近，全凭自愿"),
        lambda c, on, s: _all(_elder(c, on, s), c.wants_nursing),
        "Q-D",
    ),
    Priority(
        "P_MED_AID",
        _("城乡医疗救助"),
        _("医疗保障部门"),
        _("符合救助条件的，纳入医疗救助"),
        lambda c, on, s: c.large_medical_costs,
        "Q-E",
    ),
    Priority(
        "P_DIBAO",
        _("城乡最低生活保障"),
        _("民政部门"),
        _("批准的类别应在二类以上；扶助金不算收入"),
        lambda c, on, s: c.low_income,
        "Q-E",
    ),
    Priority(
        "P_RURAL_HOUSE",
        _("农村危房改造"),
        _("住房和城乡建设部门"),
        _("优先纳入改造范围"),
        lambda c, on, s: _all(c.rural, c.dangerous_house.upper() in ("C", "D") if c.dangerous_house else None),
        "Q-F",
    ),
    Priority(
        "P_PUBLIC_RENT",
        _("公租房"),
        _("住房保障部门"),
        _("优先安排"),
        lambda c, on, s: _all(None if c.rural is None else not c.rural, c.housing_difficulty),
        "Q-F",
    ),
    Priority(
        "P_TEMP_AID",
        _("临时救助"),
        _("乡镇（街道）、民政部门"),
        _("紧急的先办，手续后补"),
        lambda c, on, s: c.sudden_trouble,
        "社会救助暂行办法第四十八条",
    ),
    Priority(
        "P_TEKUN",
        _("特困人员供养"),
        _("乡镇（街道）、民政部门"),
        _("乡镇主动办理，不用等申请"),
        lambda c, on, s: c.no_support,
        "社会救助暂行办法第十七条",
    ),
    Priority(
        "P_GREEN", _("就医绿色通道"), _("定点医院"), _("挂号、就诊、转诊、取药优先"), lambda c, on, s: True, "3.6"
    ),
    Priority("P_FAMDOC", _("家庭医生签约"), _("乡镇卫生院"), _("每一位家人都有"), lambda c, on, s: True, "3.6"),
    Priority("P_PSY", _("心理服务"), _("心理咨询师、社工、计生协会"), _("全凭自愿，随时可以停"), lambda c, on, s: True, "3.7"),
)  # fmt: skip
EVERYBODY = frozenset({"P_TEMP_AID", "P_TEKUN", "P_GREEN", "P_FAMDOC", "P_PSY"})  # not a matter of O9
ACCEPTED_DIBAO = frozenset({"1", "2"})  # Q-E: category 2 or above


class Offer(NamedTuple):
    """One priority for one person: whether it fits (None: ask first) and why."""

    priority: Priority
    fits: bool | None
    reason: Reason


def priorities(of: Circumstances, on: date, settings: Settings = DEFAULTS) -> tuple[Offer, ...]:
    """Every priority with its answer, in the order of the reference."""
    return tuple(_offers(of, on, settings))


def _offers(of: Circumstances, on: date, settings: Settings) -> Iterator[Offer]:
    for each in PRIORITIES:
        if each.since > on:
            continue
        fits = each.test(of, on, settings)
        if of.type not in settings.priority_types and each.code not in EVERYBODY:
            text, fits = _("按本地规定，这一项不包括二类关怀家庭。"), False
        elif fits is None:
            text = _("先问问本人的意愿和情况，合适就转给%(organ)s。")
        elif fits:
            text = _("合适，转给%(organ)s。%(means)s。")
        else:
            text = _("目前用不上；情况有变化随时可以再办。")
        said = reason(each.code, fits, text, each.quote, organ=each.organ, means=each.means)
        yield Offer(each, fits, said)


def dibao_below(category: str) -> Reason | None:
    """DIBAO_BELOW_CLASS2, for the county bureau, where the category granted is lower than Q-E says."""
    if category in ACCEPTED_DIBAO:
        return None
    return reason("DIBAO_BELOW_CLASS2", None, _("批准的低保类别低于二类，请报县级与民政部门协调。"), "Q-E")
