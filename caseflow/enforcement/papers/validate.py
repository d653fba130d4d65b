"""What a paper must say before it may be issued: the six items of APL 59 (R-19), rights and time limits (R-32)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases.transitions import Refused

Piece = tuple[str, Any, Callable[[dict[str, Any]], bool]]


def said(key: str, *words: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a text (or list of texts) of the paper is there and says all of ``words``."""

    def holds(paper: dict[str, Any]) -> bool:
        value = paper.get(key) or ""
        text = "".join(value) if isinstance(value, list) else value
        return bool(text.strip()) and all(word in text for word in words)

    return holds


def party_described(paper: dict[str, Any]) -> bool:
    return bool(paper["party"]["name"] and paper["party"]["address"])


def agency_named(paper: dict[str, Any]) -> bool:
    return bool(paper["agency"]["name"] and paper["date"])


def remedies_named(paper: dict[str, Any]) -> bool:
    agency = paper["agency"]
    bodies = agency["government"], agency["court"]
    return all(bodies) and said("remedies", *bodies, "六十日内", "行政复议", "六个月内", "行政诉讼")(paper)


def fined(paper: dict[str, Any]) -> bool:
    return any(each.startswith(("罚款", "并处罚款")) for each in paper["penalties"])


def owed(paper: dict[str, Any]) -> bool:
    return any("人民币" in each for each in paper["penalties"])


def payment_named(paper: dict[str, Any]) -> bool:
    bank = paper["agency"]["bank"]
    return not owed(paper) or (bool(bank) and said("payment", bank, "十五日内", "电子支付")(paper))


def surcharge_named(paper: dict[str, Any]) -> bool:
    return not fined(paper) or said("payment", "每日按罚款数额的百分之", "不超出罚款的数额")(paper)


PARTY: Piece = ("party", lazy("当事人的姓名或者名称、地址（行政处罚法第五十九条第一项）"), party_described)
AGENCY: Piece = ("agency", lazy("行政机关的名称和日期（行政处罚法第五十九条第六项）"), agency_named)
FACTS: Piece = ("facts", lazy("查明的违法事实（行政处罚法第五十九条第二项）"), said("facts"))
EVIDENCE: Piece = ("evidence", lazy("证据（行政处罚法第五十九条第二项）"), said("evidence"))
BASIS: Piece = (
    "operative",
    lazy("违反的规定和处罚的依据（行政处罚法第五十九条第三项）"),
    said("operative", "违反了", "依据"),
)
REMEDIES: Piece = ("remedies", lazy("复议机关、管辖法院和期限（行政处罚法第五十九条第五项）"), remedies_named)

REQUIRED: Mapping[str, tuple[Piece, ...]] = {
    "prior_notice": (
        PARTY,
        FACTS,
        EVIDENCE,
        BASIS,
        ("penalties", lazy("拟作出的行政处罚内容（行政处罚法第四十四条）"), said("penalties")),
        ("rights", lazy("陈述、申辩的权利和期限（行政处罚法第四十四条）"), said("rights", "陈述和申辩", "工作日内")),
        AGENCY,
    ),
    "penalty_decision": (
        PARTY,
        FACTS,
        EVIDENCE,
        BASIS,
        ("penalties", lazy("处罚的种类（行政处罚法第五十九条第三项）"), said("penalties")),
        ("payment", lazy("代收机构、履行方式和期限（行政处罚法第五十九条第四项）"), payment_named),
        ("surcharge", lazy("加处罚款的标准（行政强制法第四十五条第一款）"), surcharge_named),
        REMEDIES,
        ("not_suspended", lazy("复议、诉讼期间不停止执行"), said("remedies", "不停止本决定的执行")),
        ("publicity", lazy("公示的告知"), said("publicity", "向社会公开")),
        AGENCY,
    ),
    "no_penalty_decision": (
        PARTY,
        FACTS,
        ("decided", lazy("不予处罚的情形和依据"), said("decided", "鉴于", "依据", "不予行政处罚")),
        ("education", lazy("对当事人教育的情况（行政处罚法第三十三条第三款）"), said("education")),
        REMEDIES,
        AGENCY,
    ),
}


def missing(kind: str, paper: dict[str, Any]) -> list[tuple[str, str]]:
    """What a paper of ``kind`` must say and does not, as code and name."""
    return [(code, str(name)) for code, name, holds in REQUIRED[kind] if not holds(paper)]


def complete(kind: str, paper: dict[str, Any]) -> dict[str, Any]:
    """The paper, if nothing is missing. Raises Refused with the name of every missing piece."""
    if lacks := missing(kind, paper):
        raise Refused({f"lacks_{code}": _("文书缺少：%(piece)s。") % {"piece": name} for code, name in lacks})
    return paper
