"""Signing in with the county's own directory: a provider in this process, accounts matched and never made."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from caseflow.audit.models import Entry
from caseflow.people.models import User

from .conftest import Person, code_of


class Provider(ThreadingHTTPServer):
    """Just enough of OpenID Connect: discovery, tokens, who it is."""

    who = {"sub": "4711", "preferred_username": "li"}

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        base = self.server.address
        if self.path.startswith("/.well-known/"):
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "me"}
            self.tell(
                {"issuer": base, "jwks_uri": f"{base}/keys", **{key: f"{base}/{end}" for key, end in names.items()}}
            )
        else:
            self.tell(self.server.who)

    def do_POST(self):
        posted = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert posted["code_verifier"]  # PKCE
        now = int(time.time())
        claims = {**self.server.who, "iss": self.server.address, "aud": "caseflow", "iat": now, "exp": now + 60}
        parts = (json.dumps(part).encode() for part in ({"alg": "RS256", "kid": "1"}, claims))
        token = ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), "c2ln"])
        self.tell({"access_token": "t", "token_type": "Bearer", "id_token": token})

    def tell(self, what):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def provider(settings):
    with Provider(("127.0.0.1", 0), Answers) as server:
        server.who = dict(Provider.who)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        app = {"provider_id": "county", "name": "统一认证", "client_id": "caseflow", "secret": "s"}
        app["settings"] = {"server_url": server.address}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield server
        server.shutdown()
        thread.join()


def come_in(client):
    """The way of a browser to the directory and back."""
    there = client.post("/directory/county/")
    query = parse_qs(urlsplit(there["Location"]).query)
    return client.get("/directory/county/back/", {"code": "c", "state": query["state"][0]}, follow=True)


def test_a_known_person_comes_in_and_still_shows_the_second_factor(provider, people):
    client, li = Client(), Person(people.li)
    assert "用统一认证登录" in client.get("/login/").content.decode()
    assert "第二步验证" in come_in(client).content.decode()
    client.post("/login/code/", {"code": code_of(li.secret)})
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(action="directory.matched", actor=people.li.pk).exists()


@pytest.mark.parametrize("name", ["nobody-here", "", "gone"])
def test_nobody_is_made_and_nobody_who_has_left_comes_in(name, provider, people):
    User.objects.filter(pk=people.wu.pk).update(username="gone", is_active=False)
    provider.who["preferred_username"] = name
    before, client = User.objects.count(), Client()
    answer = come_in(client)
    assert "这里没有您的账号" in answer.content.decode()
    assert User.objects.count() == before
    assert client.get("/").status_code == 302


def test_a_name_given_to_somebody_else_of_the_directory_opens_no_account_of_its_former_owner(
    provider, people, settings
):
    settings.SECOND_FACTOR = False
    assert come_in(Client()).status_code == 200
    provider.who["sub"] = "4712"
    assert "这里没有您的账号" in come_in(Client()).content.decode()


def test_whoever_left_after_the_matching_is_out(provider, people, settings):
    settings.SECOND_FACTOR = False
    come_in(Client())
    User.objects.filter(pk=people.li.pk).update(is_active=False)
    client = Client()
    assert "这里没有您的账号" in come_in(client).content.decode()
    assert client.get("/").status_code == 302


def test_without_a_directory_its_addresses_lead_nowhere(people):
    assert Client().post("/directory/county/").status_code == 404


def test_the_policy_lets_the_form_lead_to_the_directory(provider, people):
    assert f"form-action 'self' {provider.address}" in Client().get("/login/")["Content-Security-Policy"]
