"""The moves of a request, from the family's own words to their yes, with its referrals and an emergency's steps (D1–D11)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import SYSTEM, HumanTask, Phase, Procedure, Transition

from .. import law
from ..guards import referrals as sharing
from ..guards import tickets as guards
from ..guards.application import dignified
from ..guards.family import hands_change
from ..law import needs
from .ticket_words import AT_WORK, ENDED_TICKET, NEW, OPEN_TICKET, TICKET_CODES, WAITING, TicketState
from .words import Role

OWNERS = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
RECEIVERS = (*OWNERS, Role.VILLAGE_HEAD, Role.TOWNSHIP_DEPUTY, Role.SECTION_HEAD)
EVERYBODY = (*RECEIVERS, Role.LEADER)
ALL = tuple(TicketState)
FIRST_CLOCKS = (*needs.ASSIGNING, *needs.ANSWERING, *needs.SOLVING, *needs.EMERGENCY)
REFERRING = (needs.REMIND, needs.RECEIPT)
EVERY_CLOCK = (
    *needs.TIMED,
    *REFERRING,
    needs.LOOK_AGAIN,
    needs.CONFIRM,
    needs.NO_REPLY,
    *needs.ALL_FURTHER,
)
OWN = (guards.by_owner,)

REQUEST_ROWS = (
    Transition(
        "register",
        _("登记诉求"),
        source=(),
        target=TicketState.REGISTERED,
        by=RECEIVERS,
        basis=law.REQUESTS,
        ref="D1",
        issues=("support_ticket",),
        starts=FIRST_CLOCKS,
    ),
    Transition(
        "place",
        _("按辖区分派"),
        source=ALL,
        target=None,
        by=(SYSTEM,),
        basis=law.AREAS,
        requires=(hands_change,),
        at_once=True,
    ),
    Transition(
        "assign",
        _("交办"),
        source=NEW,
        target=TicketState.ASSIGNED,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D2",
        requires=(guards.at_the_right_level, guards.owner_is_fit),
        starts=(*needs.ANSWERING, *needs.SOLVING, *needs.EMERGENCY),
        stops=(*FIRST_CLOCKS, *needs.ALL_FURTHER),
    ),
    Transition(
        "give_back",
        _("退回重新交办"),
        source=AT_WORK,
        target=TicketState.REGISTERED,
        by=(*OWNERS, Role.TOWNSHIP_DEPUTY),
        basis=law.REQUESTS,
        requires=(guards.by_owner_or_leader, dignified),
        starts=needs.ASSIGNING,
        stops=(needs.LOOK_AGAIN,),
        resumes=("S-1", "S-3"),
    ),
    Transition(
        "answer",
        _("第一次答复"),
        source=(TicketState.ASSIGNED,),
        target=TicketState.IN_PROGRESS,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D3",
        requires=(*OWN, dignified),
        stops=(*needs.ANSWERING, *needs.ALL_FURTHER),
    ),
    Transition(
        "note_progress",
        _("登记办理情况"),
        source=(TicketState.IN_PROGRESS, TicketState.REFERRED, *WAITING),
        target=None,
        by=OWNERS,
        basis=law.REQUESTS,
        requires=(*OWN, dignified),
    ),
    Transition(
        "wait_for_family",
        _("等家里答复或者材料"),
        source=(TicketState.IN_PROGRESS,),
        target=TicketState.WAITING_FAMILY,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D6",
        requires=(*OWN, dignified),
        starts=(needs.LOOK_AGAIN,),
        pauses=("S-1",),
    ),
    Transition(
        "wait_for_third",
        _("等其他单位"),
        source=(TicketState.IN_PROGRESS,),
        target=TicketState.WAITING_THIRD,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D6",
        requires=(*OWN, dignified),
        starts=(needs.LOOK_AGAIN,),
        pauses=("S-3",),
    ),
    Transition(
        "look_again",
        _("每周复核"),
        source=WAITING,
        target=None,
        by=OWNERS,
        basis=law.REQUESTS,
        requires=(*OWN, dignified),
        starts=(needs.LOOK_AGAIN,),
        stops=(needs.LOOK_AGAIN,),
    ),
    Transition(
        "go_on",
        _("接着办"),
        source=WAITING,
        target=TicketState.IN_PROGRESS,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D6",
        requires=(*OWN, dignified),
        stops=(needs.LOOK_AGAIN,),
        resumes=("S-1", "S-3"),
    ),
    Transition(
        "extend_petition",
        _("延长信访办理期限"),
        source=AT_WORK,
        target=None,
        by=(Role.LEADER,),
        basis=law.PETITION_FINISH,
        requires=(guards.is_petition, guards.petition_not_extended),
        extends=(needs.FINISH_PETITION,),
    ),
    Transition(
        "propose_close",
        _("提出办结，请家里确认"),
        source=(TicketState.IN_PROGRESS,),
        target=TicketState.PROPOSED_CLOSE,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D7",
        requires=(
            *OWN,
            guards.no_referral_waits,
            guards.emergency_cared_for,
            guards.other_offer_made,
            dignified,
        ),
        starts=(needs.CONFIRM,),
        stops=(*needs.SOLVING, *needs.EMERGENCY, *needs.ALL_FURTHER),
    ),
    Transition(
        "record_try",
        _("登记一次没有联系上"),
        source=(TicketState.PROPOSED_CLOSE,),
        target=None,
        by=OWNERS,
        basis=law.REQUESTS,
        requires=(*OWN, dignified),
        starts=(needs.NO_REPLY,),
    ),
    Transition(
        "agree_to_close",
        _("领导审核办结（危急、急需）"),
        source=(TicketState.PROPOSED_CLOSE,),
        target=None,
        by=(Role.TOWNSHIP_DEPUTY,),
        basis=law.REQUESTS,
        requires=(guards.leader_is_asked, dignified),
        issues=("support_emergency",),
    ),
    Transition(
        "close",
        _("家里确认，办结"),
        source=(TicketState.PROPOSED_CLOSE,),
        target=TicketState.CLOSED,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D8",
        requires=(
            *OWN,
            guards.leader_has_agreed,
            guards.told_in_person,
            guards.family_is_content,
            dignified,
        ),
        issues=("support_ticket_result",),
        starts=(needs.REOPEN,),
        stops=(needs.CONFIRM, needs.NO_REPLY, *needs.ALL_FURTHER),
    ),
    Transition(
        "close_without_reply",
        _("两次没有联系上，先行办结"),
        source=(TicketState.PROPOSED_CLOSE,),
        target=TicketState.CLOSED,
        by=(SYSTEM,),
        basis=law.REQUESTS,
        ref="D8",
        requires=(guards.no_reply_in_time, guards.leader_has_agreed),
        issues=("support_ticket_result",),
        starts=(needs.REOPEN,),
        stops=(needs.CONFIRM, needs.NO_REPLY, *needs.ALL_FURTHER),
    ),
    Transition(
        "reopen",
        _("重新办理"),
        source=(TicketState.PROPOSED_CLOSE, TicketState.CLOSED),
        target=TicketState.REOPENED,
        by=RECEIVERS,
        basis=law.REQUESTS,
        ref="D9",
        requires=(guards.within_the_month, guards.may_be_reopened),
        starts=FIRST_CLOCKS,
        stops=(needs.CONFIRM, needs.NO_REPLY, needs.REOPEN),
    ),
    Transition(
        "escalate",
        _("逾期，报乡镇（街道）领导督办"),
        source=(*OPEN_TICKET, TicketState.CLOSED),
        target=None,
        by=(SYSTEM,),
        basis=law.REQUESTS,
        ref="D10",
        requires=(guards.something_is_late,),
        starts=needs.ALL_FURTHER,
    ),
    Transition(
        "escalate_further",
        _("逾期一倍，报县级领导督办"),
        source=(*OPEN_TICKET, TicketState.CLOSED),
        target=None,
        by=(SYSTEM,),
        basis=law.REQUESTS,
        ref="D10",
        requires=(guards.something_is_twice_late,),
        stops=needs.ALL_FURTHER,
    ),
    Transition(
        "merge",
        _("并入另一件"),
        source=OPEN_TICKET,
        target=TicketState.MERGED,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D11",
        requires=(guards.by_owner_if_any, guards.main_is_another, guards.no_referral_waits, dignified),
        stops=EVERY_CLOCK,
        resumes=("S-1", "S-3"),
    ),
    Transition(
        "withdraw",
        _("登记本人撤回"),
        source=OPEN_TICKET,
        target=TicketState.WITHDRAWN,
        by=OWNERS,
        basis=law.REQUESTS,
        ref="D11",
        requires=(guards.by_owner_if_any, guards.no_referral_waits, dignified),
        stops=EVERY_CLOCK,
        resumes=("S-1", "S-3"),
    ),
    Transition(
        "annotate",
        _("批注"),
        source=ALL,
        target=None,
        by=EVERYBODY,
        basis=law.RECORDS,
        requires=(dignified,),
    ),
)

REFERRAL_ROWS = (
    Transition(
        "prepare_referral",
        _("拟转介其他单位"),
        source=(TicketState.IN_PROGRESS,),
        target=None,
        by=OWNERS,
        basis=law.REFERRALS,
        requires=(*OWN, sharing.none_runs, sharing.letter_is_dignified),
    ),
    Transition(
        "refer",
        _("转介"),
        source=(TicketState.IN_PROGRESS,),
        target=TicketState.REFERRED,
        by=OWNERS,
        basis=law.SHARING,
        ref="D4",
        requires=(*OWN, sharing.is_draft, sharing.may_be_shared),
        issues=("support_referral",),
        starts=REFERRING,
    ),
    Transition(
        "take_acceptance",
        _("登记对方已接"),
        source=(TicketState.REFERRED, TicketState.IN_PROGRESS),
        target=TicketState.IN_PROGRESS,
        by=OWNERS,
        basis=law.REFERRALS,
        ref="D5",
        requires=(*OWN, sharing.is_sent, dignified),
        stops=REFERRING,
    ),
    Transition(
        "take_refusal",
        _("登记对方未接"),
        source=(TicketState.REFERRED, TicketState.IN_PROGRESS),
        target=TicketState.IN_PROGRESS,
        by=OWNERS,
        basis=law.REFERRALS,
        ref="D5",
        requires=(*OWN, sharing.is_sent, dignified),
        stops=REFERRING,
    ),
    Transition(
        "take_result",
        _("登记办成的结果"),
        source=(TicketState.REFERRED, TicketState.IN_PROGRESS),
        target=TicketState.IN_PROGRESS,
        by=OWNERS,
        basis=law.REFERRALS,
        ref="D5",
        requires=(*OWN, sharing.may_be_done, dignified),
        stops=REFERRING,
    ),
    Transition(
        "take_service",
        _("登记对方开始办"),
        source=(TicketState.IN_PROGRESS,),
        target=None,
        by=OWNERS,
        basis=law.REFERRALS,
        requires=(*OWN, sharing.is_accepted, dignified),
    ),
    Transition(
        "revoke_referral",
        _("撤回转介"),
        source=(TicketState.REFERRED, TicketState.IN_PROGRESS),
        target=TicketState.IN_PROGRESS,
        by=OWNERS,
        basis=law.WITHDRAW,
        requires=(*OWN, sharing.may_be_revoked, dignified),
        stops=REFERRING,
    ),
    Transition(
        "remind_receiver",
        _("提醒催问接收单位"),
        source=OPEN_TICKET,
        target=None,
        by=(SYSTEM,),
        basis=law.REFERRALS,
        requires=(sharing.reminder_is_due,),
        stops=(needs.REMIND,),
    ),
    Transition(
        "escalate_referral",
        _("转介没有答复，报领导督办"),
        source=OPEN_TICKET,
        target=None,
        by=(SYSTEM,),
        basis=law.REFERRALS,
        ref="D10",
        requires=(sharing.answer_is_late,),
        stops=(needs.RECEIPT,),
    ),
)

EMERGENCY_ROWS = (
    Transition(
        "log_step",
        _("登记应急步骤"),
        source=(*OPEN_TICKET, TicketState.CLOSED),
        target=None,
        by=RECEIVERS,
        basis=law.EMERGENCIES,
        requires=(guards.is_emergency, guards.signer_has_authority, dignified),
        starts=(needs.VISIT_HOME,),
        stops=(*needs.EMERGENCY, needs.PLAN_P0, needs.VISIT_HOME, *needs.ALL_FURTHER),
    ),
)


def _village_owns(ticket: Any) -> bool:
    return ticket.owner_role == Role.VILLAGE_WORKER


def _county_owns(ticket: Any) -> bool:
    return ticket.owner_role == Role.COUNTY_OFFICER


def _raised(ticket: Any) -> bool:
    return ticket.raised


def _leader_is_awaited(ticket: Any) -> bool:
    return ticket.needs_leader and ticket.agreed_on is None


def _of_owner(name: str, state: TicketState, title: Any) -> tuple[HumanTask, ...]:
    """What the owner does, whichever office the owner holds."""
    return (
        HumanTask(f"{name}_in_village", state, Role.VILLAGE_WORKER, title, _village_owns),
        HumanTask(f"{name}_in_county", state, Role.COUNTY_OFFICER, title, _county_owns),
        HumanTask(name, state, Role.TOWNSHIP_OFFICER, title),
    )


TICKET = Procedure(
    name="ticket",
    app_label="support",
    title=_("诉求工单"),
    states=TicketState,
    roles=Role,
    tasks=(
        HumanTask("assign_ticket", TicketState.REGISTERED, Role.TOWNSHIP_OFFICER, _("交办诉求")),
        HumanTask(
            "assign_in_county", TicketState.REOPENED, Role.COUNTY_OFFICER, _("由县级交办重新办理的诉求"), _raised
        ),
        HumanTask("assign_again", TicketState.REOPENED, Role.TOWNSHIP_OFFICER, _("交办重新办理的诉求")),
        *_of_owner("answer_family", TicketState.ASSIGNED, _("第一次答复家里")),
        *_of_owner("solve", TicketState.IN_PROGRESS, _("办理诉求")),
        *_of_owner("follow_referral", TicketState.REFERRED, _("跟进转介")),
        *_of_owner("ask_family", TicketState.WAITING_FAMILY, _("等家里，每周复核")),
        *_of_owner("ask_third", TicketState.WAITING_THIRD, _("等其他单位，每周复核")),
        HumanTask(
            "agree", TicketState.PROPOSED_CLOSE, Role.TOWNSHIP_DEPUTY, _("审核危急、急需诉求的办结"), _leader_is_awaited
        ),
        *_of_owner("confirm_with_family", TicketState.PROPOSED_CLOSE, _("请家里确认结果")),
    ),
    transitions=(*REQUEST_ROWS, *REFERRAL_ROWS, *EMERGENCY_ROWS),
    phases=(
        Phase(_("登记交办"), (*NEW, TicketState.ASSIGNED)),
        Phase(_("办理"), (TicketState.IN_PROGRESS, TicketState.REFERRED, *WAITING)),
        Phase(_("确认"), (TicketState.PROPOSED_CLOSE,)),
        Phase(_("办结"), ENDED_TICKET),
    ),
    final=ENDED_TICKET,
    exclusions={**law.EXCLUSIONS, **needs.NEED_EXCLUSIONS},
    codes=TICKET_CODES,
)
