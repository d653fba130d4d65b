"""When a proposed penalty is so heavy that a hearing, a discussion of the leaders or a legal review must come first."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.procedure.table import Parameter

from ..amounts import NOTHING, shown
from ..law.citations import COLLECTIVE_DISCUSSION, HEARING
from .ranges import TIER_HEAVY, TIER_LIGHT

_LOCAL = gettext_lazy("以本省规定的较大数额标准为准")

HEARING_CITIZEN = Parameter(
    "enforcement.hearing_citizen",
    gettext_lazy("公民的听证标准（元，罚款、没收分别计算）"),
    Decimal("5000.00"),
    HEARING,
    verified=False,
    hint=_LOCAL,
)
HEARING_ORGANISATION = Parameter(
    "enforcement.hearing_organisation",
    gettext_lazy("法人、其他组织的听证标准（元，罚款、没收分别计算）"),
    Decimal("50000.00"),
    HEARING,
    verified=False,
    hint=_LOCAL,
)
COLLECTIVE_CITIZEN = Parameter(
    "enforcement.collective_citizen",
    gettext_lazy("公民的集体讨论标准（元，罚款、没收分别计算）"),
    Decimal("5000.00"),
    COLLECTIVE_DISCUSSION,
    verified=False,
    hint=_LOCAL,
)
COLLECTIVE_ORGANISATION = Parameter(
    "enforcement.collective_organisation",
    gettext_lazy("法人、其他组织的集体讨论标准（元，罚款、没收分别计算）"),
    Decimal("50000.00"),
    COLLECTIVE_DISCUSSION,
    verified=False,
    hint=_LOCAL,
)
PARAMETERS = (
    HEARING_CITIZEN,
    HEARING_ORGANISATION,
    COLLECTIVE_CITIZEN,
    COLLECTIVE_ORGANISATION,
    TIER_LIGHT,
    TIER_HEAVY,
)
NO_VALUES: Mapping[str, Any] = {}


def _held(parameter: Parameter, values: Mapping[str, Any]) -> Decimal:
    return Decimal(values.get(parameter.key, parameter.default))


def hearing_required_from(organisation: bool, values: Mapping[str, Any] = NO_VALUES) -> Decimal:
    """The sum in yuan, itself included, from which a hearing must be offered; ``values`` are the office's settings."""
    return _held(HEARING_ORGANISATION if organisation else HEARING_CITIZEN, values)


def _heavy(
    limit: Decimal, fine: Decimal, confiscation: Decimal, goods_value: Decimal, licence: str
) -> tuple[tuple[str, str], ...]:
    reasons = [
        (code, _("%(what)s%(sum)s，达到%(limit)s") % {"what": what, "sum": shown(amount), "limit": shown(limit)})
        for code, what, amount in (
            ("fine", _("罚款"), fine),
            ("confiscation", _("没收违法所得"), confiscation),
            ("goods", _("没收非法财物价值"), goods_value),
        )
        if amount >= limit and amount > 0
    ]
    if licence:
        reasons.append(("licence", _("吊销许可证件、停止或者限制执业")))
    return tuple(reasons)


def hearing_required(
    *,
    organisation: bool,
    fine: Decimal = NOTHING,
    confiscation: Decimal = NOTHING,
    goods_value: Decimal = NOTHING,
    licence: str = "",
    values: Mapping[str, Any] = NO_VALUES,
) -> tuple[bool, tuple[str, ...]]:
    """Whether the right to a hearing must be notified (APL art. 63), and the reasons.

    The sums are those of the whole decision for one respondent; each is compared by itself (A-23). Anything done to
    a licence always counts.
    """
    reasons = _heavy(hearing_required_from(organisation, values), fine, confiscation, goods_value, licence)
    return bool(reasons), tuple(sentence for _code, sentence in reasons)


def collective_reasons(
    *,
    organisation: bool,
    fine: Decimal = NOTHING,
    confiscation: Decimal = NOTHING,
    goods_value: Decimal = NOTHING,
    licence: str = "",
    suspected_crime: bool = False,
    review_disputed: bool = False,
    outside_tier: bool = False,
    mitigation: str = "",
    complex_case: bool = False,
    values: Mapping[str, Any] = NO_VALUES,
) -> tuple[tuple[str, str], ...]:
    """Why the leaders must discuss the case together (APL art. 57¶2), as code and sentence; empty if they need not."""
    limit = _held(COLLECTIVE_ORGANISATION if organisation else COLLECTIVE_CITIZEN, values)
    others = (
        ("suspected_crime", suspected_crime, _("违法行为涉嫌犯罪")),
        ("review_disputed", review_disputed, _("办案机构与法制审核意见不一致")),
        ("outside_tier", outside_tier, _("拟处罚超出裁量阶次")),
        ("mitigation", bool(mitigation), _("拟在法定幅度以下减轻处罚")),
        ("complex_case", complex_case, _("案情复杂")),
    )
    return (
        *_heavy(limit, fine, confiscation, goods_value, licence),
        *((code, sentence) for code, holds, sentence in others if holds),
    )


def legal_review_reasons(
    *, public_interest: bool = False, heard: bool = False, complex_law: bool = False, otherwise: str = ""
) -> tuple[tuple[str, str], ...]:
    """Why the law itself demands a legal review before the decision (APL art. 58), as code and sentence.

    ``otherwise`` names the provision that demands it in other cases.
    """
    grounds = (
        ("public_interest", public_interest, _("涉及重大公共利益")),
        ("heard", heard, _("直接关系当事人或者第三人重大权益，经过听证程序")),
        ("complex_law", complex_law, _("案件情况疑难复杂、涉及多个法律关系")),
        ("otherwise", bool(otherwise), otherwise),
    )
    return tuple((code, sentence) for code, holds, sentence in grounds if holds)
