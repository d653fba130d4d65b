"""Assurance 14, and the drill: what was backed up is there again, whole, or the program says what is wrong with it."""

import random
import shutil
import time
from contextlib import contextmanager
from datetime import date, timedelta

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

from caseflow.audit import checkpoints
from caseflow.cases import chained
from caseflow.cases.models import Dossier, Event
from caseflow.cases.transitions import perform
from caseflow.operations import archive, backup, points
from documents.models import Document
from outbox.runner import run_due
from tests import walk
from tests.faults.conftest import FULL
from tests.faults.processes import Child
from tests.operations.office import copy_of_the_database, environment, process

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(people, transactional_db, settings, tmp_path):
    """A case with papers that are set, on a machine of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("a database of its own: the drill on PostgreSQL is below")
    (tmp_path / "var").mkdir()
    settings.DOCUMENTS_DIR = tmp_path / "var" / "documents"
    walk.bring_to(people, "filed")
    run_due()
    copy_of_the_database(tmp_path / "var" / "caseflow.sqlite3")
    shutil.copytree(settings.KEYS_DIR, tmp_path / "keys")
    made = environment(tmp_path, CASEFLOW_DEMONSTRATION="1")
    done = process(made, "manage.py", "backup", str(tmp_path / "copies"))
    assert done.returncode == 0, done.stderr
    assert "复核一致" in done.stdout
    return made


def the_copy(tmp_path):
    (found,) = (tmp_path / "copies").glob("*.backup")
    return found


def restored(office, tmp_path, copy, *options, place="elsewhere"):
    shutil.copytree(tmp_path / "keys", tmp_path / place / "keys", dirs_exist_ok=True)
    there = office | {"CASEFLOW_VAR": str(tmp_path / place / "var"), "CASEFLOW_KEYS": str(tmp_path / place / "keys")}
    return there, process(there, "manage.py", "restore", str(copy), *options)


def test_the_drill(office, tmp_path):
    """Everything is lost but the copy and the keys."""
    there, done = restored(office, tmp_path, the_copy(tmp_path))
    assert done.returncode == 0, done.stderr
    assert f"{Document.objects.exclude(pdf_sha256='').count()} papers are intact" in done.stdout
    assert "核对一致" in done.stdout
    assert "少" not in done.stdout
    before, after = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.pdf")}
        for root in (tmp_path / "var" / "documents", tmp_path / "elsewhere" / "var" / "documents")
    )
    assert before == after != {}
    started = process(there, "manage.py", "work", "--once")
    assert started.returncode == 0, started.stderr
    again = process(there, "manage.py", "restore", str(the_copy(tmp_path)))
    assert again.returncode == 1
    assert "这里不是空的" in again.stderr


def test_a_copy_holds_no_key_and_nothing_in_the_clear(office, tmp_path):
    copy = the_copy(tmp_path)
    sealed = copy.read_bytes()
    for plain in ("安和门诊部".encode(), b"SQLite format 3", b"%PDF", b"cases_event"):
        assert plain not in sealed
    names = [info.name for info, _stream in backup.members_of(copy)]
    assert not [name for name in names if "key" in name]
    shutil.rmtree(tmp_path / "keys" / "backup")
    _there, done = restored(office, tmp_path, copy)
    assert done.returncode == 1
    assert "which is not here" in done.stderr


def harmed(content, harm, chance):
    """A copy with one fault."""
    content = bytearray(content)
    match harm:
        case "a byte":
            content[chance.randrange(200, len(content))] ^= 1
        case "the end":
            del content[-200:]
        case "a chunk twice":
            content += content[-(archive.CHUNK + archive.TAG) :]
    return bytes(content)


def test_a_copy_that_was_altered_is_refused(office, tmp_path):
    copy, chance = the_copy(tmp_path), random.Random(14)
    sound = copy.read_bytes()
    for harm in ("a byte", "the end", "a chunk twice"):
        copy.write_bytes(harmed(sound, harm, chance))
        _there, done = restored(office, tmp_path, copy, place=harm)
        assert done.returncode == 1, harm
        assert "没有恢复" in done.stderr, harm
        database = tmp_path / harm / "var" / "caseflow.sqlite3"
        assert not database.is_file() or not database.stat().st_size, harm


def many(agency, number, each=20):
    """``number`` lines more, bound like all others, in files that hold nothing else."""
    day = walk.moment(date(2025, 3, 3))
    for first in range(0, number // each, 500):
        files = [
            Dossier(
                reference=f"LF-620702-2025-{serial:05d}",
                procedure="enforcement.case",
                agency=agency,
                opened_on=day.date(),
                seq=each,
            )
            for serial in range(first, min(first + 500, number // each))
        ]
        Dossier.objects.bulk_create(files)
        events = []
        for dossier in files:
            for seq in range(1, each + 1):
                at = day + timedelta(hours=seq)
                event = Event(
                    dossier=dossier, seq=seq, part="enforcement.case", transition="annotate", role="officer", at=at
                )
                event.on, event.facts = at.date(), '{"note":"已与当事人联系，约定下周来局说明情况。"}'
                chained.bind(event, dossier)
                events.append(event)
        Event.objects.bulk_create(events, batch_size=1000)
        Dossier.objects.bulk_update(files, ["head", "last_at"], batch_size=200)


@contextmanager
def an_empty_place(place):
    """The environment of another machine, where nothing is yet but the keys."""
    shutil.copytree(django_settings.KEYS_DIR, place / "keys")
    if connection.vendor == "sqlite":
        yield environment(place, CASEFLOW_DEMONSTRATION="1")
        return
    of = connection.get_connection_params()
    server, name = f"postgresql://{of['user']}@{of['host']}:{of.get('port', 5432)}", f"{of['dbname']}_again"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as opened:
        opened.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # of a run that was killed
        opened.execute(f'CREATE DATABASE "{name}"')
        try:
            yield environment(place, CASEFLOW_DEMONSTRATION="1", CASEFLOW_DATABASE=f"{server}/{name}")
        finally:
            opened.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.alone
def test_a_copy_that_is_taken_while_people_work_is_whole(people, on_disk, tmp_path, scale, figures):
    number = scale(2_000, 1_000_000)
    many(people.agency, number)
    case = walk.bring_to(people, "filed")

    def twenty_a_second(tell):
        while True:
            event = perform(case, "annotate", by=people.li, note="已与当事人联系。")
            tell(event.seq)
            time.sleep(0.05)

    writer = Child(twenty_a_second)
    writer.until_heard()
    began = time.monotonic()
    path, manifest = backup.back_up(tmp_path / "copies")
    copied = time.monotonic() - began
    writer.kill()
    written = [seq for (seq,) in writer.wait()]
    assert written[0] <= manifest.point[case.dossier.reference] <= written[-1] + 1
    with an_empty_place(tmp_path / "elsewhere") as environ:
        began = time.monotonic()
        done = process(environ, "manage.py", "restore", str(path), seconds=1800)
        restored = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    assert f"事件 {points.count(manifest.point)} 条" in done.stdout
    assert "少" not in done.stdout
    if FULL:
        assert copied <= 60
        assert restored <= 15 * 60
    figures(
        f"{points.count(manifest.point)} events on {connection.vendor}, {path.stat().st_size >> 20} MB: copied and read "
        f"again in {copied:.0f} s while {len(written)} were written, restored and verified in {restored:.0f} s"
    )


def test_an_older_copy_says_how_many_events_it_lacks(people, on_disk, settings, tmp_path, scale, figures):
    """Moves go on after the copy, checkpoints are taken outside; each restored copy knows exactly what came after it."""
    settings.CHECKPOINTS = str(tmp_path / "outside")
    chance, case = random.Random(20), walk.bring_to(people, "filed")
    path, _manifest = backup.back_up(tmp_path / "copies")
    trials, lacking = scale(2, 20), 0
    for trial in range(trials):
        written = chance.randrange(1, 8)
        for _each in range(written):
            perform(case, "annotate", by=people.head, note="已与当事人联系。")
        lacking += written
        checkpoints.ship({"number": checkpoints.take().number})
        with an_empty_place(tmp_path / f"trial-{trial}") as environ:
            options = ("--checkpoints", str(tmp_path / "outside"))
            done = process(environ, "manage.py", "restore", str(path), *options)
        assert done.returncode == 0, done.stderr
        assert f"少 {lacking} 条" in done.stdout, trial
    figures(f"{trials} of {trials} older copies reported with the exact number of missing events")
