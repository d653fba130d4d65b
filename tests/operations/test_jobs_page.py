"""What the background could not do is seen and decided by an administrator, and the decision is remembered."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from caseflow.audit.models import Entry
from caseflow.operations.jobs import TITLES
from outbox.jobs import HANDLERS, enqueue, handler, owed
from outbox.models import Job
from outbox.runner import MAX_ATTEMPTS, run_due

SECRET = "周永康乐 110101199003078515"


@pytest.fixture
def parked(people):
    """A job that failed five times, for somebody, with an error that names a person."""

    @handler("fails", permits=owed)
    def fail(payload):
        raise OSError(SECRET)

    with time_machine.travel(timezone.now()) as clock:
        enqueue("fails", "k1", {}, actor=people.li.pk)
        for _ in range(MAX_ATTEMPTS):
            run_due()
            clock.shift(timedelta(hours=1))
        yield Job.objects.parked().get()
    HANDLERS.pop("fails")


def test_a_parked_job_is_shown_with_why_and_without_whom_it_concerns(parked, admin_desk):
    text = admin_desk.get("/admin/jobs/").content.decode()
    assert "磁盘或者网络出错" in text
    assert "李建国" in text  # for whom it was done
    assert "周永康乐" not in text
    assert "110101199003078515" not in text


def test_it_is_tried_again_by_decision(parked, admin_desk):
    admin_desk.client.post(f"/admin/jobs/{parked.pk}/retry/")
    assert Job.objects.get().is_open
    entry = Entry.objects.get(action="job.retried")
    assert (entry.actor, entry.object) == (admin_desk.person.pk, f"job:{parked.pk}")
    assert "已经不在搁置中" in admin_desk.client.post(f"/admin/jobs/{parked.pk}/retry/", follow=True).content.decode()
    assert Entry.objects.filter(action="job.retried").count() == 1


def test_it_is_given_up_with_a_reason_only(parked, admin_desk):
    answer = admin_desk.client.post(f"/admin/jobs/{parked.pk}/give-up/", {"reason": " "}, follow=True)
    assert "请写明原因" in answer.content.decode()
    assert Job.objects.parked().exists()
    admin_desk.client.post(f"/admin/jobs/{parked.pk}/give-up/", {"reason": "文书已经另行制作"})
    assert Job.objects.get().given_up_at
    assert "文书已经另行制作" in Entry.objects.get(action="job.given_up").body


def test_it_is_no_page_for_others(parked, people, desk):
    for person in (people.head, people.li):
        assert desk(person).get("/admin/jobs/").status_code in {403, 404}
        assert desk(person).client.post(f"/admin/jobs/{parked.pk}/retry/").status_code in {403, 404}
    assert Job.objects.parked().exists()


def test_every_kind_of_job_has_a_name_for_people():
    assert set(HANDLERS) <= set(TITLES)


def test_the_page_costs_the_same_however_much_is_parked(parked, admin_desk, django_assert_max_num_queries):
    Job.objects.bulk_create(
        Job(
            kind="fails",
            key=f"x{n}",
            actor=None,
            not_before=timezone.now(),
            created_at=timezone.now(),
            parked_at=timezone.now(),
        )
        for n in range(60)
    )
    with django_assert_max_num_queries(22):
        text = admin_desk.get("/admin/jobs/").content.decode()
    assert "再看后面的" in text
