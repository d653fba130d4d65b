"""Numbers as official papers write them: sums in capital numerals, dates and periods in words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
PLAIN = "零一二三四五六七八九"
LARGEST = Decimal("999999999999.99")
PERIODS = {
    "working_days": "{}个工作日",
    "calendar_days": "{}日",
    "months": "{}个月",
    "years": "{}年",
    "hours": "{}小时",
    "minutes": "{}分钟",
}


def money(amount: Decimal) -> dict[str, str]:
    """``{"figures": "18600.00", "words": "壹万捌仟陆佰元整"}``; yuan of two places, nothing finer and nothing negative."""
    if (
        not isinstance(amount, Decimal)
        or not amount.is_finite()
        or not 0 <= amount <= LARGEST
        or amount != amount.quantize(Decimal("0.01"))
    ):
        raise ValueError("An amount is a Decimal of at most two places from 0 to 999999999999.99 yuan.")
    return {"figures": f"{abs(amount):.2f}", "words": money_words(amount)}


def money_words(amount: Decimal) -> str:
    """A sum in capital numerals by the rules for bills (《支付结算办法》附一): 元 and 角 end in 整, 分 does not.

    A zero is spoken where figures are skipped, also between 元 and 分; 角 after a round sum of 元 follows directly.
    """
    yuan, fen = divmod(int(amount.scaleb(2)), 100)
    tenths, cents = divmod(fen, 10)
    words = f"{_numeral(yuan, CAPITALS, '拾佰仟')}元" if yuan else ""
    if not fen:
        return f"{words or '零元'}整"
    if tenths:
        words += f"{CAPITALS[tenths]}角"
    elif words:
        words += "零"
    return f"{words}{CAPITALS[cents]}分" if cents else f"{words}整"


def number_words(number: int) -> str:
    """十五, 一百零二, 二千: a whole number from 0 to below one trillion in plain numerals."""
    if not 0 <= number < 10**12:
        raise ValueError("From 0 to below one trillion.")
    words = _numeral(number, PLAIN, "十百千") if number else "零"
    return words.removeprefix("一") if words.startswith("一十") else words


def _numeral(number: int, digits: str, places: str) -> str:
    """Groups of four figures (元, 万, 亿), a single zero for any run of skipped figures inside the number."""
    words, skipped = "", False
    groups = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    for group, name in groups:
        for power in (3, 2, 1, 0):
            digit = group // 10**power % 10
            if not digit:
                skipped = bool(words)
                continue
            words += (digits[0] if skipped else "") + digits[digit] + (places[power - 1] if power else "")
            skipped = False
        if group:
            words, skipped = words + name, False  # 十万一千: a zero that ends a group is not spoken
    return words


def date_words(day: date) -> str:
    """2026年3月5日: Arabic figures without leading zeros, as GB/T 9704 wants them."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_words(moment: datetime) -> str:
    """2026年3月5日14时05分, in the time of the place."""
    local = timezone.localtime(moment)
    return f"{date_words(local.date())}{local.hour}时{local.minute:02d}分"


def time_words(moment: datetime) -> str:
    """14时05分, for the end of something that began on the same day."""
    local = timezone.localtime(moment)
    return f"{local.hour}时{local.minute:02d}分"


def period_words(length: int, unit: str) -> str:
    """五个工作日, 十五日, 六个月; ``unit`` is one of ``PERIODS``."""
    counted = PERIODS[unit]
    return counted.format("两" if length == 2 and "个" in counted else number_words(length))


def in_words(value: Any) -> Any:
    """A fact as a paper states it: sums, moments and dates in words, containers throughout, anything else as it is."""
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return date_words(value)
    if isinstance(value, dict):
        return {key: in_words(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [in_words(item) for item in value]
    return value
