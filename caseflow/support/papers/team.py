"""What goes into the papers of a family's team: the card it holds, the handover, the agreement, the pledge."""

from typing import Any

from caseflow.cases import parameters
from caseflow.procedure import Attempt

from .. import starting, teaming
from ..codes import FIVE, Contact, HelperCode
from ..models.team import title_of
from . import parts
from .context import builder

HELPS = (
    "陪您看病、取药，联系优先就医",
    "代办补助、证件和各种手续，您只签字",
    "逢年过节来看您，您不愿意就不来",
    "修理、取暖、农活，帮您找人",
    "想说说话的时候，陪您说说话",
    "有委屈、有意见，替您反映，给您回音",
)
ROWS_OF_VISITS = 4


def _by_role(household: Any) -> list[dict[str, str]]:
    """The five in their order, whoever stands in where one is missing, and the extra contacts."""
    held = {each["stands_for"] or each["code"]: each for each in household.card.names}
    five = [(code, held.get(code)) for code in FIVE]
    more = [
        (each["code"], each) for each in household.card.names if each["code"] not in FIVE and not each["stands_for"]
    ]
    return [
        {
            "role": title_of(each["code"], each["stands_for"]) if each else str(HelperCode(code).label),
            "name": each["name"] if each else "",
            "unit": each["unit"] if each else "",
            "phone": each["phone"] if each else "",
        }
        for code, each in (*five, *more)
    ]


@builder("support_card")
def card(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-11: whom to call, for what, and which version this is. No word of any scheme."""
    town, on = household.village.parent, attempt.on
    lines = [
        {"label": f"{town}值班", "phone": town.phone},
        {"label": "优先就医、急救", "phone": str(parameters.value("support.hospital_line", on))},
        {"label": "心理援助热线", "phone": str(parameters.value("support.mind_line", on))},
        {"label": "意见和投诉", "phone": household.dossier.agency.phone},
    ]
    return parts.base(
        household,
        attempt,
        version=household.card.version,
        people=_by_role(household),
        lines=[each for each in lines if each["phone"]],
        helps=list(HELPS),
        wish=str(Contact(household.contact_preference).label)
        + (f"；{household.dates_to_avoid}不打扰" if household.dates_to_avoid else ""),
        visits=["" for _row in range(ROWS_OF_VISITS)],
    )


@builder("support_agreement")
def agreement(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-13: what the team does and never does, and when it stops."""
    people = [each for each in _by_role(household) if each["name"]]
    rows = [
        parts.row(parts.cell("编号", household.number), parts.cell("家庭", parts.family(household))),
        *(parts.one(each["role"], f"{each['name']}　{each['unit']}　{each['phone']}") for each in people),
        parts.one("我们做什么", "；".join(HELPS) + "。"),
        parts.one("多久联系一次", f"按您的意愿：{Contact(household.contact_preference).label}。"),
        parts.one("保密", "您家的事只用来帮您，不外传、不拍照、不宣传；要告诉别的单位的，先问您。"),
        parts.one("财物", "联系人不收受财物，不借钱借物；没有您的书面委托，不经手您的钱和卡。"),
        parts.one("什么时候停止", "您随时可以要求换人或者停止，不用说理由；不影响任何待遇。"),
        parts.one("意见和投诉", household.dossier.agency.phone),
    ]
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("家庭"),
            parts.opinion("小组成员"),
            parts.opinion(f"{household.village.parent.office}\n（盖章）"),
        ],
    )


@builder("support_handover")
def handover(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-12: what the one who comes has to know; no password is handed over, and access has already passed on."""
    facts, helper = attempt.facts, attempt.facts["helper"]
    before = starting.predecessor(helper)
    rows = [
        parts.row(parts.cell("编号", household.number), parts.cell("家庭", parts.family(household))),
        parts.row(parts.cell("角色", helper.title), parts.cell("交接日期", parts.day(attempt.on))),
        parts.row(parts.cell("原联系人", before.user), parts.cell("接手的联系人", helper.user)),
        parts.one("没有办完的事", facts["needs"]),
        parts.one("答应过的事", facts["promises"]),
        parts.one("不打扰的日子", facts.get("avoid", "")),
        parts.one("移交的物品", facts.get("held", "")),
        parts.one("密码", "不交接任何密码。"),
        parts.one("系统权限", f"原联系人的权限已于{parts.day(before.until)}终止。"),
    ]
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("原联系人"),
            parts.opinion("接手的联系人"),
            parts.opinion("家庭或者见证人", "", facts["witness"]),
        ],
    )


@builder("support_pledge")
def pledge(household: Any, attempt: Attempt) -> dict[str, Any]:
    """F-30: what somebody promises before serving; of the family nothing stands in it."""
    facts, person = attempt.facts, attempt.facts["person"]
    role = "志愿者" if f"support.{teaming.Role.VOLUNTEER.value}" in person.roles else "帮扶联系人"
    rows = [
        parts.row(parts.cell("姓名", person), parts.cell("单位", person.unit)),
        parts.row(parts.cell("电话", person.phone), parts.cell("身份", role)),
        parts.row(
            parts.cell("最近一次培训", parts.day(facts["trained_on"])),
            parts.cell("志愿服务保险", "有" if facts.get("insured") else "没有"),
        ),
        parts.one(
            "保密承诺",
            "在帮扶中知道的家事、病情、住址、电话、款项，只用于帮扶；不对外说，不拍照，不转发，不保存在个人设备上；"
            "离开以后同样保密。",
        ),
        parts.one(
            "分寸",
            "不主动谈及子女话题，多倾听；按家庭的意愿联系；不收受财物，不借钱借物，不推销；没有书面委托不经手钱和卡，"
            "不代家属签字。",
        ),
        parts.one("有关系的", "与家庭有亲属、邻里纠纷、债权债务、遗赠或者监护关系的，先说明，由机关决定是否参加。"),
        parts.one("违反的", "立即停止帮扶，依法承担责任。"),
    ]
    return parts.base(
        household,
        attempt,
        rows=rows,
        opinions=[parts.opinion("承诺人"), parts.opinion("计生协会或者\n乡镇（街道）", "", attempt.by, attempt.on)],
    )
