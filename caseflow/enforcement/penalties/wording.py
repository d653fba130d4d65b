"""The operative words of a decision: what was done, what it violated, on what basis, and what is imposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from caseflow.procedure.table import Citation

from ..amounts import yuan
from .ranges import Proposal
from .table import Kind, Licence, Violation

# Papers are Chinese whatever the language of the pages, so nothing here is translated.
MONTHS = {6: "六个月", 7: "七个月", 8: "八个月", 9: "九个月", 10: "十个月", 11: "十一个月", 12: "一年"}


@dataclass(frozen=True)
class Item:
    """One numbered penalty; ``amount`` in yuan is written out by the paper."""

    kind: Kind
    text: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Operative:
    """The parts of the operative paragraph, in the order in which they are read."""

    conduct: str
    violated: str
    basis: str
    order: str
    items: tuple[Item, ...]

    def opening(self, subject: str = "你单位", verb: str = "决定") -> str:
        """Everything before the numbered penalties, ready to print; ``verb`` is 拟 while nothing is decided."""
        order = f"，{self.order}" if self.order else ""
        decided = f"{verb}给予以下行政处罚：" if self.items else ""
        if order and decided:
            decided = f"，并{decided}"
        elif decided:
            decided = f"，{decided}"
        basis = f"{self.basis}{order}{decided}" if self.basis else self.order
        return f"{subject}{self.conduct}，{self.violated}。{basis}{'' if decided else '。'}"


def cited(citations: Iterable[Citation]) -> str:
    """Articles joined as papers join them; a statute is named once for its articles that follow each other."""
    parts, last = [], ""
    for each in citations:
        parts.append(each.article if each.law == last else str(each))
        last = each.law
    return "、".join(parts)


def operative(row: Violation, proposal: Proposal, *, conduct: int = 0, method: str = "") -> Operative:
    """The words for a proposal, for the conduct that words ``method``, else the one at the place ``conduct``.

    Raises BadAmount for wrong sums, IndexError for a conduct that the row does not have.
    """
    done = next((each for each in row.conducts if method in each.methods), row.conducts[conduct])
    items = []
    for kind in proposal.kinds:
        if kind == Kind.ORDER:
            continue
        amount = {Kind.CONFISCATION: proposal.confiscation, Kind.FINE: proposal.fine}.get(kind)
        components = [each for each in row.of(kind) if kind != Kind.LICENCE or each.licence == proposal.licence]
        phrase = components[0].phrase if components else str(kind.label)
        if proposal.licence == Licence.SUSPEND and kind == Kind.LICENCE:
            phrase = phrase.format(months=MONTHS[proposal.months])
        items.append(Item(kind, phrase, None if amount is None else yuan(amount)))
    orders = row.of(Kind.ORDER)
    order = (orders[0].phrase if orders else "责令改正") if proposal.order else ""
    return Operative(
        done.phrase,
        f"违反了{cited(done.violated)}",
        f"依据{cited(done.basis)}" if done.basis else "",
        order,
        tuple(items),
    )
