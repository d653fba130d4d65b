"""What the clock asks for is carried out as the worker does it: outside any transaction, for the program itself."""

import pytest

from outbox.jobs import CLOCK, ask_by_the_clock
from outbox.models import Job
from outbox.runner import run_due


@pytest.mark.django_db(transaction=True)
def test_whatever_the_clock_asks_for_is_done(bring_to):
    bring_to("accepted")
    ask_by_the_clock()
    while run_due():
        pass
    assert list(Job.objects.exclude(error="").values_list("kind", "error")) == []
    assert set(Job.objects.exclude(done_at=None).values_list("kind", flat=True)) >= set(CLOCK)
