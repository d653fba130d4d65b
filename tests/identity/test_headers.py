"""Every answer, also an error, a file and a static one, says what may run in it, frame it and keep it."""

import json
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from caseflow import headers
from tests import walk

from .test_everywhere import routes


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.SECOND_FACTOR = False  # the pages themselves, not the way to them


def judge(answer, *, framed=False):
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert (
        f"frame-ancestors {'self' if framed else 'none'}".replace("self", "'self'").replace("none", "'none'") in policy
    )
    assert answer["X-Frame-Options"] == ("SAMEORIGIN" if framed else "DENY")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_every_route_answers_with_them(people, bring_to, office):
    """Taking ``Headers`` out of the settings fails at the first address."""
    case = bring_to("filed")
    _user, admin = office("系统管理员", "anna")
    clients = [
        Client(raise_request_exception=False),
        walk.sign_in(Client(raise_request_exception=False), people.head),
        admin,
    ]
    seen = 0
    for path, name, _view in routes():
        if name in {"account_logout", "end-sessions"}:
            continue
        for client in clients:
            for answer in (client.get(path), client.post(path)):
                judge(answer)
                assert answer["Cache-Control"].count("no-store") == 1, path
                seen += 1
    assert seen > 200
    dossier = clients[1].get(f"/cases/{case}/")
    assert dossier.status_code == 200
    assert not re.search(r"\sstyle=|<style|javascript:|\son[a-z]+=", dossier.content.decode())


@pytest.mark.django_db
def test_static_files_and_errors_too(client):
    for path in ("/static/caseflow.css", "/static/caseflow.js", "/no/such/page", "/policy-report/"):
        judge(client.get(path))
    judge(client.get("/", headers={"host": "evil.example"}))
    judge(Client(enforce_csrf_checks=True).post("/login/", {"login": "x", "password": "y"}))


def test_a_crash_too(people, monkeypatch):
    client = walk.sign_in(Client(raise_request_exception=False), people.li)
    monkeypatch.setattr("caseflow.cases.inbox.inbox", lambda *args: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    judge(answer)


def test_only_the_draft_of_a_paper_may_stand_in_a_frame_of_our_own(people, bring_to):
    case = bring_to("investigating")
    facts = {"ground": "SU4", "reason": "当事人下落不明"}
    with time_machine.travel(walk.moment(walk.date(2026, 3, 11)), tick=False):
        head = walk.sign_in(Client(), people.head)
        page = head.get(f"/cases/{case}/suspend/")
        nothing, draft = (
            head.post(f"/cases/{case}/suspend/preview/?framed=1", {"version": case.dossier.seq, **typed})
            for typed in ({}, facts)
        )
        alone = head.post(f"/cases/{case}/suspend/preview/", {})
    judge(page)
    judge(alone)
    assert nothing["Content-Type"] == "text/plain; charset=utf-8"
    judge(nothing, framed=True)
    assert draft["Content-Type"] == "application/pdf"
    judge(draft, framed=True)


# --- where a request comes from


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_post_from_another_site_is_refused(site, people):
    client = walk.sign_in(Client(), people.li)
    assert client.post("/language/", {"language": "en"}, headers={"sec-fetch-site": site}).status_code == 403
    assert client.post("/language/", {"language": "en"}, headers={"sec-fetch-site": "same-origin"}).status_code == 302


def test_evidence_is_no_answer_to_another_site(people, bring_to):
    case = bring_to("filed")
    paper = case.dossier.papers.first()
    client = walk.sign_in(Client(), people.head)
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get(f"/papers/{paper.pk}.pdf", headers=link).status_code == 403
    assert client.get("/cases/", headers=link).status_code == 200  # a link in a letter
    image = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    assert client.get("/cases/", headers=image).status_code == 403


def test_a_form_of_a_page_without_referrer_is_accepted_where_the_browser_vouches_for_it(people):
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/login/").content.decode()).group(1)
    values = {"login": "li", "password": "caseflow-demo", "csrfmiddlewaretoken": token}
    sent = {"origin": "null", "sec-fetch-site": "cross-site"}
    assert client.post("/login/", values, headers=sent).status_code == 403
    assert client.post("/login/", values, headers={"origin": "https://evil.example"}).status_code == 403
    without = {**values, "csrfmiddlewaretoken": ""}
    assert (
        client.post("/login/", without, headers={"origin": "null", "sec-fetch-site": "same-origin"}).status_code == 403
    )
    assert (
        client.post("/login/", values, headers={"origin": "null", "sec-fetch-site": "same-origin"}).status_code == 302
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"]
)
def test_nobody_is_led_to_another_site(where, people):
    client = Client()
    answer = client.post("/login/", {"login": "li", "password": "caseflow-demo", "next": where})
    assert "evil" not in answer["Location"]
    assert "alert" not in answer["Location"]
    assert "X" not in answer.headers


# --- what browsers report


def report(client, number=0, **words):
    told = {"effective-directive": "script-src", "blocked-uri": f"https://evil.example/{number}", **words}
    body = json.dumps({"csp-report": {"document-uri": "http://testserver/cases/?q=secret", **told}})
    return client.post("/policy-report/", body, content_type="application/csp-report")


def test_the_administrator_sees_what_browsers_have_stopped(office):
    assert [report(Client()).status_code for _n in range(3)] == [204] * 3
    _user, admin = office("系统管理员", "anna")
    page = admin.get("/admin/reports/").content.decode()
    assert "https://evil.example/0" in page
    assert "secret" not in page  # what one searched for is nobody's business
    assert [each["count"] for each in headers.reports()] == [3]


@pytest.mark.django_db
def test_reports_fill_nothing():
    for number in range(150):
        answer = report(Client(REMOTE_ADDR=f"10.0.{number}.1"), number)
    assert answer.status_code == 204
    assert len(headers.reports()) == headers.REPORTS_KEPT
    cache.clear()
    answers = [report(Client(), number).status_code for number in range(40)]
    assert answers.count(429) == 10
    for body in (b"x" * 20_000, b"[]", b'{"csp-report": 1}', b"[" * 5_000, b"\xff"):
        answer = Client(REMOTE_ADDR="10.7.7.7").post("/policy-report/", body, content_type="application/csp-report")
        assert answer.status_code == 400
