"""What goes into the record of a visit (F-17): plain facts, and nothing of why the family is accompanied."""

from typing import Any

from caseflow.procedure import Attempt

from ..codes import Item
from ..rules.channels import Channel, Occasion
from . import parts
from .context import builder


@builder("support_visit")
def visit(household: Any, attempt: Attempt) -> dict[str, Any]:
    """Occasion, time, channel, present, reached, observations, needs, items given, next step, by wish."""
    facts = attempt.facts
    reached = "、".join(each.addressed for each in facts["members"]) or "没有联系上，改天再联系"
    minutes = f"，{facts['minutes']}分钟" if facts.get("minutes") else ""
    items = "、".join(str(Item(each).label) for each in facts["items"])
    rows = [
        parts.row(parts.cell("编号", household.dossier.reference), parts.cell("家庭", parts.family(household))),
        parts.row(
            parts.cell("时间", f"{parts.day(facts['day'])} {facts['clock']:%H:%M}{minutes}"),
            parts.cell("方式", Channel(facts["channel"]).label),
        ),
        parts.row(
            parts.cell("事由", Occasion(facts["occasion"]).label),
            parts.cell("按本人意愿", "是" if facts.get("by_wish") else "／"),
        ),
        parts.one("到场", parts.names([*facts["visitors"], facts.get("others", "")])),
        parts.one("见到或者通上话的", reached),
        parts.one("谈了什么、看了什么", items),
        parts.one("情况", facts.get("observation", "")),
        parts.one("家里提到的需要", facts.get("needs", "")),
        *parts.told("带去的东西", facts.get("given", "")),
        parts.one("下一步", facts.get("next_step", "")),
        *parts.told("下次", parts.day(facts.get("next_on"))),
    ]
    seen = "家里人看过。" if facts.get("initialled") else ""
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[parts.opinion("登记人", "", attempt.by, attempt.on), parts.opinion("家庭成员\n（可以不签）", seen)],
    )
