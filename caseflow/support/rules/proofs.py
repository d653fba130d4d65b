"""Which papers an application needs (reference 1.2), and which are not asked for again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .facts import Family, Marital
from .policy import FamilyType


class Paper(NamedTuple):
    """A proof: its code, name and issuer, and in which cases it is needed."""

    code: str
    name: Any
    issuer: Any
    needed: Callable[[Family, FamilyType], bool]


class Needed(NamedTuple):
    """A proof in one case; ``seen`` where the registers or an earlier matter have shown it already."""

    paper: Paper
    seen: bool

    @property
    def sentence(self) -> str:
        if self.seen:
            return str(_("%(name)s：材料我们这里已经核过，不用再跑。") % {"name": self.paper.name})
        return str(_("%(name)s（%(issuer)s）") % {"name": self.paper.name, "issuer": self.paper.issuer})


def _always(family: Family, type: FamilyType) -> bool:
    return True


PAPERS = (
    Paper("APPLICATION", _("申报表（一式三份）"), _("申请人，可由帮扶人代填"), _always),
    Paper("ID", _("身份证"), _("公安机关"), _always),
    Paper("HUKOU", _("户口簿"), _("公安机关"), _always),
    Paper(
        "MARRIAGE",
        _("结婚证；离婚的，离婚证、协议或者判决书"),
        _("民政部门、人民法院"),
        lambda family, type: any(a.marital in (Marital.MARRIED, Marital.DIVORCED) for a in family.adults),
    ),
    Paper(
        "SPOUSE",
        _("配偶离世的证明"),
        _("公安机关、医院"),
        lambda family, type: any(a.marital == Marital.WIDOWED for a in family.adults),
    ),
    Paper("HONOUR", _("《独生子女父母光荣证》或者村（社区）证明"), _("卫生健康部门、村（社区）"), _always),
    Paper(
        "CHILD",
        _("孩子离世的证明"),
        _("乡镇以上医疗机构、公安机关或者村（社区）"),
        lambda family, type: type == FamilyType.DEATH,
    ),
    Paper(
        "DISABILITY",
        _("《残疾人证》（第二代以上，一级至三级）"),
        _("残联"),
        lambda family, type: type == FamilyType.DISABILITY,
    ),
    Paper(
        "ADOPTION",
        _("收养登记证"),
        _("民政部门"),
        lambda family, type: any(child.adopted_on for child in family.children),
    ),
    Paper("UNDERTAKING", _("个人承诺书"), _("申请人"), _always),
    Paper("PHOTO", _("一寸照片"), _("申请人"), _always),
    Paper("ACCOUNT", _("本人的社保卡或者一卡通账户"), _("银行"), _always),
)
ONCE = frozenset({"CHILD", "SPOUSE"})  # seen once in any matter, never asked for again


def papers(family: Family, type: FamilyType, seen: Collection[str] = ()) -> tuple[Needed, ...]:
    """The proofs of a case; ``seen`` are the codes that registers have confirmed or an earlier matter has shown."""
    return tuple(Needed(each, each.code in seen) for each in PAPERS if each.needed(family, type))
