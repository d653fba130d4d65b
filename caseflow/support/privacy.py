"""What a public notice may show: family names, village, period and a telephone number, and nothing else (reference P-2)."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from caseflow.cases.identifiers import DOUBLE_SURNAMES
from caseflow.cases.text import tidy

TELLING = (
    *("去世", "离世", "死亡", "残疾", "伤残", "特别扶助", "特扶", "独生", "子女", "孩子", "儿子", "女儿"),
    *("身份证", "银行", "账号", "元", "疾病", "患"),
)
KIND_OF_FAMILY = ("独生", "特扶", "特别扶助", "离世", "死亡")  # what no letter to another organ tells
DIGITS = re.compile(r"[0-9Xx*]{6,}")
NUMBER_OF_DAYS = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")


def masked(name: str) -> str:
    """张*, 欧阳*: the family name alone."""
    name = tidy(name)
    if not name:
        return ""
    return f"{name[:2] if name[:2] in DOUBLE_SURNAMES and len(name) > 2 else name[0]}*"


def leaks(text: str, *, names: Iterable[str] = (), phones: Iterable[str] = (), places: Iterable[str] = ()) -> list[str]:
    """What ``text`` tells that a notice must not, as sentences; ``phones`` are those of the office, which may stand."""
    rest = NUMBER_OF_DAYS.sub("", text)
    for phone in filter(None, phones):
        rest = rest.replace(phone, "")
    found = [_("写出了姓名“%(what)s”") % {"what": name} for name in names if name and name in text]
    found += [_("写出了住址“%(what)s”") % {"what": place} for place in places if place and place in text]
    found += [_("有“%(what)s”字样") % {"what": word} for word in TELLING if word in rest]
    found += [_("有号码“%(what)s”") % {"what": number} for number in DIGITS.findall(rest)]
    return found
