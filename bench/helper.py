"""Whether the day of a helper, her inbox and the list of her township stay as quick when a county has a million families."""

from typing import Any

import time_machine
from django.db import connection
from django.urls import reverse

from caseflow.support import contacts
from caseflow.support.models import Household
from caseflow.support.rules.channels import Occasion
from tests.walk import moment

from . import copies, families, growth, pages
from .report import Table, engine, median, ms, p95

SMALL, LARGE, QUICK = 1_000, 1_000_000, 20_000
ROUNDS = 10
DAY = (2026, 6, 22)  # three days after the festival: much is late


def measure(quick: bool = False) -> list[Table]:
    large = QUICK if quick else LARGE
    folk = families.people()
    families.fill(folk, 0, SMALL)
    _make()
    with copies.kept() as small:
        families.fill(folk, SMALL, large)
        _make()
        found = _compared(folk, small, str(connection.settings_dict["NAME"]))
    head = ["Page", "SQL", "SQL then", f"{SMALL:,} families, ms", f"{large:,} families, ms", "ratio", "of p95"]
    note = "Aims: ratio of the medians below 1.3, the number of queries the same. 40 families in a village, 4,000 in a township."
    return [Table(f"A helper's day as families become more, on {engine()}", head, found, note)]


def _make() -> None:
    """The visits of the festival."""
    batch = contacts.festival_batch(Occasion.DRAGON, 2026)
    assert batch is not None
    batch.make(Household.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def of_the_day() -> list[pages.Page]:
    reference = Household.objects.order_by("pk").values_list("dossier__reference", flat=True).first()
    return [
        pages.Page("list of the day", "zhou", reverse("helper-day")),
        pages.Page("form of a visit", "zhou", reverse("helper-visit", args=[reference])),
        pages.Page("card of a family", "zhou", reverse("helper-family", args=[reference])),
        pages.Page("inbox of a helper", "zhou", reverse("inbox")),
        pages.Page("what is late in a township", "tian", reverse("overdue")),
        pages.Page("what is late in the county", "zou", f"{reverse('overdue')}?all=1"),
    ]


def _compared(folk: Any, small: str, large: str) -> list[list[str]]:
    found = []
    with time_machine.travel(moment(_date(), 9), tick=True):
        for page in of_the_day():
            clients = {name: growth._on(name, lambda page=page: pages.signed_in(folk, page)) for name in (small, large)}
            spent: dict[str, list[float]] = {small: [], large: []}
            for _round in range(ROUNDS):
                for name, client in clients.items():
                    spent[name] += growth._on(name, lambda client=client, page=page: growth._gets(client, page))
            asked = [
                str(growth._on(name, lambda c=client, p=page: growth._questions(c, p)))
                for name, client in clients.items()
            ]
            few, many = median(spent[small]), median(spent[large])
            tail = p95(spent[large]) / p95(spent[small])
            found.append([page.name, *asked, ms(few), ms(many), f"{many / few:.2f}", f"{tail:.2f}"])
    return found


def _date() -> Any:
    from datetime import date

    return date(*DAY)
