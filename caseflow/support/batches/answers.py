"""C6: the answer of the bank, read whole before anything is changed: every bad line is told with its number and reason."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..codes_money import ReturnReason
from ..rules.money import BadSum, Yuan, fen

HEAD = ("文件编号", "序号", "金额", "结果", "原因")
PAID, FAILED = "成功", "失败"
REASONS = {str(each.label): each for each in ReturnReason}
SHOWN = 200  # mistakes that are told at once


class BadRows(ValueError):
    """A file that is not taken; ``rows`` are line number and sentence of everything that is wrong with it."""

    def __init__(self, rows: list[tuple[int, str]]) -> None:
        self.rows = rows
        super().__init__("\n".join(self.sentences()))

    def sentences(self) -> Iterator[str]:
        for number, sentence in self.rows[:SHOWN]:
            yield _("第%(n)d行：%(why)s") % {"n": number, "why": sentence} if number else sentence
        if len(self.rows) > SHOWN:
            yield _("另有%(n)d行也有问题。") % {"n": len(self.rows) - SHOWN}


@dataclass(frozen=True)
class Answer:
    """What the bank says of the lines of one file: the keys of those paid, and of those not with code and reason."""

    sha256: str
    number: str
    paid: tuple[int, ...]
    failed: tuple[tuple[int, str, str], ...]


def text_of(content: bytes) -> str:
    """What a table of text says, in either of the two encodings it is saved in. Raises BadRows."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadRows([(0, _("文件不是文本表格（CSV），请另存为 CSV 以后再导入。"))])


def table_of(content: bytes, head: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The rows below the heading with their line numbers, blank ones left out. Raises BadRows for another heading."""
    rows = csv.reader(io.StringIO(text_of(content), newline=""))
    first = [each.strip() for each in next(rows, [])]
    if tuple(first[: len(head)]) != head:
        raise BadRows([(1, _("表头应依次是：%(head)s。") % {"head": "、".join(head)})])
    for number, row in enumerate(rows, start=2):
        cells = [each.strip() for each in row]
        if any(cells):
            yield number, [*cells, *[""] * (len(head) - len(cells))][: len(head)]


def read(content: bytes, number: str, expected: list[tuple[int, int]]) -> Answer:
    """The answer to the file ``number``, whose lines are ``expected``: key and fen, in its order.

    Raises BadRows with every line that is wrong, and every line of ours that is missing.
    """
    wrong: list[tuple[int, str]] = []
    paid: list[int] = []
    failed: list[tuple[int, str, str]] = []
    seen: dict[int, int] = {}
    for at, (told, place, amount, result, reason) in table_of(content, HEAD):
        problem = _problem(told, place, amount, result, reason, number, expected, seen)
        if problem:
            wrong.append((at, problem))
            continue
        seen[int(place)] = at
        key = expected[int(place) - 1][0]
        if result == PAID:
            paid.append(key)
        else:
            code = REASONS.get(reason, ReturnReason.OTHER)
            failed.append((key, code.value, reason[:100]))
    if not wrong:
        missing = [place for place in range(1, len(expected) + 1) if place not in seen]
        wrong += [(0, _("回单里没有序号%(n)d。") % {"n": place}) for place in missing]
    if wrong:
        raise BadRows(wrong)
    return Answer(hashlib.sha256(content).hexdigest(), number, tuple(paid), tuple(failed))


def _problem(
    told: str,
    place: str,
    amount: str,
    result: str,
    reason: str,
    number: str,
    expected: list[tuple[int, int]],
    seen: dict[int, int],
) -> str:
    if told != number:
        return _("文件编号“%(told)s”不是“%(number)s”。") % {"told": told[:60], "number": number}
    if not (place.isascii() and place.isdecimal() and 1 <= int(place[:12]) <= len(expected)):
        return _("发放文件里没有序号“%(place)s”。") % {"place": place[:20]}
    if int(place) in seen:
        return _("序号%(place)s在第%(n)d行已经有了。") % {"place": place, "n": seen[int(place)]}
    try:
        said = fen(amount)
    except BadSum as bad:
        return str(bad)
    ours = expected[int(place) - 1][1]
    if said != ours:
        return _("金额%(said)s与发放文件的%(ours)s不一致。") % {"said": Yuan(said).shown, "ours": Yuan(ours).shown}
    if result not in (PAID, FAILED):
        return _("结果“%(result)s”应是“成功”或者“失败”。") % {"result": result[:20]}
    if result == FAILED and not reason:
        return _("失败的须写明原因。")
    return ""
