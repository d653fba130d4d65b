"""How much may be imposed for a violation, which components go with it, and the sum by which that was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.cases.calendar import Step
from caseflow.procedure.table import Citation, Parameter

from ..amounts import NOTHING, BadAmount, half_up, shown, yuan
from .table import Body, Component, Fine, FineKind, Flag, Kind, Licence, Violation, violation

TIER_LIGHT = Parameter(
    "enforcement.tier_light",
    gettext_lazy("从轻处罚的幅度（占法定幅度的比例）"),
    Decimal("0.30"),
    verified=False,
    hint=gettext_lazy("以本省裁量基准为准"),
)
TIER_HEAVY = Parameter(
    "enforcement.tier_heavy",
    gettext_lazy("从重处罚的幅度（占法定幅度的比例）"),
    Decimal("0.30"),
    verified=False,
    hint=gettext_lazy("以本省裁量基准为准"),
)


class Mitigation(TextChoices):
    """The grounds of APL art. 32; only with one of them may a fine fall below its statutory minimum."""

    REMOVED = "APL32-1", gettext_lazy("主动消除或者减轻违法行为危害后果")
    COERCED = "APL32-2", gettext_lazy("受他人胁迫或者诱骗实施违法行为")
    CONFESSED = "APL32-3", gettext_lazy("主动供述行政机关尚未掌握的违法行为")
    COOPERATED = "APL32-4", gettext_lazy("配合行政机关查处违法行为有立功表现")
    OTHER = "APL32-5", gettext_lazy("法律、法规、规章规定其他应当从轻或者减轻行政处罚")


class Rule(TextChoices):
    """Whether a component must, may or may not be imposed."""

    REQUIRED = "required", gettext_lazy("应当")
    OPTIONAL = "optional", gettext_lazy("可以")
    FORBIDDEN = "forbidden", gettext_lazy("不得")


@dataclass(frozen=True)
class Option:
    """A component as it stands in one case, and why."""

    kind: Kind
    name: str
    rule: Rule
    why: str
    licences: tuple[Component, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.rule != Rule.FORBIDDEN

    @property
    def required(self) -> bool:
        return self.rule == Rule.REQUIRED


@dataclass(frozen=True)
class Range:
    """What may be imposed: bounds of the fine in yuan (both included), what is confiscated, and every component.

    ``fine_max`` is zero where no fine is possible. ``may_be_zero`` says that a decision without a fine is lawful.
    """

    violation: Violation
    income: Decimal
    flags: frozenset[str]
    fine_min: Decimal
    fine_max: Decimal
    may_be_zero: bool
    confiscation: Decimal
    components: tuple[Option, ...]
    steps: tuple[Step, ...]
    mitigation: str = ""

    @property
    def basis(self) -> tuple[Citation, ...]:
        return self.violation.basis

    @property
    def in_words(self) -> str:
        """The sum as one sentence."""
        lines = (_("%(label)s：%(value)s") % {"label": step.label, "value": step.value} for step in self.steps)
        return _("%(sentence)s。") % {"sentence": _("；").join(lines)}

    def option(self, kind: Kind) -> Option:
        return next(each for each in self.components if each.kind == kind)

    def holds(self, fine: Decimal) -> bool:
        """Whether a fine of this amount is within the bounds; none at all where none is compulsory."""
        if fine == 0:
            return self.may_be_zero
        return self.fine_min <= fine <= self.fine_max


def fine_range(
    of: Violation | str, income: Decimal, *, flags: Collection[str] = (), on: date | None = None, mitigation: str = ""
) -> Range:
    """The range for one violation with the aggregated unlawful income of its acts, in yuan.

    ``flags`` are those of ``Flag``; ``mitigation`` is a ground of APL art. 32, which opens the range below its minimum.
    ``on`` (the day of the act) picks the row where only its code is given. Raises NotInTable, BadAmount, and
    ValueError for a flag or a ground that does not exist.
    """
    row = of if isinstance(of, Violation) else violation(of, on or timezone.localdate())
    income = yuan(income)
    held = frozenset(Flag(flag).value for flag in flags)
    options = tuple(_option(row, kind, income, held) for kind in Kind)
    fine = next(each for each in options if each.kind == Kind.FINE)
    steps = [Step(_("违法所得"), shown(income))]
    if held:
        steps.append(Step(_("认定的情形"), _("、").join(str(flag.label) for flag in Flag if flag.value in held)))
    low = high = NOTHING
    if fine.allowed and row.fine:
        low, high = _bounds(row.fine, income, steps)
        if fine.rule == Rule.OPTIONAL:
            steps.append(Step(_("是否并处罚款"), _("可以并处，也可以不并处")))
    else:
        steps.append(Step(_("罚款"), fine.why))
    confiscation = income if next(each for each in options if each.kind == Kind.CONFISCATION).allowed else NOTHING
    if confiscation:
        steps.append(Step(_("没收违法所得"), _("%(sum)s（按实际违法所得）") % {"sum": shown(confiscation)}))
    found = Range(row, income, held, low, high, not fine.required, confiscation, options, tuple(steps))
    return mitigated(found, mitigation) if mitigation else found


def mitigated(found: Range, ground: str) -> Range:
    """The range opened below its minimum (减轻). Raises ValueError for a ground that APL art. 32 does not know."""
    reason = Mitigation(ground)
    if not found.fine_max:
        return found
    step = Step(
        _("减轻处罚"),
        _("具有《行政处罚法》第三十二条规定的情形（%(ground)s），罚款可以低于法定下限%(low)s")
        % {"ground": reason.label, "low": shown(found.fine_min)},
    )
    return replace(found, fine_min=NOTHING, steps=(*found.steps, step), mitigation=reason.value)


def _bounds(rule: Fine, income: Decimal, steps: list[Step]) -> tuple[Decimal, Decimal]:
    base = max(income, rule.floor)
    if rule.kind == FineKind.THRESHOLD:
        reached = income >= rule.threshold
        label = _("是否达到%(sum)s（“以上”包括本数）") % {"sum": shown(rule.threshold)}
        steps.append(Step(label, _("是，按违法所得的倍数计算") if reached else _("否，按固定幅度计算")))
        if not reached:
            return _fixed(rule, steps)
    elif rule.kind == FineKind.ABSOLUTE:
        return _fixed(rule, steps)
    elif income < rule.floor:
        steps.append(
            Step(
                _("罚款的计算基数"),
                _("违法所得不足%(floor)s，按%(floor)s计算；没收仍按实际违法所得") % {"floor": shown(rule.floor)},
            )
        )
    low, high = half_up(base * rule.times_min), half_up(base * rule.times_max)
    for label, times, result in ((_("罚款下限"), rule.times_min, low), (_("罚款上限"), rule.times_max, high)):
        steps.append(Step(label, f"{shown(base)} × {times} = {shown(result)}", total=True))
    return low, high


def _fixed(rule: Fine, steps: list[Step]) -> tuple[Decimal, Decimal]:
    low, high = half_up(rule.amount_min), half_up(rule.amount_max)
    bounds = {"low": shown(low), "high": shown(high)}
    steps.append(
        Step(
            _("法定罚款幅度"), _("%(low)s以上%(high)s以下") % bounds if low else _("%(high)s以下") % bounds, total=True
        )
    )
    return low, high


def _option(row: Violation, kind: Kind, income: Decimal, flags: frozenset[str]) -> Option:
    """How a component stands. A kind with several components (licences) is open as soon as one of them is."""
    components = row.of(kind)
    name = _("、").join(_phrase(each) for each in components) or str(kind.label)
    if not components:
        if kind == Kind.ORDER and row.punishable_here:
            return Option(kind, name, Rule.OPTIONAL, _("实施行政处罚时应当责令改正（《行政处罚法》第二十八条第一款）"))
        return Option(kind, name, Rule.FORBIDDEN, _not_provided(row))
    ours = [each for each in components if each.body in {Body.HEALTH, Body.ISSUER}]
    if not ours:
        return Option(kind, name, Rule.FORBIDDEN, _("由%(body)s决定") % {"body": components[0].body.label})
    open_now = tuple(each for each in ours if each.when is None or each.when.value in flags)
    if not open_now:
        return Option(
            kind, name, Rule.FORBIDDEN, _("只有在%(when)s时才可以适用") % {"when": Flag(ours[0].when or "").label}
        )
    name = _("、").join(_phrase(each) for each in open_now)
    licences = open_now if kind == Kind.LICENCE else ()
    if kind == Kind.CONFISCATION and not income:
        return Option(kind, name, Rule.FORBIDDEN, _("没有违法所得"))
    if kind == Kind.GOODS:
        return Option(kind, name, Rule.OPTIONAL, _("查有违法使用的药品、医疗器械的，应当没收"))
    if all(each.body == Body.ISSUER for each in open_now):
        return Option(kind, name, Rule.OPTIONAL, _("由原发证机关决定"), licences)
    if all(each.optional for each in open_now):
        return Option(kind, name, Rule.OPTIONAL, _("法律规定为“可以”"), licences)
    when = open_now[0].when
    why = _("法律规定为“应当”") if when is None else _("%(when)s的，应当适用") % {"when": when.label}
    return Option(kind, name, Rule.REQUIRED, why, licences)


def _phrase(component: Component) -> str:
    return _(component.phrase).format(months=_("六个月以上一年以下"))


def _not_provided(row: Violation) -> str:
    if row.transfer:
        return _("本机关无权处罚，应当移送有权机关（%(code)s）") % {"code": row.transfer}
    return _("法律没有规定")


def add_up(ranges: Iterable[Range]) -> tuple[Decimal, Decimal, Decimal, tuple[Step, ...]]:
    """Least fine, greatest fine and confiscation of several different violations (A-22), with the sum."""
    low = high = confiscation = NOTHING
    steps = []
    for each in ranges:
        low, high, confiscation = low + each.fine_min, high + each.fine_max, confiscation + each.confiscation
        steps.append(Step(f"{each.violation.code} {each.violation.name}", _between(each.fine_min, each.fine_max)))
    steps.append(Step(_("分别裁量、合并执行"), _between(low, high), total=True))
    return low, high, confiscation, tuple(steps)


def choose_norm(ranges: Iterable[Range]) -> Range:
    """Of several norms that one act violates, the one with the higher fine (APL art. 29): by maximum, then minimum.

    The other components of the others may be kept if they are cited too (A-19). Raises ValueError for none.
    """
    return max(ranges, key=lambda each: (each.fine_max, each.fine_min))


class Tier(NamedTuple):
    """A step of discretion (裁量阶次): its code, its name and its bounds in yuan."""

    code: str
    name: str
    low: Decimal
    high: Decimal


def tiers(found: Range, *, light: Decimal | None = None, heavy: Decimal | None = None) -> tuple[Tier, ...]:
    """The span of a fine in five steps, from the statutory minimum to the maximum; none where no fine is possible.

    ``light`` and ``heavy`` are the shares of the span for lighter and heavier punishment, each divided in two halves.
    """
    if not found.fine_max:
        return ()
    light = TIER_LIGHT.default if light is None else light
    heavy = TIER_HEAVY.default if heavy is None else heavy
    span = found.fine_max - found.fine_min
    shares = (Decimal(0), light / 2, light, 1 - heavy, 1 - heavy / 2, Decimal(1))
    edges = [half_up(found.fine_min + span * share) for share in shares]
    names = (
        ("slight", _("轻微")),
        ("light", _("较轻")),
        ("ordinary", _("一般")),
        ("heavy", _("较重")),
        ("severe", _("严重")),
    )
    return tuple(
        Tier(code, name, low, high) for (code, name), low, high in zip(names, edges[:-1], edges[1:], strict=True)
    )


def tier_of(found: Range, fine: Decimal, **shares: Decimal) -> Tier | None:
    """The step a fine stands on; a bound belongs to the outer of two steps. None outside the range."""
    steps = tiers(found, **shares)
    if not steps or not found.fine_min <= fine <= found.fine_max:
        return None
    slight, light, ordinary, heavy, severe = steps
    if fine <= light.high:
        return slight if fine <= slight.high else light
    if fine >= heavy.low:
        return severe if fine >= severe.low else heavy
    return ordinary


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one violation; a sum of zero or an empty name means that the component is not proposed."""

    order: bool = True
    warning: bool = False
    confiscation: Any = NOTHING  # yuan
    goods: bool = False
    fine: Any = NOTHING  # yuan
    licence: str = ""  # one of Licence
    months: int = 0  # of a suspension

    @property
    def kinds(self) -> tuple[Kind, ...]:
        held = (self.order, self.warning, self.confiscation, self.goods, self.fine, self.licence)
        return tuple(kind for kind, value in zip(Kind, held, strict=True) if value)


def check_penalty(proposal: Proposal, found: Range, *, goods_found: bool = False) -> list[tuple[str, str]]:
    """Everything that is wrong with a proposal, as code and sentence; empty where it is lawful.

    ``goods_found`` says that drugs or devices used for the act were found, so that they must be confiscated.
    """
    row = found.violation
    errors: list[tuple[str, str]] = []
    sums = {}
    for kind, value in ((Kind.FINE, proposal.fine), (Kind.CONFISCATION, proposal.confiscation)):
        try:
            sums[kind] = yuan(value)
        except BadAmount as bad:
            errors.append(("bad_amount", _("%(label)s：%(value)s") % {"label": kind.label, "value": bad}))
    if errors:
        return errors
    if not row.punishable_here:
        sentence = _("“%(name)s”不由本机关处罚，应当移送有权机关（%(code)s）。")
        return [("not_punishable_here", sentence % {"name": row.name, "code": row.transfer})]
    proposed = {kind for kind in proposal.kinds if sums.get(kind, True)}
    for option in found.components:
        said = {"name": option.name, "why": option.why, "violation": row.name}
        if option.kind in proposed and not option.allowed:
            errors.append(("component_not_allowed", _("“%(violation)s”不得适用“%(name)s”：%(why)s。") % said))
        required = option.required or (option.kind == Kind.GOODS and option.allowed and goods_found)
        if option.kind not in proposed and required:
            errors.append(("component_missing", _("“%(violation)s”缺少“%(name)s”：%(why)s。") % said))
    fine = sums[Kind.FINE]
    if Kind.FINE in proposed and found.option(Kind.FINE).allowed and not found.holds(fine):
        errors.append(
            (
                "fine_outside_range",
                _("罚款%(fine)s不在%(range)s的范围内。%(sum)s")
                % {"fine": shown(fine), "range": _between(found.fine_min, found.fine_max), "sum": found.in_words},
            )
        )
    taken = sums[Kind.CONFISCATION]
    if Kind.CONFISCATION in proposed and found.option(Kind.CONFISCATION).allowed and taken != found.confiscation:
        errors.append(
            (
                "confiscation_not_income",
                _("没收违法所得应当等于实际违法所得%(income)s，不能是%(taken)s。")
                % {"income": shown(found.confiscation), "taken": shown(taken)},
            )
        )
    if Kind.LICENCE in proposed and found.option(Kind.LICENCE).allowed:
        errors += _check_licence(proposal, found.option(Kind.LICENCE))
    return errors


def _check_licence(proposal: Proposal, option: Option) -> list[tuple[str, str]]:
    actions = {each.licence for each in option.licences}
    if proposal.licence not in actions:
        return [("licence_not_allowed", _("只可以%(name)s。") % {"name": option.name})]
    if proposal.licence == Licence.SUSPEND and not 6 <= proposal.months <= 12:
        return [("suspension_length", _("暂停执业活动的期限为六个月以上一年以下。"))]
    return []


def _between(low: Decimal, high: Decimal) -> str:
    return _("%(low)s至%(high)s") % {"low": shown(low), "high": shown(high)}
