"""What is paid on occasions: FUNERAL and FESTIVAL_GIFT (reference 2.2, O11)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .answering import Answer
from .facts import Standing, Used
from .festivals import OBLIGING, Festival, festival_day
from .ganzhou import GANZHOU
from .guards import DEATH_ONLY, of_type, once
from .money import Yuan
from .policy import Benefit, Book
from .results import Result
from .said import BadFacts, Line, reason
from .settings import DEFAULTS, Settings


def funeral(
    deceased: str,
    standing: Standing,
    on: date,
    *,
    payee: str,
    payee_kind: str,
    receipts: bool = False,
    used: Used | None = None,
    book: Book = GANZHOU,
    settings: Settings = DEFAULTS,
) -> Result:
    """FUNERAL: for a registered beneficiary whose standing was active on the day of death; the row is that of the day.

    ``payee_kind`` is one of O11: SPOUSE, or ARRANGER, who shows receipts.
    """
    died = standing.died_on
    if died is None:
        raise BadFacts(_t("请填写离世的日期。"))
    if died > on:
        raise BadFacts(_t("日期还没有到，请核对。"))
    inputs = {"person": deceased, "payee": payee, "payee_kind": payee_kind, "receipts": receipts}
    found = Answer(Benefit.FUNERAL, standing, on, book, settings, **inputs)
    found.row = book.benefit(Benefit.FUNERAL, died)
    found.reasons.append(of_type(standing, DEATH_ONLY, "Q-G"))
    found.guard(closing=died)
    if found.row is None:
        found.reasons.append(reason("NO_POLICY", False, _("那一天还没有这项政策。"), "2.5"))
    if standing.confirmed_from is not None and died < standing.confirmed_from:
        found.reasons.append(reason("BEFORE_CONFIRMED", False, _("当时资格还没有确认。"), "2.2"))
    met = payee_kind in settings.payee_order
    found.reasons.append(reason("PAYEE", met, _("由配偶领取；没有配偶的，由操办后事的人领取。"), "O11"))
    if payee_kind == "ARRANGER" and not receipts:
        found.reasons.append(reason("RECEIPTS", None, _("请操办的人带上票据，手续由我们来跑。"), "O11"))
    key = (deceased,)
    found.reasons.append(once((used or Used()).keys, key, _("这一项以前已经领过。")))
    fen = found.row.unit_fen if found.row else 0
    found.pay(payee, died.year, fen, key)
    found.sum.append(Line(_("丧葬服务补贴"), Yuan(fen)))
    return found.done()


def festival_gift(
    household: str,
    payee: str,
    standing: Standing,
    festival: str,
    year: int,
    on: date,
    *,
    used: Used | None = None,
    book: Book = GANZHOU,
    settings: Settings = DEFAULTS,
) -> Result:
    """FESTIVAL_GIFT: a household that is active on the festival day; the county's amount, which ships as nothing."""
    day = festival_day(festival, year)
    inputs = {"household": household, "person": payee, "festival": festival, "year": year}
    found = Answer(Benefit.FESTIVAL_GIFT, standing, on, book, settings, **inputs)
    found.row = book.benefit(Benefit.FESTIVAL_GIFT, day)
    found.guard(closing=day)
    if standing.confirmed_from is not None and standing.confirmed_from > day:
        found.reasons.append(reason("BEFORE_CONFIRMED", False, _("当时资格还没有确认。"), "2.2"))
    names = (Festival(festival).label,)
    if festival not in OBLIGING:
        found.reasons.append(reason("FESTIVAL", False, _("本地没有%(names)s慰问。"), "3.5", names=names))
    fen = found.row.unit_fen if found.row else 0
    if not fen:
        found.reasons.append(reason("NO_AMOUNT", False, _("县里还没有定慰问金，走访照常。"), "2.2"))
    key = (household, festival, year)
    used = used or Used()
    found.reasons.append(once(used.keys, key, _("这个节已经慰问过。")))
    given = sum(isinstance(each, tuple) and len(each) == 3 and each[::2] == key[::2] for each in used.keys)
    if found.row and found.row.cap is not None and given >= found.row.cap and key not in used.keys:
        found.reasons.append(reason("CAP", False, _("每年%(cap)d次，今年已经满了。"), "2.2", cap=found.row.cap))
    found.pay(payee, year, fen, key)
    return found.done()
