"""What whoever holds a receipt is told of the tip: as much as the law lets them know, and nothing of a case."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from caseflow.enforcement.codes import NotFiled
from caseflow.enforcement.procedure import TipState


class Told(NamedTuple):
    """``steps`` are those of the way, each with whether it is behind; ``text`` says what it means."""

    title: str
    text: str
    steps: list[tuple[str, bool]]


def told(tip: Any) -> Told:
    """The state of a tip in words that fit any case: who is looked at, by whom and how is never among them."""
    title, text, reached = _told(tip)
    steps = [_("已收到"), _("决定是否受理"), _("办结")]
    return Told(title, text, [(step, number <= reached) for number, step in enumerate(steps, 1)])


def _told(tip: Any) -> tuple[str, str, int]:
    match str(tip.state):
        case TipState.ACCEPTED if tip.case is not None and tip.case.dossier.closed_on is not None:
            return (
                _("已经办结"),
                _(
                    "您反映的事项已经依法办结。依法应当公开的处理结果，由本机关向社会公布；办理过程和涉及他人的内容不能告知。"
                ),
                3,
            )
        case TipState.ACCEPTED:
            return _("已经受理"), _("您反映的事项本机关已经受理，正在依法办理。办理的内容依法保密。"), 2
        case TipState.TRANSFERRED:
            return _("已转送有权处理的机关"), _("您反映的事项不属于本机关职责，已经转送有权处理的机关。"), 3
        case TipState.NOT_FILED:
            return _("没有受理为案件"), _reason(tip.result), 3
    return _("已经收到"), _("您反映的事项已经登记，正在核查，一般自收到之日起十五日内决定是否受理。"), 1


def _reason(code: str) -> str:
    """The class of the reason: not what was found, and not about whom."""
    match code:
        case NotFiled.NF3:
            return _("原因：不属于本机关管辖。")
        case NotFiled.NF4:
            return _("原因：已经超过法律规定的追责时效。")
        case NotFiled.NF5 | NotFiled.NF6 | NotFiled.NF7 | NotFiled.NF8:
            return _("原因：属于法律规定不予行政处罚的情形。")
    return _("原因：现有的情况和材料不足以立案。您有新的情况或者材料，可以在下面补充。")
