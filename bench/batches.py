"""A monthly batch of very many people: built, split and compared by the database, beside the barest INSERT … SELECT."""

import resource
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection, transaction

from caseflow.cases.models import Dossier, ParameterValue
from caseflow.people.models import Agency
from caseflow.support.batches import building, checking
from caseflow.support.law.limits_money import FIRST_RATE, MONTHLY_FUNDING
from caseflow.support.models import (
    Account,
    Application,
    Area,
    Entitlement,
    EntitlementItem,
    Household,
    Member,
    PaymentBatch,
)

from . import ground
from .report import Table, engine

PEOPLE, QUICK = 1_000_000, 20_000
AT_ONCE = 2_000
PERIOD = "2026-10"
AIM = 6  # times the bare statement


def measure(quick: bool = False) -> list[Table]:
    number = QUICK if quick else PEOPLE
    user = ground.people().head
    agency = Agency.objects.get()
    began = time.perf_counter()
    _people(agency, user, number)
    loading = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
    before = _peak()
    with transaction.atomic():
        bare = _timed(lambda: _bare(number))
        transaction.set_rollback(True)
    batch = _batch(agency)
    built = _timed(lambda: _build(batch))
    assert (batch.lines, batch.split.total) == (number, number * 59_000)
    checked = _timed(lambda: _checked(batch))
    rows = [
        ["bare INSERT … SELECT of the same rows", *_figures(bare, number, bare)],
        ["built and split, stretch by stretch", *_figures(built, number, bare)],
        ["compared (ten questions)", *_figures(checked, number, bare)],
    ]
    note = (
        f"{number:,} people, loaded in {loading:.0f} s. Peak of this process {_peak():.0f} MiB, {_peak() - before:.0f} of it "
        f"since they were loaded. Aim: building within {AIM} × the bare statement, and both in memory that does not grow with people."
    )
    return [Table(f"A monthly batch on {engine()}", ["What", "s", "rows per second", "× bare"], rows, note)]


def _figures(seconds: float, number: int, bare: float) -> list[str]:
    return [f"{seconds:.2f}", f"{number / seconds:,.0f}", f"{seconds / bare:.1f}"]


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _peak() -> float:
    """MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _people(agency: Agency, user: Any, number: int) -> None:
    """Households of one, confirmed, each with an account of which only the row is there: nothing here opens a card."""
    for key, value in ((FIRST_RATE, "590.00"), (MONTHLY_FUNDING, "省级 8:2 市级 2:8")):
        ParameterValue.objects.create(key=key, value=value, valid_from=date(2024, 1, 1), basis="测量")
    town = Area.objects.create(code="620702104", name="云溪镇")
    village = Area.objects.create(code="620702104201", name="石桥村", parent=town)
    file = Dossier.objects.create(
        procedure="support.family", agency=agency, opened_on=date(2026, 1, 5), reference="GH-620702-2026-00001"
    )
    day = date(2026, 1, 5)
    for start in range(0, number, AT_ONCE):
        span = range(start, min(start + AT_ONCE, number))
        with transaction.atomic():
            homes = Household.objects.bulk_create(
                Household(dossier=file, village=village, family_type="DEATH", found="visit", status="CONFIRMED")
                for _n in span
            )
            members = Member.objects.bulk_create(
                Member(household=home, name=f"王{n}", sex="2", birth_date=day, id_hmac=f"{n:064x}")
                for n, home in zip(span, homes, strict=True)
            )
            told = {"dossier": file, "track": "full", "benefit": "MONTHLY"}
            asked = Application.objects.bulk_create(
                Application(household=home, applicant=member, **told)
                for home, member in zip(homes, members, strict=True)
            )
            Entitlement.objects.bulk_create(
                Entitlement(
                    household=home,
                    application=application,
                    member=member,
                    agency=agency,
                    benefit="MONTHLY",
                    family_type="DEATH",
                    state="ACTIVE",
                    from_month="2026-01",
                    next_month=PERIOD,
                    policy="x",
                    decided_on=day,
                )
                for home, member, application in zip(homes, members, asked, strict=True)
            )
            Account.objects.bulk_create(
                Account(
                    household=home,
                    member=member,
                    bank="银行",
                    kind="SOCIAL_CARD",
                    card_hmac=f"{n:064x}",
                    last4="0000",
                    number_checked=True,
                    entered_by=user,
                    entered_on=day,
                    confirmed_on=day,
                )
                for n, home, member in zip(span, homes, members, strict=True)
            )


def _batch(agency: Agency) -> PaymentBatch:
    file = Dossier.objects.create(
        procedure="support.batch", agency=agency, opened_on=date(2026, 10, 5), reference="FF-620702-2026-00001"
    )
    last = building.last_entitlement(agency, "MONTHLY")
    return PaymentBatch.objects.create(dossier=file, benefit="MONTHLY", period=PERIOD, upto=last)


def _bare(number: int) -> None:
    """The same rows in the same table, and nothing asked or worked out for them."""
    batch = _batch(Agency.objects.get())
    columns = (
        "entitlement_id, member_id, benefit, paid_for, period, part, quantity, unit_fen, amount_fen, central_fen, "
        "province_fen, city_fen, district_fen, state, batch_id, account_id, issue, due_on, paid_on, original_id"
    )
    table, source = EntitlementItem._meta.db_table, Entitlement._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT id, member_id, 'MONTHLY', CAST(member_id AS varchar), '{PERIOD}', 0, 1, "
            f"59000, 59000, 0, 47200, 2360, 9440, 'IN_BATCH', {batch.pk}, NULL, 0, NULL, NULL, NULL FROM {source}"
        )
        assert cursor.rowcount == number


def _build(batch: PaymentBatch) -> None:
    while not batch.is_built:
        with transaction.atomic():
            building.build_stretch(batch, date(2026, 10, 5))
            batch.save()


def _checked(batch: PaymentBatch) -> None:
    with transaction.atomic():
        assert checking.run(batch, date(2026, 10, 5), None) == 0
