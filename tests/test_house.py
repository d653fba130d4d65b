"""What lies around the code stays true: settings, licence, deployment, translations."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))


def test_the_example_names_every_setting_and_no_other():
    read = set(re.findall(r'\b(?:env|flag)\((?:\s|#.*)*"([A-Z_]+)"', (ROOT / "caseflow/settings.py").read_text()))
    shown = set(re.findall(r"^CASEFLOW_([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert shown == read


def test_the_licence_is_the_official_text():
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy").glob("*.service")), ids=lambda unit: unit.name)
def test_a_unit_runs_what_there_is_and_gains_no_privileges(unit):
    text = unit.read_text()
    for command in re.findall(r"manage\.py (\w+)", text):
        assert command in get_commands()
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "User=caseflow"} <= set(text.splitlines())


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_current(catalogue, tmp_path):
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not installed")
    compiled = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", compiled, catalogue], check=True)
    assert compiled.read_bytes() == catalogue.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize("name", ["deploy/setup.sh", "deploy/test.sh", "deploy/manage", ".ci/run", "manage.py"])
def test_what_is_run_can_be_run(name):
    assert (ROOT / name).stat().st_mode & 0o111
