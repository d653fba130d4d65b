"""What holds for every answer: headers, error pages, the title, the language."""

import re

import pytest
from django.test import Client

PAGES = [
    "/login/",
    "/",
    "/cases/",
    "/tips/",
    "/calculators/deadlines/",
    "/calculators/penalties/",
    "/account/password/",
    "/cases/X/",
]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_foreign_runs_in_a_page_and_nothing_of_it_is_kept(page, people, desk):
    answer = desk(people.head).client.get(page) if page != "/login/" else Client().get(page)
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_the_policy_it_is_sent_with(page, people, desk):
    text = desk(people.head).get(page).content.decode() if page != "/login/" else Client().get(page).content.decode()
    assert not re.search(r"\sstyle=|<style|javascript:|\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert re.search(r"<title>\s*\S", text)
    assert 'lang="zh-hans"' in text


def test_a_form_from_elsewhere_is_refused_in_words(people):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.li)
    answer = strict.post("/tasks/1/claim/")
    assert answer.status_code == 403
    assert "这个页面打开得太久了" in answer.content.decode()


def test_a_wrong_password_says_no_more_than_that(people, client):
    known = client.post("/login/", {"login": "li", "password": "x"}).content.decode()
    unknown = client.post("/login/", {"login": "nobody-at-all", "password": "x"}).content.decode()
    assert "账号或者密码不对" in known
    assert known.count("<p") == unknown.count("<p")


def test_a_crash_says_that_nothing_was_kept(people, desk, monkeypatch):
    monkeypatch.setattr("caseflow.cases.inbox.inbox", lambda *args: 1 / 0)
    office = desk(people.li)
    office.client.raise_request_exception = False
    answer = office.get("/")
    assert answer.status_code == 500
    assert "这一步没有保存任何内容" in answer.content.decode()


def test_what_changes_something_is_not_done_by_a_link(people, desk):
    head = desk(people.head)
    for page in ("/tasks/1/claim/", "/logout/", "/admin/people/1/reset/", "/admin/holidays/1/delete/"):
        assert head.get(page).status_code in (403, 404, 405)


def test_hidden_signs_in_an_address_or_a_form_break_nothing(bring_to, people, desk, at, on_day):
    case = bring_to("notice_issued")
    paper = case.dossier.papers.last()
    dirty = {
        "token": "\0",
        "version": "\0",
        "digest": "\0",
        "who": "\0",
        "receiver": "\0",
        "\0": "\0",
        "reason": "\0",
        "to": "\0",
    }
    with on_day(3, 30):
        for person in (people.li, people.head):
            user = desk(person).client
            for page in ("/search/?q=%00", "/cases/?q=%00&after=%00", f"{at(case)}?log=%00&before=%00", "/?after=%00"):
                assert user.get(page).status_code in (200, 302)
            for page in (
                at(case, "serve_notice"),
                at(case, "serve_notice", "preview"),
                at(case, "serve_notice", "draft"),
                f"/papers/{paper.pk}/void/",
                "/new/tip/register/",
                "/login/",
            ):
                assert user.post(page, dirty).status_code < 500
