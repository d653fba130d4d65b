"""Whether accompanying may go on: assessed, planned, approved by another, looked back on, suspended, handed on, ended (A4–A16)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases import parameters
from caseflow.cases.calendar.days import add_months
from caseflow.procedure import Attempt, guard

from .. import matters, teaming
from ..codes import FROM_ANYWHERE, CloseReason, Domain, HelperCode, Purpose
from ..procedure.words import Role
from ..rules.team import has_a_post

OF_COUNTY_ALONE = (CloseReason.ALL_DEPARTED, CloseReason.MOVED)


@guard(lazy("小组里还没有双岗联系人（乡镇领导或者村干部），至少要有一名。"), ref="A4", mend="helpers")
def has_double_post(household: Any, attempt: Attempt) -> bool:
    return has_a_post([teaming.serving(each) for each in household.team_on(attempt.on)])


@guard(
    lazy("家庭没有同意“C 帮扶联系小组联系走访”；待遇照常办理，需要联系时由值班人员办理。"), ref="6.3", mend="consents"
)
def consents_to_team(household: Any, attempt: Attempt) -> bool:
    return bool(household.consents_to(Purpose.C))


@guard(lazy("请先上门看望，或者写明家庭不愿意上门。"), ref="A5", of_facts=True)
def visited_or_wished(household: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("visited")) or household.contact_preference != "HOME_OK"


@guard(lazy("九个方面请逐项评估。"), ref="A5", of_facts=True)
def every_domain_scored(household: Any, attempt: Attempt) -> bool:
    return set(attempt.facts.get("scores", {})) >= set(Domain.values)


@guard(lazy("有需要的方面，请写明具体的需要。"), ref="A5", of_facts=True)
def every_need_told(household: Any, attempt: Attempt) -> bool | str:
    told = {each["domain"] for each in attempt.facts.get("needs") or ()}
    scores = attempt.facts.get("scores", {})
    missing = [Domain(code).label for code, score in scores.items() if score in ("2", "3") and code not in told]
    if not missing:
        return True
    return _("这些方面需要帮助，请写明具体的需要：%(domains)s。") % {"domains": "、".join(map(str, missing))}


@guard(lazy("小组里有签约医生，请写明医生的意见。"), ref="A5", of_facts=True)
def doctor_was_asked(household: Any, attempt: Attempt) -> bool:
    doctor = any(each.code == HelperCode.VILLAGE_DOCTOR for each in household.team_on(attempt.on))
    return not doctor or bool(attempt.facts.get("health"))


@guard(lazy("精神方面的评估须另外取得本人同意（G 心理服务），没有同意的填“0 不需要”。"), ref="3.7", of_facts=True)
def mind_by_consent(household: Any, attempt: Attempt) -> bool:
    scores = attempt.facts.get("scores", {})
    return scores.get(Domain.MIND, "0") == "0" or bool(attempt.facts.get("mind_consent"))


@guard(lazy("每一项需要都要有办法、谁来办、何时以前，或者写明按本人意愿不安排。"), ref="A6", of_facts=True)
def every_need_answered(household: Any, attempt: Attempt) -> bool | str:
    goals, assessment = attempt.facts.get("goals") or (), household.assessment
    if any(
        not each.get("by_wish") and not (each.get("action") and each.get("who") and each.get("by_day"))
        for each in goals
    ):
        return False
    answered = {each["domain"] for each in goals}
    open_now = assessment.open_domains if assessment is not None else ()
    missing = [str(Domain(code).label) for code in open_now if assessment.scores[code] != "1" and code not in answered]
    if not missing:
        return True
    return _("这些方面的需要还没有安排：%(domains)s。") % {"domains": "、".join(missing)}


@guard(lazy("计划要先给家里看过，听过家里的意见。"), ref="A6", of_facts=True)
def family_has_seen(household: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("seen"))


@guard(lazy("下次评估不早于今天。"), ref="A6", of_facts=True)
def review_lies_ahead(household: Any, attempt: Attempt) -> bool:
    day = attempt.facts.get("review_on")
    return day is None or day > attempt.on


@guard(lazy("拟订计划的人不审批同一份计划。"), ref="A7")
def not_own_plan(household: Any, attempt: Attempt) -> bool:
    plan = household.plan
    return attempt.by is None or plan is None or plan.drafted_by_id != attempt.by.pk


@guard(lazy("风险等级高的家庭，计划由县级审批。"), ref="A7")
def not_at_high_risk(household: Any, attempt: Attempt) -> bool:
    return not household.at_high_risk


@guard(lazy("风险等级不高，由乡镇（街道）审批。"), ref="A7")
def at_high_risk(household: Any, attempt: Attempt) -> bool:
    return bool(household.at_high_risk)


@guard(lazy("请先由小组评估各项目标。"), ref="A10")
def goals_scored(household: Any, attempt: Attempt) -> bool:
    stage = household.stage
    return stage is not None and stage.scored_on is not None


@guard(lazy("各项目标请逐项评分。"), ref="A10", of_facts=True)
def every_goal_scored(household: Any, attempt: Attempt) -> bool:
    plan, scores = household.plan, attempt.facts.get("scores", {})
    return plan is None or {str(each.pk) for each in plan.goals.all()} <= set(scores)


@guard(
    lazy("调整了计划的，每一项目标都要有办法、谁来办、何时以前，或者写明按本人意愿不安排。"), ref="A10", of_facts=True
)
def new_goals_complete(household: Any, attempt: Attempt) -> bool:
    goals = attempt.facts.get("goals") or ()
    return all(each.get("by_wish") or (each.get("action") and each.get("who") and each.get("by_day")) for each in goals)


@guard(lazy("评估的人不确认同一次评估。"), ref="A10")
def not_own_review(household: Any, attempt: Attempt) -> bool:
    stage = household.stage
    return attempt.by is None or stage is None or stage.scored_by_id != attempt.by.pk


@guard(lazy("这个结案原因不需要评估，请用“提出结案”。"), ref="A11", of_facts=True)
def reason_needs_review(household: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("reason") in (None, *(each for each in CloseReason if each not in FROM_ANYWHERE))


@guard(lazy("失联核销须经公安和亲属查找，并且满规定的期限。"), ref="7.8", of_facts=True)
def lost_long_enough(household: Any, attempt: Attempt) -> bool | str:
    if attempt.facts.get("reason") != CloseReason.LOST:
        return True
    months, since = int(parameters.value("support.lost_months", attempt.on)), attempt.facts.get("lost_since")
    if since is not None and add_months(since, months) <= attempt.on:
        return True
    return _("失联核销须经公安和亲属查找满 %(months)d 个月，请填写从哪一天起联系不上。") % {"months": months}


@guard(lazy("小组已经组建，由组长提出结案；没有组长的，由乡镇（街道）提出。"), ref="A11", of_facts=True)
def led_or_township(household: Any, attempt: Attempt) -> bool:
    return attempt.role != Role.HELPER or (household.leader is not None and household.leader.user_id == attempt.by.pk)


@guard(lazy("全体成员离世、迁出移交的，由县级审核结案。"), ref="A12", of_facts=True)
def county_where_it_must(household: Any, attempt: Attempt) -> bool:
    return household.closing not in OF_COUNTY_ALONE or attempt.role == Role.COUNTY_OFFICER


@guard(lazy("还有没办完的事，不能结案。"), ref="A12", mend="summary")
def matters_over(household: Any, attempt: Attempt) -> bool | str:
    found = matters.open_matters(household)
    return "；".join(found) if found else True


@guard(lazy("不是从这里暂停的。"), ref="A14")
def came_from_here(household: Any, attempt: Attempt) -> bool:
    pause = household.pause
    return pause is not None and attempt.row.target == pause.was


@guard(lazy("请写明接收单位，或者选择本县（区）的接收地。"), ref="A15", of_facts=True)
def receiver_named(household: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    return bool(facts.get("to_area") or facts.get("to_office")) or "reason" not in facts


@guard(lazy("接收地就是现在的乡镇（街道）。"), ref="A15", of_facts=True)
def to_another_township(household: Any, attempt: Attempt) -> bool:
    area = attempt.facts.get("to_area")
    return area is None or (not area.is_village and area.pk != household.village.parent_id)


@guard(lazy("已经有一份移交在等答复。"), ref="A15")
def not_offered_yet(household: Any, attempt: Attempt) -> bool:
    return household.offer is None


@guard(lazy("没有向本县（区）发出、等待答复的移交。"), ref="A15")
def offered_within(household: Any, attempt: Attempt) -> bool:
    offer = household.offer
    return offer is not None and offer.to_area_id is not None


@guard(lazy("没有向外地发出、等待答复的移交；本县（区）的由接收地答复。"), ref="A15")
def offered_outside(household: Any, attempt: Attempt) -> bool:
    offer = household.offer
    return offer is not None and offer.to_area_id is None


@guard(lazy("没有同意向接收地提供档案。"), ref="A15", of_facts=True)
def consents_to_transfer(household: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("agreed")) or "member" not in attempt.facts


@guard(lazy("结案已经超过规定的期限，请重新接案登记。"), ref="A16")
def within_reopening(household: Any, attempt: Attempt) -> bool:
    closed = household.dossier.closed_on
    months = int(parameters.value("support.reopen_months", attempt.on))
    return closed is not None and attempt.on <= add_months(closed, months)


@guard(lazy("没有批准过的帮扶计划，请恢复到接案。"), ref="A16")
def had_a_plan(household: Any, attempt: Attempt) -> bool:
    return bool(household.plans.exclude(approved_on=None).exists())


@guard(lazy("不再问候，或者本人不愿意。"), ref="4.5")
def is_greeted(household: Any, attempt: Attempt) -> bool:
    return bool(household.aftercare)
