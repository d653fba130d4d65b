"""A browser that keeps the policy of our pages finds nothing in them to stop, and stops what does not belong there."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from caseflow import headers
from caseflow.people import offices
from tests import walk
from tests.identity.test_everywhere import routes

pytestmark = pytest.mark.browser


def shown(desk, path):
    """Whether the address shows a page; what only takes forms answers with nothing, and Chromium with a page of its own."""
    if desk.page.request.get(desk.address + path, max_redirects=0).status == 405:
        return False
    desk.go(path)
    return True


def pages(case):
    """Every address that shows a page, with the file in it."""
    for path, name, _view in routes():
        if name not in {"account_logout", "openid_connect_login", "openid_connect_callback", "policy-report"}:
            yield path.replace("LF-620702-2026-00001", str(case)).replace(f"{case}/file/", f"{case}/approve_notice/")


def test_a_walk_over_all_pages_breaks_no_rule(everybody, at_desk, on_day):
    for username, name in (("admin", offices.SYSTEM), ("guard", offices.SECURITY)):
        walk.make_person(everybody.agency, username, username).groups.set([Group.objects.get(name=name)])
    case = walk.bring_to(everybody, "in_legal_review", skip=("approve_notice",))
    heard, seen = [], 0
    with on_day(date(2026, 3, 27)):
        for username in ("head", "li", "admin", "guard"):
            desk = at_desk(username)
            desk.page.on("console", lambda line: heard.append(line.text) if "Policy" in line.text else None)
            desk.page.on("pageerror", lambda error: heard.append(str(error)))
            for path in pages(case):
                if path.endswith((".pdf", ".json")) or "/uploads/" in path:
                    continue  # files to save
                seen += shown(desk, path)
        desk = at_desk("head")
        desk.go(f"/cases/{case}/approve_notice/")
        frame = desk.page.frame(name="paper")
        assert frame is not None
    assert heard == []
    assert headers.reports() == []
    assert seen > 100


def test_a_script_that_got_into_a_page_does_not_run_and_is_reported(everybody, at_desk):
    desk = at_desk("li")
    ran = desk.page.evaluate(
        """() => {
            const script = document.createElement("script");
            try { script.textContent = "window.ran = 1"; document.body.append(script); } catch { /* Trusted Types */ }
            const box = document.createElement("div");
            box.innerHTML = "<img src=x onerror='window.ran = 2'><script>window.ran = 3<\\/script>";
            document.body.append(box);
            return new Promise((done) => setTimeout(() => done(window.ran ?? 0), 500));
        }"""
    )
    assert ran == 0
    desk.page.wait_for_timeout(300)
    assert headers.reports()
