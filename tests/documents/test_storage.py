"""A file in the store is written once, whole, and is what it was."""

import os

import pytest

from documents import storage


def test_what_is_stored_reads_back_by_its_hash():
    digest = storage.write(b"paper")
    assert storage.read(digest) == b"paper"
    assert not os.stat(storage.path_of(digest)).st_mode & 0o222


def test_storing_it_again_keeps_the_first_file():
    digest = storage.write(b"paper")
    before = os.stat(storage.path_of(digest)).st_ino
    assert storage.write(b"paper") == digest
    assert os.stat(storage.path_of(digest)).st_ino == before


def test_an_altered_file_and_a_lost_one_are_noticed(caplog):
    digest = storage.write(b"paper")
    path = storage.path_of(digest)
    path.chmod(0o640)
    path.write_bytes(b"forged")
    with pytest.raises(storage.Damaged, match="altered"):
        storage.read(digest)
    storage.write(b"paper")  # brought again, it is what it should be, and the log says that it was not
    assert storage.read(digest) == b"paper"
    assert f"{digest} lay in the store altered" in caplog.text
    path.unlink()
    with pytest.raises(storage.Damaged, match="missing"):
        storage.read(digest)


def test_a_failed_write_leaves_nothing_behind(monkeypatch):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        storage.write(b"paper")
    assert [path for path in storage.path_of("0" * 64).parent.parent.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "a" * 63, "/" * 64])
def test_only_a_hash_names_a_file(digest):
    with pytest.raises(ValueError, match="SHA-256"):
        storage.path_of(digest)
