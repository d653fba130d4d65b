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
from outbox.pool import Lookout
from outbox.runner import run_due
from tests import walk
from tests.faults.conftest import FULL
from tests.faults.test_carrier import until, work_at
from tests.files.s3 import FAILURES
from tests.pages.conftest import Desk
from tests.walk import moment

pytestmark = pytest.mark.django_db(transaction=True)
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
    rows = [*Upload.objects.values_list("sha256", flat=True), *Document.objects.values_list("pdf_sha256", flat=True)]
    return [each for each in rows if each and each not in lying]


def video(number):
    return b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42 %d" % number


@pytest.mark.parametrize("mode", FAILURES)
def test_each_way_to_fail_is_said_and_leaves_nothing(mode, people, s3, on_disk):
    case = walk.bring_to(people, "investigating")
    with time_machine.travel(DAY, tick=True):
        officer = Officer(people.li, case)
        assert officer.hand_in(video(0)).status_code == 303
        s3.mode = mode
        answer = officer.hand_in(video(1))
        assert answer.status_code == 503
        assert "请稍后再试" in answer.content.decode()
        assert officer.hand_in().status_code == 303  # the same page without a file
        assert officer.client.get(f"/cases/{case.dossier.reference}/").status_code == 200
        s3.mode = ""
        assert pointing_nowhere(s3) == []
        assert officer.hand_in(video(1)).status_code == 303
    assert Upload.objects.count() == 2


def test_the_harness_notices_a_row_that_points_to_nothing(people, s3, bring_to):
    upload = received.keep(SimpleUploadedFile("a.mp4", video(7)), bring_to("accepted").dossier, people.li)
    assert pointing_nowhere(s3) == []
    s3.objects.clear()
    assert pointing_nowhere(s3) == [upload.sha256]


def test_cases_go_on_while_the_store_is_away(people, s3, on_disk, settings, scale, figures):
    """Five requests a second, some of which issue papers, while another hands in files; it fails in one way after another."""
    case, settings.OUTBOX_LOOK_SECONDS = walk.bring_to(people, "investigating"), 0.5
    walk.clinic()
    desk, officer, answers, down = Desk(people.intake), Officer(people.li, case), [], threading.Event()

    def hand_in_again_and_again():
        while not down.is_set():
            answers.append(officer.hand_in(video(len(answers) + 1)))
        connection.close()

    lookout, uploading = Lookout(0.5), threading.Thread(target=hand_in_again_and_again)
    s3.mode = FAILURES[0]
    lookout.start()
    uploading.start()
    statuses = []
    for mode in FAILURES:
        s3.mode = mode
        statuses += work_at(desk, requests=scale(5, 50))
    down.set()
    uploading.join()
    s3.mode, back = "", time.monotonic()
    try:
        assert until(lambda: not Document.objects.unrendered().exists(), 900)
        took = time.monotonic() - back
    finally:
        lookout.stopped.set()
        lookout.join()
    assert [status for status in statuses if status >= 500] == []
    assert {answer.status_code for answer in answers} == {503}
    assert all("请稍后再试" in answer.content.decode() for answer in answers)
    assert pointing_nowhere(s3) == []
    if FULL:
        assert officer.slowest <= 3
        assert took <= 60
    figures(
        f"{len(FAILURES)} ways to fail: {len(answers)} uploads answered 503 with “请稍后再试”, the slowest after "
        f"{officer.slowest:.1f} s; {len(statuses)} requests of case work, 0 × 5xx; 0 rows that point to nothing; "
        f"{Document.objects.count()} papers set {took:.1f} s after its return"
    )


def test_papers_that_could_not_be_stored_are_stored_after_its_return(people, s3, on_disk):
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


def test_wrong_bytes_never_come_back(people, s3, bring_to, scale, figures):
    upload = received.keep(SimpleUploadedFile("a.mp4", video(7)), bring_to("accepted").dossier, people.li)
    noticed = 0
    for mode in ("wrong", "short", "truncate") * scale(3, 40):
        s3.mode = mode
        with pytest.raises((Damaged, Unavailable)):
            received.open_upload(upload)
        noticed += 1
    s3.mode = ""
    assert received.open_upload(upload).read() == video(7)
    figures(f"{noticed} of {noticed} wrong, shortened or cut answers noticed")


def test_without_the_look_at_the_hash_wrong_bytes_would_come_back(s3, monkeypatch):
    """The protection taken out: the same store, believed."""
    place = received.files_store()
    digest, _size = place.put(io.BytesIO(video(1)))
    s3.mode = "wrong"
    monkeypatch.setattr("contentstore.base.hashed", lambda file: (digest, 0))
    assert place.open(digest).read() != video(1)


def test_two_uploads_of_one_token_at_once_are_one(people, on_disk):
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
    assert answers == [303, 303]
    assert [upload.name for upload in Upload.objects.all()] == ["a.mp4"]
