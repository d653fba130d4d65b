"""A county that has outgrown SQLite moves to PostgreSQL by one command, which shows that everything arrived."""

import os

import psycopg
import pytest
from django.db import connection

from tests import walk
from tests.operations.office import copy_of_the_database, environment, process

pytestmark = pytest.mark.django_db(transaction=True)
SERVER = "postgresql://postgres@127.0.0.1:5432/"
ALTERING = """
import django
django.setup()
from caseflow.operations import moving
rows = moving._rows
def altered(model, using):
    for row in rows(model, using):
        if using == moving.TARGET and model._meta.db_table == "cases_dossier":
            row[1] += "!"
        yield row
moving._rows = altered
from django.core.management import call_command
call_command("move_database", to="{url}")
"""


@pytest.fixture
def target(transactional_db):
    """The address of an empty database on a PostgreSQL server, and a connection to it."""
    if connection.vendor != "sqlite":
        pytest.skip("moves away from SQLite")
    name = f"caseflow_moved_{os.getpid()}"
    try:
        server = psycopg.connect(SERVER + "postgres", autocommit=True, connect_timeout=3)
    except psycopg.Error as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"needs a PostgreSQL server at {SERVER}: {error}")
    with server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            with psycopg.connect(SERVER + name, autocommit=True) as opened:
                yield SERVER + name, opened
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_everything_arrives_as_it_was_or_nothing(people, bring_to, target, tmp_path):
    for state in ("decided", "suspended"):
        bring_to(state)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # leaves tables of SQLite's own
    copy_of_the_database(tmp_path / "var" / "caseflow.sqlite3")
    office, (url, opened) = environment(tmp_path, CASEFLOW_DEMONSTRATION="1"), target

    def count(table):
        return opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    noticed = process(office, "-c", ALTERING.format(url=url))
    assert "cases_dossier 迁移前后不一致" in noticed.stderr
    assert count("people_user") == 0

    moved = process(office, "manage.py", "move_database", "--to", url)
    assert moved.returncode == 0, moved.stderr
    assert "逐表核对一致" in moved.stdout
    told = dict(line.split("\t")[:2] for line in moved.stdout.splitlines() if "\t" in line)
    assert {table: int(rows) for table, rows in told.items()} == {table: count(table) for table in told}
    assert count("people_user") == len(walk.ROLES)
    assert count("cases_event") > 20
    assert count("pg_policy") > 10
    highest = opened.execute("SELECT max(id) FROM cases_dossier").fetchone()[0]
    assert opened.execute("SELECT nextval('cases_dossier_id_seq')").fetchone()[0] == highest + 1

    again = process(office, "manage.py", "move_database", "--to", url)
    assert again.returncode == 1
    assert "目标数据库不是空的" in again.stderr
