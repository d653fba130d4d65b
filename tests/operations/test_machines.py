"""Several machines, as far as one can show it without a container: the image's files start, and a worker is told by Redis."""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from contextlib import contextmanager, suppress
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection

from documents.models import Document
from tests import walk
from tests.faults.carrying import NUMBER, REDIS, needs_redis
from tests.faults.serving import ask, free_port
from tests.faults.test_carrier import until
from tests.operations.office import a_copy

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
COPIED = re.compile(r"^COPY (.+) (\S+)$", re.MULTILINE)
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """What the Dockerfile copies, and nothing else."""
    place = tmp_path_factory.mktemp("image")
    for sources, target in COPIED.findall(DOCKERFILE):
        for source in sources.split():
            to = place / (source if target == "./" else target)
            to.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, to, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, to)
    return place


@contextmanager
def running(image, environ, command, log):
    """A command of the compose file; killed at the end with all that it began."""
    with log.open("wb") as file:
        began = subprocess.Popen(command, cwd=image, env=environ, stdout=file, stderr=file, start_new_session=True)
        try:
            yield began
        finally:
            began.terminate()
            with suppress(subprocess.TimeoutExpired):
                began.wait(30)
            with suppress(ProcessLookupError):
                os.killpg(began.pid, signal.SIGKILL)
            began.wait()


def command_of(service):
    """What its container runs, with the Python of the tests."""
    said = COMPOSE["services"][service].get("command") or json.loads(
        re.search(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)[1]
    )
    return [sys.executable, *said[1:]]


def test_the_image_has_every_package_of_ours(image):
    assert [name for name in PACKAGES if not (image / name / "__init__.py").exists()] == []
    assert (image / "scenarios").is_dir()


def test_what_we_import_is_locked_for_several_machines():
    of, lock = packages_distributions(), (ROOT / "requirements-machines.lock").read_text()
    locked = {name.lower().replace("_", "-") for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    missing = {
        (str(path.relative_to(ROOT)), name)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for name in imported(ast.parse(path.read_text()))
        if name not in sys.stdlib_module_names and name not in (*PACKAGES, "bench", "tests")
        if not {each.lower().replace("_", "-") for each in of.get(name, [])} & locked
    }
    assert missing == set()


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_every_lock_has_its_way_to_be_installed():
    setup = (ROOT / "deploy/setup.sh").read_text()
    locks = dict(re.findall(r"^    (\w+)\) lock=(\S+) ;;", setup, re.MULTILINE))
    assert set(locks.values()) == {path.name for path in ROOT.glob("requirements*.lock")}
    assert (
        f"deploy/setup.sh {next(name for name, lock in locks.items() if 'machines' in lock)}"
        in (ROOT / "docs/operations.md").read_text()
    )


def test_the_compose_file_sets_what_the_program_asks_for():
    asked = set(re.findall(r"CASEFLOW_\w+", (ROOT / ".env.example").read_text())) | {"CASEFLOW_BIND"}
    chosen = set(COMPOSE["x-program"]["environment"])
    assert {name for name in chosen if name.startswith("CASEFLOW_")} <= asked
    assert {"CASEFLOW_CARRIER", "CASEFLOW_BROKER", "CASEFLOW_KEYS"} <= chosen


@needs_redis
@pytest.mark.django_db(transaction=True)
def test_web_and_worker_of_the_compose_file_do_their_work(image, people, tmp_path):
    """Pages from one process, papers from another that Redis tells; neither is started where the tests are."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("needs a database on disk")
    walk.open_tip(people)
    owed, port = Document.objects.unrendered().count(), free_port()
    assert owed
    shutil.copytree(settings.KEYS_DIR, tmp_path / "keys", dirs_exist_ok=True)
    chosen = COMPOSE["x-program"]["environment"] | {
        "CASEFLOW_BROKER": f"redis://{REDIS[0]}:{REDIS[1]}/{NUMBER}",
        "CASEFLOW_BIND": f"127.0.0.1:{port}",
        "CASEFLOW_KEYS": str(tmp_path / "keys"),
        "CASEFLOW_OUTBOX_LOOK": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "PYTHONPATH": "",
    }
    web, worker = tmp_path / "web.log", tmp_path / "worker.log"
    with (
        a_copy(tmp_path, **chosen) as environ,
        running(image, environ, command_of("web"), web) as serving,
        running(image, environ, command_of("worker"), worker) as working,
    ):
        assert until(lambda: is_ready(port) or serving.poll() is not None, 300)
        assert ask(port, "GET", "/static/caseflow.css")[0] == 200, web.read_text()[-3000:]
        papers = tmp_path / "var" / "documents"
        assert until(lambda: len(list(papers.rglob("*.pdf"))) == owed or working.poll() is not None, 300)
        assert working.poll() is None, worker.read_text()[-3000:]


def is_ready(port):
    with suppress(OSError):
        return ask(port, "GET", "/health/ready")[0] == 200
    return False
