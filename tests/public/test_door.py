"""Two houses behind two names: nothing of the one exists at the other, and nobody's address comes through the door."""

import logging
import re

import pytest
from django.conf import settings as configured
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.utils import translation

from caseflow.public.door import POLICY, forget
from tests import walk
from tests.identity.test_everywhere import routes
from tests.identity.test_headers import judge

from .conftest import HOST, Stranger

pytestmark = pytest.mark.django_db


def public_routes():
    with translation.override("zh-hans"):
        found = list(routes(get_resolver(configured.PUBLIC_URLCONF)))
    return [path for path, _name, _view in found]


def test_there_are_four_pages_and_none_asks_who_one_is(stranger):
    assert sorted(public_routes()) == ["/", "/privacy/", "/receipt/", "/verify/"]
    for path in public_routes():
        for start in ("", "/en"):
            assert stranger.get(start + path).status_code == 200


def test_nothing_of_the_staff_exists_at_the_public_host(people, stranger):
    theirs = set(public_routes())
    tried = 0
    for path, _name, _view in routes():
        if path in theirs:
            continue
        for answer in (stranger.get(path), stranger.client.post(path)):
            assert answer.status_code == 404, path
            tried += 1
    assert tried > 160
    for path in ("/health/live", "/health/ready", "/metrics", "/static/caseflow.js", "/static/vendor/htmx.min.js"):
        assert stranger.get(path).status_code == 404, path


def test_a_session_of_the_staff_opens_nothing_there(people):
    signed_in = walk.sign_in(Client(), people.head)
    assert signed_in.get("/cases/").status_code == 200
    assert signed_in.get("/cases/", HTTP_HOST=HOST).status_code == 404


def test_nothing_of_the_public_exists_at_the_staff_host(people):
    signed_in = walk.sign_in(Client(), people.head)
    for path in ("/receipt/", "/verify/", "/privacy/", "/en/", "/en/receipt/"):
        assert signed_in.get(path).status_code == 404
    assert "举报“两非”线索" not in signed_in.get("/").content.decode()


def test_without_the_setting_there_are_no_public_pages(people, settings):
    settings.PUBLIC_HOST = ""
    assert Stranger().get("/verify/").status_code == 404
    assert Stranger().get("/")["Location"].startswith("/login/")


@pytest.mark.parametrize("host", [HOST.upper(), f"{HOST}:8443", f"{HOST}."])
def test_the_name_is_known_however_it_is_written(people, host):
    assert Client(HTTP_HOST=host).get("/verify/").status_code in (200, 400)
    assert "account_login" not in Client(HTTP_HOST=host).get("/verify/").content.decode()


def test_every_answer_has_the_headers_and_none_sets_a_cookie(stranger):
    for path in [*public_routes(), "/no/such/page", "/static/caseflow.css", "/static/caseflow.js"]:
        for answer in (stranger.get(path), stranger.client.post(path, {"token": "x"})):
            judge(answer)
            assert answer["Content-Security-Policy"] == POLICY
            assert answer["Cache-Control"].count("no-store") == 1 or path == "/static/caseflow.css"
            assert not answer.cookies
            assert "Vary" not in answer
    html = "".join(stranger.get(path).content.decode() for path in public_routes())
    assert not re.search(r"<script|\sstyle=|<style|javascript:|\son[a-z]+=|https?://", html)


def test_what_says_who_one_is_is_gone_before_anything_looks():
    request = RequestFactory().get(
        "/", REMOTE_ADDR="203.0.113.77", REMOTE_PORT="4", HTTP_X_FORWARDED_FOR="203.0.113.77", HTTP_COOKIE="session=x",
        HTTP_USER_AGENT="Firefox/Planted", HTTP_REFERER="https://elsewhere", HTTP_ACCEPT_LANGUAGE="ug", HTTP_HOST=HOST,
    )  # fmt: skip
    assert request.headers["User-Agent"]
    forget(request)
    left = {name: value for name, value in request.META.items() if name.startswith(("HTTP_", "REMOTE_"))}
    assert left == {"HTTP_HOST": HOST, "REMOTE_ADDR": ""}
    assert dict(request.headers).keys() <= {"Host", "Content-Type", "Content-Length"}
    assert request.COOKIES == {}


def test_no_line_is_written_of_a_visit(stranger, caplog):
    with caplog.at_level(logging.DEBUG, "caseflow.requests"):
        stranger.get("/")
        stranger.tell()
        assert "caseflow.requests" not in {record.name for record in caplog.records}
        Client().get("/login/")
    assert "caseflow.requests" in {record.name for record in caplog.records}


@pytest.mark.parametrize("headers", [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}])
def test_a_form_on_another_site_sends_nothing(people, headers):
    assert Stranger().client.post("/", {"token": "x"}, **headers).status_code == 403


def test_a_request_that_is_too_large_is_not_read(stranger, settings):
    settings.PUBLIC_FILES, settings.PUBLIC_FILE_MB = 1, 1
    answer = stranger.client.generic("POST", "/", b"x", "multipart/form-data; boundary=b", CONTENT_LENGTH=str(3 << 20))
    assert answer.status_code == 413
    assert "先提交文字" in answer.content.decode()


def test_the_address_keeps_the_language(stranger):
    english = stranger.get("/en/", HTTP_ACCEPT_LANGUAGE="zh")
    assert b'lang="en"' in english.content
    assert b'href="/receipt/"' not in english.content
    assert b'href="/en/receipt/"' in english.content
    assert b'lang="zh-hans"' in stranger.get("/", HTTP_ACCEPT_LANGUAGE="en").content


def test_a_page_that_breaks_says_so_in_words(stranger, monkeypatch):
    stranger.client.raise_request_exception = False
    monkeypatch.setattr("caseflow.public.views.TipForm", lambda *args, **options: 1 / 0)
    answer = stranger.get("/")
    assert (answer.status_code, "什么也没有保存" in answer.content.decode()) == (500, True)
    judge(answer)
