"""The annual review of a family: looked after at home, compared, confirmed, and ended by three signatures where it must (1.4)."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseflow.procedure import SYSTEM, HumanTask, Phase, Procedure, Transition

from .. import law
from ..guards import review as guards
from ..guards.application import dignified
from ..guards.family import hands_change
from ..law import care
from .words import Role


class ReviewState(TextChoices):
    OPENED = "review_opened", _("待见面核对")
    VISITED = "review_visited", _("已见面核对")
    TOWNSHIP_OK = "review_township_ok", _("乡镇已审核")
    COUNTY_OK = "review_county_ok", _("县级已确认")
    CONTINUE = "review_continue", _("继续")
    EXIT_APPROVAL = "review_exit_approval", _("转出审批")
    EXITED = "review_exited", _("已转出")


REVIEW_CODES = {state: state.name for state in ReviewState}
ENDED_REVIEW = (ReviewState.CONTINUE, ReviewState.EXITED)
LOCAL = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER)
EVERYBODY = (*LOCAL, Role.TOWNSHIP_DEPUTY, Role.COUNTY_OFFICER, Role.SECTION_HEAD, Role.LEADER)
ALL = tuple(ReviewState)

REVIEW_ROWS = (
    Transition(
        "open",
        _("开始年审"),
        source=(),
        target=ReviewState.OPENED,
        by=(SYSTEM, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER),
        basis=law.REVIEWS,
        ref="L-20",
        starts=(care.VILLAGE_GATE, care.TOWNSHIP_GATE, care.COUNTY_GATE),
    ),
    Transition(
        "record_findings",
        _("登记见面核对的情况"),
        source=(ReviewState.OPENED, ReviewState.VISITED),
        target=None,
        by=LOCAL,
        basis=law.REVIEWS,
        requires=(guards.of_the_family, guards.day_is_told, dignified),
    ),
    Transition(
        "record_attempt",
        _("登记一次没有见到"),
        source=(ReviewState.OPENED,),
        target=None,
        by=LOCAL,
        basis=law.REVIEWS,
        requires=(dignified,),
    ),
    Transition(
        "finish_visit",
        _("核对完毕，报乡镇"),
        source=(ReviewState.OPENED,),
        target=ReviewState.VISITED,
        by=LOCAL,
        basis=law.REVIEWS,
        requires=(guards.everybody_seen,),
        stops=(care.VILLAGE_GATE,),
    ),
    Transition(
        "compare",
        _("比对登记信息"),
        source=(ReviewState.VISITED,),
        target=None,
        by=(Role.TOWNSHIP_OFFICER,),
        basis=law.CHECK,
        requires=(guards.of_the_family, guards.was_seen, guards.day_is_told),
        sealed=("matched",),
    ),
    Transition(
        "confirm_in_township",
        _("乡镇审核"),
        source=(ReviewState.VISITED,),
        target=ReviewState.TOWNSHIP_OK,
        by=(Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY),
        basis=law.TOWNSHIP,
        requires=(guards.not_who_saw, dignified),
        stops=(care.TOWNSHIP_GATE,),
    ),
    Transition(
        "confirm_in_county",
        _("县级确认"),
        source=(ReviewState.TOWNSHIP_OK,),
        target=ReviewState.COUNTY_OK,
        by=(Role.COUNTY_OFFICER,),
        basis=law.DECIDE,
        requires=(guards.not_who_saw, dignified),
        issues=("support_annual_review",),
        stops=(care.COUNTY_GATE,),
    ),
    Transition(
        "carry_on",
        _("继续"),
        source=(ReviewState.COUNTY_OK,),
        target=ReviewState.CONTINUE,
        by=(SYSTEM,),
        basis=law.REVIEWS,
        requires=(guards.nobody_leaves,),
        at_once=True,
    ),
    Transition(
        "ask_exit",
        _("报转出审批"),
        source=(ReviewState.COUNTY_OK,),
        target=ReviewState.EXIT_APPROVAL,
        by=(SYSTEM,),
        basis=law.REVIEWS,
        requires=(guards.somebody_leaves,),
        starts=(care.STOP_GATE,),
        at_once=True,
    ),
    Transition(
        "tell_exit",
        _("向本人说明，听取意见"),
        source=(ReviewState.EXIT_APPROVAL,),
        target=None,
        by=(*LOCAL, Role.COUNTY_OFFICER),
        basis=law.DECIDE,
        requires=(guards.exit_not_told, dignified),
    ),
    Transition(
        "approve_exit",
        _("批准转出"),
        source=(ReviewState.EXIT_APPROVAL,),
        target=ReviewState.EXITED,
        by=(Role.LEADER,),
        basis=law.DECIDE,
        requires=(guards.told_first, guards.not_who_saw, dignified),
        issues=("support_annual_exit",),
        stops=(care.STOP_GATE,),
        approval=True,
        step_up=True,
    ),
    Transition(
        "return_exit",
        _("退回重新核对"),
        source=(ReviewState.EXIT_APPROVAL,),
        target=ReviewState.VISITED,
        by=(Role.LEADER,),
        basis=law.DECIDE,
        requires=(dignified,),
        stops=(care.STOP_GATE,),
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
        "annotate",
        _("批注"),
        source=ALL,
        target=None,
        by=EVERYBODY,
        basis=law.RECORDS,
        requires=(dignified,),
    ),
)


def _told(review: Any) -> bool:
    return review.told_on is not None


REVIEW = Procedure(
    name="review",
    app_label="support",
    title=_("年审"),
    states=ReviewState,
    roles=Role,
    tasks=(
        HumanTask("see_family", ReviewState.OPENED, Role.VILLAGE_WORKER, _("年审：见面核对（与走访一起）")),
        HumanTask("check_review", ReviewState.VISITED, Role.TOWNSHIP_OFFICER, _("年审：比对、审核")),
        HumanTask("confirm_review", ReviewState.TOWNSHIP_OK, Role.COUNTY_OFFICER, _("年审：县级确认")),
        HumanTask("sign_exit", ReviewState.EXIT_APPROVAL, Role.LEADER, _("年审：签批转出"), _told),
        HumanTask("tell_family", ReviewState.EXIT_APPROVAL, Role.VILLAGE_WORKER, _("年审：向本人说明转出的理由")),
    ),
    transitions=REVIEW_ROWS,
    phases=(
        Phase(_("见面核对"), (ReviewState.OPENED,)),
        Phase(_("乡镇审核"), (ReviewState.VISITED,)),
        Phase(_("县级确认"), (ReviewState.TOWNSHIP_OK, ReviewState.COUNTY_OK)),
        Phase(_("办结"), (ReviewState.CONTINUE, ReviewState.EXIT_APPROVAL, ReviewState.EXITED)),
    ),
    final=ENDED_REVIEW,
    exclusions=law.EXCLUSIONS,
    codes=REVIEW_CODES,
)
