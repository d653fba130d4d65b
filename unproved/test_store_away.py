"""Assurance 8, the half of the object storage: while it is away cases go on, and no row names what is not there."""

import hashlib
import io
import threading
import time
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from caseflow.cases import received
from caseflow.cases.models import Upload
from contentstore import Damaged, Unavailable
from documents.models import Document
from outbox.runner import run_due
from tests import walk
from tests.files.s3 import FAILURES
from tests.walk import moment

DAY = moment(date(2026, 3, 11), 11)


class Officer:
    """Hands in evidence by the page, with a file or without one."""

    def __init__(self, person, case):
        self.client = Client()
        self.client.force_login(person)
        self.case, self.address, self.slowest = case, f"/cases/{case.dossier.reference}/add_evidence/", 0.0

    def hand_in(self, content=b""):
        page = self.client.get(self.address).context
        values = {bound.html_name: bound.value() for bound in page["form"] if bound.value() is not None}
        files = {"upload": SimpleUploadedFile("a.mp4", content)} if content else {}
        for file in files.values():  # what takes files apart has its own tests
            values["upload"] = file
        began = time.monotonic()
        answer = self.client.post(self.address, {**values, "kind": "EV1", "name": "录像"})
        if content:
            self.slowest = max(self.slowest, time.monotonic() - began)
        return answer


def pointing_nowhere(s3):
    """The rows that name an object which is not there, or is another one."""
    lying = {hashlib.sha256(content).hexdigest() for content in s3.objects.values()}
    rows = Upload.objects.values_list("sha256", flat=True)
    return [each for each in rows if each not in lying]


def video(number):
    return b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42 %d" % number


@pytest.mark.django_db(transaction=True)
def test_cases_go_on_while_the_store_is_away(people, s3, scale, figures):
    case = walk.bring_to(people, "investigating")
    waiting = Document.objects.filter(pdf_sha256="").count()
    asked, number = {"uploads": 0, "case work": 0}, 0
    with time_machine.travel(DAY, tick=True):
        officer = Officer(people.li, case)
        assert officer.hand_in(video(0)).status_code == 302
        for mode in FAILURES * scale(1, 20):
            s3.mode, number = mode, number + 1
            answer = officer.hand_in(video(number))
            assert answer.status_code == 503, mode
            assert "请稍后再试" in answer.content.decode()
            assert officer.hand_in().status_code == 302  # the same page without a file
            assert officer.client.get(f"/cases/{case.dossier.reference}/").status_code == 200
            run_due(limit=1)  # a paper that cannot be put anywhere
            asked["uploads"], asked["case work"] = asked["uploads"] + 1, asked["case work"] + 2
            s3.mode = ""
            assert pointing_nowhere(s3) == []
        # what was said to be stored altered has to be mended by hand; here it is taken away
        for key in [key for key, content in s3.objects.items() if hashlib.sha256(content).hexdigest() not in key]:
            del s3.objects[key]
        assert officer.hand_in(video(1)).status_code == 302
    assert Upload.objects.count() == 2
    figures(
        f"{len(FAILURES)} ways to fail: {asked['uploads']} uploads answered 503 with “请稍后再试”, the slowest after "
        f"{officer.slowest:.1f} s; {asked['case work']} requests of case work without an error; 0 rows that point to "
        f"nothing; {waiting} papers were waiting before"
    )


@pytest.mark.django_db(transaction=True)
def test_papers_that_could_not_be_stored_are_stored_after_its_return(people, s3):
    s3.mode = "500"
    walk.open_tip(people)
    run_due()
    assert Document.objects.filter(pdf_sha256="").exists()
    s3.mode = ""
    with time_machine.travel(time.time() + 3600, tick=True):
        run_due()
    assert not Document.objects.filter(pdf_sha256="").exists()
    for document in Document.objects.all():
        assert hashlib.sha256(document.pdf()).hexdigest() == document.pdf_sha256


@pytest.mark.django_db
def test_wrong_bytes_never_come_back(people, s3, bring_to, scale, figures):
    upload = received.keep(SimpleUploadedFile("a.mp4", video(7)), bring_to("accepted").dossier, people.li)
    noticed = 0
    for mode in ("wrong", "short", "truncate") * scale(5, 200):
        s3.mode = mode
        with pytest.raises((Damaged, Unavailable)):
            received.open_upload(upload)
        noticed += 1
    s3.mode = ""
    assert received.open_upload(upload).read() == video(7)
    figures(f"{noticed} of {noticed} wrong, shortened or cut answers noticed")


def test_without_the_look_at_the_hash_wrong_bytes_would_come_back(s3, tmp_path, monkeypatch):
    """The protection taken out: the same store, believed."""
    place = received.files_store()
    digest, _size = place.put(io.BytesIO(video(1)))
    s3.mode = "wrong"
    monkeypatch.setattr("contentstore.base.hashed", lambda file: (digest, 0))
    assert place.open(digest).read() != video(1)


@pytest.mark.django_db(transaction=True)
def test_two_uploads_of_one_token_at_once_are_one(people, settings):
    case = walk.bring_to(people, "investigating")
    with time_machine.travel(DAY, tick=True):
        officers = [Officer(people.li, case) for _each in range(2)]
        page = officers[0].client.get(officers[0].address).context
        values = {bound.html_name: bound.value() for bound in page["form"] if bound.value() is not None}
        answers = []

        def send(officer):
            file = SimpleUploadedFile("a.mp4", video(3))
            given = {**values, "kind": "EV1", "name": "录像", "upload": file}
            answers.append(officer.client.post(officer.address, given).status_code)
            connection.close()

        together = [threading.Thread(target=send, args=[officer]) for officer in officers]
        for each in together:
            each.start()
        for each in together:
            each.join()
    assert answers == [302, 302]
    assert [upload.name for upload in Upload.objects.all()] == ["a.mp4"]
