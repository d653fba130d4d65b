"""Assurance 12: whatever the clock does, events keep their order, nothing lasts less than nothing, numbers have their year."""

import os
import time
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

from caseflow.cases.models import Deadline, Dossier
from caseflow.cases.transitions import Refused, open_dossier, perform
from caseflow.enforcement.models import EnforcementCase, Tip
from documents.models import Document
from documents.numbering import faults
from tests import walk
from tests.faults import moving
from tests.walk import SHANGHAI

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 16, 12, 0, tzinfo=SHANGHAI)
CLOCKS = {  # the moments of three acts, one after the other, and the zone the machine believes to be in
    "a day back": ((NOON, NOON - timedelta(days=1), NOON + timedelta(hours=2)), ""),
    "a day ahead": ((NOON, NOON + timedelta(days=1), NOON + timedelta(hours=2)), ""),
    "a zone west": ((NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2)), "America/New_York"),
    "a zone east": ((NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2)), "Pacific/Auckland"),
    "the end of the year": (
        (
            datetime(2026, 12, 31, 23, 59, 59, 900_000, tzinfo=SHANGHAI),
            datetime(2027, 1, 1, 0, 0, 0, 100_000, tzinfo=SHANGHAI),
            datetime(2026, 12, 31, 23, 59, 59, 950_000, tzinfo=SHANGHAI),
        ),
        "UTC",
    ),
    "29 February": (
        (
            datetime(2028, 2, 28, 23, 59, tzinfo=SHANGHAI),
            datetime(2028, 2, 29, 0, 1, tzinfo=SHANGHAI),
            datetime(2028, 3, 1, 0, 1, tzinfo=SHANGHAI),
        ),
        "",
    ),
}


def note(people, pk):
    case = EnforcementCase.objects.select_related("dossier").get(pk=pk)
    perform(case, "annotate", by=people.li, note="已与当事人联系。")


def paper(people, pk):
    moving.once_round(people, pk)


def tip(people, pk):
    facts = {"source": "tip_off", "channel": "phone", "about": walk.clinic(), "summary": "称可付费鉴定胎儿性别"}
    return open_dossier(Tip, "register", by=people.intake, agency=people.agency, **facts)


def limit(people, pk):
    perform(tip(people, pk), "accept", by=people.head)


@pytest.fixture
def zone():
    before = os.environ.get("TZ")

    def change(name):
        os.environ["TZ"] = name
        time.tzset()

    yield change
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize("act", [note, paper, limit, tip], ids=lambda act: act.__name__)
@pytest.mark.parametrize("clock", CLOCKS)
def test_the_clock_changes_and_the_files_hold(clock, act, people, zone):
    pk = walk.bring_to(people, "in_panel").pk
    moments, name = CLOCKS[clock]
    done = 0
    if name:
        zone(name)
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            try:
                act(people, pk)
                done += 1
            except Refused:  # a day before the last one: said, and nothing changed
                assert moment < max(moments)
    assert done >= 1
    assert moving.half_done() == []
    for dossier in Dossier.objects.all():
        lines = list(dossier.events.order_by("seq"))
        assert all(before.at <= after.at for before, after in pairwise(lines))
        assert all(line.on <= timezone.localdate(line.at) for line in lines)
    for document in Document.objects.all():
        signed = timezone.localdate(document.paper.event.at)
        assert document.issued_on == signed
        assert not document.number or str(signed.year) in document.number
    assert all(each.legal_due >= each.day0 for each in Deadline.objects.all() if each.length >= 0)
    assert faults() == []
