"""What somebody did in a matter that keeps them from doing something else in it: the vocabulary of separation of duties.

A procedure says which duty each office carries and which rows are deeds of their own; the pairs hold for every procedure.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .table import Citation


class Side(TextChoices):
    """A side of a matter. Those of an office are taken by every act in it, the others by the one deed."""

    INVESTIGATE = "investigate", _("承办调查")
    REVIEW = "review", _("审核")
    LEGAL_REVIEW = "legal_review", _("法制审核")
    APPROVE = "approve", _("审批")
    VOTE = "vote", _("集体讨论表决")
    CHAIR_HEARING = "chair_hearing", _("主持听证")
    PAY = "pay", _("经管款项")
    ENTER_TIP = "enter_tip", _("登记线索")
    DECIDE_TIP = "decide_tip", _("决定线索的处理")
    DRAFT = "draft", _("拟稿")
    CHECK = "check", _("核稿")
    SIGN = "sign", _("签发")
    APPOINT = "appoint", _("指派")
    BE_APPOINTED = "be_appointed", _("接受指派")
    CHALLENGED = "challenged", _("被申请回避")
    DECIDE_RECUSAL = "decide_recusal", _("决定回避")
    ASK_UNSEAL = "ask_unseal", _("申请查看封存身份")
    GRANT_UNSEAL = "grant_unseal", _("批准查看封存身份")
    PROPOSE_SUBSIDY = "propose_subsidy", _("提出补助意见")
    APPROVE_SUBSIDY = "approve_subsidy", _("审批补助")
    OBJECT = "object", _("提出异议")
    HANDLE_OBJECTION = "handle_objection", _("处理异议")
    RECUSED = "recused", _("已经回避")  # nothing at all may be taken after it


PENALTIES = "《中华人民共和国行政处罚法》"
CONTROL = Citation("《行政事业单位内部控制规范（试行）》", "第十二条第一项", "不相容岗位相互分离。")

# The pairs that one person may not take in one matter; deeds that name an item clash only over the same item.
PAIRS: tuple[tuple[Side, Side, Citation], ...] = (
    (Side.INVESTIGATE, Side.REVIEW, Citation(PENALTIES, "第五十七条第一款")),
    (Side.INVESTIGATE, Side.LEGAL_REVIEW, Citation(PENALTIES, "第五十八条")),
    (Side.INVESTIGATE, Side.APPROVE, Citation(PENALTIES, "第五十七条")),
    (Side.INVESTIGATE, Side.VOTE, Citation(PENALTIES, "第五十七条第二款")),
    (Side.INVESTIGATE, Side.CHAIR_HEARING, Citation(PENALTIES, "第六十四条第四项")),
    (Side.INVESTIGATE, Side.PAY, Citation(PENALTIES, "第六十七条")),
    (Side.REVIEW, Side.LEGAL_REVIEW, Citation(PENALTIES, "第五十八条")),
    (Side.REVIEW, Side.APPROVE, Citation(PENALTIES, "第五十七条")),
    (Side.REVIEW, Side.PAY, Citation(PENALTIES, "第六十七条")),
    (Side.LEGAL_REVIEW, Side.APPROVE, Citation(PENALTIES, "第五十八条")),
    (Side.LEGAL_REVIEW, Side.PAY, Citation(PENALTIES, "第六十七条")),
    (Side.CHAIR_HEARING, Side.APPROVE, Citation(PENALTIES, "第六十五条")),
    (Side.CHAIR_HEARING, Side.PAY, Citation(PENALTIES, "第六十七条")),
    (Side.APPROVE, Side.PAY, Citation(PENALTIES, "第六十七条")),
    (Side.ENTER_TIP, Side.DECIDE_TIP, CONTROL),
    (Side.DRAFT, Side.CHECK, Citation(PENALTIES, "第五十八条")),
    (Side.DRAFT, Side.SIGN, Citation(PENALTIES, "第五十七条")),
    (Side.CHECK, Side.SIGN, Citation(PENALTIES, "第五十七条")),
    (Side.APPOINT, Side.BE_APPOINTED, CONTROL),
    (Side.CHALLENGED, Side.DECIDE_RECUSAL, Citation(PENALTIES, "第四十三条")),
    (Side.ASK_UNSEAL, Side.GRANT_UNSEAL, CONTROL),
    (Side.PROPOSE_SUBSIDY, Side.APPROVE_SUBSIDY, CONTROL),
    (Side.OBJECT, Side.HANDLE_OBJECTION, CONTROL),
)
INCOMPATIBLE = frozenset(frozenset((one.value, other.value)) for one, other, _basis in PAIRS)


def clash(duty: str, taken: Iterable[str]) -> str:
    """The first of ``taken`` that one person may not have beside ``duty``, or an empty string."""
    others = sorted(taken)
    if duty != Side.RECUSED and Side.RECUSED in others:
        return Side.RECUSED.value
    return next((other for other in others if frozenset((duty, other)) in INCOMPATIBLE), "")


def offices_apart(duties: Mapping[Any, Side]) -> frozenset[frozenset[str]]:
    """The pairs of offices whose duties one person may not have in one matter."""
    return frozenset(
        frozenset((str(one), str(other)))
        for one, other in combinations(duties, 2)
        if frozenset((duties[one].value, duties[other].value)) in INCOMPATIBLE
    )
