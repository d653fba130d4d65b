"""Whether pages stay as quick when the files become a hundred times as many."""

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.db import connection

from . import copies, ground, pages
from .report import Table, engine, median, ms, timed

AIM = 1.3  # times the small one
SMALL, LARGE, QUICK = 1_000, 100_000, 10_000
ROUNDS, GETS = 6, 4
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
    with copies.kept() as small:
        began = time.perf_counter()
        rows = template.copy(SMALL // block, SMALL // block + (large - SMALL) // len(GROWING), growing_only=True)
        loading = time.perf_counter() - began
        found = _compared(people, open_case.dossier.reference, small, str(connection.settings_dict["NAME"]))
    head = ["Page", f"{SMALL:,} cases, ms", f"{large:,} cases, ms", "ratio"]
    note = f"Aim: ratio below {AIM}. The {rows:,} rows more were written in {loading:.0f} s."
    return [Table(f"Pages as files become more, on {engine()}", head, found, note)]


def _compared(people: SimpleNamespace, reference: str, small: str, large: str) -> list[list[str]]:
    """Both databases in turn, page by page: what else the machine does falls on both."""
    found = []
    with ground.clock():
        for page in pages.everyday(reference):
            clients = {name: _on(name, lambda page=page: pages.signed_in(people, page)) for name in (small, large)}
            spent: dict[str, list[float]] = {small: [], large: []}
            for _round in range(ROUNDS):
                for name, client in clients.items():
                    spent[name] += _on(name, lambda client=client, page=page: _gets(client, page))
            few, many = median(spent[small]), median(spent[large])
            found.append([page.name, ms(few), ms(many), f"{many / few:.2f}"])
    return found


def _gets(client: Any, page: pages.Page) -> list[float]:
    pages.get(client, page)
    return [timed(lambda: pages.get(client, page)) for _each in range(GETS)]


def _on(name: str, action: Callable[[], Any]) -> Any:
    """The answer of ``action`` on the database ``name``."""
    if str(connection.settings_dict["NAME"]) != name:
        connection.close()
        connection.settings_dict["NAME"] = name
    return action()
