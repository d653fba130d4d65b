"""An exported case can be checked by anybody, on a machine that knows nothing of this program."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import cryptography
import pytest
from django.core.management import call_command

from caseflow.audit.models import Entry
from caseflow.cases.models import Dossier
from tests.audit import histories

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).resolve().parents[2] / "deploy" / "verify_case.py"


@pytest.fixture
def elsewhere(tmp_path):
    """Runs Python where only the library cryptography is installed."""
    own = tmp_path / "installed"
    own.mkdir()
    installed = Path(cryptography.__file__).parents[1]
    for path in [installed / "cryptography", installed / "cffi", *installed.glob("_cffi_backend*")]:
        if path.exists():
            (own / path.name).symlink_to(path)

    def run(*arguments):
        return subprocess.run(
            [sys._base_executable, "-S", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(own)},
        )

    assert "No module named 'django'" in run("-c", "import django").stderr
    return run


@pytest.fixture
def exported(bring_to, people, tmp_path):
    bring_to("accepted")
    case = bring_to("filed")
    histories.write(case, people.li, 3)
    target = tmp_path / "case.zip"
    call_command("export_case", case.dossier.reference, by="li", to=str(target))
    return target


def changed(archive, name, change):
    """The archive with the content of one file put through ``change``; None takes the file out."""
    made = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            content = change(old.read(each)) if each == name else old.read(each)
            if content is not None:
                new.writestr(each, content)
    return made


def test_an_exported_case_is_sound(exported, elsewhere):
    run = elsewhere(VERIFIER, exported)
    assert (run.returncode, run.stdout[:5], run.stderr) == (0, "Sound", "")


def test_a_change_anywhere_in_it_is_found(exported, elsewhere):
    with zipfile.ZipFile(exported) as archive:
        names = [name for name in archive.namelist() if name != "key.txt"]
    assert {"events.jsonl", "papers.json", "uploads.json", "checkpoint.note", "proof.json"} <= set(names)
    for name in names:
        run = elsewhere(VERIFIER, changed(exported, name, lambda old: old[:-2] + bytes([old[-2] ^ 1]) + old[-1:]))
        assert run.returncode == 1, name
    assert elsewhere(VERIFIER, changed(exported, names[-1], lambda old: None)).returncode == 1


def test_an_archive_signed_by_somebody_else_is_refused(exported, elsewhere):
    own = elsewhere(VERIFIER, exported).stdout.split()[-1]
    other = own[:-3] + ("A" if own[-3] != "A" else "B") + own[-2:]
    assert elsewhere(VERIFIER, exported, own).returncode == 0
    assert elsewhere(VERIFIER, exported, other).returncode == 1


def test_the_export_is_in_the_log_and_never_in_place_of_another(exported, people):
    entry = Entry.objects.get(action="export.made")
    assert (entry.actor, entry.object) == (people.li.pk, Dossier.objects.latest("pk").reference)
    with pytest.raises(FileExistsError):
        call_command("export_case", entry.object, by="li", to=str(exported))


def test_a_sealed_paper_stays_in_the_house(open_tip, tmp_path):
    tip = open_tip(real_name=True, reporter_name="张三", reporter_phone="13800001234")
    target = tmp_path / "tip.zip"
    call_command("export_case", tip.dossier.reference, by="intake", to=str(target))
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as archive:
        sealed = [paper for paper in json.loads(archive.read("papers.json")) if paper["sealed"]]
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert sealed
    assert not any(name.startswith(f"papers/{sealed[0]['id']}.") for name in archive.namelist())
    assert "张三".encode() not in everything
    assert b"13800001234" not in everything
