"""A browser, and people who use it."""

import os

import pytest
import time_machine
from django.conf import settings as django_settings
from playwright.sync_api import sync_playwright

from tests import walk

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 180_000  # ms: a slow machine is no failure


@pytest.fixture(scope="session")
def chromium():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


class Desk:
    """One person at a desk: signs in through the page, fills in forms by the names of their fields."""

    def __init__(self, browser, address, username, **options):
        self.address = address
        self.page = browser.new_context(
            viewport=options.pop("viewport", {"width": 1366, "height": 768}), locale="zh-CN", **options
        ).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.failures = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.failures.append(str(error)))
        self.username = username
        self.go("/")

    def _heard(self, line):
        refused = "Failed to load resource" in line.text and "status of 422" in line.text  # a form that came back
        if line.type == "error" and not refused:
            self.failures.append(line.text)

    def go(self, path):
        """Open a page; on a new day one signs in anew."""
        answer = self.page.goto(self.address + path)
        if "/login/" in self.page.url:
            self.page.fill("[name=login]", self.username)
            self.page.fill("[name=password]", "caseflow-demo")
            self.page.click("button[type=submit]")
            self.page.wait_for_load_state("load")
            answer = self.page.goto(self.address + path)
        return answer

    def fill(self, **facts):
        for name, value in facts.items():
            for each in value if isinstance(value, list) else [value]:
                self._fill(name, each)

    def _fill(self, name, value):
        fields = self.page.locator(f"main [name='{name}']")
        assert fields.count(), (name, self.page.url, self.text[:600])
        kind = fields.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            label = fields.first.locator("option", has_text=str(value))
            fields.first.select_option(label.first.get_attribute("value") if label.count() else str(value))
        elif kind == "file":
            fields.first.set_input_files(value)
        elif kind in {"radio", "checkbox"}:
            self._choose(name, value, fields)
        else:
            fields.first.fill(str(value))

    def _choose(self, name, value, fields):
        if isinstance(value, bool):
            fields.first.set_checked(value)
        elif (exact := self.page.locator(f"main [name='{name}'][value='{value}']")).count():
            exact.first.check()
        else:
            self.page.locator("main label", has_text=str(value)).locator(f"[name='{name}']").first.check()

    def submit(self):
        self.page.locator(
            "main form[method=post] button.btn--primary, main form[method=post] button.btn--wide"
        ).last.click()
        self.page.wait_for_load_state("load")

    def act(self, reference, row, **facts):
        """Take a step on the page of its form, and come back to the file."""
        answer = self.go(f"/cases/{reference}/{row}/")
        assert answer.status == 200, (row, answer.status, self.page.locator("main").inner_text()[:400])
        self.fill(**facts)
        self.submit()
        arrived = self.page.url.split("?")[0].split("#")[0]
        assert not arrived.endswith(f"/{row}/"), (row, self.page.locator("main").inner_text()[:900])

    @property
    def text(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def at_desk(chromium, live_server):
    """``at_desk("li")`` is somebody who has signed in."""
    desks = {}

    def sit(username, **options):
        key = (username, str(options))
        if key not in desks:
            desks[key] = Desk(chromium, live_server.url, username, **options)
        return desks[key]

    yield sit
    for desk in desks.values():
        desk.page.context.close()


@pytest.fixture
def on_day():
    """``with on_day(date): …`` is a day at the office."""
    return lambda day, hour=16: time_machine.travel(walk.moment(day, hour), tick=True)


@pytest.fixture
def everybody(transactional_db):
    assert django_settings.ALLOWED_HOSTS
    return walk.make_people(walk.make_agency())
