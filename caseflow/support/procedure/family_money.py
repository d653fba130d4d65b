"""The moves of a family's file that concern what is paid to it: a change that ends it, and what makes it wait (1.3)."""

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Transition

from .. import law
from ..guards import family as guards
from ..guards import family_money as money
from ..guards.application import dignified
from ..law.limits_money import PAYING
from .words import OPEN_FAMILY, Role

OFFICES = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)

MONEY_ROWS = (
    Transition(
        "record_change",
        _("登记情况变化"),
        source=OPEN_FAMILY,
        target=None,
        by=OFFICES,
        basis=PAYING,
        requires=(guards.of_this_family, money.person_named, money.has_happened, dignified),
    ),
    Transition(
        "hold_payment",
        _("暂缓发放"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.COUNTY_OFFICER,),
        basis=PAYING,
        requires=(guards.of_this_family, money.is_paid, dignified),
    ),
    Transition(
        "resume_payment",
        _("恢复发放"),
        source=OPEN_FAMILY,
        target=None,
        by=(Role.COUNTY_OFFICER,),
        basis=law.FUNDS,
        requires=(guards.of_this_family, money.is_held, dignified),
    ),
)
