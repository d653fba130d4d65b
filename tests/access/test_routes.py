"""Whatever changes something says so in the same transaction, and does nothing where that cannot be written (test 19).

The routes are found by introspection: one that takes a POST and is in none of the lists below fails the test. That the
test can fail: without the trigger that makes the log unwritable, ``test_…_without_effect`` finds changed rows.
"""

from contextlib import nullcontext

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver

from caseflow.audit.models import Entry
from caseflow.cases.models import Event
from tests import walk
from tests.kernel import at, undone
from writeonce import Rule
from writeonce.triggers import _create

from .world import DAY, World

pytestmark = pytest.mark.django_db

# What these write is nobody else's: a form not yet submitted, a cookie, what a browser has stopped.
OF_NOBODY_ELSE = {
    "opening-draft": "what is being typed, seen by its author alone",
    "move-draft": "as opening-draft",
    "set_language": "a cookie",
    "policy-report": "what a browser has stopped on a page",
}
# They take a POST and do with it what they do with a GET.
ONLY_SHOW = ("tip", "mfa_index", "mfa_list_webauthn", "mfa_view_recovery_codes", "calc-benefit")
ELSEWHERE = {
    "openid_connect_login": "leads to the directory: tests/identity/test_directory.py",
    "openid_connect_callback": "comes back from it: tests/identity/test_directory.py",
    "mfa_add_webauthn": "needs a key in a browser; its line is the one of mfa_activate_totp",
    "mfa_reauthenticate_webauthn": "needs a key in a browser; its line is the one of mfa_reauthenticate",
    "unsealing-original": "what came from outside: tests/public/test_tip.py; its line is the one of unsealing-look",
    "retention": "files whose period is over: tests/custody/test_retention.py; its line is the one of erase",
}
OWN = {"people_session", "cases_draft", "caseflow_cache", "audit_head"}
OF_THE_SESSION = {"account_logout", "account_reauthenticate", "mfa_reauthenticate", "end-sessions", "move-preview"}

DURABLE = {
    "unsealing-look",
    "ask-rules",
    "bank-file",
}  # written for good before anything is shown: it refuses to be part of something larger


@pytest.fixture
def world(people, agency):
    return World(people, agency)


@pytest.fixture
def recipes(world):
    with at(walk.moment(DAY, 9, 2)):
        yield world.recipes()


def taking_posts(patterns=None):
    """The names of the routes whose view does not refuse a POST outright."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from taking_posts(each.url_patterns)
        else:
            request = RequestFactory().post("/")
            request.user = AnonymousUser()
            try:
                refused = each.callback(request, **dict.fromkeys(each.pattern.converters, 1)).status_code == 405
            except Exception:  # noqa: BLE001 - it went as far as to look for something
                refused = False
            if not refused:
                yield each.name


def rows():
    """Every row of every table but those that are a browser's own."""
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.db_table not in OWN]
    return {each._meta.db_table: list(each._default_manager.order_by("pk").values_list()) for each in models}


def written():
    return Entry.objects.count() + Event.objects.count()


def test_every_route_that_changes_something_is_in_a_list(recipes):
    known = {*recipes, *OF_NOBODY_ELSE, *ONLY_SHOW, *ELSEWHERE}
    assert set(taking_posts()) | {"set-up"} == known


def test_every_route_writes_a_line_with_what_it_changes(recipes, figures):
    before, lines, refused, idle, silent = rows(), written(), [], [], []
    for name, act in recipes.items():
        with undone() if name not in DURABLE else nullcontext():
            answer = act()
            refused += [(name, answer.status_code)] if answer.status_code >= 400 else []
            idle += [name] if name not in OF_THE_SESSION and rows() == before else []
            silent += [name] if written() == lines else []
    figures(f"{len(recipes) - len(silent)} of {len(recipes)} routes write a line")
    assert (refused, idle, silent) == ([], [], [])


def test_no_route_has_an_effect_where_the_log_cannot_be_written(recipes, figures):
    connection.check_constraints()
    with connection.cursor() as cursor:
        for table in ("audit_entry", "cases_event"):
            for statement in _create(connection.vendor, Rule(f"no_{table}", table, "INSERT")):
                cursor.execute(statement)
    before, changed, told = rows(), [], []
    for name, act in recipes.items():
        with undone():
            answer = act()
            told += [name] if answer.status_code < 400 else []
            if connection.needs_rollback:  # nothing of it can be kept
                continue
            changed += [(name, table) for table, content in rows().items() if content != before[table]]
    figures(f"{len(recipes)} routes tried, {len(changed)} with an effect")
    assert (changed, told) == ([], [])


def test_what_only_shows_changes_nothing(world, recipes):
    before = rows()
    for name in (
        "/tips/LF-620702-2026-00001/",
        "/account/factors/",
        "/account/factors/keys/",
        "/account/factors/codes/",
        "/calculators/benefits/",
    ):
        world.desk("zhao").client.post(name)
        assert rows() == before, name
