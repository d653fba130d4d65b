"""Requests of families: their clocks, who sees to them, what is late, what may be told to others, and the family's word."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.cases.calendar import due
from caseflow.cases.models import Deadline
from caseflow.cases.sweep import sweep
from caseflow.cases.transitions import NotPermitted, Refused, perform
from caseflow.procedure import Unit
from caseflow.support.law import needs as law
from caseflow.support.models import Application, Ticket
from caseflow.support.need_codes import REFERRAL_MOVES, Need, Outcome, ReferralState, Satisfaction
from caseflow.support.procedure import TICKET, TicketState
from caseflow.support.procedure.ticket_words import TICKET_CODES
from tests.kernel import afresh, at, papers, running, waiting_for
from tests.support import needs, walk
from tests.support.test_reference import rows, text
from tests.walk import moment

MONDAY = moment(date(2026, 3, 2), 10)


def minutes_later(n):
    return MONDAY + timedelta(minutes=n)


def limit_of(ticket, code):
    return Deadline.objects.filter(dossier=ticket.dossier_id, code=code).latest("pk")


# The table against the reference


def told():
    return rows(r"D\d+")


def refs():
    return {row.ref for row in TICKET if row.ref}


def test_every_step_of_a_request_is_a_row_and_no_other():
    assert refs() == set(told())
    assert len(told()) == 11


@pytest.mark.parametrize("ref", [f"D{n}" for n in range(1, 10)])
def test_a_step_leads_from_where_to_where_the_reference_says(ref):
    said = set(re.findall(r"\b[A-Z][A-Z_]{5,}\b", told()[ref][0])) & {*TICKET_CODES.values()}
    found = {
        TICKET_CODES[TicketState(state)]
        for row in TICKET
        if row.ref == ref
        for state in (*row.source, *filter(None, [row.target]))
    }
    assert found == said


def test_a_request_that_ends_otherwise_may_do_so_from_any_open_state():
    rows_of = {row.name: row for row in TICKET}
    assert {TICKET_CODES[TicketState(rows_of[name].target)] for name in ("merge", "withdraw")} == {
        "MERGED",
        "WITHDRAWN",
    }
    assert set(rows_of["merge"].source) == set(TicketState) - {*TICKET.final}


def test_a_referral_has_the_states_of_the_reference():
    line = next(line for line in text().splitlines() if line.startswith("Referral machine"))
    assert {state.name for state in ReferralState} == set(re.findall(r"`([A-Z_]+)`", line))
    ends = {state for state, onwards in REFERRAL_MOVES.items() if not onwards}
    assert ends == {"done", "rejected", "revoked"}


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (law.ANSWER_P0, "10 min"),
        (law.ANSWER_P1, "4 h"),
        (law.SOLVE_P1, "3 days"),
        (law.ANSWER_P2, "2 working days"),
        (law.SOLVE_P2, "10 working days"),
        (law.ANSWER_P3, "5 working days"),
        (law.SOLVE_P3, "30 calendar days"),
        (law.ACCEPT_PETITION, "15 days"),
        (law.FINISH_PETITION, "60 days"),
    ],
)
def test_a_priority_has_the_times_of_the_reference(limit, words):
    length, unit = words.split(" ", 1)
    units = {"min": "minutes", "h": "hours", "working days": "working_days"}
    assert (limit.length, limit.unit) == (int(length), units.get(unit, "calendar_days"))
    priority = next(line for line in text().splitlines() if re.match(rf"\| {_priority_of(limit)} \|", line))
    assert words in priority


def _priority_of(limit):
    return {"X": "PETITION"}.get(limit.code[-1], limit.code[-2:])


def test_categories_and_answers_are_those_of_the_reference():
    said = next(line for line in text().splitlines() if line.startswith("Need categories"))
    assert len(Need) == 16
    assert all(str(each.label).split("、")[0].split("（")[0] in said for each in Need)
    satisfied = rows("`satisfaction`")["`satisfaction`"][0]
    assert all(str(each.label) in satisfied for each in Satisfaction)
    assert all(each.value in text() for each in Outcome if each not in (Outcome.WITHDRAWN, Outcome.MERGED))


# The clocks


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("priority", "clocks"),
    [
        ("P0", ["D-2-P0", "D-3-P0", "D-7-P0", "E-SITE", "E-WAY"]),
        ("P1", ["D-2-P1", "D-3-P1", "D-7-P1"]),
        ("P2", ["D-2", "D-3-P2", "D-7-P2"]),
        ("P3", ["D-2", "D-3-P3", "D-7-P3"]),
        ("PETITION", ["D-2", "D-3-X", "D-7-X"]),
    ],
)
def test_the_clocks_of_its_priority_run_from_when_it_was_heard(folk, priority, clocks):
    ticket = needs.open_need(folk, priority=priority, heard_at=minutes_later(-30))
    assert running(ticket) == clocks
    for code in clocks:
        held = limit_of(ticket, code)
        by_the_clock = held.rule.unit in (Unit.MINUTES, Unit.HOURS)
        assert (held.moment0 == minutes_later(-30)) == by_the_clock
        assert held.day0 == date(2026, 3, 2)


@pytest.mark.django_db
def test_a_change_of_urgency_starts_the_clocks_of_the_new_one_when_it_is_made(folk):
    ticket = needs.open_need(folk, priority="P3")
    with at(minutes_later(20)):
        perform(ticket, "assign", by=folk.tian, owner=folk.zhou, priority="P1")
    assert running(ticket) == ["D-3-P1", "D-7-P1"]
    assert limit_of(ticket, "D-3-P1").moment_due == minutes_later(20 + 240)


@pytest.mark.django_db
def test_in_the_countryside_somebody_is_there_in_four_hours_else_in_two(folk):
    urban = needs.open_need(folk, priority="P0")
    family = walk.do(urban.household, "describe", folk.zhou, (3, 2), hukou_kind="RURAL", contact_preference="HOME_OK")
    rural = needs.open_need(folk, family, priority="P0", hour=17)
    assert limit_of(urban, "E-SITE").moment_due == MONDAY + timedelta(hours=2)
    assert limit_of(rural, "E-SITE").moment_due == moment(date(2026, 3, 2), 17) + timedelta(hours=4)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 600), st.integers(0, 20_000))
def test_minutes_are_hours_in_sixtieths(minutes, start):
    begin = MONDAY + timedelta(minutes=start)
    in_minutes = due(law.ANSWER_P0, begin, None, length=60 * minutes)
    in_hours = due(law.ANSWER_P1, begin, None, length=minutes)
    assert in_minutes.legal_due == in_hours.legal_due == begin + timedelta(hours=minutes)


# What is late (D10)


@pytest.mark.django_db
def test_a_minute_that_has_passed_comes_before_the_leaders_the_same_hour_and_once(folk):
    ticket = needs.open_need(folk, priority="P0")
    with at(minutes_later(4)):
        assert sweep() == 0
    with at(minutes_later(6)):
        assert (sweep(), sweep()) == (1, 0)
    ticket = afresh(ticket)
    assert (ticket.watch, ticket.late) == ("township", ["D-2-P0"])
    with at(minutes_later(9)):
        assert sweep() == 0
    with at(minutes_later(10) + timedelta(seconds=30)):
        sweep()
        assert sweep() == 0
    ticket = afresh(ticket)
    assert (ticket.watch, ticket.late) == ("county", ["D-2-P0", "D-3-P0"])


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [[7, 40, 100], [100], [1, 2, 3, 30, 100]])
def test_late_and_early_sweeps_bring_up_the_same(folk, hours):
    ticket = needs.open_need(folk, priority="P1")
    for hour in hours:
        with at(MONDAY + timedelta(hours=hour)):
            sweep()
            sweep()
    ticket = afresh(ticket)
    assert (ticket.watch, sorted(ticket.late)) == ("county", ["D-2-P1", "D-3-P1", "D-7-P1"])


@pytest.mark.django_db
def test_what_was_answered_is_not_brought_before_the_county(folk):
    ticket = needs.bring_to(folk, "ticket_assigned")
    with at(moment(date(2026, 3, 5), 9)):
        sweep()
        assert afresh(ticket).watch == "township"
        perform(afresh(ticket), "answer", by=folk.zhou, text="明天去", way="phone")
    with at(moment(date(2026, 3, 11), 9)):
        sweep()
    assert afresh(ticket).watch == "township"
    assert afresh(ticket).answered_in_time is False


# Who sees to it


@pytest.mark.django_db
def test_a_request_stands_on_the_desk_of_its_owner_and_of_nobody_else(folk):
    ticket = needs.bring_to(folk, "ticket_assigned")
    assert waiting_for(ticket) == [("answer_family_in_village", "zhou")]
    with at(moment(date(2026, 3, 3), 9)), pytest.raises(Refused, match="由周春梅办理"):
        perform(ticket, "answer", by=folk.lei, text="明天去", way="phone")
    walk.do(ticket, "give_back", folk.tian, (3, 3), reason="请假")
    walk.do(ticket, "assign", folk.tian, (3, 3), owner=folk.ma)
    assert waiting_for(ticket) == [("answer_family", "ma")]


@pytest.mark.django_db
def test_a_relative_of_the_family_is_not_made_the_owner(folk):
    ticket = needs.open_need(folk)
    walk.do(ticket.household, "declare_closeness", folk.zhou, (3, 2), person=folk.lei, kinship="near")
    with at(moment(date(2026, 3, 3), 9)), pytest.raises(Refused, match="不参与办理"):
        perform(ticket, "assign", by=folk.tian, owner=folk.lei)


@pytest.mark.django_db
def test_the_words_of_the_family_are_kept_and_printed_as_they_were_said(folk):
    said = "想开点想开点，天天说想开点，\n谁来听我说"
    ticket = needs.open_need(folk, words=said)
    sheet = ticket.dossier.papers.get(kind="support_ticket").document
    assert ticket.words == said
    assert said.replace("\n", "\\n") in sheet.context
    with (
        at(moment(date(2026, 3, 2), 17)),
        pytest.raises(Refused, match="请换一种说法"),
    ):  # what the office writes is not
        perform(ticket, "annotate", by=folk.zhou, note="劝她想开点")


# The family's word (D8, D9)


@pytest.mark.django_db
def test_what_was_urgent_is_closed_after_a_leader_has_looked_at_it(folk):
    ticket = needs.open_need(folk, priority="P1")
    ticket = needs.bring_to(folk, "proposed_close", ticket)
    assert waiting_for(ticket) == [("agree", None)]
    with at(moment(date(2026, 3, 4), 9)), pytest.raises(Refused, match="分管领导"):
        perform(ticket, "close", by=folk.zhou, satisfaction="good", how="call")
    ticket = walk.do(ticket, "agree_to_close", folk.bai, (3, 4), opinion="同意。")
    assert waiting_for(ticket) == [("confirm_with_family_in_village", "zhou")]
    assert walk.do(ticket, "close", folk.zhou, (3, 4), satisfaction="good", how="call").state == "ticket_closed"
    assert papers(ticket) == ["support_ticket", "support_ticket_result"]


@pytest.mark.django_db
def test_a_closed_request_is_reopened_within_thirty_days_and_starts_anew(folk):
    ticket = needs.bring_to(folk, "ticket_closed")
    assert ticket.dossier.closed_on == date(2026, 3, 4)
    again = {"words": "还不行", "who": "何秀英女士"}
    with at(moment(date(2026, 4, 4), 9)), pytest.raises(Refused, match="新的诉求"):
        perform(ticket, "reopen", by=folk.zhou, **again)
    with at(moment(date(2026, 4, 3), 9)):
        perform(ticket, "reopen", by=folk.zhou, **again)
    ticket = afresh(ticket)
    assert (ticket.dossier.closed_on, ticket.reopened, ticket.owner) == (None, 1, None)
    assert running(ticket) == ["D-2", "D-3-P2", "D-7-P2"]


@pytest.mark.django_db
def test_two_tries_on_one_day_are_one(folk):
    ticket = needs.bring_to(folk, "proposed_close")
    for _n in range(2):
        ticket = walk.do(ticket, "record_try", folk.zhou, (3, 4), text="没有人接", way="phone")
    assert "D-8-N" not in running(ticket)
    ticket = walk.do(ticket, "record_try", folk.zhou, (3, 5), text="不在家", way="visit")
    assert limit_of(ticket, "D-8-N").legal_due == date(2026, 3, 12)
    with at(moment(date(2026, 3, 13), 9)):
        sweep()
    assert (afresh(ticket).state, afresh(ticket).result) == ("ticket_closed", "CLOSED_NO_REPLY")


# Referrals (D4, D5)


@pytest.mark.django_db
def test_nothing_is_told_to_another_organ_without_consent_or_another_ground(folk):
    ticket = needs.bring_to(folk, "ticket_in_progress")
    with pytest.raises(Refused, match="第 F 项"):
        needs.refer(folk, ticket, ground="consent", ground_text="")
    assert walk.afresh(ticket).state == "ticket_in_progress"
    walk.do(ticket.household, "record_consent", folk.zhou, (3, 3), **walk.consent(ticket.household, agreed=["F"]))
    ticket = walk.do(ticket, "refer", folk.zhou, (3, 3))
    assert ticket.referral.consent.purpose == "F"
    letter = ticket.dossier.papers.get(kind="support_referral").document
    assert letter.number.endswith("号")
    said = str(letter.context)
    assert "何秀英" in said
    assert not [word for word in ("13893600002", "1965", "二类", "独生", "离世") if word in said]


@pytest.mark.django_db
def test_an_organ_that_does_not_answer_is_asked_at_five_and_brought_up_at_ten_working_days(folk):
    ticket = needs.bring_to(folk, "ticket_referred")
    with at(moment(date(2026, 3, 11), 9)):
        sweep()
        assert afresh(ticket).referral.reminded_on == date(2026, 3, 11)
    with at(moment(date(2026, 3, 18), 9)):
        sweep()
    assert afresh(ticket).watch
    assert ticket.dossier.events.filter(transition="escalate_referral").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "facts", "state"),
    [
        ("take_refusal", {"reason": "不归我们管"}, "rejected"),
        ("take_result", {"text": "办成了"}, "done"),
        ("revoke_referral", {"reason": "本人不愿意了"}, "revoked"),
    ],
)
def test_the_right_to_what_was_told_ends_with_the_referral(folk, name, facts, state):
    ticket = walk.do(needs.bring_to(folk, "ticket_referred"), name, folk.zhou, (3, 5), **facts)
    last = ticket.referral
    assert (ticket.state, last.state, last.ended_on) == ("ticket_in_progress", state, date(2026, 3, 5))
    with at(moment(date(2026, 3, 6), 9)), pytest.raises(Refused):
        perform(ticket, "take_service", by=folk.zhou, text="开始办")


# Emergencies (3.8)


@pytest.mark.django_db
@pytest.mark.parametrize("signer", ["relative", "patient", "representative"])
def test_a_helper_never_signs_as_family_without_a_stored_authority(folk, signer):
    ticket = needs.open_need(folk, priority="P0")
    member = ticket.household.members.first()
    sign = {"step": "signed", "person": "周春梅", "member": member, "signer": signer}
    with at(minutes_later(30)), pytest.raises(Refused, match="不代家属签字"):
        perform(ticket, "log_step", by=folk.zhou, **sign)
    written = {"member": member, "kind": "written", "name": "周春梅", "scope": "住院", "document": "委托书"}
    expired = {**written, "since": date(2025, 1, 1), "until": date(2026, 3, 1)}
    with at(minutes_later(31)):
        perform(ticket.household, "record_representative", by=folk.zhou, **expired)
        with pytest.raises(Refused, match="不代家属签字"):
            perform(ticket, "log_step", by=folk.zhou, **sign)
        perform(ticket.household, "record_representative", by=folk.zhou, **written, since=date(2026, 1, 1))
        perform(ticket, "log_step", by=folk.zhou, **sign)
    assert ticket.steps[0].who == "周春梅"


@pytest.mark.django_db
def test_after_a_departure_there_is_a_condolence_a_draft_and_a_last_month(folk):
    family = walk.bring_family_to(folk, "team_assignment")
    other = {"name": "郑国安", "sex": "1", "birth_date": date(1963, 5, 12)}
    family = walk.do(family, "add_member", folk.zhou, (4, 10), **other)
    first, second = family.members.all()
    with at(moment(date(2026, 4, 13), 8)):
        perform(family, "record_departure", by=folk.zhou, member=first, departed_on=date(2026, 4, 12))
    assert limit_of(family, "E-COND").moment_due == moment(date(2026, 4, 14), 8)
    draft = Application.objects.latest("pk")
    assert (draft.benefit, draft.state, draft.applicant) == ("FUNERAL", "draft", second)
    first.refresh_from_db()
    assert (first.closed_to, first.end_code) == (date(2026, 4, 30), "E_BENEFICIARY_DEATH")
    second.refresh_from_db()
    assert second.end_code == ""
    walk.do(family, "record_condolence", folk.zhou, (4, 13), text="两个人去的")
    assert "E-COND" not in running(family)


# Pages


@pytest.fixture
def desk(client, folk):
    from tests.walk import sign_in

    def at_desk(person):
        sign_in(client, person)
        return client

    return at_desk


@pytest.mark.django_db
def test_a_request_is_registered_from_the_page_of_the_family_on_one_form(desk, folk):
    family = walk.open_family(folk)
    with time_machine.travel(MONDAY, tick=False):
        client = desk(folk.zhou)
        page = f"/cases/{family.dossier.reference}/"
        assert f"{page}register_need/" in client.get(page).content.decode()
        form = client.get(f"{page}register_need/").content.decode()
        assert all(f'name="{name}"' in form for name in ("words", "who", "category", "priority", "channel"))
        answer = client.post(f"{page}register_need/", {**needs.SAID, "priority": "P2", "version": ""}, follow=True)
        assert answer.status_code == 200
    ticket = Ticket.objects.get()
    assert ticket.words == needs.SAID["words"]
    with time_machine.travel(minutes_later(5), tick=False):
        assert needs.SAID["words"] in client.get(page).content.decode()
        mine = client.get(f"/cases/{ticket.dossier.reference}/").content.decode()
        assert needs.SAID["words"] in mine


@pytest.mark.django_db
def test_the_list_is_narrowed_by_priority_category_owner_and_lateness(desk, folk):
    first = needs.bring_to(folk, "ticket_assigned")
    second = needs.open_need(folk, first.household, priority="P0", when=(3, 3), category="medical")
    with time_machine.travel(moment(date(2026, 3, 3), 11), tick=False):
        client = desk(folk.zhou)

        def listed(query):
            page = client.get(f"/tickets/?{query}").content.decode()
            return [each for each in (first, second) if each.dossier.reference[-5:] in page]

        assert listed("") == [first, second]
        assert listed("grade=P0") == [second]
        assert listed("cause=travel") == [first]
        assert listed("officer=me") == [first]
        assert listed("due=late") == [second]
        assert listed("phase=1") == []


@pytest.mark.django_db
def test_the_figures_tell_how_many_were_answered_in_time_and_helped(desk, folk):
    needs.bring_to(folk, "ticket_closed")
    with time_machine.travel(moment(date(2026, 3, 5), 11), tick=False):
        page = desk(folk.zhou).get("/tickets/").content.decode()
    assert page.count("100%（1/1）") == 2


@pytest.mark.django_db
def test_the_list_and_the_page_cost_a_fixed_number_of_queries(desk, folk, django_assert_max_num_queries):
    family = walk.open_family(folk)
    tickets = [needs.open_need(folk, family, when=(3, 3), hour=9 + n) for n in range(6)]
    with time_machine.travel(moment(date(2026, 3, 4), 11), tick=False):
        client = desk(folk.zhou)
        client.get("/tickets/")
        with django_assert_max_num_queries(24):
            client.get("/tickets/")
        with django_assert_max_num_queries(60):
            client.get(f"/cases/{tickets[0].dossier.reference}/")


@pytest.mark.django_db
def test_the_panel_reads_no_request(folk):
    ticket = needs.open_need(folk)
    with at(minutes_later(60)), pytest.raises(NotPermitted):
        perform(ticket, "annotate", by=folk.p1, note="记一笔")
