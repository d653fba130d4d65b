"""Whether a tip is worth a case, and a case worth filing (T01–T07)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases.calendar import long_day
from caseflow.procedure import Attempt, guard
from caseflow.receipts import talking

from .. import limitation
from ..codes import Addressee
from ..penalties.table import NotInTable
from ..penalties.table import violation as violation_of


@guard(lazy("请写明被举报的单位或者个人。"), mend="summary", of_facts=True)
def subject_named(tip: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("about") or attempt.facts.get("about_name"))


@guard(lazy("接收时间不能晚于现在。"), of_facts=True)
def received_before_now(tip: Any, attempt: Attempt) -> bool:
    received = attempt.facts.get("received_at")
    return received is None or received <= attempt.at


@guard(lazy("行为终了日期不能早于开始日期，也不能晚于接收日期。"), of_facts=True)
def act_before_tip(tip: Any, attempt: Attempt) -> bool:
    first, last = attempt.facts.get("act_from"), attempt.facts.get("act_to")
    return (
        (not first or not last or first <= last)
        and not (last and last > attempt.on)
        and not (first and first > attempt.on)
    )


@guard(lazy("实名举报须登记举报人的姓名。"), of_facts=True)
def reporter_named(tip: Any, attempt: Attempt) -> bool:
    return not attempt.facts.get("real_name") or bool(attempt.facts.get("reporter_name"))


@guard(lazy("公众在网上提交的线索，先由受理人核对。"), mend="summary")
def taken_in(tip: Any, attempt: Attempt) -> bool:
    return not tip.from_public or tip.taken_in_on is not None


@guard(lazy("这条线索已经核对，或者不是公众在网上提交的。"))
def waits_to_be_taken_in(tip: Any, attempt: Attempt) -> bool:
    return bool(tip.from_public) and tip.taken_in_on is None


@guard(lazy("举报人没有收据号，看不到留言。"))
def reporter_holds_receipt(tip: Any, attempt: Attempt) -> bool:
    return talking.has_receipt(tip.dossier)


@guard(lazy("须写明接收移送的机关。"), of_facts=True)
def body_competent(record: Any, attempt: Attempt) -> bool | str:
    body, addressee = attempt.facts.get("body"), attempt.facts.get("addressee")
    if not body:
        return False
    return addressee in Addressee.values or _("请选择接收机关的类别。")


@guard(lazy("违法行为发生地不在本机关辖区，又没有指定管辖文件（行政处罚法第二十二条）。"), ref="R-01", of_facts=True)
def within_jurisdiction(tip: Any, attempt: Attempt) -> bool:
    region = getattr(tip.institution, "region_code", "")
    return not region or region == tip.dossier.agency.region_code or bool(attempt.facts.get("designation"))


@guard(lazy("该类违法行为不由本机关处罚，请移送有权机关。"), ref="R-03", mend="summary")
def punishable_type(record: Any, attempt: Attempt) -> bool | str:
    code = attempt.facts.get("violation") or record.violation
    try:
        row = violation_of(code, getattr(record, "act_to", None) or attempt.on)
    except NotInTable as unknown:
        return str(unknown)
    if row.punishable_here:
        return True
    return _("“%(name)s”不由本机关处罚，应当移送（%(code)s）。") % {"name": row.name, "code": row.transfer}


@guard(lazy("已转为案件的线索须是本机关尚在办理的案件。"), of_facts=True)
def joins_open_case(tip: Any, attempt: Attempt) -> bool:
    into = attempt.facts.get("into")
    return into is None or into.dossier.closed_on is None


@guard(lazy("没有可以识别的违法嫌疑人。"), mend="people")
def suspect_identified(case: Any, attempt: Attempt) -> bool:
    return bool(case.party.name)


@guard(lazy("没有写明违法事实的线索内容，事实不可靠。"), mend="summary")
def facts_reliable(case: Any, attempt: Attempt) -> bool:
    return bool((attempt.facts.get("summary") or case.summary).strip())


@guard(lazy("违法行为发生地不在本机关辖区，又没有指定管辖文件（行政处罚法第二十二条）。"), ref="R-01", mend="summary")
def own_jurisdiction(case: Any, attempt: Attempt) -> bool:
    region = case.act_region
    return not region or region == case.dossier.agency.region_code or bool(case.designation)


@guard(lazy("违法行为已经超过追责时效（行政处罚法第三十六条）。"), mend="summary")
def within_limitation(case: Any, attempt: Attempt) -> bool | str:
    if case.act_to is None:
        return True
    found = limitation.limitation(case.act_to, case.discovered_on, life_health_and_harm=case.life_and_harm)
    return found.punishable or _("违法行为终了于%(end)s，追责时效至%(last)s，发现于%(found)s，已超过时效。") % {
        "end": long_day(case.act_to),
        "last": long_day(found.last_day),
        "found": long_day(case.discovered_on),
    }


@guard(lazy("须选择情形，并写明理由。"), of_facts=True)
def ground_given(record: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("ground") and attempt.facts.get("reason"))


@guard(lazy("没有需要答复的实名举报人。"), mend="reporter")
def somebody_to_answer(record: Any, attempt: Attempt) -> bool:
    tips = [record] if hasattr(record, "answerable") else record.tips.select_related("reporter")
    return any(tip.answerable for tip in tips)
