"""What the commands say: sound, damaged with place and kind, or not to be verified."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from caseflow import audit
from caseflow.acting import acting, system
from caseflow.audit import checkpoints, keys, notes
from caseflow.audit.models import Anchor, Checkpoint
from caseflow.audit.places import Occupied
from caseflow.cases.models import Dossier
from tests.audit import histories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(bring_to, people):
    case = bring_to("filed")
    histories.write(case, people.li, 4)
    case.dossier.refresh_from_db()
    return case


@pytest.fixture
def outside(settings, tmp_path):
    settings.CHECKPOINTS = str(tmp_path / "outside")
    return tmp_path / "outside"


@pytest.fixture
def report(capsys):
    """``report("--since", "0")`` is the exit code and what the command says as JSON."""

    def run(*options):
        capsys.readouterr()
        try:
            call_command("verify_audit", "--json", *options)
        except SystemExit as end:
            return end.code, json.loads(capsys.readouterr().out)
        return 0, json.loads(capsys.readouterr().out)

    return run


def test_a_sound_database_is_said_to_be_sound(case, report):
    code, said = report()
    assert (code, said["sound"], said["damages"]) == (0, True, [])
    assert said["links"] == sum(Dossier.objects.values_list("seq", flat=True))


def test_damage_is_named_by_file_line_and_kind(case, report):
    with histories.tampered():
        histories.edit_actor(case.dossier, 3, {"people": [1, 2]})
        code, said = report()
        assert code == 1
        assert said["damages"] == [{"kind": "altered", "chain": case.dossier.reference, "seq": 3, "count": 1}]
        assert report("--case", case.dossier.reference)[0] == 1
        assert report("--case", Dossier.objects.first().reference)[0] == 0


def test_what_came_after_a_checkpoint_is_read_alone(case, people, report):
    made = checkpoints.take()
    histories.write(case, people.li, 2, day=histories.DAY.replace(day=20))
    assert report("--since", "0")[1]["links"] == 2
    assert report("--since", str(made.number))[1]["links"] == 2
    with histories.tampered():
        histories.edit_facts(case.dossier, case.dossier.seq + 1, {})
        assert report("--since", "0")[1]["damages"][0]["seq"] == case.dossier.seq + 1


def test_an_older_copy_says_how_many_lines_it_misses(case, people, outside, report):
    with transaction.atomic():
        histories.write(case, people.li, 5, day=histories.DAY.replace(day=20))
        audit.record("x.y", actor=None)
        call_command("checkpoint")
        transaction.set_rollback(True)
    code, said = report("--against", str(outside))
    assert (code, said["missing"]) == (1, 6)
    assert {(each["chain"], each["seq"]) for each in said["damages"]} == {
        (case.dossier.reference, case.dossier.seq + 1),
        ("system", 1),
    }


def test_what_lies_outside_is_not_believed_without_its_signature(case, outside):
    call_command("checkpoint")
    note = outside / "00000001.note"
    note.chmod(0o600)
    note.write_text(note.read_text().replace("links ", "links 1"))
    with pytest.raises(CommandError, match="signature"):
        call_command("verify_audit", "--against", str(note))


def test_a_checkpoint_lies_outside_once_and_is_never_overwritten(case, people, outside):
    call_command("checkpoint")
    call_command("checkpoint")
    assert sorted(path.name for path in outside.iterdir()) == ["00000001.heads", "00000001.note"]
    checkpoints.ship({"number": 1})
    (outside / "00000001.note").chmod(0o600)
    (outside / "00000001.note").write_text("something else")
    with pytest.raises(Occupied):
        checkpoints.ship({"number": 1})


def test_a_copy_that_was_cut_off_is_completed(case, outside):
    call_command("checkpoint")
    whole = (outside / "00000001.heads").read_text()
    (outside / "00000001.heads").write_text(whole[:20])
    checkpoints.ship({"number": 1})
    assert (outside / "00000001.heads").read_text() == whole


def test_no_later_checkpoint_covers_up_what_was_done_before_it(case, people, report):
    """Even with the key: what a checkpoint has seen, the next one does not see otherwise."""
    checkpoints.take()
    with histories.tampered():
        histories.rewrite(case.dossier, 3, {"key": keys.current()[1]})
        case.dossier.refresh_from_db()
        histories.write(case, people.li, 1, day=histories.DAY.replace(day=20))
        checkpoints.take()
        kinds = {each["kind"] for each in report()[1]["damages"]}
    assert "rewritten" in kinds


def test_a_checkpoint_that_was_changed_does_not_hold(case, report):
    checkpoints.take()
    with histories.tampered():
        Anchor.objects.filter(chain=case.dossier.reference).update(seq=case.dossier.seq - 1)
        assert "checkpoint" in {each["kind"] for each in report()[1]["damages"]}
    with histories.tampered():
        Checkpoint.objects.update(note=notes.sign("x\n"))
        assert "checkpoint" in {each["kind"] for each in report()[1]["damages"]}


def test_where_nothing_can_be_verified_the_command_says_so(case, settings, tmp_path):
    for options in (["--case", "LF-0"], ["--since", "7"], ["--against", str(tmp_path)]):
        with pytest.raises(CommandError) as refused:
            call_command("verify_audit", *options)
        assert refused.value.returncode == 2
    settings.KEYS_DIR = tmp_path
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 2


def test_a_line_written_with_a_lost_key_is_told_apart_from_a_forged_one(case, settings, tmp_path, report):
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "0001.key").write_text("A" * 43 + "=")
    settings.KEYS_DIR = tmp_path
    assert {each["kind"] for each in report()[1]["damages"]} == {"unknown_key"}


def test_a_changed_key_reads_what_the_old_one_wrote(case, people, settings, tmp_path, report):
    (tmp_path / "audit").mkdir()
    old = next((settings.KEYS_DIR / "audit").glob("*.key")).read_text()
    (tmp_path / "audit" / "0001.key").write_text(old)
    (tmp_path / "audit" / "0002.key").write_text("A" * 43 + "=")
    settings.KEYS_DIR = tmp_path
    histories.write(case, people.li, 1, day=histories.DAY.replace(day=20))
    assert len(set(case.dossier.events.values_list("key_id", flat=True))) == 2
    assert report()[0] == 0


def test_the_national_algorithm_is_as_good(case, people, settings, report):
    settings.AUDIT_ALGORITHM = "sm3"
    histories.write(case, people.li, 2, day=histories.DAY.replace(day=20))
    assert set(case.dossier.events.values_list("alg", flat=True)) == {"sha256", "sm3"}
    assert report()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_a_checkpoint_whoever_it_worked_for_before(people, open_tip):
    """Outside any transaction, as the clock does it: PostgreSQL is told first for whom, then how isolated."""
    open_tip()
    with acting(people.li):
        assert Dossier.objects.exists()
    with system():
        assert checkpoints.take().links
