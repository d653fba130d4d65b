"""What an investigation must have done before it goes on (T08–T19)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases.calendar import long_day
from caseflow.procedure import Attempt, guard

from ..codes import EvidenceStatus, InterviewRole, ReviewItem
from ..penalties import ranges


@guard(lazy("结束时间须晚于开始时间，且都不能晚于现在。"), of_facts=True)
def times_in_order(case: Any, attempt: Attempt) -> bool | str:
    start, end = attempt.facts.get("started_at"), attempt.facts.get("ended_at")
    if not start or not end:
        return False
    if start >= end or end > attempt.at:
        return False
    filed = case.filed_on
    if filed and timezone.localdate(start) < filed:
        return _("开始于%(start)s，早于立案日期%(filed)s。") % {
            "start": long_day(timezone.localdate(start)),
            "filed": long_day(filed),
        }
    return True


@guard(lazy("现场检查须在同一天开始和结束；跨日的请分开制作笔录。"), of_facts=True)
def one_day(case: Any, attempt: Attempt) -> bool:
    start, end = attempt.facts.get("started_at"), attempt.facts.get("ended_at")
    return not start or not end or timezone.localdate(start) == timezone.localdate(end)


@guard(lazy("受保护人须选择本案中的代称，不得写真实姓名；其他被询问人须写姓名。"), of_facts=True)
def interviewee_named(case: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    if facts.get("role") == InterviewRole.PROTECTED:
        return facts.get("protected") is not None and not facts.get("name") and not facts.get("id_no")
    return bool(facts.get("name")) and facts.get("protected") is None


@guard(lazy("代称须是本案的受保护人。"), of_facts=True)
def own_protected_person(case: Any, attempt: Attempt) -> bool:
    protected = attempt.facts.get("protected")
    return protected is None or protected.case_id == case.pk


@guard(lazy("所选的证据不是本案的证据。"), of_facts=True)
def own_evidence(case: Any, attempt: Attempt) -> bool:
    chosen = [*(attempt.facts.get("items") or ()), *filter(None, [attempt.facts.get("item")])]
    return all(each.case_id == case.pk for each in chosen)


@guard(lazy("取得日期不能晚于今天。"), of_facts=True)
def collected_by_now(case: Any, attempt: Attempt) -> bool:
    day = attempt.facts.get("collected_on")
    return day is None or day <= attempt.on


@guard(lazy("行为日期不能晚于今天；退还的金额不能多于收取的金额。"), of_facts=True)
def act_plausible(case: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    return facts["happened_on"] <= attempt.on and (facts.get("refunded") or 0) <= (facts.get("fee") or 0)


@guard(lazy("所选的违法行为不是本案记录的行为，或者已经剔除。"), of_facts=True)
def own_act(case: Any, attempt: Attempt) -> bool:
    act = attempt.facts["act"]
    return act.case_id == case.pk and not act.struck


@guard(
    lazy("先行登记保存须经本机关负责人批准（行政处罚法第五十六条）；情况紧急的，勾选“紧急”并在二十四小时内补办批准。"),
    ref="R-09",
    of_facts=True,
)
def preservation_approved(case: Any, attempt: Attempt) -> bool:
    if attempt.facts.get("emergency"):
        return bool(attempt.facts.get("reason") and attempt.facts.get("place") and attempt.facts.get("keeper"))
    return case.preservations.filter(done_at=None).exclude(approved_at=None).exists()


@guard(lazy("没有等待批准的先行登记保存；请写明理由、地点和保管人。"), ref="R-09", of_facts=True)
def preservation_described(case: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    if (preservation := facts.get("preservation")) is not None:
        return preservation.case_id == case.pk and preservation.approved_at is None
    return bool(facts.get("reason") and facts.get("place") and facts.get("keeper"))


@guard(lazy("须逐件登记保存的物品。"), ref="R-09", of_facts=True)
def items_listed(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("items"))


@guard(lazy("紧急先行登记保存后二十四小时内没有补办批准，补办以前不能办理后续步骤。"), ref="R-09", mend="evidence")
def preservation_regular(case: Any, attempt: Attempt) -> bool:
    late = case.dossier.deadlines.running().filter(code="DL-08", moment_due__lt=attempt.at or timezone.now())
    return not late.exists()


@guard(lazy("该物品不是本案登记保存的物品，或者已经处理。"), ref="R-09", of_facts=True)
def item_undecided(case: Any, attempt: Attempt) -> bool:
    item = attempt.facts["item"]
    return item.preservation.case_id == case.pk and not item.outcome


@guard(lazy("没有登记保存后等待处理的物品。"), mend="evidence")
def goods_undecided(case: Any, attempt: Attempt) -> bool:
    return case.undecided_goods().exists()


@guard(lazy("没有超过七个工作日而未处理的登记保存物品。"))
def preservation_lapsed(case: Any, attempt: Attempt) -> bool:
    return case.dossier.deadlines.over(attempt.on).filter(code="DL-07").exists()


@guard(lazy("须写明受托机构的资质。"), of_facts=True)
def body_qualified(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("qualification"))


@guard(lazy("没有等待结果的技术鉴定。"), mend="evidence")
def appraisal_awaited(case: Any, attempt: Attempt) -> bool:
    return case.appraisals.filter(received_on=None).exists()


@guard(lazy("该鉴定不是本案委托的，或者已经收到结果。"), of_facts=True)
def appraisal_open(case: Any, attempt: Attempt) -> bool:
    appraisal = attempt.facts["appraisal"]
    return appraisal.case_id == case.pk and appraisal.received_on is None


@guard(lazy("登记保存的物品尚未全部作出处理决定。"), ref="R-09", mend="evidence")
def goods_decided(case: Any, attempt: Attempt) -> bool:
    return not case.undecided_goods().exists()


@guard(lazy("委托的技术鉴定尚未收到结果。"), mend="evidence")
def appraisals_received(case: Any, attempt: Attempt) -> bool:
    return not case.appraisals.filter(received_on=None).exists()


@guard(lazy("没有登记违法行为及收费情况，违法所得没有计算。请先登记违法行为（没有收费的，金额填 0）。"), mend="acts")
def income_computed(case: Any, attempt: Attempt) -> bool:
    return case.acts.filter(struck=False).exists()


@guard(lazy("证据尚未全部核验。请逐件核验或者排除（行政处罚法第四十六条）。"), ref="R-08", mend="evidence")
def evidence_verified(case: Any, attempt: Attempt) -> bool | str:
    waiting = case.evidence.filter(status=EvidenceStatus.COLLECTED).count()
    if waiting:
        return _("还有 %(n)d 件证据没有核验。请逐件核验或者排除（行政处罚法第四十六条）。") % {"n": waiting}
    return True


@guard(lazy("没有可用的证据，也没有询问当事人的笔录。"), ref="R-08", mend="evidence")
def evidence_held(case: Any, attempt: Attempt) -> bool | str:
    if not case.evidence.filter(status=EvidenceStatus.VERIFIED).exists():
        return _("没有经核验的证据，不能调查终结。")
    if not case.inspections.exists() and not case.interviews.exists():
        return _("没有现场笔录或者询问笔录，不能调查终结。")
    return True


@guard(lazy("须回答“是否涉嫌犯罪”并说明理由。"), of_facts=True)
def crime_answered(case: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("crime_suspected") is not None and bool(attempt.facts.get("crime_reason"))


@guard(lazy("处罚建议不合法定种类和幅度。"), mend="acts", of_facts=True)
def within_range(case: Any, attempt: Attempt) -> bool | str:
    facts = attempt.facts
    found = case.range(facts.get("mitigation") or "")
    proposal = ranges.Proposal(
        order=True,
        warning=bool(facts.get("warning")),
        confiscation=facts.get("confiscation") or 0,
        goods=bool(facts.get("goods")),
        fine=facts.get("fine") or 0,
        licence=facts.get("licence") or "",
        months=int(facts.get("months") or 0),
    )
    return " ".join(sentence for _code, sentence in ranges.check_penalty(proposal, found)) or True


@guard(lazy("裁量的理由须写明。"), of_facts=True)
def tier_reasoned(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("tier") and attempt.facts.get("reasons"))


@guard(lazy("八项审核事项须逐项作出结论；同意的，八项须全部通过。"), ref="R-17", of_facts=True)
def eight_items_pass(case: Any, attempt: Attempt) -> bool | str:
    items = attempt.facts.get("items") or {}
    missing = [ReviewItem(code).label for code in ReviewItem.values if items.get(code) != "pass"]
    return not missing or _("以下审核事项没有通过：%(items)s。") % {"items": _("、").join(map(str, missing))}


@guard(lazy("退回须选择审核结论并写明意见。"), ref="R-17", of_facts=True)
def problems_named(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("opinion")) and attempt.facts.get("conclusion") not in {None, "", "agree"}


@guard(
    lazy(
        "首次从事行政处罚决定法制审核的人员应当取得法律职业资格（行政处罚法第五十八条第二款）。请在人员资料中登记证号。"
    ),
    ref="R-17",
)
def reviewer_qualified(case: Any, attempt: Attempt) -> bool:
    return attempt.by is None or bool(attempt.by.legal_qualification)


@guard(lazy("法制审核尚未同意现在的处罚建议。"), ref="R-17", mend="papers")
def review_agreed(case: Any, attempt: Attempt) -> bool:
    review = case.review_of(case.proposal, second=False)
    return review is not None and review.conclusion == "agree"


@guard(lazy("法制审核已经同意，等待负责人审批。"))
def not_yet_reviewed(case: Any, attempt: Attempt) -> bool:
    review = case.review_of(case.proposal, second=False)
    return review is None or review.conclusion != "agree"


@guard(lazy("办案期限已经届满，届满后的延期无效（行政处罚法第六十条）。"), ref="DL-17x")
def case_limit_running(case: Any, attempt: Attempt) -> bool | str:
    from .. import law

    limit = case.running(law.CASE)
    if limit is None:
        return _("办案期限没有在计算，不需要延期。")
    return limit.suspended or attempt.on <= limit.legal_due


@guard(lazy("已经延期过一次；再次延期须经集体讨论决定。"), ref="DL-17x")
def first_extension(case: Any, attempt: Attempt) -> bool:
    return not case.dossier.events.filter(transition="extend_case_limit").exists()


@guard(lazy("还没有由负责人延期过；第一次延期由负责人决定。"), ref="DL-17x")
def extended_before(case: Any, attempt: Attempt) -> bool:
    return case.dossier.events.filter(transition="extend_case_limit").exists()
