"""The databases to measure on: one on disk always, and one on a PostgreSQL server where it answers."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True)
class Engine:
    name: str
    server: str = ""

    @contextmanager
    def database(self) -> Iterator[dict[str, str]]:
        """The environment of a process with an empty database of its own, which is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="caseflow-bench-") as var:
            place = Path(var)
            (place / "data" / "static").mkdir(parents=True)
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "caseflow.settings",
                "CASEFLOW_VAR": str(place / "data"),
                "CASEFLOW_KEYS": str(place / "keys"),
                "CASEFLOW_DATABASE": "",
                "CASEFLOW_DEMONSTRATION": "1",
                "CASEFLOW_OUTBOX": "worker",
                "CASEFLOW_DEBUG": "0",
            }
            if not self.server:
                yield environment
                return
            name = f"caseflow_bench_{os.getpid()}"
            self._tell(f"CREATE DATABASE {name}")
            self._tell(f"CREATE ROLE {name}_app LOGIN")  # as which the pages are served: migrate grants what it needs
            try:
                url = self.server.rpartition("/")[0] + f"/{name}"
                yield environment | {"CASEFLOW_DATABASE": url, "CASEFLOW_ROLES": name}
            finally:
                self._tell(f"DROP DATABASE {name} WITH (FORCE)")
                self._tell(f"DROP ROLE {name}_app")

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


def available() -> list[Engine]:
    found = [Engine("sqlite")]
    asked = os.environ.get("CASEFLOW_DATABASE", "")
    server = asked.rpartition("/")[0] + "/postgres" if asked.startswith("postgresql://") else SERVER
    try:
        with psycopg.connect(server, connect_timeout=3):
            found.append(Engine("postgres", server))
    except psycopg.Error:
        pass
    return found
