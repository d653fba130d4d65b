"""The moves by which accompanying ends, rests, goes elsewhere and begins again (A11–A16), and the greetings afterwards."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Transition

from .. import law
from ..guards import accompanying as guards
from ..guards import application as course
from ..guards import family
from .words import GOING_ON, OPEN_FAMILY, FamilyState, Role

LOCAL = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER)
OF_TEAM = (law.FILL_ROLE, law.FILL_VOLUNTEER, law.REPLACE_REFUSED, law.HAND_OVER, law.NEW_CARD, law.FIRST_TEAM)
OF_HELP = (law.ASSESS, law.DRAFT_PLAN, law.APPROVE_PLAN, law.NEXT_REVIEW, law.FINISH_REVIEW)
EVERYTHING = (*OF_TEAM, *OF_HELP, law.RECHECK_PAUSE, law.CLOSE_FILE, law.REGISTER_FAMILY, law.ANSWER_TRANSFER)
RESUMED = {  # A14: back to where it was suspended
    "resume_intake": FamilyState.INTAKE,
    "resume_eligibility_review": FamilyState.ELIGIBILITY_REVIEW,
    "resume_team_assignment": FamilyState.TEAM_ASSIGNMENT,
    "resume_needs_assessment": FamilyState.NEEDS_ASSESSMENT,
    "resume_plan_draft": FamilyState.PLAN_DRAFT,
    "resume_plan_approval": FamilyState.PLAN_APPROVAL,
    "resume_delivery": FamilyState.DELIVERY,
    "resume_review": FamilyState.REVIEW,
    "resume_support_only": FamilyState.SUPPORT_ONLY,
    "resume_closing": FamilyState.CLOSING,
}


def _resumed(name: str, state: FamilyState) -> Transition:
    return Transition(
        name,
        format_lazy("{}：{}", _("恢复"), state.label),
        source=(FamilyState.SUSPENDED,),
        target=state,
        by=(Role.TOWNSHIP_OFFICER,),
        basis=law.SUSPENSION,
        ref="A14",
        requires=(guards.came_from_here, course.dignified),
        starts=(law.NEXT_REVIEW,) if state == FamilyState.DELIVERY else (),
        stops=(law.RECHECK_PAUSE,),
        resumes=("S-5",),
    )


LEAVING_ROWS = (
    Transition(
        "propose_closing",
        _("提出结案"),
        source=(*(state for state in GOING_ON if state != FamilyState.CLOSING), FamilyState.SUSPENDED),
        target=FamilyState.CLOSING,
        by=(Role.TOWNSHIP_OFFICER, Role.HELPER),
        basis=law.CLOSING,
        ref="A11",
        requires=(
            family.may_close_from_here,
            family.applications_over,
            guards.led_or_township,
            guards.lost_long_enough,
            course.dignified,
        ),
        starts=(law.CLOSE_FILE,),
        stops=(*OF_HELP, law.RECHECK_PAUSE),
        resumes=("S-5",),
    ),
    Transition(
        "propose_closing_after_review",
        _("评估以后提出结案"),
        source=(FamilyState.REVIEW,),
        target=FamilyState.CLOSING,
        by=(Role.TOWNSHIP_OFFICER, Role.HELPER),
        basis=law.CLOSING,
        ref="A11",
        requires=(
            guards.reason_needs_review,
            guards.goals_scored,
            family.applications_over,
            guards.led_or_township,
            course.dignified,
        ),
        starts=(law.CLOSE_FILE,),
        stops=OF_HELP,
    ),
    Transition(
        "propose_closing_of_help",
        _("一般帮扶办结"),
        source=(FamilyState.SUPPORT_ONLY,),
        target=FamilyState.CLOSING,
        by=(Role.TOWNSHIP_OFFICER,),
        basis=law.CLOSING,
        ref="A11'",
        requires=(family.applications_over, guards.matters_over, course.dignified),
        starts=(law.CLOSE_FILE,),
    ),
    Transition(
        "finish",
        _("审核结案"),
        source=(FamilyState.CLOSING,),
        target=FamilyState.CLOSED,
        by=(Role.TOWNSHIP_DEPUTY, Role.COUNTY_OFFICER),
        basis=law.CLOSING,
        ref="A12",
        requires=(
            family.applications_over,
            guards.matters_over,
            family.not_own_proposal,
            guards.county_where_it_must,
        ),
        issues=("support_closing",),
        starts=(law.GREETING,),
        stops=EVERYTHING,
    ),
    Transition(
        "suspend",
        _("暂停帮扶"),
        source=GOING_ON,
        target=FamilyState.SUSPENDED,
        by=(Role.TOWNSHIP_OFFICER,),
        basis=law.SUSPENSION,
        ref="A13",
        requires=(course.dignified,),
        issues=("support_suspension",),
        starts=(law.RECHECK_PAUSE,),
        stops=(law.NEXT_REVIEW,),
        pauses=("S-5",),
    ),
    Transition(
        "recheck_pause",
        _("重新核对，继续暂停"),
        source=(FamilyState.SUSPENDED,),
        target=None,
        by=(Role.TOWNSHIP_OFFICER,),
        basis=law.SUSPENSION,
        requires=(course.dignified,),
        starts=(law.RECHECK_PAUSE,),
    ),
    *(_resumed(name, state) for name, state in RESUMED.items()),
    Transition(
        "send_transfer",
        _("发出档案移交函"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.TOWNSHIP_OFFICER,),
        basis=law.TRANSFER,
        requires=(
            guards.not_offered_yet,
            family.of_this_family,
            guards.receiver_named,
            guards.to_another_township,
            guards.consents_to_transfer,
            family.applications_over,
            course.dignified,
        ),
        issues=("support_transfer",),
        starts=(law.ANSWER_TRANSFER,),
    ),
    Transition(
        "decline_transfer",
        _("答复：不接收"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.RECEIVER, Role.TOWNSHIP_OFFICER),
        basis=law.TRANSFER,
        requires=(guards.is_offered, guards.answers_for_the_receiver, course.dignified),
        stops=(law.ANSWER_TRANSFER,),
    ),
    Transition(
        "accept_transfer",
        _("答复：接收"),
        source=OPEN_FAMILY,
        target=FamilyState.TRANSFERRED_OUT,
        by=(Role.RECEIVER, Role.TOWNSHIP_OFFICER),
        basis=law.TRANSFER,
        ref="A15",
        requires=(guards.is_offered, guards.answers_for_the_receiver, course.dignified),
        stops=EVERYTHING,
    ),
    Transition(
        "greet",
        _("电话问候"),
        source=(FamilyState.CLOSED,),
        target=None,
        by=LOCAL,
        basis=law.AFTER_CARE,
        requires=(guards.is_greeted, course.dignified),
        stops=(law.GREETING,),
    ),
    Transition(
        "stop_greetings",
        _("按本人意愿不再问候"),
        source=(FamilyState.CLOSED,),
        target=None,
        by=LOCAL,
        basis=law.AFTER_CARE,
        requires=(guards.is_greeted, course.dignified),
        stops=(law.GREETING,),
    ),
    Transition(
        "reopen",
        _("恢复帮扶"),
        source=(FamilyState.CLOSED,),
        target=FamilyState.DELIVERY,
        by=(Role.TOWNSHIP_OFFICER,),
        basis=law.REOPENING,
        ref="A16",
        requires=(guards.within_reopening, guards.had_a_plan, course.dignified),
        issues=("support_reopening",),
        starts=(law.NEXT_REVIEW, law.FILL_ROLE, law.FILL_VOLUNTEER),
        stops=(law.GREETING,),
    ),
    Transition(
        "reopen_intake",
        _("恢复，从接案办起"),
        source=(FamilyState.CLOSED,),
        target=FamilyState.INTAKE,
        by=(Role.TOWNSHIP_OFFICER,),
        basis=law.REOPENING,
        ref="A16",
        requires=(guards.within_reopening, course.dignified),
        issues=("support_reopening",),
        starts=(law.REGISTER_FAMILY,),
        stops=(law.GREETING,),
    ),
)
