"""No page of the staff without a second factor, and nothing that cannot be undone without a fresh proof."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from caseflow.cases import registry
from caseflow.cases.models import Draft
from caseflow.people.middleware import WITHOUT_FACTOR
from tests import walk

from .conftest import code_of

VALUES = {"key": 1, "slug": "file", "reference": "LF-620702-2026-00001", "str": "enforcement.filing_days"}


def routes(resolver=None, prefix="/"):
    """Every address of the site with a value for each part, its name and its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        elif isinstance(entry, URLPattern):
            for name, converter in entry.pattern.converters.items():
                kind = type(converter).__name__.removesuffix("Converter").lower()
                kind = {"string": "str", "integer": "int"}.get(kind, kind)
                path = path.replace(f"<{kind}:{name}>", str(VALUES.get(kind, "x")))
            yield path, entry.name, entry.callback


def test_nothing_of_the_staff_is_reached_without_the_second_factor(people):
    """Taking ``SecondFactor`` out of the settings makes every route reachable."""
    assert len(WITHOUT_FACTOR) <= 8
    client = Client(raise_request_exception=False)
    client.force_login(people.head)
    reached, tried = set(), 0
    for path, name, view in routes():
        if not getattr(view, "login_required", True):
            continue  # an entrance: nobody needs to be signed in for it
        for method in ("get", "post"):
            tried += 1
            answer = getattr(client, method)(path)
            if (answer.status_code, answer.headers.get("Location")) != (302, "/account/factors/"):
                reached.add(name)
            if name == "account_logout":
                client.force_login(people.head)
    assert tried > 80
    assert reached <= WITHOUT_FACTOR


def test_the_entrances_are_few_and_known():
    known = {
        "account_login", "mfa_authenticate", "account_logout", "set-up", "policy-report",
        "openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled",
    }  # fmt: skip
    entrances = {name for _path, name, view in routes() if not getattr(view, "login_required", True)}
    shut = {"inbox", "dossier", "move", "paper", "upload", "office", "person", "exports", "dossier-json"}
    assert known <= entrances | {"account_logout"}
    assert not entrances & shut


def test_a_session_begun_without_the_factor_one_has_is_asked_for_it(li):
    client = Client()
    client.force_login(li.user)
    assert client.get("/cases/")["Location"] == "/prove/code/?next=%2Fcases%2F"
    client.post("/prove/code/", {"code": code_of(li.secret), "next": "/cases/"})
    assert client.get("/cases/").status_code == 200


# --- the fresh proof


def stale(client):
    session = client.session
    session["proved_at"] -= 301
    session.save()


PROVED = {"dossier-json", "person-new", "person", "person-reset", "office-take", "office-settle"}


def test_what_gives_rights_or_exports_asks_who_one_is(people, office):
    """100 % of the views marked with ``step_up``, found by looking; a new one is added to the list here."""
    found = {name: path for path, name, view in routes() if getattr(view, "step_up", False)}
    assert set(found) >= PROVED
    _user, client = office("系统管理员", "anna")
    _guard, guard = office("安全管理员", "gerda")
    _li = walk.sign_in(Client(), people.li)
    for name, path in found.items():
        for each in (client, guard, _li):
            stale(each) if each.session.get("proved_at", 0) > timezone.now().timestamp() - 300 else None
            answer = each.get(path) if name == "dossier-json" else each.post(path)
            asked = answer.status_code == 302 and answer["Location"].startswith("/prove/")
            assert asked or answer.status_code in (403, 404, 405), (name, answer.status_code)
        assert {client, guard, _li}


def test_every_row_that_approves_or_pays_asks_who_one_is():
    for record_class in registry.record_classes().values():
        for row in record_class.procedure:
            assert row.step_up or not row.approval, row.name
    case = registry.record_class("enforcement.case").procedure
    assert case.rows["record_payment"].step_up
    assert case.rows["record_refund"].step_up


@pytest.mark.parametrize(
    ("state", "row", "who", "day"),
    [
        ("performing", "approve_plan", "head", (4, 13)),
        ("performing", "record_payment", "finance", (4, 15)),
        ("investigating", "suspend", "head", (3, 11)),
    ],
)
def test_a_move_waits_for_the_proof_and_what_was_typed_is_kept(state, row, who, day, bring_to, people, settings):
    settings.SECOND_FACTOR = False  # as in a demonstration: the password alone is the proof
    record = bring_to(state)
    address = f"/cases/{record.dossier.reference}/{row}/"
    with time_machine.travel(walk.moment(walk.date(2026, *day), 10), tick=False):
        client = walk.sign_in(Client(), getattr(people, who))
        stale(client)
        answer = client.post(address, {"opinion": "同意。", "reason": "同意。", "slip_no": "甘财1", "amount": "1"})
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, "/prove/")
        assert Draft.objects.filter(user=getattr(people, who), address=address).exists()
        back = client.post(answer["Location"], {"password": "caseflow-demo"})
        assert back["Location"] == f"{address}?draft=1"
        again = client.post(address, {"opinion": "同意。"})
        assert not again.headers.get("Location", "").startswith("/prove/")


def test_where_a_factor_is_required_the_password_alone_proves_nothing(li):
    client = li.sign_in()
    stale(client)
    assert client.get("/prove/")["Location"] == "/prove/code/"
    client.post("/prove/", {"password": "caseflow-demo"})
    assert client.session["proved_at"] < timezone.now().timestamp() - 300
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        client.post("/prove/code/", {"code": code_of(li.secret)})
        assert client.session["proved_at"] > timezone.now().timestamp() - 5


def test_a_form_of_the_administrator_is_sent_on_after_the_proof(agency, office, people):
    from .conftest import Person

    user, client = office("系统管理员", "anna")
    anna = Person(user)
    client = anna.sign_in()
    stale(client)
    answer = client.post("/admin/people/new/", {"username": "newcomer", "name": "新同事", "is_active": "on"})
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        done = client.post(answer["Location"], {"code": code_of(anna.secret)})
    assert "新同事（账号 newcomer）的设置码" in done.content.decode()
