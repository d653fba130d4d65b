"""People by role, and cases walked to their stage."""

import base64
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

    on_postgres = "postgres" in settings.DATABASES["default"]["ENGINE"]
    chromium = shutil.which("chromium")
    in_ci = os.environ.get("CI") == "true"
    for item in items:
        if "postgres" in item.keywords and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: make test-postgres"))
        if "browser" in item.keywords and not chromium and not in_ci:
            item.add_marker(pytest.mark.skip(reason="needs Chromium: apt-get install chromium"))


def quick_place():
    """Where files need not outlive the run: in memory where there is room, else where temporary files go.

    What ``make faults`` measures is measured on a disk.
    """
    if os.environ.get("CASEFLOW_FAULTS") == "full":
        return None
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
    settings.VAULT_DIR = tmp_path / "vault"
    settings.VAULT_DIR.mkdir()
    (settings.VAULT_DIR / "0001.key").write_bytes(base64.urlsafe_b64encode(b"the master key of the tests 32by"))
    settings.OUTBOX_RUNS = "worker"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR = False  # but where it is what is tested: tests/identity


@pytest.fixture(autouse=True, scope="session")
def cleared_away():
    """What the database keeps as it was is nevertheless cleared away after a test that commits.

    What every database begins with (offices, permissions) is then put back as the first clearing left it, which takes
    a handful of statements where the signal of Django's that makes it anew takes five hundred.
    """
    from django.core.management.commands import flush as command
    from django.db.backends.base.operations import BaseDatabaseOperations as Operations

    import writeonce
    from tests.beginnings import Beginnings

    flush, emit = Operations.execute_sql_flush, command.emit_post_migrate_signal
    beginnings = Beginnings()

    def unguarded(self, sql_list):
        writeonce.remove(self.connection.alias)
        flush(self, sql_list)
        writeonce.install(self.connection.alias)

    def begin_again(verbosity, interactive, database, **options):
        if not beginnings.put_back(database):
            emit(verbosity, interactive, database, **options)
            beginnings.remember(database)

    Operations.execute_sql_flush, command.emit_post_migrate_signal = unguarded, begin_again
    yield
    Operations.execute_sql_flush, command.emit_post_migrate_signal = flush, emit


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
def s3(settings):
    """A store that keeps what it is given, until ``s3.mode`` says otherwise; papers and evidence lie there."""
    from tests.files.s3 import FakeS3

    with FakeS3() as fake:
        settings.STORE, settings.STORE_ENDPOINT = "s3://county/caseflow", fake.address
        settings.STORE_KEY, settings.STORE_SECRET = "key", "secret"
        yield fake


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
    for report in reports:
        for name, value in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(f"{report.nodeid.split('::')[-1]}: {value}")
