"""What goes into the papers of measures on evidence and goods: preservation, samples, appraisal, lists of goods."""

from typing import Any

from django.utils import timezone

from caseflow.cases import calendar, holidays, limits
from caseflow.procedure import Attempt
from documents.wording import in_words

from .. import law
from ..codes import Keeping, Outcome
from . import parts
from .context import builder

SAMPLES = {  # the columns of D10 and of D11
    "product": ("name", "model", "batch", "maker", "made_on", "quantity", "stock", "seal_no", "remark"),
    "other": ("name", "place", "method", "quantity", "condition", "seal_no", "remark"),
}


@builder("preservation_decision")
def preservation_decision(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D08: what is kept, where, by whom and until when (APL art. 56)."""
    kept = _preservation(case, attempt)
    end = calendar.due(
        law.PRESERVATION,
        attempt.on,
        holidays.calendar(),
        length=limits.length_of(law.PRESERVATION, attempt.on),
    ).legal_due
    goods = "、".join(f"{each.name}{each.quantity}{each.unit}" for each in kept.items.all())
    approved = "经本机关负责人批准" if kept.approved_at else "因情况紧急当场实施，并依法补办批准手续"
    body = [
        (
            f"经查，下列物品与涉嫌{parts.cause(case)}有关，且可能灭失（以后难以取得）：{parts.sentence(kept.reason)}"
            f"依据{law.APL}第五十六条，{approved}，决定自{parts.day(attempt.on)}起先行登记保存，并于七个工作日内作出处理决定。"
            "保存期间，不得销毁、转移、使用。"
        ),
        f"保存期限：自{parts.day(attempt.on)}至{parts.day(end)}。",
        f"登记保存的物品：{goods}（详见所附物品清单）。",
        f"保存地点：{kept.place}。保管人：{kept.keeper}，负有妥善保管的责任，不得擅自启封。",
    ]
    return parts.base(
        case,
        attempt,
        party=parts.party(case),
        body=body,
        keeping=parts.choices(Keeping, kept.keeping),
        remedies=parts.remedies(case),
        signers=["当事人（签章）", "保管人（签名）"],
        officers=_on_the_spot(case, attempt),
    )


def _preservation(case: Any, attempt: Attempt) -> Any:
    return attempt.facts.get("preservation") or case.preservations.exclude(done_at=None).order_by("done_at").last()


def _on_the_spot(case: Any, attempt: Attempt) -> list[dict[str, str]]:
    named = [attempt.facts.get("officer1"), attempt.facts.get("officer2")]
    return parts.officers(case, attempt.on, named if all(named) else None)


@builder("preservation_disposal")
def preservation_disposal(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D09: what becomes of one of the goods."""
    item = attempt.facts["item"]
    kept = item.preservation
    number = parts.number_of(case, "preservation_decision")
    since = parts.day(timezone.localdate(kept.done_at))
    body = [
        (
            f"本机关于{since}以《证据先行登记保存决定书》（{number}）对{parts.party(case)['name']}的物品先行登记保存。"
            f"经审查，{parts.phrase(item.outcome_reason)}。依据{law.APL}第五十六条，现对下列物品作出如下处理决定："
        ),
    ]
    return parts.base(
        case,
        attempt,
        party=parts.party(case),
        body=body,
        items=parts.goods([item]),
        outcome=f"{item.get_outcome_display()}（原保存地点：{kept.place}）",
        outcomes=parts.choices(Outcome, item.outcome),
        remedies=parts.remedies(case),
        signers=["当事人（签章）"],
        officers=parts.officers(case, attempt.on),
    )


@builder("product_sampling_record")
def product_sampling_record(case: Any, attempt: Attempt) -> dict[str, Any] | None:
    """D10: samples of goods."""
    return _samples(case, attempt, "product")


@builder("other_sampling_record")
def other_sampling_record(case: Any, attempt: Attempt) -> dict[str, Any] | None:
    """D11: samples of anything that is no product."""
    return _samples(case, attempt, "other")


def _samples(case: Any, attempt: Attempt, wanted: str) -> dict[str, Any] | None:
    """None where no sample of the wanted sort was taken. Each sample is a dict; its ``kind`` is a product unless said."""
    taken = [each for each in attempt.facts.get("samples") or () if (each.get("kind") or "product") == wanted]
    if not taken:
        return None
    appraisal = case.appraisals.last()
    return parts.base(
        case,
        attempt,
        party={key: getattr(case.party, key) for key in ("name", "address", "phone")},
        cause=f"涉嫌{parts.cause(case)}",
        sampled=parts.day(attempt.on),
        laboratory=appraisal.body,
        matters=appraisal.matters,
        samples=[{key: str(in_words(each.get(key)) or "") for key in SAMPLES[wanted]} for each in taken],
        officers=parts.officers(case, attempt.on),
    )


@builder("appraisal_commission")
def appraisal_commission(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D13: a qualified body is asked for its opinion; the time it takes is not counted."""
    appraisal = case.appraisals.last()
    body = [
        (
            f"本机关在办理{parts.matter(case)}中，需要对专门性问题进行技术鉴定。"
            "现委托你单位进行鉴定，并将有关事项函告如下："
        ),
    ]
    return parts.base(
        case,
        attempt,
        copies_note="一式两份，一份交受托机构，一份存档。",
        to=appraisal.body,
        body=body,
        qualification=appraisal.qualification,
        matters=appraisal.matters,
        materials=[line.strip() for line in appraisal.materials.splitlines() if line.strip()],
        requirement="鉴定意见应当载明委托事项、送检材料、鉴定的依据和方法，由鉴定人签名并加盖鉴定机构印章，附鉴定机构和鉴定人的资质证明。",
        due=parts.day(appraisal.due_on),
        officers=parts.officers(case, attempt.on),
        contact=parts.contact(case),
    )


@builder("item_list")
def item_list(case: Any, attempt: Attempt) -> dict[str, Any] | None:
    """D17 beside the paper it belongs to; its number is written in when that has been given. None without goods."""
    if attempt.row.name == "transfer":
        title, label = "案件移送书", "接收单位"
        goods = [item for kept in case.preservations.all() for item in kept.items.filter(outcome=Outcome.O6)]
        place = attempt.facts["body"]
    else:
        title, label, kept = "证据先行登记保存决定书", "保存地点", _preservation(case, attempt)
        goods, place = list(kept.items.all()), kept.place
    if not goods:
        return None
    return parts.base(
        case,
        attempt,
        parent=title,
        party=case.party.name,
        cause=f"涉嫌{parts.cause(case)}",
        place_label=label,
        place=place,
        items=[_row(each) for each in goods],
        officers=_on_the_spot(case, attempt),
    )


def _row(item: Any) -> dict[str, str]:
    return {
        "name": item.name,
        "model": item.model,
        "serial_no": item.serial_no,
        "maker": item.maker,
        "made_on": "",
        "quantity": str(item.quantity),
        "unit": item.unit,
        "condition": item.condition,
        "remark": f"封签号：{item.seal_no}" if item.seal_no else "",
    }


@builder("case_transfer")
def case_transfer(case: Any, attempt: Attempt) -> dict[str, Any]:
    """D20 with the stub that the receiving body sends back."""
    facts = attempt.facts
    found = case.findings or case.summary
    listed = facts.get("materials") or "案件材料"
    body = [
        (
            f"本机关办理的{parts.matter(case)}，{parts.sentence(facts['reason'])}依据{law.JURISDICTION}的规定，"
            "现将该案移送你单位依法处理。"
        ),
        f"案件来源：{case.get_source_display()}；受理日期：{parts.day(case.accepted_on)}；立案日期：{parts.day(case.filed_on)}。",
        f"已查明的情况：{parts.sentence(found)}",
    ]
    return parts.base(
        case,
        attempt,
        copies_note="一式两份，一份交受移送机关，一份存档。",
        to=facts["body"],
        cause=f"涉嫌{parts.cause(case)}",
        party=parts.party(case),
        body=body,
        materials=[line.strip() for line in listed.splitlines() if line.strip()],
        goods_listed=any(kept.items.filter(outcome=Outcome.O6).exists() for kept in case.preservations.all()),
        contact=parts.contact(case),
    )
