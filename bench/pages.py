"""What a page asks of the database and how long it takes, signed in, through everything between address and answer."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import walk

from . import ground
from .report import Table, engine, median, ms, p95, timed


@dataclass(frozen=True)
class Page:
    name: str
    who: str
    path: str


def measure(quick: bool = False) -> list[Table]:
    rounds = 5 if quick else 25
    people = ground.people()
    for _each in range(5):
        ground.case(people, "accepted")
    case, noticed = ground.case(people, "investigating"), ground.case(people, "in_legal_review")
    decided = ground.case(people, "archived")
    with ground.clock():
        walk.perform(noticed, "review_legality", by=people.legal, items=dict(walk.PASS), opinion="同意。")
        pages = [*everyday(case.dossier.reference), *forms(case, noticed), *papers(decided)]
        rows = []
        for page in pages:
            client = signed_in(people, page)
            get(client, page)
            with CaptureQueriesContext(connection) as queries:
                answer = get(client, page)
            asked = len(queries)  # the next request empties the log
            times = [timed(lambda client=client, page=page: get(client, page)) for _each in range(rounds)]
            rows.append([page.name, str(asked), ms(median(times)), ms(p95(times)), f"{len(answer.content) / 1024:.0f}"])
    head = ["Page", "SQL", "median ms", "p95 ms", "kB"]
    return [Table(f"Pages on {engine()}", head, rows, "SQL counts the session, the person and their roles too.")]


def everyday(reference: str) -> list[Page]:
    """The pages that must not grow slower with the years."""
    return [
        Page("inbox of an officer", "li", reverse("inbox")),
        Page("inbox of the head", "head", reverse("inbox")),
        Page("list of tips", "li", reverse("tips")),
        Page("list of cases", "li", reverse("cases")),
        Page("list of cases, open ones", "li", f"{reverse('cases')}?done=no"),
        Page("list of cases, due in a week", "li", f"{reverse('cases')}?due=week"),
        Page("search for a name", "li", f"{reverse('cases')}?q=安和门诊部"),
        Page("search for a reference", "li", f"{reverse('cases')}?q={reference}"),
        Page("page of a case", "li", reverse("dossier", args=[reference])),
    ]


def forms(case: Any, noticed: Any) -> list[Page]:
    return [
        Page("form of a move (interview)", "li", reverse("move", args=[case.dossier.reference, "record_interview"])),
        Page(
            "form of a move (conclude)", "li", reverse("move", args=[case.dossier.reference, "conclude_investigation"])
        ),
        Page("approval of a notice", "head", reverse("move", args=[noticed.dossier.reference, "approve_notice"])),
        Page("calculator of limits", "li", reverse("calc-due")),
        Page("calculator of penalties", "li", reverse("calc-penalty")),
    ]


def papers(decided: Any) -> list[Page]:
    reference = decided.dossier.reference
    return [
        Page("page of an archived case", "li", reverse("dossier", args=[reference])),
        Page("papers of an archived case", "li", reverse("papers", args=[reference])),
        Page("register of papers", "head", reverse("register")),
    ]


def signed_in(people: SimpleNamespace, page: Page) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(getattr(people, page.who))
    return client


def get(client: Client, page: Page) -> Any:
    """Raises where the page does not answer: a figure of an error page would be worth nothing."""
    answer = client.get(page.path)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.name}: {answer.status_code} {page.path} {answer.headers.get('Location', '')}")
    return answer
