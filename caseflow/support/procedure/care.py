"""What is done in a family's file besides its course: requests, who may sign for a member, a member's departure, reviews."""

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Transition

from .. import law
from ..guards import care as guards
from ..guards import family as people
from ..guards.application import dignified
from ..law import care
from .words import OPEN_FAMILY, FamilyState, Role

LOCAL = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER)
RECEIVERS = (
    *LOCAL,
    Role.VILLAGE_HEAD,
    Role.TOWNSHIP_DEPUTY,
    Role.COUNTY_OFFICER,
    Role.SECTION_HEAD,
)

CARE_ROWS = (
    Transition(
        "register_need",
        _("登记诉求"),
        source=OPEN_FAMILY,
        target=None,
        by=RECEIVERS,
        basis=law.REQUESTS,
        opens="ticket",
    ),
    Transition(
        "record_representative",
        _("登记监护人、受托人"),
        source=OPEN_FAMILY,
        target=None,
        by=LOCAL,
        basis=law.MEDICAL_CONSENT,
        requires=(people.of_this_family, guards.authority_in_writing),
    ),
    Transition(
        "record_departure",
        _("登记成员离世"),
        source=OPEN_FAMILY,
        target=None,
        by=LOCAL,
        basis=law.DEPARTURE,
        requires=(people.of_this_family, guards.not_departed_yet),
        starts=(care.CONDOLENCE,),
    ),
    Transition(
        "record_condolence",
        _("登记慰问"),
        source=(*OPEN_FAMILY, FamilyState.CLOSED),
        target=None,
        by=RECEIVERS,
        basis=law.DEPARTURE,
        requires=(guards.condolence_is_due, dignified),
        stops=(care.CONDOLENCE,),
    ),
    Transition(
        "open_review",
        _("开始年审"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER),
        basis=law.DECIDE,
        requires=(guards.is_confirmed, guards.not_reviewed_yet),
        opens="review",
    ),
)
