"""A machine of its own: an environment in which real processes run, as they would in an office."""

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection


def environment(place, **chosen):
    """Data in ``place``/var, keys in ``place``/keys; SQLite unless ``CASEFLOW_DATABASE`` is chosen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CASEFLOW_", "PYTEST"))}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "caseflow.settings",
        "CASEFLOW_VAR": str(place / "var"),
        "CASEFLOW_KEYS": str(place / "keys"),
        "CASEFLOW_SECRET_KEY": secrets.token_urlsafe(50),
        "CASEFLOW_OUTBOX": "worker",
        "CASEFLOW_DATABASE": "",
        "PYTHONPATH": str(settings.BASE_DIR),
        **chosen,
    }


def process(environ, *command, seconds=300):
    """What a Python process with these arguments answers, when it has ended."""
    return subprocess.run(
        [sys.executable, *command],
        env=environ,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def copy_of_the_database(path):
    """The SQLite database of the test as a file of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return path


@contextmanager
def a_copy(place, **chosen):
    """The environment of a process with the database of this test for itself, copied; ``chosen`` is more of it."""
    if connection.vendor == "sqlite":
        copy_of_the_database(place / "var" / "caseflow.sqlite3")
        yield environment(place, CASEFLOW_DEMONSTRATION="1", **chosen)
        return
    of = connection.get_connection_params()
    name = of["dbname"]
    connection.close()
    server = f"postgresql://{of['user']}@{of['host']}:{of.get('port', 5432)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as opened:
        opened.execute(f'DROP DATABASE IF EXISTS "{name}_back" WITH (FORCE)')  # of a run that was killed
        opened.execute(f'CREATE DATABASE "{name}_back" TEMPLATE "{name}"')
        try:
            url = f"{server}/{name}_back"
            yield environment(place, CASEFLOW_DEMONSTRATION="1", CASEFLOW_DATABASE=url, **chosen)
        finally:
            opened.execute(f'DROP DATABASE "{name}_back" WITH (FORCE)')
