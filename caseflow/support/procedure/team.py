"""The moves of a family's team: appointed, ended, refused, handed over, with what coverage needs (3.2–3.6)."""

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import SYSTEM, Transition

from .. import law
from ..guards import application as course
from ..guards import family
from ..guards import team as guards
from .words import ACCOMPANIED, OF_TEAM, OPEN_FAMILY, FamilyState, Role

TEAM = (*ACCOMPANIED, FamilyState.SUSPENDED)
APPOINTING = (Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY, Role.ASSOCIATION)
TELLING = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY, Role.ASSOCIATION, Role.HELPER)
GAPS = (law.FILL_ROLE, law.FILL_VOLUNTEER)

TEAM_ROWS = (
    Transition(
        "appoint_helper",
        _("安排联系人"),
        source=ACCOMPANIED,
        target=None,
        by=APPOINTING,
        basis=law.TEAMS,
        requires=(
            guards.holds_the_office,
            guards.role_is_free,
            guards.one_role_each,
            guards.not_near,
            guards.not_beneficiary,
            guards.not_refused_before,
            guards.consented_to,
            guards.is_fit,
            guards.is_pledged,
            guards.kin_declared,
            guards.under_cap,
            course.dignified,
        ),
        starts=(*GAPS, law.HAND_OVER, law.NEW_CARD),
        stops=GAPS,
    ),
    Transition(
        "end_helper",
        _("登记联系人离开"),
        source=TEAM,
        target=None,
        by=APPOINTING,
        basis=law.HANDOVER,
        requires=(guards.serves_here, guards.no_stand_in, course.dignified),
        starts=(*GAPS, law.NEW_CARD),
        stops=(law.REPLACE_REFUSED, law.HAND_OVER, *GAPS),
    ),
    Transition(
        "leave_team",
        _("告知本人离开小组"),
        source=TEAM,
        target=None,
        by=OF_TEAM,
        basis=law.HANDOVER,
        requires=(guards.serves_oneself, course.dignified),
        starts=(*GAPS, law.NEW_CARD),
        stops=(law.REPLACE_REFUSED, law.HAND_OVER, *GAPS),
    ),
    Transition(
        "refuse_helper",
        _("家庭要求换人"),
        source=TEAM,
        target=None,
        by=TELLING,
        basis=law.TEAMS,
        requires=(
            guards.serves_here,
            guards.not_refused_yet,
            guards.talked_the_second_time,
            course.dignified,
        ),
        starts=(law.REPLACE_REFUSED, *GAPS, law.NEW_CARD),
        stops=GAPS,
    ),
    Transition(
        "remove_refused",
        _("按家庭意愿解除联系人"),
        source=TEAM,
        target=None,
        by=(SYSTEM,),
        basis=law.TEAMS,
        requires=(guards.somebody_is_refused,),
        starts=(*GAPS, law.NEW_CARD),
        stops=(law.REPLACE_REFUSED, law.HAND_OVER, *GAPS),
    ),
    Transition(
        "settle_team",
        _("核对小组"),
        source=TEAM,
        target=None,
        by=(SYSTEM,),
        basis=law.CONFLICTS,
        requires=(guards.team_is_to_settle,),
        starts=(*GAPS, law.NEW_CARD),
        stops=(law.REPLACE_REFUSED, law.HAND_OVER, *GAPS),
    ),
    Transition(
        "hand_over",
        _("联系人交接"),
        source=TEAM,
        target=None,
        by=(*OF_TEAM, Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER),
        basis=law.HANDOVER,
        requires=(guards.serves_here, guards.is_to_be_handed_over, course.dignified),
        issues=("support_handover",),
        stops=(law.HAND_OVER,),
    ),
    Transition(
        "deliver_card",
        _("交给家庭新的连心卡"),
        source=TEAM,
        target=None,
        by=(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.HELPER),
        basis=law.CONTACTS,
        requires=(guards.has_a_card,),
        issues=("support_card",),
        stops=(law.NEW_CARD,),
    ),
    Transition(
        "name_primary",
        _("确定成员的主要联系人"),
        source=ACCOMPANIED,
        target=None,
        by=(*APPOINTING, Role.VILLAGE_WORKER),
        basis=law.TEAMS,
        requires=(family.of_this_family, guards.serves_here, guards.fit_as_primary),
    ),
    Transition(
        "record_doctor",
        _("登记家庭医生签约"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.DOCTOR),
        basis=law.COVERAGE,
        requires=(family.of_this_family, guards.consents_to_doctor),
    ),
    Transition(
        "record_proof",
        _("登记优先就医凭证"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER),
        basis=law.COVERAGE,
        requires=(family.of_this_family,),
    ),
    Transition(
        "take_pledge",
        _("登记培训和保密承诺"),
        source=ACCOMPANIED,
        target=None,
        by=APPOINTING,
        basis=law.SECRECY,
        requires=(guards.pledge_explained, guards.trained_before),
        issues=("support_pledge",),
        starts=(*GAPS, law.NEW_CARD),
        stops=GAPS,
    ),
    Transition(
        "waive_for_doctor",
        _("同意唯一的医生担任签约医生"),
        source=ACCOMPANIED,
        target=None,
        by=(Role.COUNTY_OFFICER,),
        basis=law.CONFLICTS,
        requires=(guards.is_a_relative, course.dignified),
    ),
)
