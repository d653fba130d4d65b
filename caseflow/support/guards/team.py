"""Whether somebody may join a family's team, leave it, be named for a member (3.2–3.4): each check with its sentence."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Attempt, guard

from .. import conflicts, starting, teaming
from ..codes import FIVE, HelperCode
from ..procedure.words import Role

OFFICES = {  # what somebody must hold to serve in a role (3.1)
    HelperCode.VILLAGE_DOCTOR: (Role.DOCTOR,),
    HelperCode.VOLUNTEER: (Role.VOLUNTEER,),
}


def _asked(check: Any, household: Any, attempt: Attempt) -> bool | str:
    person, code = attempt.facts.get("person"), attempt.facts.get("code")
    if person is None or not code:
        return True
    return check(household, person, code, attempt.on) or True


@guard(lazy("近亲属不能担任联系人。"), ref="3.3", of_facts=True)
def not_near(household: Any, attempt: Attempt) -> bool | str:
    return _asked(conflicts.near, household, attempt)


@guard(lazy("同一项目的帮扶对象只能担任志愿者。"), ref="3.3", of_facts=True)
def not_beneficiary(household: Any, attempt: Attempt) -> bool | str:
    return _asked(conflicts.beneficiary, household, attempt)


@guard(lazy("家庭以前要求换掉这个人，不再安排。"), ref="3.3", of_facts=True)
def not_refused_before(household: Any, attempt: Attempt) -> bool | str:
    return _asked(conflicts.refused_before, household, attempt)


@guard(lazy("这个人已登记为不宜担任帮扶工作。"), ref="3.3", of_facts=True)
def is_fit(household: Any, attempt: Attempt) -> bool | str:
    return _asked(conflicts.unfit, household, attempt)


@guard(lazy("没有有效的保密承诺和培训。"), ref="3.3", of_facts=True)
def is_pledged(household: Any, attempt: Attempt) -> bool | str:
    return _asked(conflicts.unpledged, household, attempt)


@guard(lazy("家庭没有同意。"), ref="6.3", of_facts=True)
def consented_to(household: Any, attempt: Attempt) -> bool | str:
    return _asked(conflicts.without_consent, household, attempt)


@guard(lazy("已达到联系户数上限，确需安排的，请写明理由。"), ref="T-6", of_facts=True)
def under_cap(household: Any, attempt: Attempt) -> bool | str:
    return bool(attempt.facts.get("over_cap")) or _asked(conflicts.over_cap, household, attempt)


@guard(
    lazy("这个人声明过与家庭的关系，请写明书面声明的内容；以后不参与这家的评议、审核、审批和款项。"),
    ref="3.3",
    of_facts=True,
)
def kin_declared(household: Any, attempt: Attempt) -> bool:
    person = attempt.facts.get("person")
    close = household.close_people.get(person.pk) if person is not None else None
    return close is None or close.kinship not in conflicts.DECLARED or bool(attempt.facts.get("declared"))


@guard(lazy("这个角色已经有人，请先登记原来的人离开。"), ref="T-1", of_facts=True)
def role_is_free(household: Any, attempt: Attempt) -> bool:
    code = attempt.facts.get("code")
    return code not in FIVE or not household.helpers.filter(code=code, until=None).exists()


@guard(lazy("同一个人在一个小组里不能担任两个角色。"), ref="T-6", of_facts=True)
def one_role_each(household: Any, attempt: Attempt) -> bool:
    person, code = attempt.facts.get("person"), attempt.facts.get("code")
    mine = household.helpers.filter(user=person, until=None, code__in=FIVE) if person is not None else None
    return mine is None or code not in FIVE or not mine.exists()


@guard(lazy("这个人没有相应的岗位（联系人、签约医生或者志愿者），请先由管理员授予。"), ref="3.1", of_facts=True)
def holds_the_office(household: Any, attempt: Attempt) -> bool:
    person, code = attempt.facts.get("person"), attempt.facts.get("code")
    if person is None or not code:
        return True
    wanted = OFFICES.get(code, (Role.HELPER,))
    return bool({f"support.{role.value}" for role in wanted} & person.roles)


@guard(lazy("请选择这个家庭现任的联系人。"), of_facts=True)
def serves_here(household: Any, attempt: Attempt) -> bool:
    helper = attempt.facts.get("helper")
    return helper is None or (helper.household_id == household.pk and helper.until is None)


@guard(lazy("代管人由系统指定，有人接任时自动结束。"), ref="T-8", of_facts=True)
def no_stand_in(household: Any, attempt: Attempt) -> bool:
    helper = attempt.facts.get("helper")
    return helper is None or helper.code != HelperCode.STAND_IN


@guard(lazy("您现在不是这个家庭的联系人，或者只是代管。"), ref="3.4", of_facts=True)
def serves_oneself(household: Any, attempt: Attempt) -> bool:
    mine = household.helpers.filter(user=attempt.by, until=None).exclude(code=HelperCode.STAND_IN)
    return attempt.by is None or mine.exists()


@guard(lazy("家庭已经要求换掉这个人，正在办理。"), ref="T-9", of_facts=True)
def not_refused_yet(household: Any, attempt: Attempt) -> bool:
    helper = attempt.facts.get("helper")
    return helper is None or helper.refused_on is None


@guard(lazy("家庭以前换过人，这一次请先谈一谈，写明谈的情况。"), ref="T-9", of_facts=True)
def talked_the_second_time(household: Any, attempt: Attempt) -> bool:
    before = household.helpers.exclude(refused_on=None)
    return bool(attempt.facts.get("talk")) or not before.exists()


@guard(lazy("没有等待换掉的联系人。"), ref="T-9")
def somebody_is_refused(household: Any, attempt: Attempt) -> bool:
    return household.helpers.filter(until=None).exclude(refused_on=None).exists()


@guard(lazy("小组没有变动。"), ref="3.3")
def team_is_to_settle(household: Any, attempt: Attempt) -> bool:
    return teaming.is_to_settle(household, attempt.on)


@guard(lazy("这名联系人没有前任，或者已经交接。"), ref="3.4", of_facts=True)
def is_to_be_handed_over(household: Any, attempt: Attempt) -> bool:
    helper = attempt.facts.get("helper")
    return helper is None or (helper.handed_over_on is None and starting.predecessor(helper) is not None)


@guard(lazy("还没有连心卡：小组组建以后随第一张卡一起交给家庭。"), ref="3.4")
def has_a_card(household: Any, attempt: Attempt) -> bool:
    return household.card is not None


@guard(lazy("代管人和已暂停的人不作为主要联系人，请选小组成员。"), ref="T-2", of_facts=True)
def fit_as_primary(household: Any, attempt: Attempt) -> bool:
    helper = attempt.facts.get("helper")
    return helper is None or (helper.code != HelperCode.STAND_IN and not helper.blocked and helper.refused_on is None)


@guard(lazy("没有同意“E 家庭医生和健康档案”，不能登记签约。"), ref="6.3", of_facts=True)
def consents_to_doctor(household: Any, attempt: Attempt) -> bool:
    member = attempt.facts.get("member")
    if member is None or attempt.facts.get("status") != "SIGNED":
        return True
    return bool(household.consents.filter(member=member, purpose="E", given=True, withdrawn_on=None).exists())


@guard(lazy("保密的要求须向本人说明。"), ref="F-30", of_facts=True)
def pledge_explained(household: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("explained"))


@guard(lazy("培训须在签承诺以前。"), ref="F-30", of_facts=True)
def trained_before(household: Any, attempt: Attempt) -> bool:
    trained = attempt.facts.get("trained_on")
    return trained is None or trained <= attempt.on


@guard(lazy("只有声明为近亲属的人才需要县级同意。"), ref="3.3", of_facts=True)
def is_a_relative(household: Any, attempt: Attempt) -> bool:
    person = attempt.facts.get("person")
    close = household.close_people.get(person.pk) if person is not None else None
    return person is None or (close is not None and close.kinship == "near")


@guard(lazy("小组里有应当回避的人。"), ref="A7")
def no_conflict_in_team(household: Any, attempt: Attempt) -> bool | str:
    """A plan is approved with a team in which nobody has a conflict."""
    for each in household.team_on(attempt.on):
        code = HelperCode.VILLAGE_FP if each.code == HelperCode.STAND_IN else each.code
        if why := conflicts.first(conflicts.ENDING, household, each.user, code, attempt.on):
            return _("小组里有应当回避的人：%(why)s") % {"why": why}
    return True
