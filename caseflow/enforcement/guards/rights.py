"""The rights of the party: service, statement and defence, hearing (T20–T28)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases import holidays, parameters
from caseflow.cases.calendar import hearing_ok, long_day, roll
from caseflow.procedure import Attempt, guard

from .. import law
from ..codes import NOT_FOR_THE_PARTY, ServiceMethod
from .people import unfit

ON_REFUSAL = {ServiceMethod.SV3, ServiceMethod.SV9}
BY_TWO = {ServiceMethod.SV1, ServiceMethod.SV2, ServiceMethod.SV3, ServiceMethod.SV9}


@guard(lazy("送达的登记不完整。"), ref="R-04", mend="services", of_facts=True)
def service_complete(case: Any, attempt: Attempt) -> bool | str:
    """What each method of 2.5 asks for."""
    facts = attempt.facts
    if facts.get("served") is False:
        return bool(facts.get("refusal")) or _("没有送达的，须写明原因。")
    method = facts.get("method")
    checks: dict[Any, tuple[Any, str]] = {
        ServiceMethod.SV1: (facts.get("receiver"), _("须写明在送达回执上签收的人。")),
        ServiceMethod.SV2: (facts.get("receiver"), _("须写明在送达回执上签收的人。")),
        ServiceMethod.SV3: (
            facts.get("refusal") and (facts.get("witness") or facts.get("media")),
            _("留置送达须写明拒收理由，并填写见证人，或者上传拍照、录像。"),
        ),
        ServiceMethod.SV4: (facts.get("receiver"), _("委托送达以受送达人签收的日期为送达日期，须写明签收人。")),
        ServiceMethod.SV5: (facts.get("tracking_no"), _("邮寄送达须写明邮件号，以回执上的收件日期为送达日期。")),
        ServiceMethod.SV6: (
            case.party.accepts_electronic and case.party.service_email,
            _("电子送达须先由当事人签署《送达地址确认书》并同意电子送达。"),
        ),
        ServiceMethod.SV7: (facts.get("receiver"), _("转交送达须写明转交的部队或者监管场所及签收人。")),
        ServiceMethod.SV9: (
            facts.get("receiver") or facts.get("refusal"),
            _("到机关领取须写明签收人；拒绝签收的，写明情况。"),
        ),
    }
    if method == ServiceMethod.SV8:
        return True
    holds, sentence = checks.get(method, (False, _("请选择送达方式。")))
    return bool(holds) or sentence


@guard(lazy("送达须由两名执法人员进行。"), ref="R-04", mend="team", of_facts=True)
def two_servers(case: Any, attempt: Attempt) -> bool | str:
    facts = attempt.facts
    if facts.get("method") not in BY_TWO:
        return True
    first, second = facts.get("server1") or attempt.by, facts.get("server2")
    if second is None or first is None or first.pk == second.pk:
        return _("这种送达方式须有两名送达人。")
    reasons = [reason for each in (first, second) if (reason := unfit(case, each, attempt))]
    return " ".join(reasons) or True


@guard(lazy("留置送达须在受送达人的住所或者确认的送达地址。"), of_facts=True)
def left_at_domicile(case: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    return facts.get("method") != ServiceMethod.SV3 or bool(facts.get("place"))


@guard(lazy("公告送达须先发布公告，且公告期满。"), mend="services", of_facts=True)
def announcement_over(case: Any, attempt: Attempt) -> bool | str:
    if attempt.facts.get("method") != ServiceMethod.SV8:
        return True
    announced = case.services.filter(method=ServiceMethod.SV8, served_on=None).last()
    if announced is None:
        return _("还没有发布公告。请先“公告送达”。")
    deemed = deemed_served(timezone.localdate(announced.at))
    if attempt.on < deemed:
        return _("公告自%(start)s起满三十日，%(day)s才视为送达。") % {
            "start": long_day(timezone.localdate(announced.at)),
            "day": long_day(deemed),
        }
    return True


def deemed_served(announced: Any) -> Any:
    """The day on which a public notice counts as service: thirty days, moved to a working day (CPL art. 95; A-05)."""
    days = int(parameters.value("enforcement.public_notice_days", announced))
    return roll(announced + timedelta(days=days), holidays.calendar())


@guard(lazy("公告送达以前，须有两次以上不同方式的送达未果记录，或者下落不明的证明。"), mend="services", of_facts=True)
def other_ways_failed(case: Any, attempt: Attempt) -> bool:
    failed = case.services.filter(served_on=None).exclude(method=ServiceMethod.SV8)
    return failed.values("method").distinct().count() >= 2 or bool(attempt.facts.get("certificate"))


@guard(lazy("所选文书不是本案要送达当事人的文书，或者已经送达。"), of_facts=True)
def papers_unserved(case: Any, attempt: Attempt) -> bool:
    papers = attempt.facts.get("papers") or []
    return bool(papers) and all(
        each.dossier_id == case.dossier_id and each.served_on is None and each.kind not in NOT_FOR_THE_PARTY
        for each in papers
    )


@guard(lazy("没有告知听证权利，不适用听证程序（行政处罚法第六十三条）。"), ref="R-14")
def hearing_offered(case: Any, attempt: Attempt) -> bool:
    return case.hearing_offered


@guard(lazy("申请听证的期限已过（行政处罚法第六十四条第一项），视为放弃听证权利。"), ref="R-14")
def within_hearing_period(case: Any, attempt: Attempt) -> bool | str:
    limit = case.running(law.HEARING_REQUEST)
    if limit is None:
        return False
    return attempt.on <= limit.legal_due or _("申请听证的期限已于%(day)s届满，视为放弃听证权利。") % {
        "day": long_day(limit.legal_due)
    }


@guard(lazy("陈述申辩和申请听证的期限还没有全部届满。"), ref="R-12", mend="deadlines")
def rights_over(case: Any, attempt: Attempt) -> bool | str:
    codes = (law.STATEMENT.code, law.HEARING_REQUEST.code)
    last = case.dossier.deadlines.running().filter(code__in=codes, legal_due__gte=attempt.on).order_by("-legal_due")
    running = last.first()
    if running is None:
        return True
    sentence = (
        _("陈述申辩、申请听证的期限到%(day)s才届满；此前须有当事人放弃两项权利的书面声明。")
        if case.hearing_offered
        else _("陈述申辩的期限到%(day)s才届满；此前须有当事人放弃陈述申辩权利的书面声明。")
    )
    return sentence % {"day": long_day(running.legal_due)}


@guard(lazy("当事人已经陈述申辩，须由承办人复核，不能自动转入复核。"), ref="R-13")
def nothing_stated(case: Any, attempt: Attempt) -> bool:
    return not case.statements.filter(waiver=False, opinion="").exists()


@guard(lazy("没有等待复核的陈述申辩；没有陈述申辩的，期限届满后系统自动转入复核。"), ref="R-13", mend="papers")
def statement_held(case: Any, attempt: Attempt) -> bool:
    return case.statements.filter(waiver=False, opinion="").exists()


@guard(lazy("须由当事人或者其代理人签署放弃陈述申辩和听证两项权利的声明。"), ref="R-12", of_facts=True)
def waiver_signed(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("signed_by"))


@guard(lazy("听证时间须在今天以后。"), ref="R-15", of_facts=True)
def hearing_ahead(case: Any, attempt: Attempt) -> bool:
    moment = attempt.facts.get("scheduled_at")
    return moment is not None and moment > attempt.at


@guard(
    lazy("听证时间距今不足七个工作日，来不及在七个工作日前通知（行政处罚法第六十四条第二项）。"),
    ref="R-15",
    of_facts=True,
)
def seven_days_ahead(case: Any, attempt: Attempt) -> bool:
    moment = attempt.facts.get("scheduled_at")
    if moment is None:
        return False
    return hearing_ok(law.HEARING_NOTICE, attempt.on, timezone.localdate(moment), holidays.calendar())


@guard(lazy("不公开举行听证的，须写明理由（涉及国家秘密、商业秘密或者个人隐私）。"), ref="R-15", of_facts=True)
def closed_for_a_reason(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("is_open")) or bool(attempt.facts.get("closed_reason"))


@guard(lazy("还没有确定听证的时间、地点和主持人。"), ref="R-15")
def hearing_scheduled(case: Any, attempt: Attempt) -> bool:
    hearing = case.hearing
    return hearing is not None and hearing.scheduled_at is not None


@guard(
    lazy("听证通知书没有在举行听证的七个工作日前送达，须重新通知（行政处罚法第六十四条第二项）。"),
    ref="R-15",
    mend="services",
)
def notified_in_time(case: Any, attempt: Attempt) -> bool:
    hearing = case.hearing
    if hearing is None or hearing.scheduled_at is None or hearing.notice_served_on is None:
        return False
    day = timezone.localdate(hearing.scheduled_at)
    return hearing_ok(law.HEARING_NOTICE, hearing.notice_served_on, day, holidays.calendar())


@guard(lazy("听证日期未到。"), ref="R-15")
def hearing_day(case: Any, attempt: Attempt) -> bool:
    hearing = case.hearing
    return (
        hearing is not None
        and hearing.scheduled_at is not None
        and (attempt.on >= timezone.localdate(hearing.scheduled_at))
    )


@guard(
    lazy("不得因当事人陈述、申辩或者要求听证而给予更重的处罚（行政处罚法第四十五条第二款）。须写明新的事实或者依据。"),
    ref="R-13",
    of_facts=True,
)
def not_for_the_defence(case: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("reason"))


@guard(lazy("经过听证的案件须有听证意见。"), ref="R-16", mend="papers")
def heard_opinion(case: Any, attempt: Attempt) -> bool:
    hearing = case.hearing
    return hearing is None or bool(hearing.opinion) or bool(hearing.ended_how)
