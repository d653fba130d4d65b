"""Files are kept for their period, destroyed by three people, and held where something is pending."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from caseflow.audit.models import Entry
from caseflow.custody import kinds, retention
from caseflow.custody.models import Disposal
from caseflow.custody.unsealing import NotNow
from caseflow.enforcement.models import Reporter
from caseflow.vault.keeping import unseal
from caseflow.vault.store import Gone
from tests.kernel import afresh, do
from tests.pages.conftest import Desk
from tests.walk import moment

ENDED = date(2037, 1, 1)  # ten years after the year in which the tip was declined


@pytest.fixture
def declined(tip, around):
    """A tip that led to no case, with a reporter who gave a name."""
    do(tip, "assign_check", around.unit_head, date(2026, 3, 3), officers=[around.li, around.zhao])
    do(tip, "decline", around.head, date(2026, 3, 4), ground="NF2", reason="没有证据")
    return afresh(tip)


def opened(tip):
    row = Reporter.objects.get(pk=tip.reporter.pk)
    return unseal(row, actor=1, object="test", permit=dict)["name"]


@pytest.fixture
def approved_twice(around, django_capture_on_commit_callbacks):
    """Both reviews, and what follows their commits."""

    def approve(listed):
        with django_capture_on_commit_callbacks(execute=True):
            retention.approve(around.protector, listed.pk)
            return retention.approve(around.head, listed.pk)

    return approve


def test_a_period_counts_from_the_first_of_january_after(declined, around):
    assert retention.ends(declined) == ("10年", ENDED)
    assert list(retention.due_files(around.archivist, ENDED - timedelta(days=1))) == []
    (due,) = retention.due_files(around.archivist, ENDED)
    assert (due.dossier.pk, due.day, due.held) == (declined.dossier.pk, ENDED, False)


@pytest.mark.parametrize(("name", "day"), [("永久", None), ("30年", date(2057, 1, 1)), ("10年", ENDED)])
def test_an_archived_case_is_kept_as_the_cover_says(bring_to, name, day):
    case = bring_to("archived", change={"archive": {"retention": name}})
    assert retention.ends(case) == (name, day)


def test_a_file_that_is_not_archived_has_no_end(tip):
    assert retention.ends(tip) is None


def test_periods_are_dated(around):
    assert retention.period("enforcement.case", "30年", date(2026, 1, 1)).years == 30
    with pytest.raises(LookupError):
        retention.period("enforcement.case", "30年", date(2000, 1, 1))


def test_three_people_destroy_what_is_due(declined, around, approved_twice):
    listed = retention.propose_expired(around.archivist, [declined.dossier], "期限届满", ENDED)
    assert opened(declined) == "何不言"
    done = approved_twice(listed)
    with pytest.raises(Gone):
        opened(declined)
    assert done.certificate["items"][0]["file"] == declined.dossier.reference
    assert len(done.certificate["keys"]) == 2  # of the file and of the person
    entry = Entry.objects.get(action="disposal.done")
    assert entry.data["certificate"] == done.certificate_sha256


def test_nobody_reviews_twice_or_what_they_proposed(declined, around):
    listed = retention.propose_expired(around.head, [declined.dossier], "期限届满", ENDED)
    with pytest.raises(PermissionDenied):
        retention.approve(around.head, listed.pk)
    retention.approve(around.protector, listed.pk)
    for person in (around.protector, around.archivist, around.auditor):
        with pytest.raises(PermissionDenied):
            retention.approve(person, listed.pk)
    for wrong in ({"second_by": around.protector}, {"second_by": around.head}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Disposal.objects.filter(pk=listed.pk).update(**wrong)


def test_what_is_not_due_or_is_held_is_not_listed(declined, around):
    with pytest.raises(NotNow):
        retention.propose_expired(around.archivist, [declined.dossier], "期限届满", date(2030, 1, 1))
    retention.hold(around.head, declined.dossier, "行政诉讼")
    with pytest.raises(NotNow):
        retention.propose_expired(around.archivist, [declined.dossier], "期限届满", ENDED)


def test_a_file_held_after_it_was_listed_is_left_out(declined, around, approved_twice):
    listed = retention.propose_expired(around.archivist, [declined.dossier], "期限届满", ENDED)
    hold = retention.hold(around.head, declined.dossier, "行政诉讼")
    done = approved_twice(listed)
    assert opened(declined) == "何不言"
    assert (done.certificate["keys"], done.items.get().left_out) == ([], "案卷已经登记暂缓销毁。")
    retention.lift(around.head, hold.pk)
    again = retention.propose_expired(around.archivist, [declined.dossier], "期限届满", ENDED)
    approved_twice(again)
    with pytest.raises(Gone):
        opened(declined)


def test_a_refused_list_destroys_nothing(declined, around):
    listed = retention.propose_expired(around.archivist, [declined.dossier], "期限届满", ENDED)
    retention.refuse(around.head, listed.pk)
    with pytest.raises(Disposal.DoesNotExist):
        retention.approve(around.protector, listed.pk)
    assert opened(declined) == "何不言"


def test_a_person_is_erased_on_a_legal_ground_and_the_page_says_so(tip, around, django_capture_on_commit_callbacks):
    (identity,) = kinds.identities_of(tip)
    with time_machine.travel(moment(date(2026, 3, 4), 9), tick=False):
        desk = Desk(around.head)
        where = reverse("erase", args=[tip.dossier.reference, identity.what, identity.row.pk])
        desk.client.post(where, {"reason": "本人撤回同意，处理目的已实现。"})
        listed = Disposal.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            for person in (around.protector, around.principal):
                Desk(person).client.post(reverse("disposal-review", args=[listed.pk]), {"approve": "1"})
        page = desk.get(reverse("disposal", args=[listed.pk])).content.decode()
        assert "销毁证明" in page
        assert identity.name in page
        assert "已依法删除" in desk.get(f"/cases/{tip.dossier.reference}/").content.decode()
    with pytest.raises(Gone):
        opened(tip)


def test_lists_and_holds_are_made_on_the_page(declined, around):
    with time_machine.travel(moment(ENDED, 9), tick=False):
        desk = Desk(around.archivist)
        page = desk.get(reverse("retention")).content.decode()
        assert declined.dossier.reference in page
        desk.client.post(reverse("hold"), {"reference": declined.dossier.reference, "reason": "行政诉讼"})
        assert "暂缓销毁" in desk.get(reverse("retention")).content.decode()
        assert (
            desk.client.post(reverse("retention"), {"file": declined.dossier.pk, "reason": "届满"}).status_code == 422
        )
        hold = declined.dossier.holds.get()
        Desk(around.head).client.post(reverse("hold-lift", args=[hold.pk]))
        desk.client.post(reverse("retention"), {"file": declined.dossier.pk, "reason": "届满"})
        assert Disposal.objects.get().items.get().dossier == declined.dossier


def test_to_others_there_is_no_such_page(around):
    for person in (around.li, around.intake, around.auditor, around.admin, around.finance):
        assert Desk(person).get(reverse("retention")).status_code == 404
