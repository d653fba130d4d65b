"""A sealed identity is seen by one person with the consent of another, for a short time, and never without a record."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from caseflow.audit.models import Entry
from caseflow.cases.duties import StandIn
from caseflow.custody import clock as the_clock
from caseflow.custody import kinds, unsealing
from caseflow.custody.models import Unsealing
from caseflow.custody.unsealing import NotNow
from caseflow.people.models import User
from tests.kernel import do

from .conftest import REASON, seen

KNOWN = {"姓名": "何不言", "电话": "13900001111"}


def actions(start="identity."):
    return [each.action for each in Entry.objects.filter(action__startswith=start)]


def test_with_a_second_person_one_sees_and_the_record_says_who(granted, around):
    found = seen(around.unit_head, granted)
    assert (found.texts, found.request.views) == (KNOWN, 1)
    assert actions() == ["identity.asked", "identity.granted", "identity.unsealed"]
    entry = Entry.objects.get(action="identity.unsealed")
    assert (entry.actor, entry.object) == (around.unit_head.pk, f"enforcement.reporter:{granted.row}")
    assert entry.data["columns"] == ["name", "phone"]
    assert not any(word in each.body for each in Entry.objects.all() for word in KNOWN.values())


@pytest.mark.parametrize("who", ["intake", "unit_head", "head"])
def test_of_a_hundred_attempts_without_a_second_person_none_succeeds(around, asks, who):
    person = getattr(around, who)
    request = asks(person)
    for attempt in range(34):
        with pytest.raises((NotNow, PermissionDenied)):  # the person alone, in turn: looks, grants, confirms
            [
                lambda: unsealing.look(person, request.pk),
                lambda: unsealing.decide(person, request.pk, grant=True),
                lambda: asks(person, ground="danger"),
            ][attempt % 3]()
    assert "identity.unsealed" not in actions()


def test_the_database_itself_wants_a_second_person(asks, around):
    request = asks(around.unit_head)
    now = request.asked_at
    for wrong in ({"decided_by": around.unit_head}, {"granted_at": now}, {"views": 1}, {"minutes": 31}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unsealing.objects.filter(pk=request.pk).update(**wrong)
    granted = {"granted_at": now, "decided_by": around.head}
    with pytest.raises(IntegrityError), transaction.atomic():
        Unsealing.objects.filter(pk=request.pk).update(views=6, **granted)


def test_nobody_else_may_ask(around, asks):
    for who in ("li", "wu", "reviewer", "finance", "archivist", "supervisor", "auditor", "admin", "protector"):
        with pytest.raises(PermissionDenied):
            asks(getattr(around, who))


def test_nobody_else_may_decide(around, asks):
    request = asks(around.unit_head)
    for who in ("unit_head", "li", "legal", "archivist", "auditor", "admin"):
        with pytest.raises(PermissionDenied):
            unsealing.decide(getattr(around, who), request.pk, grant=True)


@pytest.mark.parametrize("leader_is_asking", [True, False])
def test_a_deputy_does_not_decide_for_the_one_stood_in_for(around, asks, leader_is_asking):
    pair = (around.head, around.protector) if leader_is_asking else (around.protector, around.head)
    days = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
    StandIn.objects.create(
        leader=pair[0], deputy=pair[1], role="enforcement.head", basis="通知", named_by=around.admin, **days
    )
    request = asks(around.head)
    with pytest.raises(PermissionDenied):
        unsealing.decide(around.protector, request.pk, grant=True)
    assert unsealing.decide(around.principal, request.pk, grant=True).granted


def test_whoever_asked_about_somebody_never_grants_the_same(around, asks):
    asks(around.head)
    request = asks(around.unit_head)
    with pytest.raises(NotNow, match="申请查看封存身份"):
        unsealing.decide(around.head, request.pk, grant=True)


def test_a_refused_request_shows_nothing(around, asks):
    request = asks(around.unit_head)
    unsealing.decide(around.protector, request.pk, grant=False, answer="可以用代号联系。")
    with pytest.raises(NotNow):
        unsealing.look(around.unit_head, request.pk)


def test_only_the_one_it_was_granted_to_looks(granted, around):
    for person in (around.protector, around.head, around.intake):
        with pytest.raises(Unsealing.DoesNotExist):
            unsealing.look(person, granted.pk)


@pytest.mark.parametrize(
    ("minutes", "seconds", "open_"), [(30, 1795, True), (30, 1800, False), (5, 299, True), (5, 300, False)]
)
def test_a_grant_ends_by_itself(around, asks, clock, minutes, seconds, open_):
    request = unsealing.decide(around.protector, asks(around.unit_head, minutes=minutes).pk, grant=True)
    clock.shift(timedelta(seconds=seconds))
    if open_:
        assert seen(around.unit_head, request).texts == KNOWN
    else:
        with pytest.raises(NotNow):
            unsealing.look(around.unit_head, request.pk)


def test_a_grant_is_good_for_five_looks(granted, around):
    for _n in range(5):
        seen(around.unit_head, granted)
    with pytest.raises(NotNow):
        unsealing.look(around.unit_head, granted.pk)
    assert actions().count("identity.unsealed") == 5


def test_a_request_that_nobody_decides_lapses_after_a_day(around, asks, clock):
    request = asks(around.unit_head)
    clock.shift(timedelta(hours=24))
    with pytest.raises(NotNow):
        unsealing.decide(around.protector, request.pk, grant=True)


def test_an_incomplete_request_is_not_taken(around, asks):
    for wrong in (
        {"reason": "核实情况"},
        {"minutes": 31},
        {"minutes": 0},
        {"ground": "danger"},
        {"ground": "curiosity"},
    ):
        with pytest.raises(NotNow):
            asks(around.unit_head, **wrong)


def test_a_person_is_granted_three_a_day(around, asks, open_tip, clock):
    for n in range(3):
        asks(around.unit_head, open_tip(real_name=True, reporter_name="甲某", reporter_phone=f"1390000111{n}"))
    with pytest.raises(NotNow, match="每人每天最多查看 3 个"):
        asks(around.unit_head)
    clock.shift(timedelta(days=1))
    assert asks(around.unit_head)


def test_a_unit_is_granted_twenty_a_day(around, asks, settings, monkeypatch):
    monkeypatch.setattr(unsealing, "A_DAY_UNIT", 1)
    asks(around.unit_head)
    with pytest.raises(NotNow, match="每个科室每天最多查看 1 个"):
        asks(around.head)


def test_whoever_loses_the_office_sees_no_more(granted, around):
    around.unit_head.groups.clear()
    with pytest.raises(PermissionDenied):
        unsealing.look(User.objects.get(pk=around.unit_head.pk), granted.pk)


def test_those_who_watch_are_told_at_once_without_the_identity(granted, around):
    seen(around.unit_head, granted)
    for person in (around.protector, around.auditor, around.head, around.principal):
        notice = person.notices.get(kind="unsealed")
        assert (notice.place, notice.at) == (granted.dossier.reference, granted.granted_at)
    assert around.unit_head.notices.get().kind == "unseal_decided"


# --- emergency


@pytest.fixture
def emergency(asks, around):
    return asks(around.intake, ground="danger", emergency=True)


def test_in_danger_one_person_looks_and_everybody_is_told(emergency, around):
    assert seen(around.intake, emergency).texts == KNOWN
    told = {user.username for user in User.objects.filter(notices__kind="unsealed_at_once")}
    assert told == {"protector", "auditor", "head", "principal"}
    assert actions() == ["identity.emergency_started", "identity.unsealed"]


def test_an_emergency_nobody_confirms_suspends_the_account(emergency, around, clock):
    the_clock.sweep({})
    assert actions()[-1] == "identity.emergency_started"
    clock.shift(timedelta(hours=24, seconds=1))
    the_clock.sweep({})
    around.intake.refresh_from_db()
    assert not around.intake.is_active
    assert actions()[-1] == "identity.emergency_stopped"
    assert Entry.objects.get(action="account.suspended").object == f"user:{around.intake.pk}"


def test_a_confirmed_emergency_suspends_nobody(emergency, around, clock):
    clock.shift(timedelta(hours=23))
    unsealing.decide(around.protector, emergency.pk, grant=True)
    clock.shift(timedelta(hours=2))
    the_clock.sweep({})
    around.intake.refresh_from_db()
    assert around.intake.is_active


def test_an_emergency_that_is_not_confirmed_ends_at_once(emergency, around):
    unsealing.decide(around.protector, emergency.pk, grant=False, answer="没有危险。")
    with pytest.raises(NotNow):
        unsealing.look(around.intake, emergency.pk)


def test_nobody_confirms_the_own_emergency(emergency, around):
    with pytest.raises(PermissionDenied):
        unsealing.decide(around.intake, emergency.pk, grant=True)


# --- looking back


def test_every_grant_is_looked_back_at_by_a_third_person(granted, around, clock):
    assert not unsealing.to_review(around.head).exists()
    clock.shift(timedelta(minutes=31))
    the_clock.sweep({})
    assert list(unsealing.to_review(around.head)) == [granted]
    for person in (around.unit_head, around.protector, around.auditor):
        assert not unsealing.to_review(person).exists()
    with pytest.raises(NotNow):
        unsealing.review(around.head, granted.pk, proper=True, finding=" ")
    unsealing.review(around.head, granted.pk, proper=False, finding="没有联系举报人，不必查看。")
    assert not unsealing.to_review(around.head).exists()
    assert Entry.objects.get(action="identity.reviewed").data == {"proper": False, "request": granted.pk}


def test_an_officer_of_the_case_asks_for_the_woman_of_the_case(bring_to, around, clock):
    case = bring_to("investigating")
    do(case, "add_protected_person", around.li, date(2026, 3, 9), identity="周小红")
    (identity,) = kinds.identities_of(case)
    request = unsealing.ask(around.li, case, identity, ground="inquiry", reason=REASON, minutes=5)
    unsealing.decide(around.head, request.pk, grant=True)
    assert seen(around.li, request).texts == {"身份": "周小红"}
    with pytest.raises(PermissionDenied):
        unsealing.ask(around.wu, case, identity, ground="inquiry", reason=REASON, minutes=5)
