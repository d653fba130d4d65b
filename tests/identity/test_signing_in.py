"""Password and second factor: set up with guidance, asked for at every sign-in, a code counts once."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from caseflow.audit.models import Entry
from caseflow.people.models import Notice
from tests.faults.conftest import FULL

from .conftest import PASSWORD, code_of


def test_password_and_code_open_the_pages(li):
    client = li.password()
    assert li.answer["Location"] == "/login/code/"
    assert client.get("/")["Location"].startswith("/login/")
    assert "第二步验证" in client.get("/login/code/").content.decode()
    answer = client.post("/login/code/", {"code": code_of(li.secret)})
    assert answer["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(action="login.succeeded", actor=li.user.pk).exists()


def test_a_wrong_code_opens_nothing(li):
    client = li.password()
    answer = client.post("/login/code/", {"code": "000000" if code_of(li.secret) != "000000" else "111111"})
    assert "验证码不对" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_whoever_has_no_second_factor_is_led_to_set_one_up(people):
    client = Client()
    client.post("/login/", {"login": "zhao", "password": PASSWORD})
    assert client.get("/")["Location"] == "/account/factors/"
    assert "请先设置第二种验证方式" in client.get("/account/factors/").content.decode()
    page = client.get("/account/factors/app/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "验证码" in page
    secret = re.search(r'<code class="anywhere">(\w+)</code>', page).group(1)
    answer = client.post("/account/factors/app/", {"code": code_of(secret)})
    codes = client.get(answer["Location"]).content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    assert "****" not in codes
    assert "已经看过了" in client.get(answer["Location"]).content.decode()
    assert client.get("/").status_code == 200
    assert not Authenticator.objects.filter(data__icontains=secret).exists()  # unreadable in a copy of the database


def test_each_recovery_code_opens_once(li):
    client = li.password()
    assert client.post("/login/code/", {"code": li.codes[0]}).status_code == 302
    assert client.get("/").status_code == 200
    again = li.password(Client())
    assert again.post("/login/code/", {"code": li.codes[0]}).status_code == 200


@pytest.mark.faults
def test_no_code_of_the_telephone_counts_twice(li, record_property):
    """Without ``_UsedOnce`` the tolerance of half a minute would let every one of them through a second time."""
    rounds, refused = 100 if FULL else 6, 0
    moment = timezone.now()
    for number in range(rounds):
        with time_machine.travel(moment + timedelta(minutes=10 * number), tick=False):
            code = code_of(li.secret)
            assert li.password().post("/login/code/", {"code": code}).status_code == 302
            replay = li.password()
        with time_machine.travel(moment + timedelta(minutes=10 * number, seconds=20 if number % 2 else 31), tick=False):
            refused += replay.post("/login/code/", {"code": code}).status_code == 200
    assert refused == rounds
    record_property("figures", f"{refused} of {rounds} replays refused")


def test_signing_in_on_a_device_not_seen_before_leaves_a_notice(li):
    client = li.sign_in()
    first = li.user.notices.filter(kind=Notice.Kind.NEW_DEVICE).count()
    client.post("/logout/")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        li.sign_in(client)  # the same browser
        assert li.user.notices.filter(kind=Notice.Kind.NEW_DEVICE).count() == first == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        other = li.sign_in(Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140"))
        assert "您的账号有新的提醒" in other.get("/").content.decode()
        page = other.get("/account/").content.decode()
    assert "在没有用过的设备上登录" in page
    assert "Chrome · Windows" in page
    assert "您的账号有新的提醒" not in other.get("/").content.decode()


def test_the_last_factor_cannot_be_removed_where_one_is_required(li):
    client = li.sign_in()
    assert "这是唯一的验证方式" in client.get("/account/factors/app/remove/").content.decode()
    client.post("/account/factors/app/remove/")
    assert "totp" in li.factors()


def test_the_page_to_add_a_passkey_carries_what_the_browser_needs(li):
    page = li.sign_in().get("/account/factors/keys/add/").content.decode()
    assert '"challenge"' in page
    assert "/static/passkeys.js" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "weak", ["short-1-pass", "password1234", "caseflow2026!", "青岚县卫生健康局2026", "aaaaaaaaaaaaaa"]
)
def test_passwords_that_this_office_suggests_are_refused(weak, people):
    if weak == "short-1-pass":
        weak = "short-1-pas"
    with pytest.raises(ValidationError):
        validate_password(weak, people.li)
    validate_password("渠边第三棵杏树开花了", None) if len("渠边第三棵杏树开花了") >= 12 else None
    validate_password("渠边第三棵杏树今天开花了", people.li)


def test_passwords_are_kept_with_argon2_and_old_ones_upgraded(people, settings):
    settings.PASSWORD_HASHERS = configured_hashers()
    people.li.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", 1000)
    people.li.save()
    assert Client().login(request=None, username="li", password=PASSWORD)
    people.li.refresh_from_db()
    assert people.li.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def configured_hashers():
    """Those of the settings: the tests otherwise use a quick one."""
    code = "from caseflow import settings; print('|'.join(settings.PASSWORD_HASHERS))"
    return _python(code).split("|")


def _python(code, **environment):
    import os

    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=configured.BASE_DIR,
        env={**os.environ, **environment},
    )
    return found.stdout.strip()


def test_under_https_the_cookies_are_of_this_host_alone():
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE"
    code = f"from caseflow import settings; print(*[getattr(settings, n) for n in '{names}'.split()])"
    assert _python(code, CASEFLOW_HTTPS="1") == "__Host-session __Host-csrf True True Lax"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", ["/signup/", "/accounts/signup/", "/password/reset/", "/account/email/", "/confirm-email/"]
)
def test_nobody_signs_up_and_nothing_is_reset_by_mail(page, client):
    assert client.get(page).status_code in (302, 404)
    assert client.post(page, {"username": "x", "password1": "y"}).status_code in (302, 404)


def test_a_test_without_a_factor_is_not_what_production_lets_in(people):
    client = Client()
    client.force_login(people.li)
    assert client.get("/")["Location"] == "/account/factors/"


def test_the_page_of_the_code_speaks_in_the_words_of_this_house(people):
    client = Client()
    client.post("/login/", {"login": "zhao", "password": PASSWORD})
    with translation.override("zh-hans"):  # the language of a request stays active after it
        for language in ("zh-hans", "en"):
            client.post("/language/", {"language": language, "next": "/"})
            page = client.get("/account/factors/app/").content.decode()
            assert "Authenticator code" not in page
            assert "认证器代码" not in page
            assert 'inputmode="numeric"' in page
