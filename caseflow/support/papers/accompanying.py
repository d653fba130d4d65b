"""What goes into the papers of accompanying a family: assessment, plan, review, suspension, transfer, closing, reopening."""

from typing import Any

from caseflow.procedure import Attempt

from ..codes import CloseReason, Contact, Domain, Need, Pause, Priority, ReviewCause, Risk
from ..models.plan import goals_of
from ..procedure.words import FamilyState
from . import parts
from .context import builder


def _head(household: Any) -> list[dict[str, str]]:
    return parts.row(parts.cell("编号", household.number), parts.cell("家庭", parts.family(household)))


def _lines(rows: list[str]) -> str:
    return "\n".join(f"{number}．{each}" for number, each in enumerate(rows, 1))


@builder("support_assessment")
def assessment(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-14: each domain with its score, each need in the words of the family."""
    found = household.assessment
    needs = [
        f"{Domain(each['domain']).label}（{Priority(each['priority']).label}）：{each['situation']}"
        + (f"；愿望：{each['wish']}" if each["wish"] else "")
        for each in found.needs
    ]
    pairs = [parts.cell(str(label), Need(found.scores[code]).label) for code, label in Domain.choices]
    rows = [
        _head(household),
        parts.row(
            parts.cell("怎样评估", "上门" if found.visited else "按本人意愿，不上门"),
            parts.cell("风险等级", Risk(found.risk).label),
        ),
        *(parts.row(*pairs[start : start + 2]) for start in range(0, len(pairs), 2)),
        parts.one("具体的需要", _lines(needs)),
        parts.one("签约医生的意见", found.health),
        parts.one("精神方面", "已取得本人单独同意" if found.mind_consent else "没有征得同意，不评估"),
    ]
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[parts.opinion("评估人", "", attempt.by, attempt.on), parts.opinion("家庭")],
    )


def _goals(plan: Any) -> str:
    lines = []
    for each in goals_of(plan):
        more = [
            each["action"],
            each["who"],
            f"{parts.day(each['by_day'])}以前" if each["by_day"] else "",
            each["source"],
        ]
        score = f"（{each['score']}）" if each["score"] else ""
        lines.append(f"{each['domain']}：{each['goal']}{score}——" + "，".join(filter(None, more)))
    return _lines(lines)


@builder("support_plan")
def plan(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-16: goals, actions, who, when, what it is paid from, and what the family says; the approver signs below."""
    found = household.plan
    rows = [
        parts.row(parts.cell("编号", household.number), parts.cell("版本", f"第{found.version}版")),
        parts.one("家庭", parts.family(household)),
        parts.one("目标和办法", _goals(found)),
        parts.row(
            parts.cell("下次评估", parts.day(found.review_on)),
            parts.cell("风险等级", Risk(household.risk_level).label),
        ),
        parts.one("家庭的意见", found.family_words),
    ]
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("家庭"),
            parts.opinion("组长或者拟订人", "", found.drafted_by, found.drafted_on),
            parts.opinion("审批人"),
        ],
    )


@builder("support_review")
def review(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-25: how far each goal got, and what the family says of it."""
    stage = household.stages.exclude(confirmed_on=None).last()
    scored = household.plans.filter(goals__score__gt="").distinct().last() or household.plan
    newest = household.plan
    rows = [
        _head(household),
        parts.row(
            parts.cell("为什么评估", ReviewCause(stage.cause).label), parts.cell("风险等级", Risk(stage.risk).label)
        ),
        parts.one("各项目标", _goals(scored) if scored else ""),
        parts.one("做了什么", stage.summary),
        parts.one("家庭的话", stage.words),
        parts.one("计划", f"调整为第{newest.version}版" if newest and scored and newest.pk != scored.pk else "不变"),
        *([parts.one("新的目标和办法", _goals(newest))] if newest and scored and newest.pk != scored.pk else []),
    ]
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("评估人", "", stage.scored_by, stage.scored_on),
            parts.opinion("家庭"),
            parts.opinion("乡镇（街道）", attempt.facts["opinion"], attempt.by, attempt.on),
        ],
    )


@builder("support_suspension")
def suspension(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-26: why, who agreed, and when it is looked at again. Benefits go on."""
    facts = attempt.facts
    running = household.suspensions.last()
    rows = [
        _head(household),
        parts.row(parts.cell("暂停原因", Pause(facts["reason"]).label), parts.cell("自何日起", parts.day(attempt.on))),
        parts.one("情况", facts["explanation"]),
        parts.one("谁同意的", facts["agreed"]),
        parts.one("暂停以前", FamilyState(running.was).label),
        parts.one("重新核对", "至迟六个月核对一次；本人随时可以要求恢复。"),
        parts.one("待遇", "暂停联系不影响任何待遇。"),
    ]
    return parts.base(
        household, attempt, rows=rows, opinions=[parts.opinion("乡镇（街道）", "", attempt.by, attempt.on)]
    )


@builder("support_transfer")
def transfer(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-22: a letter with what the receiver needs, and its receipt; nothing of a child stands in it."""
    facts, offer = attempt.facts, household.offer
    papers = household.dossier.papers.select_related("document").order_by("pk")
    titles = "、".join(dict.fromkeys(str(each.document.title) for each in papers))
    team = "、".join(f"{each.user}（{each.title}）" for each in household.team_on(attempt.on)) or "尚未组建"
    benefits = "；".join(
        f"{each.get_benefit_display()}（{each.dossier.reference}）{each.get_state_display()}"
        for each in household.applications.select_related("dossier").order_by("pk")
    )
    plan_now = household.plan
    body = [
        f"{parts.family(household)}（{household.number}）因{offer.reason}，现居住在你处。",
        f"经{offer.consented.addressed}同意，现将帮扶档案移交你处，请在收到之日起十个工作日内答复是否接收。答复以前，仍由我处负责。",
        f"家庭情况：{household.village}，联系意愿为“{Contact(household.contact_preference).label}”。",
        f"待遇：{facts['paid_to']}{f'（{benefits}）' if benefits else ''}。",
        f"帮扶小组：{team}。",
        f"帮扶计划：{f'第{plan_now.version}版，下次评估{parts.day(plan_now.review_on)}' if plan_now else '尚未拟订'}。",
        f"移交的文书：{titles}。",
        "封存的内容不随函移交，需要时由你处依法另行调取。",
        "回执：我处　☐ 接收　☐ 不接收　　　　　　　　　　　接收单位（盖章）　　　年　月　日",
    ]
    return parts.base(household, attempt, to=offer.to_office, body=body, title="关于移交帮扶档案的函")


@builder("support_reopening")
def reopening(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-02, short: the number goes on with a suffix."""
    rows = [
        _head(household),
        parts.row(parts.cell("村（社区）", household.village), parts.cell("恢复", f"第{household.reopened}次")),
        parts.one("新的需要", attempt.facts["need"]),
        parts.one("从哪里办起", household.get_state_display()),
    ]
    return parts.base(household, attempt, rows=rows, opinions=[parts.opinion("登记人", "", attempt.by, attempt.on)])


@builder("support_closing")
def closing(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-27: what was done, what remains open to the family, and whom it may call."""
    proposed = household.dossier.events.filter(transition__startswith="propose_closing").order_by("seq").last()
    facts = proposed.data if proposed else {}
    served = household.helpers.exclude(code="STAND_IN").select_related("user").order_by("pk")
    found = household.plan
    greetings = "结案以后满一、三、六个月电话问候" if household.aftercare else "按本人意愿，不再问候"
    rows = [
        _head(household),
        parts.one("结案原因", CloseReason(household.closing).label),
        parts.one("帮扶情况", facts.get("summary", "")),
        *parts.told("帮扶小组", "、".join(dict.fromkeys(str(each.user) for each in served))),
        *parts.told("目标", _goals(found) if found else ""),
        parts.one("怎样告诉家庭", attempt.facts["told"]),
        parts.one("以后", f"{greetings}；仍可随时联系，有新的需要，恢复原来的编号。"),
        parts.one(
            "仍有的权利",
            "对已经作出的决定，仍可依法申请行政复议或者提起行政诉讼；在世成员的待遇另行核对，不因结案减少。",
        ),
        parts.row(parts.cell("保管期限", "30年"), parts.cell("接案", parts.day(household.dossier.opened_on))),
    ]
    by = proposed.actor if proposed else None
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("提出人", "", by, proposed.on if proposed else None),
            parts.opinion("审核人", "同意结案。", attempt.by, attempt.on),
        ],
    )
