"""Assurance 35, 44: what hostile files bring about, and what the copies of honest ones still tell."""

import random
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caseflow.cases import received
from caseflow.cases.models import Upload
from caseflow.files import intake, sandbox
from tests.faults.conftest import FULL
from tests.files import made

NAMES = [
    "../../etc/passwd.txt",
    "CON.txt",
    "长" * 300 + ".txt",
    "a\x00.txt",
    "a\r\nX-Evil: 1.txt",
    'a"b;c.txt',
    "..\\a.txt",
]
SAFE = {"image/jpeg", "image/png", "application/pdf", "text/plain; charset=utf-8"}


def taken_in(name, content):
    """(refused or apart, code) of a file, or ("", "") where nothing is wrong with it."""
    uploaded = SimpleUploadedFile(name, content)
    try:
        verdict = received.verdict_of(uploaded)
    except intake.Refused as refused:
        return uploaded, made.REFUSED, refused.code
    return uploaded, made.APART if verdict.why else "", verdict.why


@pytest.fixture
def measured(monkeypatch):
    """What each process that took a file apart has needed."""
    found, inspect = [], sandbox.inspect

    def inspected(*args):
        began = time.monotonic()
        told = inspect(*args)
        told.waited = time.monotonic() - began
        found.append(told)
        return told

    monkeypatch.setattr(sandbox, "inspect", inspected)
    return found


def files_below(place):
    return {path for path in Path(place).rglob("*") if path.is_file()}


def given_out(people, upload):
    """The original and the copy as a browser gets them."""
    client = Client()
    client.force_login(people.head)
    original = client.get(f"/uploads/{upload.pk}/")
    assert original.status_code == 200
    assert original["Content-Disposition"].startswith("attachment")
    assert original["Content-Type"] == "application/octet-stream"
    assert "\n" not in original["Content-Disposition"]
    assert b"".join(original.streaming_content)
    copy = client.get(f"/uploads/{upload.pk}/copy/")
    if not upload.copy_sha256:
        assert copy.status_code == 404
        return b""
    assert copy["Content-Type"] in SAFE
    return b"".join(copy.streaming_content)


def test_hostile_files_are_refused_or_set_apart(bring_to, people, measured, figures, tmp_path):
    case, before = bring_to("accepted"), files_below(tmp_path)
    at_first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counted = {made.REFUSED: 0, made.APART: 0}
    copies = 0
    for name, content, outcome, code in made.hostile():
        uploaded, *happened = taken_in(name, content)
        assert (name, *happened) == (name, outcome, code)
        counted[outcome] += 1
        if outcome == made.APART:
            upload = received.keep(uploaded, case.dossier, people.li)
            copies += given_out(people, upload) != b""
    kept = {settings.UPLOADS_DIR / each[:2] / each for row in ("sha256", "copy_sha256")
            for each in Upload.objects.exclude(**{row: ""}).values_list(row, flat=True)}  # fmt: skip
    assert files_below(tmp_path) - before == kept
    assert sum(counted.values()) >= 40
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - at_first
    assert max(grown, *(each.kilobytes for each in measured)) <= 200 * 1024
    assert max(each.seconds for each in measured) <= 5
    if FULL:
        assert max(each.waited for each in measured) <= 5
    figures(
        f"{sum(counted.values())} hostile files: {counted['refused']} refused, {counted['apart']} set apart "
        f"({copies} with a safe copy), 0 originals inline, 0 files outside the store; at most "
        f"{max(each.kilobytes for each in measured) // 1024} MB and {max(each.seconds for each in measured):.1f} s of a "
        f"processor each, network cut off for {sum(not each.network for each in measured)} of {len(measured)}"
    )


def test_names_lead_nowhere(bring_to, people, tmp_path):
    case = bring_to("accepted")
    for number, name in enumerate(NAMES):
        file = SimpleUploadedFile("x.txt", b"content %d" % number)
        file._name = name  # what a client sends that does not clean it first
        upload = received.keep(file, case.dossier, people.li)
        assert given_out(people, upload) == b"content %d" % number
        assert not set(upload.name) & set('/\\\0\r\n":')
    assert all(
        path.is_relative_to(settings.UPLOADS_DIR) for path in files_below(tmp_path) if path.parent != tmp_path / "vault"
    )


def test_copies_say_nothing_of_who_made_them_and_where(bring_to, people, figures):
    case, named, copies = bring_to("accepted"), 0, 0
    for name, content in made.telling().items():
        named += bool(made.tells(content))
        upload = received.keep(SimpleUploadedFile(name, content), case.dossier, people.li)
        copy = given_out(people, upload)
        assert copy
        assert made.tells(copy) == [], name
        copies += 1
    assert named == copies >= 30  # the originals do say it: the test can fail
    figures(f"{copies} of {copies} viewing copies without place and author, which all {named} originals name")


def mutant(chance, content):
    """The content with some bytes changed, cut out, doubled or put in."""
    changed = bytearray(content)
    for _change in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed))
        what, length = chance.randrange(4), chance.randint(1, 40)
        if what == 0:
            changed[at] = chance.randrange(256)
        elif what == 1 and len(changed) > 2 * length:
            del changed[at : at + length]
        elif what == 2:
            changed[at:at] = changed[at : at + length]
        else:
            changed[at : at + length] = chance.randbytes(length)
    return bytes(changed)


def test_mutants_end_in_an_answer(measured, scale, figures):
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("no database is asked: shown in the run on SQLite")
    chance, seeds, outcomes = random.Random(20260305), list(made.seeds().items()), {}
    mutants = [(name, mutant(chance, content)) for name, content in (seeds * scale(2, 167))[: scale(24, 2000)]]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda each: taken_in(*each), mutants))
    for _uploaded, outcome, code in answers:
        what = f"{outcome} {code}".strip() or "taken"
        outcomes[what] = outcomes.get(what, 0) + 1
    assert max(each.seconds for each in measured) <= 5
    said = ", ".join(f"{count} {what}" for what, count in sorted(outcomes.items(), key=lambda each: -each[1]))
    figures(
        f"{sum(outcomes.values())} mutants of {len(seeds)} files ({said}): 0 crashes of the parent, at most "
        f"{max(each.seconds for each in measured):.1f} s of a processor and {max(each.kilobytes for each in measured) // 1024} MB"
    )
