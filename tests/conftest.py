"""People by role, and cases walked to their stage."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from tests import walk

# A slow machine is no failure; what CI finds can be found again.
hypothesis.register_profile(
    "caseflow",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
hypothesis.load_profile("caseflow")


def pytest_configure(config):
    os.environ.setdefault("CASEFLOW_OUTBOX", "worker")


def pytest_collection_modifyitems(config, items):
    from django.conf import settings

    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    chromium = shutil.which("chromium")
    in_ci = os.environ.get("CI") == "true"
    for item in items:
        if "postgres" in item.keywords and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: make test-postgres"))
        if "browser" in item.keywords and not chromium and not in_ci:
            item.add_marker(pytest.mark.skip(reason="needs Chromium: apt-get install chromium"))


def quick_place():
    """Where files need not outlive the run: in memory where there is room, else where temporary files go."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return memory if roomy else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite's test database is a file: threads with connections of their own see it as they would at work."""
    from django.conf import settings

    with tempfile.TemporaryDirectory(prefix="caseflow-test-", dir=quick_place()) as place:
        database = settings.DATABASES["default"]
        if "sqlite" in database["ENGINE"]:
            database["TEST"]["NAME"] = f"{place}/test.sqlite3"
        yield


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path):
    """Papers and uploads of a test go where nobody else looks; nothing is rendered unless asked for."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.UPLOADS_DIR = tmp_path / "uploads"
    settings.OUTBOX_RUNS = "worker"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def agency(db):
    return walk.make_agency()


@pytest.fixture
def people(agency):
    return walk.make_people(agency)


@pytest.fixture
def bring_to(people):
    """``bring_to("filed")`` walks a new case to a state and returns it."""
    return lambda state, **options: walk.bring_to(people, state, **options)


@pytest.fixture
def open_tip(people):
    return lambda **facts: walk.open_tip(people, **facts)


def pytest_terminal_summary(terminalreporter):
    """How many cells of the table of moves were tried (test_matrix.py)."""
    reports = terminalreporter.getreports("passed")
    cells = [value for report in reports for name, value in report.user_properties if name == "cells"]
    if cells:
        allowed, refused = (sum(each[kind] for each in cells) for kind in ("allowed", "refused"))
        terminalreporter.write_line(f"Cells of the tables: {allowed} allowed, {refused} refused.")
