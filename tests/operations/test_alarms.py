"""What needs somebody rings: on the administrator's inbox, in the metrics, and with an exit status."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from caseflow.operations import alarms
from caseflow.operations.models import note
from outbox.jobs import ask_by_the_clock, enqueue
from outbox.models import Job
from outbox.runner import run_due
from tests import walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roomy(monkeypatch):
    monkeypatch.setattr(alarms, "disk_used", lambda: 40)


@pytest.fixture
def in_order():
    """A machine on which everything has just been done."""
    ask_by_the_clock()
    run_due()
    note("chain")


def codes(**gap):
    return [alarm.code for alarm in alarms.alarms(timezone.now() + timedelta(**gap))]


def test_nothing_rings_where_everything_is_done(in_order):
    out = StringIO()
    assert codes() == []
    call_command("alarms", stdout=out)
    assert out.getvalue() == "Nothing rings.\n"


def test_a_clock_that_is_not_kept_rings_after_an_hour(in_order):
    assert codes(minutes=59) == []
    assert codes(minutes=62) == ["sweep-late"]


def test_a_clock_that_was_never_kept_rings():
    assert codes() == ["sweep-late"]


def test_jobs_that_nobody_takes_up_ring_after_ten_minutes(in_order):
    enqueue("documents.render", "k1", {"document": 0})
    assert codes(minutes=9) == []
    assert codes(minutes=11) == ["outbox-late"]


def test_a_parked_job_rings(in_order):
    now = timezone.now()
    Job.objects.create(kind="x", key="k1", not_before=now, created_at=now, parked_at=now)
    assert codes() == ["jobs-parked"]


def test_a_paper_that_is_not_set_rings(in_order, agency):
    people = walk.make_people(agency)
    walk.open_tip(people, day=timezone.localdate() - timedelta(days=1))
    assert "papers-late" in codes()
    while run_due():
        pass
    assert "papers-late" not in codes()


@pytest.mark.parametrize(
    ("name", "faults", "code"),
    [("chain", 2, "chain-broken"), ("papers", 1, "papers-damaged")],
)
def test_what_a_look_found_rings_until_a_look_finds_nothing(in_order, name, faults, code):
    note(name, faults)
    assert codes() == [code]
    note(name)
    assert codes() == []


def test_chains_that_nobody_looked_at_ring_after_eight_days(in_order):
    note("chain", at=timezone.now() - timedelta(days=9))
    assert codes() == ["chain-late"]


def test_a_full_disk_rings_at_ninety_per_cent(in_order, monkeypatch):
    for used, expected in ((89, []), (90, ["disk-full"]), (100, ["disk-full"])):
        monkeypatch.setattr(alarms, "disk_used", lambda used=used: used)
        assert codes() == expected


def test_the_command_ends_with_status_1_where_anything_rings():
    with pytest.raises(SystemExit) as ended:
        call_command("alarms", stdout=StringIO())
    assert ended.value.code == 1


def test_administrators_see_on_their_inbox_what_rings_and_nobody_else_does(admin_desk, people, desk):
    assert "期限巡查还没有运行过" in admin_desk.get("/").content.decode()
    assert "期限巡查" not in desk(people.head).get("/").content.decode()
