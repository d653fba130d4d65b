"""Papers and evidence lie under the hash of their content, in a directory or in a bucket, and nothing else comes back."""

import io
import threading

import pytest

from contentstore import Damaged, Unavailable, store
from tests.files.s3 import FAILURES


@pytest.fixture(params=["directory", "bucket"])
def place(request, tmp_path):
    if request.param == "bucket":
        request.getfixturevalue("s3")
    return store(tmp_path / "uploads")


def test_what_is_put_comes_back_by_its_hash(place):
    digest, size = place.put(io.BytesIO(b"evidence"))
    assert size == 8
    with place.open(digest) as file:
        assert file.read() == b"evidence"
    assert place.exists(digest)
    assert not place.exists("0" * 64)
    assert list(place.digests()) == [digest]


def test_what_is_missing_is_noticed(place):
    with pytest.raises(Damaged, match="missing"):
        place.open("0" * 64)


def test_what_lies_there_altered_is_mended_by_whoever_brings_it_again(s3, tmp_path):
    place = store(tmp_path / "uploads")
    s3.mode = "wrong"
    with pytest.raises(Unavailable):
        place.put(io.BytesIO(b"evidence"))
    s3.mode = ""
    digest, _size = place.put(io.BytesIO(b"evidence"))
    assert place.open(digest).read() == b"evidence"


def test_the_same_content_from_many_at_once_is_one_file(place):
    together = [threading.Thread(target=lambda: place.put(io.BytesIO(b"same"))) for _each in range(8)]
    for each in together:
        each.start()
    for each in together:
        each.join()
    assert len(list(place.digests())) == 1


@pytest.mark.parametrize("mode", FAILURES)
def test_a_store_that_fails_gives_nothing_rather_than_something_else(mode, s3, tmp_path):
    place = store(tmp_path / "uploads")
    digest, _size = place.put(io.BytesIO(b"evidence" * 100))
    s3.mode = mode
    with pytest.raises((Damaged, Unavailable)):
        place.open(digest)
    with pytest.raises((Damaged, Unavailable)):
        place.put(io.BytesIO(b"new evidence"))
    s3.mode = ""
    place.verify(digest)


def test_a_passing_failure_is_asked_again(s3, tmp_path):
    s3.mode = "500"
    place = store(tmp_path / "uploads")
    threading.Timer(0.1, setattr, (s3, "mode", "")).start()
    try:
        place.put(io.BytesIO(b"evidence"))
    except Unavailable:  # a machine too slow to ask twice in time
        assert s3.asked
    place.put(io.BytesIO(b"evidence"))


def test_two_kinds_of_files_lie_apart(s3, tmp_path):
    store(tmp_path / "uploads").put(io.BytesIO(b"a"))
    store(tmp_path / "documents", ".pdf").put(io.BytesIO(b"b"))
    assert sorted(key.split("/")[:2] for key in s3.objects) == [["caseflow", "documents"], ["caseflow", "uploads"]]
    assert len(list(store(tmp_path / "documents", ".pdf").digests())) == 1
