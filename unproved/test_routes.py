"""Whatever changes something says so in the same transaction, and does nothing where that cannot be written (test 19).

The routes are found by introspection: one that takes a POST and is in none of the lists below fails the test. That the
test can fail: without the trigger that makes the log unwritable, ``test_…_without_effect`` finds changed rows.
"""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver

from caseflow.audit.models import Entry
from caseflow.cases.models import CalendarDay, Event
from caseflow.people import offices
from tests.pages.conftest import Desk, address
from tests.pages.test_inbox import open_task
from tests.walk import make_person, moment
from writeonce import Rule
from writeonce.triggers import _create

pytestmark = pytest.mark.django_db

# What these write is nobody else's, or nobody's: a form not yet submitted, a cookie, what a browser has stopped.
CHANGES_NOTHING_OF_ANYBODY = {
    "opening-draft": "what is being typed, seen by its author alone",
    "move-draft": "as opening-draft",
    "move-preview": "rehearsed and rolled back; that it was looked at is written",
    "set_language": "a cookie",
    "policy-report": "what a browser has stopped on a page",
    "reminders": "one's own letters",
    "tip": "leads elsewhere",
    "socialaccount_login_cancelled": "shows a page",
}
# Signing in and what belongs to it is written by signals of the library: tests/people holds these.
BY_SIGNALS = {
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_reauthenticate", "set-up"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn"),
    *("mfa_generate_recovery_codes", "openid_connect_login", "openid_connect_callback"),
}
# Written by audit.record in the same block as what it tells of; walked through in tests of their own.
WALKED_ELSEWHERE = {
    *("exports", "export", "export-list", "export-case", "job-retry", "job-give-up", "stand-ins", "stand-in-end"),
    *("retention", "disposal", "disposal-review", "erase", "hold", "hold-lift", "unsealings", "unsealing"),
    *("unsealing-ask", "unsealing-decide", "unsealing-look", "unsealing-close", "unsealing-review"),
}
OWN = {"people_session", "django_session", "cases_draft", "caseflow_cache"}


class World:
    """People and a case with something to do for each of them, and one way through each route."""

    def __init__(self, people, bring_to):
        self.people = people
        self.admin, self.guard = (make_person(people.agency, name, name) for name in ("admin", "guard"))
        self.admin.groups.set([Group.objects.get(name=offices.SYSTEM)])
        self.guard.groups.set([Group.objects.get(name=offices.SECURITY)])
        self.case = bring_to("in_legal_review")
        self.paper = self.case.dossier.papers.first()
        self.day = CalendarDay.objects.create(date=date(2027, 5, 1), kind="holiday", source="x")
        self.wanted = Group.objects.get(name="档案管理员")
        self.change = people.li.role_changes.create(group=self.wanted, asked_by=self.admin)

    def post(self, user, where, **values):
        client = Desk(user).client
        client.raise_request_exception = False
        return client.post(where, values)

    def edited(self, user, where, **values):
        """The form as the browser has it, with something changed."""
        return self.post(user, where, **{**Desk(user).form(where), **values})

    def recipes(self):
        admin, people, task = self.admin, self.people, open_task(self.case)
        holidays = {"source": "国办发明电〔2026〕9号", "days": "2027-01-01 放假 元旦"}
        newcomer = {"username": "newcomer", "name": "新同事", "is_active": "on"}
        formset = {"certificate-TOTAL_FORMS": 0, "certificate-INITIAL_FORMS": 0}
        tip = {
            "source": "tip_off",
            "channel": "phone",
            "about_name": "某诊所",
            "summary": "称可付费鉴定胎儿性别",
            "act_place": "东关街17号",
        }
        return {
            "claim": lambda: self.post(people.legal, f"/tasks/{task.pk}/claim/"),
            "hand-over": lambda: self.post(people.legal, f"/tasks/{task.pk}/hand-over/", to=people.legal2.pk),
            "opening": lambda: self.edited(people.intake, "/new/tip/register/", **tip),
            "move": lambda: self.edited(people.li, address(self.case, "annotate"), note="已电话联系。"),
            "void": lambda: self.post(people.head, f"/papers/{self.paper.pk}/void/", reason="填写有误，另行制作。"),
            "agency": lambda: self.edited(admin, "/admin/agency/", phone="0936-7654321"),
            "parameter": lambda: self.post(
                admin, "/admin/parameters/enforcement.statement_days/", value=3, valid_from="2026-04-01", basis="文件"
            ),
            "holidays": lambda: self.post(admin, "/admin/holidays/", **holidays),
            "holiday-delete": lambda: self.post(admin, f"/admin/holidays/{self.day.pk}/delete/"),
            "person-new": lambda: self.post(admin, "/admin/people/new/", **newcomer),
            "person": lambda: self.post(
                admin, f"/admin/people/{people.host.pk}/", username="host", name="顾承运", is_active="on", **formset
            ),
            "person-reset": lambda: self.post(admin, f"/admin/people/{people.host.pk}/reset/"),
            "office-take": lambda: self.post(
                admin, f"/admin/people/{people.host.pk}/offices/{people.host.groups.get().pk}/take/"
            ),
            "office-settle": lambda: self.post(self.guard, f"/admin/offices/{self.change.pk}/", grant="1"),
            "end-sessions": lambda: self.post(people.li, "/account/sessions/"),
            "password": lambda: self.post(
                people.li,
                "/account/password/",
                oldpassword="caseflow-demo",
                password1="青岚的山与水在2026年",
                password2="青岚的山与水在2026年",
            ),
            "account_login": lambda: Client(raise_request_exception=False).post(
                "/login/", {"login": "head", "password": "caseflow-demo"}
            ),
            "account_logout": lambda: self.post(people.li, "/logout/"),
        }


@pytest.fixture
def world(people, bring_to):
    return World(people, bring_to)


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
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in OWN | {"audit_head"}:
            found[model._meta.db_table] = list(model._default_manager.order_by("pk").values_list())
    return found


def written():
    return Entry.objects.count() + Event.objects.count()


def test_every_route_that_changes_something_is_in_a_list(world):
    known = {*world.recipes(), *CHANGES_NOTHING_OF_ANYBODY, *BY_SIGNALS, *WALKED_ELSEWHERE}
    assert sorted(set(taking_posts()) - known) == []


def test_every_route_writes_a_line_with_what_it_changes(world, on_moment, figures):
    recipes, silent = world.recipes(), []
    for name, act in recipes.items():
        before, lines = rows(), written()
        answer = act()
        assert answer.status_code < 400, (name, answer.status_code, answer.content.decode()[:2000])
        assert rows() != before, f"{name} changed nothing"
        if written() == lines:
            silent.append(name)
    figures(f"{len(recipes) - len(silent)} of {len(recipes)} routes write a line")
    assert silent == []


def test_no_route_has_an_effect_where_the_log_cannot_be_written(world, on_moment, figures):
    recipes = world.recipes()
    with connection.cursor() as cursor:
        for table in ("audit_entry", "cases_event"):
            for statement in _create(connection.vendor, Rule(f"no_{table}", table, "INSERT")):
                cursor.execute(statement)
    changed = []
    for name, act in recipes.items():
        before = rows()
        answer = act()
        assert answer.status_code >= 400, name
        changed += [(name, table) for table, content in rows().items() if content != before[table]]
    figures(f"{len(recipes)} routes tried, {len(changed)} with an effect")
    assert changed == []


@pytest.fixture
def on_moment(world):
    """An hour after the last that happened."""
    import time_machine

    last = world.case.dossier.events.order_by("-seq").first().at
    with time_machine.travel(moment(last.date(), 20), tick=False):
        yield


@pytest.fixture
def figures(record_property):
    return lambda text: record_property("figures", text)
