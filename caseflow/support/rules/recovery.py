"""What was paid for months after the end, and how it comes back (reference 4.9, RECOVER-1): gently, bounded, to the fen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.calendar import Calendar, add_working_days

from .dates import Month
from .money import Yuan
from .results import PayLine
from .said import BadFacts, Reason, reason
from .settings import DEFAULTS, Settings
from .splitting import FundingRule, Split, split_recovery


class Cause(TextChoices):
    """How it came about, in the neutral words of the first letter."""

    DEATH_UNKNOWN = "DEATH_UNKNOWN", _("家人离世后信息还没有更新")
    SENT_ALREADY = "SENT_ALREADY", _("及时告知，款项已经发出")
    NOT_REPORTED = "NOT_REPORTED", _("情况变化没有告知，不是有意")
    FALSE_PAPERS = "FALSE_PAPERS", _("材料与事实不符")
    OFFICE_ERROR = "OFFICE_ERROR", _("经办差错")


class Manner(TextChoices):
    """How it may come back."""

    BANK = "BANK", _("由银行退回未动用的款项")
    TRANSFER = "TRANSFER", _("一次退回")
    SET_OFF = "SET_OFF", _("从以后的发放中按比例抵扣")
    FUNERAL = "FUNERAL", _("经家人同意，从丧葬服务补贴中抵扣")
    INSTALMENTS = "INSTALMENTS", _("分期退回")


class Treatment(NamedTuple):
    """One row of 4.9."""

    first: Any  # what is done before anything about money
    manners: tuple[Manner, ...]
    fault: bool
    hearing: bool = False  # B19: heard before anything is demanded
    waivable: bool = True  # hardship, by the county's leader and finance


TREATMENTS = {
    Cause.DEATH_UNKNOWN: Treatment(
        _("先上门慰问，三十天内不谈钱的事。"), (Manner.BANK, Manner.TRANSFER, Manner.FUNERAL), False
    ),
    Cause.SENT_ALREADY: Treatment(_("由帮扶人当面说明。"), (Manner.SET_OFF, Manner.TRANSFER), False),
    Cause.NOT_REPORTED: Treatment(
        _("书面通知，请家里核对发放月份。"), (Manner.TRANSFER, Manner.INSTALMENTS, Manner.SET_OFF), False
    ),
    Cause.FALSE_PAPERS: Treatment(_("先停发，听取本人意见。"), (Manner.TRANSFER,), True, hearing=True, waivable=False),
    Cause.OFFICE_ERROR: Treatment(
        _("书面道歉，说明差错。"), (Manner.SET_OFF, Manner.TRANSFER, Manner.INSTALMENTS), False
    ),
}


@dataclass(frozen=True)
class Recovery:
    """What is asked back: fen, from which day a letter may go, until when an answer is awaited, and why."""

    cause: Cause
    asked_fen: int
    borne_fen: int  # by the county
    letter_from: date
    answer_by: date
    treatment: Treatment
    reasons: tuple[Reason, ...]


def overpaid(lines: Iterable[PayLine], closed_to: date | None) -> tuple[PayLine, ...]:
    """The lines of months that begin after END-1."""
    if closed_to is None:
        return ()
    return tuple(
        each
        for each in lines
        if isinstance(each.period, Month) and each.amount_fen > 0 and each.period.first > closed_to
    )


def recover(
    cause: Cause,
    fen: int,
    on: date,
    calendar: Calendar,
    *,
    month_fen: int = 0,
    agreed: bool = False,
    died_on: date | None = None,
    settings: Settings = DEFAULTS,
) -> Recovery:
    """How an overpayment of ``fen``, found on a day, is treated. ``month_fen`` is one month of the person.

    After a death no letter about money goes out on days 1 to 30 (R-DAY). An error of the office: the county bears up
    to one month unless the person agrees to return all. Raises BadFacts for nothing to recover.
    """
    if fen <= 0:
        raise BadFacts(_t("没有需要核对退回的款项。"))
    treatment = TREATMENTS[cause]
    reasons = [reason("FIRST", True, treatment.first, "4.9")]
    letter, borne = on, 0
    if cause == Cause.DEATH_UNKNOWN and died_on is not None:
        letter = max(on, died_on + timedelta(days=settings.quiet_days + 1))
        text = _("%(day)s以前只慰问，不发关于款项的信函。")
        reasons.append(reason("QUIET", True, text, "4.9", day=letter))
    if cause == Cause.OFFICE_ERROR and not agreed:
        borne = min(fen, settings.office_months * month_fen)
        reasons.append(reason("BORNE", True, _("经办差错由县级承担%(sum)s。"), "4.9", sum=Yuan(borne)))
    answer = add_working_days(letter, settings.answer_days, calendar)
    return Recovery(cause, fen - borne, borne, letter, answer, treatment, tuple(reasons))


def instalments(fen: int, months: int, first: Month, settings: Settings = DEFAULTS) -> tuple[tuple[Month, int], ...]:
    """``fen`` in equal parts over ``months``, what cannot be divided in the last. Raises BadFacts beyond the bound."""
    if not 1 <= months <= settings.instalments:
        raise BadFacts(_t("最多分%(most)d个月退回。") % {"most": settings.instalments})
    if fen < months:
        raise BadFacts(_t("%(sum)s分不成%(months)d期。") % {"sum": Yuan(fen).shown, "months": months})
    part = fen // months
    return tuple((first.plus(n), part if n < months - 1 else fen - part * n) for n in range(months))


def set_off(owed: int, items: Sequence[int], settings: Settings = DEFAULTS) -> tuple[int, ...]:
    """What may be kept back from each later item (fen): the bound in percent, rounded down, until nothing is owed."""
    kept = []
    for item in items:
        part = max(0, min(owed, item * settings.setoff_percent // 100))
        kept.append(part)
        owed -= part
    return tuple(kept)


def recovery_line(original: PayLine, earlier: Sequence[PayLine], fen: int, rule: FundingRule) -> PayLine:
    """The negative line that brings back ``fen`` of a line; the one that completes it clears every level.

    Raises BadFacts, with the sentence, where the original was never split, or less is left.
    """
    if original.split is None:
        raise BadFacts(_t("这一笔没有分担记录，不能核对退回。"))
    before = [each.split for each in earlier if each.split is not None]
    try:
        split = split_recovery(fen, original.split, before, rule)
    except ValueError as refusal:
        raise BadFacts(str(refusal)) from None
    key = (*original.keys, "RECOVERY", len(earlier) + 1)
    return PayLine(original.benefit, original.person, original.period, 0, -fen, -fen, split, (key,), _("核对退回"))


def left_of(original: PayLine, earlier: Iterable[PayLine]) -> Split:
    """What each level has still to get back of a line."""
    left = original.split or Split()
    for each in earlier:
        left = left.plus(each.split or Split())
    return left
