"""Whether an account can be the person's own, and the check digits of numbers (reference 5.1, 7.4; decision 9)."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .said import BadFacts
from .settings import DEFAULTS, Settings


class Kind(TextChoices):
    """What an account is (7.4); a passbook has no check digit of a card."""

    SOCIAL_CARD = "SOCIAL_CARD", gettext_lazy("社保卡")
    SUBSIDY_CARD = "SUBSIDY_CARD", gettext_lazy("一卡通")
    SAVINGS_CARD = "SAVINGS_CARD", gettext_lazy("储蓄卡")
    PASSBOOK = "PASSBOOK", gettext_lazy("存折")


CARDS = frozenset({Kind.SOCIAL_CARD, Kind.SUBSIDY_CARD, Kind.SAVINGS_CARD})


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def compact(number: str) -> str:
    """The digits of a number as people write them, with full-width digits and gaps."""
    return re.sub(r"[\s\-‐–—]", "", unicodedata.normalize("NFKC", number))


def account_problem(number: str, kind: str, bank: str = "", settings: Settings = DEFAULTS) -> str:
    """What is wrong with an account number, as a sentence; empty where nothing is.

    Cards have 16 to 19 digits, and the check digit unless the bank is one of those that use none.
    """
    digits = compact(number)
    if not digits:
        return _("请填写账号。")
    if not re.fullmatch(r"[0-9]+", digits, re.ASCII):
        return _("账号只能是数字，请核对。")
    if kind not in CARDS:
        return (
            "" if 8 <= len(digits) <= 30 else _("存折账号应是 8 至 30 位数字，现在有 %(n)d 位。") % {"n": len(digits)}
        )
    if not 16 <= len(digits) <= 19:
        return _("卡号应是 16 至 19 位数字，现在有 %(n)d 位，请核对。") % {"n": len(digits)}
    if len(set(digits)) == 1:
        return _("卡号每一位都一样，请核对。")
    if bank not in settings.without_check_digit and not luhn(digits):
        return _("卡号的校验位不对，可能抄错了一位，请对着卡再核对一遍。")
    return ""


def plain_name(name: str) -> str:
    """A name without what writing differs in: width, gaps, the kind of middle dot, case."""
    text = unicodedata.normalize("NFKC", name)
    text = re.sub(r"[·•・‧∙●⋅˙．.]", "·", text)
    return re.sub(r"\s", "", text).casefold()


def name_problem(holder: str, person: str) -> str:
    """What is wrong with the holder of an account, as a sentence; empty where it is the person."""
    if not plain_name(holder):
        return _("请填写账户的户名。")
    if plain_name(holder) != plain_name(person):
        return _("户名和本人姓名不一致；待遇只能发到本人的账户。")
    return ""


def check_digits(digits: str) -> str:
    """The two check digits of ISO 7064 MOD 97-10. Raises BadFacts for anything but digits."""
    if not re.fullmatch(r"[0-9]+", digits, re.ASCII):
        raise BadFacts(_("校验位只能由数字算出。"))
    return f"{98 - int(digits) * 100 % 97:02d}"


def checked(digits: str) -> bool:
    """Whether a string of digits ends with its two check digits."""
    return bool(re.fullmatch(r"[0-9]{3,}", digits, re.ASCII)) and int(digits) % 97 == 1


def internal_number(area: str, form: str, year: int, sequence: int) -> str:
    """``620702-F10-2026-00012-cc``: the check digits are taken over all digits before them (5.1)."""
    body = f"{area}-{form.replace('-', '')}-{year:04d}-{sequence:05d}"
    return f"{body}-{check_digits(re.sub('[^0-9]', '', body))}"


def number_checked(number: str) -> bool:
    """Whether an internal number agrees with its check digits."""
    return checked(re.sub("[^0-9]", "", number))
