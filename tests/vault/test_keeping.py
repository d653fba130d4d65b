"""What is sealed: read by nobody without the key, in no other place than its own, and only after the record of it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from caseflow.audit.models import Entry
from caseflow.enforcement.models import ProtectedPerson, Reporter
from caseflow.vault import ciphers, masters, rotating, store
from caseflow.vault.destroying import destroy, settle
from caseflow.vault.keeping import keep, occurs, unseal
from caseflow.vault.models import DataKey, Word

KNOWN = {"name": "何不言", "phone": "13800001234", "id_no": "620702199001011234", "address": "东关街9号"}


def sealed(code="R-1", file="JB-1", **known):
    row = Reporter(code=code)
    keep(row, file, **(known or KNOWN))
    return Reporter.objects.get(pk=row.pk)


@pytest.fixture
def destroyed(db, django_capture_on_commit_callbacks):
    """``destroyed(key)``: what was destroyed is gone from the store too."""

    def at_once(key, **said):
        with django_capture_on_commit_callbacks(execute=True):
            destroy([key], **{"actor": None, "ground": "test", **said})

    return at_once


def opened(row):
    return unseal(row, actor=1, object="test", permit=dict)


@pytest.mark.parametrize("algorithm", ["aes256gcm", "sm4gcm"])
def test_what_was_sealed_is_what_is_unsealed(db, settings, algorithm):
    settings.VAULT_ALGORITHM = algorithm
    row = sealed()
    assert row.name.alg == algorithm
    assert row.name.key_id == row.key_id
    assert opened(row) == KNOWN


def test_values_of_both_ciphers_stand_side_by_side(db, settings):
    old = sealed()
    settings.VAULT_ALGORITHM = "sm4gcm"
    new = sealed("R-2", "JB-1", name="王某")
    assert opened(old) == KNOWN
    assert opened(new) == {"name": "王某"}


def test_a_sealed_column_takes_no_text_and_shows_none(db):
    row = sealed()
    assert {str(row.name), repr(row.name), f"{row.name}"} == {"已封存"}
    row.name = "何不言"
    with pytest.raises(TypeError, match="keep"):
        row.save()


@pytest.mark.parametrize("how", ["another row", "another column", "a changed bit", "another key", "no form"])
def test_what_was_moved_or_changed_is_not_opened(db, how):
    row, other = sealed(), sealed("R-2", "JB-2", **KNOWN)
    stored = {
        "another row": other.name.stored(),
        "another column": row.phone.stored(),
        "a changed bit": row.name.stored()[:-4] + ("AAA=" if row.name.stored()[-4:] != "AAA=" else "BBB="),
        "another key": row.name.stored().replace(row.key_id, other.key_id),
        "no form": "何不言",
    }[how]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enforcement_reporter SET name = %s WHERE id = %s", [stored, row.pk])
    with pytest.raises(ciphers.Altered):
        opened(Reporter.objects.get(pk=row.pk))


def test_one_key_for_each_person_and_one_for_their_file(db):
    one, other = sealed(), sealed("R-2", "JB-1", name="王某")
    assert one.key_id != other.key_id
    assert one.key.parent == other.key.parent == DataKey.objects.get(file="JB-1", parent=None)
    assert store.wrapped_by(one.key.parent_id) == masters.current()[0]
    assert store.wrapped_by(one.key_id) == one.key.parent_id


def test_of_whom_nothing_is_known_there_is_no_key(db):
    row = ProtectedPerson(pseudonym="孕妇甲")
    assert (row.sealed(), row.erased, DataKey.objects.count()) == ({}, False, 0)


def test_nothing_is_opened_before_the_record_of_it_is_committed(transactional_db):
    row = sealed()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        opened(row)
    assert not Entry.objects.filter(action="identity.unsealed").exists()
    opened(row)
    entry = Entry.objects.get(action="identity.unsealed")
    assert entry.data == {"columns": ["name", "phone", "id_no", "address"]}


def test_whoever_may_not_sees_nothing_and_leaves_no_record(db):
    def refuse():
        raise PermissionError

    with pytest.raises(PermissionError):
        unseal(sealed(), actor=1, object="test", permit=refuse)
    assert not Entry.objects.filter(action="identity.unsealed").exists()


# --- the master key


def test_the_master_key_is_changed_while_both_are_read(db):
    rows = [sealed(f"R-{n}", f"JB-{n}") for n in range(6)]
    old = masters.current()[0]
    new = masters.add()
    assert rotating.rotate(most=2) == 2  # stopped in between
    assert {store.wrapped_by(row.key.parent_id) for row in rows} == {old, new}
    assert all(opened(row) == KNOWN for row in rows)
    late = sealed("R-9", "JB-9")
    assert store.wrapped_by(late.key.parent_id) == new
    assert (rotating.rotate(), rotating.rotate()) == (4, 0)
    assert rotating.unused() == [old]
    (masters.directory() / "0001.key").unlink()
    assert all(opened(row) == KNOWN for row in [*rows, late])


def test_a_master_key_that_is_not_at_hand_is_no_erasure(db):
    row = sealed()
    masters.add()
    (masters.directory() / "0001.key").unlink()
    with pytest.raises(ImproperlyConfigured, match=store.wrapped_by(row.key.parent_id)):
        opened(row)


def test_a_key_that_is_destroyed_during_the_change_stays_destroyed(destroyed):
    row = sealed()
    masters.add()
    destroyed(row.key.parent_id)
    assert rotating.rotate() == 0
    with pytest.raises(store.Gone):
        opened(row)


def test_the_command_makes_a_key_and_says_which_is_no_longer_needed(db, capsys):
    from django.core.management import call_command

    sealed()
    old = masters.current()[0]
    call_command("rotate_keys", new=True)
    said = capsys.readouterr().out
    assert "1 keys of files wrapped anew" in said
    assert f"Master key {old} wraps nothing any more" in said


# --- destroying


def test_the_key_of_a_person_takes_that_person_alone(destroyed):
    one, other = sealed(), sealed("R-2", "JB-1", name="王某")
    destroyed(one.key_id, actor=7, ground="erasure:1")
    one.refresh_from_db()
    assert one.key.destroyed_at
    with pytest.raises(store.Gone):
        opened(one)
    assert opened(other) == {"name": "王某"}
    assert Entry.objects.get(action="key.destroyed").data == {"file": "JB-1", "ground": "erasure:1"}


def test_a_key_whose_destruction_was_rolled_back_lives(db):
    row = sealed()
    with transaction.atomic():
        destroy([row.key_id], actor=None, ground="test")
        transaction.set_rollback(True)
    assert opened(row) == KNOWN


def test_a_key_put_back_from_an_older_copy_is_removed_by_the_clock(destroyed):
    row = sealed()
    copy = store.path_of(row.key_id).read_bytes()
    destroyed(row.key_id)
    store.path_of(row.key_id).write_bytes(copy)
    assert settle() == 1
    with pytest.raises(store.Gone):
        opened(row)


# --- the blind index


def test_a_word_of_a_sealed_text_is_found_without_opening_it(bring_to):
    case = bring_to("filed")
    person = ProtectedPerson(case=case, pseudonym="孕妇甲")
    keep(person, case.dossier.reference, identity="周小红，620702199001011234")
    texts = ["收件人：周小红（签名）", "收件人：周小兰", '{"id":"620702199001011234"}', ""]
    assert occurs(person, "identity", texts) == [True, False, True, False]
    assert {each.length for each in Word.objects.all()} == {3, 18}
    assert not Entry.objects.filter(action="identity.unsealed").exists()


def test_the_same_word_of_two_people_looks_different_in_the_index(bring_to):
    case = bring_to("filed")
    for name in ("孕妇甲", "孕妇乙"):
        keep(ProtectedPerson(case=case, pseudonym=name), case.dossier.reference, identity="周小红")
    assert len(set(Word.objects.values_list("mac", flat=True))) == 2
