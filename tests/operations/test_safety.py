"""Assurance 16: the process does not start where work would be lost, altered unseen or open to the wrong people."""

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.operations.office import copy_of_the_database, environment, process
from writeonce import triggers

START = """
import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
try:
    import caseflow.wsgi
    print("started")
except ImproperlyConfigured as unsafe:
    print("refused:", unsafe)
    django.setup()
try:
    call_command("check", deploy=True)
except Exception as errors:
    print("check:", errors)
"""
SENTENCES = {  # one of each, as the administrator reads it
    "sqlite": "SQLite 3.40.1 在 WAL 模式下可能损坏数据库",
    "synchronous": "synchronous 低于 FULL",
    "trigger": "缺少保护已定稿内容的触发器",
    "key": "缺少密钥",
    "default key": "随程序附带的默认值",
    "debug": "调试模式开着",
    "sign_up": "任何人都可以自己注册账号",
    "mmap": "mmap_size",
}


@pytest.fixture(scope="module")
def migrated(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database as an office has it, with nothing in it."""
    if connection.vendor != "sqlite":
        pytest.skip("the set-ups of SQLite; that of PostgreSQL is below")
    path = tmp_path_factory.mktemp("office") / "caseflow.sqlite3"
    with django_db_blocker.unblock():
        return copy_of_the_database(path)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """What the first start of an office leaves: the keys that were made once."""
    place = tmp_path_factory.mktemp("first")
    made = process(environment(place), "manage.py", "make_keys")
    assert made.returncode == 0, made.stderr
    return place


@pytest.fixture
def office(first_start, tmp_path):
    """The environment of a process in an office: its own data, its keys elsewhere."""
    shutil.copytree(first_start, tmp_path, dirs_exist_ok=True)
    (tmp_path / "var" / "static").mkdir(parents=True, exist_ok=True)
    return environment(tmp_path, DJANGO_SETTINGS_MODULE="tests.operations.unsafe")


def wrong(office, tmp_path, what):
    """The office with one thing wrong."""
    database = tmp_path / "var" / "caseflow.sqlite3"
    match what:
        case "sqlite":
            old = tmp_path / "old" / "pysqlite3"
            old.mkdir(parents=True)
            text = "from sqlite3 import *\nfrom sqlite3 import dbapi2\nsqlite_version, sqlite_version_info = '3.40.1', (3, 40, 1)\n"
            (old / "__init__.py").write_text(text)
            (old / "dbapi2.py").write_text("from sqlite3.dbapi2 import *\n")
            return office | {"PYTHONPATH": f"{old.parent}{os.pathsep}{office['PYTHONPATH']}"}
        case "trigger":
            with sqlite3.connect(database) as opened:
                opened.execute(f"DROP TRIGGER {next(iter(triggers.RULES))}")
        case "key":
            shutil.rmtree(tmp_path / "keys")
        case "default key":
            return office | {"CASEFLOW_SECRET_KEY": "django-insecure-" + "x" * 50}
        case "debug":
            return office | {"CASEFLOW_DEBUG": "1"}
    return office | {"UNSAFE": what}


@pytest.mark.parametrize("what", [*SENTENCES, ""], ids=lambda what: what or "nothing")
def test_an_unsafe_process_does_not_start_and_says_why(what, migrated, office, tmp_path):
    shutil.copy(migrated, tmp_path / "var" / "caseflow.sqlite3")
    tried = process(wrong(office, tmp_path, what), "-c", START)
    assert tried.returncode == 0, tried.stderr
    if not what:
        assert tried.stdout.startswith("started")
        assert "caseflow.unsafe" not in tried.stdout
        return
    refused, _comma, checked = tried.stdout.partition("check:")
    assert refused.startswith("refused:")
    assert SENTENCES[what] in refused
    assert SENTENCES[what] in checked


def test_commands_that_write_cases_do_not_begin_either(migrated, office, tmp_path):
    shutil.copy(migrated, tmp_path / "var" / "caseflow.sqlite3")
    unsafe = wrong(office, tmp_path, "synchronous")
    commands = (["runserver", "0"], ["work", "--once"], ["sweep_deadlines"], ["showmigrations", "outbox"])
    with ThreadPoolExecutor(2) as pool:
        tried = list(pool.map(lambda command: process(unsafe, "manage.py", *command), commands))
    assert [each.returncode for each in tried] == [1, 1, 1, 0]
    assert all(SENTENCES["synchronous"] in each.stderr for each in tried[:3])


def test_keys_in_the_data_directory_stop_the_start(migrated, office, tmp_path):
    shutil.copytree(tmp_path / "keys", tmp_path / "var" / "keys")
    office["CASEFLOW_KEYS"] = str(tmp_path / "var" / "keys")
    shutil.copy(migrated, tmp_path / "var" / "caseflow.sqlite3")
    assert "放在数据目录里" in process(office, "-c", START).stdout
    made = process(office, "manage.py", "make_keys")
    assert made.returncode == 0, "no cases yet"
    demonstration = process(office | {"CASEFLOW_DEMONSTRATION": "1"}, "-c", "import caseflow.wsgi")
    assert demonstration.returncode == 0, demonstration.stderr


def test_a_fresh_checkout_counts_and_plays_before_anything_is_set_up(tmp_path):
    fresh = environment(tmp_path) | {"CASEFLOW_KEYS": str(tmp_path / "var" / "keys")}
    story = "scenarios/enforcement/readme_example.yaml"
    commands = (["due", "DL-13", "2026-09-29"], ["penalty", "P-01", "--income", "18000"], ["play", story])
    for command, said in zip(commands, ("10月12日", "108000.00", "全部相符"), strict=True):
        tried = process(fresh, "manage.py", *command)
        assert tried.returncode == 0, tried.stderr
        assert said in tried.stdout
    assert "放在数据目录里" in process(fresh, "manage.py", "sweep_deadlines").stderr


def test_where_the_demonstration_lies_every_command_knows_it(tmp_path):
    fresh = environment(tmp_path) | {"CASEFLOW_KEYS": str(tmp_path / "var" / "keys")}
    asks = "from django.conf import settings; print(settings.DEMONSTRATION)"
    assert process(fresh, "-c", asks).stdout.strip() == "False"
    (tmp_path / "var" / "demonstration").touch()
    assert process(fresh, "-c", asks).stdout.strip() == "True"
    assert process(fresh | {"CASEFLOW_DEMONSTRATION": "0"}, "-c", asks).stdout.strip() == "False"
    office = fresh | {"CASEFLOW_DATABASE": "postgresql://caseflow_app@127.0.0.1/caseflow"}
    assert process(office, "-c", asks).stdout.strip() == "False"


@pytest.mark.postgres
def test_a_superuser_of_the_database_stops_the_start(django_db_setup, office):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test-postgres")
    of = connection.get_connection_params()
    url = f"postgresql://{of['user']}@{of['host']}:{of.get('port', 5432)}/{of['dbname']}"
    office |= {"CASEFLOW_DATABASE": url}
    tried = process(office, "-c", START)
    assert "应用用数据库超级用户连接" in tried.stdout.partition("check:")[0], tried.stdout + tried.stderr
    assert process(office | {"CASEFLOW_DEMONSTRATION": "1"}, "-c", START).stdout.startswith("started")
