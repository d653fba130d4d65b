"""Assurance 3: the PostgreSQL server is killed as a whole; nothing acknowledged is missing, and work goes on by itself."""

import os
import random
import threading
import time

import psycopg
import pytest
from django.db import connection

from tests.faults import cluster
from tests.faults.conftest import FULL
from tests.faults.serving import Colleague, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
WRITERS = 4


@pytest.fixture
def server(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test-postgres")
    if cluster.binaries() is None and os.environ.get("CI") != "true":
        pytest.skip("needs the programs of a PostgreSQL server: apt-get install postgresql")


def keep_writing(colleague, port, stop, answered):
    while not stop.is_set():
        try:
            status = colleague.write(port)
        except OSError as error:
            status = type(error).__name__
        if status == 303:
            answered.append(time.monotonic())
        else:
            time.sleep(0.05)


@pytest.mark.alone
def test_a_killed_server_takes_nothing_along(server, bring_to, people, tmp_path, scale, figures):
    kills, chance = scale(2, 20), random.Random(3)
    colleagues = [Colleague.of(people.li, bring_to("filed")) for _each in range(WRITERS)]
    with cluster.cluster() as cared_for:
        with serving(tmp_path, CASEFLOW_DATABASE=cared_for.url) as (port, _process):
            stop, answered = threading.Event(), []
            threads = [threading.Thread(target=keep_writing, args=(each, port, stop, answered)) for each in colleagues]
            for thread in threads:
                thread.start()
            recovered, at_work = [], []
            try:
                for _kill in range(kills):
                    seen = len(answered)
                    _until(lambda seen=seen: len(answered) >= seen + 10)
                    time.sleep(chance.uniform(0, 0.5))
                    cared_for.kill()
                    recovered.append(cared_for.start())
                    again = time.monotonic()
                    _until(lambda again=again: answered and answered[-1] > again)
                    at_work.append(next(moment for moment in answered if moment > again) - again)
            finally:
                stop.set()
                for thread in threads:
                    thread.join(300)
        acknowledged = {token for each in colleagues for token in each.acknowledged}
        with psycopg.connect(cared_for.url) as opened:
            kept = {token for (token,) in opened.execute("SELECT token FROM cases_event")}
            gaps = opened.execute(
                "SELECT d.reference FROM cases_dossier d JOIN cases_event e ON e.dossier_id = d.id "
                "GROUP BY d.id HAVING count(*) <> d.seq OR max(e.seq) <> d.seq"
            ).fetchall()
        checked = cared_for.run(
            *("pg_amcheck", "--install-missing", "--heapallindexed", "-d", "caseflow"),
            *("-h", "127.0.0.1", "-p", cared_for.port, "-U", "owner"),
        )
    assert acknowledged - kept == set()
    assert gaps == []
    assert checked.stdout.strip() == ""
    refused = [status for each in colleagues for status, _text in each.refused]
    assert set(refused) <= {503}
    if FULL:
        assert max(recovered) <= 30
        assert max(at_work) <= 5
    figures(
        f"{kills} kills: 0 of {len(acknowledged)} acknowledged missing, recovery at most {max(recovered):.1f} s, "
        f"at work again at most {max(at_work):.1f} s later, pg_amcheck 0, {len(refused)} refused with a page"
    )


def test_the_harness_notices_a_server_that_answers_before_it_has_written(server, bring_to, people, tmp_path):
    """The protection taken out: a commit is acknowledged, and its log written in ten seconds."""
    if not FULL:
        pytest.skip("takes half a minute: make faults")
    colleague = Colleague.of(people.li, bring_to("filed"))
    with cluster.cluster(settings="synchronous_commit = off\nwal_writer_delay = 10s") as careless:
        with serving(tmp_path, CASEFLOW_DATABASE=careless.url) as (port, _process):
            assert [colleague.write(port) for _each in range(5)] == [303] * 5
            careless.kill()
        careless.start()
        with psycopg.connect(careless.url) as opened:
            kept = {token for (token,) in opened.execute("SELECT token FROM cases_event")}
    assert set(colleague.acknowledged) - kept


def _until(happened, seconds=300):
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "It does not work again."
        time.sleep(0.02)
