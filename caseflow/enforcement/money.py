"""What a respondent owes after a decision: payments, surcharge, plans, and when the court may be asked to enforce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.cases.calendar import ONE_DAY, Calendar, Step, add_months, add_working_days, long_day, roll
from caseflow.procedure.table import Parameter

from .amounts import NOTHING, half_up, shown, yuan
from .law.citations import SURCHARGE
from .law.limits import COURT_APPLICATION, DEMAND

SURCHARGE_RATE = Parameter("enforcement.surcharge_rate", gettext_lazy("加处罚款的每日比例"), Decimal("0.03"), SURCHARGE)
PAYMENT_ORDER = Parameter(
    "enforcement.payment_order",
    gettext_lazy("款项抵充顺序"),
    "fine,confiscation,surcharge",
    verified=False,
    hint=gettext_lazy("罚款 fine、没收违法所得 confiscation、加处罚款 surcharge，以逗号分隔"),
)
PARAMETERS = (SURCHARGE_RATE, PAYMENT_ORDER)


class Owed(TextChoices):
    """What money may be owed for; goods are not paid."""

    FINE = "fine", gettext_lazy("罚款")
    CONFISCATION = "confiscation", gettext_lazy("没收违法所得")
    SURCHARGE = "surcharge", gettext_lazy("加处罚款")


class Status(TextChoices):
    """The states of a money item (PAY)."""

    NOT_DUE = "not_due", gettext_lazy("尚未送达")
    DUE = "due", gettext_lazy("待缴纳")
    PARTIAL = "partial", gettext_lazy("部分缴纳")
    PAID = "paid", gettext_lazy("已缴清")
    DEFERRED = "deferred", gettext_lazy("延期、分期缴纳")
    OVERDUE = "overdue", gettext_lazy("逾期未缴")
    CAPPED = "capped", gettext_lazy("加处罚款已达上限")
    WAIVED = "waived", gettext_lazy("不再收缴")
    REFUND_DUE = "refund_due", gettext_lazy("应当退还")
    REFUNDED = "refunded", gettext_lazy("已退还")


@dataclass(frozen=True)
class Payment:
    """Money received by a slip; ``item`` is the key of what the slip names, where it names something."""

    paid_on: date
    amount: Decimal
    slip: str = ""
    item: str = ""


@dataclass(frozen=True)
class Pause:
    """Review or suit: from acceptance to service of the outcome, both days included; without end it goes on (A-08)."""

    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Item:
    """A fine or a confiscation of a decision, in yuan.

    ``due`` is the last day for payment as moved to a working day; None while the decision is not served.
    ``lowered_to`` is what a review, a court or the authority itself left of it (zero: annulled) from ``lowered_on``.
    ``waived``: the rest is no longer asked for. ``refunded`` has been paid back. ``surcharge_limit`` is the most that
    is imposed as surcharge by decision of the head or by agreement (zero: none); the law's own limit stays.
    ``surcharge_waived`` is what was struck off what had accrued (ACL art. 42).
    """

    key: str
    kind: Owed
    amount: Decimal
    due: date | None = None
    lowered_to: Decimal | None = None
    lowered_on: date | None = None
    waived: bool = False
    refunded: Decimal = NOTHING
    surcharge_limit: Decimal | None = None
    surcharge_waived: Decimal = NOTHING

    @property
    def in_force(self) -> Decimal:
        return self.amount if self.lowered_to is None else self.lowered_to

    def in_force_on(self, day: date) -> Decimal:
        """What was asked for on a day: until it was lowered, the whole."""
        if self.lowered_on is not None and day < self.lowered_on:
            return self.amount
        return self.in_force


@dataclass(frozen=True)
class Instalment:
    """A row of a plan; a deferral is a plan of one row. Without ``item`` it is for whatever is owed, fines first."""

    due: date
    amount: Decimal
    item: str = ""


@dataclass(frozen=True)
class Plan:
    """An approved deferral or payment by instalments."""

    approved_on: date
    rows: tuple[Instalment, ...]

    @property
    def ends_on(self) -> date:
        return max(row.due for row in self.rows)

    def named(self, items: Iterable[Item]) -> Plan:
        """The same plan with every row divided among the items it is for.

        Raises ValueError where it asks for more than is owed.
        """
        items = sorted(items, key=lambda item: list(Owed).index(item.kind))
        left = {item.key: item.amount for item in items}
        rows = []
        for row in sorted(self.rows, key=lambda row: (not row.item, row.due)):
            amount = row.amount
            for key in [row.item] if row.item else list(left):
                taken = min(amount, left.get(key, NOTHING))
                if taken:
                    rows.append(Instalment(row.due, taken, key))
                    left[key] -= taken
                    amount -= taken
            if amount:
                raise ValueError(_("延期、分期缴纳的金额比应缴的多%(amount)s。") % {"amount": shown(amount)})
        return replace(self, rows=tuple(rows))


class Surcharge(NamedTuple):
    """A surcharge in yuan, the sum, and the day on which it reached its cap (None: not yet)."""

    amount: Decimal
    steps: tuple[Step, ...]
    capped_on: date | None


NO_SURCHARGE = Surcharge(NOTHING, (), None)


def surcharge(
    base: Decimal,
    due: date,
    as_of: date,
    payments: Iterable[Payment] = (),
    pauses: Sequence[Pause] = (),
    *,
    rate: Decimal | None = None,
    cap: Decimal | None = None,
) -> Surcharge:
    """The surcharge on one fine or instalment up to and including ``as_of`` (APL art. 72, 73).

    ``payments`` are those on this fine. Counted from the day after ``due``; the paying day still on the rest before the
    payment (A-07); days of a pause are left out (A-08). The cap is the fine that became overdue, or ``cap`` where
    that is less. ``rate`` is the share a day.
    """
    rate = SURCHARGE_RATE.default if rate is None else rate
    paid: dict[date, Decimal] = {}
    overdue = base
    for each in payments:
        if each.paid_on <= due:
            overdue -= each.amount
        else:
            paid[each.paid_on] = paid.get(each.paid_on, NOTHING) + each.amount
    if overdue <= 0 or as_of <= due:
        return NO_SURCHARGE
    limit = overdue if cap is None else min(overdue, cap)
    steps = [Step(_("逾期未缴的罚款"), shown(overdue))]
    if limit == 0:
        return Surcharge(NOTHING, (*steps, Step(_("加处罚款"), _("决定不予加处"), True)), None)
    rest, first, total, capped_on = overdue, due + ONE_DAY, Decimal(0), None
    for last in sorted({*(day for day in paid if day < as_of), as_of}):
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        counted = [day for day in days if not any(pause.holds(day) for pause in pauses)]
        daily = rest * rate
        if daily and total + daily * len(counted) >= limit:
            whole, rest_of_day = divmod(limit - total, daily)
            capped_on = counted[int(whole) - (rest_of_day == 0)]
        total += daily * len(counted)
        steps += _segment(days, counted, rest, daily)
        rest -= paid.get(last, NOTHING)
        first = last + ONE_DAY
        if capped_on or rest <= 0:
            break
    amount = half_up(min(total, limit))
    if capped_on:
        steps.append(
            Step(
                _("上限"),
                _("%(day)s达到上限%(limit)s，此后不再计算") % {"day": long_day(capped_on), "limit": shown(limit)},
            )
        )
    steps.append(Step(_("加处罚款"), shown(amount), True))
    return Surcharge(amount, tuple(steps), capped_on)


def _segment(days: list[date], counted: list[date], rest: Decimal, daily: Decimal) -> list[Step]:
    """The lines for days with the same unpaid rest."""
    label = _("%(first)s至%(last)s") % {"first": long_day(days[0]), "last": long_day(days[-1])}
    values = {"rest": shown(rest), "daily": shown(daily), "days": len(counted), "sum": shown(daily * len(counted))}
    lines = [Step(label, _("未缴%(rest)s，每日%(daily)s × %(days)d日 = %(sum)s") % values)]
    if skipped := len(days) - len(counted):
        lines.append(Step(_("其中复议、诉讼期间不计算"), _("%(days)d日") % {"days": skipped}))
    return lines


class Share(NamedTuple):
    """A part of a payment and what it pays; an empty ``item`` is too much paid, ``part`` a surcharge or its principal."""

    payment: Payment
    item: str
    kind: Owed | None
    amount: Decimal


@dataclass(frozen=True)
class _Part:
    """A stretch of an item that becomes due on one day."""

    due: date | None
    amount: Decimal
    planned: bool = False


def _parts(item: Item, plan: Plan | None) -> list[_Part]:
    """An item in the order in which it becomes due: what no plan covers on its own day, then the rows of the plan.

    A lowered item loses from the last part.
    """
    rows = sorted((row for row in plan.rows if row.item == item.key), key=lambda row: row.due) if plan else []
    planned = sum((row.amount for row in rows), NOTHING)
    parts = [_Part(item.due, item.amount - planned)] if item.amount > planned or not rows else []
    parts += [_Part(row.due, row.amount, planned=True) for row in rows]
    left = item.in_force
    kept = []
    for part in parts:
        amount = min(part.amount, left)
        left -= amount
        kept.append(replace(part, amount=amount))
    return kept


def _spread(parts: Sequence[_Part], payments: Iterable[Payment]) -> list[list[Payment]]:
    """The payments on an item, divided among its parts in their order."""
    spread: list[list[Payment]] = [[] for _part in parts]
    open_amounts = [part.amount for part in parts]
    for each in sorted(payments, key=lambda payment: payment.paid_on):
        left = each.amount
        for n, open_amount in enumerate(open_amounts):
            taken = min(left, open_amount)
            if taken:
                spread[n].append(replace(each, amount=taken))
                open_amounts[n] -= taken
                left -= taken
    return spread


def _surcharge_of(
    item: Item,
    paid: Iterable[Payment],
    plan: Plan | None,
    as_of: date,
    pauses: Sequence[Pause],
    rate: Decimal | None,
) -> Surcharge:
    """The surcharge on an item: each part from its own day; a part that a plan took up too late, also until then.

    ``capped_on`` is given when nothing more can accrue on anything that is overdue.
    """
    if item.kind != Owed.FINE or item.due is None or item.in_force == 0:
        return NO_SURCHARGE
    parts = _parts(item, plan)
    limit = item.in_force if item.surcharge_limit is None else min(item.in_force, item.surcharge_limit)
    total, steps, accruing = NOTHING, [], []
    for part, share in zip(parts, _spread(parts, paid), strict=True):
        stretches = [(part.due, as_of)]
        if plan and part.planned and plan.approved_on > item.due:
            stretches.insert(0, (item.due, min(as_of, plan.approved_on - ONE_DAY)))
        own, capped_on, reached = NOTHING, None, False
        for due, until in stretches:
            cap = min(part.amount - own, limit - total)
            reached = cap <= 0 and limit > 0
            if due is None or reached:
                continue
            found = surcharge(part.amount, due, until, share, pauses, rate=rate, cap=cap)
            total, own, capped_on = total + found.amount, own + found.amount, found.capped_on or capped_on
            steps.append(found.steps)
        unpaid = part.amount > sum((each.amount for each in share), NOTHING)
        if unpaid and part.due and part.due < as_of:
            accruing.append((bool(capped_on) or reached, capped_on))
    lines = tuple(step for each in steps for step in each)
    if sum(bool(each) for each in steps) > 1:
        lines += (Step(_("加处罚款合计"), shown(total), True),)
    days = [day for _reached, day in accruing if day]
    done = bool(days) and all(reached for reached, _day in accruing)
    return Surcharge(total, lines, max(days) if done else None)


def payment_order(setting: str = "") -> tuple[Owed, ...]:
    """The order of allocation from its setting. Raises ValueError unless it names each kind once."""
    names = [name.strip() for name in (setting or PAYMENT_ORDER.default).split(",")]
    if sorted(names) != sorted(Owed.values):
        raise ValueError(_("款项抵充顺序应当包括罚款、没收违法所得、加处罚款各一次。"))
    return tuple(Owed(name) for name in names)


def allocate(
    items: Sequence[Item],
    payments: Iterable[Payment],
    plan: Plan | None = None,
    pauses: Sequence[Pause] = (),
    *,
    order: str = "",
    rate: Decimal | None = None,
) -> tuple[Share, ...]:
    """What each payment pays (A-20): first what its slip names, then by ``order``; the shares add up to the payments.

    Surcharge counts as it stands on the paying day. What is left when everything is paid has no item. Nobody pays on
    what is waived. Raises BadAmount, and ValueError for a wrong order or plan.
    """
    kinds = payment_order(order)
    plan = plan and plan.named(items)
    shares: list[Share] = []
    principal: dict[str, list[Payment]] = {item.key: [] for item in items}
    extra: dict[str, Decimal] = {item.key: NOTHING for item in items}
    for payment in sorted(payments, key=lambda each: each.paid_on):
        left = yuan(payment.amount)
        day = payment.paid_on

        def take(item: Item, kind: Owed, open_amount: Decimal, left: Decimal, payment: Payment) -> Decimal:
            taken = min(left, max(NOTHING, open_amount))
            if taken:
                shares.append(Share(payment, item.key, kind, taken))
                if kind == Owed.SURCHARGE:
                    extra[item.key] += taken
                else:
                    principal[item.key].append(Payment(payment.paid_on, taken, payment.slip))
            return left - taken

        def unpaid(item: Item, day: date) -> Decimal:
            if item.waived:
                return NOTHING
            return item.in_force_on(day) - sum((each.amount for each in principal[item.key]), NOTHING)

        named = [item for item in items if item.key == payment.item]
        for item in named:
            left = take(item, item.kind, unpaid(item, day), left, payment)
        for kind in kinds:
            for item in sorted(items, key=lambda each: each.due or date.max):
                if kind == item.kind:
                    left = take(item, kind, unpaid(item, day), left, payment)
                elif kind == Owed.SURCHARGE and item.kind == Owed.FINE and not item.waived:
                    accrued = _surcharge_of(item, principal[item.key], plan, day, pauses, rate).amount
                    left = take(item, kind, accrued - item.surcharge_waived - extra[item.key], left, payment)
        if left:
            shares.append(Share(payment, "", None, left))
    return tuple(shares)


class Line(NamedTuple):
    """An item as it stands: sums in yuan, the next open due day, its state, and the sum of its surcharge."""

    item: Item
    due: date | None
    paid: Decimal
    rest: Decimal  # of the item itself, without surcharge
    overdue: Decimal
    refund: Decimal  # still to be paid back
    status: Status
    surcharge: Decimal
    surcharge_paid: Decimal
    surcharge_status: Status | None  # None: no surcharge has accrued
    capped_on: date | None
    steps: tuple[Step, ...]

    @property
    def surcharge_rest(self) -> Decimal:
        if self.item.waived:
            return NOTHING
        return max(NOTHING, self.surcharge - self.item.surcharge_waived - self.surcharge_paid)


@dataclass(frozen=True)
class Statement:
    """The account of a decision on a day. Sums in yuan; ``excess`` was paid beyond everything owed."""

    as_of: date
    lines: tuple[Line, ...]
    shares: tuple[Share, ...]
    excess: Decimal

    @property
    def paid(self) -> Decimal:
        return sum((share.amount for share in self.shares), NOTHING)

    @property
    def surcharge(self) -> Decimal:
        return sum((line.surcharge for line in self.lines), NOTHING)

    @property
    def overdue(self) -> Decimal:
        return sum((line.overdue for line in self.lines), NOTHING)

    @property
    def rest(self) -> Decimal:
        """Everything still to be paid, surcharge included."""
        return sum((line.rest + line.surcharge_rest for line in self.lines), NOTHING)

    @property
    def refund(self) -> Decimal:
        return self.excess + sum((line.refund for line in self.lines), NOTHING)

    @property
    def settled(self) -> bool:
        return not self.rest and not self.refund

    @property
    def next_due(self) -> date | None:
        return min((line.due for line in self.lines if line.due and line.rest), default=None)

    def line(self, key: str) -> Line:
        """Raises LookupError for an item that is not in the account."""
        for line in self.lines:
            if line.item.key == key:
                return line
        raise LookupError(key)


def statement(
    items: Sequence[Item],
    payments: Iterable[Payment] = (),
    plan: Plan | None = None,
    *,
    as_of: date,
    pauses: Sequence[Pause] = (),
    values: Mapping[str, object] | None = None,
) -> Statement:
    """The account on a day: what is due, paid, overdue and accrued, with every sum in words.

    ``values`` are the office's settings by key. Payments after ``as_of`` do not count. Raises BadAmount and ValueError.
    """
    values = values or {}
    rate = Decimal(str(values.get(SURCHARGE_RATE.key, SURCHARGE_RATE.default)))
    order = str(values.get(PAYMENT_ORDER.key, ""))
    plan = plan and plan.named(items)
    known = [each for each in payments if each.paid_on <= as_of]
    shares = allocate(items, known, plan, pauses, order=order, rate=rate)
    lines = tuple(_line(item, shares, plan, as_of, pauses, rate) for item in items)
    return Statement(as_of, lines, shares, sum((share.amount for share in shares if not share.item), NOTHING))


def _line(
    item: Item, shares: Iterable[Share], plan: Plan | None, as_of: date, pauses: Sequence[Pause], rate: Decimal
) -> Line:
    mine = [share for share in shares if share.item == item.key]
    on_item = [Payment(share.payment.paid_on, share.amount) for share in mine if share.kind != Owed.SURCHARGE]
    paid = sum((each.amount for each in on_item), NOTHING)
    extra = sum((share.amount for share in mine if share.kind == Owed.SURCHARGE), NOTHING)
    accrued = _surcharge_of(item, on_item, plan, as_of, pauses, rate)
    parts = _parts(item, plan)
    spread = _spread(parts, on_item)
    open_parts = [
        (part, part.amount - sum((each.amount for each in share), NOTHING))
        for part, share in zip(parts, spread, strict=True)
    ]
    open_parts = [] if item.waived else [(part, rest) for part, rest in open_parts if rest]
    rest = sum((amount for _part, amount in open_parts), NOTHING)
    overdue = sum((amount for part, amount in open_parts if part.due and part.due < as_of), NOTHING)
    asked = max(NOTHING, accrued.amount - item.surcharge_waived)
    too_much = max(NOTHING, paid - item.in_force) + max(NOTHING, extra - asked)
    refund = max(NOTHING, too_much - item.refunded)
    planned = bool(plan and any(row.item == item.key for row in plan.rows))
    line = Line(
        item,
        min((part.due for part, _rest in open_parts if part.due), default=None) if item.due else None,
        paid,
        rest,
        overdue,
        refund,
        _status(item, paid, rest, overdue, too_much, refund, planned, accrued.capped_on),
        accrued.amount,
        extra,
        None,
        accrued.capped_on,
        accrued.steps,
    )
    return line._replace(surcharge_status=_surcharge_status(line))


def _status(
    item: Item,
    paid: Decimal,
    rest: Decimal,
    overdue: Decimal,
    too_much: Decimal,
    refund: Decimal,
    planned: bool,
    capped_on: date | None,
) -> Status:
    if too_much:
        return Status.REFUND_DUE if refund else Status.REFUNDED
    if item.waived and paid < item.in_force:
        return Status.WAIVED
    if item.in_force == 0:
        return Status.WAIVED
    if item.due is None:
        return Status.NOT_DUE
    if rest == 0:
        return Status.PAID
    if overdue:
        return Status.CAPPED if capped_on else Status.OVERDUE
    if planned:
        return Status.DEFERRED
    return Status.PARTIAL if paid else Status.DUE


def _surcharge_status(line: Line) -> Status | None:
    if line.item.surcharge_limit == 0 and line.steps:
        return Status.WAIVED
    if not line.surcharge:
        return None
    if line.surcharge_rest:
        return Status.PARTIAL if line.surcharge_paid else Status.DUE
    return Status.WAIVED if line.surcharge_paid < line.surcharge else Status.PAID


# Enforcement by the court


class Window(NamedTuple):
    """When the court may be asked: the anchor, the first and the (legal) last day, and the sum."""

    anchor: date
    first_day: date
    last_day: date
    steps: tuple[Step, ...]

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def enforcement_window(
    suit_end: date,
    review_suit_end: date | None = None,
    judgment_effective: date | None = None,
    plan_end: date | None = None,
    *,
    calendar: Calendar,
) -> Window:
    """The window of ACL art. 53 (DL-36): three months from the latest of the days given, the last moved to a working day.

    ``suit_end`` is the end of the six months for a suit, ``review_suit_end`` that of the 15 days after a review
    decision (both as moved), ``judgment_effective`` the day a judgment took effect, ``plan_end`` the end of a deferral
    or of instalments (APL art. 72¶2).
    """
    named = (
        (_("六个月起诉期限届满"), suit_end),
        (_("复议决定后十五日起诉期限届满"), review_suit_end),
        (_("判决生效"), judgment_effective),
        (_("延期、分期缴纳期限结束"), plan_end),
    )
    ends = [(label, day) for label, day in named if day]
    anchor = max(day for _label, day in ends)
    nominal = add_months(anchor, COURT_APPLICATION.length)
    last = roll(nominal, calendar)
    steps = [Step(label, long_day(day)) for label, day in ends]
    steps.append(Step(_("起算日（以上最晚的一日）"), long_day(anchor)))
    steps.append(Step(_("可以申请的第一日"), long_day(anchor + ONE_DAY)))
    if last != nominal:
        steps.append(Step(_("计满之日不是工作日"), long_day(nominal)))
    steps.append(Step(_("申请期限届满"), long_day(last), True))
    return Window(anchor, anchor + ONE_DAY, last, tuple(steps))


def court_application_from(demand_served: date, calendar: Calendar) -> date:
    """The first day after the working days that a demand leaves (DL-35, A-13)."""
    return add_working_days(demand_served, DEMAND.length, calendar) + ONE_DAY


def court_application_open(
    on: date,
    demand_served: date | None,
    window: Window,
    *,
    calendar: Calendar,
    unpaid: Decimal,
    remedy_pending: bool = False,
) -> tuple[tuple[str, str], ...]:
    """Why the court may not be asked on a day, as code and sentence; empty where it may."""
    missing = []
    if unpaid <= 0:
        missing.append(("nothing_unpaid", _("没有未缴的款项。")))
    if demand_served is None:
        missing.append(("demand_not_served", _("催告书尚未送达（行政强制法第五十四条）。")))
    else:
        first = court_application_from(demand_served, calendar)
        if on < first:
            missing.append(
                ("demand_running", _("催告期限尚未届满，自%(day)s起才可以申请强制执行。") % {"day": long_day(first)})
            )
    if on < window.first_day:
        missing.append(
            ("window_not_open", _("起诉期限尚未届满，自%(day)s起才可以申请。") % {"day": long_day(window.first_day)})
        )
    if on > window.last_day:
        missing.append(("window_closed", _("申请强制执行的期限已于%(day)s届满。") % {"day": long_day(window.last_day)}))
    if remedy_pending:
        missing.append(("remedy_pending", _("行政复议或者行政诉讼尚未结束。")))
    return tuple(missing)
