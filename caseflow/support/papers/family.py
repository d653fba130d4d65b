"""What goes into the papers of a family's file: intake, circumstances, consent."""

from typing import Any

from caseflow.procedure import Attempt

from ..codes import Contact, Found, Purpose
from . import parts
from .context import builder


@builder("support_intake")
def intake(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-02: how the family was found, whom it trusts, whether help is needed at once."""
    member = household.members.first()
    facts = attempt.facts
    rows = [
        parts.row(parts.cell("编号", household.dossier.reference), parts.cell("家庭", parts.family(household))),
        parts.row(parts.cell("村（社区）", household.village), parts.cell("来源", Found(household.found).label)),
        parts.one("联系缘由", household.reason),
        parts.row(parts.cell("电话", member.phone), parts.cell("方便接听的时间", member.safe_to_call)),
        parts.row(
            parts.cell("信得过的人", household.trusted_person),
            parts.cell("眼下有急难", "有，已转急难办理" if household.urgent_risk else "没有"),
        ),
        parts.one("是否登记过", f"已查，没有登记过。{facts.get('not_the_same', '')}"),
    ]
    return parts.base(household, attempt, rows=rows, opinions=[parts.opinion("登记人", "", attempt.by, attempt.on)])


@builder("support_family")
def circumstances(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-03: one file a family; nothing of a child stands in it but that it was verified."""
    children = household.children.all()
    verified = "材料已经核验，不再询问" if any(each.locked for each in children) else "由工作人员核验"
    members = [
        parts.row(
            parts.cell("姓名", each.name),
            parts.cell("出生日期", parts.day(each.birth_date)),
        )
        for each in household.members.all()
    ]
    rows = [
        parts.row(parts.cell("编号", household.dossier.reference), parts.cell("村（社区）", household.village)),
        *members,
        parts.one("住址", household.address),
        parts.row(
            parts.cell("户口性质", household.get_hukou_kind_display()),
            parts.cell("联系意愿", Contact(household.contact_preference).label),
        ),
        parts.row(
            parts.cell("不打扰的日子", household.dates_to_avoid), parts.cell("信得过的人", household.trusted_person)
        ),
        parts.one("子女信息", verified if children else "稍后由工作人员代填"),
        parts.one("家里怎样表示愿意", attempt.facts.get("agreed", "")),
    ]
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("家庭成员"),
            parts.opinion("登记人", "", attempt.by, attempt.on),
            parts.opinion("村（居）委会\n主要负责人"),
        ],
    )


@builder("support_consent")
def consent(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-04: each purpose with its own yes or no."""
    member = attempt.facts["member"]
    agreed = set(attempt.facts["agreed"]) | {Purpose.A.value}
    rows = [
        parts.row(parts.cell("编号", household.dossier.reference), parts.cell("本人", member.addressed)),
        *(
            parts.one(
                f"第{each.value}项",
                f"{'☑ 同意　☐ 不同意' if each.value in agreed else '☐ 同意　☑ 不同意'}　{each.label[2:]}",
            )
            for each in Purpose
            if each != Purpose.A
        ),
        parts.one("第A项", "审核法定待遇，依照法律规定办理，只作告知；可以随时撤回申请。"),
        *parts.told("接收方", attempt.facts.get("recipients", "")),
        parts.one(
            "您的权利",
            "不同意不影响任何待遇。任何时候打一个电话给村专干就可以撤回，从那一刻起停止；撤回以前做的仍然有效。"
            "您可以查看、复制、更正自己的信息。",
        ),
        parts.one("告知方式", "已逐项读给本人听" if attempt.facts.get("read_aloud") else "本人已经阅读"),
    ]
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[parts.opinion("本人"), parts.opinion("说明人", "", attempt.by, attempt.on)],
    )
