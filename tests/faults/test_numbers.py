"""Assurance 13: numbers without gap and without double, from eight processes of which a fifth of the work is undone."""

import random
import time
from datetime import date

import pytest
from django.db import OperationalError, connection, transaction

from documents import numbering
from documents.issuing import freeze, issue
from documents.kinds import PAPERS
from documents.models import Counter, Document
from tests.faults.conftest import FULL
from tests.faults.processes import side_by_side

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES = 8
UNDONE = 0.2
A_SECOND = {"sqlite": 100, "postgresql": 60}


def issuing(seed, number):
    def work(tell):
        chance, paper = random.Random(seed), freeze("filing_report", {"agency": {"name": "青岚县卫生健康局"}})
        issued = 0
        while issued < number:
            undone = chance.random() < UNDONE
            try:
                with transaction.atomic():
                    issue(
                        [paper], agency_key="qinglan", agency_abbr="青", category="医", on=date(2026, 2, 26), token=""
                    )
                    transaction.set_rollback(undone)
            except OperationalError:  # who waits too long for the others is undone too
                undone = True
            issued += not undone
        tell(issued)

    return work


@pytest.mark.alone
def test_numbers_have_no_gap_and_no_double(on_disk, scale, figures):
    number = scale(400, 10_000)
    began = time.monotonic()
    told = side_by_side(*[issuing(seed, number // PROCESSES) for seed in range(PROCESSES)], seconds=1800)
    rate = number / (time.monotonic() - began)
    assert sum(line[0] for lines in told for line in lines) == number
    counter = Counter.objects.get(key__startswith=PAPERS)
    assert counter.value == number
    assert list(Document.objects.order_by("serial").values_list("serial", flat=True)) == list(range(1, number + 1))
    assert numbering.faults() == []
    if FULL:
        assert rate >= A_SECOND[connection.vendor]
    figures(
        f"{number} numbers by {PROCESSES} processes on {connection.vendor}: 0 double, 0 missing, {rate:.0f} a second"
    )


def test_a_sequence_would_leave_gaps(on_disk):
    """The protection taken out: a number taken in a transaction of its own is not given back."""
    paper = freeze("filing_report", {"agency": {"name": "青岚县卫生健康局"}})
    (first,) = _issued(paper)
    with transaction.atomic():
        numbering.take(first.series_key)
    _issued(paper)
    assert numbering.faults() == [f"{first.series_key}: counter 3, highest 3, papers 2"]


def _issued(paper):
    with transaction.atomic():
        return issue([paper], agency_key="qinglan", agency_abbr="青", category="医", on=date(2026, 2, 26), token="")
