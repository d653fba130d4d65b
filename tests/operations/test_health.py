"""A machine that asks is told whether the site can work; what is inside is told to this machine and to nobody else."""

import pytest
from django.db import DatabaseError
from django.test import Client

from caseflow.operations import alarms, health
from caseflow.operations.models import Look
from tests import walk

pytestmark = pytest.mark.django_db
PROXIED = {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}


@pytest.fixture(autouse=True)
def afresh(monkeypatch):
    monkeypatch.setattr(health, "_known", None)
    monkeypatch.setattr(health, "_migrated", False)


def test_a_living_process_says_so_under_any_host_name_without_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/health/live", HTTP_HOST="10.0.0.9")
    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_a_ready_site_says_what_it_looked_at():
    answer = Client().get("/health/ready").json()
    assert answer["ready"] is True
    assert answer["needs"] == {"database": True, "migrations": True, "disk": True}
    assert {"outbox_age_seconds", "sweep_age_seconds", "chain_checked", "disk_used_percent"} <= set(answer)
    assert "sweep-late" in answer["alarms"]
    assert not Look.objects.filter(name="health").exists()  # the trial is taken back


def test_a_stranger_is_told_only_whether():
    assert Client(**PROXIED).get("/health/ready").json() == {"ready": True}
    assert Client(REMOTE_ADDR="203.0.113.7").get("/health/ready").json() == {"ready": True}


def test_a_site_that_cannot_write_is_not_ready(monkeypatch):
    monkeypatch.setattr(health, "_writes", lambda: False)
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)


def test_a_write_that_fails_is_a_database_that_cannot_be_written(monkeypatch):
    def refuse(*_args, **_options):
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(Look.objects, "update_or_create", refuse)
    assert Client().get("/health/ready").status_code == 503


def test_a_site_without_its_tables_is_not_ready(monkeypatch):
    monkeypatch.setattr(health, "_is_migrated", lambda: False)
    assert Client().get("/health/ready").json()["needs"]["migrations"] is False


def test_a_full_disk_is_not_ready(monkeypatch):
    monkeypatch.setattr(alarms, "disk_used", lambda: 98)
    assert Client().get("/health/ready").status_code == 503


def test_asking_often_costs_nothing(django_assert_num_queries):
    Client().get("/health/ready")
    with django_assert_num_queries(0):
        Client().get("/health/ready")


def test_metrics_are_no_page_for_strangers(settings):
    settings.METRICS_TOKEN = "a-token"
    assert Client(**PROXIED).get("/metrics").status_code == 404
    assert Client(**PROXIED).get("/metrics", HTTP_AUTHORIZATION="Bearer another").status_code == 404
    assert Client(**PROXIED).get("/metrics", HTTP_AUTHORIZATION="Bearer a-token").status_code == 200


def test_without_a_token_an_empty_one_opens_nothing(settings):
    settings.METRICS_TOKEN = ""
    assert Client(**PROXIED).get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_metrics_count_by_route_and_name_nobody(people, open_tip):
    from tests.pages.conftest import Desk

    tip = open_tip(real_name=True, reporter_name="周永康乐", reporter_phone="13900001111")
    Desk(people.intake).get(f"/cases/{tip.dossier.reference}/?q=周永康乐")
    Client().get("/13900001111/")
    text = Client().get("/metrics").content.decode()
    assert 'caseflow_requests_total{method="GET",route="dossier",status="200"}' in text
    assert 'caseflow_jobs{kind="documents.render",state="open"} ' in text
    assert 'caseflow_alarm{code="sweep-late"} 1.0' in text
    for secret in (tip.dossier.reference, "周永康乐", "13900001111", *(name for _role, name in walk.ROLES.values())):
        assert secret not in text
