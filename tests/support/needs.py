"""How a request and a review get to their stage in tests, and what makes each of their rows lawful."""

from datetime import date, timedelta

import time_machine

from caseflow.cases.transitions import open_dossier, perform
from caseflow.support.models import Household, Review, Ticket
from tests.kernel import afresh, at
from tests.support import facts, walk
from tests.support.facts import a_change_of_posts, act, after, of, plain
from tests.walk import moment

SAID = {"words": "想有人陪着去一趟县医院", "who": "何秀英女士", "category": "travel", "channel": "phone"}
TICKET, REVIEW, CARE = {}, {}, {}


def open_need(people, family=None, *, priority="P2", when=(3, 2), hour=10, **facts):
    """A request registered at an hour of a day of 2026."""
    family = family or walk.open_family(people)
    with time_machine.travel(moment(date(2026, *when), hour), tick=False):
        perform(afresh(family), "register_need", by=people.zhou, priority=priority, **{**SAID, **facts})
    return afresh(Ticket.objects.filter(household=family).latest("pk"))


PATH = (
    ("ticket_assigned", "assign", "tian", (3, 2), lambda p: {"owner": p.zhou}),
    ("ticket_in_progress", "answer", "zhou", (3, 2), lambda p: {"text": "明天陪您去", "way": "phone"}),
    (
        "proposed_close",
        "propose_close",
        "zhou",
        (3, 3),
        lambda p: {"result": "SOLVED_CONFIRMED", "conclusion": "去过了"},
    ),
    ("ticket_closed", "close", "zhou", (3, 4), lambda p: {"satisfaction": "good", "how": "call"}),
)
REFERRAL = {
    "organ": "县民政局",
    "asked": "请给予临时救助",
    "facts_sent": ["name"],
    "ground": "duty",
    "ground_text": "社会救助暂行办法第四十八条",
}


def refer(people, ticket, day=(3, 3), **more):
    given = {"member": ticket.household.members.first(), **REFERRAL, **more}
    ticket = walk.do(ticket, "prepare_referral", people.zhou, day, **given)
    return walk.do(ticket, "refer", people.zhou, day)


def bring_to(people, state, ticket=None):
    """A new request in ``state``, by the usual path or one step beside it."""
    ticket = ticket or open_need(people)
    beside = {
        "waiting_family": ("wait_for_family", {"text": "等户口簿"}),
        "waiting_third": ("wait_for_third", {"text": "等卫生院"}),
    }
    if state == "ticket_registered":
        return ticket
    if state in beside:
        name, facts = beside[state]
        return walk.do(bring_to(people, "ticket_in_progress", ticket), name, people.zhou, (3, 3), **facts)
    if state == "ticket_referred":
        return refer(people, bring_to(people, "ticket_in_progress", ticket))
    if state == "ticket_reopened":
        again = {"words": "还不行", "who": "何秀英女士"}
        return walk.do(bring_to(people, "ticket_closed", ticket), "reopen", people.zhou, (3, 5), **again)
    if state == "ticket_merged":
        other = open_need(people, ticket.household)
        return walk.do(ticket, "merge", people.tian, (3, 3), main=other, text="本人同意")
    if state == "ticket_withdrawn":
        return walk.do(ticket, "withdraw", people.zhou, (3, 3), text="不用了")
    for reached, name, who, day, facts in PATH:
        ticket = walk.do(ticket, name, getattr(people, who), day, **facts(people))
        if reached == state:
            return ticket
    raise LookupError(state)


# What makes each row of a request lawful.


def priority(ticket, value):
    type(ticket).objects.filter(pk=ticket.pk).update(priority=value)


TICKET["place"] = REVIEW["place"] = a_change_of_posts
plain(TICKET, {"note": "记一笔"}, "annotate")
plain(REVIEW, {"note": "记一笔"}, "annotate")
TICKET["assign"] = lambda p, ticket, now: {"owner": p.zou if ticket.raised else p.yue}
plain(TICKET, {"reason": "换人"}, "give_back")
plain(TICKET, {"text": "明天去", "way": "phone"}, "answer")
plain(TICKET, {"text": "去过了"}, "note_progress", "wait_for_family", "wait_for_third", "look_again", "go_on")


@of(TICKET)
def extend_petition(p, ticket, now):
    """As one that was a petition from the beginning."""
    priority(ticket, "PETITION")
    return {"days": 30, "reason": "情况复杂"}


plain(TICKET, {"result": "SOLVED_CONFIRMED", "conclusion": "去过了"}, "propose_close")
plain(TICKET, {"text": "没有人接", "way": "phone"}, "record_try")


@of(TICKET)
def agree_to_close(p, ticket, now):
    priority(ticket, "P1")
    return {"opinion": "同意。"}


plain(TICKET, {"satisfaction": "good", "how": "call"}, "close")


@of(TICKET)
def close_without_reply(p, ticket, now):
    act(ticket, "record_try", ticket.owner, now, text="没有人接", way="phone")
    act(ticket, "record_try", ticket.owner, now + timedelta(days=1), text="不在家", way="visit")
    return {}, after(ticket, "D-8-N")


plain(TICKET, {"words": "还不行", "who": "何秀英女士"}, "reopen")


@of(TICKET)
def escalate(p, ticket, now):
    """A long while after, with a clock that still runs, and is not held up."""
    ticket.dossier.deadlines.running().update(suspended=False)
    if not ticket.dossier.deadlines.running().filter(code__startswith="D-7").exists():
        act(ticket, "reopen", p.zhou, now, words="还不行", who="何秀英女士")
        type(ticket).objects.filter(pk=ticket.pk).update(state=ticket.state)
    return {}, after(ticket, "D-7-P2")


@of(TICKET)
def escalate_further(p, ticket, now):
    _facts, moment_ = escalate(p, ticket, now)
    with at(moment_):
        perform(afresh(ticket), "escalate", by=None)
    last = ticket.dossier.deadlines.running().filter(code__startswith="D-10").order_by("legal_due").last()
    return {}, moment(last.legal_due + timedelta(days=1), 9)


@of(TICKET)
def merge(p, ticket, now):
    over(ticket)
    return {"main": open_need(p, ticket.household, when=(now.month, now.day), hour=now.hour), "text": "本人同意"}


@of(TICKET)
def prepare_referral(p, ticket, now):
    return {"member": ticket.household.members.first(), **REFERRAL}


def prepared(p, ticket, now):
    act(ticket, "prepare_referral", ticket.owner, now, **prepare_referral(p, ticket, now))


@of(TICKET, "refer")
def refer_it(p, ticket, now):
    prepared(p, ticket, now)
    return {}


def sent(ticket, state="sent"):
    ticket.referrals.update(state=state, sent_on=date(2026, 3, 3))


def over(ticket):
    """Whatever was referred has come back."""
    ticket.referrals.update(state="revoked", ended_on=date(2026, 3, 3))


@of(TICKET)
def withdraw(p, ticket, now):
    over(ticket)
    return {"text": "不用了"}


@of(TICKET, "take_acceptance")
def an_answer(p, ticket, now):
    if ticket.referral is None:
        prepared(p, ticket, now)
        sent(ticket)
    return {"contact": "张会计"}


@of(TICKET)
def take_refusal(p, ticket, now):
    an_answer(p, ticket, now)
    return {"reason": "不归我们管"}


def a_letter(p, ticket, now):
    """A letter is out, whatever else has become of the request; as after it was handed to another owner."""
    if not ticket.dossier.deadlines.running().filter(code="D-5").exists():
        state, owner = ticket.state, ticket.owner
        type(ticket).objects.filter(pk=ticket.pk).update(state="ticket_in_progress", owner=p.zhou)
        act(ticket, "prepare_referral", p.zhou, now, **prepare_referral(p, ticket, now))
        act(ticket, "refer", p.zhou, now)
        type(ticket).objects.filter(pk=ticket.pk).update(state=state, owner=owner)


@of(TICKET)
def take_service(p, ticket, now):
    prepared(p, ticket, now)
    sent(ticket, "accepted")
    return {"text": "开始办"}


@of(TICKET)
def take_result(p, ticket, now):
    if ticket.referral is None:
        prepared(p, ticket, now)
        sent(ticket, "accepted")
    return {"text": "办成了"}


@of(TICKET)
def revoke_referral(p, ticket, now):
    if ticket.referral is None:
        prepared(p, ticket, now)
    return {"reason": "本人不愿意了"}


@of(TICKET)
def remind_receiver(p, ticket, now):
    a_letter(p, ticket, now)
    return {}, after(ticket, "D-5-R")


@of(TICKET)
def escalate_referral(p, ticket, now):
    a_letter(p, ticket, now)
    return {}, after(ticket, "D-5")


@of(TICKET)
def log_step(p, ticket, now):
    priority(ticket, "P0")
    return {"step": "called", "person": "邻居", "text": "接通"}


# The review


def open_review(people, family=None, year=2027):
    if family is None:
        family = walk.bring_family_to(people, "team_assignment")
    with time_machine.travel(moment(date(2026, 12, 1), 9), tick=False):
        return afresh(
            open_dossier(
                Review,
                "open",
                by=None,
                agency=people.agency,
                household=Household.objects.get(pk=family.pk),
                year=year,
            )
        )


def found(review, **more):
    return {"member": review.household.members.first(), "way": "visit", "found": [], **more}


def bring_review_to(people, state):
    review = open_review(people)
    leaves = state in ("review_exit_approval", "review_exited")
    if state == "review_opened":
        return review
    facts = {"found": ["hukou_out"], "event_on": date(2026, 12, 1)} if leaves else {}
    review = walk.do(review, "record_findings", people.zhou, (12, 1), **found(review, **facts))
    review = walk.do(review, "finish_visit", people.zhou, (12, 2))
    if state == "review_visited":
        return review
    review = walk.do(review, "confirm_in_township", people.bai, (12, 3), opinion="同意。")
    if state == "review_township_ok":
        return review
    if state == "review_county_ok":  # passed in one move; the power failed before the next
        Review.objects.filter(pk=review.pk).update(state=state)
        return afresh(review)
    review = walk.do(review, "confirm_in_county", people.zou, (12, 4), opinion="同意。")
    if state == "review_exited":
        review = walk.do(review, "tell_exit", people.zhou, (12, 7), how="电话", statement="知道了")
        review = walk.do(review, "approve_exit", people.lu, (12, 8), opinion="同意。")
    return review


REVIEW["record_findings"] = lambda p, review, now: found(review)
plain(REVIEW, {"text": "没有人接"}, "record_attempt")


@of(REVIEW)
def finish_visit(p, review, now):
    act(review, "record_findings", p.zhou, now, **found(review))
    return {}


REVIEW["compare"] = lambda p, review, now: {"member": review.household.members.first(), "matched": []}
plain(REVIEW, {"opinion": "同意。"}, "confirm_in_township", "confirm_in_county")
plain(REVIEW, {}, "carry_on")


@of(REVIEW)
def ask_exit(p, review, now):
    review.findings.update(result="EXIT", events=["E_HUKOU_OUT"])
    return {}


plain(REVIEW, {"how": "电话", "statement": "知道了"}, "tell_exit")


@of(REVIEW)
def approve_exit(p, review, now):
    act(review, "tell_exit", p.zhou, now, how="电话", statement="知道了")
    return {"opinion": "同意。"}


plain(REVIEW, {"reason": "再看看"}, "return_exit")

# What a family's file holds besides


def departure(family):
    return {"member": family.members.first(), "departed_on": date(2026, 3, 2)}


CARE["register_need"] = lambda p, family, now: {**SAID, "priority": "P2"}


@of(CARE)
def record_representative(p, family, now):
    member = family.members.first()
    given = {"kind": "written", "name": "何秀芳", "document": "委托书", "scope": "住院时签字"}
    return {"member": member, "since": date(2026, 1, 1), **given}


CARE["record_departure"] = lambda p, family, now: departure(family)


@of(CARE)
def record_condolence(p, family, now):
    if family.state == "closed":
        type(family).objects.filter(pk=family.pk).update(state="closing")
        act(family, "record_departure", p.zhou, now, **departure(family))
        type(family).objects.filter(pk=family.pk).update(state="closed")
    else:
        act(family, "record_departure", p.zhou, now, **departure(family))
    return {"text": "两个人去的"}


@of(CARE, "open_review")
def begin(p, family, now):
    type(family).objects.filter(pk=family.pk).update(status="CONFIRMED")
    return {}


facts.FAMILY.update(CARE)
