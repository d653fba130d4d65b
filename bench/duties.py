"""How long it takes to make the visits of a festival for every family of a large county, beside the bare statement."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from caseflow.support import contacts
from caseflow.support.models import ContactDuty, Household
from caseflow.support.rules.channels import Occasion

from . import families
from .report import Table, engine

WHOLE, QUICK = 1_000_000, 20_000


def measure(quick: bool = False) -> list[Table]:
    number = QUICK if quick else WHOLE
    folk = families.people()
    families.fill(folk, 0, number)
    batch = contacts.festival_batch(Occasion.DRAGON, 2026)
    assert batch is not None
    rows: list[list[str]] = []
    bare = _row(rows, "bare INSERT … SELECT", _bare)
    made = _row(rows, "visits of a festival", lambda: batch.make(Household.objects.all()))
    _row(rows, "the same once more", lambda: batch.make(Household.objects.all()), of=number)
    assert ContactDuty.objects.filter(occasion=Occasion.DRAGON, period="2026").count() == number + 1
    own = ContactDuty.objects.filter(occasion=Occasion.DRAGON, period="2026").exclude(last=date(2026, 6, 19)).count()
    head = ["What", "rows", "seconds", "rows/s"]
    note = (
        f"{number:,} families; {own:,} of them have a day to avoid on the festival and a window of their own. "
        f"Making the visits takes {made / bare:.1f} times as long as the bare statement with the same columns and indexes."
    )
    return [Table(f"Visits of a festival on {engine()}", head, rows, note)]


def _row(rows: list[list[str]], what: str, act: Callable[[], Any], of: int = 0) -> float:
    began = time.perf_counter()
    made = act()
    spent = time.perf_counter() - began
    rows.append([what, f"{made:,}", f"{spent:.2f}", f"{(of or made) / spent:,.0f}"])
    return spent


def _bare() -> int:
    """Rows of the same table with constants in their columns, and nothing asked but the key of the family."""
    quote = connection.ops.quote_name
    columns = ("household_id", "occasion", "period", "opens", "ends", "first", "last", "alert_township")
    columns += ("alert_association", "alert_county", "status", "by_wish")
    day = "CAST('2026-06-19' AS date)" if connection.vendor == "postgresql" else "'2026-06-19'"
    values = ["id", "'DRAGON'", "'bare'", *[day] * 7, "'PLANNED'", "FALSE"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(ContactDuty._meta.db_table)} ({', '.join(map(quote, columns))}) "
            f"SELECT {', '.join(values)} FROM {quote(Household._meta.db_table)}"
        )
        return int(cursor.rowcount)
