"""Whether an account exists cannot be told from outside: same words, same length, same number of hashings, same time."""

import re
import statistics
import time
from contextlib import contextmanager

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client

from caseflow.people import setup
from caseflow.people.models import User
from tests.walk import make_person

from .conftest import FULL

HASHERS = ["caseflow.people.hashing.Argon2"]
NEW = {"password1": "渠边第三棵杏树今天开花了", "password2": "渠边第三棵杏树今天开花了"}


def login(name):
    return "/login/", {"login": name, "password": "not the password"}


def reset(name):
    return "/set-up/", {"login": name, "code": "aaaa-bbbb-cccc-dddd", **NEW}


def ask(way, name, number):
    client = Client(REMOTE_ADDR=f"10.{number // 250 % 250}.{number % 250}.7")
    return client.post(*way(name))


def counting(real, count):
    def tell(*args, **options):
        count.append(1)
        return real(*args, **options)

    return tell


@contextmanager
def counted(monkeypatch):
    """How often a password is hashed."""
    count, kind = [], type(hashers.get_hasher("default"))
    for name in ("encode", "verify"):
        monkeypatch.setattr(kind, name, counting(getattr(kind, name), count))
    yield count
    monkeypatch.undo()


@pytest.mark.parametrize("way", [login, reset])
def test_the_answers_are_the_same_and_cost_the_same(way, agency, settings, monkeypatch):
    """Without ``_nobodys()`` or allauth's answer to timing the unknown account costs no hashing."""
    settings.PASSWORD_HASHERS = HASHERS
    person = make_person(agency, "real-person-1", "某人")
    left = make_person(agency, "left-person-1", "某人")
    User.objects.filter(pk=left.pk).update(is_active=False)
    for each in (person, left):
        setup.give(each, None)
        each.set_password("caseflow-demo")
        each.save()
    ask(way, "warm-up-name-", 0)
    seen = set()
    for number, name in enumerate(("real-person-1", "fake-person-1", "left-person-1")):
        cache.clear()
        with counted(monkeypatch) as count:
            answer = ask(way, name, number)
        text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', "", answer.content.decode())
        seen.add((answer.status_code, len(answer.content), text.replace(name, "NAME"), sum(count)))
    assert len(seen) == 1
    assert next(iter(seen))[3] == 1


def area(first, second):
    """The probability that a sample of ``second`` took longer than one of ``first``: 0.5 says nothing, 1 everything."""
    order = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(rank for rank, (_value, kind) in enumerate(order, 1) if kind)
    n = len(second)
    found = (ranks - n * (n + 1) / 2) / (len(first) * n)
    return max(found, 1 - found)


def test_the_harness_notices_who_answers_sooner():
    quick, slow = [0.010 + n / 10**6 for n in range(100)], [0.012 + n / 10**6 for n in range(100)]
    assert area(quick, slow) == 1
    assert area(quick, [each + 5e-7 for each in quick]) < 0.55


@pytest.mark.alone
@pytest.mark.parametrize("way", [login, reset])
def test_the_answers_take_equally_long(way, agency, settings, scale, figures):
    """In the short form the samples are too few to judge on a busy machine: they are taken and printed."""
    settings.PASSWORD_HASHERS = HASHERS
    rounds = scale(5, 1000)
    hashed = hashers.make_password("caseflow-demo")
    User.objects.bulk_create(
        User(username=f"real-{n:06}", name="某人", agency=agency, password=hashed) for n in range(rounds)
    )
    took = {"real": [], "fake": []}
    ask(way, "warm-up", 0)
    for number in range(rounds):
        for kind in ("real", "fake") if number % 2 else ("fake", "real"):
            began = time.perf_counter()
            answer = ask(way, f"{kind}-{number:06}", 2 * number + (kind == "real"))
            took[kind].append(time.perf_counter() - began)
            assert "输错的次数太多" not in answer.content.decode()
    apart = abs(statistics.median(took["real"]) - statistics.median(took["fake"])) * 1000
    auc = area(took["fake"], took["real"])
    figures(f"{way.__name__}: {rounds} + {rounds} samples, medians {apart:.2f} ms apart, AUC {auc:.3f}")
    if FULL:
        assert apart <= 5
        assert auc <= 0.55
