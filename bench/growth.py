"""Whether pages stay as quick, and ask as little, when the files and their lines become a hundred times as many."""

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caseflow.cases.models import Event

from . import copies, ground, pages
from .report import Table, engine, median, ms, p95, timed

AIMS = "ratio of the medians below 1.3, of the p95 at most 1.5, the number of queries the same"
SMALL, LARGE, QUICK = 1_000, 100_000, 10_000
ROUNDS, GETS = 10, 4
# A tenth of the files is long past, most are short, every fifth waits for whoever holds a role.
GROWING = ("archived",) * 2 + ("not_filed",) * 11 + ("accepted",) * 2 + ("in_panel", "in_legal_review", "in_approval")
DESKS = ("investigating", "notice_issued")  # what the officers have before them: as much as ever


def measure(quick: bool = False) -> list[Table]:
    large = QUICK if quick else LARGE
    people = ground.people()
    ground.walked(people, GROWING)
    template = copies.Template(people)
    open_case = ground.walked(people, DESKS)[0]
    template.close()
    block = len(GROWING) + len(DESKS)
    template.copy(1, SMALL // block)
    few = Event.objects.count()
    with copies.kept() as small:
        began = time.perf_counter()
        rows = template.copy(SMALL // block, SMALL // block + (large - SMALL) // len(GROWING), growing_only=True)
        loading = time.perf_counter() - began
        many = Event.objects.count()
        found = _compared(people, open_case.dossier.reference, small, str(connection.settings_dict["NAME"]))
    head = ["Page", "SQL", "SQL then", f"{SMALL:,} cases, ms", f"{large:,} cases, ms", "ratio", "of p95"]
    note = (
        f"Aims: {AIMS}. From {few:,} to {many:,} lines; the {rows:,} rows more were written in {loading:.0f} s. "
        f"{ROUNDS * GETS} answers of each, in turn."
    )
    return [Table(f"Pages as files become more, on {engine()}", head, found, note)]


def _compared(people: SimpleNamespace, reference: str, small: str, large: str) -> list[list[str]]:
    """Both databases in turn, page by page: what else the machine does falls on both."""
    found = []
    with ground.clock():
        for page in most_used(reference):
            clients = {name: _on(name, lambda page=page: pages.signed_in(people, page)) for name in (small, large)}
            spent: dict[str, list[float]] = {small: [], large: []}
            for _round in range(ROUNDS):
                for name, client in clients.items():
                    spent[name] += _on(name, lambda client=client, page=page: _gets(client, page))
            asked = [str(_on(name, lambda c=client, p=page: _questions(c, p))) for name, client in clients.items()]
            few, many = median(spent[small]), median(spent[large])
            tail = p95(spent[large]) / p95(spent[small])
            found.append([page.name, *asked, ms(few), ms(many), f"{many / few:.2f}", f"{tail:.2f}"])
    return found


def most_used(reference: str) -> list[pages.Page]:
    """The ten pages that somebody looks at all day."""
    return [*pages.everyday(reference), pages.Page("papers of a case", "li", reverse("papers", args=[reference]))]


def _questions(client: Any, page: pages.Page) -> int:
    with CaptureQueriesContext(connection) as queries:
        pages.get(client, page)
        return len(queries)


def _gets(client: Any, page: pages.Page) -> list[float]:
    pages.get(client, page)
    return [timed(lambda: pages.get(client, page)) for _each in range(GETS)]


def _on(name: str, action: Callable[[], Any]) -> Any:
    """The answer of ``action`` on the database ``name``."""
    if str(connection.settings_dict["NAME"]) != name:
        connection.close()
        connection.settings_dict["NAME"] = name
    return action()
