"""The account of a case: its records turned into the sums of ``money`` and ``limitation``, and nothing counted here."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from caseflow.cases import holidays, parameters
from caseflow.cases.calendar import add_months, roll

from . import law, limitation, money

if TYPE_CHECKING:
    from .models.case.core import CaseCore

NOTHING = Decimal("0.00")


def income_of(case: "CaseCore") -> limitation.Income | None:
    """The unlawful income of the case with the steps of its sum (A-22); None where no act is recorded."""
    acts = [
        limitation.Act(case.violation, act.on, act.fee, act.refunded, case.life_and_harm, chain="case")
        for act in case.acts.filter(struck=False)
    ]
    return limitation.unlawful_income(acts, case.discovered_on).get(case.violation)


def income(case: "CaseCore") -> Decimal:
    """Yuan."""
    found = income_of(case)
    return found.amount if found else NOTHING


def plan_of(case: "CaseCore") -> money.Plan | None:
    """The plan of deferral or instalments in force."""
    calendar = holidays.calendar()
    rows = tuple(money.Instalment(roll(each.due_on, calendar), each.amount) for each in case.plan_rows)
    approved = case.dossier.events.filter(transition="approve_plan").values_list("on", flat=True).last()
    return money.Plan(approved, rows) if rows and approved else None


def account(case: "CaseCore", as_of: date) -> money.Statement:
    """What is owed, paid and overdue on a day (2.7)."""
    due = payment_due(case)
    waived = sum((each.amount for each in case.waivers.filter(on__lte=as_of)), NOTHING)
    refunded = sum((each.amount for each in case.refunds.filter(on__lte=as_of)), NOTHING)
    items = []
    for each in case.money.select_related("decision").filter(decision__on__lte=as_of):
        annulled = each.decision.annulled_on is not None and each.decision.annulled_on <= as_of
        fine = each.kind == "fine"
        items.append(
            money.Item(
                key=f"{each.kind}:{each.decision_id}",
                kind=money.Owed(each.kind),
                amount=each.amount,
                due=due,
                lowered_to=NOTHING if annulled else None,
                lowered_on=each.decision.annulled_on if annulled else None,
                surcharge_waived=waived if fine and not annulled else NOTHING,
            )
        )
    payments = [money.Payment(each.paid_on, each.amount, each.slip_no) for each in case.payments.all()]
    found = money.statement(
        _refunded(items, payments, refunded, as_of),
        payments,
        plan_of(case),
        as_of=as_of,
        pauses=_pauses(case),
        values={each.key: parameters.value(each.key, as_of) for each in money.PARAMETERS},
    )
    return found


def _refunded(items: list[money.Item], payments: list[money.Payment], amount: Decimal, as_of: date) -> list[money.Item]:
    """Give back what was refunded to the items that were annulled, in order."""
    result = []
    for item in items:
        share = min(amount, item.amount) if item.lowered_to == NOTHING else NOTHING
        amount -= share
        result.append(replace(item, refunded=share))
    return result


def _pauses(case: "CaseCore") -> tuple[money.Pause, ...]:
    """Review and lawsuit pause the surcharge; the courses that know of them say when."""
    from .courses import pauses

    return tuple(money.Pause(start, end) for start, end in pauses(case))


def paid_limits(case: "CaseCore", on: date) -> list[str]:
    """The running limits of payment that what was paid has met: that of the decision, or those of instalments."""
    statement = account(case, on)
    if statement.settled:
        return [each.item for each in case.dossier.deadlines.running().filter(code=law.PAYMENT.code)]
    rows, met = list(case.plan_rows), []
    paid = sum((each.amount for each in rows), NOTHING) - sum((line.rest for line in statement.lines), NOTHING)
    for each in rows:
        paid -= each.amount
        if paid >= 0:
            met.append(f"instalment:{each.pk}")
    return met


def payment_due(case: "CaseCore") -> date | None:
    """The last day for payment, moved to a working day; None while the decision is not served."""
    first = case.dossier.deadlines.filter(code=law.PAYMENT.code, item="").last()
    return first.legal_due if first else None


def enforcement_window(case: "CaseCore", served: date) -> money.Window:
    """When the court may be asked (DL-36)."""
    from .courses import remedy_ends

    calendar = holidays.calendar()
    plan = plan_of(case)
    review_end, judgment = remedy_ends(case)
    return money.enforcement_window(
        roll(add_months(served, law.SUIT_FILING.length), calendar),
        review_end,
        judgment,
        plan.ends_on if plan else None,
        calendar=calendar,
    )


def enforcement_anchor(case: "CaseCore", served: date) -> date:
    return enforcement_window(case, served).anchor


def against_court_application(case: "CaseCore", on: date) -> tuple[tuple[str, str], ...]:
    """Why the court may not be asked on a day."""
    from .courses import pending

    decision = case.decision
    if decision is None or decision.served_on is None:
        return (("not_served", _("决定尚未送达。")),)
    demand: Any = case.file_paper("demand")
    return money.court_application_open(
        on,
        demand.served_on if demand else None,
        enforcement_window(case, decision.served_on),
        calendar=holidays.calendar(),
        unpaid=case.account(on).rest,
        remedy_pending=bool(pending(case, "remedy")),
    )
