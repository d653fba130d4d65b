"""The cards of a family's page about who accompanies it: the team, how to reach the family, coverage, needs and plan."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _t

from caseflow.cases.access.vocabulary import FieldClass
from caseflow.cases.calendar import long_day, short_day
from caseflow.cases.pages import Section

from . import teaming
from .codes import FIVE, DoctorContract, Domain, HelperCode, Need, Priority, TeamState
from .models.plan import goals_of
from .procedure.words import OF_TEAM, Role


def sections(page: Any) -> Iterator[Section]:
    """What of it this person sees, in the order of the page."""
    family = page.record
    if family.team_state != TeamState.NONE or family.state in teaming.WITH_TEAM:
        yield _team(page)
    if _in_team(page) or not page.sight.sees(FieldClass.FILE):
        yield _reach(page)
    if not page.sight.sees(FieldClass.FILE) and _is(page, Role.DOCTOR):
        yield _for_the_doctor(page)
    if family.confirmed_on:
        yield _coverage(page)
    if family.assessment is not None:
        yield _needs(page)
    if family.plan is not None:
        yield _plan(page)


def _in_team(page: Any) -> bool:
    return any(
        each.user_id == page.user.pk and each.role in OF_TEAM and not each.ended_on for each in page.dossier.team
    )


def _is(page: Any, role: Role) -> bool:
    return any(each.user_id == page.user.pk and each.role == role and not each.ended_on for each in page.dossier.team)


def _helper(page: Any, each: Any, members: dict[int, list[str]]) -> dict[str, Any]:
    words = [each.title]
    if each.dual:
        words.append(_t("双岗联系人"))
    if each.refused_on:
        words.append(_t("按家庭意愿换人，正在办理"))
    elif each.blocked:
        words.append(_t("已暂停：%(why)s") % {"why": each.blocked})
    return {
        "name": str(each.user),
        "face": str(each.user)[:1],
        "words": _t(" · ").join(words),
        "tags": [_t("%(member)s的联系人") % {"member": name} for name in members.get(each.pk, [])],
        "seen": {"phone": page.sight.view(each).phone if each.is_fit else ""},
    }


def _team(page: Any) -> Section:
    family = page.record
    serving = family.team_on(page.today)
    shown = teaming.measured(family, page.today)
    named: dict[int, list[str]] = {}
    living = [each for each in family.members.all() if each.lives]
    for member in living:
        named.setdefault(member.primary_helper_id, []).append(member.addressed)
    standing = {each.stands_for: each for each in serving if each.code == HelperCode.STAND_IN}
    due = {each.item: each.legal_due for each in page.dossier.deadlines.running().filter(code__in=("T-8", "T-8V"))}
    gaps = [
        {
            "role": HelperCode(code).label,
            "stand_in": str(standing[code].user) if code in standing else "",
            "seen": {"phone": page.sight.view(standing[code]).phone if code in standing else ""},
            "due": short_day(due[code]) if code in due else "",
        }
        for code in shown.gaps
    ]
    card = family.card
    return Section(
        "helpers",
        _t("“4+1”帮扶联系小组"),
        "support/_helpers.html",
        {
            "filled": shown.filled,
            "pips": [True] * shown.filled + [False] * (len(FIVE) - shown.filled),
            "state": TeamState(shown.state).label,
            "helpers": [_helper(page, each, named) for each in serving if each.code != HelperCode.STAND_IN],
            "gaps": gaps,
            "uncovered": [each.addressed for each in living if each.pk in shown.uncovered],
            "dual": shown.dual,
            "card": {"version": card.version, "on": short_day(card.delivered_on)} if card else None,
        },
        len([each for each in serving if each.code != HelperCode.STAND_IN]),
        links=page.links(appoint_helper=_t("安排联系人"), name_primary=_t("主要联系人"), deliver_card=_t("交新卡")),
        kind=FieldClass.OFFICIAL,
    )


def _reach(page: Any) -> Section:
    """First what a volunteer needs: whom, where, when, and how they wish to be met (6.2)."""
    family = page.record
    data = {
        "address": family.address or str(family.village),
        "members": [
            {
                "name": each.addressed,
                "seen": {"phone": each.phone, "when": each.safe_to_call, "needs": each.language_needs},
            }
            for each in map(page.sight.view, family.members.all())
            if each.lives
        ],
        "avoid": family.dates_to_avoid,
    }
    return Section("reach", _t("怎样联系"), "support/_reach.html", data, kind=FieldClass.OFFICIAL)


def _for_the_doctor(page: Any) -> Section:
    """Of the needs, those of health alone (6.2)."""
    found = page.record.assessment
    rows = [each for each in (found.needs if found else ()) if each["domain"] == Domain.MEDICAL]
    data = {"rows": [_need(each) for each in rows], "words": found.health if found else "", "signed": _doctors(page)}
    return Section("health", _t("健康方面"), "support/_health.html", data, kind=FieldClass.OFFICIAL)


def _doctors(page: Any) -> list[dict[str, str]]:
    return [
        {"name": each.addressed, "words": str(DoctorContract(each.doctor).label)}
        for each in page.record.members.all()
        if each.lives
    ]


def _coverage(page: Any) -> Section:
    family = page.record
    living = [each for each in family.members.all() if each.lives]
    asked = [each for each in living if each.doctor != DoctorContract.DECLINED]
    signed = [each for each in asked if each.doctor == DoctorContract.SIGNED]
    proven = [each for each in living if each.proof_until and each.proof_until >= page.today]
    rows = [
        {
            "name": _t("联系人（双岗）"),
            "done": int(family.dual_covered),
            "all": 1,
            "words": _t("乡镇领导和村干部各有一名") if family.dual_covered else _t("双岗联系人不齐"),
        },
        {
            "name": _t("家庭医生签约"),
            "done": len(signed),
            "all": len(asked),
            "words": _t("；").join(f"{each['name']}：{each['words']}" for each in _doctors(page)),
        },
        {
            "name": _t("就医绿色通道"),
            "done": len(proven),
            "all": len(living),
            "words": _t("；").join(
                _t("%(name)s：凭证到%(day)s") % {"name": each.addressed, "day": long_day(each.proof_until)}
                for each in proven
            )
            or _t("还没有有效的凭证"),
        },
    ]
    links = page.links(record_doctor=_t("登记签约"), record_proof=_t("登记凭证"))
    return Section("coverage", _t("三个全覆盖"), "support/_coverage.html", rows, links=links, in_tabs=False)


def _need(each: dict[str, str]) -> dict[str, Any]:
    return {
        "domain": Domain(each["domain"]).label,
        "situation": each["situation"],
        "wish": each["wish"],
        "priority": Priority(each["priority"]).label,
        "urgent": each["priority"] == Priority.URGENT,
    }


def _needs(page: Any) -> Section:
    found = page.record.assessment
    scores = [(Domain(code).label, Need(score).label) for code, score in found.scores.items() if score != "0"]
    data = {
        "rows": [_need(each) for each in found.needs],
        "scores": scores,
        "risk": found.get_risk_display(),
        "by": str(found.by),
        "on": long_day(found.on),
        "health": found.health,
    }
    return Section("needs", _t("需求"), "support/_needs.html", data, len(found.needs))


def _plan(page: Any) -> Section:
    plan = page.record.plan
    stage = page.record.stages.exclude(scored_on=None).last()
    data = {
        "goals": [{**each, "by_day": short_day(each["by_day"]) if each["by_day"] else ""} for each in goals_of(plan)],
        "words": plan.family_words,
        "review": long_day(plan.review_on),
        "drafted": f"{plan.drafted_by} {short_day(plan.drafted_on)}",
        "approved": f"{plan.approved_by} {short_day(plan.approved_on)}" if plan.approved_on else "",
        "comments": plan.comments if not plan.approved_on else "",
        "stage": {"words": stage.words, "summary": stage.summary, "on": long_day(stage.scored_on)} if stage else None,
    }
    note = _t("第 %(version)d 版") % {"version": plan.version}
    links = page.links(call_review=_t("阶段评估"), score_goals=_t("评估目标"))
    return Section("plan", _t("帮扶计划"), "support/_plan.html", data, len(data["goals"]), note, links=links)
