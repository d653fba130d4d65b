"""B14: an approved application becomes an entitlement, in the transaction of the approval, with what it was decided by."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from caseflow.cases.transitions import Refused

from ..calculator import settings_on
from ..codes import Benefit, Track
from ..codes_money import EntitlementState, ItemState
from ..models.money import CareDay, Entitlement, EntitlementItem, columns
from ..rules.facts import Standing, Stay, Used
from ..rules.ganzhou import GANZHOU
from ..rules.hospital import hospital_care
from ..rules.policy import FamilyType
from ..rules.results import PayLine
from ..rules.splitting import FundingRule, Unset
from ..shares import FEN

ONCE = (Benefit.ONE_TIME, Benefit.FUNERAL)  # paid once, not once a year


def grant(application: Any, on: date) -> None:
    """The entitlements of a decision and, but for what is paid month by month, their lines.

    Raises Refused where a line was paid before, or nobody has said who pays for it; nothing is then decided.
    """
    decision = application.decision
    for member in _payees(application):
        if _goes_on(application, member):
            continue
        entitlement = _entitlement(application, decision, member, on)
        if application.benefit == Benefit.MONTHLY:
            continue
        for line in _lines(application, decision, member, on):
            _keep(entitlement, line, on)


def _goes_on(application: Any, member: Any) -> bool:
    """Whether nothing new begins: what is paid each month is confirmed anew without having been asked for (4.2)."""
    if application.benefit != Benefit.MONTHLY or application.track != Track.FAST_NO_APPLY:
        return False
    running = Entitlement.objects.filter(member=member, benefit=Benefit.MONTHLY)
    return bool(running.exclude(state=EntitlementState.ENDED).exists())


def _payees(application: Any) -> list[Any]:
    """Everybody of the household where the family is confirmed for the monthly allowance, else whoever applied."""
    if application.benefit == Benefit.MONTHLY and application.track == "full":
        return list(application.household.members.filter(closed_to=None))
    return [application.applicant]


def _entitlement(application: Any, decision: Any, member: Any, on: date) -> Entitlement:
    month = f"{decision.start_month or on:%Y-%m}"
    household = application.household
    try:
        with transaction.atomic():
            return Entitlement.objects.create(
                household=household,
                application=application,
                member=member,
                agency=application.dossier.agency,
                benefit=application.benefit,
                family_type=household.family_type,
                area="URBAN" if household.hukou_kind == "URBAN" else "RURAL",
                state=EntitlementState.PENDING_START,
                from_month=month,
                next_month=month,
                unit_fen=None if decision.amount is None else int(decision.amount * FEN),
                policy=decision.policy,
                inputs={**decision.inputs, "split": decision.split},
                decided_on=on,
            )
    except IntegrityError:
        raise Refused({"runs_already": _("%(person)s的按月待遇已经在发放。") % {"person": member.name}}) from None


def rule_for(benefit: str, on: date) -> FundingRule:
    """Who pays for a benefit on a day. Raises Unset where the county has not said it."""
    row = GANZHOU.benefit(benefit, on)
    settings = settings_on(on)
    named = {"funding.medical": settings.funding_medical, "funding.funeral": settings.funding_funeral}
    return GANZHOU.funding(named.get(row.funding, row.funding) if row else "UNSET", on)


def stays_of(application: Any) -> tuple[Stay, ...]:
    """The stays a decision names."""
    return told_stays(application.decision.inputs.get("stays", ()) if application.decision else ())


def told_stays(told: Iterable[Mapping[str, str]]) -> tuple[Stay, ...]:
    """Stays as they are kept with a decision."""
    return tuple(
        Stay(
            date.fromisoformat(each["admitted"]), date.fromisoformat(each["discharged"]) if each["discharged"] else None
        )
        for each in told
    )


def care_lines(application: Any, stays: tuple[Stay, ...], on: date) -> tuple[PayLine, ...]:
    """What the days of some stays give: one line for each year, without days that a line has already (2.4)."""
    member, household = application.applicant, application.household
    days = list(CareDay.objects.filter(member=member).values_list("day", flat=True))
    used = Used.of(keys=[(str(member.pk), day) for day in days])
    type_ = FamilyType(household.family_type) if household.family_type else FamilyType.DEATH
    ends = [each for each in (member.closed_to, household.closed_to) if each]
    standing = Standing(type_, household.confirmed_from, closed_to=min(ends, default=None), end_code=member.end_code)
    settings = settings_on(on)
    return hospital_care(str(member.pk), member.birth_date, standing, stays, on, used=used, settings=settings).lines


def _lines(application: Any, decision: Any, member: Any, on: date) -> Iterator[dict[str, Any]]:
    benefit, subject, year = application.benefit, str(member.pk), str(on.year)
    if benefit == Benefit.HOSP_CARE and (stays := stays_of(application)):
        for line in care_lines(application, stays, on):
            period = f"{line.year}/{application.pk}"
            yield _told(subject, period, line.quantity, line.unit_fen, line.split, [key[1] for key in line.keys])
        return
    if not decision.amount:
        return
    fen = int(Decimal(decision.amount) * FEN)
    if benefit == Benefit.ONE_TIME:
        subject = application.household.lineage_key or f"family/{application.household_id}"
    period = "" if benefit in ONCE else f"{year}/{application.pk}" if benefit == Benefit.HOSP_CARE else year
    try:
        split = rule_for(benefit, on).split(fen)
    except Unset as unset:
        raise Refused({"funding_unset": str(unset)}) from None
    yield _told(subject, period, 1, fen, split, [])


def _told(subject: str, period: str, quantity: int, unit: int, split: Any, days: list[date]) -> dict[str, Any]:
    return {"paid_for": subject, "period": period, "quantity": quantity, "unit_fen": unit, "split": split, "days": days}


def _keep(entitlement: Entitlement, told: dict[str, Any], on: date) -> None:
    split, days = told.pop("split"), told.pop("days")
    try:
        with transaction.atomic():
            item = EntitlementItem.objects.create(
                entitlement=entitlement,
                member=entitlement.member,
                benefit=entitlement.benefit,
                amount_fen=split.total,
                state=ItemState.DUE,
                due_on=on,
                **columns(split),
                **told,
            )
            CareDay.objects.bulk_create(
                CareDay(member=entitlement.member, day=day, year=int(told["period"][:4]), item=item) for day in days
            )
    except IntegrityError:
        raise Refused({"paid_before": _("这一项已经发过，或者正在发放，不能再批准一次。")}) from None
