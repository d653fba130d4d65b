"""Assurance 44 and the receipt's half of 28: nobody learns who gave a tip, and what no receipt is tells nothing by its time."""

import statistics
import time
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from caseflow.cases import received
from caseflow.cases.models import Dossier, Upload
from caseflow.operations import backup
from caseflow.receipts import codes
from caseflow.receipts.models import Receipt
from outbox.runner import run_due
from tests.faults.canaries import in_bytes, in_files
from tests.faults.conftest import FULL
from tests.faults.test_canaries import journal, temporary  # noqa: F401  # fixtures
from tests.faults.test_enumeration import HASHERS, area
from tests.files.made import WHO, telling, tells
from tests.public.conftest import NAMED, Stranger, open_house, photo  # noqa: F401  # a fixture
from tests.walk import make_person, moment

ADDRESS, SECOND, BROWSER = "203.0.113.77", "2001:db8::77:beef", "PlantedBrowser/77.1"
PLANTED = [ADDRESS, SECOND, BROWSER, "planted-cookie", "planted.example", "x-planted-language", "planted-user"]
HEADERS = {
    "REMOTE_ADDR": ADDRESS,
    "REMOTE_USER": "planted-user",
    "HTTP_X_FORWARDED_FOR": f"{SECOND}, {ADDRESS}",
    "HTTP_X_REAL_IP": SECOND,
    "HTTP_FORWARDED": f"for={ADDRESS}",
    "HTTP_USER_AGENT": BROWSER,
    "HTTP_SEC_CH_UA": BROWSER,
    "HTTP_COOKIE": "session=planted-cookie",
    "HTTP_REFERER": "https://planted.example/from",
    "HTTP_ACCEPT_LANGUAGE": "x-planted-language",
}


def everything_in_the_database():
    """Each row of each table, as the database gives it."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += cursor.fetchall()
    return "\n".join(map(str, found)).encode()


def everything_in_a_copy(place):
    """What a backup holds, opened with its key."""
    path, _manifest = backup.back_up(place)
    members = backup.members_of(path)
    return b"".join(content.read() if hasattr(content, "read") else content or b"" for _member, content in members)


@pytest.mark.django_db(transaction=True)
def test_of_the_sender_of_a_tip_no_trace_is_left(people, settings, tmp_path, journal, temporary, figures):  # noqa: F811
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    sender = Stranger(**HEADERS)
    sender.client.raise_request_exception = False
    with time_machine.travel(moment(date(2026, 3, 2)), tick=True):
        held = sender.receipt(attached=photo())
        answers = [
            sender.receipt(**NAMED),
            sender.tell(about_name=""),
            sender.look(held),
            sender.look(held[:-1] + "x"),
            sender.add(held, text="还有一件事", attached=photo()),
            sender.get("/nothing/"),
            sender.client.post("/verify/", {"number": "1", "code": "2222-2222"}),
            sender.client.post("/", {"token": "x"}, HTTP_SEC_FETCH_SITE="cross-site"),
        ]
        run_due(limit=100)
    assert len(answers) == 8
    ours = journal[0].getvalue().encode()
    held_by_cache = everything_in_the_database()
    found = {
        "database and cache": in_bytes(held_by_cache, PLANTED),
        "log": in_bytes(ours, PLANTED),
        "files": in_files(tmp_path, PLANTED),
        "backup": in_bytes(everything_in_a_copy(tmp_path / "copies"), PLANTED),
    }
    assert found == {place: [] for place in found}
    assert Upload.objects.count() == 2
    make_person(people.agency, "watched", "某人")
    Client(**HEADERS).post("/login/", {"login": "watched", "password": "caseflow-demo"})
    noticed = in_bytes(everything_in_the_database(), PLANTED)
    assert ADDRESS in noticed or SECOND in noticed  # where colleagues sign in, it is kept on purpose
    figures(
        f"{len(PLANTED)} marks of a sender in 9 requests: 0 in database, cache, log, files, temporary files, backup"
    )


@pytest.mark.django_db
def test_no_file_from_outside_tells_staff_who_made_it_or_where(people, figures):
    sender, names, sent = Stranger(), telling(), []
    for start in range(0, len(names), 5):
        chosen = list(names.items())[start : start + 5]
        sent += chosen
        sender.receipt(attached=[SimpleUploadedFile(name, content) for name, content in chosen])
    uploads = list(Upload.objects.all())
    assert len(uploads) == len(sent) >= 30
    assert sum(bool(tells(content)) for _name, content in sent) == len(sent)  # each told it before
    told = 0
    for upload in uploads:
        with received.open_upload(upload) as box:
            told += WHO.encode() in box.read()
        if upload.copy_sha256:
            with received.open_copy(upload) as copy:
                told += bool(tells(copy.read()))
    assert told == 0
    copies = sum(bool(upload.copy_sha256) for upload in uploads)
    figures(f"{len(uploads)} files that tell: 0 of {copies} viewing copies and 0 of {len(uploads)} stored originals do")


@pytest.mark.django_db
def test_a_receipt_that_is_known_takes_as_long_as_one_that_is_not(agency, settings, scale, figures):
    """In the short form the samples are too few to judge on a busy machine: they are taken and printed."""
    settings.PASSWORD_HASHERS = HASHERS
    rounds = scale(5, 1000)
    digest = codes.make_password("0" * 16)
    locators = {"known": [], "unknown": []}
    for number in range(2 * rounds + 1):
        locator = "".join(codes.LETTERS[number >> 5 * place & 31] for place in range(5))
        locators["known" if number % 2 else "unknown"].append(locator)
    for number, locator in enumerate(locators["known"]):
        dossier = Dossier.objects.create(
            reference=f"JB-{number}", procedure="enforcement.tip", agency=agency, opened_on=timezone.localdate()
        )
        Receipt.objects.create(dossier=dossier, locator=locator, digest=digest, given_on=timezone.localdate())
    stranger = Stranger()
    took, seen = {"known": [], "unknown": []}, set()
    stranger.look(codes.shown("ZZZZZ", "1" * 16))
    for number in range(rounds):
        for kind in ("known", "unknown") if number % 2 else ("unknown", "known"):
            cache.clear()
            typed = codes.shown(locators[kind][number], "1" * 16)
            began = time.perf_counter()
            answer = stranger.look(typed)
            took[kind].append(time.perf_counter() - began)
            seen.add((answer.status_code, answer.content.replace(typed.encode(), b"")))
    assert len(seen) == 1
    apart = abs(statistics.median(took["known"]) - statistics.median(took["unknown"])) * 1000
    auc = area(took["unknown"], took["known"])
    figures(f"receipts: {rounds} + {rounds} samples, medians {apart:.2f} ms apart, AUC {auc:.3f}")
    if FULL:
        assert apart <= 5
        assert auc <= 0.55
