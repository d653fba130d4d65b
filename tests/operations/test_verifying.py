"""What the nightly look finds rings by the morning."""

import pytest
from django.db import connection

from caseflow.operations.alarms import alarms
from caseflow.operations.models import Look
from documents import storage
from documents.models import Document
from outbox.jobs import enqueue
from outbox.runner import run_due


@pytest.fixture
def night():
    """``night()`` looks everything over and says what rings."""
    numbers = iter(range(9))

    def look():
        enqueue("operations.verify", f"operations.verify@{next(numbers)}")
        while run_due():
            pass
        return {alarm.code for alarm in alarms()} & {"chain-broken", "papers-damaged"}

    return look


def test_nothing_rings_after_a_look_at_what_is_sound(bring_to, night):
    bring_to("filed")
    assert night() == set()
    assert dict(Look.objects.values_list("name", "faults")) == {"papers": 0, "chain": 0}


def test_an_altered_line_of_a_file_rings(bring_to, night):
    bring_to("filed")
    assert night() == set()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'cases_event'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE cases_event DISABLE TRIGGER ALL")
        cursor.execute("UPDATE cases_event SET facts = '{}' WHERE seq = 1")
    assert night() == {"chain-broken"}
    assert Look.objects.get(name="chain").faults >= 1


def test_an_altered_paper_rings(bring_to, night):
    bring_to("filed")
    assert night() == set()
    path = storage.path_of(Document.objects.exclude(pdf_sha256="").first().pdf_sha256)
    path.chmod(0o640)
    path.write_bytes(b"forged")
    assert night() == {"papers-damaged"}


def test_the_look_waits_for_a_store_that_is_away(bring_to, s3):
    bring_to("accepted")
    while run_due():
        pass
    s3.mode = "500"
    job = enqueue("operations.verify", "operations.verify@away")
    run_due()
    job.refresh_from_db()
    assert (job.attempts, job.error, Look.objects.count()) == (0, "Later", 0)
