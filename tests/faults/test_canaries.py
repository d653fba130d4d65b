"""Assurance 43: what people said in confidence lies in the database and nowhere else – no log, queue or temporary file.

The harness is shown to notice: the same lines in an ordinary format, and an ordinary PostgreSQL, are full of canaries.
"""

import io
import logging
import logging.config
import shutil
import tempfile
from copy import deepcopy
from datetime import date
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import time_machine
from django.conf import settings as configured
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from caseflow.people.models import Agency
from outbox.jobs import HANDLERS, enqueue, handler, owed
from outbox.models import Job
from outbox.runner import run_due
from tests.faults import carrying, cluster
from tests.faults.canaries import in_bytes, in_files, planted
from tests.operations.test_health import PROXIED
from tests.pages.conftest import Desk
from tests.walk import clinic, moment


@pytest.fixture
def journal():
    """Everything the program logs, at its most talkative, as it goes to the journal and as an ordinary format has it."""
    ours, ordinary = io.StringIO(), io.StringIO()
    before = deepcopy(configured.LOGGING)
    wanted = deepcopy(configured.LOGGING)
    wanted["formatters"]["line"] = {"()": "caseflow.operations.logs.Json"}
    wanted["handlers"]["console"] |= {"stream": ours}
    wanted["handlers"]["ordinary"] = {"class": "logging.StreamHandler", "stream": ordinary}
    wanted["root"] = {"handlers": ["console", "ordinary"], "level": "DEBUG"}
    logging.config.dictConfig(wanted)
    yield ours, ordinary
    logging.config.dictConfig(before)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Where temporary files go."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def failing_jobs():
    """Jobs that tell in their errors what they were about."""

    @handler("test.fails", permits=owed)
    def fail(payload):
        raise ValueError(" ".join(rounds[payload["round"]]))

    rounds = {}
    yield rounds
    HANDLERS.pop("test.fails")


def through_pages(desk, words):
    """A tip with everything in it, asked for again, looked for, and typed where it does not belong."""
    name, identity, phone, account = words[:4]
    text = " ".join(words)
    form = {**desk.form("/new/tip/register/"), "source": "tip_off", "channel": "phone", "violation": "P-01"}
    form |= {"about_name": "惠康理疗", "summary": text, "act_place": text[:60], "real_name": "on"}
    form |= {"reporter_name": name, "reporter_phone": phone, "reporter_contact": phone}
    answers = [desk.client.post("/new/tip/register/", form | {"source": "no such source"})]
    answers.append(desk.client.post("/new/tip/register/", form))
    for word in (name, identity, phone, account):
        answers += [
            desk.client.get("/search/", {"q": word}),
            desk.client.get("/tips/", {"q": word, "sort": word}),
            desk.client.get(f"/cases/{quote(word)}/", HTTP_REFERER=f"https://caseflow/?q={quote(word)}"),
            desk.client.get(f"/{quote(word)}", HTTP_USER_AGENT=quote(word), **PROXIED),
            desk.client.post("/login/", {"login": word, "password": word}),
        ]
    answers.append(desk.client.get("/", HTTP_HOST=f"{phone}.example"))
    return answers


def through_errors(desk, words, monkeypatch):
    """A page that breaks, and a row that stands in the way."""

    def breaks(*_args, **_options):
        raise RuntimeError(" ".join(words))

    with monkeypatch.context() as patched:
        patched.setattr("caseflow.cases.lists.listing", breaks)
        desk.client.raise_request_exception = False
        answer = desk.client.get("/tips/", {"q": words[0]})
        desk.client.raise_request_exception = True
    taken = Agency.objects.first()
    try:
        with transaction.atomic():
            Agency.objects.create(key=taken.key, name=words[0], abbr="x", region_code="1", region_name=words[0])
    except IntegrityError:
        logging.getLogger("caseflow.test").exception("It was not written: %s", words[1])
    return answer


def through_uploads(desk, case, words):
    """A file with a telling name and content."""
    file = SimpleUploadedFile(f"{words[0]} {words[1]}.txt", " ".join(words).encode(), "text/plain")
    address = f"/cases/{case.dossier.reference}/add_evidence/"
    values = {**desk.form(address), "kind": "EV4", "name": words[0], "proves": words[1], "upload": file}
    return desk.client.post(address, values)


@pytest.mark.django_db(transaction=True)
@carrying.needs_redis
def test_nothing_is_left_where_it_does_not_belong(
    bring_to, people, carry, journal, temporary, failing_jobs, monkeypatch, scale, figures
):
    canaries, together = planted(), scale(125, 20)
    corner = carry()
    case = bring_to("investigating")
    clinic()
    intake, officer = Desk(people.intake), Desk(people.li)
    statuses = []
    with time_machine.travel(moment(date(2026, 3, 11)), tick=True):
        for start in range(0, len(canaries), together):
            words = canaries[start : start + together]
            statuses += [answer.status_code for answer in through_pages(intake, words)]
            statuses.append(through_errors(intake, words, monkeypatch).status_code)
            statuses.append(through_uploads(officer, case, words).status_code)
            failing_jobs[start] = words
            with transaction.atomic():
                enqueue("test.fails", f"test.fails:{start}", {"round": start})
        from outbox.carrier import tell

        assert all(tell(pk) for pk in Job.objects.filter(kind="test.fails").values_list("pk", flat=True))
        Job.objects.exclude(kind="test.fails").update(done_at=moment(date(2026, 3, 11)))
        run_due(limit=100)
    kept = b"".join(str(payload).encode() for payload in Job.objects.values_list("kind", "key", "payload"))
    ours, ordinary = (stream.getvalue().encode() for stream in journal)
    assert {500, 303, 404, 200} <= set(statuses)  # everything was really tried
    assert b"RuntimeError" in ours
    assert b"test.fails" in ours
    found = {
        "log": in_bytes(ours, canaries),
        "task arguments": in_bytes(kept, canaries),
        "Redis": in_bytes(everything_in(corner), canaries),
        "letters": [each for letter in mail.outbox for each in in_bytes(str(letter.message()).encode(), canaries)],
        "temporary files": in_files(temporary, canaries),
    }
    assert found == {place: [] for place in found}
    noticed = len(in_bytes(ordinary, canaries))
    assert noticed > len(canaries) / 2
    figures(
        f"{len(canaries)} canaries in {len(statuses)} requests, {len(failing_jobs)} failed jobs: 0 in the log "
        f"({noticed} in an ordinary one), task arguments, Redis, letters and temporary files"
    )


def everything_in(corner):
    """Whatever lies in our corner of Redis, whole."""
    assert corner.waiting()  # the jobs are there
    return b"".join(key + corner.redis.dump(key) + _readable(corner.redis, key) for key in corner.all_keys())


def _readable(client, key):
    match client.type(key):
        case b"list":
            return b"".join(client.lrange(key, 0, -1))
        case b"hash":
            return b"".join(b"".join(pair) for pair in client.hgetall(key).items())
        case b"zset":
            return b"".join(client.zrange(key, 0, -1))
        case b"set":
            return b"".join(client.smembers(key))
    return client.get(key)


@pytest.fixture
def bare_cluster():
    """``bare_cluster(place, lines, canaries)`` lets statements fail on a new server with these settings; its log."""
    if cluster.binaries() is None:
        pytest.skip("needs the programs of a PostgreSQL server: apt-get install postgresql")
    return log_of


def log_of(place, lines, canaries):
    made = cluster.Cluster(place, cluster.binaries())
    if made.user:
        shutil.chown(place, made.user)
    made.run("initdb", "-D", made.data, "-U", "owner", "--auth=trust", "-E", "UTF8", "--no-sync")
    with (made.data / "postgresql.conf").open("a") as file:
        file.write(f"port = {made.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{place}'\n{lines}")
    made.start()
    try:
        with psycopg.connect(made.url.replace("/caseflow", "/postgres"), autocommit=True) as server:
            server.execute("CREATE TABLE person (identity text UNIQUE, born date)")
            for canary in canaries:
                fail(server, canary)
    finally:
        made.stop()
    return (place / "log").read_bytes()


def fail(server, canary):
    """The same person twice, a word for a date, a table that is not there, a statement that takes too long."""
    server.execute("INSERT INTO person VALUES (%s)", [canary])
    for statement, values in (
        ("INSERT INTO person VALUES (%s)", [canary]),
        ("INSERT INTO person (born) VALUES (%s)", [canary]),
        (f"SELECT * FROM nowhere WHERE name = '{canary}'", None),
        ("SELECT pg_sleep(5), %s::text", [canary]),
    ):
        try:
            with server.transaction():
                server.execute("SET LOCAL statement_timeout = '20ms'")
                server.execute(statement, values)
        except psycopg.Error:
            continue


def test_postgresql_writes_down_nobody_as_we_tell_it(bare_cluster, figures, scale):
    canaries = planted()[:: scale(10, 1)]
    places = [tempfile.mkdtemp(prefix="caseflow-log-") for _each in range(2)]
    told = (Path(configured.BASE_DIR) / "deploy/postgresql.conf").read_text()
    told = "\n".join(line for line in told.splitlines() if not line.startswith(("ssl", "listen")))
    try:
        ours, ordinary = (
            bare_cluster(Path(place), lines, canaries) for place, lines in zip(places, (told, ""), strict=True)
        )
    finally:
        for place in places:
            shutil.rmtree(place, ignore_errors=True)
    assert b"ready to accept connections" in ours  # what the server says of itself is there
    assert in_bytes(ours, canaries) == []
    noticed = len(in_bytes(ordinary, canaries))
    assert noticed == len(canaries)
    figures(f"{len(canaries)} canaries in failing statements: 0 in the log of PostgreSQL ({noticed} as it comes)")
