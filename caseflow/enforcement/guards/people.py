"""Who may take part: two qualified officers, nobody recused, nobody in two offices that exclude each other."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases import transitions
from caseflow.cases.calendar import long_day
from caseflow.procedure import Attempt, guard

from ..procedure.words import INCOMPATIBLE, CaseState, Role


def unfit(case: Any, person: Any, attempt: Attempt, day: date | None = None) -> str:
    """Why ``person`` may not be an officer of the case on the day of the act, or an empty string (5.2–5.4)."""
    day = day or attempt.on
    if f"enforcement.{Role.OFFICER}" not in person.roles:
        return _("%(person)s 不是执法人员（没有“承办人”角色）。") % {"person": person}
    region = case.dossier.agency.region_code
    if person.certificate_on(day, region) is None:
        return _("%(person)s 在%(day)s没有本区域有效的执法证。") % {"person": person, "day": long_day(day)}
    return kept_out(case, person, Role.OFFICER)


def kept_out(case: Any, person: Any, role: str) -> str:
    """Why ``person`` may not take ``role`` in this case, or an empty string."""
    if reason := case.barred(person):
        return reason
    taken = transitions.roles_taken(case, person)
    clash = next((other for other in sorted(taken) if frozenset((role, other)) in INCOMPATIBLE), "")
    if clash:
        return _("%(person)s 在本案中已担任“%(other)s”，不得再担任“%(role)s”。") % {
            "person": person,
            "other": Role(clash).label,
            "role": Role(role).label,
        }
    return ""


@guard(
    lazy("案件须由两名以上执法人员承办（行政处罚法第四十二条）。请再选一名承办人。"),
    ref="R-04",
    mend="team",
    of_facts=True,
)
def two_officers(case: Any, attempt: Attempt) -> bool:
    return len({each.pk for each in attempt.facts.get("officers") or ()}) >= 2


@guard(lazy("所选承办人不能承办本案。"), ref="R-06", mend="team", of_facts=True)
def officers_fit(case: Any, attempt: Attempt) -> bool | str:
    reasons = [reason for each in attempt.facts.get("officers") or () if (reason := unfit(case, each, attempt))]
    return " ".join(reasons) or True


@guard(
    lazy("现场检查、询问和送达须由两名不同的执法人员进行（行政处罚法第四十二条）。"),
    ref="R-04",
    mend="team",
    of_facts=True,
)
def two_present(case: Any, attempt: Attempt) -> bool:
    first, second = attempt.facts.get("officer1"), attempt.facts.get("officer2")
    return bool(first and second and first.pk != second.pk)


@guard(lazy("在场的执法人员须是本案承办人，且执法证当日有效。"), ref="R-04", mend="team", of_facts=True)
def present_fit(case: Any, attempt: Attempt) -> bool | str:
    held, start = {each.pk for each in case.officers}, attempt.facts.get("started_at")
    day = timezone.localdate(start) if start else None
    for person in filter(None, (attempt.facts.get("officer1"), attempt.facts.get("officer2"))):
        if person.pk not in held:
            return _("%(person)s 不是本案的承办人。") % {"person": person}
        if reason := unfit(case, person, attempt, day):
            return reason
    return True


@guard(lazy("本案现有承办人不足两名，补足以前不能调查取证（行政处罚法第四十二条）。"), ref="R-04", mend="team")
def two_remain(case: Any, attempt: Attempt) -> bool:
    return len(case.officers) >= 2


@guard(lazy("须先向当事人或者有关人员出示执法证件（行政处罚法第五十五条）。"), ref="R-05", of_facts=True)
def certificates_shown(case: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("shown") is not False


@guard(lazy("回避申请没有提出，或者已经作出决定。"), ref="R-06", mend="recusals")
def recusal_open(case: Any, attempt: Attempt) -> bool:
    return case.recusals.filter(decided_on=None).exists()


@guard(lazy("本人的回避不能由本人决定，须由其他负责人决定。"), ref="R-06", of_facts=True)
def not_about_oneself(case: Any, attempt: Attempt) -> bool:
    return attempt.by is None or attempt.facts["recusal"].person_id != attempt.by.pk


@guard(lazy("准予回避后承办人不足两名，须同时指定接替的承办人。"), ref="R-06", of_facts=True)
def replaced_if_needed(case: Any, attempt: Attempt) -> bool | str:
    facts = attempt.facts
    if not facts.get("granted"):
        return True
    if (newcomer := facts.get("replacement")) is not None:
        if newcomer.pk == facts["recusal"].person_id:
            return _("接替人不能是被回避的人。")
        if newcomer.pk in {each.pk for each in case.officers}:
            return _("%(person)s 已经是本案的承办人。") % {"person": newcomer}
        return unfit(case, newcomer, attempt) or True
    leaving = facts["recusal"].person_id
    return leaving not in {each.pk for each in case.officers} or len(case.officers) > 2


@guard(lazy("接替人不能承办本案。"), ref="R-04", of_facts=True)
def joining_fit(case: Any, attempt: Attempt) -> bool | str:
    joining, leaving = attempt.facts["joining"], attempt.facts["leaving"]
    if leaving.pk not in {each.pk for each in case.officers}:
        return _("%(person)s 不是本案的承办人。") % {"person": leaving}
    if joining.pk in {each.pk for each in case.officers}:
        return _("%(person)s 已经是本案的承办人。") % {"person": joining}
    return unfit(case, joining, attempt) or True


@guard(lazy("听证主持人不得是本案调查人员（行政处罚法第六十四条第四项）。"), ref="R-15", of_facts=True)
def host_not_investigator(case: Any, attempt: Attempt) -> bool | str:
    host = attempt.facts.get("host")
    if host is None:
        return True
    if f"enforcement.{Role.HOST}" not in host.roles:
        return _("%(person)s 没有“听证主持人”角色。") % {"person": host}
    return kept_out(case, host, Role.HOST) or True


@guard(lazy("主持听证的人不得再作本案第二次法制审核（须另一名法制审核人）。"), ref="R-15")
def host_does_not_review(case: Any, attempt: Attempt) -> bool:
    if attempt.by is None or case.state != CaseState.RE_EXAMINED:
        return True
    return not case.hearings.filter(host=attempt.by).exists()


@guard(lazy("合议须三人以上参加，其中包括两名承办人；主持人不得是承办人。"), ref="R-16", of_facts=True)
def three_in_panel(case: Any, attempt: Attempt) -> bool | str:
    members, chair = attempt.facts.get("members") or [], attempt.facts.get("chair")
    everybody = {each.pk for each in (*members, *filter(None, [chair]))}
    officers = {each.pk for each in case.officers}
    if len(everybody) < 3:
        return _("合议须三人以上参加，现在只有 %(n)d 人。") % {"n": len(everybody)}
    if not officers <= everybody:
        return _("两名承办人都须参加合议。")
    if chair is not None and chair.pk in officers:
        return _("%(person)s 是本案承办人，不能主持合议。") % {"person": chair}
    for person in (*members, *filter(None, [chair])):
        if reason := case.barred(person):
            return reason
    return True


@guard(lazy("出席集体讨论的负责人须过半数（应到人数的一半以上），且没有回避的人。"), ref="R-18", of_facts=True)
def quorum(case: Any, attempt: Attempt) -> bool | str:
    present, expected = attempt.facts.get("present") or [], attempt.facts.get("expected") or 0
    for person in (*present, *filter(None, [attempt.facts.get("chair")])):
        if reason := case.barred(person) or kept_out(case, person, Role.COUNCIL):
            return reason
    if 2 * len(present) <= int(expected):
        return _("应到 %(all)s 人，实到 %(n)d 人，没有过半数。") % {"all": expected, "n": len(present)}
    return True


@guard(lazy("赞成的人数没有过出席人数的一半，不能形成决议。"), ref="R-18", of_facts=True)
def majority(case: Any, attempt: Attempt) -> bool:
    present, against = len(attempt.facts.get("present") or []), int(attempt.facts.get("against") or 0)
    abstained = int(attempt.facts.get("abstained") or 0)
    return 2 * (present - against - abstained) > present
