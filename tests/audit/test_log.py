"""The log of the system: written with what it tells of, never changed, each line bound to the one before it."""

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

import writeonce
from caseflow import audit
from caseflow.audit.chain import START
from caseflow.audit.models import Entry

pytestmark = pytest.mark.django_db
COLUMNS = "seq, at, actor, action, object, body, prev, hash, mac, key_id, alg, skew"
AGAIN = f"{COLUMNS.replace('actor', '2').replace('prev', repr('x'))} FROM audit_entry WHERE seq = 1"


def sql(statement, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.fixture
def three():
    return [audit.record("role.granted", actor=1, object=f"person/{n}", role="head") for n in range(3)]


def test_each_line_follows_the_one_before_it(three):
    assert [each.seq for each in three] == [1, 2, 3]
    assert [each.prev for each in three] == [START, three[0].hash, three[1].hash]


@pytest.mark.django_db(transaction=True)
def test_a_line_is_written_only_together_with_what_it_tells_of():
    with pytest.raises(TransactionManagementError):
        audit.record("role.granted", actor=1)
    with transaction.atomic():
        audit.record("role.granted", actor=1)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("body", [{"amount": 1.5}, {"day": object()}, {"text": "\ud800"}, {"many": 2**53}, {"键": 1}])
def test_what_has_no_exact_form_is_not_written(body):
    with pytest.raises((TypeError, ValueError)):
        audit.record("x.y", actor=None, body=body)
    assert not Entry.objects.exists()


def test_lines_keep_their_order_when_the_clock_goes_back():
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        first = audit.record("x.y", actor=None)
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
        second = audit.record("x.y", actor=None)
    assert (first.skew, second.skew) == (False, True)
    assert second.at == first.at


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 2",
        "DELETE FROM audit_entry",
        f"INSERT INTO audit_entry ({COLUMNS}) SELECT {AGAIN}",
    ],
)
def test_the_database_refuses_to_change_a_line(three, statement):
    with pytest.raises(IntegrityError):
        sql(statement)


def test_the_database_refuses_to_replace_a_line(three):
    statement = (
        f"INSERT OR REPLACE INTO audit_entry (id, {COLUMNS}) SELECT id, {AGAIN}"
        if connection.vendor == "sqlite"
        else f"INSERT INTO audit_entry (id, {COLUMNS}) SELECT id, {AGAIN} ON CONFLICT (id) DO UPDATE SET actor = 2"
    )
    with pytest.raises(IntegrityError):
        sql(statement)


@pytest.mark.postgres
def test_the_database_refuses_to_empty_the_log_even_to_its_owner(three):
    for statement in ("TRUNCATE audit_entry", "SET LOCAL session_replication_role = replica; DELETE FROM audit_entry"):
        with pytest.raises(IntegrityError):
            sql(statement)


def test_a_trigger_that_is_gone_is_missed():
    assert writeonce.missing() == []
    with transaction.atomic():
        writeonce.remove()
        assert "audit_entry_never_changed" in writeonce.missing()
        writeonce.install()
    assert writeonce.missing() == []
