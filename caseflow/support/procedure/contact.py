"""The moves of contact and visits: acts in the file of a family that leave it where it is (reference 3.5, A8)."""

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Transition

from .. import law
from ..guards import contact as guards
from ..guards import family
from .words import ACCOMPANIED, OF_TEAM, OPEN_FAMILY, FamilyState, Role

CONTACTED = (*ACCOMPANIED, FamilyState.SUPPORT_ONLY)  # the states in which contact is owed
RESTING = tuple(state for state in FamilyState if state not in (*CONTACTED, FamilyState.CLOSING))  # nothing is owed
VISITORS = (Role.VILLAGE_WORKER, Role.VILLAGE_HEAD, Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY, *OF_TEAM)

CONTACT_ROWS = (
    Transition(
        "record_visit",
        _("记一次走访"),
        source=OPEN_FAMILY,
        target=None,
        by=VISITORS,
        basis=law.CONTACT,
        ref="A8",
        requires=(
            guards.not_in_future,
            guards.visitors_serve,
            guards.tells_what_and_what_next,
            guards.kindly_put,
        ),
        issues=("support_visit",),
    ),
    Transition(
        "confirm_visit",
        _("确认补记的走访"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY),
        basis=law.CONTACT,
        requires=(guards.visit_to_confirm, guards.not_own_visit, guards.kindly_put),
    ),
    Transition(
        "learn_of_event",
        _("登记需要看望的情况"),
        source=OPEN_FAMILY,
        target=None,
        by=VISITORS,
        basis=law.WELFARE,
        requires=(family.of_this_family, guards.learned_lately, guards.kindly_put),
    ),
    Transition(
        "choose_frequency",
        _("调整联系频次"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY),
        basis=law.CONTACT,
        requires=(guards.from_today_on, guards.kindly_put),
    ),
    Transition(
        "set_greeting",
        _("登记生日问候的意愿"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER),
        basis=law.WISHES,
        requires=(family.of_this_family,),
    ),
)
