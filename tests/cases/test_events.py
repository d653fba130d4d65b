"""What is written in a file: once, in order, in full, and nothing that is sealed."""

import itertools
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from caseflow.cases.models import Event
from caseflow.cases.transitions import Refused
from caseflow.enforcement.models import Tip
from tests.kernel import do

pytestmark = pytest.mark.django_db


def test_the_lines_of_a_file_are_numbered_without_a_gap(bring_to):
    case = bring_to("closed")
    assert list(case.dossier.events.order_by("pk").values_list("seq", flat=True)) == list(
        range(1, case.dossier.seq + 1)
    )


def test_a_refused_move_uses_no_number(bring_to, people):
    case = bring_to("filed")
    with pytest.raises(Refused):
        do(case, "suspend", people.head, date(2026, 3, 6), ground="SU4", reason="……")
    event = do(case, "annotate", people.li, date(2026, 3, 6), note="……")
    assert event.seq == case.dossier.seq + 1


def test_each_line_begins_in_the_state_in_which_the_last_one_ended(bring_to):
    events = list(bring_to("closed").dossier.events.order_by("seq"))
    for before, after in itertools.pairwise(events):
        assert after.source == before.target


def test_a_line_is_never_written_again(bring_to):
    event = bring_to("accepted").dossier.events.get()
    event.transition = "decline"
    with pytest.raises(TypeError):
        event.save()


def test_a_number_is_used_once_in_a_file(bring_to):
    event = bring_to("accepted").dossier.events.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(dossier=event.dossier, seq=1, part="x", transition="x", role="x", at=event.at, on=event.on)


def test_a_file_with_lines_cannot_be_deleted(bring_to):
    with pytest.raises(ProtectedError):
        bring_to("accepted").dossier.delete()


def test_facts_are_kept_as_canonical_json(bring_to, people):
    case = bring_to("investigating")
    act = {"happened_on": date(2026, 2, 10), "method": "ultrasound", "fee": Decimal("18600.00")}
    event = do(case, "record_act", people.li, date(2026, 3, 10), **act)
    assert event.facts == '{"fee":"18600.00","happened_on":"2026-02-10","method":"ultrasound"}'


def test_people_and_records_are_kept_by_what_and_who_they_are(bring_to, people):
    case = bring_to("filed")
    filed = case.dossier.events.get(transition="file")
    assert filed.data["officers"][0] == {"id": people.li.pk, "is": "people.user", "name": "李建国"}


def test_the_papers_of_a_move_are_kept_by_their_digest(bring_to):
    case = bring_to("filed")
    ((kind, digest),) = json.loads(case.dossier.events.get(transition="file").papers)
    paper = case.dossier.papers.select_related("document").get(kind="filing_report")
    assert (kind, digest) == ("filing_report", paper.document.context_sha256)


def test_who_gave_a_tip_stands_nowhere_in_its_file(open_tip):
    sealed = {"reporter_name": "张三", "reporter_phone": "13800001234", "reporter_address": "东关街9号"}
    tip = open_tip(real_name=True, wants_reply=True, **sealed)
    (event,) = tip.dossier.events.all()
    assert not any(word in event.facts for word in sealed.values())
    assert event.data["real_name"] is True
    row = Tip.objects.filter(pk=tip.pk).values().get()
    assert not any(word in str(row) for word in sealed.values())
    assert (str(tip.reporter.name), str(tip.reporter.phone)) == ("已封存", "已封存")


def test_what_is_sealed_is_not_readable_in_the_database(open_tip):
    from django.db import connection

    open_tip(real_name=True, reporter_name="张三", reporter_phone="13800001234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM enforcement_reporter")
        stored = str(cursor.fetchall())
    assert "张三" not in stored
    assert "13800001234" not in stored


def test_who_a_protected_person_is_stands_nowhere_in_the_file(bring_to, people):
    case = bring_to("investigating")
    event = do(case, "add_protected_person", people.li, date(2026, 3, 9), identity="周小红 620702199001011234")
    assert event.facts == "{}"
    assert case.protected.get().pseudonym == "孕妇甲"


def test_the_clock_writes_under_its_own_name(bring_to):
    line = bring_to("performing").dossier.events.get(transition="await_performance")
    assert (line.actor, line.role) == (None, "system")


def test_whoever_acted_cannot_be_deleted(bring_to, people):
    bring_to("filed")
    with pytest.raises(ProtectedError):
        people.head.delete()


def test_the_facts_of_every_move_on_the_way_are_readable(bring_to):
    for event in bring_to("closed").dossier.events.all():
        assert isinstance(event.data, dict)
