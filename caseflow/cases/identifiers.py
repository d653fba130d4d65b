"""Numbers that a registry gave: how they are read, checked and masked.

Sources: GB 11643 (citizen identity number), GB 32100 (unified social credit code), GB 11714 (organisation code),
GB/T 2260 (regions).
"""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from caseflow.cases.text import narrow, tidy

SYNTHETIC = "99"  # no region: marks invented persons
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CREDIT_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CREDIT_OFFICES = "123456789AGNY"  # the first character: who registered it
ORGANISATION_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_SEPARATORS = re.compile(r"[\s\-·]")
_ID = re.compile(r"[0-9]{17}[0-9X]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
_HOTLINE = re.compile(r"12345|12320|12315|400[0-9]{7}")
_LICENCE = re.compile(r"[0-9A-Z]{9}[0-9]{6}[0-9A-Z]{7}|[0-9]{12}|[0-9A-Z]{15,18}")

# Two-character family names; every other Chinese name keeps its first character alone.
DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "东门",
        "西门",
        "南荣",
        "第五",
    ]
)


def compact(text: str) -> str:
    """A number as it is stored: ASCII, capital letters, no spaces or hyphens."""
    return _SEPARATORS.sub("", narrow(tidy(text))).upper()


# Citizen identity number (GB 11643) ------------------------------------


def id_check(first17: str) -> str:
    """The eighteenth character that belongs to the first seventeen digits."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def id_sex(number: str) -> str:
    """男 where the sequence number is odd, else 女 (GB 11643); nothing for what is no identity number."""
    return ("女", "男")[int(number[16]) % 2] if len(number) == 18 and number[:17].isdecimal() else ""


def id_birth_date(number: str) -> date | None:
    """The day of birth that an identity number names; None where there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def id_problem(number: str, *, today: date, synthetic: bool = False) -> str:
    """What is wrong with an identity number in its stored form, as a sentence; empty where nothing is.

    ``synthetic`` lets the prefix of invented persons pass.
    """
    if re.fullmatch("[0-9]{15}", number):
        return _("这是 15 位的旧身份证号码，已经停用。请填写 18 位号码；只有旧证的，证件种类请选“其他证件”。")
    if not _ID.fullmatch(number):
        return _(
            "居民身份证号码应当是 18 位：前 17 位是数字，最后一位是数字或者 X。您填了 %(count)d 位，请对照证件再看一遍。"
        ) % {"count": len(number)}
    if number[:2] not in PROVINCES and not (synthetic and number[:2] == SYNTHETIC):
        return _("居民身份证号码开头的地区代码 %(region)s 不存在，请核对前 6 位。") % {"region": number[:6]}
    born = id_birth_date(number)
    if born is None or born.year < 1850:
        return _("居民身份证号码第 7 至 14 位应当是出生日期，%(digits)s 不是一个日期，请核对。") % {
            "digits": number[6:14]
        }
    if born > today:
        return _("居民身份证号码里的出生日期 %(born)s 晚于今天，请核对第 7 至 14 位。") % {"born": born.isoformat()}
    if id_check(number[:17]) != number[17]:
        return _("居民身份证号码的校验码不对（最后一位），说明其中有一位填错了，请对照证件逐位核对。")
    return ""


# Unified social credit code (GB 32100) ---------------------------------


def credit_check(first17: str) -> str:
    """The eighteenth character that belongs to the first seventeen."""
    total = sum(CREDIT_CHARS.index(char) * weight for char, weight in zip(first17, CREDIT_WEIGHTS, strict=True))
    return CREDIT_CHARS[-total % 31]


def organisation_check(first8: str) -> str:
    """The ninth character of an organisation code (GB 11714)."""
    total = sum(
        ORGANISATION_CHARS.index(char) * weight for char, weight in zip(first8, ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def credit_problem(code: str) -> str:
    """What is wrong with a unified social credit code in its stored form, as a sentence; empty where nothing is."""
    if len(code) != 18:
        return _("统一社会信用代码应当是 18 位，您填了 %(count)d 位，请对照营业执照或者登记证书核对。") % {
            "count": len(code)
        }
    if strange := sorted(set(code) - set(CREDIT_CHARS)):
        return _("统一社会信用代码里不会有 %(chars)s：只用数字和大写字母，并且不用 I、O、S、V、Z，请核对。") % {
            "chars": _("、").join(strange)
        }
    if code[0] not in CREDIT_OFFICES or not code[2:8].isdecimal():
        return _("统一社会信用代码的前 8 位不对：第 1 位是登记管理部门，第 3 至 8 位是六位地区代码，请核对。")
    if credit_check(code[:17]) != code[17]:
        return _("统一社会信用代码的校验码不对（最后一位），说明其中有一位填错了，请对照证照逐位核对。")
    return ""


def credit_doubt(code: str) -> str:
    """What is odd, yet not wrong, about a valid credit code: codes given out early break the inner check."""
    if organisation_check(code[8:16]) != code[16]:
        return _("代码中第 9 至 17 位的主体标识码校验不符，少数早年的代码如此，请再对照一次证照。")
    return ""


# Telephone and licence -------------------------------------------------


def phone(text: str) -> str:
    """A telephone number in its stored form, or an empty string where it is none."""
    number = re.sub(r"[\s()]", "", narrow(tidy(text)))
    if abroad := re.match(r"(?:\+|00)86-?", number):
        number = number[abroad.end() :]
    mobile = number.replace("-", "")
    if _MOBILE.fullmatch(mobile) or _HOTLINE.fullmatch(mobile):
        return mobile
    if abroad and not number.startswith("0"):
        number = f"0{number}"  # from abroad the trunk zero is left out
    return number if _LANDLINE.fullmatch(number) else ""


def licence_doubt(number: str) -> str:
    """What is odd about the registration number of a medical institution: there are three generations of them."""
    if _LICENCE.fullmatch(number):
        return ""
    return _("医疗机构登记号通常是 22 位，旧号是 12 位或者 15 至 18 位，这个号码是 %(count)d 位，请再核对一次。") % {
        "count": len(number)
    }


# Masks -----------------------------------------------------------------


def mask_number(number: str) -> str:
    """First four and last four of eighteen characters or more, last two of twelve or more, else nothing but the length."""
    if len(number) < 12:
        return "*" * len(number)
    tail = 4 if len(number) >= 18 else 2
    return f"{number[:4]}{'*' * (len(number) - 4 - tail)}{number[-tail:]}"


def mask_phone(number: str) -> str:
    """First three and last four of a mobile number; the last two of any other that is long enough."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]} **** {number[-4:]}"
    shown = number[-2:] if len(number) >= 7 else ""
    return "*" * (len(number) - len(shown)) + shown


def masked(number: str) -> str:
    """A number as those see it who need not know it: a mobile number as one, any other by its ends."""
    return mask_phone(number) if _MOBILE.fullmatch(number) else mask_number(number)


def mask_name(name: str) -> str:
    """The family name and 某; of names written with a dot or in other scripts, the first character and 某."""
    name = tidy(name)
    if not name:
        return ""
    if name[:2] in DOUBLE_SURNAMES and len(name) > 2:
        return f"{name[:2]}某"
    return f"{name[0]}某"
